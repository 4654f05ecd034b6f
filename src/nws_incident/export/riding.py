"""Rules that ride on others, as a statechart has them: they wait for an announcement.

A rule that is ridden on raises an event of its own when it takes one; what rides on it takes that
event, in a step that follows once everything has moved.  Each announcement is a step, where this
library judges what rides once.  That comes to the same as long as one event brings one
announcement that matters, which is looked at here, edition by edition.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from nws_incident.errors import InvalidEdition
from nws_incident.export.conditions import are_apart

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nws_incident.notice.edition import Edition
    from nws_incident.notice.model import Way


def announcement(event: str, rule: str) -> str:
    """Return the name of the event by which a rule says that it took an event."""
    return f"accepted.{event}.{rule}"


def awaited_by(way: Way, rules: Iterable[str]) -> tuple[str, ...]:
    """Return what announcements a way that rides on others waits for, by the order of `rules`."""
    return tuple(announcement(way.event, rule) for rule in rules if rule in way.rides_on)


def announced_by(edition: Edition, way: Way) -> str | None:
    """Return what a way announces, if anything rides on it."""
    is_ridden = not way.rides_on and any(
        rider.event == way.event and way.rule in rider.rides_on for rider in edition.ways
    )
    return announcement(way.event, way.rule) if is_ridden else None


def stands_aside(edition: Edition, way: Way) -> bool:
    """Tell whether a way only records, and may do so beside another way of its track.

    A region takes one transition for an event, so such a way needs a region of its own.
    """
    return (
        way.to is None
        and not way.rides_on
        and any(
            other is not way
            and (other.track, other.event) == (way.track, way.event)
            and not other.rides_on
            and not are_apart(way, other)
            and bool(set(way.source) & set(other.source))
            for other in edition.ways
        )
    )


def check_riding(edition: Edition) -> None:
    """Raise `InvalidEdition` where announcements of one event might come to something else.

    That is where rules of two tracks ride on the same event, or where two rules may take the same
    event and what rides on them would be judged from the same state, or one after the other.
    """
    for event in edition.events:
        riders = [way for way in edition.ways if way.event == event and way.rides_on]
        tracks = dict.fromkeys(way.track for way in riders)
        if len(tracks) > 1:
            raise InvalidEdition.at(
                "$.rule", "chart_riding_tracks", event=event, tracks=", ".join(tracks)
            )
        for one, other in combinations(_ridden(edition, event, riders), 2):
            if _may_take_together(one, other) and _would_meet(riders, one.rule, other.rule):
                raise InvalidEdition.at(
                    "$.rule", "chart_riding_rules", event=event, one=one.rule, other=other.rule
                )


def _ridden(edition: Edition, event: str, riders: list[Way]) -> list[Way]:
    """Return the ways of an event that are ridden on, in the order in which they announce it."""
    rules = frozenset(rule for rider in riders for rule in rider.rides_on)
    tracks = tuple(edition.tracks)
    return sorted(
        (
            way
            for way in edition.ways
            if way.event == event and way.rule in rules and not way.rides_on
        ),
        key=lambda way: (stands_aside(edition, way), tracks.index(way.track)),
    )


def _may_take_together(one: Way, other: Way) -> bool:
    are_alternatives = one.track == other.track and one.to is not None and other.to is not None
    return not are_alternatives and not are_apart(one, other)


def _would_meet(riders: list[Way], first: str, second: str) -> bool:
    """Tell whether what rides on the second rule starts where that on the first does, or ends."""
    touched = {state for way in riders if first in way.rides_on for state in (*way.source, way.to)}
    return any(touched.intersection(way.source) for way in riders if second in way.rides_on)
