"""The clause matrix has no hole, and each case file that it names does what its cell says."""

from __future__ import annotations

import importlib
import re
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from attrs import frozen

import nws_incident as nws
from nws_incident.notice.model import Force

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).parent.parent
EDITION = nws.load_edition()
FORCES = {text.read("en"): Force(name) for name, text in EDITION.forces.items()}
GOES_ON = "1(5)なお書き"
"""It commands that nothing stop, so that nothing can rest on it."""


@frozen
class Cell:
    """What a cell of the matrix says: a case file, an event, by what, and the duties it ends."""

    file: str
    index: int | None
    by: tuple[str, ...]
    ended: tuple[str, ...]

    @property
    def outcome(self) -> nws.Replay:
        """What becomes of the case file."""
        (found,) = nws.read_paths([ROOT / self.file])
        assert isinstance(found, nws.ReadCase)
        return nws.replay(found.case)


@frozen
class Row:
    """A row of the matrix, as it is read off the page."""

    clause: str
    force: Force
    resting: str
    passes: str
    refused: str


def module(name: str) -> ModuleType:
    """Return a module that makes the generated parts, which lives beside the pages."""
    if str(ROOT / "docs") not in sys.path:
        sys.path.insert(0, str(ROOT / "docs"))
    return importlib.import_module(name)


@cache
def rows() -> tuple[Row, ...]:
    """Read the matrix off its page, as it is when it is built."""
    page = (ROOT / "docs/reference/clause-matrix.md").read_text(encoding="utf-8")
    built: str = module("parts").fill(page)
    found = []
    for line in built.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        clause = re.match(r"\[(.+?)\]\(#clause-", cells[0])
        if clause is not None:
            force = FORCES[cells[1].partition(" (")[0]]
            found.append(Row(clause[1], force, *cells[2:]))
    return tuple(found)


def cell(text: str) -> Cell:
    """Take a cell apart."""
    file = re.search(r"`(tests/cases/[^`]+)`$", text)
    assert file is not None, text
    index = re.search(r": event (\d+) `", text)
    return Cell(
        file[1],
        None if index is None else int(index[1]),
        tuple(name.strip("`") for name in re.findall(r"\[(\S+?)\]\(#(?:rule|exemption)-", text)),
        tuple(re.findall(r"ends \[`(\w+)`\]", text)),
    )


def test_every_sentence_that_binds_has_its_row() -> None:
    """One for each thing that a clause does, but for those that merely tell."""
    binding = [
        (clause.number, force)
        for clause in EDITION.clauses.values()
        for force in clause.force
        if force is not Force.INFORMATION
    ]
    assert [(row.clause, row.force) for row in rows()] == binding
    assert {"1(5)なお書き", "4(3)", "5また書き"} <= {row.clause for row in rows()}


