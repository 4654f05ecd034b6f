"""Sweeping: a question asked of every configuration, without asking each of them.

A predicate reads a few variables.  The first time that it reads one, the configurations in question
part by the value that they have, and the predicate goes on for each part.  So it runs once for each
class of configurations that it can tell apart, and has been answered for all of them.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from functools import cached_property
from math import prod
from typing import TYPE_CHECKING, Any

from attrs import frozen

from nws_incident.events import Event
from nws_incident.machine import Fired
from nws_incident.proving.variables import CIRCUMSTANCES, PLACE, VARIABLES, Configuration

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from nws_incident.proving.component import Component
    from nws_incident.proving.exploring import Exploration
    from nws_incident.proving.judgements import Judgement


class Part:
    """Some of the configurations of a component, by their numbers in rising order."""

    __slots__ = ("_component", "_parted", "indexes")

    def __init__(self, component: Component, indexes: Sequence[int]) -> None:
        """Keep the numbers."""
        self._component = component
        self._parted: dict[int, dict[int, Part]] = {}
        self.indexes = indexes

    def by(self, place: int) -> Mapping[int, Part]:
        """Return the part for each number that the variable at a place has in it."""
        parted = self._parted.get(place)
        if parted is None:
            found: dict[int, array[int]] = {}
            configurations = self._component.configurations
            for index in self.indexes:
                number = configurations[index][place]
                kept = found.get(number)
                if kept is None:
                    kept = found[number] = array("I")
                kept.append(index)
            parted = {
                number: self if len(found) == 1 else Part(self._component, indexes)
                for number, indexes in found.items()
            }
            self._parted[place] = parted
        return parted


@frozen
class Region:
    """A class of configurations: a part of each component, and what all of them have in common."""

    parts: tuple[Part, ...]
    known: Mapping[int, int]

    @property
    def first(self) -> tuple[int, ...]:
        """The configuration of each component that is nearest to the opening."""
        return tuple(part.indexes[0] for part in self.parts)

    @property
    def size(self) -> int:
        """How many combinations of the components' configurations there are in it."""
        return prod(len(part.indexes) for part in self.parts)


@frozen
class Transition:
    """An accepted event, with what the case knows before and after it.

    `fired` are the rules that took it with what they moved.  `read` names the variables that the
    judgement depends on, and `changed` those that it may have changed: whatever is not there is the
    same before and after.
    """

    before: Configuration
    event: Event
    after: Configuration
    fired: tuple[Fired, ...]
    read: frozenset[str]
    changed: frozenset[str]

    @property
    def rules(self) -> frozenset[str]:
        """The ids of the rules that took the event."""
        return frozenset(fired.rule for fired in self.fired)


