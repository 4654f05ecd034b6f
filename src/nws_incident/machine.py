"""The machines: one flat `transitions.Machine` for each track, built from an edition's rules.

`transitions` stays the engine.  Its `Machine`, states, events and transitions are what runs and
what is drawn; only the dispatch is lean: look the state up, ask the conditions, take the first
transition that moves and every one that records.  A machine has no model, and facts are never
registered with one, so any number of cases and threads can share it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, cast

from attrs import frozen
from transitions import Event, Machine, Transition

from nws_incident.folding import RECORDS
from nws_incident.guards import GUARDS

if TYPE_CHECKING:
    from nws_incident.facts import Facts
    from nws_incident.notice.edition import Edition
    from nws_incident.notice.model import Way

Check = Callable[["Facts", Any], bool]


@frozen
class Fired:
    """A rule that took an event, and how it moved its track (not at all where `to` is `source`).

    A rule of the library has no track and rests on no clause: `source` and `to` are the editions
    that the case was moved between.
    """

    rule: str
    track: str | None
    source: str
    to: str
    clauses: tuple[str, ...]


class LeanTransition(Transition):
    """A transition that knows the way through a rule it stands for."""

    def __init__(self, *args: Any, way: Way, **kwargs: Any) -> None:
        """Keep the way, the conditions as plain functions, and the records to fold in."""
        super().__init__(*args, **kwargs)
        self.way = way
        # The role is looked at first, and without a call: most events need nothing else.
        self.by = way.by
        self.checks: tuple[Check, ...] = tuple(
            cast("Check", condition.func) for condition in self.conditions[bool(way.by) :]
        )
        self.folds = tuple(RECORDS[record] for record in way.records)
        self.is_move = self.dest is not None
        self._leaves = self.is_move and self.dest != self.source
        self.rule = way.rule
        self.rides_on = way.rides_on
        self._track = way.track
        self._since = f"{way.track}_since"
        self.fired = Fired(
            rule=way.rule,
            track=way.track,
            source=self.source,
            to=self.dest if self.dest is not None else self.source,
            clauses=way.clauses,
        )
        self.fired_alone = (self.fired,)

    def take(self, facts: Facts, event: Any, version: int) -> None:
        """Move the track and fold the records in, as the event that makes `version`."""
        if self._leaves:
            setattr(facts, self._track, self.dest)
            setattr(facts, self._since, version)
        for fold in self.folds:
            fold(facts, event)


class LeanEvent(Event):
    """An event of one track: judges facts without touching them."""

    def __init__(self, name: str, machine: Machine) -> None:
        """Start without transitions in any of the machine's states."""
        super().__init__(name, machine)
        self.accepting: dict[str, list[LeanTransition]] = {state: [] for state in machine.states}
        self.riding: dict[str, list[LeanTransition]] = {state: [] for state in machine.states}

    def add_transition(self, transition: Transition) -> None:
        """Add a transition, and keep those that accept by themselves apart from those that ride."""
        super().add_transition(transition)
        lean = cast("LeanTransition", transition)
        kept = self.riding if lean.rides_on else self.accepting
        kept[lean.source].append(lean)

    @property
    def is_accepting(self) -> bool:
        """Whether a rule of this track may accept the event by itself."""
        return any(self.accepting.values())

    @property
    def is_riding(self) -> bool:
        """Whether a rule of this track goes with a rule that accepts the event."""
        return any(self.riding.values())

    def judge(self, state: str, facts: Facts, event: Any, taken: list[LeanTransition]) -> None:
        """Add to `taken` what accepts `event` in `state`: the first that moves, all that record."""
        has_moved = False
        role = event.by
        for transition in self.accepting[state]:
            if role not in transition.by or (has_moved and transition.is_move):
                continue
            for check in transition.checks:
                if not check(facts, event):
                    break
            else:
                taken.append(transition)
                has_moved = has_moved or transition.is_move

    def accepts(self, state: str, facts: Facts, event: Any) -> bool:
        """Tell whether anything accepts `event` in `state`."""
        role = event.by
        for transition in self.accepting[state]:
            if role not in transition.by:
                continue
            for check in transition.checks:
                if not check(facts, event):
                    break
            else:
                return True
        return False

    def ride(
        self, state: str, facts: Facts, event: Any, taken: list[LeanTransition]
    ) -> LeanTransition | None:
        """Return the first transition in `state` that goes with one of `taken` on these facts."""
        for transition in self.riding[state]:
            for check in transition.checks:
                if not check(facts, event):
                    break
            else:
                if any(other.rule in transition.rides_on for other in taken):
                    return transition
        return None


class TrackMachine(Machine):
    """The machine of one track."""

    event_cls = LeanEvent
    transition_cls = LeanTransition

    def ways(self) -> Iterator[LeanTransition]:
        """Yield every transition, in the order of the rules."""
        for event in self.events.values():
            for transitions in event.transitions.values():
                yield from cast("list[LeanTransition]", transitions)

    def event(self, event_type: str) -> LeanEvent | None:
        """Return the event of a type, if the track has transitions for it."""
        return cast("LeanEvent | None", self.events.get(event_type))


def build_machines(edition: Edition) -> dict[str, TrackMachine]:
    """Build the machine of each track from the edition's rules."""
    machines = {}
    for track in edition.tracks.values():
        machine = TrackMachine(
            model=None,
            states=list(track.states),
            initial=track.initial,
            auto_transitions=False,
            model_attribute=track.id,
            name=track.id,
        )
        for way in edition.ways:
            if way.track == track.id:
                machine.add_transition(
                    way.event,
                    list(way.source),
                    way.to,
                    conditions=list(conditions_of(way)),
                    way=way,
                )
        machines[track.id] = machine
    return machines


def conditions_of(way: Way) -> Iterator[Check]:
    """Yield the conditions of a way: the role, the event's fields, other tracks, the guards."""
    if way.by:
        yield _done_by(way.by)
    for name, values in way.when:
        yield _has_field(name, values)
    for track, states in way.during:
        yield _is_in(track, frozenset(states))
    for guard in way.guards:
        yield GUARDS[guard]


def _done_by(roles: frozenset[Any]) -> Check:
    return lambda _, event: event.by in roles


def _has_field(name: str, values: Iterable[Any]) -> Check:
    return lambda _, event: getattr(event, name) in values


def _is_in(track: str, states: frozenset[str]) -> Check:
    return lambda facts, _: getattr(facts, track) in states
