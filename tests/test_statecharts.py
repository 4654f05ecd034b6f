"""The procedure as a statechart: what is in it, and that its files keep to their formats."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import unescape

import jsonschema
import pytest
import xmlschema
from attrs import evolve

import nws_incident as nws
from nws_incident.export import statechart_of, to_json_schema, to_scxml, to_xstate
from nws_incident.export.conditions import Holds, IsIn
from nws_incident.judging import procedure_of
from own_editions import INVESTIGATION, PROCESSING, RECORDS_BESIDE, REPORTING, append, copy_edition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nws_incident.export import Statechart
    from nws_incident.export.statechart import Step

DATA = Path(__file__).parent / "data"
EDITION = nws.load_edition()
CHART = statechart_of(procedure_of(EDITION))
FILES = {
    "scxml": ("statechart.scxml", to_scxml(CHART)),
    "xstate": ("machine.json", to_xstate(CHART)),
    "json-schema": ("case.schema.json", to_json_schema(EDITION)),
}


def steps_of(chart: Statechart) -> Iterator[Step]:
    """Yield every step of a chart."""
    yield from chart.openings
    for track in chart.tracks:
        for state in track.states:
            yield from state.steps
    yield from chart.asides


def test_every_way_of_every_rule_is_there() -> None:
    """In each state that it leaves from, or in a region of its own."""
    charted = [
        (track.id, state.id, step.name)
        for track in CHART.tracks
        for state in track.states
        for step in state.steps
    ]
    assert len(set(charted)) == len(charted)
    aside = {step.rule for step in CHART.asides}
    for way in EDITION.ways:
        ways = [one for one in EDITION.ways if one.rule == way.rule]
        name = way.rule if len(ways) == 1 else f"{way.rule}.{ways.index(way) + 1}"
        states = () if way.rule in aside else way.source
        assert {state for _, state, one in charted if one == name} == set(states)
    assert aside == {"R13"}


def test_what_is_announced_is_awaited() -> None:
    """Every announcement has somebody who waits for it, and the other way round."""
    announced = {step.announcement for step in steps_of(CHART) if step.announcement}
    awaited = {
        event for step in steps_of(CHART) for event in step.events if event.startswith("accepted.")
    }
    assert announced == awaited


def test_every_predicate_is_described() -> None:
    """Each that a step asks, in the order of the edition, and no other."""
    asked = {
        one.guard for step in steps_of(CHART) for one in step.conditions if isinstance(one, Holds)
    }
    assert [one.name for one in CHART.predicates] == [
        name for name in EDITION.guards if name in asked
    ]
    assert asked == {one.name for one in CHART.predicates}


def test_it_speaks_the_language_that_is_asked_for() -> None:
    """Labels, meanings and demands."""
    english = statechart_of(procedure_of(EDITION), language="en")
    assert english.tracks[0].states[0].label == "Outage check"
    assert CHART.tracks[0].states[0].label == "障害の確認"


def test_scxml_keeps_to_its_schema() -> None:
    """Elements, attributes, names of events, and targets that there are."""
    schema = xmlschema.XMLSchema(DATA / "scxml.xsd")
    text = FILES["scxml"][1]
    schema.validate(text)
    for old, new in (
        ('target="investigation_self_check"', 'target="investigation_elsewhere"'),
        ('event="outage_checked"', 'event="outage checked?"'),
        ('<log label="took"', '<lag label="took"'),
        ("cond=", "condition="),
    ):
        assert old in text
        assert not schema.is_valid(text.replace(old, new, 1))


def test_xstate_keeps_to_its_schema() -> None:
    """What `createMachine` takes, and every guard that is named is made of something."""
    schema = json.loads((DATA / "xstate.schema.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    machine = json.loads(FILES["xstate"][1])
    validator.validate(machine)
    assert not validator.is_valid({**machine, "state": {}})
    named = {step.name for step in steps_of(CHART) if step.conditions}
    assert machine["meta"]["guards"].keys() == named


@pytest.mark.parametrize("form", FILES)
def test_it_is_as_it_was_approved(form: str) -> None:
    """A change of the file is looked at by a person, who then keeps the new one."""
    name, text = FILES[form]
    approved = (DATA / "charts" / name).read_text(encoding="utf-8")
    assert text == approved, (
        f"nws-incident export --format {form} --output tests/data/charts/{name}"
    )


def test_what_records_beside_others_asks_where_the_track_is(tmp_path: Path) -> None:
    """Its region does not know the state, so the transition asks for it; from any state, not."""
    folder = copy_edition(tmp_path)
    append(folder / INVESTIGATION, RECORDS_BESIDE)
    chart = statechart_of(procedure_of(nws.load_edition(folder)))
    by_rule = {step.rule: step for step in chart.asides}
    assert by_rule["X1"].conditions[-1] == IsIn(
        "investigation", ("cause_investigation", "copy_correction")
    )
    assert not any(isinstance(one, IsIn) for one in by_rule["R13"].conditions)
    guard = json.loads(to_xstate(chart))["meta"]["guards"]["X1"]
    assert guard[-1]["params"]["states"][1] == "#nws-incident.open.investigation.copy_correction"
    asked = "(In('investigation_cause_investigation') || In('investigation_copy_correction'))"
    assert asked in unescape(to_scxml(chart))


def test_without_such_rules_there_is_no_such_region() -> None:
    """Neither in SCXML nor for XState."""
    chart = evolve(CHART, asides=())
    assert "records_aside" not in to_scxml(chart)
    assert json.loads(to_xstate(chart))["states"]["open"]["states"].keys() == EDITION.tracks.keys()


RIDES_IN_ANOTHER_TRACK = """
[[rule]]
id = "P3"
track = "processing"
event = "cause_identified"
rides_on = ["I9"]
from = ["pending"]
to = "on_linked_information"
clauses = ["1(3)①"]
means = { ja = "処理", en = "processed" }
"""
RIDES_ON_ANOTHER_RULE = """
[[rule]]
id = "R14"
track = "reporting"
event = "processed_on_attached_documents"
rides_on = ["I20"]
from = ["undetermined"]
to = "due"
clauses = ["5"]
means = { ja = "報告", en = "reported" }
"""


@pytest.mark.parametrize(
    ("file", "rule", "key"),
    [
        (PROCESSING, RIDES_IN_ANOTHER_TRACK, "chart_riding_tracks"),
        (REPORTING, RIDES_ON_ANOTHER_RULE, "chart_riding_rules"),
    ],
)
def test_what_a_statechart_would_take_otherwise_is_not_written(
    tmp_path: Path, file: str, rule: str, key: str
) -> None:
    """Two tracks that ride on one event, or rules of one event that would both be ridden on."""
    folder = copy_edition(tmp_path)
    append(folder / file, rule)
    procedure = procedure_of(nws.load_edition(folder))
    with pytest.raises(nws.InvalidEdition) as caught:
        statechart_of(procedure)
    (problem,) = caught.value.problems
    assert problem.key == key
    assert problem.message("ja") != problem.message("en")
