"""Judgements: what becomes of an event, learnt once for all configurations that it cannot tell apart.

Judging an event reads a few variables and writes a few.  Whatever other variables there are, the
same values read bring the same outcome, because the code that judges depends on nothing else.  So
for each event there is a decision tree, which grows by one path each time that the procedure itself
is asked, and walking it stands for asking again.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any

from nws_incident.verify.variables import CIRCUMSTANCES, PLACE, Values, Configuration

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from nws_incident.events import Event
    from nws_incident.judging import Procedure
    from nws_incident.machine import Fired, LeanTransition
    from nws_incident.notice.model import Way

Tree = Any
"""Nothing yet, a `Judgement`, or the place of a variable with a tree for each of its numbers."""


class EntangledError(Exception):
    """A judgement touches a variable of another component: the two are one."""

    def __init__(self, name: str) -> None:
        """Name the variable."""
        super().__init__(name)
        self.name = name


class Judgement:
    """What becomes of an event wherever the variables in `read` have these numbers.

    `fired` are the rules that take it, none where it is refused, and `ways` the very ways through
    them; `writes` are the numbers that variables have afterwards.  `moves` has for each track every
    rule that would move it, and `is_agreed` says whether asking told the same as judging.  `sources` numbers the configurations in which the event is accepted so.
    """

    __slots__ = ("event", "fired", "is_agreed", "moves", "read", "sources", "ways", "writes")

    def __init__(
        self,
        event: int,
        read: dict[int, int],
        fired: tuple[Fired, ...],
        ways: tuple[Way, ...],
        writes: tuple[tuple[int, int], ...],
        moves: tuple[tuple[str, ...], ...],
        *,
        is_agreed: bool,
    ) -> None:
        """Keep what was learnt; it was met nowhere yet."""
        self.is_agreed = is_agreed
        self.event = event
        self.read = read
        self.fired = fired
        self.ways = ways
        self.writes = writes
        self.moves = moves
        self.sources = array("I")

    def after(self, configuration: bytes) -> bytes:
        """Return the configuration that the event makes of one in which it is judged so."""
        if not self.writes:
            return configuration
        changed = bytearray(configuration)
        for place, number in self.writes:
            changed[place] = number
        return bytes(changed)


class Learner:
    """Learns how a procedure judges events in the configurations of one component."""

    def __init__(
        self,
        procedure: Procedure,
        events: list[Event],
        values: Values,
        own: frozenset[str],
        kept: frozenset[str],
    ) -> None:
        """Judge `events`; `own` are the component's variables, `kept` its circumstances.

        Circumstances that are not kept are no part of a configuration: an event that asks for one
        is judged under each of its values.
        """
        self.trees: list[Tree] = [None] * len(events)
        self._procedure = procedure
        self._events = events
        self._values = values
        self._own = own
        self._free = {PLACE[name] for name in CIRCUMSTANCES if name not in kept}
        self.asked = 0

    def judge(self, event: int, configuration: bytes) -> Judgement | None:
        """Return the judgement of an event, or nothing where it takes a free circumstance."""
        return self.judge_from(self.trees[event], event, configuration)

    def judge_from(self, node: Tree, event: int, configuration: bytes) -> Judgement | None:
        """Return what `judge` does, from a node of the event's tree that the configuration is at."""
        while node.__class__ is tuple:
            place, branches = node
            if place in self._free:
                return None
            node = branches.get(configuration[place])
        if node is None:
            self._learn(event, configuration, {})
            return self.judge(event, configuration)
        found: Judgement = node
        return found

    def open_at(self, key: Sequence[tuple[int, int]], events: Iterable[int]) -> list[tuple[int, Tree]]:
        """Return the events that are not refused whatever else holds, each with its node there.

        `key` has places with the numbers that they have.  Nothing is learnt.
        """
        numbers = dict(key)
        found = []
        for event in events:
            node = self.trees[event]
            while node.__class__ is tuple and node[0] in numbers:
                node = node[1].get(numbers[node[0]])
            if node.__class__ is not Judgement or node.fired:
                found.append((event, self.trees[event] if node is None else node))
        return found

    def judge_all(self, event: int, configuration: bytes) -> list[Judgement]:
        """Return the judgements of an event under every value of the free circumstances."""
        found: list[Judgement] = []
        waiting: list[dict[int, int]] = [{}]
        while waiting:
            assumed = waiting.pop()
            node = self.trees[event]
            while node.__class__ is tuple:
                place, branches = node
                if place in self._free and place not in assumed:
                    waiting.extend(
                        {**assumed, place: number} for number in range(len(self._values.of[place]))
                    )
                    break
                number = assumed[place] if place in self._free else configuration[place]
                node = branches.get(number)
            else:
                if node is None:
                    self._learn(event, configuration, assumed)
                    waiting.append(assumed)
                else:
                    found.append(node)
        return found

    def judgements(self) -> Iterator[Judgement]:
        """Yield every judgement learnt."""
        waiting = [tree for tree in reversed(self.trees) if tree is not None]
        while waiting:
            node = waiting.pop()
            if node.__class__ is tuple:
                waiting.extend(reversed(node[1].values()))
            else:
                yield node

    def _learn(self, event: int, configuration: bytes, assumed: dict[int, int]) -> None:
        """Ask the procedure, and add what it read as a path of the event's tree."""
        read: dict[int, int] = {}

        def ask(name: str) -> Any:
            place = PLACE[name]
            if name not in CIRCUMSTANCES and name not in self._own:
                raise EntangledError(name)
            number = assumed.get(place, 0) if place in self._free else configuration[place]
            read[place] = number
            return self._values.of[place][number]

        self.asked += 1
        edition = self._procedure.edition
        facts = Configuration(edition, ask)
        made = self._events[event]
        taken = self._procedure.judge(facts, made)
        is_agreed = self._procedure.accepts(facts, made) == bool(taken)
        moves = (*self._moves(facts, made), *self._rides(ask, made, taken)) if taken else ()
        fired = self._procedure.fold(facts, made, taken) if taken else ()
        writes = []
        for name, value in facts.written().items():
            if name not in self._own:
                raise EntangledError(name)
            writes.append((PLACE[name], self._values.number(PLACE[name], value)))
        ways = tuple(transition.way for transition in taken)
        judgement = Judgement(event, read, fired, ways, tuple(writes), moves, is_agreed=is_agreed)
        self._grow(event, judgement)

    def _moves(self, facts: Configuration, event: Event) -> Iterator[tuple[str, ...]]:
        """Yield, for each track, the rules that would move it, were each asked first."""
        for track, machine in self._procedure.machines.items():
            track_event = machine.event(event.type)
            if track_event is not None and track_event.is_accepting:
                moves = tuple(
                    transition.rule
                    for transition in track_event.accepting[facts.state(track)]
                    if transition.is_move
                    and event.by in transition.by
                    and all(check(facts, event) for check in transition.checks)
                )
                if moves:
                    yield moves

    def _rides(
        self, ask: Callable[[str], Any], event: Event, taken: list[LeanTransition]
    ) -> Iterator[tuple[str, ...]]:
        """Yield, for each track, the rules that would go with those taken, were each asked first."""
        facts = Configuration(self._procedure.edition, ask)
        for transition in taken:
            transition.take(facts, event, facts.version)
        rules = {transition.rule for transition in taken}
        for track, machine in self._procedure.machines.items():
            track_event = machine.event(event.type)
            if track_event is not None and track_event.is_riding:
                rides = tuple(
                    transition.rule
                    for transition in track_event.riding[facts.state(track)]
                    if rules & transition.rides_on
                    and all([check(facts, event) for check in transition.checks])
                )
                if rides:
                    yield rides

    def _grow(self, event: int, judgement: Judgement) -> None:
        read = list(judgement.read.items())
        if not read:
            self.trees[event] = judgement
            return
        if self.trees[event] is None:
            self.trees[event] = (read[0][0], {})
        node = self.trees[event]
        for (_, number), (place, _) in zip(read, read[1:], strict=False):
            node = node[1].setdefault(number, (place, {}))
        node[1][read[-1][1]] = judgement
