"""Parts made from what was measured of the tests: how many mutants they notice."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from parts.markdown import table
from parts.registry import part

if TYPE_CHECKING:
    from collections.abc import Iterator

_MUTATION = Path(__file__).parent.parent.parent / "tests" / "mutation"


@part
def mutation_scores() -> Iterator[str]:
    """Yield each module with its mutants: asked about, killed, equivalent, still alive."""
    with (_MUTATION / "scores.toml").open("rb") as stream:
        scores = tomllib.load(stream)
    rows = [
        (
            f"`{module}`",
            str(row["mutants"]),
            str(row["asked"]),
            str(row["killed"]),
            str(row["equivalent"]),
            str(row["asked"] - row["killed"] - row["equivalent"]),
        )
        for module, row in scores.items()
    ]
    sums = [str(sum(int(row[column]) for row in rows)) for column in range(1, 6)]
    head = ("Module", "Mutants", "Asked about", "Killed", "Equivalent", "Alive")
    yield from table(head, [*rows, ("all of these", *sums)])


@part
def mutation_excuses() -> Iterator[str]:
    """Yield why mutants are equivalent, with where each kind stands."""
    with (_MUTATION / "equivalent.toml").open("rb") as stream:
        reasons = tomllib.load(stream)["reason"]
    yield from table(
        ("Why nothing can show", "Where"),
        [
            (
                reason["why"],
                ", ".join(
                    sorted({f"`{one['module']}`: `{one['scope']}`" for one in reason["mutant"]})
                ),
            )
            for reason in reasons
        ],
    )
