"""Exploring: every configuration that events can bring about, breadth first.

What a case knows falls into components that no event ties together: each is explored by itself, and
whatever the one is in, the other may be in any of its own.  The components are not declared.  They
are guessed from watching, and a judgement that touches a variable of another component shows that
the guess was too fine.  Likewise a circumstance is left out of a component's configurations as long
as every value of it offers the same moves, which is looked at in each of them.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from nws_incident.folding import open_case
from nws_incident.judging import Procedure
from nws_incident.probes import opening_probe
from nws_incident.verify.alphabet import INQUIRIES, events_of
from nws_incident.facts import TRACKS
from nws_incident.verify.judgements import EntangledError, Judgement, Learner, Tree
from nws_incident.verify.variables import CIRCUMSTANCES, KNOWN, PLACE, Values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from nws_incident.events import Event
    from nws_incident.facts import Facts
    from nws_incident.machine import Check
    from nws_incident.notice.edition import Edition

_FIRST_LOOK = 300
"""How many configurations are watched before the components are guessed."""
_OPENED = 0xFFFF
"""Stands for the event that led to a configuration, where that is the opening."""


class Component:
    """The configurations of some variables, each with the way that first led to it.

    `configurations` are in the order of their distance from the opening; `parents` and `steps` say
    from which, and by which event, each was first met.  `circumstances` are those that its
    configurations tell apart.
    """

    def __init__(self, variables: frozenset[str], circumstances: frozenset[str]) -> None:
        """Start with nothing explored."""
        self.variables = variables
        self.circumstances = circumstances
        self.configurations: list[bytes] = []
        self.parents = array("I")
        self.steps = array("H")
        self.arrows = (array("I"), array("I"))
        self.judgements: list[Judgement] = []
        self.events: tuple[int, ...] = ()
        self.asked = 0

    @property
    def tries(self) -> int:
        """How many times an event was tried in a configuration."""
        return len(self.events) * len(self.configurations)

    def way_to(self, index: int) -> tuple[int, list[int]]:
        """Return where a case started, and the events that first led to a configuration."""
        steps: list[int] = []
        while self.steps[index] != _OPENED:
            steps.append(self.steps[index])
            index = self.parents[index]
        return index, steps[::-1]

    def distance(self, index: int) -> int:
        """Return how many events after the opening a configuration was first met."""
        return len(self.way_to(index)[1])


class Exploration:
    """Everything that can become of a case under one edition."""

    def __init__(
        self, edition: Edition, *, progress: Callable[[int], None] = lambda _: None
    ) -> None:
        """Explore; `progress` is told now and then how many configurations are known."""
        self.edition = edition
        self.refusing: set[str] = set()
        self.procedure = _listened_to(edition, self.refusing)
        self.events = events_of(edition)
        self.values = Values()
        self.starts = [
            (event, bytes(self.values.of_facts(open_case(edition, rule, event))))
            for rule in edition.openings.values()
            for inquiry in INQUIRIES
            for by in rule.by
            for event in (opening_probe(rule.event, by=by, inquiry=inquiry).event,)
        ]
        self._progress = progress
        self._done = 0
        self.components = self._explored()

    def _explored(self) -> tuple[Component, ...]:
        touched = self._touched()
        groups = _joined(touched.values())
        while True:
            found = []
            try:
                for group in groups:
                    events = [event for event, names in touched.items() if names & group]
                    found.append(self._component(group, events))
            except EntangledError as error:
                groups = _joined([*groups, group | {error.name}])
            else:
                return tuple(found)

    def _touched(self) -> dict[int, frozenset[str]]:
        """Return the variables that judging each event was seen to touch, in a first look around.

        Events that touch nothing are refused whatever the configuration.
        """
        everything = frozenset(KNOWN)
        learner = Learner(
            self.procedure, self.events, self.values, everything, frozenset(CIRCUMSTANCES)
        )
        seen = dict.fromkeys(self._started(frozenset(CIRCUMSTANCES)))
        touched: dict[int, set[str]] = {event: set() for event in range(len(self.events))}
        names = {place: name for name, place in PLACE.items()}
        for configuration in _growing(seen, _FIRST_LOOK):
            for event in touched:
                judgement = learner.judge(event, configuration)
                places = {*judgement.read, *(place for place, _ in judgement.writes)}
                touched[event].update(names[place] for place in places)
                seen.setdefault(judgement.after(configuration))
        circumstances = frozenset(CIRCUMSTANCES)
        return {
            event: frozenset(names) - circumstances
            for event, names in touched.items()
            if names - circumstances
        }

    def _started(self, kept: frozenset[str]) -> Iterator[bytes]:
        """Yield the configurations in which a case can start, under the circumstances kept."""
        for _, start in self.starts:
            yield from _under_each(start, kept, self.values)

    def _component(self, variables: frozenset[str], events: list[int]) -> Component:
        """Explore the variables, with whatever circumstances turn out to matter."""
        kept: frozenset[str] = frozenset()
        while True:
            component = Component(variables, kept)
            mattering = self._explore(component, events)
            if not mattering:
                return component
            kept |= mattering

    def _explore(self, component: Component, events: list[int]) -> frozenset[str]:
        """Fill a component; return the circumstances that it should have told apart, if any."""
        own = component.variables
        learner = Learner(self.procedure, self.events, self.values, own, component.circumstances)
        places = [PLACE[name] for name in (*own, *component.circumstances)]
        mask = [place in places for place in range(len(PLACE))]
        numbers: dict[bytes, int] = {}
        for start in self._started(component.circumstances):
            masked = bytes(
                number if is_own else 0 for number, is_own in zip(start, mask, strict=True)
            )
            if masked not in numbers:
                numbers[masked] = len(numbers)
                component.configurations.append(masked)
                component.parents.append(0)
                component.steps.append(_OPENED)
        component.events = tuple(events)
        sources, targets = component.arrows
        tracks = [PLACE[track] for track in TRACKS if track in own]
        open_by_states: dict[bytes, list[tuple[int, Tree]]] = {}
        index = -1
        for configuration in component.configurations:
            index += 1
            if index % 1000 == 0:
                self._progress(self._done + len(component.configurations))
            states = bytes([configuration[place] for place in tracks])
            concerned = open_by_states.get(states)
            is_first = concerned is None
            if concerned is None:
                concerned = [(event, learner.trees[event]) for event in events]
            reached: set[bytes] = {configuration}
            partial: list[Judgement] = []
            for event, node in concerned:
                judgement = learner.judge_from(node, event, configuration)
                if judgement is not None:
                    if not judgement.fired:
                        continue
                    judgement.sources.append(index)
                    after = judgement.after(configuration)
                else:
                    outcomes = learner.judge_all(event, configuration)
                    for outcome in outcomes:
                        if outcome.fired:
                            outcome.sources.append(index)
                    afters = {outcome.after(configuration) for outcome in outcomes}
                    if len(afters) > 1:
                        partial.extend(outcomes)
                        continue
                    (after,) = afters
                if after in reached:
                    continue
                reached.add(after)
                number = numbers.get(after)
                if number is None:
                    number = numbers[after] = len(numbers)
                    component.configurations.append(after)
                    component.parents.append(index)
                    component.steps.append(event)
                sources.append(index)
                targets.append(number)
            if is_first:
                open_by_states[states] = learner.open_at([*zip(tracks, states, strict=True)], events)
            mattering = _mattering(component, configuration, partial, reached)
            if mattering:
                return mattering
        self._done += len(component.configurations)
        component.judgements = list(learner.judgements())
        component.asked = learner.asked
        return frozenset()


def _mattering(
    component: Component, configuration: bytes, partial: list[Judgement], reached: set[bytes]
) -> frozenset[str]:
    """Return the circumstances without which the configuration's moves cannot be told."""
    return frozenset(
        name
        for judgement in partial
        if judgement.after(configuration) not in reached
        for name in CIRCUMSTANCES
        if PLACE[name] in judgement.read and name not in component.circumstances
    )


