"""Many processes on one journal, and processes killed at any instant: nothing acknowledged is lost.

By default in small; NWS_JOURNAL_RACES=full runs 8 processes with 20,000 appends and 200 kills.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import nws_incident as nws
from scenes import opening

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

IS_FULL = os.environ.get("NWS_JOURNAL_RACES") == "full"
PROCESSES = 8 if IS_FULL else 3
APPENDS = 2_500 if IS_FULL else 40
CASES = 50 if IS_FULL else 8
KILLS = {"sqlite": 200 if IS_FULL else 4, "postgresql": 200 if IS_FULL else 3}
SCRIPT = Path(__file__).parent / "journal_workers.py"


@pytest.fixture(params=["sqlite", "postgresql"])
def shared(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of an empty journal that processes can share."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'journal.db'}"
    return str(request.getfixturevalue("postgresql"))


def start(address: str, worker: object, appends: int) -> subprocess.Popen[str]:
    """Start a process that writes."""
    return subprocess.Popen(  # noqa: S603  our own script
        [sys.executable, str(SCRIPT), address, str(worker), str(appends), str(CASES)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def stored(lines: Iterable[str]) -> Iterator[tuple[str, str, range, int]]:
    """Yield what was acknowledged: the request, the case, the versions, the last position."""
    for line in lines:
        request_id, what, *rest = line.split()
        if what == "stored":
            case_id, first, last, position = rest
            yield request_id, case_id, range(int(first), int(last) + 1), int(position)


def check(address: str, lines: list[str]) -> None:
    """See that all that was acknowledged is there, and nothing that was refused, and no half."""
    with nws.open_journal(address) as journal:
        assert journal.verify(journal.checkpoint()).is_clean
        made: dict[str, list[nws.Entry]] = {}
        versions = Counter[str]()
        for expected, entry in enumerate(journal.feed(), start=1):
            assert entry.position == expected
            versions[entry.case_id] += 1
            assert entry.version == versions[entry.case_id]
            made.setdefault(str(entry.request_id), []).append(entry)
        for request_id, case_id, range_, position in stored(lines):
            entries = made[request_id]
            assert {entry.case_id for entry in entries} == {case_id}
            assert [entry.version for entry in entries] == list(range_)
            assert entries[-1].position == position
        refused = {line.split()[0] for line in lines if " refused " in line}
        assert not refused & set(made)
        for case_id in versions:
            assert journal.load(case_id).version == versions[case_id]
        numbers = [int(line.split()[-1]) for line in lines if " number " in line]
        assert len(set(numbers)) == len(numbers)


def test_processes_that_race_lose_nothing(shared: str) -> None:
    """Versions and positions without gaps, report numbers unique from 1, refusals absent."""
    running = [start(shared, worker, APPENDS) for worker in range(PROCESSES)]
    lines: list[str] = []
    for process in running:
        out, err = process.communicate(timeout=3600)
        assert (process.returncode, err) == (0, "")
        lines += out.splitlines()
    assert sum(" stored " in line for line in lines) > PROCESSES * APPENDS / 2
    check(shared, lines)
    numbers = sorted(int(line.split()[-1]) for line in lines if " number " in line)
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) == min(99, PROCESSES * ((APPENDS + 49) // 50))


def test_writers_killed_at_any_instant_leave_nothing_half_done(shared: str) -> None:
    """Every acknowledged append is there, `verify` is clean, and others go on meanwhile."""
    chance = random.Random(7)
    lines: list[str] = []
    nws.open_journal(shared).close()
    kind = shared.partition(":")[0]
    for kill in range(KILLS[kind]):
        process = start(shared, f"kill{kill}", 100_000)
        assert process.stdout is not None
        assert process.stderr is not None
        lines.append(process.stdout.readline())
        time.sleep(chance.random() * 0.1)
        process.send_signal(signal.SIGKILL)
        out, err = process.communicate(timeout=60)
        assert err == ""
        # What was cut off in the middle of a line was not acknowledged.
        lines += out.splitlines(keepends=True)
        if kill % 20 == 0:
            check(shared, [line for line in lines if line.endswith("\n")])
    check(shared, [line for line in lines if line.endswith("\n")])
    with nws.open_journal(shared) as journal:
        assert journal.append("after", [opening()], expected_version=0).version == 1