class Sweep:
    """The questions that can be asked of what was explored."""

    def __init__(self, exploration: Exploration) -> None:
        """Start with every configuration of every component in one part."""
        self.exploration = exploration
        self.whole = tuple(
            Part(component, range(len(component.configurations)))
            for component in exploration.components
        )
        self._homes = {
            PLACE[name]: tuple(
                number
                for number, component in enumerate(exploration.components)
                if name in component.variables | component.circumstances
            )
            for name in PLACE
        }
        self._shared = tuple(
            PLACE[name] for name in CIRCUMSTANCES if len(self._homes[PLACE[name]]) > 1
        )

    def configurations(
        self, question: Callable[[Configuration], Any]
    ) -> Iterator[tuple[Any, Region]]:
        """Yield each answer to a question, with the configurations that it is the answer for."""
        yield from self._sweep(question, Region(self.whole, {}))

    def transitions(
        self, question: Callable[[Transition], Any]
    ) -> Iterator[tuple[Any, Region, Judgement]]:
        """Yield each answer to a question about accepted events, with where and which it is of."""
        for _, judgement, met in self.accepted():
            for answer, region in self._sweep(self._asked_of(question, judgement), met):
                yield answer, region, judgement

    def accepted(self) -> Iterator[tuple[int, Judgement, Region]]:
        """Yield each judgement that accepts an event, with its component and where it is met."""
        return (one for one in self._noted if one[1].fired)

    def differing(self) -> Iterator[tuple[Judgement, Region]]:
        """Yield each judgement that another edition would not make, and where it is met."""
        return (
            (judgement, region)
            for _, judgement, region in self._noted
            if judgement.difference is not None
        )

    @cached_property
    def _noted(self) -> list[tuple[int, Judgement, Region]]:
        """Every judgement that was noted, with its component and where it is met.

        Kept, so that a part that one question made is there for the next.
        """
        return [
            (number, judgement, self._consistent(self._met(number, judgement))[0])
            for number, component in enumerate(self.exploration.components)
            for judgement in component.judgements
            if judgement.sources
        ]

    def _met(self, component: int, judgement: Judgement) -> Region:
        """Return where a judgement was met; the other components can be in any configuration.

        Any, that is, under the circumstances that the judgement asked for.
        """
        parts = [*self.whole]
        for place, number in judgement.read.items():
            for home in self._homes[place]:
                if home != component:
                    parts[home] = parts[home].by(place)[number]
        parts[component] = Part(self.exploration.components[component], judgement.sources)
        return Region(tuple(parts), dict(judgement.read))

    def _asked_of(
        self, question: Callable[[Transition], Any], judgement: Judgement
    ) -> Callable[[Configuration], Any]:
        values = self.exploration.values.of
        written = dict(judgement.writes)
        event = self.exploration.events[judgement.event]
        read = frozenset(VARIABLES[place] for place in judgement.read)
        changed = frozenset(VARIABLES[place] for place in written)

        def asked(before: Configuration) -> Any:
            def ask(name: str) -> Any:
                place = PLACE[name]
                return values[place][written[place]] if place in written else before.ask(name)

            after = Configuration(before.edition, ask)
            return question(Transition(before, event, after, judgement.fired, read, changed))

        return asked

    def _sweep(
        self, question: Callable[[Configuration], Any], region: Region
    ) -> Iterator[tuple[Any, Region]]:
        waiting = self._consistent(region)
        while waiting:
            current = waiting.pop()

            def ask(name: str) -> Any:
                nonlocal current
                place = PLACE[name]
                number = current.known.get(place)
                if number is None:
                    current, *others = self._parted(current, place)
                    waiting.extend(reversed(others))
                    number = current.known[place]
                return self.exploration.values.of[place][number]

            answer = question(Configuration(self.exploration.edition, ask))
            yield answer, current

    def under_each_circumstance(self) -> Iterator[tuple[Mapping[int, int], Region]]:
        """Yield everything that can be, apart for each value of what all components tell apart.

        A circumstance that one component alone tells apart is no bond between them.
        """
        for region in self._consistent(Region(self.whole, {})):
            yield region.known, region

    def _consistent(self, region: Region) -> list[Region]:
        """Return a region in parts, each under circumstances that all components agree on."""
        parts = [region]
        for place in self._shared:
            parts = [part for one in parts for part in self._under(one, place)]
        return parts

    def _under(self, region: Region, place: int) -> list[Region]:
        """Return a region for each number of a circumstance, where that is not known yet."""
        return [region] if place in region.known else self._parted(region, place)

    def _parted(self, region: Region, place: int) -> list[Region]:
        """Return a region in parts, by the number of a variable that is not known yet."""
        homes = self._homes[place]
        numbers = (
            range(len(self.exploration.values.of[place]))
            if not homes
            else sorted(
                frozenset.intersection(*(frozenset(region.parts[home].by(place)) for home in homes))
            )
        )
        parted = []
        for number in numbers:
            parts = [*region.parts]
            for home in homes:
                parts[home] = parts[home].by(place)[number]
            parted.append(Region(tuple(parts), {**region.known, place: number}))
        return parted
