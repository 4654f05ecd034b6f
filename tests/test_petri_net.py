"""The net of the procedure can do all that the procedure accepts, and cannot go out of order."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import attrs
import pytest
from hypothesis import HealthCheck, given, settings

import nws_incident as nws
from logged import TokenGame, example_cases, names_of
from nws_incident.events import CLASS_BY_TYPE, fields_of
from nws_incident.export.net import END, OPEN, START, Net, net_of
from nws_incident.export.pnml import to_pnml
from nws_incident.export.steps import step_of, telling_fields
from nws_incident.facts import TRACKS
from nws_incident.fields import KIND
from nws_incident.testing import cases
from own_editions import INVESTIGATION, change, copy_edition
from random_cases import RandomCase, random_source
from scenes import (
    ANNOUNCED,
    CONTACTED,
    CORRECTED,
    INCONCLUSIVE,
    LINKED,
    NOTIFIED,
    TO_PROVIDER,
    TO_REINQUIRY,
    declared,
    documents,
    event,
    opening,
    reinquiry,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

EDITION = nws.load_edition()
LEAP = 'from = ["self_check", "outage_check"]\nto = "provider_contact"'
_PNML = "{http://www.pnml.org/version-2009/grammar/pnml}"


@cache
def shipped(*, steps: bool = False, unfinished: bool = False) -> Net:
    """Return the net of the shipped edition."""
    return net_of(EDITION, steps=steps, unfinished=unfinished)


def named(events: Iterable[nws.Event], *, steps: bool = False) -> list[str]:
    """Return what events are called in a net."""
    return [(step_of(EDITION, one) if steps else EDITION.events[one.type]).read() for one in events]


def where(case: nws.Case) -> frozenset[str]:
    """Return the marking that a case is in."""
    return frozenset({OPEN, *(f"{track}.{getattr(case.tracks, track)}" for track in TRACKS)})


@given(case=cases(max_events=20))
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_net_can_do_whatever_the_procedure_accepts(case: nws.Case) -> None:
    """Event by event, and the tracks' states are among the markings; a complete case can end."""
    for steps in (False, True):
        game = TokenGame(shipped(steps=steps))
        markings = game.play(named(case.events, steps=steps))
        assert where(case) in markings
        if case.is_complete:
            assert game.ends({where(case)})
        anywhere = TokenGame(shipped(steps=steps, unfinished=True))
        assert anywhere.ends({where(case)})


def test_long_random_cases_replay_and_most_departures_by_role_do_not() -> None:
    """Accepted events always go on; a refused one often has no way in the net, by steps oftener."""
    random = random_source(7)
    types = tuple(name for name in EDITION.events if name not in EDITION.library)
    games = {steps: TokenGame(shipped(steps=steps)) for steps in (False, True)}
    refused = 0
    found = dict.fromkeys(games, 0)
    for _ in range(150):
        drawn = RandomCase(random, types)
        case = nws.Case()
        data = drawn.opening()
        for _ in range(20):
            one = nws.read_event(data)
            names = {steps: named([*case.events, one], steps=steps) for steps in games}
            follows = {steps: bool(game.play(names[steps])) for steps, game in games.items()}
            if case.offer(one).accepted:
                assert all(follows.values())
            else:
                refused += 1
                for steps in games:
                    found[steps] += not follows[steps]
            data = drawn.next(attrs.asdict(case.tracks)) if case.is_open else drawn.opening()
    assert refused > 500
    assert found[True] > found[False] > refused / 4


def test_the_example_cases_replay() -> None:
    """Every case of the project does, and the complete ones end."""
    game = TokenGame(shipped())
    shown = [case for case in example_cases() if case.edition.id == EDITION.id]
    assert len(shown) > 50
    for case in shown:
        markings = game.play(names_of(case))
        assert markings
        assert not case.is_complete or game.ends(markings)


@pytest.mark.parametrize(
    "events",
    [
        (INCONCLUSIVE,),
        (opening(), opening()),
        (opening(), CONTACTED),
        (opening("provision_failed"), INCONCLUSIVE),
        (*TO_PROVIDER, CORRECTED),
        (*TO_PROVIDER, reinquiry("consistent")),
        (*TO_REINQUIRY, NOTIFIED),
        (*TO_REINQUIRY, LINKED),
        (opening(), event("emergency_phoned")),
        (opening(), declared("impact_survey"), event("emergency_form_posted", form="form_03_03")),
        (opening(), documents("immediate_processing"), documents("immediate_processing")),
    ],
    ids=lambda events: "-".join(one.type for one in events[-2:]),
)
def test_an_event_out_of_order_has_no_way_in_the_net(events: tuple[nws.Event, ...]) -> None:
    """Up to the last event the net can follow, and that one it cannot."""
    game = TokenGame(shipped())
    assert game.play(named(events[:-1]))
    assert not game.play(named(events))


def test_what_only_facts_forbid_the_net_allows_and_the_steps_tell_roles_apart() -> None:
    """It knows no facts: word of a delay that nobody stated goes through; a wrong role only so."""
    told = event("delay_notified", "provider")
    assert not nws.decide(nws.Case.from_events(TO_PROVIDER), told).accepted
    assert TokenGame(shipped(steps=True)).play(named((*TO_PROVIDER, told), steps=True))
    wrong = (opening(), event("self_check_inconclusive", "provider"))
    assert TokenGame(shipped()).play(named(wrong))
    assert not TokenGame(shipped(steps=True)).play(named(wrong, steps=True))


