"""A case names its edition, and an event of the library moves it to another."""

from __future__ import annotations

import copy
import json
import pickle
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import nws_incident as nws
from nws_incident.case import facts_of
from nws_incident.cli import main
from nws_incident.events import CLASS_BY_TYPE, EVENT_CLASSES
from nws_incident.judging import Procedure
from nws_incident.moving import missing_words
from nws_incident.testing import cases, next_events
from oracle import Oracle
from own_editions import change, copy_edition
from random_cases import EDITION, OTHER_EDITION, RandomCase, random_source
from scenes import AT, TO_PROVIDER, case_of, declared, event, opening
from test_against_oracle import judge_twice

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples" / "editions"
OVERLAY = EXAMPLES / "2021-09-01-illustration.toml"
SHIPPED = nws.load_edition()
LATER = nws.load_edition(OVERLAY)
WIDER = nws.load_edition(ROOT / "tests" / "editions" / "wider.toml")
DISCREPANCY_ONLY = nws.load_edition(ROOT / "tests" / "editions" / "discrepancy-only.toml")
PARTY = {"name": "甲市", "kind": "municipality"}

moving = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def moved_to(edition: str, at: Any = AT, by: nws.Role = nws.Role.REQUESTER) -> nws.Event:
    """Make the event that moves a case to an edition."""
    return nws.EditionChanged(at=at, by=by, to=edition)


def last(case: nws.Case) -> Any:
    """Return the time of a case's last event."""
    return case.events[-1].at


def as_file(case: nws.Case, edition: str = EDITION) -> dict[str, Any]:
    """Return a case as a case file."""
    events = [nws.write_event(one) for one in case.events]
    return {"format": "nws-incident/case/1", "id": "x", "edition": edition, "events": events}


# The event and its rule.


def test_the_event_is_the_library_s_and_is_marked_so_everywhere() -> None:
    """In the class, in the data, and in the labels; no clause of the notice is cited for it."""
    assert [cls for cls in EVENT_CLASSES if cls.of_library] == [nws.EditionChanged]
    rule = SHIPPED.library["edition_changed"]
    assert (rule.id, rule.clauses) == ("L1", ())
    assert set(rule.by) == set(nws.Role)
    assert "ライブラリ" in SHIPPED.events["edition_changed"].read("ja")
    assert "library" in SHIPPED.events["edition_changed"].read("en")
    assert all(way.event != "edition_changed" for way in SHIPPED.ways)


@pytest.mark.parametrize("role", nws.Role)
def test_anybody_may_move_a_case(role: nws.Role) -> None:
    """After the move everything is judged and told by the edition that it was moved to."""
    case = nws.Case.from_events(TO_PROVIDER, editions=[LATER])
    decision = case.apply(moved_to(LATER.id, by=role))
    assert decision.rules == ("L1",)
    assert decision.moves == ()
    assert decision.fired == (nws.Fired("L1", None, SHIPPED.id, LATER.id, ()),)
    assert decision.version == case.version == 4
    assert case.edition is LATER
    assert case.opened_under is SHIPPED
    refusal = nws.decide(case, event("outage_recovered", "system_operator"))
    (finding,) = {one.guard: one for one in refusal.findings}.values()
    assert finding.points_to is not None
    told = nws.decide(case, event("outage_recovered", "requester"))
    assert any("デジタル庁" in one.message("ja") for one in told.findings)


def test_a_move_is_admitted_like_any_event() -> None:
    """Not before the opening, not out of order, not with an individual number, with a warning."""
    case = nws.Case(editions=[LATER])
    assert [one.guard for one in case.offer(moved_to(LATER.id)).findings] == ["case_is_open"]
    case.apply(opening())
    early = moved_to(LATER.id, at=AT.replace(hour=9))
    assert [one.guard for one in case.offer(early).findings] == ["time_not_running_back"]
    numbered = moved_to(LATER.id).replace(note="123456789018")
    assert [one.guard for one in case.offer(numbered).findings] == ["no_individual_number"]
    doubtful = moved_to(LATER.id).replace(note="123456789012")
    assert [one.path for one in case.apply(doubtful).warnings] == ["$.note"]
    with pytest.raises(nws.InvalidEvent):
        nws.EditionChanged(at=AT, by=nws.Role.REQUESTER, to=" ")


