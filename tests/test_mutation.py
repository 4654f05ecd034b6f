"""Mutation testing itself: its mutants are ones, and what is committed of it is not out of date."""

from __future__ import annotations

import tomllib
from collections import Counter

import pytest

from mutation import ledger
from mutation.making import SOURCE, mutants_of
from mutation.plan import PARTS, TESTS

MODULES = [module for part in PARTS.values() for module in part.modules]


def test_every_excused_mutant_still_has_its_place() -> None:
    """The line that a mutant would change stands in its module, and says why nothing shows."""
    for excuse in ledger.excuses():
        lines = [line.strip() for line in (SOURCE / excuse.module).read_text("utf-8").splitlines()]
        assert set(excuse.before.splitlines()) <= set(lines), excuse
        assert excuse.before != excuse.after
        assert excuse.why.endswith(".")


def test_no_mutant_is_excused_twice() -> None:
    """Each stands in the list once."""
    counted = Counter((one.module, one.scope, one.before, one.after) for one in ledger.excuses())
    assert [one for one, times in counted.items() if times > 1] == []


def test_every_module_of_the_plan_is_scored_and_nothing_is_alive() -> None:
    """Each of them is, and all of its mutants were asked about and none is left."""
    scores = tomllib.loads(ledger.SCORES.read_text(encoding="utf-8"))
    assert scores.keys() == {name for name in MODULES if not name.endswith("__init__.py")}
    for row in scores.values():
        assert row["killed"] + row["equivalent"] == row["asked"] == row["mutants"]


def test_the_plan_names_what_there_is() -> None:
    """Every module belongs to one part, and every test file exists."""
    assert len(set(MODULES)) == len(MODULES)
    for part in PARTS.values():
        assert part.modules
        assert all((TESTS / name).is_file() for name in part.tests)


@pytest.mark.parametrize("module", ["guards/relays.py", "guards/processing.py"])
def test_a_mutant_is_another_program_in_one_place(module: str) -> None:
    """Each mutant compiles, differs from the others, and leaves no guard alone."""
    mutants = mutants_of(module)
    assert len({mutant.source for mutant in mutants}) == len(mutants)
    assert len({mutant.key for mutant in mutants}) == len(mutants)
    for mutant in mutants:
        compile(mutant.source, module, "exec")
        assert mutant.before != mutant.after
    text = (SOURCE / module).read_text(encoding="utf-8")
    guards = {line[4:].split("(")[0] for line in text.splitlines() if line.startswith("def ")}
    assert guards <= {mutant.scope for mutant in mutants}
