"""What an edition can promise of its procedure: each promise a predicate, by its name in data.

Some are asked of every configuration that can be reached, some of every accepted event.  What a
promise means, and by which clauses, is the edition's to say, in its table `property`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from nws_incident.duties.standing import standing_of
from nws_incident.events import (
    AuthorityInformed,
    CauseIdentified,
    Consulted,
    EmergencyFormPosted,
    EmergencyPhoned,
    MinistryNotified,
    OtherRequestersChecked,
    OtherRequestersNotified,
    OutageAnnounced,
    OutcomeReported,
    OutcomeReportShared,
    ProcessedOnAttachedDocuments,
    ProcessedOnLinkedInformation,
    ReinquiryMade,
)
from nws_incident.guards import missing_relays
from nws_incident.judging import procedure_of
from nws_incident.terms import (
    CaseKind,
    CausingParty,
    FindingKind,
    Ground,
    Modality,
    ReinquiryResult,
    Role,
)

if TYPE_CHECKING:
    from nws_incident.duties.standing import Claim
    from nws_incident.events import Event
    from nws_incident.proving.sweeping import Transition
    from nws_incident.proving.variables import Configuration

OfConfiguration = Callable[["Configuration"], bool]
OfTransition = Callable[["Transition"], bool]

OF_CONFIGURATIONS: dict[str, OfConfiguration] = {}
"""The promises that are asked of every configuration, by name."""

OF_TRANSITIONS: dict[str, OfTransition] = {}
"""The promises that are asked of every accepted event, by name."""

_OWED = frozenset({"after_response", "due"})
_GIVEN = frozenset({"reported", "covered"})
_PARTIES = frozenset({Role.REQUESTER, Role.PROVIDER})
_INVESTIGATION = "investigation"
_PROCESSING = "processing"
_OF_A_ROUND = (
    "self_check_delay_stated",
    "cause_delay_stated",
    "delay_told",
    "cause",
    "last_reinquiry",
)


def _of_configurations(check: OfConfiguration) -> OfConfiguration:
    OF_CONFIGURATIONS[check.__name__] = check
    return check


def _of_transitions(check: OfTransition) -> OfTransition:
    OF_TRANSITIONS[check.__name__] = check
    return check


# Of the investigation.


@_of_transitions
def requester_never_blames_the_provider(transition: Transition) -> bool:
    """Promise that the provider alone finds the cause with itself (1(3))."""
    event = transition.event
    return not (
        isinstance(event, CauseIdentified)
        and event.by is Role.REQUESTER
        and event.causing_party is CausingParty.PROVIDER
    )


@_of_configurations
def investigation_stays_owed(configuration: Configuration) -> bool:
    """Promise that what the investigation owes, it owes after processing too (1(5))."""
    edition = configuration.edition
    pending = edition.tracks[_PROCESSING].initial
    if configuration.processing == pending:
        return True
    earlier = configuration.supposing(_PROCESSING, pending)
    return all(
        any(claim.is_owed(configuration) for claim in claims)
        for claims in standing_of(edition).groups
        if any(_INVESTIGATION in claim.during and claim.is_owed(earlier) for claim in claims)
    )


@_of_transitions
def new_round_forgets_the_old(transition: Transition) -> bool:
    """Promise that a new round knows of an announced outage at most (1(1), 2柱書, 2(2))."""
    event, after = transition.event, transition.after
    if isinstance(event, OutageAnnounced):
        outage = True
    elif _asks_afresh(event):
        outage = None
    else:
        return True
    return after.outage is outage and not any(getattr(after, name) for name in _OF_A_ROUND)


@_of_transitions
def round_keeps_what_it_knows(transition: Transition) -> bool:
    """Promise that within a round nothing that was stated or found is forgotten (1(3), 1(5))."""
    before, event = transition.before, transition.event
    if isinstance(event, OutageAnnounced) or _asks_afresh(event):
        return True
    return all(
        getattr(transition.after, name)
        for name in _OF_A_ROUND
        if name in transition.changed and getattr(before, name)
    )


def _asks_afresh(event: Event) -> bool:
    """Tell whether an event is a second inquiry that leads to a new round."""
    return isinstance(event, ReinquiryMade) and event.result is not ReinquiryResult.CONSISTENT


@_of_transitions
def word_owed_is_kept(transition: Transition) -> bool:
    """Promise that word owed to others stays owed until it is given (1(3)①, 1(4), 3)."""
    before, event, after = transition.before, transition.event, transition.after
    given: set[object] = set()
    if "check_of_others_owed" in transition.changed and before.check_of_others_owed:
        given.update([OtherRequestersChecked] if not after.check_of_others_owed else [])
    if "word_to_others_owed" in transition.changed and before.word_to_others_owed:
        given.update([OtherRequestersNotified] if not after.word_to_others_owed else [])
    if "impacts_waiting" in transition.changed:
        given.update(
            (MinistryNotified, by) for by in before.impacts_waiting - after.impacts_waiting
        )
    if "authorities_owed" in transition.changed:
        gone = before.authorities_owed.keys() - after.authorities_owed.keys()
        given.update((AuthorityInformed, authority) for authority in gone)
    return given <= {
        type(event),
        (type(event), event.by),
        (type(event), getattr(event, "authority", None)),
    }


@_of_transitions
def questions_go_through_the_relays(transition: Transition) -> bool:
    """Promise that a municipality's word takes every relay that its route names (4(2)②, 4(4)①)."""
    return not isinstance(transition.event, Consulted | MinistryNotified) or not missing_relays(
        transition.before, transition.event
    )


