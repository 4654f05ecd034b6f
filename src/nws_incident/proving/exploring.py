"""Exploring: every configuration that events can bring about.

What a case knows falls into components that no event ties together: each is explored by itself, and
whatever the one is in, the other may be in any of its own.  The components are not declared.  They
are guessed from watching, and a judgement that touches a variable of another component shows that
the guess was too fine.  Likewise a circumstance is left out of a component's configurations as long
as every value of it offers the same moves, which is looked at in each of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from nws_incident.case import Case
from nws_incident.folding import open_case
from nws_incident.judging import Procedure
from nws_incident.proving.alphabet import events_of, openings_of
from nws_incident.proving.component import Component
from nws_incident.proving.judgements import EntangledError, Learner
from nws_incident.proving.variables import CIRCUMSTANCES, KNOWN, PLACE, VARIABLES, Values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from nws_incident.events import Event, Opening
    from nws_incident.facts import Facts
    from nws_incident.machine import Check
    from nws_incident.notice.edition import Edition

_FIRST_LOOK = 300
"""How many configurations are watched before the components are guessed."""


class Exploration:
    """Everything that can become of a case under one edition.

    `events` are those tried, `starts` the openings with the configurations that they lead to, and
    `refusing` has every rule and guard of it that was seen to refuse.
    """

    def __init__(
        self,
        edition: Edition,
        *,
        progress: Callable[[int], None] | None = None,
        values: Values | None = None,
    ) -> None:
        """Explore; `progress` is told now and then how many configurations are known.

        `values` are those already numbered, where another exploration shares them.
        """
        self.edition = edition
        self.refusing: set[tuple[str, str]] = set()
        self.procedure = _listened_to(edition, self.refusing)
        self.values = values or Values()
        self.events = self._worth_trying()
        self.starts = list(self._opened())
        self.components = self._explored(progress or (lambda _: None))

    def _worth_trying(self) -> list[Event]:
        return events_of(self.edition)

    def _opened(self) -> Iterator[tuple[Opening, bytes]]:
        for event in openings_of(self.edition):
            facts = open_case(self.edition, self.edition.openings[event.type], event)
            yield event, bytes(self.values.of_facts(facts))

    def beginning(self, roots: tuple[int, ...], known: Mapping[int, int]) -> list[Event]:
        """Return the events that lead to configurations of the components that nothing led to.

        `known` has the numbers of the circumstances that matter; others are any.
        """
        opening = cast("Opening", self.opening_to(roots))
        held = {
            name: self.values.of[PLACE[name]][known.get(PLACE[name], 0)] for name in CIRCUMSTANCES
        }
        return [
            opening.replace(
                immediate=held["immediate"],
                requester=opening.requester.replace(kind=held["requester_kind"]),
                provider=opening.provider.replace(kind=held["provider_kind"]),
            )
        ]

    def unopened(self, events: Iterable[Event]) -> Case:  # noqa: ARG002  for others
        """Return the case that events made up here are to be applied to."""
        return Case(edition=self.edition)

    def opening_to(self, roots: tuple[int, ...]) -> Opening | None:
        """Return an opening that leads to configurations of the components, if one does."""
        wanted = [
            (PLACE[name], component.configurations[root][PLACE[name]])
            for component, root in zip(self.components, roots, strict=True)
            for name in component.variables
        ]
        return next(
            (
                event
                for event, start in self.starts
                if all(start[place] == number for place, number in wanted)
            ),
            None,
        )

    def learner(self, own: frozenset[str], kept: frozenset[str]) -> Learner:
        """Return what learns to judge the variables `own` under the circumstances `kept`."""
        return Learner(self.procedure, self.events, self.values, own, kept)

    def _explored(self, progress: Callable[[int], None]) -> tuple[Component, ...]:
        touched = self._touched()
        groups = _joined([*touched.values(), *self.ties()])
        while True:
            found: list[Component] = []
            for group in groups:
                events = [event for event, names in touched.items() if names & group]
                try:
                    found.append(self._component(group, events, progress))
                except EntangledError as error:
                    groups = _joined([*groups, group | {error.name}])
                    break
            else:
                return tuple(found)

    def kept_at_first(self, variables: frozenset[str]) -> frozenset[str]:  # noqa: ARG002  for others
        """Return the circumstances that a component tells apart from the first."""
        return frozenset()

    def ties(self) -> Iterable[frozenset[str]]:
        """Return variables that belong together whatever the events."""
        return ()

    def _touched(self) -> dict[int, frozenset[str]]:
        """Return the variables that judging each event was seen to touch, in a first look around.

        Events that touch nothing are refused whatever the configuration, and left out.
        """
        every = frozenset(CIRCUMSTANCES)
        learner = self.learner(frozenset(KNOWN), every)
        seen = dict.fromkeys(self._started(every))
        touched: dict[int, set[str]] = {event: set() for event in range(len(self.events))}
        for configuration in _growing(seen, _FIRST_LOOK):
            for event, names in touched.items():
                judgement = learner.judge(event, configuration)
                names.update(VARIABLES[place] for place in judgement.read)
                names.update(VARIABLES[place] for place, _ in judgement.writes)
                seen.setdefault(judgement.after(configuration))
        return {
            event: frozenset(names - every) for event, names in touched.items() if names - every
        }

    def starts_of(self, variables: frozenset[str], kept: frozenset[str]) -> Iterator[bytes]:  # noqa: ARG002  for others
        """Yield the configurations of a component that nothing need lead to."""
        return self._started(kept)

    def _started(self, kept: frozenset[str]) -> Iterator[bytes]:
        """Yield the configurations in which a case can start, under the circumstances kept."""
        for _, start in self.starts:
            yield from under_each(start, kept, self.values)

    def _component(
        self, variables: frozenset[str], events: list[int], progress: Callable[[int], None]
    ) -> Component:
        """Explore the variables, with whatever circumstances turn out to matter."""
        kept = self.kept_at_first(variables)
        while True:
            component = Component(variables, kept, events, self.learner(variables, kept))
            component.explore(self.starts_of(variables, kept), progress)
            if not component.mattering:
                return component
            kept |= component.mattering


def _listened_to(edition: Edition, refusing: set[tuple[str, str]]) -> Procedure:
    """Return a procedure of its own, whose guards add their rule and name as they refuse."""
    procedure = Procedure(edition)
    for machine in procedure.machines.values():
        for transition in machine.ways():
            rule, guards = transition.way.rule, transition.way.guards
            others = len(transition.checks) - len(guards)
            transition.checks = (
                *transition.checks[:others],
                *(
                    _listening(check, (rule, name), refusing)
                    for check, name in zip(transition.checks[others:], guards, strict=True)
                ),
            )
    return procedure


def _listening(check: Check, use: tuple[str, str], refusing: set[tuple[str, str]]) -> Check:
    def checked(facts: Facts, event: Event) -> bool:
        holds = check(facts, event)
        if not holds:
            refusing.add(use)
        return holds

    return checked


def under_each(start: bytes, kept: frozenset[str], values: Values) -> list[bytes]:
    """Return a start under every combination of the circumstances that are kept."""
    found = [start]
    for name in CIRCUMSTANCES:
        if name in kept:
            place = PLACE[name]
            found = [
                one[:place] + bytes([number]) + one[place + 1 :]
                for one in found
                for number in range(len(values.of[place]))
            ]
    return found


def _growing(seen: dict[bytes, None], limit: int) -> Iterator[bytes]:
    """Yield what stands in `seen`, in the order in which it came, while more comes."""
    done: set[bytes] = set()
    while len(done) < limit and (waiting := [one for one in seen if one not in done]):
        for one in waiting[: limit - len(done)]:
            done.add(one)
            yield one


def _joined(groups: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    """Return the groups with those that have a variable in common put together."""
    joined: list[frozenset[str]] = []
    for group in groups:
        meeting = [one for one in joined if one & group]
        joined = [*(one for one in joined if not one & group), group.union(*meeting)]
    return sorted(joined, key=lambda one: min(PLACE[name] for name in one))
