"""Replaying a case file: each event judged in turn, a refused one reported and passed over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
from attrs import frozen

from nws_incident.case import Case, Decision
from nws_incident.casefile import CaseFile
from nws_incident.duties.owing import duties, duties_without_calendar
from nws_incident.duties.permissions import exemptions, permissions
from nws_incident.editions import catalogue
from nws_incident.errors import ROOT, InvalidEdition
from nws_incident.fields import show
from nws_incident.plain import duty_data, exemption_data, permission_data
from nws_incident.text import DEFAULT_LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from nws_incident.duties.calendars import Calendar
    from nws_incident.duties.standing import Duty
    from nws_incident.findings import Finding
    from nws_incident.notice.edition import Edition


@frozen
class Mismatch:
    """Something that a case file expected and that came out otherwise.

    `what` is a track's name, `refused` or `complete`.
    """

    what: str
    expected: Any
    actual: Any


@frozen
class Replay:
    """What became of a case file: the case, and the decision on each event, in order."""

    source: CaseFile
    case: Case
    decisions: tuple[Decision, ...]

    @property
    def refused(self) -> tuple[int, ...]:
        """The indexes, from 0, of the events that were refused."""
        return tuple(
            index for index, decision in enumerate(self.decisions) if not decision.accepted
        )

    @property
    def mismatches(self) -> tuple[Mismatch, ...]:
        """Whatever was expected and came out otherwise."""
        expect = self.source.expect
        if expect is None:
            return ()
        pairs: list[tuple[str, Any, Any]] = [
            (track, expected, getattr(self.case.tracks, track))
            for track, expected in expect.tracks.items()
        ]
        if expect.refused is not None:
            pairs.append(("refused", tuple(sorted(set(expect.refused))), self.refused))
        if expect.complete is not None:
            pairs.append(("complete", expect.complete, self.case.is_complete))
        return tuple(
            Mismatch(what, expected, actual)
            for what, expected, actual in pairs
            if expected != actual
        )

    @property
    def expected(self) -> bool | None:
        """Whether every expectation was met; `None` where the case file has none."""
        return None if self.source.expect is None else not self.mismatches

    @property
    def is_clean(self) -> bool:
        """Whether every expectation was met and nothing was refused but what was expected."""
        expect = self.source.expect
        named = () if expect is None or expect.refused is None else expect.refused
        return not self.mismatches and set(self.refused) <= set(named)


def replay(source: CaseFile, *, editions: Iterable[Edition] = ()) -> Replay:
    """Judge the events of a case file in order; refused ones change nothing and are passed over.

    The case starts under the edition that the file names: a shipped one, or one of `editions`.
    Raises `InvalidEdition` where it is neither.
    """
    known = catalogue(editions)
    if source.edition not in known:
        allowed = ", ".join(show(name) for name in known)
        raise InvalidEdition.at(
            ROOT, "unknown_edition", value=show(source.edition), allowed=allowed
        )
    case = Case(source.id, edition=known[source.edition], editions=known.values())
    return Replay(source, case, tuple(case.offer(event) for event in source.events))


def owed(outcome: Replay, now: datetime | None, calendar: Calendar | None) -> tuple[Duty, ...]:
    """Return what is owed after a replay, at `now` or else at the case's last accepted event.

    Without a calendar it stays unknown whether a date is a closed day.
    """
    case = outcome.case
    if not case.is_open:
        return ()
    moment = case.events[-1].at if now is None else now
    if calendar is None:
        return duties_without_calendar(case, now=moment)
    return duties(case, now=moment, calendar=calendar)


def as_data(
    outcome: Replay,
    language: str = DEFAULT_LANGUAGE,
    *,
    now: datetime | None = None,
    calendar: Calendar | None = None,
) -> dict[str, Any]:
    """Return a replay as plain data, one JSON object, with messages in `language`.

    Duties are those at `now` or else at the case's last accepted event; without a calendar it
    stays unknown whether a date is a closed day.
    """
    case = outcome.case
    report = case.report
    return {
        "case": outcome.source.id,
        "events": len(outcome.decisions),
        "refused": [
            {
                "index": index,
                "type": outcome.decisions[index].event_type,
                "findings": [
                    finding_data(finding, language) for finding in outcome.decisions[index].findings
                ],
            }
            for index in outcome.refused
        ],
        "tracks": attrs.asdict(case.tracks),
        "complete": case.is_complete,
        "report": {
            "required": report.required,
            "by": report.by,
            "carried": list(report.carried),
            "clauses": list(report.clauses),
        },
        "duties": [duty_data(duty, language) for duty in owed(outcome, now, calendar)],
        "permissions": [permission_data(one, language) for one in permissions(case)],
        "exemptions": [exemption_data(one, language) for one in exemptions(case)],
        "warnings": [
            {"index": index, "type": decision.event_type, **finding_data(warning, language)}
            for index, decision in enumerate(outcome.decisions)
            for warning in decision.warnings
        ],
        "expected": outcome.expected,
    }


def finding_data(finding: Finding, language: str) -> dict[str, Any]:
    """Return a finding as plain data, with its texts in `language`."""
    data = {
        "rule": finding.rule,
        "clauses": list(finding.clauses),
        "track": finding.track,
        "guard": finding.guard,
        "label": finding.label.read(language),
        "demands": finding.demands.read(language),
        "is": finding.otherwise.read(language),
        "remedy": finding.remedy.read(language),
        "message": finding.message(language),
        "points_to": finding.points_to,
    }
    return data if finding.path is None else {**data, "path": finding.path}
