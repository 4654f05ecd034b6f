"""What stands in the way of an event: the demands that each rule makes in vain.

A rule has one or more ways through it.  Of these, those speak that are nearest to the event: that
its own values choose (`when`), that its role may take, that start where the case stands.  What all
of them demand in vain is what the rule demands, whichever value of it each would take.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

from nws_incident.guards import GUARDS
from nws_incident.notice.model import Way

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nws_incident.events import Event
    from nws_incident.facts import Facts
    from nws_incident.notice.edition import Edition

_NEAREST = ("role", "state")
"""Ways that demand nothing of this kind in vain are nearer than ways that do, in this order."""


@frozen
class Demand:
    """Something that is demanded and that is not so: any of `values` would do.

    `what` is `state` (`name`: the track), `role`, `where` (`name`: the field) or `guard`.
    """

    what: str
    name: str
    values: tuple[Any, ...] = ()

    @property
    def kind(self) -> tuple[str, str]:
        """What is demanded, whichever values would do."""
        return self.what, self.name


@frozen
class Obstacle:
    """A rule that stood in the way, and what it demands.

    `alternatives` are sets of demands of which one must be met; only where the ways through the
    rule have no demand in common, and then there are no `demands`.
    """

    way: Way
    demands: tuple[Demand, ...]
    alternatives: tuple[tuple[Demand, ...], ...] = ()


@frozen
class _Unmet:
    """A way and what it demands in vain."""

    way: Way
    demands: tuple[Demand, ...]

    @property
    def kinds(self) -> frozenset[tuple[str, str]]:
        return frozenset(demand.kind for demand in self.demands)


def candidates_for(edition: Edition, event: Event) -> list[Way]:
    """Return the ways that could take an event: those its values choose, or all of its type."""
    ways = [way for way in edition.ways if way.event == event.type and not way.rides_on]
    chosen = [
        way for way in ways if all(getattr(event, name) in values for name, values in way.when)
    ]
    return chosen or ways


def obstacles(edition: Edition, facts: Facts, event: Event) -> list[Obstacle]:
    """Return what each rule that could have taken `event` demands in vain.

    A way whose unmet demands include all those of another rule's way is not in the way: the other
    is.
    """
    ways: dict[str, list[_Unmet]] = {}
    for way in candidates_for(edition, event):
        ways.setdefault(way.rule, []).append(_Unmet(way, tuple(_demands(facts, event, way))))
    nearest = {rule: _nearest(unmet) for rule, unmet in ways.items()}
    if any(not one.demands for unmet in nearest.values() for one in unmet):
        return []  # a rule would take it: what stands in the way is asked of every event
    everything = [set(one.demands) for unmet in nearest.values() for one in unmet]
    in_the_way = {
        rule: [one for one in unmet if not any(other < set(one.demands) for other in everything)]
        for rule, unmet in nearest.items()
    }
    return [_obstacle(unmet) for unmet in in_the_way.values() if unmet]


def _demands(facts: Facts, event: Event, way: Way) -> Iterator[Demand]:
    if facts.state(way.track) not in way.source:
        yield Demand("state", way.track, way.source)
    if event.by not in way.by:
        yield Demand("role", "by", tuple(sorted(way.by)))
    for name, values in way.when:
        if getattr(event, name) not in values:
            yield Demand("where", name, tuple(sorted(values)))
    for track, states in way.during:
        if facts.state(track) not in states:
            yield Demand("state", track, states)
    for guard in way.guards:
        if not GUARDS[guard](facts, event):
            yield Demand("guard", guard)


def _nearest(unmet: list[_Unmet]) -> list[_Unmet]:
    """Return the ways through one rule that lack least."""
    for what in _NEAREST:
        near = [one for one in unmet if all(demand.what != what for demand in one.demands)]
        unmet = near or unmet
    return [one for one in unmet if not any(other.kinds < one.kinds for other in unmet)]


def _obstacle(unmet: list[_Unmet]) -> Obstacle:
    way = unmet[0].way
    common = frozenset.intersection(*(one.kinds for one in unmet))
    if not common:
        return Obstacle(way, (), tuple(one.demands for one in unmet))
    demands = tuple(
        Demand(*demand.kind, _values(demand.kind, unmet))
        for demand in unmet[0].demands
        if demand.kind in common
    )
    return Obstacle(way, demands)


def _values(kind: tuple[str, str], unmet: Iterable[_Unmet]) -> tuple[Any, ...]:
    """Return all the values that the ways through a rule would take."""
    values = (
        value
        for one in unmet
        for demand in one.demands
        if demand.kind == kind
        for value in demand.values
    )
    return tuple(dict.fromkeys(values))
