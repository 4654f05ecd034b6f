"""Guards: predicates over the facts of a case and an event, by the names that an edition uses.

A guard returns a real `bool` (`transitions` compares with ``==``) and looks at nothing else.  What
it demands, and what to do where it fails, is the edition's to say; `situation` supplies the words
that fill those texts.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from nws_incident.events import MinistryNotified
from nws_incident.individual_number import Severity
from nws_incident.notice.model import Reporter
from nws_incident.terms import (
    CaseKind,
    CausingParty,
    ConsultationTarget,
    FindingKind,
    ReinquiryResult,
    Relay,
    Role,
)

if TYPE_CHECKING:
    from nws_incident.events import Event
    from nws_incident.facts import Facts
    from nws_incident.notice.model import Edition, ReportGround

_Guard = Callable[["Facts", Any], bool]
_Predicate = TypeVar("_Predicate", bound=_Guard)

GUARDS: dict[str, _Guard] = {}
"""Every guard of a rule by its name."""

_RESOLVED = "resolved"
_ON_DOCUMENTS = "on_attached_documents"
_ON_LINKED_INFORMATION = "on_linked_information"


READS: dict[str, tuple[str, ...]] = {}
"""The fields of an event that each guard looks at, besides `by`."""


def _guard(*reads: str) -> Callable[[_Predicate], _Predicate]:
    def register(function: _Predicate) -> _Predicate:
        GUARDS[function.__name__] = function
        READS[function.__name__] = reads
        return function

    return register


# Of every event.


def time_not_running_back(facts: Facts, event: Event) -> bool:
    """Tell whether the event is no earlier than the last accepted one."""
    return event.at >= facts.last_at


def no_individual_number(_: Facts | None, event: Event) -> bool:
    """Tell whether no text of the event is sure to hold an individual number."""
    return not event.sightings or all(
        sighting.severity is not Severity.REFUSED for sighting in event.sightings
    )


# Of the investigation.


@_guard("sources")
def source_named(_: Facts, event: Any) -> bool:
    """Tell whether at least one place was looked at (2柱書)."""
    return bool(event.sources)


@_guard()
def information_was_not_provided(facts: Facts, _: Event) -> bool:
    """Tell whether the round runs under section 2."""
    return facts.kind == "not_provided"


@_guard("inquiry")
def inquiry_complete(facts: Facts, event: Any) -> bool:
    """Tell whether all seven particulars are given, counting what the event fills in (1(2))."""
    return not blanks_left(facts, event)


@_guard("inquiry")
def inquiry_unchanged(facts: Facts, event: Any) -> bool:
    """Tell whether the event leaves what was given as it is."""
    return event.inquiry is None or not facts.inquiry.changed_by(event.inquiry)


@_guard("faq_checked")
def faq_not_skipped(_: Facts, event: Any) -> bool:
    """Tell whether nothing says that the FAQ was passed over (4(5)①)."""
    return event.faq_checked is not False


@_guard("faq_checked")
def faq_checked(_: Facts, event: Any) -> bool:
    """Tell whether the FAQ was looked up first (4(5)①)."""
    return event.faq_checked is True


@_guard("finding")
def finding_fits_kind(facts: Facts, event: Any) -> bool:
    """Tell whether the finding can be made in this kind of case."""
    return facts.kind in facts.edition.findings[event.finding].kinds


@_guard("finding", "causing_party")
def causing_party_fits_finding(facts: Facts, event: Any) -> bool:
    """Tell whether the finding can be that party's doing."""
    return event.causing_party in facts.edition.findings[event.finding].causing_parties


@_guard("causing_party")
def provider_not_named_by_requester(_: Facts, event: Any) -> bool:
    """Tell whether the requester leaves it to the provider to name itself."""
    return not (event.by is Role.REQUESTER and event.causing_party is CausingParty.PROVIDER)


@_guard()
def done_by_causing_party(facts: Facts, event: Event) -> bool:
    """Tell whether the causing party acts; either may where neither was the cause."""
    party = facts.causing_party
    return party is not None and (party is CausingParty.NEITHER or Role(party.value) is event.by)


@_guard("coordinated")
def both_parties_agreed(_: Facts, event: Any) -> bool:
    """Tell whether both parties agreed on a second inquiry (6)."""
    return event.coordinated is True


