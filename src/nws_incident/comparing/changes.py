"""What may have gone otherwise in a story: events that came, did not come, or came elsewhere.

Every number is that of an event as the story stands, from 0; all changes are made at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from attrs import field, frozen

from nws_incident.errors import ROOT, InvalidArgument, Problem
from nws_incident.events import Event

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@frozen
class Added:
    """An event that came besides: before the event of a number, or, without one, by its time.

    A number as great as there are events puts it last.  Its time stays as it is stated: where it
    does not fit its place, it is refused for it, or what follows is.
    """

    event: Event
    index: int | None = None


@frozen
class Dropped:
    """The event of a number did not come."""

    index: int


@frozen
class Moved:
    """The event of a number came elsewhere: where the event of the number `to` stands.

    Its time follows its place, and as little as that takes: one later than the time of the event
    that is now behind it becomes that time, and then one earlier than the time of the event that
    is now before it becomes that.  With `keeps_time` it stays, and is judged as it is.
    """

    index: int
    to: int
    keeps_time: bool = False


@frozen
class Replaced:
    """Another event came in place of the event of a number."""

    index: int
    event: Event


Change = Added | Dropped | Moved | Replaced


class Placed(NamedTuple):
    """An event of the changed story, and the number it has as things stand, if it has one."""

    event: Event
    origin: int | None
    is_moved: bool = False


@frozen
class _Slot:
    """The place of an event as things stand: what came before it, there, and after it."""

    before: list[tuple[Placed, bool]] = field(factory=list)
    there: list[tuple[Placed, bool]] = field(factory=list)
    after: list[tuple[Placed, bool]] = field(factory=list)


def changed(events: Sequence[Event], changes: Sequence[Change]) -> tuple[Placed, ...]:
    """Return the events as the changes make them; raises `InvalidArgument` for what cannot be.

    Several that come to the same place keep the order in which the changes are given.
    """
    problems = tuple(_problems(len(events), changes))
    if problems:
        raise InvalidArgument(problems)
    slots = [_Slot() for _ in range(len(events) + 1)]  # the last one for what comes at the end
    for index, event in enumerate(events):
        slots[index].there.append((Placed(event, index), False))
    for change in changes:
        _make(change, events, slots)
    placed = [one for slot in slots for one in (*slot.before, *slot.there, *slot.after)]
    return tuple(_timed(placed))


def _make(change: Change, events: Sequence[Event], slots: list[_Slot]) -> None:
    match change:
        case Added(event, index):
            place = _place_by_time(events, event) if index is None else index
            slots[place].before.append((Placed(event, None), False))
        case Dropped(index):
            slots[index].there.clear()
        case Replaced(index, event):
            slots[index].there[:] = [(Placed(event, index), False)]
        case Moved(index, to, keeps_time) if index != to:
            slots[index].there.clear()
            moved = Placed(events[index], index, is_moved=True)
            slot = slots[to]
            (slot.before if to < index else slot.after).append((moved, not keeps_time))


def _place_by_time(events: Sequence[Event], event: Event) -> int:
    """Return where an event belongs by its time: behind the last that is not later than it."""
    return max((index + 1 for index, one in enumerate(events) if one.at <= event.at), default=0)


def _timed(placed: Sequence[tuple[Placed, bool]]) -> Iterator[Placed]:
    """Yield the events, each that follows its place with a time that fits its neighbours."""
    before = None
    for number, (one, follows) in enumerate(placed):
        at = one.event.at
        if follows:
            if number + 1 < len(placed):
                at = min(at, placed[number + 1][0].event.at)
            if before is not None:
                at = max(at, before)
        before = at
        yield one if at == one.event.at else one._replace(event=one.event.replace(at=at))


def _problems(count: int, changes: Sequence[Change]) -> Iterator[Problem]:
    touched: set[int] = set()
    for number, change in enumerate(changes):
        path = f"{ROOT}.changes[{number}]"
        last = count if isinstance(change, Added) else count - 1
        if change.index is not None and not 0 <= change.index <= last:
            yield _no_such(f"{path}.index", change.index, count)
        if isinstance(change, Moved) and not 0 <= change.to < count:
            yield _no_such(f"{path}.to", change.to, count)
        if not isinstance(change, Added):
            if change.index in touched:
                yield Problem.of(f"{path}.index", "changed_twice", value=str(change.index))
            touched.add(change.index)


def _no_such(path: str, index: int, count: int) -> Problem:
    return Problem.of(path, "no_such_event", value=str(index), count=str(count))
