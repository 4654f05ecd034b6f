"""The configurations of one component, breadth first, each with the way that first led to it."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from nws_incident.facts import TRACKS
from nws_incident.proving.judgements import Judgement
from nws_incident.proving.variables import CIRCUMSTANCES, PLACE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from nws_incident.proving.judgements import Learner, Tree

_OPENED = 0xFFFF
"""Stands for the event that led to a configuration, where that is the opening."""
_NOW_AND_THEN = 1000


class Component:
    """What can become of some variables, whatever becomes of the others.

    `configurations` are in the order of their distance from the opening.  `circumstances` are those
    that they tell apart; where some mattered that they do not, `mattering` names them, and the rest
    is not to be relied on.  `arrows` lead from configurations to others, by their numbers.
    """

    def __init__(
        self,
        variables: frozenset[str],
        circumstances: frozenset[str],
        events: Sequence[int],
        learner: Learner,
    ) -> None:
        """Start with nothing explored."""
        self.variables = variables
        self.circumstances = circumstances
        self.events = events
        self.configurations: list[bytes] = []
        self.arrows = (array("I"), array("I"))
        self.mattering: frozenset[str] = frozenset()
        self._places = {PLACE[name] for name in (*variables, *circumstances)}
        self._learner = learner
        self._numbers: dict[bytes, int] = {}
        self._parents = array("I")
        self._steps = array("H")

    @property
    def tries(self) -> int:
        """How many times an event was tried in a configuration."""
        return len(self.events) * len(self.configurations)

    @property
    def judgements(self) -> tuple[Judgement, ...]:
        """The outcomes of events that can be told apart."""
        return tuple(self._learner.judgements())

    def way_to(self, index: int) -> tuple[int, list[int]]:
        """Return where a case started, and the events that first led to a configuration."""
        steps: list[int] = []
        while self._steps[index] != _OPENED:
            steps.append(self._steps[index])
            index = self._parents[index]
        return index, steps[::-1]

    def is_accepted(self, event: int, configuration: bytes) -> bool:
        """Tell whether an event is accepted in a configuration, whatever the circumstances."""
        found = self._learner.judge(event, configuration)
        return found.__class__ is Judgement and bool(found.fired)

    def number_of(self, configuration: bytes) -> int:
        """Return the number of the configuration that the component has in a wider one."""
        return self._numbers[self._own_of(configuration)]

    def _own_of(self, configuration: bytes) -> bytes:
        own = self._places
        return bytes(number if place in own else 0 for place, number in enumerate(configuration))

    def explore(self, starts: Iterable[bytes], progress: Callable[[int], None]) -> None:
        """Visit whatever can be reached from `starts`; `progress` is told how many are known."""
        for start in starts:
            self._reach(self._own_of(start), 0, _OPENED)
        tracks = [PLACE[track] for track in TRACKS if track in self.variables]
        every = [(event, self._learner.trees[event]) for event in self.events]
        open_by_states: dict[bytes, list[tuple[int, Tree]]] = {}
        # The list grows while it is walked.
        for index, configuration in enumerate(self.configurations):
            if index % _NOW_AND_THEN == 0:
                progress(len(self.configurations))
            states = bytes([configuration[place] for place in tracks])
            self._visit(index, configuration, open_by_states.get(states, every))
            if self.mattering:
                return
            if states not in open_by_states:
                key = zip(tracks, states, strict=True)
                open_by_states[states] = self._learner.open_at(key, self.events)

    def _visit(
        self, index: int, configuration: bytes, concerned: Iterable[tuple[int, Tree]]
    ) -> None:
        """Try events in a configuration, each from a node of its tree."""
        judge_from = self._learner.judge_from
        reached: set[bytes] = {configuration}
        partial: list[Judgement] = []
        for event, node in concerned:
            found = judge_from(node, event, configuration)
            if found.__class__ is Judgement:
                if not found.is_noted:
                    continue
                found.sources.append(index)
                after = found.after(configuration)
            else:
                after = self._under_each(found, event, index, partial)
            if after not in reached:
                reached.add(after)
                self._reach(after, index, event)
        self.mattering = frozenset(
            name
            for judgement in partial
            if judgement.after(configuration) not in reached
            for name in CIRCUMSTANCES
            if PLACE[name] in judgement.read and name not in self.circumstances
        )

    def _under_each(self, fork: Tree, event: int, index: int, partial: list[Judgement]) -> bytes:
        """Return what an event leads to, if to the same under each free circumstance.

        Otherwise it leads nowhere for now, and what it may lead to is added to `partial`.
        """
        configuration = self.configurations[index]
        outcomes = self._learner.judge_all(fork, event, configuration)
        for outcome in outcomes:
            if outcome.is_noted:
                outcome.sources.append(index)
        afters = {outcome.after(configuration) for outcome in outcomes}
        if len(afters) == 1:
            return afters.pop()
        partial.extend(outcomes)
        return configuration

    def _reach(self, configuration: bytes, parent: int, step: int) -> None:
        """Note where a configuration is reached from, and keep it if it is new."""
        number = self._numbers.get(configuration)
        if number is None:
            number = self._numbers[configuration] = len(self.configurations)
            self.configurations.append(configuration)
            self._parents.append(parent)
            self._steps.append(step)
        if step != _OPENED:
            self.arrows[0].append(parent)
            self.arrows[1].append(number)


def together(configurations: Iterable[bytes]) -> bytes:
    """Return the configuration of a case whose components are in these, each in its own places."""
    return bytes(map(max, zip(*configurations, strict=True)))
