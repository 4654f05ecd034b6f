"""What is promised of a procedure as a whole, rather than of one configuration or one event."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from math import prod
from typing import TYPE_CHECKING

import attrs
from attrs import frozen

from nws_incident.case import facts_of
from nws_incident.casefile.model import Expectation
from nws_incident.decisions import decide, options
from nws_incident.duties.standing import standing_of
from nws_incident.guards import GUARDS
from nws_incident.proving.cases import Met, events_to, last_refused
from nws_incident.proving.checks import is_taken_after_processing_too
from nws_incident.proving.variables import PLACE

if TYPE_CHECKING:
    from nws_incident.proving.component import Component
    from nws_incident.proving.exploring import Exploration
    from nws_incident.proving.judgements import Judgement
    from nws_incident.proving.sweeping import Region, Sweep
    from nws_incident.proving.variables import Configuration


@frozen
class Failure:
    """A promise not kept: what of it, and the case that shows it, if a case can.

    `expect` is what the case file of that case expects and what its replay does not meet.
    """

    what: str = ""
    met: Met | None = None
    expect: Expectation | None = None


OfTheWhole = Callable[["Sweep"], Iterator[Failure]]

OF_THE_WHOLE: dict[str, OfTheWhole] = {}
"""The promises that are asked of a procedure as a whole, by name."""


def _of_the_whole(check: OfTheWhole) -> OfTheWhole:
    OF_THE_WHOLE[check.__name__] = check
    return check


@_of_the_whole
def completion_stays_in_reach(sweep: Sweep) -> Iterator[Failure]:
    """Promise that wherever a case stands, it can still be completed."""
    complete = [
        region for answer, region in sweep.configurations(lambda one: one.is_complete) if answer
    ]
    components = sweep.exploration.components
    for under, whole in sweep.under_each_circumstance():
        regions = [
            one for one in complete if all(one.known[place] == under[place] for place in under)
        ]
        ends = [
            frozenset(index for region in regions for index in region.parts[number].indexes)
            for number in range(len(components))
        ]
        # Each component is brought to its end by itself, so any ends must go together.
        if sum(region.size for region in regions) != prod(map(len, ends)):
            yield Failure(what="is_complete")
        for number, component in enumerate(components):
            leads = _leading_to(component, ends[number])
            lost = next((index for index in whole.parts[number].indexes if not leads[index]), None)
            if lost is not None:
                where = (*whole.first[:number], lost, *whole.first[number + 1 :])
                yield Failure(met=Met(where, under), expect=Expectation(complete=True))


def _leading_to(component: Component, ends: frozenset[int]) -> bytearray:
    """Tell for each configuration whether any of `ends` can be reached from it."""
    leads = bytearray(len(component.configurations))
    for index in ends:
        leads[index] = 1
    arrows = list(zip(*component.arrows, strict=True))
    arrows.reverse()
    is_growing = True
    while is_growing:
        is_growing = False
        for source, target in arrows:
            if leads[target] and not leads[source]:
                leads[source] = 1
                is_growing = True
    return leads


@_of_the_whole
def investigation_goes_on(sweep: Sweep) -> Iterator[Failure]:
    """Promise that whatever the investigation takes, it takes after processing too (1(5))."""
    for holds, region, judgement in sweep.transitions(is_taken_after_processing_too):
        if not holds:
            met = Met.at(region, judgement.event)
            processed = _processed(sweep.exploration, region, judgement.event)
            if processed is None:
                yield Failure(met=met, expect=last_refused(sweep, met))
            else:
                yield Failure(
                    met=attrs.evolve(met, where=processed), expect=Expectation(refused=())
                )


def _processed(exploration: Exploration, region: Region, event: int) -> tuple[int, ...] | None:
    """Return where a case comes, one step on and processed, in which an event is refused."""
    place = PLACE["processing"]
    for number, component in enumerate(exploration.components):
        if "processing" in component.variables:
            configurations, inside = (
                component.configurations,
                frozenset(region.parts[number].indexes),
            )
            for source, target in zip(*component.arrows, strict=True):
                there = configurations[target]
                if (
                    source in inside
                    and there[place] != configurations[source][place]
                    and not component.is_accepted(event, there)
                ):
                    return (*region.first[:number], target, *region.first[number + 1 :])
    return None


@_of_the_whole
def every_rule_fires(sweep: Sweep) -> Iterator[Failure]:
    """Promise that every way through every rule takes some event in some case."""
    exploration = sweep.exploration
    fired = {
        way
        for component in exploration.components
        for judgement in component.judgements
        if judgement.sources
        for way in judgement.ways
    }
    for way in exploration.edition.ways:
        if way not in fired:
            yield Failure(what=f"{way.rule} ({way.event}: {', '.join(way.source)})")


@_of_the_whole
def every_guard_refuses(sweep: Sweep) -> Iterator[Failure]:
    """Promise that every guard refuses something wherever it is used, but for those said never to.

    It is used in a rule, in a row of who must report, in what makes a party owe a duty.
    """
    edition = sweep.exploration.edition
    never = {guard.name for guard in edition.guards.values() if guard.never_refuses is not None}
    for guard, where, refuses in _uses(sweep):
        if refuses is (guard in never):
            yield Failure(what=f"{guard} ({where})")


def _uses(sweep: Sweep) -> Iterator[tuple[str, str, bool]]:
    """Yield every guard with each place where it is used, and whether it ever refuses there."""
    edition = sweep.exploration.edition
    for rule, guard in dict.fromkeys(
        (way.rule, guard) for way in edition.ways for guard in way.guards
    ):
        yield guard, rule, (rule, guard) in sweep.exploration.refusing
    for guard in dict.fromkeys(guard for row in edition.reports for guard in row.guards):
        yield guard, "report", _is_ever(sweep, partial(_stands_in_the_way, guard))
    for claims in standing_of(edition).groups:
        for claim in claims:
            for guard in claim.guards:
                refuses = _is_ever(sweep, partial(claim.is_stopped_by, guard))
                yield guard, f"{claim.duty.duty}: {claim.duty.bearer}", refuses


def _stands_in_the_way(guard: str, configuration: Configuration) -> bool:
    """Tell whether a guard that asks nothing of an event refuses."""
    return not GUARDS[guard](configuration, None)


def _is_ever(sweep: Sweep, question: Callable[[Configuration], bool]) -> bool:
    return any(answer for answer, _ in sweep.configurations(question))


@_of_the_whole
def one_move_for_each_track(sweep: Sweep) -> Iterator[Failure]:
    """Promise that no two rules would move a track by the same event: what happens is settled."""
    for _, judgement, met in _accepted(sweep):
        for moves in judgement.moves:
            if len(moves) > 1:
                yield Failure(", ".join(moves), met, last_refused(sweep, met))


@_of_the_whole
def events_alone_make_the_case(sweep: Sweep) -> Iterator[Failure]:
    """Promise that the accepted events say how a case stands, whoever folds them.

    One case is made for each judgement: by `Case.apply`, again from its events, and both are held
    against what was explored.
    """
    exploration = sweep.exploration
    for number, judgement, met in _accepted(sweep):
        events = events_to(exploration, met)
        case, again = exploration.unopened(events), exploration.unopened(events)
        accepted = [case.offer(event).accepted for event in events]
        for event in case.events:
            again.apply(event)
        facts = facts_of(case)
        if not all(accepted) or facts is None or facts_of(again) != facts:
            yield Failure(met=met, expect=Expectation(refused=()))
            continue
        reached = exploration.values.of_facts(facts)
        for place, component in enumerate(exploration.components):
            expected = component.configurations[met.where[place]]
            if place == number:
                expected = judgement.after(expected)
            if any(reached[PLACE[name]] != expected[PLACE[name]] for name in component.variables):
                yield Failure(met=met, expect=Expectation(refused=()))
                break


@_of_the_whole
def asking_is_judging(sweep: Sweep) -> Iterator[Failure]:
    """Promise that what `options` offers is what `decide` accepts.

    Of rules, for every judgement; of the two functions themselves, in one case for each judgement
    by which an event is accepted.
    """
    exploration = sweep.exploration
    types = [event.type for event in exploration.events]
    for _, judgement, met in _accepted(sweep):
        *events, event = events_to(exploration, met)
        case = exploration.unopened(events)
        for earlier in events:
            case.apply(earlier)
        facts = facts_of(case)
        accepted = {
            type_
            for type_, tried in zip(types, exploration.events, strict=True)
            if facts is not None and exploration.procedure.judge(facts, tried)
        }
        offered = {
            option.event_type
            for option in options(case)
            if option.is_available and option.event_type in types
        }
        if not (judgement.is_agreed and decide(case, event).accepted and offered == accepted):
            yield Failure(
                what=", ".join(sorted(offered ^ accepted)),
                met=met,
                expect=last_refused(sweep, met),
            )


def _accepted(sweep: Sweep) -> Iterator[tuple[int, Judgement, Met]]:
    """Yield each judgement that accepts an event, where it is met first, and its component."""
    for number, judgement, region in sweep.accepted():
        yield number, judgement, Met.at(region, judgement.event)