def _listened_to(edition: Edition, refusing: set[str]) -> Procedure:
    """Return a procedure of its own, whose guards add their names to `refusing` as they refuse."""
    procedure = Procedure(edition)
    for machine in procedure.machines.values():
        for transition in machine.ways():
            others = len(transition.checks) - len(transition.way.guards)
            transition.checks = (
                *transition.checks[:others],
                *(
                    _listening(check, name, refusing)
                    for check, name in zip(
                        transition.checks[others:], transition.way.guards, strict=True
                    )
                ),
            )
    return procedure


def _listening(check: Check, name: str, refusing: set[str]) -> Check:
    def checked(facts: Facts, event: Event) -> bool:
        holds = check(facts, event)
        if not holds:
            refusing.add(name)
        return holds

    return checked


def _under_each(start: bytes, kept: frozenset[str], values: Values) -> Iterator[bytes]:
    """Yield a start under every combination of the circumstances that are kept."""
    waiting = [start]
    for name in CIRCUMSTANCES:
        if name in kept:
            place = PLACE[name]
            waiting = [
                one[:place] + bytes([number]) + one[place + 1 :]
                for one in waiting
                for number in range(len(values.of[place]))
            ]
    yield from waiting


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
        apart = [one for one in joined if not one & group]
        joined = [*apart, group.union(*(one for one in joined if one & group))]
    return joined


