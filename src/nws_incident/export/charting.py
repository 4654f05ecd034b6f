"""The procedure as a statechart, from the running machines.

Four tracks run side by side.  In a statechart all regions choose their transitions on the
configuration as it was before the event, which is how this library judges.  Two things have to be
said otherwise.  A region takes one transition for an event, where a track takes the first that
moves and every one that records: so what may record beside another has a region of its own.  And
what *rides on* a rule is judged last, on what the event brought: so a rule that is ridden on
announces that it took the event, and what rides on it waits for that announcement.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nws_incident.export.conditions import (
    Holds,
    IsIn,
    asked_by,
    asked_of_every_event,
    asked_to_open,
)
from nws_incident.export.riding import announced_by, awaited_by, check_riding, stands_aside
from nws_incident.export.statechart import ChartState, ChartTrack, Predicate, Statechart, Step

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nws_incident.export.conditions import Condition
    from nws_incident.judging import Procedure
    from nws_incident.machine import TrackMachine
    from nws_incident.notice.edition import Edition
    from nws_incident.notice.model import Opening, Way


def statechart_of(procedure: Procedure, *, language: str = "ja") -> Statechart:
    """Return the statechart of a procedure's machines.

    Raises `InvalidEdition` where rules ride on one event in a way that a statechart would take
    otherwise.
    """
    edition = procedure.edition
    check_riding(edition)
    tracks = tuple(_track(edition, one, language) for one in procedure.machines.values())
    openings = tuple(_opening(edition, one, language) for one in edition.openings.values())
    asides = tuple(
        _step(edition, way, language)
        for machine in procedure.machines.values()
        for way in dict.fromkeys(transition.way for transition in machine.ways())
        if stands_aside(edition, way)
    )
    steps = (
        *openings,
        *(step for track in tracks for state in track.states for step in state.steps),
        *asides,
    )
    return Statechart(
        edition=edition.id,
        language=language,
        title=edition.about.number.read(language),
        openings=openings,
        tracks=tracks,
        asides=asides,
        predicates=tuple(_predicates(edition, steps, language)),
    )


def _track(edition: Edition, machine: TrackMachine, language: str) -> ChartTrack:
    track = edition.tracks[machine.model_attribute]
    return ChartTrack(
        id=track.id,
        label=track.label.read(language),
        initial=track.initial,
        states=tuple(
            ChartState(
                id=state,
                label=edition.state_label(track.id, state).read(language),
                steps=tuple(
                    _step(edition, transition.way, language)
                    for transition in machine.ways()
                    if transition.source == state and not stands_aside(edition, transition.way)
                ),
            )
            for state in machine.states
        ),
    )


def _step(edition: Edition, way: Way, language: str) -> Step:
    conditions = list(asked_by(way))
    if not way.rides_on:
        conditions = [*asked_of_every_event(edition), *conditions]
    if stands_aside(edition, way) and way.source != edition.tracks[way.track].states:
        conditions.append(IsIn(way.track, way.source))
    return Step(
        name=_name(edition, way),
        rule=way.rule,
        events=awaited_by(way, edition.rules) if way.rides_on else (way.event,),
        conditions=tuple(conditions),
        target=way.to,
        records=way.records,
        announcement=announced_by(edition, way),
        clauses=way.clauses,
        means=edition.rules[way.rule].means.read(language),
    )


def _name(edition: Edition, way: Way) -> str:
    """Return the rule's id, with the number of the way where the rule has several."""
    ways = [one for one in edition.ways if one.rule == way.rule]
    return way.rule if len(ways) == 1 else f"{way.rule}.{ways.index(way) + 1}"


def _opening(edition: Edition, opening: Opening, language: str) -> Step:
    return Step(
        name=opening.id,
        rule=opening.id,
        events=(opening.event,),
        conditions=tuple(asked_to_open(edition, opening)),
        target=opening.investigation,
        records=(),
        announcement=None,
        clauses=opening.clauses,
        means=opening.means.read(language),
    )


def _predicates(edition: Edition, steps: Iterable[Step], language: str) -> Iterator[Predicate]:
    asked: frozenset[Condition] = frozenset(one for step in steps for one in step.conditions)
    for guard in edition.guards.values():
        if Holds(guard.name) in asked:
            yield Predicate(guard.name, guard.demands.read(language), guard.clauses)
