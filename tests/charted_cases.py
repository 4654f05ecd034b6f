"""Random cases as an interpreter of a statechart is given them, and what the library makes of each.

An interpreter is told an event, and what each predicate says: before the event, and on what it
brings.  It is not told which rules took it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import nws_incident as nws
from nws_incident.case import facts_of
from nws_incident.events import EVENT_CLASSES
from nws_incident.facts import TRACKS
from nws_incident.guards import GUARDS, no_individual_number, time_not_running_back
from random_cases import RandomCase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from random import Random

    from nws_incident.facts import Facts
    from nws_incident.notice.edition import Edition

EVENTS_IN_A_CASE = 40
TYPES = tuple(cls.type for cls in EVENT_CLASSES if not cls.of_library)
"""What a chart can know of: a case that moves to another edition goes on in another chart."""
GENERAL = {guard.__name__: guard for guard in (time_not_running_back, no_individual_number)}

Told = list[tuple[str, dict[str, Any], dict[str, bool], dict[str, bool]]]
Became = list[tuple[list[str | None], list[str]]]


def charted_cases(edition: Edition, random: Random, count: int) -> Iterator[tuple[Told, Became]]:
    """Yield random cases: what an interpreter is told, and the tracks and rules that follow."""
    asked = _Asked(edition)
    for _ in range(count):
        case = nws.Case(edition=edition)
        source = RandomCase(random, TYPES)
        told: Told = []
        became: Became = []
        for _ in range(EVENTS_IN_A_CASE):
            data = source.next(_states(case)) if case.is_open else _first(source, random)
            event = nws.read_event(data)
            before = asked.before(facts_of(case), event)
            decision = case.offer(event)
            after = asked.after(facts_of(case), event) if decision.accepted else {}
            told.append((event.type, _plain(data), before, after))
            became.append((list(_states(case).values()), sorted(decision.rules)))
        yield told, became


class _Asked:
    """Which predicates the rules ask of an event type, by themselves and where they ride."""

    def __init__(self, edition: Edition) -> None:
        self._openings = edition.openings
        self._accepting = _guards(edition, riding=False)
        self._riding = _guards(edition, riding=True)

    def before(self, facts: Facts | None, event: nws.Event) -> dict[str, bool]:
        """Answer what is asked on the case as it is."""
        if facts is None:
            is_opening = event.type in self._openings
            return {"no_individual_number": no_individual_number(None, event)} if is_opening else {}
        said = {name: guard(facts, event) for name, guard in GENERAL.items()}
        return said | _answers(self._accepting[event.type], facts, event)

    def after(self, facts: Facts | None, event: nws.Event) -> dict[str, bool]:
        """Answer what is asked on what the event brought."""
        assert facts is not None
        return _answers(self._riding[event.type], facts, event)


def _guards(edition: Edition, *, riding: bool) -> Mapping[str, tuple[str, ...]]:
    return {
        event: tuple(
            dict.fromkeys(
                name
                for way in edition.ways
                if way.event == event and bool(way.rides_on) == riding
                for name in way.guards
            )
        )
        for event in TYPES
    }


def _answers(names: tuple[str, ...], facts: Facts, event: nws.Event) -> dict[str, bool]:
    return {name: GUARDS[name](facts, event) for name in names}


def _first(source: RandomCase, random: Random) -> dict[str, Any]:
    return source.opening() if random.random() < 0.9 else source.next({})


def _states(case: nws.Case) -> dict[str, str | None]:
    return {track: getattr(case.tracks, track) for track in TRACKS}


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    """Leave out the texts and what is made of parts: no chart looks at them."""
    return {
        name: value
        for name, value in data.items()
        if name not in {"type", "at", "note"} and isinstance(value, (str, bool))
    }
