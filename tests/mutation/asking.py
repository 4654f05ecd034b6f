"""Asking the tests about mutants: each in a process of its own, forked off and limited."""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import importlib.util
import os
import resource
import signal
import sys
import time
from collections import Counter, defaultdict
from functools import partial
from typing import TYPE_CHECKING

import pytest
from attrs import frozen

from mutation.living import Living, living_functions, put_in
from mutation.making import SOURCE, Mutant
from mutation.plan import TESTS, Part, run_tests

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from types import CodeType, ModuleType

    from mutation.baseline import Baseline

_PRELOADED = (
    "attrs",
    "cattrs",
    "hypothesis.stateful",
    "hypothesis.strategies",
    "sqlalchemy",
    "transitions",
    "yaml",
)
_WALL_SECONDS = 900
_SPARE_SECONDS = 5
_SURVIVED, _KILLED, _CANNOT = 0, 1, 3


@frozen
class Outcome:
    """What became of a mutant: survived or killed, and by which test, if any."""

    mutant: Mutant
    result: str
    by: str


class Chooser:
    """Chooses the tests for a mutant: those that run its lines, what killed before first."""

    def __init__(self, baseline: Baseline) -> None:
        """Choose by what is known of the tests, which may be nothing."""
        self._baseline = baseline
        self._kills: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def needs_import(self, mutant: Mutant) -> bool:
        """Tell whether the change is noticed only while modules are imported."""
        lines = set(range(mutant.lines[0], mutant.lines[1] + 1))
        imported = self._baseline.imported.get(mutant.module, set())
        return mutant.function is None or bool(lines & imported)

    def tests(self, mutant: Mutant, all_of_them: Sequence[str]) -> list[str]:
        """Return the tests to ask, in order: what killed before comes first."""
        seconds = self._baseline.seconds
        tests = self._baseline.tests_of(mutant.module, mutant.lines)
        if self.needs_import(mutant):
            tests |= self._baseline.tests_of_module(mutant.module)
        chosen = sorted(tests, key=lambda test: (seconds[test], test)) or all_of_them
        killers = [test for test, _ in self._kills[mutant.scope].most_common(2)]
        return list(dict.fromkeys([*killers, *chosen]))

    def learn(self, outcome: Outcome) -> None:
        """Remember which test killed."""
        if outcome.by:
            self._kills[outcome.mutant.scope][outcome.by] += 1


class Pool:
    """So many children at a time."""

    def __init__(
        self, chooser: Chooser, budget: float, jobs: int, tell: Callable[[Outcome], None]
    ) -> None:
        """Start with no child; each will stop asking after `budget` seconds of work."""
        self._chooser = chooser
        self._budget = budget
        self._jobs = jobs
        self._tell = tell
        self._running: dict[int, tuple[Mutant, int]] = {}

    def ask(
        self, mutant: Mutant, tests: Sequence[str], run: Callable[[list[str], Informer], int]
    ) -> None:
        """Fork a child that asks some tests about a mutant, when there is room for it."""
        while len(self._running) >= self._jobs:
            self._wait()
        chosen = self._chooser.tests(mutant, tests)
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            informer = Informer(writing, self._budget)
            _live_as_child(lambda: run(chosen, informer), int(2 * self._budget) + _SPARE_SECONDS)
        os.close(writing)
        self._running[child] = (mutant, reading)

    def finish(self) -> None:
        """Wait for all."""
        while self._running:
            self._wait()

    def _wait(self) -> None:
        child, status = os.wait()
        mutant, reading = self._running.pop(child)
        with os.fdopen(reading, encoding="utf-8") as pipe:
            by = pipe.read()
        result = _result(status)
        outcome = Outcome(mutant, result, by)
        self._chooser.learn(outcome)
        self._tell(outcome)


def _result(status: int) -> str:
    if os.WIFSIGNALED(status):
        return "endless"
    code = os.WEXITSTATUS(status)
    return {_SURVIVED: "survived", _CANNOT: "cannot"}.get(code, "killed")


def _live_as_child(run: Callable[[], int], seconds: int) -> None:
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        signal.alarm(_WALL_SECONDS)
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
        code = run()
    except BaseException:  # noqa: BLE001  whatever a mutant raises, it was noticed
        code = _KILLED
    os._exit(code)


class Informer:
    """A plugin that ends the process at the first test that fails, and says which.

    It also ends it when so much work has been done that the mutant counts as survived.
    """

    def __init__(self, writing: int, budget: float) -> None:
        """Write to a pipe, and work for so many seconds."""
        self._writing = writing
        self._budget = budget

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """End at a failure, or when the time is up."""
        if report.failed:
            os.write(self._writing, report.nodeid.encode())
            os._exit(_KILLED)
        if time.process_time() > self._budget:
            os._exit(_SURVIVED)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """End where the tests cannot even be collected."""
        if report.failed:
            os._exit(_KILLED)


class _Collected:
    """A plugin that asks about mutants when all tests have been collected, and runs none itself."""

    def __init__(self, mutants: Iterable[Mutant], pool: Pool) -> None:
        self._mutants = mutants
        self._pool = pool

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Ask, in place of running the tests."""
        items = {item.nodeid: item for item in session.items}
        living = living_functions()
        for mutant in self._mutants:
            self._pool.ask(mutant, list(items), partial(_put_in_and_run, mutant, living, items))
        self._pool.finish()
        return True


def _put_in_and_run(
    mutant: Mutant,
    living: Living,
    collected: dict[str, pytest.Item],
    tests: list[str],
    informer: Informer,
) -> int:
    if not put_in(mutant, living):
        return _CANNOT
    items = [collected[test] for test in tests if test in collected]
    items[0].config.pluginmanager.register(informer)
    for item, following in zip(items, [*items[1:], None], strict=True):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
    return _SURVIVED


def ask_collected(mutants: Iterable[Mutant], part: Part, first: str, pool: Pool) -> None:
    """Ask about mutants by putting them into a process where the tests are collected."""
    run_tests((str(TESTS / name) for name in part.tests), first, _Collected(mutants, pool))


class _Finder(importlib.abc.MetaPathFinder):
    """Finds one module of the package: the mutant."""

    def __init__(self, mutant: Mutant) -> None:
        name = "nws_incident." + mutant.module.removesuffix(".py").replace("/", ".")
        self._name = name.removesuffix(".__init__")
        self._mutant = mutant

    def find_spec(
        self, fullname: str, _path: object, _target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != self._name:
            return None
        path = str(SOURCE / self._mutant.module)
        return importlib.util.spec_from_file_location(
            fullname, path, loader=_Loader(fullname, path, self._mutant.source)
        )


class _Loader(importlib.machinery.SourceFileLoader):
    def __init__(self, name: str, path: str, source: str) -> None:
        super().__init__(name, path)
        self._source = source

    def get_code(self, _fullname: str) -> CodeType:
        code: CodeType = compile(self._source, self.path, "exec", dont_inherit=True)
        return code


def ask_anew(mutants: Iterable[Mutant], part: Part, first: str, pool: Pool) -> None:
    """Ask about mutants in processes that import the package with the mutant in it."""
    for package in _PRELOADED:
        importlib.import_module(package)
    files = [str(TESTS / name) for name in part.tests]
    for mutant in mutants:
        pool.ask(mutant, files, partial(_import_and_run, mutant, first))


def _import_and_run(mutant: Mutant, first: str, tests: list[str], informer: Informer) -> int:
    sys.meta_path.insert(0, _Finder(mutant))
    return _SURVIVED if run_tests(tests, first, informer) == pytest.ExitCode.OK else _KILLED
