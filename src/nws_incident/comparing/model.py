"""What a comparison of two stories shows: their events beside each other, and how they end."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from nws_incident.case import Decision
from nws_incident.comparing.changes import Change
from nws_incident.events import Event
from nws_incident.replay import Replay
from nws_incident.terms import Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nws_incident.findings import Finding
    from nws_incident.machine import Fired


@frozen
class Judged:
    """An event of a story: its number, from 0, the event, and what was decided on it."""

    index: int
    event: Event
    decision: Decision


@frozen
class Pair:
    """An event in both of two stories, or in one of them alone."""

    one: Judged | None
    other: Judged | None

    @property
    def differs(self) -> bool:
        """Whether it is there once only, is another event, or is judged otherwise.

        After how many others it comes, and from which state it moved a track, is no difference.
        """
        one, other = self.one, self.other
        if one is None or other is None:
            return True
        return one.event != other.event or _judgement(one.decision) != _judgement(other.decision)

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields in which the two events differ, where they are of one type."""
        one, other = self.one, self.other
        if one is None or other is None or one.event.type != other.event.type:
            return ()
        values = zip(one.event.values(), other.event.values(), strict=True)
        return tuple(name for (name, value), (_, another) in values if value != another)

    @property
    def turns(self) -> bool:
        """Whether an event of one type is accepted in one story and refused in the other."""
        one, other = self.one, self.other
        if one is None or other is None or one.event.type != other.event.type:
            return False
        return one.decision.accepted != other.decision.accepted


class Aspect(StrEnum):
    """In what two outcomes are compared."""

    TRACK = "track"
    EDITION = "edition"
    REPORT = "report"
    COMPLETE = "complete"
    DUTY = "duty"
    PERMISSION = "permission"
    EXEMPTION = "exemption"


@frozen
class Point:
    """One thing that two outcomes are compared in.

    `name` is the track's, the duty's, the permission's or the exemption's, with its `bearer` and
    the `value` that tells it from others of its name.  `one` and `other` say how it is: a state,
    the id of the edition that the case runs under, a `Report`, whether the case is complete, or the
    `Duty`, `Permission` or `Exemption`; `None` where there is none.
    """

    aspect: Aspect
    name: str
    one: Any
    other: Any
    bearer: Role | None = None
    value: str | None = None

    @property
    def differs(self) -> bool:
        """Whether it is otherwise in the other outcome."""
        return bool(self.one != self.other)


@frozen
class Comparison:
    """Two stories beside each other: `one` and `other`, their events in `pairs`, and their ends.

    `points` holds everything that the ends are compared in, differing or not: duties as they are
    at `now` (`None` where neither case was opened).
    """

    one: Replay
    other: Replay
    pairs: tuple[Pair, ...] = field(repr=False)
    points: tuple[Point, ...] = field(repr=False)
    now: datetime | None

    @property
    def differences(self) -> tuple[Point, ...]:
        """What is otherwise in the end."""
        return tuple(point for point in self.points if point.differs)

    @property
    def parting(self) -> int | None:
        """The place in `pairs` where the stories part; `None` where they never do."""
        return next((place for place, pair in enumerate(self.pairs) if pair.differs), None)

    @property
    def turned(self) -> tuple[Pair, ...]:
        """The pairs of which one story accepts the event and the other refuses it."""
        return tuple(pair for pair in self.pairs if pair.turns)

    @property
    def is_same(self) -> bool:
        """Whether the stories are the same, event by event and in the end."""
        return self.parting is None and not self.differences


@frozen
class WhatIf(Comparison):
    """What is, in `one`, beside what would be, in `other`, had the `changes` been so."""

    changes: tuple[Change, ...]


def _judgement(decision: Decision) -> tuple[Any, ...]:
    return (
        tuple((fired.rule, fired.clauses, _gone_to(fired)) for fired in decision.fired),
        _without_versions(decision.findings),
        _without_versions(decision.warnings),
    )


def _without_versions(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(evolve(finding, points_to=None) for finding in findings)


def _gone_to(fired: Fired) -> str | None:
    return None if fired.source == fired.to else fired.to
