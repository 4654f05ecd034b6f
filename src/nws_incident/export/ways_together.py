"""Which ways of the tracks an event can take together, whatever the facts that guards look at.

For each event and each combination of states of the tracks that it concerns, every guard is
taken to hold and not to hold in turn, the same guard alike in every track; then the tracks are
judged as a case judges them.  So the ways found are at least those that a case can take.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from nws_incident.export.steps import step_of, telling_fields
from nws_incident.facts import TRACKS
from nws_incident.folding import open_case
from nws_incident.probes import fields_looked_at, moving_probes, opening_probe, probes_over
from nws_incident.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nws_incident.events import Event
    from nws_incident.judging import Procedure
    from nws_incident.machine import LeanTransition
    from nws_incident.notice.edition import Edition
    from nws_incident.notice.model import Way

State = tuple[str, str]
"""A track and its state."""

_Taken = tuple["LeanTransition", ...]


@frozen
class Move:
    """What events of one step do to the tracks: the states it needs, and those it leaves.

    A track that is in neither may be in any state, and stays there.  `rules` are those that fire,
    with their clauses.
    """

    event: str
    step: Text
    before: frozenset[State]
    after: frozenset[State]
    rules: Mapping[str, tuple[str, ...]]
    opens: bool = False


def moves_of(procedure: Procedure) -> Iterator[Move]:
    """Yield every way in which an event may move the tracks, in the order of the events."""
    edition = procedure.edition
    for event_type in edition.events:
        if event_type in edition.openings:
            yield _opening(edition, event_type)
        elif event_type in edition.library:
            rule = edition.library[event_type]
            for probe in moving_probes(event_type, rule.by, (edition.id,)):
                yield _standing(edition, probe.event, rule.id)
        else:
            yield from _judged(procedure, event_type)


def complete_states(edition: Edition) -> list[frozenset[State]]:
    """Return the states in which the tracks of a complete case can be together."""
    opening = next(iter(edition.openings.values()))
    facts = open_case(edition, opening, opening_probe(opening.event).event)
    complete = []
    for states in product(*(edition.tracks[track].states for track in TRACKS)):
        for track, state in zip(TRACKS, states, strict=True):
            setattr(facts, track, state)
        if facts.is_complete:
            complete.append(frozenset(zip(TRACKS, states, strict=True)))
    return complete


def _opening(edition: Edition, event_type: str) -> Move:
    rule = edition.openings[event_type]
    event = opening_probe(event_type).event
    facts = open_case(edition, rule, event)
    after = frozenset((track, facts.state(track)) for track in TRACKS)
    step = step_of(edition, event)
    return Move(event_type, step, frozenset(), after, {rule.id: rule.clauses}, opens=True)


def _standing(edition: Edition, event: Event, rule: str) -> Move:
    step = step_of(edition, event)
    return Move(event.type, step, frozenset(), frozenset(), {rule: ()})


def _judged(procedure: Procedure, event_type: str) -> Iterator[Move]:
    """Yield what events of a type do, the states that make no difference left out."""
    edition = procedure.edition
    ways = [way for way in edition.ways if way.event == event_type]
    tracks = _concerned(ways)
    all_states = {track: edition.tracks[track].states for track in tracks}
    for event in _events_of(edition, event_type, ways):
        found: dict[tuple[frozenset[State], frozenset[State]], dict[str, tuple[str, ...]]] = {}
        for states in product(*all_states.values()):
            before = dict(zip(tracks, states, strict=True))
            for taken in _takings(procedure, event, before):
                for fired, after in _with_riders(procedure, event, before, taken):
                    key = (frozenset(before.items()), frozenset(after.items()))
                    found.setdefault(key, {}).update({one.rule: one.fired.clauses for one in fired})
        step = step_of(edition, event)
        moves = [Move(event_type, step, *states, rules=rules) for states, rules in found.items()]
        for track, states in all_states.items():
            moves = _without(moves, track, states)
        yield from moves


def _events_of(edition: Edition, event_type: str, ways: Sequence[Way]) -> Iterable[Event]:
    """Return an event for each role and for all values by which the rules part ways."""
    telling = telling_fields(edition, event_type)
    probes = probes_over(event_type, ways, fields_looked_at(ways))
    return {
        (probe.event.by, *(getattr(probe.event, name) for name in telling)): probe.event
        for probe in probes
    }.values()


def _concerned(ways: Iterable[Way]) -> tuple[str, ...]:
    named = {way.track for way in ways} | {track for way in ways for track, _ in way.during}
    return tuple(track for track in TRACKS if track in named)


def _fits(transition: LeanTransition, event: Event, states: Mapping[str, str]) -> bool:
    """Tell whether everything but the guards lets a transition go."""
    way = transition.way
    return (
        (not way.by or event.by in way.by)
        and all(getattr(event, name) in values for name, values in way.when)
        and all(states[track] in allowed for track, allowed in way.during)
    )


def _takings(
    procedure: Procedure, event: Event, states: Mapping[str, str]
) -> set[tuple[LeanTransition, ...]]:
    """Return what may accept an event together, for one or another truth of the guards."""
    fitting: list[list[LeanTransition]] = []
    for track, state in states.items():
        track_event = procedure.machines[track].event(event.type)
        if track_event is not None:
            accepting = track_event.accepting[state]
            fitting.append([one for one in accepting if _fits(one, event, states)])
    guards = sorted({name for ones in fitting for one in ones for name in one.way.guards})
    takings = set()
    for truths in product((False, True), repeat=len(guards)):
        holding = {name for name, holds in zip(guards, truths, strict=True) if holds}
        taken = tuple(one for ones in fitting for one in _judge(ones, holding))
        if taken:
            takings.add(taken)
    return takings


def _judge(fitting: Sequence[LeanTransition], holding: set[str]) -> Iterator[LeanTransition]:
    """Yield the first that moves and every one that records, as a track judges."""
    has_moved = False
    for one in fitting:
        if holding.issuperset(one.way.guards) and not (has_moved and one.is_move):
            has_moved = has_moved or one.is_move
            yield one


def _with_riders(
    procedure: Procedure, event: Event, before: Mapping[str, str], taken: _Taken
) -> Iterator[tuple[_Taken, dict[str, str]]]:
    """Yield all that may fire once `taken` accepted an event, and the states after it."""
    courses = [(taken, _moved(before, taken))]
    for track in before:
        courses = [
            course
            for fired, states in courses
            for course in _ridden(procedure, event, track, fired, states)
        ]
    yield from courses


def _ridden(
    procedure: Procedure, event: Event, track: str, fired: _Taken, states: dict[str, str]
) -> Iterator[tuple[_Taken, dict[str, str]]]:
    """Yield the courses with what may go along in one track: the first whose guards hold."""
    track_event = procedure.machines[track].event(event.type)
    rules = {one.rule for one in fired}
    riding = [] if track_event is None else track_event.riding[states[track]]
    for one in riding:
        if _fits(one, event, states) and not rules.isdisjoint(one.rides_on):
            yield (*fired, one), _moved(states, (one,))
            if not one.way.guards:
                return
    yield fired, states


def _moved(states: Mapping[str, str], taken: Iterable[LeanTransition]) -> dict[str, str]:
    moves = {one.way.track: one.way.to for one in taken if one.way.to is not None}
    return {**states, **moves}


def _without(moves: Iterable[Move], track: str, states: Iterable[str]) -> list[Move]:
    """Return the moves with a track left out where it stays as it is, whatever its state."""
    rest: dict[tuple[frozenset[State], frozenset[State]], dict[str, Move]] = {}
    kept = []
    for move in moves:
        stays = [state for state in states if (track, state) in move.before & move.after]
        if not stays:
            kept.append(move)
            continue
        here = {(track, stays[0])}
        rest.setdefault((move.before - here, move.after - here), {})[stays[0]] = move
    for (before, after), alike in rest.items():
        if alike.keys() == set(states):
            rules = {name: value for one in alike.values() for name, value in one.rules.items()}
            first = next(iter(alike.values()))
            kept.append(evolve(first, before=before, after=after, rules=rules))
        else:
            kept.extend(alike.values())
    return kept
