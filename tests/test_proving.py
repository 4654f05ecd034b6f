"""Proving: what is explored is what cases do, all of it is asked, and what fails is shown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nws_incident as nws
from nws_incident.case import facts_of
from nws_incident.casefile import Expectation, case_to_data, read_case, write_case
from nws_incident.cli import main
from nws_incident.events.particulars import PARTICULARS
from nws_incident.facts import Facts
from nws_incident.notice.properties import PropertyName
from nws_incident.proving import Property, Transition, exploring
from nws_incident.proving.alphabet import INQUIRIES
from nws_incident.proving.cases import Met, events_to
from nws_incident.proving.checks import OF_CONFIGURATIONS, OF_TRANSITIONS
from nws_incident.proving.exploring import Exploration
from nws_incident.proving.proof import proof_of
from nws_incident.proving.sweeping import Sweep
from nws_incident.proving.variables import CIRCUMSTANCES, KNOWN, PLACE, VARIABLES, Configuration
from nws_incident.proving.whole import OF_THE_WHOLE
from nws_incident.testing import cases, next_events
from own_editions import SMALL as SMALL_FILE
from own_editions import on_small

EDITION = nws.load_edition()
ANYWHERE = settings(deadline=None, max_examples=150)
SMALL = nws.load_edition(SMALL_FILE)
EXAMPLES = Path(__file__).parent.parent / "examples" / "cases"
NO_VARIABLES = {"edition", "editions", "opening", "version", "last_at"}


@pytest.fixture(scope="module")
def explored() -> Exploration:
    """Explore the shipped edition, once."""
    return Exploration(EDITION)


@pytest.fixture(scope="module")
def sweep(explored: Exploration) -> Sweep:
    """Return what asks questions of it."""
    return Sweep(explored)


def configuration_of(explored: Exploration, case: nws.Case) -> bytes:
    """Return the configuration that a case is in, circumstances and all."""
    known = facts_of(case)
    assert known is not None
    facts = known.copy()
    nothing, something, everything = INQUIRIES
    blanks = len(facts.inquiry.blanks)
    facts.inquiry = nothing if blanks == len(PARTICULARS) else something if blanks else everything
    configuration = explored.values.of_facts(facts)
    opening = facts.opening
    circumstances = {
        "immediate": opening.immediate,
        "requester_kind": opening.requester.kind,
        "provider_kind": opening.provider.kind,
    }
    for name, value in circumstances.items():
        configuration[PLACE[name]] = explored.values.number(PLACE[name], value)
    return bytes(configuration)


def ask_of(explored: Exploration, configuration: bytes) -> Configuration:
    """Return what a predicate is asked with, of one configuration."""

    def ask(name: str) -> Any:
        return explored.values.of[PLACE[name]][configuration[PLACE[name]]]

    return Configuration(explored.edition, ask)


def test_every_fact_is_a_variable_or_nothing_that_is_judged() -> None:
    """A fact that were left out would make two cases one."""
    slots = {name for name in Facts.__slots__ if not name.endswith("_since")}
    assert slots - NO_VARIABLES == set(KNOWN)
    assert (*KNOWN, *CIRCUMSTANCES) == VARIABLES


def test_every_property_that_can_be_proved_has_one_proof_and_the_edition_asks_for_it() -> None:
    """No name without a check, no check without a name."""
    proofs = [*OF_CONFIGURATIONS, *OF_TRANSITIONS, *OF_THE_WHOLE]
    assert sorted(proofs) == sorted(PropertyName)
    assert sorted(EDITION.properties) == sorted(PropertyName)


def test_what_is_explored_falls_into_the_emergency_and_the_rest(explored: Exploration) -> None:
    """Nothing that a requester or provider does about the one bears on the other."""
    emergency, rest = explored.components
    assert emergency.variables == {
        "emergency",
        "emergency_kind",
        "emergency_declarer",
        "authorities_owed",
    }
    assert rest.variables == set(KNOWN) - emergency.variables
    assert rest.circumstances == {"immediate"}
    assert emergency.circumstances == {"requester_kind", "provider_kind"}


@ANYWHERE
@given(case=cases(max_events=25))
def test_wherever_a_case_comes_was_explored(explored: Exploration, case: nws.Case) -> None:
    """Whatever its parties, texts and times."""
    configuration = configuration_of(explored, case)
    for component in explored.components:
        number = component.number_of(configuration)
        assert component.way_to(number)


@ANYWHERE
@given(case=cases(max_events=15), data=st.data())
def test_an_event_is_judged_as_was_learnt(
    explored: Exploration, case: nws.Case, data: st.DataObject
) -> None:
    """A case that an event moves comes to where a judgement of its type says it would."""
    event = data.draw(next_events(case))
    before = configuration_of(explored, case)
    decision = case.offer(event)
    if not decision.accepted or event.of_library:
        return
    after = configuration_of(explored, case)
    met = [
        judgement.after(before)
        for component in explored.components
        for judgement in component.judgements
        if explored.events[judgement.event].type == event.type
        and explored.events[judgement.event].by is event.by
        and judgement.fired == decision.fired
        and all(before[place] == number for place, number in judgement.read.items())
    ]
    assert after in met


@ANYWHERE
@given(data=st.data())
def test_a_configuration_is_where_its_way_leads(explored: Exploration, data: st.DataObject) -> None:
    """The events that first led there make a case that stands there."""
    where = tuple(
        data.draw(st.integers(0, len(component.configurations) - 1))
        for component in explored.components
    )
    case = nws.Case.from_events(events_to(explored, Met(where, {})))
    reached = configuration_of(explored, case)
    assert tuple(one.number_of(reached) for one in explored.components) == where


@ANYWHERE
@given(data=st.data())
def test_asking_all_at_once_answers_for_each(
    explored: Exploration, sweep: Sweep, data: st.DataObject
) -> None:
    """A predicate says of a configuration what was said of the class that it fell into."""
    name = data.draw(st.sampled_from(sorted(OF_CONFIGURATIONS)))
    regions = list(sweep.configurations(OF_CONFIGURATIONS[name]))
    answer, region = data.draw(st.sampled_from(regions))
    stood = bytearray(len(PLACE))
    for component, part in zip(explored.components, region.parts, strict=True):
        index = data.draw(st.sampled_from(part.indexes))
        for place, number in enumerate(component.configurations[index]):
            stood[place] |= number
    for place, number in region.known.items():
        stood[place] = number
    assert OF_CONFIGURATIONS[name](ask_of(explored, bytes(stood))) == answer


def test_the_classes_that_a_question_makes_leave_nothing_out(sweep: Sweep) -> None:
    """And count nothing twice: together they are every pair of configurations."""
    everything = 1
    for component in sweep.exploration.components:
        everything *= len(component.configurations)
    regions = [region for _, region in sweep.configurations(lambda one: one.is_complete)]
    assert sum(region.size for region in regions) == everything


def test_the_shipped_edition_keeps_what_it_promises(explored: Exploration) -> None:
    """Every property holds, of some 200,000 configurations and 60 million tries."""
    proof = proof_of(explored)
    assert [verdict.property for verdict in proof.verdicts if not verdict.holds] == []
    assert proof.holds
    assert len(proof.verdicts) == len(PropertyName)
    assert proof.configurations == 215_344
    assert proof.tries == 62_433_984


def never_on_documents(configuration: Configuration) -> bool:
    """Promise what is not so: that documents are never used."""
    return configuration.processing != "on_attached_documents"


def never_by_the_provider(transition: Transition) -> bool:
    """Promise what is not so: that a provider never tells of a delay."""
    return "F3" not in transition.rules


SAID = nws.Text.of({"ja": "成り立たない性質", "en": "what is not so"})


@pytest.mark.parametrize(
    ("property_", "events", "last"),
    [
        (
            Property("x", SAID, of_configurations=never_on_documents),
            2,
            "processed_on_attached_documents",
        ),
        (
            Property("x", SAID, ("1(3)②",), of_transitions=never_by_the_provider),
            5,
            "delay_notified",
        ),
    ],
)
def test_a_property_of_a_host_that_does_not_hold_is_shown_by_the_shortest_case(
    explored: Exploration, property_: Property, events: int, last: str
) -> None:
    """As a case file, whose replay does not meet what the property expects."""
    verdict = proof_of(explored, [property_]).verdicts[-1]
    assert not verdict.holds
    assert verdict.case is not None
    assert len(verdict.case.events) == events
    assert verdict.case.events[-1].type == last
    again = read_case(write_case(verdict.case))
    assert again == verdict.case
    assert nws.replay(again).mismatches


def test_a_case_file_is_written_as_it_is_read() -> None:
    """What stands in an example, written again, reads the same."""
    for read in nws.read_paths([EXAMPLES]):
        assert isinstance(read, nws.ReadCase)
        assert read_case(write_case(read.case)) == read.case
        assert list(case_to_data(read.case))[:2] == ["format", "id"]


def test_components_that_were_guessed_too_fine_are_put_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """After a first look at one configuration alone, what comes out is the same."""
    explored = Exploration(SMALL)
    monkeypatch.setattr(exploring, "_FIRST_LOOK", 1)
    again = Exploration(SMALL)
    assert [(one.variables, len(one.configurations)) for one in again.components] == [
        (one.variables, len(one.configurations)) for one in explored.components
    ]


FAULTY = """
[[change.duty]]
id = "decide_application"
modality = "should"

