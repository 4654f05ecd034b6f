"""Judgements: what becomes of an event, learnt once for all that it cannot tell apart.

Judging an event reads a few variables and writes a few.  Whatever other variables there are, the
same values read bring the same outcome, because the code that judges depends on nothing else.  So
for each event there is a decision tree, which grows by one path each time that the procedure itself
is asked, and walking it stands for asking again.
"""

from __future__ import annotations

from array import array
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from attrs import define, field

from nws_incident.machine import Fired, LeanTransition
from nws_incident.notice.model import Way
from nws_incident.proving.variables import CIRCUMSTANCES, PLACE, Configuration, Values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nws_incident.events import Event
    from nws_incident.judging import Procedure

Tree = Any
"""Nothing yet, a `Judgement`, or the place of a variable with a tree for each of its numbers."""

Ask = Any
"""What gives the value of a variable by its name."""


class EntangledError(Exception):
    """A judgement touches a variable of another component: the two are one."""

    def __init__(self, name: str) -> None:
        """Name the variable."""
        super().__init__(name)
        self.name = name


@define(eq=False)
class Judgement:
    """What becomes of the event of a number wherever the variables in `read` have these numbers.

    `fired` are the rules that take it, none where it is refused, and `ways` the very ways through
    them; `writes` are the numbers that variables have afterwards.  `moves` has for each track every
    rule that would move it, and `is_agreed` says whether asking told the same as judging.
    `difference` is what another edition makes of it, where the two differ.  `sources` numbers the
    configurations that it was met in, unless it is an everyday refusal.
    """

    event: int
    read: dict[int, int]
    fired: tuple[Fired, ...] = ()
    ways: tuple[Way, ...] = ()
    writes: tuple[tuple[int, int], ...] = ()
    moves: tuple[tuple[str, ...], ...] = ()
    is_agreed: bool = True
    difference: Any = None
    sources: array[int] = field(factory=lambda: array("I"))

    @property
    def is_noted(self) -> bool:
        """Whether it matters where it was met: the event is accepted, or judged differently."""
        return bool(self.fired) or self.difference is not None

    def after(self, configuration: bytes) -> bytes:
        """Return the configuration that the event makes of one in which it is judged so."""
        if not self.writes:
            return configuration
        changed = bytearray(configuration)
        for place, number in self.writes:
            changed[place] = number
        return bytes(changed)


class Learner:
    """Learns how a procedure judges events in the configurations of one component.

    `own` are the component's variables, `kept` its circumstances.  A circumstance that is not kept
    is free: it is no part of a configuration, and an event that asks for it is judged under each of
    its values.
    """

    def __init__(
        self,
        procedure: Procedure,
        events: list[Event],
        values: Values,
        own: frozenset[str],
        kept: frozenset[str],
    ) -> None:
        """Start with nothing learnt."""
        self.trees: list[Tree] = [None] * len(events)
        self._procedure = procedure
        self._events = events
        self._values = values
        self._own = own
        self._free = {PLACE[name] for name in CIRCUMSTANCES if name not in kept}
        # The outcomes at a node under which nothing but free circumstances is asked for.
        self._settled: dict[int, tuple[Judgement, ...]] = {}

    def judge(self, event: int, configuration: bytes) -> Tree:
        """Return the judgement of an event, or the node where it asks for a free circumstance."""
        return self.judge_from(self.trees[event], event, configuration)

    def judge_from(self, node: Tree, event: int, configuration: bytes) -> Tree:
        """Return what `judge` does, from a node of the event's tree that it surely comes to."""
        while node.__class__ is tuple:
            place, branches = node
            if place in self._free:
                return node
            node = branches.get(configuration[place])
        if node is None:
            self._learn(event, configuration, {})
            return self.judge(event, configuration)
        return node

    def judge_all(self, fork: Tree, event: int, configuration: bytes) -> tuple[Judgement, ...]:
        """Return the judgements of an event under every value of the free circumstances.

        `fork` is the node at which it asks for the first of them.
        """
        settled = self._settled.get(id(fork))
        if settled is not None:
            return settled
        found: list[Judgement] = []
        is_settled = True
        waiting: list[tuple[Tree, dict[int, int]]] = [(fork, {})]
        while waiting:
            node, assumed = waiting.pop()
            while node.__class__ is tuple:
                place, branches = node
                if place in self._free:
                    for number in range(len(self._values.of[place])):
                        under = {**assumed, place: number}
                        if number not in branches:
                            self._learn(event, configuration, under)
                        waiting.append((branches[number], under))
                    break
                is_settled = False
                if configuration[place] not in branches:
                    self._learn(event, configuration, assumed)
                node = branches[configuration[place]]
            else:
                found.append(node)
        outcomes = tuple(found)
        if is_settled:
            self._settled[id(fork)] = outcomes
        return outcomes

    def open_at(
        self, key: Iterable[tuple[int, int]], events: Iterable[int]
    ) -> list[tuple[int, Tree]]:
        """Return the events that are not refused whatever else holds, each with its node there.

        `key` has places with the numbers that they have.  Nothing is learnt.
        """
        numbers = dict(key)
        found = []
        for event in events:
            node = self.trees[event]
            while node.__class__ is tuple and node[0] in numbers:
                node = node[1].get(numbers[node[0]])
            if node.__class__ is not Judgement or node.is_noted:
                found.append((event, self.trees[event] if node is None else node))
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

        self._grow(self._judged(event, ask, read))

    def _judged(self, number: int, ask: Ask, read: dict[int, int]) -> Judgement:
        """Judge an event by the procedure itself; `read` is filled meanwhile."""
        event = self._events[number]
        facts = Configuration(self._procedure.edition, ask)
        taken = self._procedure.judge(facts, event)
        is_agreed = self._procedure.accepts(facts, event) == bool(taken)
        if not taken:
            return Judgement(number, read, is_agreed=is_agreed)
        moves = (*_moves(self._procedure, facts, event), *self._rides(ask, event, taken))
        fired = self._procedure.fold(facts, event, taken)
        ways = tuple(transition.way for transition in taken)
        writes = self._numbered(facts)
        return Judgement(number, read, fired, ways, writes, moves, is_agreed)

    def _numbered(self, facts: Configuration) -> tuple[tuple[int, int], ...]:
        """Return what was written, by place and number."""
        written = facts.written()
        for name in written:
            if name not in self._own:
                raise EntangledError(name)
        return tuple(
            (PLACE[name], self._values.number(PLACE[name], value))
            for name, value in written.items()
        )

    def _rides(
        self, ask: Ask, event: Event, taken: Sequence[LeanTransition]
    ) -> Iterator[tuple[str, ...]]:
        """Yield, for each track, the rules that would go along, were each asked first."""
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
                    and all(check(facts, event) for check in transition.checks)
                )
                if rides:
                    yield rides

    def _grow(self, judgement: Judgement) -> None:
        read = list(judgement.read.items())
        event = judgement.event
        if not read:
            self.trees[event] = judgement
            return
        if self.trees[event] is None:
            self.trees[event] = (read[0][0], {})
        node = self.trees[event]
        for (_, number), (place, _) in pairwise(read):
            node = node[1].setdefault(number, (place, {}))
        node[1][read[-1][1]] = judgement


def _moves(procedure: Procedure, facts: Configuration, event: Event) -> Iterator[tuple[str, ...]]:
    """Yield, for each track, the rules that would move it, were each asked first."""
    for track, machine in procedure.machines.items():
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