@_guard()
def self_check_delay_stated(facts: Facts, _: Event) -> bool:
    """Tell whether the requester's check is on record as delayed (1(5))."""
    return facts.self_check_delay_stated


@_guard()
def self_check_delay_not_stated_yet(facts: Facts, _: Event) -> bool:
    """Tell whether the delay of the check is still to be recorded in this round."""
    return not facts.self_check_delay_stated


@_guard()
def provider_is_not_the_cause(facts: Facts, _: Event) -> bool:
    """Tell whether the cause is not the provider's doing."""
    return facts.causing_party is not CausingParty.PROVIDER


@_guard()
def requester_is_not_the_cause(facts: Facts, _: Event) -> bool:
    """Tell whether the cause is not the requester's doing."""
    return facts.causing_party is not CausingParty.REQUESTER


@_guard()
def cause_delay_stated(facts: Facts, _: Event) -> bool:
    """Tell whether the investigation is on record as delayed (1(3)②)."""
    return facts.cause_delay_stated


@_guard()
def cause_delay_not_stated_yet(facts: Facts, _: Event) -> bool:
    """Tell whether the delay of the investigation is still to be recorded in this round."""
    return not facts.cause_delay_stated


@_guard()
def delay_told_to_requester(facts: Facts, _: Event) -> bool:
    """Tell whether the requester was told of the delay (1(3)②, 1(5))."""
    return facts.delay_told


@_guard()
def delay_not_told_yet(facts: Facts, _: Event) -> bool:
    """Tell whether the requester is still to be told of the delay in this round."""
    return not facts.delay_told


@_guard()
def check_of_others_owed(facts: Facts, _: Event) -> bool:
    """Tell whether the provider owes a check of other requesters (1(3)①)."""
    return facts.check_of_others_owed


@_guard()
def word_to_others_owed(facts: Facts, _: Event) -> bool:
    """Tell whether the provider owes other requesters word (1(3)①)."""
    return facts.word_to_others_owed


@_guard("target", "via")
def operator_relays_used(facts: Facts, event: Any) -> bool:
    """Tell whether a question to the operator went through every relay its asker needs (4(2)②)."""
    return target_of(event) is not ConsultationTarget.SYSTEM_OPERATOR or not missing_relays(
        facts, event
    )


@_guard("target", "via")
def ministry_relays_used(facts: Facts, event: Any) -> bool:
    """Tell whether word to a ministry went through every relay its sender needs (4(4)①)."""
    return target_of(event) is not ConsultationTarget.COMPETENT_MINISTRY or not missing_relays(
        facts, event
    )


@_guard()
def no_impact_waits(facts: Facts, event: Event) -> bool:
    """Tell whether the party has passed on every impact that it expected (1(4))."""
    return event.by not in facts.impacts_waiting


@_guard()
def impact_waits(facts: Facts, event: Event) -> bool:
    """Tell whether an impact that the party expected waits to be passed on (1(4))."""
    return event.by in facts.impacts_waiting


# Of the processing.


@_guard()
def opened_as_immediate(facts: Facts, _: Event) -> bool:
    """Tell whether the case demands processing at once (1(5))."""
    return facts.opening.immediate


@_guard()
def information_confirmed(facts: Facts, _: Event) -> bool:
    """Tell whether the information was confirmed in this round (1(3)①)."""
    return facts.last_reinquiry is ReinquiryResult.CONSISTENT or (
        facts.cause is not None and facts.cause.finding is FindingKind.INFORMATION_RIGHT
    )


# Of the outcome report.


@_guard()
def outage_known(facts: Facts, _: Event) -> bool:
    """Tell whether the round knows of an outage that hits many agencies (2(2))."""
    return facts.outage is True


@_guard()
def documents_used(facts: Facts, _: Event) -> bool:
    """Tell whether the application was processed on the documents, in whichever round."""
    return facts.processing == _ON_DOCUMENTS


@_guard()
def linked_information_used(facts: Facts, _: Event) -> bool:
    """Tell whether the application was processed on the linked information."""
    return facts.processing == _ON_LINKED_INFORMATION


@_guard()
def cause_with_a_party(facts: Facts, _: Event) -> bool:
    """Tell whether the round's cause is known to lie with a party."""
    return facts.cause is not None and facts.cause.causing_party is not CausingParty.NEITHER


@_guard()
def cause_with_neither_party(facts: Facts, _: Event) -> bool:
    """Tell whether the round's cause is known to lie with neither party."""
    return facts.cause is not None and facts.cause.causing_party is CausingParty.NEITHER