[[change.rule]]
id = "P2"
during = { investigation = ["resolved", "self_check"] }
"""


@pytest.mark.parametrize("language", ["ja", "en"])
def test_people_see_what_holds_and_what_does_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    """With what is at fault, or the case of it, and where that was written to."""
    file = on_small(tmp_path, "city", FAULTY)
    files = tmp_path / "shown"
    common = ["verify", "--edition", str(file), "--lang", language]
    assert main(common) == 1
    shown = capsys.readouterr().out
    assert {"ja": "30の性質のうち2が成り立たない", "en": "2 of 30 properties do not hold"}[
        language
    ] in shown
    assert "information_confirmed" in shown
    assert "format: nws-incident/case/1" in shown
    assert main([*common, "--cases", str(files)]) == 1
    assert str(files / "incomplete_owes_something.yaml") in capsys.readouterr().out


def test_programs_get_what_holds_and_what_does_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The case is the one that is written, and its replay does not come out as expected."""
    file = on_small(tmp_path, "city", FAULTY)
    files = tmp_path / "shown"
    assert main(["verify", "--edition", str(file), "--cases", str(files), "--json"]) == 1
    data = json.loads(capsys.readouterr().out)
    assert data["holds"] is False
    failed = {one["property"]: one for one in data["properties"] if not one["holds"]}
    assert failed.keys() == {"incomplete_owes_something", "every_guard_refuses"}
    assert failed["every_guard_refuses"]["what"] == "information_confirmed (P2)"
    (written,) = files.iterdir()
    edition = nws.load_edition(file)
    (read,) = nws.read_paths([written], editions=[edition])
    assert isinstance(read, nws.ReadCase)
    assert read.case.expect == Expectation(complete=True)
    assert case_to_data(read.case) == failed["incomplete_owes_something"]["case"]
    assert nws.replay(read.case, editions=[edition]).mismatches


def test_an_edition_that_promises_nothing_is_told_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is proved to hold nothing."""
    names = ", ".join(f'"{name}"' for name in PropertyName)
    file = on_small(tmp_path, "city", f"[withdraw]\nproperty = [{names}]\n")
    assert main(["verify", "--edition", str(file)]) == 0
    assert "証明すべきことがない" in capsys.readouterr().out


def test_an_edition_of_which_everything_holds_is_told_so(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """In one line at the end."""
    assert main(["verify", "--edition", str(SMALL_FILE), "--lang", "en"]) == 0
    assert "All 30 properties hold, whatever happens." in capsys.readouterr().out
