"""What a case shows, and what makes two cases the same."""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Hashable
from copy import copy
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread
from types import SimpleNamespace
from unittest.mock import ANY

import pytest

import nws_incident as nws
from nws_incident.case import facts_of
from nws_incident.facts import TRACKS, Facts
from nws_incident.folding import RECORDS
from nws_incident.judging import Procedure, procedure_of
from own_editions import INVESTIGATION, change, copy_edition
from scenes import (
    AT,
    CAUSE_DELAYED,
    CHECK_DELAYED,
    COPY_WRONG,
    DELAY_TOLD,
    REPORTED,
    STATES,
    TO_PROVIDER,
    TO_REINQUIRY,
    VALID_NUMBER,
    case_of,
    declared,
    event,
    opening,
    reinquiry,
)

EXAMPLES = Path(__file__).parent.parent / "examples" / "cases"
THREADS = 8


def test_an_unopened_case_shows_that_nothing_is_known() -> None:
    """Before its opening a case has no tracks, no parties and nothing owed."""
    case = nws.Case("a")
    assert (case.id, case.version, case.is_open, case.is_complete) == ("a", 0, False, False)
    assert case.tracks == nws.Tracks()
    assert (case.kind, case.opening, case.requester, case.provider) == (None,) * 4
    assert (case.inquiry, case.emergency_kind) == (None, None)
    assert (case.round, case.owed, case.report) == (nws.Round(), nws.Owed(), nws.Report())
    assert case.events == ()


def test_an_opened_case_shows_what_its_events_said() -> None:
    """Parties, inquiry, round, what is owed and the latest emergency are all to be seen."""
    first = opening()
    case = case_of(*TO_PROVIDER, CAUSE_DELAYED, DELAY_TOLD, COPY_WRONG, declared("impact_survey"))
    case.apply(event("wider_impact_expected"))
    assert case.opening == first
    assert isinstance(first, nws.DiscrepancyFound)
    assert (case.requester, case.provider) == (first.requester, first.provider)
    assert case.inquiry == first.inquiry
    assert case.kind is nws.CaseKind.DISCREPANCY
    assert isinstance(COPY_WRONG, nws.CauseIdentified)
    assert case.round == nws.Round(cause_delay_stated=True, delay_told=True, cause=COPY_WRONG)
    assert case.owed == nws.Owed(check_of_others=True, impacts_waiting=(nws.Role.REQUESTER,))
    assert case.emergency_kind is nws.EmergencyKind.IMPACT_SURVEY
    assert case.report == nws.Report(required=True, by=nws.Role.PROVIDER, clauses=("1(6)",))


def test_a_case_just_opened_knows_its_opening_and_nothing_else() -> None:
    """Every fact is as at the start: no flag up, nothing owed, all tracks since the first event."""
    first = opening()
    case = case_of(first)
    facts = facts_of(case)
    assert isinstance(first, nws.DiscrepancyFound)
    assert {name: getattr(facts, name) for name in Facts.__slots__} == {
        "edition": case.edition,
        "editions": case.editions,
        "opening": first,
        "version": 1,
        "last_at": first.at,
        "investigation": "self_check",
        "processing": "pending",
        "reporting": "undetermined",
        "emergency": "none",
        **{f"{name}_since": 1 for name in (*TRACKS, "round")},
        "kind": nws.CaseKind.DISCREPANCY,
        "inquiry": first.inquiry,
        "self_check_delay_stated": False,
        "cause_delay_stated": False,
        "delay_told": False,
        "cause": None,
        "outage": None,
        "last_reinquiry": None,
        "check_of_others_owed": False,
        "word_to_others_owed": False,
        "impacts_waiting": frozenset(),
        "authorities_owed": {},
        "carried": frozenset(),
        "emergency_kind": None,
        "emergency_declarer": None,
        "reporting_party": None,
        "report_ground": None,
    }
    assert case.editions[case.edition.id] is case.edition


def test_facts_that_no_case_holds_know_the_edition_that_they_are_of() -> None:
    """Whoever asks the procedure without a case has that one edition, and can move to no other."""
    edition = nws.load_edition()
    opened = procedure_of(edition).open(opening())
    assert opened is not None
    assert opened[0].editions == {edition.id: edition}


