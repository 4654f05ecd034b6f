"""How two outcomes stand in the end, point by point."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nws_incident.comparing.model import Aspect, Point
from nws_incident.duties.permissions import exemptions, permissions
from nws_incident.facts import TRACKS
from nws_incident.replay import owed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from nws_incident.duties.calendars import Calendar
    from nws_incident.replay import Replay
    from nws_incident.terms import Role

_Key = tuple[str, "Role", str | None]


def moment_of(one: Replay, other: Replay) -> datetime | None:
    """Return the time from which both are looked at: that of the last event either accepted."""
    ends = [outcome.case.events[-1].at for outcome in (one, other) if outcome.case.is_open]
    return max(ends, default=None)


def points_of(
    one: Replay, other: Replay, now: datetime | None, calendar: Calendar | None
) -> Iterator[Point]:
    """Yield everything that two outcomes are compared in."""
    for track in TRACKS:
        states = (getattr(outcome.case.tracks, track) for outcome in (one, other))
        yield Point(Aspect.TRACK, track, *states)
    yield Point(Aspect.EDITION, "edition", one.case.edition.id, other.case.edition.id)
    yield Point(Aspect.REPORT, "report", one.case.report, other.case.report)
    yield Point(Aspect.COMPLETE, "complete", one.case.is_complete, other.case.is_complete)
    duties = (owed(outcome, now, calendar) for outcome in (one, other))
    yield from _each(Aspect.DUTY, *duties)
    allowed = (permissions(outcome.case) for outcome in (one, other))
    yield from _each(Aspect.PERMISSION, *allowed)
    spared = (exemptions(outcome.case) for outcome in (one, other))
    yield from _each(Aspect.EXEMPTION, *spared)


def _each(aspect: Aspect, one: Sequence[Any], other: Sequence[Any]) -> Iterator[Point]:
    """Yield what either has, in an order that does not depend on which comes first."""
    ones, others = _keyed(aspect, one), _keyed(aspect, other)
    places: dict[_Key, int] = {}
    for story in (ones, others):
        for place, key in enumerate(story):
            places[key] = min(place, places.get(key, place))
    for key in sorted(places, key=lambda key: (places[key], key[0], key[1], key[2] or "")):
        name, bearer, value = key
        yield Point(aspect, name, ones.get(key), others.get(key), bearer, value)


def _keyed(aspect: Aspect, found: Sequence[Any]) -> dict[_Key, Any]:
    """Return duties, permissions or exemptions by what tells them apart in a case."""
    return {(getattr(one, aspect), one.bearer, getattr(one, "value", None)): one for one in found}
