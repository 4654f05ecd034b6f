"""The pytest plugin and case files as tests, tried in projects of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import nws_incident as nws
from nws_incident.watching import Watch, coverage
from scenes import opening

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., subprocess.CompletedProcess[str]]

ROOT = Path(__file__).parent.parent
APPLICATION = """
from datetime import datetime
import nws_incident as nws

PARTY = nws.Party(name="甲市", kind=nws.PartyKind.MUNICIPALITY)
AT = datetime.fromisoformat("2017-07-19T10:00:00+09:00")

def opened():
    return nws.Case.from_events(
        [nws.DiscrepancyFound(at=AT, requester=PARTY, provider=PARTY, inquiry=nws.Inquiry())]
    )

def test_a_delay():
    opened().apply(nws.SelfCheckDelayed(at=AT))

def test_a_refusal():
    decision = nws.decide(opened(), nws.ProcessedOnLinkedInformation(at=AT))
    assert not decision.accepted
"""
CASE = """
format: nws-incident/case/1
id: a-case
events:
  - {type: self_check_delayed, at: 2017-07-19T10:00:00+09:00, by: requester}
"""


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Return what runs pytest on a project of a test's own, with the plugin."""

    def start(*options: str, **files: str) -> subprocess.CompletedProcess[str]:
        for name, text in files.items():
            (tmp_path / name.replace("__", ".")).write_text(text, encoding="utf-8")
        plugin = () if is_installed() else ("-p", "nws_incident_pytest")
        # What this run was told by its environment is not that project's business.
        told = {key: value for key, value in os.environ.items() if key != "PYTEST_ADDOPTS"}
        return subprocess.run(  # noqa: S603  our own
            [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *plugin, *options],
            cwd=tmp_path,
            env={**told, "PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1"},
            check=False,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
        )

    return start


def is_installed() -> bool:
    """Tell whether pytest finds the plugin by itself."""
    from importlib.metadata import entry_points  # noqa: PLC0415

    return any(one.name == "nws_incident" for one in entry_points(group="pytest11"))


def row(output: str, name: str) -> list[str]:
    """Return the counts of a clause or rule."""
    return next(line.split()[1:] for line in output.splitlines() if line.split()[:1] == [name])


@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["one process", "workers"])
def test_clauses_and_rules_are_told(run: Run, workers: tuple[str, ...]) -> None:
    """What fired, what refused, and what never did; the same however the tests are spread."""
    done = run("--nws-clauses", *workers, test_app__py=APPLICATION)
    assert done.returncode == 0, done.stdout + done.stderr
    assert row(done.stdout, "O1") == ["2", "0"]
    assert row(done.stdout, "F1") == ["1", "0"]
    assert row(done.stdout, "P2") == ["0", "1"]
    assert row(done.stdout, "1(5)") == ["1", "0"]
    assert "rules never fired: O2, I1," in done.stdout


@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["one process", "workers"])
def test_a_run_that_reaches_too_little_fails(run: Run, workers: tuple[str, ...]) -> None:
    """The share of rules counts, or of clauses where that is less."""
    files = {"test_app__py": APPLICATION}
    assert run("--nws-clauses-min=3", *workers, **files).returncode == 0
    done = run("--nws-clauses-min=50", *workers, **files)
    assert done.returncode == 1
    assert "FAIL: 4.0 % fired, --nws-clauses-min asks for 50 %" in done.stdout


def test_nothing_is_imported_where_nothing_is_asked(run: Run) -> None:
    """Who has the library installed pays nothing for the plugin."""
    test = """
import sys

def test_nothing_is_loaded():
    assert "nws_incident_pytest" in sys.modules
    assert "nws_incident" not in sys.modules
"""
    done = run(test_app__py=test)
    assert done.returncode == 0, done.stdout
    assert "clauses" not in done.stdout


def test_an_own_edition_is_told_of(run: Run) -> None:
    """By its path; cases under others are left out."""
    overlay = ROOT / "examples" / "editions" / "2021-09-01-illustration.toml"
    done = run("--nws-clauses", f"--nws-edition={overlay}", test_app__py=APPLICATION)
    assert row(done.stdout, "O1") == ["0", "0"]


def test_watching_stops() -> None:
    """What is judged afterwards is not counted, and the library is as it was."""
    before = nws.Case.offer
    watch = Watch()
    watch.start()
    nws.Case.from_events([opening()])
    watch.stop()
    nws.Case.from_events([opening()])
    assert nws.Case.offer is before
    edition = nws.load_edition()
    twice = Watch()
    twice.add(watch.as_data())
    twice.add(watch.as_data())
    found = coverage(edition, twice.tally(edition.id))
    assert [one.fired for one in found.rules if one.fired] == [2]
    assert 0 < found.percent < 10
    assert any("never fired" in line for line in found.lines())


def test_case_files_become_tests(run: Run) -> None:
    """One line makes them; what came out otherwise is told event by event."""
    done = run(
        test_cases__py='from nws_incident.testing import case_files\ntest_it = case_files(".")\n',
        met__yaml=CASE.replace("a-case", "met")
        + "expect: {refused: [0], tracks: {processing: null}}\n",
        refused__yaml=CASE,
        other__yaml=CASE.replace("a-case", "other")
        + "expect: {refused: [], complete: true, tracks: {processing: pending}}\n",
        bad__yaml="format: nws-incident/case/1\nid: bad\n",
    )
    assert "3 failed, 1 passed" in done.stdout
    assert "other.yaml: case other" in done.stdout
    assert "  refused: expected [], came out [0]" in done.stdout
    assert "  processing: expected pending, came out unopened" in done.stdout
    assert "  complete: expected true, came out false" in done.stdout
    assert "  refused: expected nothing, came out [0]" in done.stdout
    assert "  0  self_check_delayed by requester: refused" in done.stdout
    assert "       [G1] Required: the case has been opened" in done.stdout
    assert "bad.yaml: this case cannot be read" in done.stdout
    assert "  $.events: required field missing" in done.stdout
    assert "Traceback" not in done.stdout