def test_a_carried_report_that_is_given_is_carried_no_more() -> None:
    """1(6): who gave it owes it no longer; what the other carries stays."""
    case = case_of(*TO_REINQUIRY, reinquiry("inconsistent"))
    assert case.report.carried == ("provider",)
    case.apply(REPORTED)
    assert not case.report.carried
    facts = facts_of(case)
    assert facts is not None
    facts.carried = frozenset(nws.Role)
    RECORDS["carried_report_given"](facts, REPORTED)
    assert facts.carried == frozenset(nws.Role) - {nws.Role.PROVIDER}


def test_a_report_is_settled_on_no_ground_where_none_holds() -> None:
    """An edition may record it without a guard that asks for a ground: nobody reports then."""
    case = case_of(opening())
    facts = facts_of(case)
    assert facts is not None
    RECORDS["report_determined"](facts, opening())
    assert (facts.report_ground, facts.reporting_party) == (None, None)


def test_a_decision_tells_the_rules_that_fired_from_those_that_moved() -> None:
    """Every rule that took the event is listed; a rule that only records moves nothing."""
    decision = case_of(*TO_PROVIDER).apply(COPY_WRONG)
    assert decision.rules == tuple(fired.rule for fired in decision.fired)
    moved = [(fired.track, fired.source, fired.to) for fired in decision.moves]
    assert moved == [
        ("investigation", "cause_investigation", "copy_correction"),
        ("reporting", "undetermined", "due"),
    ]
    recorded = case_of(*TO_PROVIDER).apply(CAUSE_DELAYED)
    assert recorded.rules
    assert recorded.moves == ()


def test_a_case_is_no_other_kind_of_thing() -> None:
    """A case equals nothing but a case, and its facts nothing but facts, as far as they can say.

    Both grow, so neither has a hash.
    """
    case = case_of(opening())
    facts = facts_of(case)
    assert case != "case"
    assert facts != "facts"
    assert case == ANY
    assert facts == ANY
    assert not isinstance(case, Hashable)
    assert not isinstance(facts, Hashable)
    assert case != nws.Case("other")
    assert "investigation=self_check" in repr(case)
    assert repr(nws.Case("a-1")).startswith("<Case 'a-1' version=0")


@pytest.mark.parametrize(
    ("case_id", "key"), [(" ", "blank"), (f"x {VALID_NUMBER}", "individual_number")]
)
def test_an_id_is_text_without_an_individual_number(case_id: str, key: str) -> None:
    """A blank id, or one with an individual number, is refused and never repeated."""
    with pytest.raises(nws.InvalidCaseFile) as caught:
        nws.Case(case_id)
    (problem,) = caught.value.problems
    assert (problem.path, problem.key) == ("$.id", key)
    assert VALID_NUMBER not in str(caught.value)


def test_a_case_of_an_own_edition_takes_it_along(tmp_path: Path) -> None:
    """A pickled case of an edition that is not shipped brings that edition with it."""
    folder = copy_edition(tmp_path)
    change(folder / "edition.toml", 'id = "2017-06-16"', 'id = "own"')
    case = nws.Case.from_events([opening(), CHECK_DELAYED], edition=nws.load_edition(folder))
    twin = pickle.loads(pickle.dumps(case))  # noqa: S301  our own
    assert twin == case
    assert twin.edition.id == "own"
    assert repr(twin.edition) == "<Edition 'own'>"
    assert twin != case_of(opening(), CHECK_DELAYED)
    knowing = nws.Case.from_events([opening()], editions=[case.edition])
    again = pickle.loads(pickle.dumps(knowing))  # noqa: S301  our own
    assert list(again.editions) == list(knowing.editions)
    assert again.edition is knowing.edition


def test_accepted_events_are_folded_anew_step_by_step(tmp_path: Path) -> None:
    """After each event the case is as it was then, and under the edition of then."""
    folder = copy_edition(tmp_path)
    change(folder / "edition.toml", 'id = "2017-06-16"', 'id = "own"')
    case = nws.Case(editions=[nws.load_edition(folder)])
    move = nws.EditionChanged(at=AT, by=nws.Role.REQUESTER, to="own")
    start = procedure_of(case.edition)
    seen: list[tuple[nws.Edition, Facts | None]] = [(case.edition, None)]
    for one in (*TO_PROVIDER, move, COPY_WRONG):
        before = copy(case)
        decision = case.apply(one)
        assert nws.decide(before, one) == decision
        facts = facts_of(case)
        assert facts is not None
        seen.append((case.edition, facts.copy()))
        assert (facts.version, facts.last_at) == (decision.version, one.at)
    stages = start.stages(case.events, case.editions)
    assert [(procedure.edition, facts.copy()) for procedure, facts in stages] == seen[1:]
    for version, known in enumerate(seen):
        procedure, facts = start.refold(case.events[:version], case.editions)
        assert (procedure.edition, facts) == known
    assert seen[-1][0].id == "own"


