"""Folding an event into the facts: one small function for each record that a rule can name.

A record runs after every track has moved, on facts that nobody else sees yet; it cannot fail.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nws_incident.facts import NOBODY, Facts
from nws_incident.guards import ground_of, reporter_of
from nws_incident.terms import CaseKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from nws_incident.events import Event
    from nws_incident.machine import Fired
    from nws_incident.notice.edition import Edition
    from nws_incident.notice.model import Opening

RECORDS: dict[str, Callable[[Facts, Any], None]] = {}
"""Every record by the name under which an edition's rules call it."""


def _record(function: Callable[[Facts, Any], None]) -> Callable[[Facts, Any], None]:
    RECORDS[function.__name__] = function
    return function


def records_of(edition: Edition, event: Event, fired: Iterable[Fired]) -> frozenset[str]:
    """Return the records that were folded in with `event` by the rules that took it."""
    took = {(one.rule, one.source, one.to) for one in fired}
    return frozenset(
        record
        for way in edition.ways
        if way.event == event.type
        and all(getattr(event, name) in allowed for name, allowed in way.when)
        and any((way.rule, source, way.to or source) in took for source in way.source)
        for record in way.records
    )


def open_case(edition: Edition, rule: Opening, event: Any) -> Facts:
    """Return the facts of the case that `event` opens by `rule`."""
    facts = Facts()
    facts.edition = edition
    facts.editions = {edition.id: edition}
    facts.opening = event
    facts.version = 1
    facts.last_at = event.at
    tracks = edition.tracks
    facts.investigation = rule.investigation
    facts.processing = tracks["processing"].initial
    facts.reporting = tracks["reporting"].initial
    facts.emergency = tracks["emergency"].initial
    facts.investigation_since = 1
    facts.processing_since = 1
    facts.reporting_since = 1
    facts.emergency_since = 1
    facts.kind = rule.kind
    facts.inquiry = event.inquiry
    new_round(facts, event)
    facts.check_of_others_owed = False
    facts.word_to_others_owed = False
    facts.impacts_waiting = NOBODY
    facts.authorities_owed = {}
    facts.carried = NOBODY
    facts.emergency_kind = None
    facts.emergency_declarer = None
    report_undetermined(facts, event)
    return facts


@_record
def new_round(facts: Facts, _: Event) -> None:
    """Begin a round, and forget what belongs to the one before."""
    facts.round_since = facts.version
    facts.self_check_delay_stated = False
    facts.cause_delay_stated = False
    facts.delay_told = False
    facts.cause = None
    facts.outage = None
    facts.last_reinquiry = None


@_record
def outage(facts: Facts, _: Event) -> None:
    """Know that an outage hits many agencies."""
    facts.outage = True


@_record
def no_outage(facts: Facts, _: Event) -> None:
    """Know that no outage hits many agencies."""
    facts.outage = False


@_record
def kind_discrepancy(facts: Facts, _: Event) -> None:
    """Run the round under section 1."""
    facts.kind = CaseKind.DISCREPANCY


@_record
def kind_not_provided(facts: Facts, _: Event) -> None:
    """Run the round under section 2."""
    facts.kind = CaseKind.NOT_PROVIDED


@_record
def self_check_delay(facts: Facts, _: Event) -> None:
    """Know that the requester's check is delayed."""
    facts.self_check_delay_stated = True


@_record
def inquiry_completed(facts: Facts, event: Any) -> None:
    """Keep what fills the blanks that the opening left."""
    if event.inquiry is not None:
        facts.inquiry = facts.inquiry.completed_by(event.inquiry)


@_record
def cause(facts: Facts, event: Any) -> None:
    """Know the cause in this round."""
    facts.cause = event


@_record
def cause_delay(facts: Facts, _: Event) -> None:
    """Know that the right information cannot promptly be confirmed."""
    facts.cause_delay_stated = True


@_record
def delay_told(facts: Facts, _: Event) -> None:
    """Know that the requester was told of the delay."""
    facts.delay_told = True


@_record
def reinquiry_result(facts: Facts, event: Any) -> None:
    """Keep what the last second inquiry of the round brought."""
    facts.last_reinquiry = event.result


@_record
def other_requesters_check_owed(facts: Facts, _: Event) -> None:
    """Owe a check of the other requesters; a second one before it adds nothing."""
    facts.check_of_others_owed = True


@_record
def other_requesters_checked(facts: Facts, event: Any) -> None:
    """Take the check as done; whoever it named is owed word, and nobody else is forgotten."""
    facts.check_of_others_owed = False
    if event.affected:
        facts.word_to_others_owed = True


@_record
def other_requesters_told(facts: Facts, _: Event) -> None:
    """Take the other requesters as told."""
    facts.word_to_others_owed = False


@_record
def wider_impact(facts: Facts, event: Event) -> None:
    """Owe the ministry word of the trouble that the party expects for others."""
    facts.impacts_waiting |= {event.by}


@_record
def wider_impact_passed_on(facts: Facts, event: Event) -> None:
    """Take the ministry as told by the party."""
    facts.impacts_waiting -= {event.by}


@_record
def report_determined(facts: Facts, event: Event) -> None:
    """Who reports, and on what ground, is fixed from now on."""
    ground = ground_of(facts, event)
    facts.report_ground = ground
    facts.reporting_party = None if ground is None else reporter_of(ground, facts)


@_record
def report_undetermined(facts: Facts, _: Event) -> None:
    """Whether a report is owed is open."""
    facts.report_ground = None
    facts.reporting_party = None


@_record
def report_carried(facts: Facts, _: Event) -> None:
    """Carry a report that is still owed into the new round."""
    facts.carried = facts.carried.union(filter(None, (facts.reporting_party,)))


@_record
def carried_report_given(facts: Facts, event: Event) -> None:
    """Take the report that the party carried as given."""
    facts.carried -= {event.by}


@_record
def emergency(facts: Facts, event: Any) -> None:
    """Keep the latest emergency, and owe its authority word, unless it already is."""
    facts.emergency_kind = event.kind
    facts.emergency_declarer = event.by
    row = facts.edition.emergencies[event.kind]
    declarer = facts.party(event.by)
    if (
        row.authority is not None
        and declarer is not None
        and declarer.kind in row.owed_by
        and row.authority not in facts.authorities_owed
    ):
        facts.authorities_owed = {**facts.authorities_owed, row.authority: event.by}


@_record
def authority_informed(facts: Facts, event: Any) -> None:
    """Take the authority as told."""
    facts.authorities_owed = {
        authority: declarer
        for authority, declarer in facts.authorities_owed.items()
        if authority is not event.authority
    }
