"""The machines that judge: made from the rules of the tracks, and shared by threads."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from threading import Barrier, Thread
from types import SimpleNamespace

import pytest

import nws_incident as nws
from nws_incident.case import facts_of
from nws_incident.facts import TRACKS
from nws_incident.judging import procedure_of
from own_editions import INVESTIGATION, copy_edition
from scenes import (
    STATES,
    TO_PROVIDER,
    case_of,
    opening,
)

EXAMPLES = Path(__file__).parent.parent / "examples" / "cases"

THREADS = 8


def test_each_machine_is_that_of_its_track_s_rules() -> None:
    """Names, states, events and transitions are where the engine keeps them, for who draws them."""
    edition = nws.load_edition()
    machines = procedure_of(edition).machines
    assert list(machines) == list(edition.tracks) == list(TRACKS)
    for id_, machine in machines.items():
        track = edition.tracks[id_]
        assert (machine.name, machine.model_attribute) == (f"{id_}: ", id_)
        assert (machine.initial, list(machine.states)) == (track.initial, list(track.states))
        assert machine.models == []
        ways = [way for way in edition.ways if way.track == id_]
        assert list(machine.events) == list(dict.fromkeys(way.event for way in ways))
        for type_, taken in machine.events.items():
            assert (taken.name, taken.machine) == (type_, machine)
            assert machine.event(type_) is taken
        assert Counter((one.way.rule, one.source, one.dest) for one in machine.ways()) == Counter(
            (way.rule, source, way.to) for way in ways for source in way.source
        )
        for one in machine.ways():
            to = one.source if one.dest is None else one.dest
            assert one.fired == nws.Fired(one.way.rule, id_, one.source, to, one.way.clauses)
            assert (one.fired_alone, one.is_move) == ((one.fired,), one.dest is not None)
            assert len(one.checks) + bool(one.by) == len(one.conditions)
            if one.by:
                done_by = one.conditions[0].func
                assert callable(done_by)
                assert {by for by in nws.Role if done_by(None, SimpleNamespace(by=by))} == one.by


@pytest.mark.parametrize("state", STATES)
def test_a_type_has_a_way_where_a_rule_takes_it_from_where_the_tracks_are(state: str) -> None:
    """Whatever else the rule asks for; what only rides on another rule is no way."""
    case = case_of(*STATES[state])
    facts = facts_of(case)
    assert facts is not None
    procedure = procedure_of(case.edition)
    for type_ in case.edition.events:
        assert procedure.has_way(facts, type_) == any(
            way.event == type_ and not way.rides_on and facts.state(way.track) in way.source
            for way in case.edition.ways
        )


SECOND_MOVE = """
[[rule]]
id = "X1"
track = "investigation"
event = "provider_contacted"
by = ["requester"]
from = ["provider_contact"]
guards = ["opened_as_immediate"]
to = "awaiting_operator"
clauses = ["1(2)"]
means = { ja = "別の状態に移る。", en = "It moves elsewhere." }

[[rule]]
id = "X2"
track = "investigation"
event = "provider_contacted"
by = ["requester"]
from = ["provider_contact"]
records = ["self_check_delay"]
clauses = ["1(2)"]
means = { ja = "記録する。", en = "It is recorded." }
"""


def test_of_rules_that_would_move_a_track_the_first_does_and_all_record(tmp_path: Path) -> None:
    """A track goes one way; a rule that moves nothing is not kept from recording by that."""
    folder = copy_edition(tmp_path)
    with (folder / INVESTIGATION).open("a", encoding="utf-8") as file:
        file.write(SECOND_MOVE)
    case = nws.Case.from_events(
        (opening(immediate=True), TO_PROVIDER[1]), edition=nws.load_edition(folder)
    )
    decision = case.apply(TO_PROVIDER[2])
    assert decision.rules == ("I8", "X2")
    assert case.tracks.investigation == "cause_investigation"
    assert case.round.self_check_delay_stated


def test_threads_share_the_machines() -> None:
    """Eight threads that judge over the same machines come to what one thread comes to."""
    sources = [one.case for one in nws.read_paths([EXAMPLES]) if isinstance(one, nws.ReadCase)]
    alone = [nws.replay(source).decisions for source in sources]
    start = Barrier(THREADS)
    together: dict[int, list[tuple[nws.Decision, ...]]] = {}

    def judge(number: int) -> None:
        start.wait()
        together[number] = [nws.replay(source).decisions for source in sources]

    threads = [Thread(target=judge, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert together == dict.fromkeys(range(THREADS), alone)