def test_an_edition_that_is_unknown_or_the_same_is_refused() -> None:
    """The finding names the editions there are, or the present one, and cites no clause."""
    case = nws.Case.from_events([opening()], editions=[LATER])
    (unknown,) = case.offer(moved_to("1999-01-01")).findings
    assert (unknown.rule, unknown.guard, unknown.clauses) == ("L1", "edition_known", ())
    assert LATER.id in unknown.message("en")
    assert "not of the notice" in unknown.message("en")
    (same,) = case.offer(moved_to(EDITION)).findings
    assert same.guard == "edition_is_another"
    (number,) = [
        one
        for one in case.offer(moved_to("マイナンバー 123456789018")).findings
        if one.guard == "edition_known"
    ]
    assert "123456789018" not in number.message("ja")


def test_a_configuration_that_is_not_there_is_refused_and_named() -> None:
    """States, the kind, and the ground of a report: each is named by its label."""
    phoned = (
        declared("impact_survey"),
        event("emergency_phoned"),
        event("emergency_form_posted", form="form_03_03"),
        event("emergency_phoned"),
    )
    case = nws.Case.from_events([opening(), *phoned], edition=WIDER)
    (finding,) = case.offer(moved_to(EDITION)).findings
    assert finding.guard == "states_exist_there"
    assert "緊急連絡の「再度の電話」" in finding.message("ja")
    case = nws.Case.from_events([opening("provision_failed")], editions=[DISCREPANCY_ONLY])
    (finding,) = case.offer(moved_to(DISCREPANCY_ONLY.id)).findings
    assert finding.guard == "words_exist_there"
    assert "「情報の未提供」" in finding.message("ja")


def test_what_the_facts_refer_to_is_looked_for_there() -> None:
    """A finding and a kind of emergency would be missed, if an edition could lack them."""
    case = case_of(*TO_PROVIDER, declared("impact_survey"))
    case.apply(event("cause_identified", "provider", **CAUSE))
    facts = facts_of(case)
    assert facts is not None
    bare = attrs.evolve(LATER, findings={}, emergencies={}, reports=())
    facts.editions = {LATER.id: bare}
    missing = [text.read("en") for text in missing_words(facts, moved_to(LATER.id))]
    assert missing == [
        SHIPPED.label("finding", "information_wrong").read("en"),
        SHIPPED.label("emergency_kind", "impact_survey").read("en"),
        SHIPPED.reports[4].means.read("en"),
    ]


CAUSE = {
    "causing_party": "provider",
    "factor": "system",
    "detail": "x",
    "finding": "information_wrong",
    "prompt_response_expected": True,
}


def test_the_ground_of_a_report_is_that_of_the_new_edition(tmp_path: Path) -> None:
    """A report that is owed is told by the clauses of the edition that the case was moved to."""
    file = tmp_path / "later.toml"
    text = OVERLAY.read_text(encoding="utf-8")
    row = '[[change.report]]\nid = "party_was_the_cause"\nclauses = ["5"]\n'
    file.write_text(f"{text}\n{row}", encoding="utf-8")
    later = nws.load_edition(file)
    case = nws.Case.from_events(
        [*TO_PROVIDER, event("cause_identified", "provider", **CAUSE)], editions=[later]
    )
    assert case.report.clauses == ("1(6)",)
    case.apply(moved_to(later.id))
    assert case.report == nws.Report(required=True, by=nws.Role.PROVIDER, clauses=("5",))


def test_an_event_that_the_edition_has_no_rule_for_is_refused_by_the_library() -> None:
    """There is a finding even where no rule of the notice could say no."""
    case = nws.Case.from_events([opening()], edition=DISCREPANCY_ONLY)
    (finding,) = case.offer(opening("provision_failed")).findings
    assert (finding.rule, finding.guard) == ("L2", "event_has_a_rule")
    assert "discrepancy-only" in finding.message("en")


def test_an_edition_may_leave_moving_to_some(tmp_path: Path) -> None:
    """Who may move a case is data: another role is refused by the library's rule."""
    file = tmp_path / "later.toml"
    text = OVERLAY.read_text(encoding="utf-8")
    file.write_text(f'{text}\n[[change.library]]\nid = "L1"\nby = ["provider"]\n', encoding="utf-8")
    case = nws.Case.from_events([opening()], edition=nws.load_edition(file))
    (finding,) = case.offer(moved_to(EDITION)).findings
    assert (finding.rule, finding.guard, finding.clauses) == ("L1", "role", ())
    options = {one.event_type: one for one in nws.options(case)}
    assert options["edition_changed"].choices == ({"by": nws.Role.PROVIDER, "to": EDITION},)