def test_a_doubtful_number_is_warned_of_in_whatever_event_it_comes(tmp_path: Path) -> None:
    """In the opening, in an event of the notice, and in one of the library's."""
    folder = copy_edition(tmp_path)
    change(folder / "edition.toml", 'id = "2017-06-16"', 'id = "own"')
    case = nws.Case(editions=[nws.load_edition(folder)])
    move = nws.EditionChanged(at=AT, by=nws.Role.REQUESTER, to="own")
    for one in (opening(), CHECK_DELAYED, move):
        plain = nws.decide(case, one)
        assert plain.accepted
        assert plain.warnings == ()
        decision = case.apply(one.replace(note="123456789012"))
        assert [said.path for said in decision.warnings] == ["$.note"]
        assert decision.fired == plain.fired
    assert decision.fired == (nws.Fired("L1", None, case.opened_under.id, "own", ()),)


@pytest.mark.parametrize(
    ("minutes", "note", "accepted"),
    [
        (0, None, True),
        (0, "123456789012", True),
        (0, VALID_NUMBER, False),
        (-1, None, False),
        (-1, "123456789012", False),
        (-1, VALID_NUMBER, False),
    ],
)
def test_an_event_is_in_its_time_and_names_nobody_s_number(
    minutes: int, note: str | None, *, accepted: bool
) -> None:
    """Both are asked of it: what is merely doubtful is no number, and no excuse for its time."""
    one = CHECK_DELAYED.replace(at=AT + timedelta(minutes=minutes), note=note)
    assert nws.decide(case_of(opening()), one).accepted == accepted


def test_an_opening_fires_its_rule_where_the_investigation_starts() -> None:
    """It moves no track: the case starts there."""
    for type_, rule in nws.load_edition().openings.items():
        start = rule.investigation
        decision = nws.Case().apply(opening(type_))
        assert decision.fired == (nws.Fired(rule.id, "investigation", start, start, rule.clauses),)
        assert decision.moves == ()


def test_a_refusal_names_the_event_and_the_version_that_it_would_have_had() -> None:
    """Before the opening as after it, as an error and as a decision."""
    for case in (nws.Case(), case_of(opening(), CHECK_DELAYED)):
        decision = case.offer(REPORTED)
        assert (decision.event_type, decision.version) == (REPORTED.type, case.version + 1)
        with pytest.raises(nws.Refused) as refusal:
            case.apply(REPORTED)
        assert (refusal.value.event_type, refusal.value.findings) == (
            REPORTED.type,
            decision.findings,
        )


def test_an_interrupted_move_leaves_the_case_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C after the facts have moved, and before the event is kept, undoes the move."""
    folder = copy_edition(tmp_path)
    change(folder / "edition.toml", 'id = "2017-06-16"', 'id = "own"')
    case = nws.Case.from_events(TO_PROVIDER, editions=[nws.load_edition(folder)])
    before = copy(case)
    move_facts = Procedure.move

    def move_and_interrupt(self: Procedure, facts: Facts, event: nws.Event) -> None:
        move_facts(self, facts, event)
        raise KeyboardInterrupt

    monkeypatch.setattr(Procedure, "move", move_and_interrupt)
    with pytest.raises(KeyboardInterrupt):
        case.apply(nws.EditionChanged(at=AT, by=nws.Role.REQUESTER, to="own"))
    assert case == before
    assert facts_of(case) == facts_of(before)


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


def test_a_track_is_since_the_event_that_moved_it() -> None:
    """A track that stays, or an event that only records, leaves the version as it was."""
    case = case_of(*TO_PROVIDER, CAUSE_DELAYED, COPY_WRONG)
    facts = facts_of(case)
    assert facts is not None
    assert {track: facts.since(track) for track in TRACKS} == {
        "investigation": 5,
        "processing": 1,
        "reporting": 5,
        "emergency": 1,
    }


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