def test_no_cell_is_empty() -> None:
    """Each sentence has something that rests on it, a case that keeps it, and one it refuses."""
    for row in rows():
        assert row.resting, row.clause
        assert row.passes, row.clause
        assert row.refused, row.clause


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row.clause}-{row.force}")
def test_the_case_that_passes_keeps_the_sentence(row: Row) -> None:
    """Nothing is refused; the event fires what the cell says, and the clause bears on it."""
    shown = cell(row.passes)
    outcome = shown.outcome
    assert outcome.is_clean
    assert outcome.refused == ()
    if shown.index is None:
        assert row.force is Force.EXEMPTION
        assert outcome.case.is_complete
        assert row.clause in spared(outcome.case, shown.by)
        return
    event, decision = outcome.source.events[shown.index], outcome.decisions[shown.index]
    generals = {rule.id for rule in EDITION.generals}
    assert set(shown.by) <= {*decision.rules, *generals}
    before, after = (outcome.case.fork(upto=shown.index + more) for more in (0, 1))
    assert owed(before) - owed(after) >= set(shown.ended)
    if row.clause == GOES_ON:
        assert before.tracks.processing == "on_attached_documents"
        assert before.tracks.investigation != after.tracks.investigation
        return
    bearing = {number for fired in decision.fired for number in fired.clauses}
    bearing |= {
        number
        for way in EDITION.ways
        if way.rule in decision.rules
        for guard in way.guards
        for number in EDITION.guards[guard].clauses
    }
    bearing |= {
        number for rule in EDITION.generals for number in rule.clauses if rule.id in shown.by
    }
    bearing |= {number for name in shown.ended for number in EDITION.duties[name].clauses}
    assert row.clause in bearing | routed(outcome, event)
    if row.force is Force.PERMISSION:
        allowed = {one.event for one in nws.permissions(before)}
        assert event.type in allowed


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row.clause}-{row.force}")
def test_the_case_that_is_refused_is_refused_by_the_sentence(row: Row) -> None:
    """The event is refused by what the cell says, and the clause stands in its way."""
    shown = cell(row.refused)
    outcome = shown.outcome
    assert outcome.is_clean
    assert shown.index is not None
    assert shown.index in outcome.refused
    event, decision = outcome.source.events[shown.index], outcome.decisions[shown.index]
    accepted = sum(one.accepted for one in outcome.decisions[: shown.index])
    before = outcome.case.fork(upto=accepted)
    if row.force is Force.EXEMPTION:
        assert row.clause in spared(before, shown.by)
        return
    assert set(shown.by) <= {finding.rule for finding in decision.findings}
    if row.clause == GOES_ON:
        assert before.tracks.processing == "on_attached_documents"
        assert "complete_self_check" in owed(before)
        return
    standing = {number for finding in decision.findings for number in finding.clauses}
    assert row.clause in standing | routed(outcome, event)


def owed(case: nws.Case) -> set[str]:
    """Return the names of the duties that a case owes."""
    return {one.duty for one in nws.duties(case, now=case.events[-1].at)}


def spared(case: nws.Case, names: tuple[str, ...]) -> set[str]:
    """Return the clauses on which these exemptions stand in a case."""
    return {
        number for one in nws.exemptions(case) if one.exemption in names for number in one.clauses
    }


def routed(outcome: nws.Replay, event: nws.Event) -> set[str]:
    """Return the clauses of the route by which an event turns to a body, if it does."""
    if not isinstance(event, nws.ProviderContacted | nws.Consulted):
        return set()
    sender = getattr(outcome.case, event.by).kind
    if isinstance(event, nws.Consulted):
        return set(nws.route(f"ask_{event.target}", sender=sender).clauses)
    known = event.contact_known
    return set(nws.route("inquire_provider", sender=sender, contact_known=known).clauses)


def test_a_case_that_shows_something_else_leaves_its_cell_empty() -> None:
    """What is not shown is not claimed."""
    evidence = module("parts.clause_evidence")
    for row in rows():
        passing, refusing = cell(row.passes).outcome, cell(row.refused).outcome
        assert evidence.kept(row.clause, row.force, refusing) is None
        assert evidence.refused(row.clause, row.force, passing) is None
    checked = cell(rows()[0].passes).outcome
    for number, force in (
        ("1(3)②", Force.COMMAND),
        ("1(5)", Force.PERMISSION),
        ("6", Force.EXEMPTION),
        ("4(3)", Force.CARE),
        (GOES_ON, Force.COMMAND),
    ):
        assert evidence.kept(number, force, checked) is None
    refused = cell(rows()[0].refused).outcome
    for number, force in (
        ("1(3)②", Force.COMMAND),
        ("1(5)", Force.PERMISSION),
        ("2(2)", Force.EXEMPTION),
        ("1(2)", Force.CARE),
        ("4(3)", Force.CARE),
        (GOES_ON, Force.COMMAND),
    ):
        assert evidence.refused(number, force, refused) is None
    assert evidence.replayed(ROOT / "tests/cases/1(1)/no-such-file.yaml") is None
