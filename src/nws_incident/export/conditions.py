"""What a transition of a statechart asks, in words that any interpreter can be given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from nws_incident.notice.model import Value
from nws_incident.terms import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from nws_incident.notice.edition import Edition
    from nws_incident.notice.model import Opening, Way


@frozen
class DoneBy:
    """The event was done by one of these roles."""

    roles: tuple[str, ...]


@frozen
class HasField:
    """A field of the event has one of these values."""

    name: str
    values: tuple[Value, ...]


@frozen
class IsIn:
    """A track is in one of these states."""

    track: str
    states: tuple[str, ...]


@frozen
class Holds:
    """The predicate of this name holds: whoever runs the chart must answer it."""

    guard: str


Condition = DoneBy | HasField | IsIn | Holds

_OF_THE_CHART = frozenset({"case_is_open", "case_is_not_open_yet"})
"""What the states of the chart answer by themselves."""
_OF_A_CASE = frozenset({"time_not_running_back"})
"""What can be asked only where a case is open."""


def asked_of_every_event(edition: Edition) -> tuple[Holds, ...]:
    """Return the predicates that every event of an open case must pass, whatever its type."""
    names = [general.guard for general in edition.generals]
    return tuple(Holds(name) for name in names if name not in _OF_THE_CHART)


def asked_to_open(edition: Edition, opening: Opening) -> Iterator[Condition]:
    """Yield what an event that opens a case must pass."""
    for asked in asked_of_every_event(edition):
        if asked.guard not in _OF_A_CASE:
            yield asked
    yield done_by(opening.by)


def asked_by(way: Way) -> Iterator[Condition]:
    """Yield what a way through a rule asks, in the order in which the machine asks it.

    Who does it is asked only where the rule accepts by itself, not where it rides on another.
    """
    if way.by and not way.rides_on:
        yield done_by(way.by)
    for name, values in way.when:
        yield HasField(name, tuple(sorted(values, key=str)))
    for track, states in way.during:
        yield IsIn(track, states)
    for guard in way.guards:
        yield Holds(guard)


def done_by(roles: frozenset[Role] | tuple[Role, ...]) -> DoneBy:
    """Return the condition on who did it, the roles in their usual order."""
    return DoneBy(tuple(role.value for role in Role if role in roles))


def are_apart(one: Way, other: Way) -> bool:
    """Tell whether no event can pass two ways at once, whatever the predicates say."""
    return (
        not one.by & other.by
        or _exclude(dict(one.when), dict(other.when))
        or _exclude(dict(one.during), dict(other.during))
    )


def _exclude(one: Mapping[str, Iterable[Value]], other: Mapping[str, Iterable[Value]]) -> bool:
    return any(set(one[key]).isdisjoint(other[key]) for key in one.keys() & other.keys())