# Which editions a case knows.


def test_a_case_knows_the_shipped_editions_its_own_and_those_it_is_told_of() -> None:
    """By their ids; nothing is known to other cases by that."""
    case = nws.Case(edition=WIDER, editions=[LATER])
    assert list(case.editions) == [EDITION, "wider", LATER.id]
    assert list(nws.Case().editions) == [EDITION]
    assert case.editions[EDITION] is SHIPPED


def test_two_editions_of_one_name_are_refused(tmp_path: Path) -> None:
    """Only a case's own edition may stand for another of its name."""
    own = nws.load_edition(copy_edition(tmp_path))
    assert nws.Case(edition=own, editions=[own]).editions[EDITION] is own
    for wrong in ([own], [LATER, attrs.evolve(LATER)]):
        with pytest.raises(nws.InvalidEdition) as caught:
            nws.Case(editions=wrong)
        assert [problem.key for problem in caught.value.problems] == ["edition_id_taken"]


# Case files.


def test_a_case_file_names_its_edition() -> None:
    """A shipped edition, or one that is made known; an unknown one is told what there is."""
    data = as_file(case_of(opening()), LATER.id)
    source = nws.case_from_data(data, editions=[LATER])
    assert nws.read_case(json.dumps(data), editions=[LATER]) == source
    outcome = nws.replay(source, editions=[LATER])
    assert outcome.case.edition is LATER
    with pytest.raises(nws.InvalidCaseFile) as caught:
        nws.case_from_data({**data, "edition": "x"}, editions=[LATER])
    assert f"{EDITION}, {LATER.id}" in str(caught.value)
    with pytest.raises(nws.InvalidEdition, match="unknown edition"):
        nws.replay(source)


def test_expected_states_may_be_those_of_an_edition_that_the_case_is_moved_to() -> None:
    """A state that only the later edition has can be expected where an event leads there."""
    case = nws.Case.from_events([opening(), moved_to("wider")], editions=[WIDER])
    data = {**as_file(case), "expect": {"tracks": {"emergency": "phoned_again"}}}
    source = nws.case_from_data(data, editions=[WIDER])
    (mismatch,) = nws.replay(source, editions=[WIDER]).mismatches
    assert mismatch.expected == "phoned_again"
    with pytest.raises(nws.InvalidCaseFile):
        nws.case_from_data(data)


def test_example_cases_come_out_as_expected() -> None:
    """The cases beside the illustration, one moved to it and one under it from the start."""
    found = list(nws.read_paths([EXAMPLES / "cases"], editions=[LATER]))
    assert len(found) == 2
    for one in found:
        assert isinstance(one, nws.ReadCase)
        assert nws.replay(one.case, editions=[LATER]).is_clean
    kinds = {type(one) for one in nws.read_paths([EXAMPLES / "cases"])}
    assert kinds == {nws.ReadCase, nws.Unreadable}


# The command.


def test_the_command_makes_editions_known(capsys: pytest.CaptureFixture[str]) -> None:
    """`--edition` takes names, folders and overlays, as often as there are editions."""
    cases_of = str(EXAMPLES / "cases")
    words = ["replay", cases_of, *("--edition", str(OVERLAY)) * 2, "--edition", EDITION]
    assert main(words) == 0
    out = capsys.readouterr().out
    assert f"L1 版: {EDITION}→{LATER.id}" in out
    assert "デジタル庁" in out
    assert main(["replay", cases_of]) == 2
    assert main(["replay", cases_of, "--edition", "no.toml"]) == 2
    assert "no.toml:$" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("options", "{file}"), 0),
        (("duties", "{file}", "--now", "2017-08-01T09:00:00+09:00"), 0),
        (("draft", "{file}", "ask_system_operator"), 0),
        (("report", "draft", "{file}"), 1),
    ],
)
def test_every_command_reads_cases_of_the_editions_it_is_told_of(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, words: tuple[str, ...], status: int
) -> None:
    """A case under an overlay is read where the overlay is made known, and only there."""
    file = tmp_path / "case.json"
    file.write_text(json.dumps(as_file(case_of(*TO_PROVIDER), LATER.id)), encoding="utf-8")
    said = [word.format(file=file) for word in words]
    assert main([*said, "--edition", str(OVERLAY)]) == status
    capsys.readouterr()
    assert main(said) == 2
    written = capsys.readouterr()
    assert LATER.id in written.out + written.err