@_of_transitions
def second_inquiry_needs_both(transition: Transition) -> bool:
    """Promise that a matter once resolved is asked again only where both parties agreed (6)."""
    return (
        not isinstance(transition.event, ReinquiryMade)
        or transition.before.investigation != "resolved"
        or transition.event.coordinated is True
    )


# Of the processing.


@_of_transitions
def processed_once(transition: Transition) -> bool:
    """Promise that an application is processed once, and stays so (1(3)①, 1(5))."""
    pending = transition.before.edition.tracks[_PROCESSING].initial
    return transition.before.processing == pending or all(
        fired.track != _PROCESSING for fired in transition.fired
    )


@_of_transitions
def documents_need_a_ground(transition: Transition) -> bool:
    """Promise that documents are used only on the ground that the event names (1(5), 2(2))."""
    before, event = transition.before, transition.event
    if not isinstance(event, ProcessedOnAttachedDocuments):
        return True
    holds = {
        Ground.SELF_CHECK_DELAYED: lambda: before.self_check_delay_stated,
        Ground.CAUSE_DELAYED: lambda: before.cause_delay_stated and before.delay_told,
        Ground.IMMEDIATE_PROCESSING: lambda: before.immediate,
        Ground.MULTI_AGENCY_OUTAGE: lambda: before.outage is True,
    }
    return before.investigation not in {"outage_check", "resolved"} and holds[event.ground]()


@_of_transitions
def linked_information_is_confirmed(transition: Transition) -> bool:
    """Promise that linked information is used only once it is confirmed (1(3)①)."""
    before = transition.before
    return not isinstance(transition.event, ProcessedOnLinkedInformation) or (
        before.investigation == "resolved"
        and (
            before.last_reinquiry is ReinquiryResult.CONSISTENT
            or (before.cause is not None and before.cause.finding is FindingKind.INFORMATION_RIGHT)
        )
    )


# Of the outcome report.


@_of_configurations
def no_report_in_an_outage(configuration: Configuration) -> bool:
    """Promise that no report of the round is owed while an outage hits many agencies (2(2))."""
    return configuration.reporting not in _OWED or configuration.outage is not True


@_of_configurations
def one_party_reports(configuration: Configuration) -> bool:
    """Promise that a report that is owed or given has exactly one party to it (1(6), 2(1))."""
    if configuration.reporting in _OWED | _GIVEN:
        return configuration.reporting_party in _PARTIES
    return configuration.reporting_party is None


@_of_configurations
def cause_reports(configuration: Configuration) -> bool:
    """Promise that whoever was the cause reports, and the requester where neither was (1(6))."""
    if configuration.reporting not in _OWED or configuration.cause is None:
        return True
    party = configuration.cause.causing_party
    if party is CausingParty.NEITHER:
        return (
            configuration.kind is CaseKind.NOT_PROVIDED
            and configuration.reporting_party is Role.REQUESTER
        )
    return configuration.reporting_party is Role(party.value)


@_of_configurations
def no_report_without_documents(configuration: Configuration) -> bool:
    """Promise that where nothing was provided, only who used documents is reported on (2(1))."""
    return (
        configuration.kind is not CaseKind.NOT_PROVIDED
        or configuration.reporting not in _OWED
        or configuration.processing == "on_attached_documents"
    )


