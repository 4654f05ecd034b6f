"""The round that a report is about: the one in which it became known who reports.

A round starts with the opening, an announced outage, or a second inquiry that did not agree.
"""

from __future__ import annotations

from attrs import evolve, frozen

from nws_incident.case import Case, facts_of
from nws_incident.events import CauseIdentified, Event, OutageAnnounced, ReinquiryMade
from nws_incident.report.errors import NoReportOwed
from nws_incident.terms import ReinquiryResult, Role


@frozen
class ReportedRound:
    """A round whose report is owed: by whom, on what cause, and where it starts.

    `resolved` is the version that resolved it for good, or 0.
    """

    party: Role
    cause: CauseIdentified
    first: int
    resolved: int = 0


def reported_round(case: Case, party: Role | None) -> ReportedRound:
    """Return the round whose report `case` owes or gave, or that `party` did.

    Without `party`, the report of the present round comes before one that is carried.  Raises
    `NoReportOwed` where there is none.
    """
    owed = _rounds(case)
    chosen = next((one for one in reversed(owed) if party in {None, one.party}), None)
    if chosen is None:
        raise _no_report(case, party if owed else None)
    return chosen


def _rounds(case: Case) -> list[ReportedRound]:
    """Return the rounds whose report is owed or given: those carried, then the present report's.

    The facts of an earlier round are gone, so the events are folded in once more.
    """
    twin = Case(edition=case.edition)
    carried: dict[Role, ReportedRound] = {}
    present: ReportedRound | None = None
    first, resolved = 1, 0
    for version, event in enumerate(case.events, 1):
        if starts_round(event):
            first, resolved = version, 0
        twin.apply(event)
        facts = facts_of(twin)
        assert facts is not None  # noqa: S101  a case with an event is open
        if twin.tracks.investigation == "resolved":
            resolved = resolved or version
        if facts.reporting_party is None:
            # A second inquiry leaves a report owed (R12); an announced outage ends it (R7).
            if present is not None and isinstance(event, ReinquiryMade):
                carried[present.party] = present
            present = None
        elif present is None:
            assert facts.cause is not None  # noqa: S101  it tells who reports
            present = ReportedRound(facts.reporting_party, facts.cause, first)
    owed = [one for party, one in carried.items() if party in case.report.carried]
    if present is not None:
        owed.append(evolve(present, resolved=resolved if present.first == first else 0))
    return owed


def starts_round(event: Event) -> bool:
    """Tell whether an accepted event makes the case start afresh (I3, and I18, I19, I21)."""
    return isinstance(event, OutageAnnounced) or (
        isinstance(event, ReinquiryMade) and event.result is not ReinquiryResult.CONSISTENT
    )


def _no_report(case: Case, party: Role | None) -> NoReportOwed:
    if party is not None:
        return NoReportOwed("not_by_party", case.id, case.report.clauses)
    if not case.is_open:
        return NoReportOwed("unopened", case.id, ())
    key = "undetermined" if case.report.required is None else "not_owed"
    return NoReportOwed(key, case.id, case.report.clauses)