def test_the_way_to_a_body_is_that_of_the_edition_asked_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The operator is named as the overlay names it."""
    words = ["route", "ask_system_operator", "--sender", "prefecture"]
    assert main([*words, "--edition", str(OVERLAY)]) == 0
    assert "デジタル庁" in capsys.readouterr().out


def test_no_event_of_the_procedure_is_a_step_to_a_move() -> None:
    """A case can be moved now, or never as far as it knows; before the opening nobody can tell."""
    assert nws.unblock(nws.Case(), "edition_changed").reach is nws.Reach.UNKNOWN
    assert nws.unblock(case_of(opening()), "edition_changed").reach is nws.Reach.NEVER
    case = nws.Case.from_events([opening()], editions=[LATER])
    assert nws.unblock(case, "edition_changed").reach is nws.Reach.NOW
    assert nws.unblock(case, moved_to(LATER.id)).reach is nws.Reach.NOW
    assert nws.unblock(case, moved_to(EDITION)).reach is nws.Reach.UNKNOWN


def test_each_event_is_told_by_the_edition_it_was_judged_under(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A state that the case's last edition does not have is told all the same."""
    phoned = [
        declared("impact_survey"),
        event("emergency_phoned"),
        event("emergency_form_posted", form="form_03_03"),
        event("emergency_phoned"),
    ]
    wide = nws.Case.from_events([opening(), *phoned], edition=WIDER)
    data = as_file(wide, "wider")
    again = {"type": "emergency_declared", "at": AT.isoformat(), "by": "provider"}
    back = {"type": "edition_changed", "at": AT.isoformat(), "by": "j_lis", "to": EDITION}
    data["events"] += [{**again, "kind": "impact_survey"}, back]
    file = tmp_path / "case.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    wider = str(ROOT / "tests" / "editions" / "wider.toml")
    assert main(["replay", str(file), "--edition", wider, "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert "Emergency: Phoned again" in out
    assert f"L1 edition: wider→{EDITION}" in out


def test_the_command_shows_the_edition_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    """Rules and drawings are those of the last edition that was named."""
    wider = str(ROOT / "tests" / "editions" / "wider.toml")
    assert main(["rules", "X1", "--edition", wider]) == 0
    assert main(["rules", "X1"]) == 2
    assert main(["diagram", "--edition", EDITION, "--edition", wider, "--lang", "en"]) == 0
    assert "(wider)" in capsys.readouterr().out


# What holds of any case.


@moving
@given(cases(), st.data())
def test_a_move_that_changes_labels_only_changes_nothing_else(
    case: nws.Case, data: st.DataObject
) -> None:
    """Tracks, round, what is owed and the report stay, and later decisions are the same."""
    twin = nws.Case.from_events(case.events, editions=[LATER])
    twin.apply(moved_to(LATER.id, at=last(case)))
    assert standing(twin) == standing(case)
    for _ in range(8):
        one = data.draw(next_events(case).filter(lambda drawn: not drawn.of_library))
        ours, theirs = case.offer(one), twin.offer(one)
        assert theirs.fired == ours.fired
        assert told(theirs) == told(ours)
        assert standing(twin) == standing(case)


def standing(case: nws.Case) -> tuple[Any, ...]:
    """Return everything that a case shows, but its editions and events."""
    report = attrs.asdict(case.report)
    return case.tracks, case.kind, case.round, case.owed, report, case.emergency_kind, case.inquiry


def told(decision: nws.Decision) -> list[tuple[Any, ...]]:
    """Return what findings and warnings say to programs, but for the count of the events."""
    return [
        (one.rule, one.guard, one.clauses, one.path, one.points_to is None)
        for one in (*decision.findings, *decision.warnings)
    ]


@moving
@given(cases())
def test_a_case_under_an_edition_with_other_labels_is_judged_alike(case: nws.Case) -> None:
    """Replayed under it, every decision is the same."""
    data = as_file(case)
    ours = nws.replay(nws.case_from_data(data))
    data["edition"] = LATER.id
    theirs = nws.replay(nws.case_from_data(data, editions=[LATER]), editions=[LATER])
    assert theirs.decisions == ours.decisions


@moving
@given(cases(edition=WIDER, editions=[LATER, DISCREPANCY_ONLY]), st.data())
def test_a_case_that_was_moved_is_what_its_events_make_of_it(
    case: nws.Case, data: st.DataObject
) -> None:
    """Copies, pickles and its events made anew are equal to it; options and decisions agree."""
    editions = tuple(case.editions.values())
    again = nws.Case.from_events(case.events, edition=WIDER, editions=[LATER, DISCREPANCY_ONLY])
    assert again == case
    assert facts_of(again) == facts_of(case)
    for twin in (copy.copy(case), copy.deepcopy(case)):
        assert (twin, twin.edition, twin.opened_under) == (case, case.edition, WIDER)
        assert facts_of(twin) == facts_of(case)
    pickled = pickle.loads(pickle.dumps(case))  # noqa: S301  our own
    assert pickled == case
    assert list(pickled.editions) == list(case.editions)
    assert standing(pickled) == standing(case)
    assert (case == nws.Case.from_events(case.events[:1], editions=editions[2:])) is False
    for option in nws.options(case):
        assert bool(option.findings) == (option.availability is not nws.Availability.OPEN)
    (moving_to,) = [one for one in nws.options(case) if one.event_type == "edition_changed"]
    for name in (*case.editions, "x"):
        one = moved_to(name, at=last(case))
        is_chosen = name in {choice["to"] for choice in moving_to.choices}
        assert nws.decide(case, one).accepted == is_chosen
    one = data.draw(next_events(case))
    before = facts_of(copy.copy(case)), case.edition, case.events
    decision = nws.decide(case, one)
    assert (facts_of(case), case.edition, case.events) == before
    assert case.offer(one) == decision


@moving
@given(cases(max_events=5), st.booleans())
def test_an_interrupted_move_leaves_the_case_as_it_was(
    case: nws.Case,
    is_moved_before: bool,  # noqa: FBT001  drawn
) -> None:
    """Ctrl-C in the middle of a move undoes it, under whichever edition the case then was."""
    case = nws.Case.from_events(case.events, editions=[LATER, WIDER])
    if is_moved_before:
        case.apply(moved_to("wider", at=last(case)))
    before = copy.copy(case)
    move = Procedure.move

    presses = [KeyboardInterrupt()]

    def move_and_interrupt(self: Procedure, *args: Any) -> Any:
        moved = move(self, *args)
        if presses:
            raise presses.pop()
        return moved

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Procedure, "move", move_and_interrupt)
        with pytest.raises(KeyboardInterrupt):
            case.apply(moved_to(LATER.id, at=last(case)))
    assert case == before
    assert case.edition is before.edition
    assert facts_of(case) == facts_of(before)
    case.apply(moved_to(LATER.id, at=last(case)))
    assert case.edition is LATER


@pytest.mark.parametrize("seed", range(2))
def test_a_long_run_with_a_second_edition_agrees_with_the_oracle(seed: int) -> None:
    """Cases that are moved to and fro between two editions go on as the oracle says."""
    random = random_source(seed)
    other = attrs.evolve(LATER, about=attrs.evolve(LATER.about, id=OTHER_EDITION))
    moves = 0
    for _ in range(120):
        case: nws.Case = nws.Case(editions=[other])
        oracle = Oracle(EDITION, (OTHER_EDITION,))
        source = RandomCase(random, tuple(CLASS_BY_TYPE))
        for index in range(60):
            data = source.next(oracle.tracks) if index else source.opening()
            moves += "L1" in judge_twice(case, oracle, data).rules
            assert case.edition.id == oracle.edition
    assert moves > 10


def test_an_own_edition_of_the_shipped_name_is_moved_and_pickled(tmp_path: Path) -> None:
    """A case of a changed copy of the shipped edition goes elsewhere and comes back to its own."""
    folder = copy_edition(tmp_path)
    change(folder / "labels.toml", "情報提供者", "提供者")
    own: nws.Edition = nws.load_edition(str(folder))
    case = nws.Case.from_events([opening()], edition=own, editions=[LATER])
    case.apply(moved_to(LATER.id))
    twin = pickle.loads(pickle.dumps(case))  # noqa: S301  our own
    case.apply(moved_to(EDITION))
    twin.apply(moved_to(EDITION))
    assert case.edition is own
    assert twin.edition.label("role", "provider").read("ja") == "提供者"
