"""The lean dispatch and the stock engine of `transitions` say the same of the same table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from transitions import Machine

import nws_incident as nws
from nws_incident.case import facts_of
from nws_incident.events import CLASS_BY_TYPE
from nws_incident.facts import TRACKS
from nws_incident.judging import is_admissible
from nws_incident.machine import conditions_of
from random_cases import RandomCase, random_source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from nws_incident.facts import Facts
    from nws_incident.notice.model import Way

PARTS = 4
CASES = 250
EVENTS_IN_A_CASE = 60
EDITION = nws.load_edition()


class StockTrack:
    """A track on stock machines: one that moves it, one that only records, one that rides along.

    They are three because the stock engine takes one transition for a trigger, where a case takes
    the first that moves, one that records, and one that rides on those.
    """

    def __init__(self, track: str, fired: list[str]) -> None:
        """Build the machines from the ways of the edition, with nothing of ours in the engine."""
        self._track = EDITION.tracks[track]
        self._fired = fired
        ways = [way for way in EDITION.ways if way.track == track]
        self._moving = self._machine(way for way in ways if way.to and not way.rides_on)
        self._recording = self._machine(way for way in ways if not way.to)
        self._riding = self._machine(way for way in ways if way.rides_on)
        self.state = self._track.initial

    def _machine(self, ways: Iterable[Way]) -> Machine:
        machine = Machine(
            states=list(self._track.states),
            initial=self._track.initial,
            auto_transitions=False,
            ignore_invalid_triggers=True,
        )
        for way in ways:
            machine.add_transition(
                way.event,
                list(way.source),
                way.to,
                conditions=[*conditions_of(way), self._rides(way)],
                after=self._says(way.rule),
            )
        return machine

    def _rides(self, way: Way) -> Callable[..., bool]:
        return lambda *_: not way.rides_on or not way.rides_on.isdisjoint(self._fired)

    def _says(self, rule: str) -> Callable[..., None]:
        return lambda *_: self._fired.append(rule)

    def judge(self, facts: Facts, event: nws.Event) -> None:
        """Trigger the event where the rules accept it by themselves."""
        state = self.state
        self._trigger(self._moving, state, facts, event)
        self._trigger(self._recording, state, facts, event)

    def ride(self, facts: Facts, event: nws.Event) -> None:
        """Trigger the event where it rides on rules that fired."""
        self._trigger(self._riding, self.state, facts, event)

    def _trigger(self, machine: Machine, state: str, *given: Any) -> None:
        event = given[-1].type
        machine.set_state(state)
        if event in machine.events and machine.trigger(event, *given) and machine.state != state:
            self.state = str(machine.state)


class StockCase:
    """The four tracks on stock machines; what guards read comes from the case beside it."""

    def __init__(self) -> None:
        """Start every track at its initial state."""
        self.fired: list[str] = []
        self._tracks = {name: StockTrack(name, self.fired) for name in TRACKS}

    @property
    def states(self) -> dict[str, str]:
        """The state of each track."""
        return {name: track.state for name, track in self._tracks.items()}

    def open(self, event_type: str) -> None:
        """Go to where an opening starts the investigation, and to the others' initial states."""
        for name, track in self._tracks.items():
            track.state = EDITION.tracks[name].initial
        self._tracks["investigation"].state = EDITION.openings[event_type].investigation

    def offer(self, before: Facts, after: Facts, event: nws.Event) -> None:
        """Trigger an event: every track on the facts `before`, what rides on those `after`."""
        self.fired.clear()
        if not is_admissible(before, event):
            return
        for track in self._tracks.values():
            track.judge(before, event)
        if self.fired:
            for track in self._tracks.values():
                track.ride(after, event)


@pytest.mark.parametrize("part", range(PARTS))
def test_the_stock_engine_comes_to_the_same_states(part: int) -> None:
    """Same table, same events: the same rules fire, and every track stands alike."""
    random = random_source(part)
    stock = StockCase()
    fired = set()
    for _ in range(CASES):
        case, source = nws.Case(), RandomCase(random, tuple(CLASS_BY_TYPE))
        while not case.is_open:
            first = nws.read_event(source.opening())
            case.offer(first)
        stock.open(first.type)
        for _ in range(EVENTS_IN_A_CASE):
            event = nws.read_event(source.next(stock.states))
            facts = facts_of(case)
            assert facts is not None
            before = facts.copy()
            decision = case.offer(event)
            stock.offer(before, facts, event)
            assert stock.fired == list(decision.rules)
            assert nws.Tracks(**stock.states) == case.tracks
            fired.update(stock.fired)
    assert fired == EDITION.rules.keys()
