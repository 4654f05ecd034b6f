"""Interpreters of statecharts that others wrote come to the same states on the exported charts.

`NWS_INCIDENT_CHARTS=full` drives each with 10,000 random cases; they are fewer otherwise.
"""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING

import pytest
from attrs import evolve

import nws_incident as nws
from charted_cases import Became, charted_cases
from node_project import PROJECT, node
from nws_incident.cli import main
from nws_incident.export import statechart_of, to_scxml, to_xstate
from nws_incident.judging import procedure_of
from own_editions import INVESTIGATION, RECORDS_BESIDE, append, copy_edition
from random_cases import random_source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from nws_incident.export import Statechart
    from nws_incident.export.statechart import Step
    from nws_incident.notice.edition import Edition

    Write = Callable[[Statechart], str]

IS_FULL = os.environ.get("NWS_INCIDENT_CHARTS") == "full"
CASES = 10_000 if IS_FULL else 300
SECONDS = 1800 if IS_FULL else 180
EDITION = nws.load_edition()
PAGE = PROJECT.parent.parent / "docs" / "how-to" / "draw.md"
INTERPRETERS = {"xstate.mjs": to_xstate, "scion.mjs": to_scxml}


def without_asides(chart: Statechart) -> Statechart:
    """Leave out what records beside something that moves."""
    return evolve(chart, asides=())


def without_a_rider(chart: Statechart) -> Statechart:
    """Leave out the rule that makes a report due once the response is finished."""
    return with_steps(chart, lambda steps: tuple(step for step in steps if step.rule != "R5"))


def without_conditions(chart: Statechart) -> Statechart:
    """Take the first transition of an event, whatever it asks."""
    return with_steps(chart, lambda steps: tuple(evolve(step, conditions=()) for step in steps))


def with_steps(
    chart: Statechart, change: Callable[[tuple[Step, ...]], tuple[Step, ...]]
) -> Statechart:
    """Return a chart whose states have other steps."""
    tracks = (
        evolve(track, states=tuple(evolve(one, steps=change(one.steps)) for one in track.states))
        for track in chart.tracks
    )
    return evolve(chart, tracks=tuple(tracks))


class Told:
    """Random cases as an interpreter is told of them, and what the library makes of each."""

    def __init__(self, file: Path, edition: Edition, count: int) -> None:
        """Write the file."""
        self.file = file
        self.edition = edition
        self.expected: list[Became] = []
        with file.open("w", encoding="utf-8") as stream:
            for told, course in charted_cases(edition, random_source(7), count):
                json.dump(told, stream)
                stream.write("\n")
                self.expected.append(course)

    @property
    def fired(self) -> set[str]:
        """The rules that fired in any case."""
        return {rule for course in self.expected for _, rules in course for rule in rules}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """Return cases under the shipped edition."""
    node()
    return Told(tmp_path_factory.mktemp("shipped") / "told", EDITION, CASES)


@pytest.fixture(scope="module")
def told_of_own(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """Return cases under an edition with one more rule, which records beside others that move."""
    node()
    folder = tmp_path_factory.mktemp("own")
    edition = copy_edition(folder)
    append(edition / INVESTIGATION, RECORDS_BESIDE)
    return Told(folder / "told", nws.load_edition(edition), CASES // 3)


@pytest.mark.parametrize(("runner", "write"), INTERPRETERS.items(), ids=INTERPRETERS)
def test_an_interpreter_comes_to_the_same_states(
    runner: str, write: Write, told: Told, tmp_path: Path
) -> None:
    """Same events, same answers of the predicates: tracks and rules agree after each event."""
    demand_agreement(told, runner, write, tmp_path)
    openings = (opening.id for opening in EDITION.openings.values())
    assert told.fired == {*EDITION.rules, *openings}


@pytest.mark.parametrize(("runner", "write"), INTERPRETERS.items(), ids=INTERPRETERS)
def test_what_records_beside_a_move_is_charted_apart(
    runner: str, write: Write, told_of_own: Told, tmp_path: Path
) -> None:
    """Under another edition too: one event is taken by what moves and by what records."""
    demand_agreement(told_of_own, runner, write, tmp_path)
    assert any(
        "X1" in rules and len(rules) > 1 for course in told_of_own.expected for _, rules in course
    )


@pytest.mark.parametrize(("runner", "write"), INTERPRETERS.items(), ids=INTERPRETERS)
@pytest.mark.parametrize("change", [without_asides, without_a_rider, without_conditions])
def test_another_chart_comes_to_other_states(
    runner: str,
    write: Write,
    change: Callable[[Statechart], Statechart],
    told: Told,
    tmp_path: Path,
) -> None:
    """The comparison would notice: a chart that is changed in one place does not agree."""
    chart = change(statechart_of(procedure_of(EDITION)))
    assert list(became(runner, write(chart), told, tmp_path)) != told.expected


def demand_agreement(told: Told, runner: str, write: Write, folder: Path) -> None:
    """Demand that an interpreter makes of each case what the library makes of it."""
    seen = became(runner, write(statechart_of(procedure_of(told.edition))), told, folder)
    for number, (own, other) in enumerate(zip(told.expected, seen, strict=True)):
        for index, (one, another) in enumerate(zip(own, other, strict=True)):
            assert one == another, f"case {number}, event {index}"


def became(runner: str, chart: str, told: Told, folder: Path) -> Iterator[Became]:
    """Run a chart on the cases; yield what the interpreter makes of each."""
    (folder / "chart").write_text(chart, encoding="utf-8")
    with told.file.open() as source, (folder / "became").open("w") as target:
        subprocess.run(  # noqa: S603  our own
            [node(), str(PROJECT / runner), str(folder / "chart")],
            stdin=source,
            stdout=target,
            check=True,
            timeout=SECONDS,
        )
    with (folder / "became").open(encoding="utf-8") as stream:
        for line in stream:
            yield [(tracks, sorted(rules)) for tracks, rules in json.loads(line)]


@pytest.mark.parametrize(
    ("form", "file", "name", "state"),
    [
        ("xstate", "machine.json", "run.mjs", "cause_investigation"),
        ("scxml", "statechart.scxml", "run-scxml.mjs", "investigation_cause_investigation"),
    ],
)
def test_the_example_of_the_page_runs(
    form: str, file: str, name: str, state: str, tmp_path: Path
) -> None:
    """What docs/how-to/draw.md tells a reader to run prints what it says."""
    page = PAGE.read_text(encoding="utf-8")
    program = page.split(f"```js\n// {name}\n")[1].partition("```")[0]
    said = page.split("```text\n")[1].partition("```")[0].splitlines()
    (tmp_path / name).write_text(program, encoding="utf-8")
    assert main(["export", "--format", form, "--output", str(tmp_path / file)]) == 0
    command = node()
    (tmp_path / "node_modules").symlink_to(PROJECT / "node_modules")
    done = subprocess.run(  # noqa: S603  our own
        [command, name], cwd=tmp_path, capture_output=True, check=True, encoding="utf-8"
    )
    assert done.stdout.splitlines() == [*said[:-1], state]
    assert said[-1] == "cause_investigation"
