"""Cases as event logs show them: a plain model that the writers of each format read.

A case is judged anew, event by event, so that every event comes with the rules that took it and
with where it left the tracks.  One case is held at a time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define, field, frozen

from nws_incident.case import Case, Decision
from nws_incident.editions import catalogue
from nws_incident.events import Event, Opening
from nws_incident.folding import records_of
from nws_incident.notice.edition import Edition
from nws_incident.terms import CaseKind, EmergencyKind, Role
from nws_incident.views import Report, Tracks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nws_incident.casefile import CaseFile

GIVEN, CARRIED = "given", "carried"
_NEW_ROUND, _EMERGENCY = "new_round", "emergency"
_CARRIED_ON, _CARRIED_GIVEN = "report_carried", "carried_report_given"


@frozen
class ReportLink:
    """What an event does to an outcome report: `number` in its case, and the state it gets.

    The state is one of the reporting track, or `carried` or `given` for a report that was carried
    into a new round.
    """

    number: int
    by: Role
    state: str


@frozen
class LoggedEvent:
    """An event of a case as a log shows it, with the judgement and what became of the case.

    `number` counts the events that are shown, from 1.  `edition` is the one that judged it.
    `round` counts the rounds, `emergency` the emergencies declared, of which the event concerns
    the latest, if any.
    """

    number: int
    event: Event
    edition: Edition
    decision: Decision
    tracks: Tracks
    round: int
    starts_round: bool = False
    kind: CaseKind | None = None
    emergency: int | None = None
    starts_emergency: bool = False
    emergency_kind: EmergencyKind | None = None
    reports: tuple[ReportLink, ...] = ()

    @property
    def is_accepted(self) -> bool:
        """Whether the procedure accepted the event."""
        return self.decision.accepted


@frozen
class LoggedCase:
    """A case with the events that a log shows of it."""

    id: str
    edition: Edition
    opening: Opening | None
    is_complete: bool
    events: tuple[LoggedEvent, ...]
    title: str | None = None


def logged_case(case: Case, case_id: str | None = None) -> LoggedCase:
    """Return a case as logs show it, under `case_id` or its own id, which one of them must be.

    Raises `ValueError` where the case has no id and none is given.
    """
    name = case_id or case.id
    if name is None:
        message = "a case in a log needs an id"
        raise ValueError(message)
    known = case.editions.values()
    return _logged(Case(name, edition=case.opened_under, editions=known), case.events)


def logged_file(
    file: CaseFile, *, editions: Iterable[Edition] = (), refused: bool = False
) -> LoggedCase:
    """Return a case file as logs show it: the events that are accepted, or `refused` ones too."""
    known = catalogue(editions)
    case = Case(file.id, edition=known[file.edition], editions=known.values())
    return _logged(case, file.events, title=file.title, refused=refused)


def _logged(
    case: Case, events: Iterable[Event], *, title: str | None = None, refused: bool = False
) -> LoggedCase:
    shown = tuple(_Teller(case).told(events, refused=refused))
    return LoggedCase(
        id=case.id or "",
        edition=case.opened_under,
        opening=case.opening,
        is_complete=case.is_complete,
        events=shown,
        title=title,
    )


@define
class _Teller:
    """Tells a case event by event, and keeps count of its rounds, reports and emergencies."""

    case: Case
    rounds: int = 0
    emergencies: int = 0
    reports: int = 0
    current: int | None = None
    carried: dict[Role, int] = field(factory=dict)

    def told(self, events: Iterable[Event], *, refused: bool) -> Iterator[LoggedEvent]:
        """Yield the events, the refused ones only where they are wanted."""
        number = 0
        for event in events:
            before = self.case.report
            edition = self.case.edition
            decision = self.case.offer(event)
            if decision.accepted or refused:
                number += 1
                yield self._shown(number, event, edition, decision, before)

    def _shown(
        self, number: int, event: Event, edition: Edition, decision: Decision, before: Report
    ) -> LoggedEvent:
        records = records_of(edition, event, decision.fired)
        is_opening = decision.accepted and self.rounds == 0
        starts_round = is_opening or _NEW_ROUND in records
        self.rounds += starts_round
        starts_emergency = _EMERGENCY in records
        self.emergencies += starts_emergency
        concerns_emergency = any(fired.track == "emergency" for fired in decision.fired)
        return LoggedEvent(
            number=number,
            event=event,
            edition=edition,
            decision=decision,
            tracks=self.case.tracks,
            round=self.rounds,
            starts_round=starts_round,
            kind=self.case.kind,
            emergency=self.emergencies if concerns_emergency else None,
            starts_emergency=starts_emergency,
            emergency_kind=self.case.emergency_kind,
            reports=tuple(self._report_links(event, decision, records, before)),
        )

    def _report_links(
        self, event: Event, decision: Decision, records: frozenset[str], before: Report
    ) -> Iterator[ReportLink]:
        after = self.case.report
        state = self.case.tracks.reporting or ""
        if _CARRIED_ON in records and self.current is not None and before.by is not None:
            carried = self.carried.setdefault(before.by, self.current)
            yield ReportLink(carried, before.by, CARRIED)
            self.current = None
        if _CARRIED_GIVEN in records and event.by in self.carried:
            yield ReportLink(self.carried.pop(event.by), event.by, GIVEN)
        moves = any(fired.track == "reporting" for fired in decision.moves)
        if moves and after.required and self.current is None:
            self.reports += 1
            self.current = self.reports
        by = after.by or before.by
        if moves and self.current and by and after.required is not None:
            yield ReportLink(self.current, by, state)
        if not after.required:
            self.current = None
