"""Cases that are steered: they come where they are told to, and shrink to the shortest way."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample, Unsatisfiable

import nws_incident as nws
from brute_force import events_for, told_apart
from nws_incident.judging import procedure_of
from nws_incident.testing import (
    accepted_events,
    cases,
    cases_firing,
    cases_in,
    complete_cases,
    refusals,
    refused_events,
)
from scenes import INCONCLUSIVE, case_of, opening

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

EDITION = nws.load_edition()
LATER = nws.load_edition(
    Path(__file__).parent.parent / "examples" / "editions" / "2021-09-01-illustration.toml"
)
STATES = [(track.id, state) for track in EDITION.tracks.values() for state in track.states]
OPENINGS = [opening.id for opening in EDITION.openings.values()]
REFUSING = sorted({way.rule for way in EDITION.ways if not way.rides_on})

few = settings(max_examples=5, deadline=None, database=None)
"""No health check is suppressed: a draw that filtered much would fail."""
shrinking = settings(
    max_examples=100,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)


def state_of(track: str, state: str) -> SearchStrategy[nws.Case]:
    """Draw a case with a track in a state."""
    states: dict[str, Any] = {track: state}
    return cases_in(**states)


def last_rules(case: nws.Case) -> tuple[str, ...]:
    """Return the rules that the last event of a case fired."""
    before = nws.Case.from_events(
        case.events[:-1], edition=case.opened_under, editions=case.editions.values()
    )
    return before.apply(case.events[-1]).rules


@pytest.mark.parametrize("rule", [*OPENINGS, *EDITION.rules])
def test_a_case_is_drawn_for_every_rule(rule: str) -> None:
    """Its last event fires the rule, whatever came before."""

    @few
    @given(cases_firing(rule))
    def check(case: nws.Case) -> None:
        assert rule in last_rules(case)

    check()


def test_a_case_is_drawn_that_moves_to_another_edition() -> None:
    """A rule of the library needs somewhere to go."""

    @few
    @given(cases_firing("L1", editions=[LATER]))
    def check(case: nws.Case) -> None:
        assert last_rules(case) == ("L1",)

    check()
    with pytest.raises(nws.InvalidArgument, match="no case under this edition"):
        cases_firing("L1")


@pytest.mark.parametrize(("track", "state"), STATES)
def test_a_case_is_drawn_for_every_state(track: str, state: str) -> None:
    """However rare the state is."""

    @few
    @given(state_of(track, state))
    def check(case: nws.Case) -> None:
        assert getattr(case.tracks, track) == state

    check()


@few
@given(complete_cases())
def test_a_complete_case_is_complete(case: nws.Case) -> None:
    """Nothing is left to do in it."""
    assert case.is_complete


@pytest.mark.parametrize("rule", REFUSING)
def test_an_event_is_drawn_that_a_rule_refuses(rule: str) -> None:
    """The case is as it was before; the rule is among what stands in the way."""

    @few
    @given(refusals(rule))
    def check(drawn: tuple[nws.Case, nws.Event]) -> None:
        decision = nws.decide(*drawn)
        assert rule in {finding.rule for finding in decision.findings}

    check()


@few
@given(refusals())
def test_an_event_is_drawn_that_some_rule_refuses(drawn: tuple[nws.Case, nws.Event]) -> None:
    """Any will do."""
    assert not nws.decide(*drawn).accepted


def refused_or_accepted(case: nws.Case) -> SearchStrategy[tuple[nws.Case, nws.Event, nws.Event]]:
    """Draw an event of each kind for a case."""
    return st.tuples(st.just(case), accepted_events(case), refused_events(case))


@settings(few, max_examples=40)
@given(cases(min_events=0, max_events=6).flatmap(refused_or_accepted))
def test_what_is_drawn_as_accepted_is_and_what_as_refused_is_not(
    drawn: tuple[nws.Case, nws.Event, nws.Event],
) -> None:
    """Wherever the case stands, opened or not."""
    case, accepted, refused = drawn
    assert nws.decide(case, accepted).accepted
    assert not nws.decide(case, refused).accepted


def test_a_contact_that_is_refused_for_a_blank_leaves_it_blank() -> None:
    """What the case lacks is filled in only where the contact is to be accepted."""
    case = case_of(opening(inquiry={}), INCONCLUSIVE)

    def is_the_requesters(one: nws.Event) -> bool:
        return one.type == "provider_contacted" and one.by is nws.Role.REQUESTER

    assert not nws.decide(case, find(refused_events(case), is_the_requesters)).accepted
    assert nws.decide(case, find(accepted_events(case), is_the_requesters)).accepted


def test_only_types_that_are_wished_for_are_drawn() -> None:
    """And nothing, where none of them is accepted."""
    opened = find(cases_in(investigation="self_check"), lambda _: True)
    drawn = find(accepted_events(opened, "emergency_declared"), lambda _: True)
    assert drawn.type == "emergency_declared"
    with pytest.raises((NoSuchExample, Unsatisfiable)):
        find(accepted_events(opened, "remedy_completed"), lambda _: True)


@pytest.mark.parametrize(
    ("make", "path", "key"),
    [
        (lambda: cases_firing("X1"), "$.rule", "edition_unknown_rule"),
        (lambda: refusals("X1"), "$.rule", "edition_unknown_rule"),
        (lambda: refusals("R1"), "$", "no_such_case"),
        (lambda: cases_in(inquiry="remedy"), "$.inquiry", "unknown_key"),
        (lambda: cases_in(investigation="due"), "$.investigation", "unknown_state"),
        (
            lambda: cases_in(investigation="awaiting_operator", reporting="due"),
            "$",
            "no_such_case",
        ),
    ],
)
def test_what_no_case_comes_to_is_said_at_once(make: object, path: str, key: str) -> None:
    """Not when the test draws, and not by drawing in vain."""
    with pytest.raises(nws.InvalidArgument) as caught:
        make()  # type: ignore[operator]
    assert [(problem.path, problem.key) for problem in caught.value.problems] == [(path, key)]


# Shrinking.


def lengths(strategy: SearchStrategy[nws.Case]) -> int:
    """Return how long the smallest case is that a property fails for which hates any late event."""
    found = find(
        strategy,
        lambda case: case.version > 0 and case.events[-1].at > case.events[0].at,
        settings=shrinking,
    )
    return found.version


def shortest_to(rule: str) -> int:
    """Return the length of the shortest case that fires a rule, by a plain search over everything.

    It knows the procedure alone: every event with every value, from every opening.
    """
    procedure = procedure_of(EDITION)
    layer = [opened[0] for event in openings() if (opened := procedure.open(event)) is not None]
    seen = set()
    steps = 1
    while True:
        steps += 1
        following = []
        for facts in layer:
            for event in events_for(facts):
                taken = procedure.judge(facts, event)
                if not taken:
                    continue
                after = facts.copy()
                fired = procedure.fold(after, event, taken)
                if rule in {one.rule for one in fired}:
                    return steps
                key = told_apart(after)
                if key not in seen:
                    seen.add(key)
                    following.append(after)
        layer = following


def openings() -> list[nws.Event]:
    """Return openings of both types, at once or not, by municipalities."""
    return [
        opening(type_, immediate=immediate)
        for type_ in EDITION.openings
        for immediate in (False, True)
    ]


@pytest.mark.parametrize("rule", ["P1", "F3", "R8"])
def test_a_case_shrinks_to_the_shortest_that_fires_a_rule(rule: str) -> None:
    """From a random case with detours down to as few events as a plain search needs."""
    assert lengths(cases_firing(rule)) == shortest_to(rule)


@pytest.mark.parametrize(
    ("track", "state"),
    [("investigation", "copy_correction"), ("emergency", "reported")],
)
def test_a_case_shrinks_to_the_shortest_that_is_in_a_state(track: str, state: str) -> None:
    """As short as the shortest case that fires a rule which leads there."""
    leading = {way.rule for way in EDITION.ways if way.track == track and way.to == state}
    shortest = min(shortest_to(rule) for rule in leading)
    assert lengths(state_of(track, state)) == shortest


def test_a_complete_case_shrinks_to_the_shortest() -> None:
    """As many events as the way on has from before the opening."""
    shortest = nws.unblock(nws.Case(), nws.COMPLETE)
    assert lengths(complete_cases()) == len(shortest.steps)


def test_what_remains_of_a_case_reads_well() -> None:
    """All that does not matter is plain: there are no notes, and no other events."""
    case = find(
        cases_firing("F5"),
        lambda case: case.opening.requester.kind == "national",
        settings=shrinking,
    )
    assert [event.type for event in case.events] == [
        step.event_type for step in nws.unblock(nws.Case(), "other_requesters_notified").steps
    ] + ["other_requesters_notified"]
    assert {event.note for event in case.events} == {None}
    assert case.provider is not None
    assert case.provider.kind == "municipality"


@pytest.mark.parametrize(("state", "most"), [("cause_investigation", 3), ("provider_contact", 2)])
def test_any_case_shrinks_too(state: str, most: int) -> None:
    """A case that is not steered comes near: events that do not matter are left out one by one.

    A detour of several events is not always left out, so the best of a few counts.
    """
    found = [
        find(
            cases(),
            lambda case: case.tracks.investigation == state,
            settings=shrinking,
            random=Random(seed),
        )
        for seed in range(3)
    ]
    assert min(case.version for case in found) <= most
