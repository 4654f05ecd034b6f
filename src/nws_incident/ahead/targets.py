"""What a search looks for: that an event is accepted, or that nothing is left to do.

A target says in which aspects of a case it is seen, whether a case is there, and how many events
it takes at least.  The last never says too much: with any event a track comes nearer by one move
at most and one owed thing of a kind is discharged at most, and things that no type of event does
at once add up.  Nor does it drop by more than one with any event, so a search that is led by it
never has to look at a case twice.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING

from attrs import frozen

from nws_incident.ahead.influence import EFFECTS, OWED, read_by
from nws_incident.facts import TRACKS, Facts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nws_incident.judging import Procedure
    from nws_incident.notice.edition import Edition
    from nws_incident.notice.model import Way
    from nws_incident.probes import Probe

_RESTING: Mapping[str, frozenset[str]] = {
    "investigation": frozenset({"resolved"}),
    "processing": frozenset({"on_attached_documents", "on_linked_information"}),
    "reporting": frozenset({"not_required", "reported", "covered"}),
    "emergency": frozenset({"none", "reported"}),
}
"""The states of each track in which a case can be complete."""

_Distances = tuple[str, "Mapping[str, int]"]
"""A track, and how many moves off each state is; one that never gets there is left out."""


@frozen
class Target:
    """What a search looks for; `bound` returns `None` where no number of events will do."""

    aspects: frozenset[str]
    is_met: Callable[[Facts], bool]
    bound: Callable[[Facts], int | None]


def acceptance(
    procedure: Procedure, ways: Iterable[Way], probes: Callable[[Facts], Iterable[Probe]]
) -> Target:
    """Return the target that one of a case's `probes` is accepted, by one of `ways`."""
    edition = procedure.edition
    ways = tuple(ways)

    def is_met(facts: Facts) -> bool:
        return any(procedure.accepts(facts, probe.event) for probe in probes(facts))

    aspects = frozenset[str]().union(*(read_by(edition, way) for way in ways))
    return Target(aspects, is_met, bound_of(edition, ways))


def bound_of(edition: Edition, ways: Iterable[Way]) -> Callable[[Facts], int | None]:
    """Return the bound of a target that one of some ways is about to be taken."""
    demanded = dict.fromkeys((way.track, way.source, way.during) for way in ways)
    demands = [
        tuple(_distances(edition, on, frozenset(at)) for on, at in ((track, states), *during))
        for track, states, during in demanded
    ]

    def bound(facts: Facts) -> int | None:
        reached = [_farthest(facts, demand) for demand in demands]
        return min((away for away in reached if away is not None), default=None)

    return bound


def standing(edition: Edition, states: Mapping[str, str]) -> Target:
    """Return the target that tracks are in given states."""
    distances = [_distances(edition, track, frozenset({state})) for track, state in states.items()]
    return Target(
        frozenset(states),
        lambda facts: all(facts.state(track) == state for track, state in states.items()),
        lambda facts: _farthest(facts, distances),
    )


@lru_cache(maxsize=16)
def completion(edition: Edition) -> Target:
    """Return the target that a case is complete."""
    groups = _groups(edition)

    def bound(facts: Facts) -> int | None:
        total = 0
        for distances, owed in groups:
            away = _farthest(facts, distances)
            if away is None:
                return None
            total += max(away, *(_count(getattr(facts, aspect)) for aspect in owed), 0)
        return total

    return Target(frozenset({*TRACKS, *OWED}), lambda facts: facts.is_complete, bound)


def _farthest(facts: Facts, distances: Iterable[_Distances]) -> int | None:
    """Return the longest of some distances, or nothing where one of them has no end."""
    longest = 0
    for track, moves in distances:
        away = moves.get(getattr(facts, track))
        if away is None:
            return None
        longest = max(longest, away)
    return longest


def _count(owed: object) -> int:
    return int(owed) if isinstance(owed, bool) else len(owed)  # type: ignore[arg-type]


@lru_cache(maxsize=256)
def _distances(edition: Edition, track: str, states: frozenset[str]) -> _Distances:
    """Count the events to the nearest of `states`, whatever the guards and other tracks say."""
    moving = [way for way in edition.ways if way.track == track and way.to is not None]
    moves = [(way.source, way.to) for way in moving]
    # What rides on an event may move a track that the event itself has just moved.
    moves += [
        (way.source, rider.to)
        for way, rider in product(moving, moving)
        if way.event == rider.event and way.rule in rider.rides_on and way.to in rider.source
    ]
    found = dict.fromkeys(states, 0)
    frontier = set(states)
    steps = 0
    while frontier:
        steps += 1
        before = {state for source, to in moves if to in frontier for state in source}
        frontier = before - found.keys()
        found.update(dict.fromkeys(frontier, steps))
    return track, found


def _groups(edition: Edition) -> list[tuple[tuple[_Distances, ...], tuple[str, ...]]]:
    """Group what a complete case is at rest in, so that no type of event is good for two groups."""
    groups: list[tuple[set[str], set[str]]] = []
    for part, types in _types_that_advance(edition).items():
        together = {part}, set(types)
        for group in [group for group in groups if group[1] & types]:
            groups.remove(group)
            together[0].update(group[0])
            together[1].update(group[1])
        groups.append(together)
    return [
        (
            tuple(
                _distances(edition, track, _RESTING[track]) for track in TRACKS if track in parts
            ),
            tuple(aspect for aspect in OWED if aspect in parts),
        )
        for parts, _ in groups
    ]


def _types_that_advance(edition: Edition) -> dict[str, set[str]]:
    """Say for each track, and for each thing owed, which types of event move or discharge it.

    Nothing is said of what is owed where a record is not known: it might discharge anything.
    """
    types: dict[str, set[str]] = {part: set() for part in (*TRACKS, *OWED)}
    effects = [(way.event, EFFECTS.get(record)) for way in edition.ways for record in way.records]
    for way in edition.ways:
        if way.to is not None:
            types[way.track].add(way.event)
    for event, effect in effects:
        if effect is None:
            return {track: types[track] for track in TRACKS}
        if effect.discharges is not None:
            types[effect.discharges].add(event)
    return types
