"""What the tests do without a mutant: how long each takes, and which lines it runs."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from attrs import frozen

from mutation.making import SOURCE
from mutation.plan import FIRST, KEPT, TESTS, Part, run_tests

if TYPE_CHECKING:
    from pathlib import Path

    import coverage


@frozen
class Baseline:
    """Seconds by test; by module and line the tests that run it; lines run on import alone."""

    seconds: dict[str, float]
    tests: dict[str, dict[int, list[str]]]
    imported: dict[str, set[int]]

    def tests_of(self, module: str, lines: tuple[int, int]) -> set[str]:
        """Return the tests that run any of some lines."""
        by_line = self.tests.get(module, {})
        return {test for line in range(lines[0], lines[1] + 1) for test in by_line.get(line, ())}

    def tests_of_module(self, module: str) -> set[str]:
        """Return the tests that run any line of a module."""
        return {test for tests in self.tests.get(module, {}).values() for test in tests}


class _Watch:
    def __init__(self, measuring: coverage.Coverage | None) -> None:
        self.measuring = measuring
        self.seconds: dict[str, float] = {}
        self.failed: list[str] = []

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> object:
        self._switch(item.nodeid)
        start = time.process_time()
        try:
            return (yield)
        finally:
            self.seconds[item.nodeid] = time.process_time() - start
            self._switch("")

    def _switch(self, context: str) -> None:
        if self.measuring is not None:
            self.measuring.switch_context(context)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed or report.skipped:
            self.failed.append(report.nodeid)


def measure(part: Part) -> None:
    """Run the tests of a part once, and keep what they do, but for those that fail or skip."""
    import coverage  # noqa: PLC0415  only here

    measuring = coverage.Coverage(data_file=None, source_pkgs=["nws_incident"], config_file=False)
    watch = _Watch(measuring if part.traced else None)
    KEPT.mkdir(exist_ok=True)
    if part.traced:
        measuring.start()
    run_tests((str(TESTS / name) for name in part.tests), FIRST, watch)
    if part.traced:
        measuring.stop()
    data = measuring.get_data()
    tests = {
        path.removeprefix(f"{SOURCE}/"): {
            line: sorted(set(contexts) - {"", *watch.failed})
            for line, contexts in data.contexts_by_lineno(path).items()
        }
        for path in data.measured_files()
    }
    found = {
        "seconds": {
            test: spent for test, spent in watch.seconds.items() if test not in watch.failed
        },
        "tests": tests,
    }
    _file(part).write_text(json.dumps(found), encoding="utf-8")
    print(f"{len(watch.seconds)} tests, {sum(watch.seconds.values()):.0f} s; not asked:")
    print("\n".join(watch.failed))


def _file(part: Part) -> Path:
    return KEPT / f"baseline-{part.name}.json"


def load(part: Part) -> Baseline:
    """Return what was measured."""
    if not _file(part).exists():
        return Baseline({}, {}, _imported())
    found = json.loads(_file(part).read_text(encoding="utf-8"))
    return Baseline(
        found["seconds"],
        {
            module: {int(line): tests for line, tests in by_line.items()}
            for module, by_line in found["tests"].items()
        },
        _imported(),
    )


def _imported() -> dict[str, set[int]]:
    """Return the lines that run while the package is imported, found in a process of its own."""
    done = subprocess.run(  # noqa: S603  this interpreter, our own words
        [sys.executable, "-c", _IMPORTING], check=True, capture_output=True, text=True
    )
    found: dict[str, list[int]] = json.loads(done.stdout)
    return {path.removeprefix(f"{SOURCE}/"): set(lines) for path, lines in found.items()}


_IMPORTING = """
import json, coverage
measuring = coverage.Coverage(data_file=None, source_pkgs=["nws_incident"], config_file=False)
measuring.start()
import nws_incident.report
import nws_incident.testing
measuring.stop()
data = measuring.get_data()
print(json.dumps({path: data.lines(path) for path in data.measured_files()}))
"""