@pytest.mark.parametrize("steps", [False, True])
@pytest.mark.parametrize("unfinished", [False, True])
def test_no_place_overflows_no_transition_is_dead_and_every_case_can_end(
    *, steps: bool, unfinished: bool
) -> None:
    """From every marking: at most one token a place, a way to the end, and nothing left behind."""
    net = shipped(steps=steps, unfinished=unfinished)
    ways: dict[frozenset[str], set[frozenset[str]]] = {}
    fired = set()
    waiting = [frozenset({START})]
    while waiting:
        marking = waiting.pop()
        ways[marking] = set()
        for one in net.transitions:
            if one.takes <= marking:
                assert not (marking - one.takes) & one.gives
                fired.add(one.id)
                ways[marking].add(marking - one.takes | one.gives)
        waiting += [after for after in ways[marking] if after not in ways and after not in waiting]
    assert fired == {one.id for one in net.transitions}
    ending = {frozenset({END})}
    while more := {one for one in ways.keys() - ending if ways[one] & ending}:
        ending |= more
    assert ending == ways.keys()
    assert [marking for marking in ways if END in marking] == [frozenset({END})]


def test_a_case_ends_only_where_every_track_is_at_rest() -> None:
    """Unless unfinished ones are let go: then it ends wherever it is."""
    for events in (TO_PROVIDER, TO_REINQUIRY, (opening(), ANNOUNCED)):
        assert not TokenGame(shipped()).ends(TokenGame(shipped()).play(named(events)))
        loose = TokenGame(shipped(unfinished=True))
        assert loose.ends(loose.play(named(events)))


def test_the_fields_that_part_ways_have_few_values_and_each_is_tried() -> None:
    """Else a value that nobody tried could open a way that the net has not."""
    for name, cls in CLASS_BY_TYPE.items():
        kinds = {one.name: one.metadata[KIND] for one in fields_of(cls)}
        assert all(kinds[field].values for field in telling_fields(EDITION, name))


def test_the_net_follows_the_edition(tmp_path: Path) -> None:
    """A state that a rule of another edition leads to is where its net leads."""
    folder = copy_edition(tmp_path)
    change(folder / INVESTIGATION, 'from = ["self_check"]\nto = "provider_contact"', LEAP)
    game = TokenGame(net_of(nws.load_edition(folder)))
    leap = named((opening("provision_failed"), INCONCLUSIVE))
    (marking,) = game.play(leap)
    assert "investigation.provider_contact" in marking
    assert not TokenGame(shipped()).play(leap)


def test_a_change_of_edition_leaves_every_track_where_it_is() -> None:
    """It may come at any time after the opening, and not before."""
    moved = event("edition_changed", to="another")
    for events in (TO_PROVIDER, TO_REINQUIRY):
        game = TokenGame(shipped())
        assert game.play(named((*events, moved))) == game.play(named(events))
    assert not TokenGame(shipped()).play(named((moved,)))


def test_the_rules_and_clauses_of_a_transition_are_told() -> None:
    """A correction announced while the application is pending leads to the second inquiry."""
    label = EDITION.events["correction_notified"].read()
    (one,) = [
        one
        for one in shipped().transitions
        if one.name == label and "investigation.reinquiry" in one.gives
    ]
    assert one.rules == ("I13",)
    assert one.clauses == ("1(3)①",)
    assert {"processing.pending"} == one.takes & one.gives


def test_the_document_has_every_place_transition_and_arc() -> None:
    """As a place/transition net: one token at the start, and at the end the final marking."""
    net = net_of(EDITION, language="en")
    root = ET.fromstring(to_pnml(net))  # noqa: S314  our own
    (drawn,) = root
    assert (root.tag, drawn.get("type")) == (
        f"{_PNML}pnml",
        "http://www.pnml.org/version-2009/grammar/ptnet",
    )
    (page,) = drawn.iter(f"{_PNML}page")
    places = {one.get("id"): one for one in page.iter(f"{_PNML}place")}
    assert list(places) == [one.id for one in net.places]
    tokens = {one for one, place in places.items() if place.find(f"{_PNML}initialMarking")}
    assert tokens == {START}
    label = places["investigation.self_check"].findtext(f"{_PNML}name/{_PNML}text")
    assert label == "Investigation: Requester's own check"
    seen = {
        one.get("id"): one.findtext(f"{_PNML}name/{_PNML}text")
        for one in page.iter(f"{_PNML}transition")
    }
    assert seen == {one.id: one.name for one in net.transitions}
    arcs = {(one.get("source"), one.get("target")) for one in page.iter(f"{_PNML}arc")}
    assert arcs == {
        pair
        for one in net.transitions
        for pair in (*((a, one.id) for a in one.takes), *((one.id, b) for b in one.gives))
    }
    final = drawn.iterfind(f"{_PNML}finalmarkings/{_PNML}marking/{_PNML}place")
    ending = [one.get("idref") for one in final if one.findtext(f"{_PNML}text") == "1"]
    assert ending == [END]
    ids = [one.get("id") for one in root.iter() if one.get("id")]
    assert len(ids) == len(set(ids))
