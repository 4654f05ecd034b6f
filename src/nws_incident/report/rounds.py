"""The round that a report is about: the one in which it became known who reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve, frozen

from nws_incident.events import CauseIdentified
from nws_incident.judging import procedure_of
from nws_incident.report.errors import NoReportOwed
from nws_incident.terms import Role

if TYPE_CHECKING:
    from nws_incident.case import Case


@frozen
class ReportedRound:
    """A round whose report is owed: by whom, and on what cause.

    `first` and `last` are the versions of its first and its last event, `resolved` the version that
    resolved it for good, if any did.
    """

    party: Role
    cause: CauseIdentified
    first: int
    last: int
    resolved: int | None


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
    carried: dict[Role, ReportedRound] = {}
    present: ReportedRound | None = None
    stages = procedure_of(case.opened_under).stages(case.events, case.editions)
    for version, (_, facts) in enumerate(stages, 1):
        if facts.reporting_party is None:
            # A new round leaves a report owed (R12), but where an outage ends it (R7).
            if present is not None and facts.outage is not True:
                carried[present.party] = evolve(present, resolved=None)
            present = None
        elif present is None or present.first == facts.round_since:
            assert facts.cause is not None  # noqa: S101  it tells who reports
            present = ReportedRound(
                party=facts.reporting_party,
                cause=facts.cause,
                first=facts.round_since,
                last=version,
                resolved=facts.investigation_since if facts.investigation == "resolved" else None,
            )
        else:
            present = evolve(present, resolved=None)
    owed = [one for party, one in carried.items() if party in case.report.carried]
    return owed if present is None else [*owed, present]


def _no_report(case: Case, party: Role | None) -> NoReportOwed:
    if party is not None:
        return NoReportOwed("not_by_party", case.id, case.report.clauses)
    if not case.is_open:
        return NoReportOwed("unopened", case.id, ())
    key = "undetermined" if case.report.required is None else "not_owed"
    return NoReportOwed(key, case.id, case.report.clauses)