@_of_transitions
def reporting_party_is_fixed(transition: Transition) -> bool:
    """Promise that who reports is fixed once the report is owed (1(6), 5)."""
    before, after = transition.before, transition.after
    return (
        "reporting_party" not in transition.changed
        or before.reporting not in _OWED
        or after.reporting not in _OWED | _GIVEN
        or before.reporting_party is after.reporting_party
    )


@_of_transitions
def owed_report_is_given_or_kept(transition: Transition) -> bool:
    """Promise that a report owed is given by its party, or carried, or ended by an outage (5)."""
    before, event, after = transition.before, transition.event, transition.after
    if (
        "reporting" not in transition.changed
        or before.reporting not in _OWED
        or after.reporting in _OWED
    ):
        return True
    if isinstance(event, OutcomeReported | OutcomeReportShared):
        return event.by is before.reporting_party
    return after.outage is True or before.reporting_party in after.carried


@_of_transitions
def carried_report_is_kept(transition: Transition) -> bool:
    """Promise that a report carried into a new round is owed until its party gives it (1(6), 5)."""
    if "carried" not in transition.changed:
        return True
    gone = transition.before.carried - transition.after.carried
    return not gone or (
        isinstance(transition.event, OutcomeReported | OutcomeReportShared)
        and gone == {transition.event.by}
    )


@_of_configurations
def nothing_waits_once_resolved(configuration: Configuration) -> bool:
    """Promise that a report waits for the response only while that is not finished (5)."""
    return configuration.reporting != "after_response" or configuration.investigation != "resolved"


# Of the emergency.


@_of_transitions
def phone_comes_before_the_form(transition: Transition) -> bool:
    """Promise that in an emergency the form is posted only after the phone (3)."""
    before, event, after = transition.before.emergency, transition.event, transition.after.emergency
    if isinstance(event, EmergencyFormPosted):
        return before == "form_due"
    return (
        after not in {"form_due", "reported"}
        or after == before
        or (isinstance(event, EmergencyPhoned) and before == "phone_due")
    )


@_of_transitions
def form_is_that_of_the_emergency(transition: Transition) -> bool:
    """Promise that the form is the one for the latest kind of emergency (3)."""
    kind = transition.before.emergency_kind
    return not isinstance(transition.event, EmergencyFormPosted) or (
        kind is not None
        and transition.event.form is transition.before.edition.emergencies[kind].form
    )


# Of what is owed.


@_of_configurations
def complete_owes_nothing(configuration: Configuration) -> bool:
    """Promise that in a complete case nothing is owed."""
    return not configuration.is_complete or not is_anything_owed(configuration)


@_of_configurations
def incomplete_owes_something(configuration: Configuration) -> bool:
    """Promise that as long as a case is not complete, somebody owes something."""
    return configuration.is_complete or is_anything_owed(configuration)


@_of_transitions
def events_discharge_duties(transition: Transition) -> bool:
    """Promise that a duty ends, or gives way to another, when its bearer does what ends it."""
    event = transition.event
    for claims in standing_of(transition.before.edition).groups:
        duty = claims[0].duty
        if (
            event.type not in duty.discharged_by
            or (event.by in _PARTIES and event.by is not duty.bearer)
            or not claims[0].concerns(event)
        ):
            continue
        standing = _standing(claims, transition.before)
        if standing is not None and standing is _standing(claims, transition.after):
            return False
    return True


def is_anything_owed(configuration: Configuration) -> bool:
    """Tell whether a party owes anything that it must do."""
    return any(
        claims[0].duty.modality is Modality.MUST and _standing(claims, configuration) is not None
        for claims in standing_of(configuration.edition).groups
    )


def _standing(claims: Iterable[Claim], configuration: Configuration) -> Claim | None:
    return next((claim for claim in claims if claim.is_owed(configuration)), None)


def is_taken_after_processing_too(transition: Transition) -> bool:
    """Tell whether what the investigation takes, it would take once processed, too (1(5))."""
    before, edition = transition.before, transition.before.edition
    if (
        _PROCESSING not in transition.read
        or _PROCESSING in transition.changed
        or all(fired.track != _INVESTIGATION for fired in transition.fired)
        or before.processing != edition.tracks[_PROCESSING].initial
    ):
        return True
    procedure = procedure_of(edition)
    return all(
        any(
            taken.way.track == _INVESTIGATION
            for taken in procedure.judge(before.supposing(_PROCESSING, state), transition.event)
        )
        for state in edition.tracks[_PROCESSING].states
    )
