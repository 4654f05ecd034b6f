"""Putting the events of two stories beside each other."""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from nws_incident.codec import write_event
from nws_incident.comparing.model import Judged, Pair

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence

    from nws_incident.comparing.changes import Placed
    from nws_incident.replay import Replay


def judged_of(outcome: Replay) -> tuple[Judged, ...]:
    """Return the events of a story with what was decided on them."""
    events = zip(outcome.source.events, outcome.decisions, strict=True)
    return tuple(Judged(index, event, decision) for index, (event, decision) in enumerate(events))


def aligned(one: Sequence[Judged], other: Sequence[Judged]) -> tuple[Pair, ...]:
    """Put events beside each other: equal ones, and between those, those alike in type and role.

    What both stories begin with comes first, even where more would be equal further on.  Where
    there is a choice it falls the same whichever of the stories comes first.
    """
    if _order(one) > _order(other):
        return tuple(Pair(pair.other, pair.one) for pair in _aligned(other, one))
    return tuple(_aligned(one, other))


def _aligned(one: Sequence[Judged], other: Sequence[Judged]) -> Iterator[Pair]:
    begun = _beginning(one, other)
    yield from map(Pair, one[:begun], other[:begun])
    for same, ones, others in _blocks(one[begun:], other[begun:], _whole):
        if same:
            yield from map(Pair, ones, others)
            continue
        for alike, left, right in _blocks(ones, others, _kind):
            if alike:
                yield from map(Pair, left, right)
            else:
                yield from (Pair(judged, None) for judged in left)
                yield from (Pair(None, judged) for judged in right)


def _beginning(one: Sequence[Judged], other: Sequence[Judged]) -> int:
    """Return how many events both stories begin with."""
    same = (_whole(left) == _whole(right) for left, right in zip(one, other, strict=False))
    return sum(takewhile(bool, same))


def _blocks(
    one: Sequence[Judged], other: Sequence[Judged], key: Callable[[Judged], Hashable]
) -> Iterator[tuple[bool, Sequence[Judged], Sequence[Judged]]]:
    """Yield runs of events that have the same keys, and what is between them."""
    ones, others = [key(judged) for judged in one], [key(judged) for judged in other]
    for tag, first, end, start, stop in SequenceMatcher(
        None, ones, others, autojunk=False
    ).get_opcodes():
        yield tag == "equal", one[first:end], other[start:stop]


def _whole(judged: Judged) -> Hashable:
    return judged.event


def _kind(judged: Judged) -> Hashable:
    return judged.event.type, judged.event.by


def _order(story: Sequence[Judged]) -> tuple[Any, ...]:
    return len(story), repr([write_event(judged.event) for judged in story])


def alongside(
    one: Sequence[Judged], other: Sequence[Judged], placed: Sequence[Placed]
) -> tuple[Pair, ...]:
    """Put events beside what became of them; one that came elsewhere stands at both places."""
    return tuple(_alongside(one, other, placed))


def _alongside(
    one: Sequence[Judged], other: Sequence[Judged], placed: Sequence[Placed]
) -> Iterator[Pair]:
    shown = 0
    for judged, place in zip(other, placed, strict=True):
        if place.origin is None or place.is_moved:
            yield Pair(None, judged)
            continue
        yield from (Pair(gone, None) for gone in one[shown : place.origin])
        yield Pair(one[place.origin], judged)
        shown = place.origin + 1
    yield from (Pair(gone, None) for gone in one[shown:])
