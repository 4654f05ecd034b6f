"""The cone of a target: the aspects that can bear on it, and the events that can change those.

The cone is closed: what an aspect of it becomes depends on aspects of it alone.  So two cases that
agree on the cone go on agreeing on it whatever happens, and an event that changes nothing in it
is on no shortest way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from nws_incident.ahead.influence import ASPECTS, Effect, effect_of, read_by
from nws_incident.events import CLASS_BY_TYPE, fields_of
from nws_incident.facts import Facts
from nws_incident.notice.model import Way
from nws_incident.probes import Probe, fields_looked_at, probes_over

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nws_incident.notice.edition import Edition


@frozen(eq=False)
class Cone:
    """What bears on a target.

    `probes` has, for each event type that can change an aspect of the cone, an event for every
    value of the fields on which it depends what becomes of those aspects.
    """

    aspects: tuple[str, ...]
    probes: Mapping[str, tuple[Probe, ...]]
    _readers: tuple[Callable[[Facts], Any], ...] = field(init=False, repr=False)

    @_readers.default
    def _find_readers(self) -> tuple[Callable[[Facts], Any], ...]:
        return tuple(ASPECTS[aspect] for aspect in self.aspects)

    def key(self, facts: Facts) -> tuple[Any, ...]:
        """Return the aspects of the cone as they are: the same for cases it cannot tell apart."""
        return tuple([read(facts) for read in self._readers])


@frozen
class _Lane:
    """All ways of an event type on one track: what judging them reads, and what they change.

    A way may be passed over because another comes first, so they are judged as one; and what
    rides depends on whatever its acceptance depends on.
    """

    ways: tuple[Way, ...]
    judged_on: frozenset[str]
    moves: frozenset[str]
    effects: tuple[Effect, ...]

    def bears_on(self, aspects: frozenset[str]) -> bool:
        """Tell whether the ways can change any of some aspects."""
        return bool(self.moves & aspects) or any(
            effect.writes.keys() & aspects for effect in self.effects
        )

    def reads_for(self, aspects: frozenset[str]) -> frozenset[str]:
        """Return the aspects on which it depends what the ways make of some aspects."""
        if not self.bears_on(aspects):
            return frozenset()
        written = (effect.reads for effect in self.effects if effect.writes.keys() & aspects)
        return self.judged_on.union(*written)


@lru_cache(maxsize=64)
def cone_of(edition: Edition, aspects: frozenset[str]) -> Cone:
    """Return the cone of a target that is seen in `aspects`."""
    lanes = {event: list(_lanes(edition, event)) for event in edition.events}
    inside = frozenset[str]()
    wider = aspects
    while wider != inside:
        inside = wider
        wider = inside.union(
            *(lane.reads_for(inside) for of_event in lanes.values() for lane in of_event)
        )
    changing = {
        event: [way for lane in of_event if lane.bears_on(inside) for way in lane.ways]
        for event, of_event in lanes.items()
    }
    return Cone(
        tuple(aspect for aspect in ASPECTS if aspect in inside),
        {event: _probes(edition, event, ways, inside) for event, ways in changing.items() if ways},
    )


def _lanes(edition: Edition, event: str) -> Iterator[_Lane]:
    of_event = [way for way in edition.ways if way.event == event]
    to_accept = _read_by(edition, (way for way in of_event if not way.rides_on))
    for track in edition.tracks:
        ways = tuple(way for way in of_event if way.track == track)
        rides = any(way.rides_on for way in ways)
        yield _Lane(
            ways=ways,
            judged_on=_read_by(edition, ways) | (to_accept if rides else frozenset()),
            moves=frozenset(track for way in ways if way.to is not None),
            effects=tuple(effect for way in ways for effect in _effects(edition, way)),
        )


def _read_by(edition: Edition, ways: Iterable[Way]) -> frozenset[str]:
    return frozenset[str]().union(*(read_by(edition, way) for way in ways))


def _effects(edition: Edition, way: Way) -> Iterator[Effect]:
    fields = tuple(attribute.name for attribute in fields_of(CLASS_BY_TYPE[way.event]))
    for record in way.records:
        yield effect_of(edition, record, fields)


def _probes(
    edition: Edition, event: str, changing: list[Way], aspects: frozenset[str]
) -> tuple[Probe, ...]:
    accepting = [way for way in edition.ways if way.event == event and not way.rides_on]
    written_from = (
        name
        for way in changing
        for effect in _effects(edition, way)
        for aspect, names in effect.writes.items()
        if aspect in aspects
        for name in names
    )
    fields = dict.fromkeys((*fields_looked_at([*accepting, *changing]), *written_from))
    return tuple(probes_over(event, accepting, fields))