@_guard()
def report_required(facts: Facts, event: Event) -> bool:
    """Tell whether a party must report (1(6), 2(1))."""
    ground = ground_of(facts, event)
    return ground is not None and ground.party is not None


@_guard()
def report_not_required(facts: Facts, event: Event) -> bool:
    """Tell whether it is settled that nobody must report (1(6), 2(2))."""
    ground = ground_of(facts, event)
    return ground is not None and ground.party is None


@_guard()
def response_awaited(facts: Facts, _: Event) -> bool:
    """Tell whether the response is expected promptly and is not finished (5)."""
    return (
        facts.cause is not None
        and facts.cause.prompt_response_expected
        and facts.investigation != _RESOLVED
    )


@_guard()
def response_not_awaited(facts: Facts, event: Event) -> bool:
    """Tell whether the response is not expected promptly, or is finished (5)."""
    return not response_awaited(facts, event)


@_guard()
def done_by_reporting_party(facts: Facts, event: Event) -> bool:
    """Tell whether the party that must report acts."""
    return event.by is facts.reporting_party


@_guard()
def carried_report_owed(facts: Facts, event: Event) -> bool:
    """Tell whether the party carries a report of an earlier round (1(6))."""
    return event.by in facts.carried


# Of the emergency.


@_guard("form")
def form_fits_emergency(facts: Facts, event: Any) -> bool:
    """Tell whether the form goes with the latest emergency (3)."""
    kind = facts.emergency_kind
    return kind is not None and event.form is facts.edition.emergencies[kind].form


@_guard("authority")
def authority_owed_word(facts: Facts, event: Any) -> bool:
    """Tell whether the authority is owed word (3)."""
    return event.authority in facts.authorities_owed


# Of what is owed, asked with the bearer in the event's place.


@_guard()
def emergency_declared_by_it(facts: Facts, event: Any) -> bool:
    """Tell whether the party declared the latest emergency (3)."""
    return event.by is facts.emergency_declarer


@_guard("authority")
def authority_owed_its_word(facts: Facts, event: Any) -> bool:
    """Tell whether the authority is owed word by the party, which declared it first (3)."""
    return facts.authorities_owed.get(event.authority) is event.by


def blanks_left(facts: Facts, event: Any) -> tuple[str, ...]:
    """Return the particulars that are blank even with what the event fills in."""
    inquiry = facts.inquiry
    if event.inquiry is not None and inquiry.blanks:
        inquiry = inquiry.completed_by(event.inquiry)
    return inquiry.blanks


def target_of(event: Any) -> ConsultationTarget:
    """Return whom an event's word goes to; notifying the ministry goes to the ministry."""
    if isinstance(event, MinistryNotified):
        return ConsultationTarget.COMPETENT_MINISTRY
    target: ConsultationTarget = event.target
    return target


def needed_relays(facts: Facts, event: Any) -> tuple[Relay, ...]:
    """Return the relays that the party in `by` needs, as the edition's routes say."""
    party = facts.party(event.by)
    return () if party is None else facts.edition.relays[target_of(event)][party.kind]


def missing_relays(facts: Facts, event: Any) -> tuple[Relay, ...]:
    """Return the relays that the party in `by` needs and that `via` does not name."""
    return tuple(relay for relay in needed_relays(facts, event) if relay not in event.via)


def ground_of(facts: Facts, event: Event) -> ReportGround | None:
    """Return the row that says who must report, or nothing while that is open."""
    for ground, guards in _grounds(facts.edition)[facts.kind]:
        for guard in guards:
            if not guard(facts, event):
                break
        else:
            return ground
    return None


@lru_cache(maxsize=16)
def _grounds(edition: Edition) -> dict[CaseKind, list[tuple[ReportGround, list[_Guard]]]]:
    """Look up the guards of an edition's rows, by kind of case."""
    return {
        kind: [
            (ground, [GUARDS[name] for name in ground.guards])
            for ground in edition.reports
            if ground.kind is kind
        ]
        for kind in CaseKind
    }


def reporter_of(ground: ReportGround, facts: Facts) -> Role | None:
    """Return the party that must report on a ground, if any must."""
    if ground.party is None:
        return None
    if ground.party is Reporter.REQUESTER or facts.causing_party is None:
        return Role.REQUESTER
    return Role(facts.causing_party)
