"""Case files: the examples use every rule and refuse by every guard; each clause has its own."""

from __future__ import annotations

from pathlib import Path

import nws_incident as nws
from nws_incident.notice.model import Force
from nws_incident.testing import case_files

ROOT = Path(__file__).parent
EXAMPLES = ROOT.parent / "examples" / "cases"
CLAUSES = ROOT / "cases"
OF_EDITIONS = (EXAMPLES.parent / "editions", ROOT / "editions")
"""Editions laid over the shipped one, with cases of theirs: for a reader, and for tests alone."""


EDITIONS = [
    nws.load_edition(overlay) for folder in OF_EDITIONS for overlay in sorted(folder.glob("*.toml"))
]

test_a_case_file_comes_out_as_expected = case_files(
    EXAMPLES, CLAUSES, *OF_EDITIONS, editions=EDITIONS
)


def test_every_case_file_says_what_it_expects() -> None:
    """Tracks, refusals and completeness are stated in each file."""
    for outcome in outcomes(EXAMPLES, CLAUSES, *OF_EDITIONS):
        assert outcome.source.expect is not None, outcome.source.id


def outcomes(*folders: Path) -> list[nws.Replay]:
    """Replay every case file below some folders."""
    found = list(nws.read_paths(folders, editions=EDITIONS))
    unreadable = [one for one in found if isinstance(one, nws.Unreadable)]
    assert unreadable == []
    cases = [one.case for one in found if isinstance(one, nws.ReadCase)]
    return [nws.replay(case, editions=EDITIONS) for case in cases]


def test_the_examples_fire_every_rule() -> None:
    """Each rule of the edition is fired by an example: each opening, and the library's, too."""
    edition = nws.load_edition()
    shown = outcomes(EXAMPLES, OF_EDITIONS[0])
    fired = {rule for one in shown for step in one.decisions for rule in step.rules}
    openings = {opening.id for opening in edition.openings.values()}
    moving = {rule.id for rule in edition.library.values() if rule.by}
    assert fired == edition.rules.keys() | openings | moving


def test_the_examples_refuse_by_every_guard() -> None:
    """Each guard that can refuse an event refuses one in an example; those that advise, warn.

    Guards of the library that need an edition made for it refuse in a case beside that edition.
    """
    edition = nws.load_edition()
    can_refuse = {guard for way in edition.ways if not way.rides_on for guard in way.guards}
    can_refuse |= {rule.guard for rule in edition.generals} | {"state", "role"}
    can_refuse |= {guard for rule in edition.library.values() for guard in rule.guards}
    can_warn = {guard for way in edition.ways for guard in way.advises}
    decisions = [step for one in outcomes(EXAMPLES, *OF_EDITIONS) for step in one.decisions]
    refusing = {finding.guard for step in decisions for finding in step.findings}
    warning = {finding.guard for step in decisions for finding in step.warnings}
    assert can_refuse <= refusing, can_refuse - refusing
    assert can_warn <= warning


def test_every_clause_that_binds_has_a_folder() -> None:
    """A clause that commands, permits, exempts or asks for care has its case files.

    Where it does several of these, a file may be of one of them alone.  What the files show is
    tested with the clause matrix.
    """
    binding = {
        clause.number: clause.force
        for clause in nws.load_edition().clauses.values()
        if clause.force != (Force.INFORMATION,)
    }
    assert {folder.name for folder in CLAUSES.iterdir()} == binding.keys()
    for folder in CLAUSES.iterdir():
        names = {file.name for file in folder.iterdir()}
        own = {
            f"{side}-{force}.yaml"
            for side in ("passes", "refused")
            for force in binding[folder.name]
        }
        assert {"passes.yaml", "refused.yaml"} <= names <= {"passes.yaml", "refused.yaml"} | own


def test_a_clause_has_the_force_of_each_of_its_sentences() -> None:
    """What one number commands, permits, exempts from and asks care for is all there."""
    clauses = nws.load_edition().clauses
    assert clauses["1(4)"].force == (Force.COMMAND,)
    assert clauses["2(2)"].force == (Force.COMMAND, Force.PERMISSION, Force.EXEMPTION)
    assert clauses["6"].force == (Force.EXEMPTION, Force.PERMISSION, Force.CARE)
    for number in ("1(2)", "4(5)②"):
        assert clauses[number].force == (Force.COMMAND, Force.CARE)
