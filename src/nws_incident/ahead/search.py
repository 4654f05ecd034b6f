"""The search itself: the shortest way first, over copies of facts that the procedure folds.

It is A*, led by a target's bound.  Of ways with as many events the one that takes less for granted
comes first, then the one that keeps to the order of the notice.  Cases that the target's cone
cannot tell apart count as one, so the search comes to an end: it finds a way, or there is none, or
it has looked at as many cases as it may.
"""

from __future__ import annotations

from heapq import heappop, heappush
from itertools import count
from typing import TYPE_CHECKING, Any

from attrs import frozen

from nws_incident.ahead.moves import Taken

if TYPE_CHECKING:
    from collections.abc import Callable

    from nws_incident.ahead.moves import Moves
    from nws_incident.ahead.targets import Target
    from nws_incident.facts import Facts
    from nws_incident.probes import Probe

_Link = tuple[Any, "Taken"] | None
"""The last event of a way and, before it, the rest of the way."""


@frozen
class Found:
    """How a search ended: with a `path`, or without one because there is none or at its limit."""

    searched: int
    path: tuple[Taken, ...] | None = None
    is_exhausted: bool = False


class _Frontier:
    """The cases that were reached and are still to be looked at, the most promising first."""

    def __init__(self, target: Target, moves: Moves, weigh: Callable[[Probe], int]) -> None:
        self._key_of, self._bound, self._weigh = moves.cone.key, target.bound, weigh
        self._heap: list[Any] = []
        self._cheapest: dict[tuple[Any, ...], tuple[int, int]] = {}
        self._order = count()
        self.settled: set[tuple[Any, ...]] = set()

    def reach(self, facts: Facts, steps: int, weight: int, link: _Link) -> None:
        """Note that a case is reached, unless it was as cheaply, or the target is out of reach."""
        key = self._key_of(facts)
        if key in self.settled or self._cheapest.get(key, (steps + 1, 0)) <= (steps, weight):
            return
        ahead = self._bound(facts)
        if ahead is not None:
            self._cheapest[key] = steps, weight
            entry = (steps + ahead, weight, -steps, next(self._order), facts, key, link)
            heappush(self._heap, entry)

    def reach_by(self, taken: Taken, steps: int, weight: int, link: _Link) -> None:
        """Note that a case is reached by one more event."""
        self.reach(taken.after, steps + 1, weight + self._weigh(taken.probe), (link, taken))

    def next(self) -> tuple[Facts, int, int, bool, _Link] | None:
        """Return a case that was not looked at yet, and whether the target may be there."""
        while self._heap:
            least, weight, minus_steps, _, facts, key, link = heappop(self._heap)
            if key not in self.settled:
                self.settled.add(key)
                return facts, -minus_steps, weight, least + minus_steps == 0, link
        return None


def search(
    start: Facts | None,
    target: Target,
    moves: Moves,
    weigh: Callable[[Probe], int],
    limit: int,
) -> Found:
    """Find the shortest way to `target`, looking at no more than `limit` different cases.

    The first time that a case comes off the frontier it is by a shortest and lightest way,
    because with any event `bound` drops by one at most and the weight never drops.
    """
    frontier = _Frontier(target, moves, weigh)
    if start is None:
        for taken in moves.from_(None):
            frontier.reach_by(taken, 0, 0, None)
    else:
        frontier.reach(start, 0, 0, None)
    searched = 0
    while (reached := frontier.next()) is not None:
        if searched >= limit:
            return Found(searched)
        searched += 1
        facts, steps, weight, may_be_there, link = reached
        if may_be_there and target.is_met(facts):
            return Found(searched, _path(link))
        for taken in moves.from_(facts):
            frontier.reach_by(taken, steps, weight, link)
    return Found(searched, is_exhausted=True)


def _path(link: _Link) -> tuple[Taken, ...]:
    path = []
    while link is not None:
        link, taken = link
        path.append(taken)
    return tuple(reversed(path))
