"""What is mutated, which tests are asked, and where everything is kept."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from attrs import frozen

from mutation.making import ROOT, SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TESTS = ROOT / "tests"
HERE = Path(__file__).parent
KEPT = ROOT / ".mutation"
"""What one machine measures: times, covered lines, results.  Not for the repository."""

_PLAN = tomllib.loads((HERE / "plan.toml").read_text(encoding="utf-8"))

LEFT_OUT: str = _PLAN["tests_left_out"]
FIRST: str = _PLAN["tests_first"]


@frozen
class Part:
    """Modules, by their paths below the package, and the test files that are asked about them."""

    name: str
    modules: tuple[str, ...]
    tests: tuple[str, ...]
    traced: bool


def _modules(patterns: list[str]) -> Iterator[str]:
    for pattern in patterns:
        found = sorted(SOURCE.glob(pattern))
        if not found:
            raise FileNotFoundError(f"plan.toml names {pattern!r}, and there is no such module")
        for path in found:
            yield path.relative_to(SOURCE).as_posix()


PARTS: dict[str, Part] = {
    name: Part(
        name, tuple(_modules(table["modules"])), tuple(table["tests"]), table.get("traced", False)
    )
    for name, table in _PLAN["parts"].items()
}

_PYTEST = (
    "-q",
    "-k",
    LEFT_OUT,
    "-p",
    "no:cacheprovider",
    "-c",
    str(ROOT / "pyproject.toml"),
    "-W",
    "ignore::pytest.PytestAssertRewriteWarning",
)


class Settled:
    """A plugin that makes every run of the tests the same: no chance, no memory, no shrinking."""

    def __init__(self, first: str) -> None:
        """Put first the tests whose id has `first` in it."""
        self._first = first

    def pytest_configure(self) -> None:
        """Settle Hypothesis before any test is collected."""
        from hypothesis import Phase, settings  # noqa: PLC0415  pytest must be the first to load it

        settings.register_profile(
            "mutation",
            derandomize=True,
            database=None,
            deadline=None,
            phases=(Phase.explicit, Phase.generate),
        )
        settings.load_profile("mutation")

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Put them in order."""
        items.sort(key=lambda item: self._first not in item.nodeid)


def run_tests(tests: Iterable[str], first: str, *plugins: object) -> int:
    """Run tests in this process."""
    os.chdir(ROOT)
    return int(pytest.main([*_PYTEST, *tests], plugins=[Settled(first), *plugins]))
