"""The results: those of this machine so far, and those that are committed."""

from __future__ import annotations

import hashlib
import json
import pickle
import tomllib
from typing import TYPE_CHECKING

from attrs import frozen

from mutation.making import SOURCE, mutants_of
from mutation.plan import HERE, KEPT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mutation.asking import Outcome
    from mutation.making import Mutant

Key = tuple[str, str, str, str, int]

RESULTS = KEPT / "results.jsonl"
EXCUSED = HERE / "equivalent.toml"
SCORES = HERE / "scores.toml"
KILLED = frozenset({"killed", "endless"})


@frozen
class Excuse:
    """A mutant that no test can notice, and why."""

    module: str
    scope: str
    before: str
    after: str
    why: str


def excuses() -> list[Excuse]:
    """Return every mutant that is excused."""
    table = tomllib.loads(EXCUSED.read_text(encoding="utf-8"))
    return [
        Excuse(**mutant, why=reason["why"])
        for reason in table.get("reason", ())
        for mutant in reason["mutant"]
    ]


def made(module: str) -> list[Mutant]:
    """Return the mutants of a module, kept from the last time if it has not changed."""
    text = (SOURCE / module).read_bytes()
    kept = KEPT / f"{module.replace('/', '.')}.{hashlib.sha256(text).hexdigest()[:16]}.pickle"
    if kept.exists():
        found: list[Mutant] = pickle.loads(kept.read_bytes())  # noqa: S301  our own
        return found
    mutants = mutants_of(module)
    KEPT.mkdir(exist_ok=True)
    kept.write_bytes(pickle.dumps(mutants))
    return mutants


def note(outcome: Outcome) -> None:
    """Add a result to those of this machine."""
    row = {"key": outcome.mutant.key, "result": outcome.result, "by": outcome.by}
    with RESULTS.open("a", encoding="utf-8") as file:
        file.write(json.dumps(row, ensure_ascii=False) + "\n")


def results() -> dict[Key, str]:
    """Return the latest result of each mutant."""
    if not RESULTS.exists():
        return {}
    rows = map(json.loads, RESULTS.read_text(encoding="utf-8").splitlines())
    return {tuple(row["key"]): row["result"] for row in rows}


def left(modules: Iterable[str]) -> Iterator[tuple[Mutant, str]]:
    """Yield the mutants that are neither killed nor excused, each with what became of it."""
    known = results()
    excused = {(one.module, one.scope, one.before, one.after) for one in excuses()}
    for module in modules:
        for mutant in made(module):
            result = known.get(mutant.key, "unasked")
            if result not in KILLED and mutant.key[:4] not in excused:
                yield mutant, result


def write_scores(modules: Iterable[str]) -> None:
    """Write what was measured of some modules to the file that is committed."""
    scores = tomllib.loads(SCORES.read_text(encoding="utf-8")) if SCORES.exists() else {}
    known = results()
    for module in modules:
        mutants = made(module)
        if not mutants:
            continue
        killed = sum(known.get(one.key) in KILLED for one in mutants)
        asked = sum(one.key in known for one in mutants)
        open_ones = sum(result == "survived" for _, result in left([module]))
        scores[module] = {
            "mutants": len(mutants),
            "asked": asked,
            "killed": killed,
            "equivalent": asked - killed - open_ones,
        }
    lines = ["# Written by `python -m mutation score`.", ""]
    for module, row in sorted(scores.items()):
        cells = ", ".join(f"{name} = {number}" for name, number in row.items())
        lines.append(f'"{module}" = {{ {cells} }}')
    SCORES.write_text("\n".join(lines) + "\n", encoding="utf-8")
