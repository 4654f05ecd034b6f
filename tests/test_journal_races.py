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
from threading import Thread
from typing import TYPE_CHECKING

import pytest

import nws_incident as nws
from scenes import opening
from servers import own_server

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

IS_FULL = os.environ.get("NWS_JOURNAL_RACES") == "full"
PROCESSES = 8 if IS_FULL else 3
APPENDS = 2_500 if IS_FULL else 40
CASES = 50 if IS_FULL else 8
KILLS = {"sqlite": 200 if IS_FULL else 4, "postgresql": 200 if IS_FULL else 3}
BACKEND_KILLS = 200 if IS_FULL else 2
SERVER_KILLS = 20 if IS_FULL else 1
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


@pytest.mark.parametrize(("kill", "times"), [("backend", BACKEND_KILLS), ("server", SERVER_KILLS)])
def test_a_server_killed_at_any_instant_loses_nothing_acknowledged(kill: str, times: int) -> None:
    """Writers repeat what was not answered, and it is there once; work goes on."""
    chance = random.Random(11)
    with own_server() as server:
        nws.open_journal(server.address).close()
        outputs = [Output(start(server.address, f"w{one}", 1_000_000)) for one in range(2)]
        try:
            wait_for_more(outputs)
            killed = 0
            while killed < times:
                time.sleep(chance.random() * 0.2)
                if kill == "server":
                    server.kill_and_restart()
                    killed += 1
                else:
                    killed += server.kill_a_backend()
                wait_for_more(outputs)
        finally:
            lines = [line for output in outputs for line in output.end()]
        check(server.address, lines)
        assert sum(" stored " in line for line in lines) > times
        with nws.open_journal(server.address) as journal:
            assert journal.append("after", [opening()], expected_version=0).version == 1


class Output:
    """What a process says, read by a thread so that the process need never wait."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        """Begin to read."""
        self.lines: list[str] = []
        self._process = process
        self._thread = Thread(target=self._read)
        self._thread.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        # What was cut off in the middle of a line was not acknowledged.
        self.lines.extend(line for line in self._process.stdout if line.endswith("\n"))

    def end(self) -> list[str]:
        """End the process, which must not have complained, and return all that it said."""
        assert self._process.stderr is not None
        self._process.kill()
        self._thread.join(60)
        with self._process:
            assert self._process.stderr.read() == ""
        return self.lines


def wait_for_more(outputs: list[Output]) -> None:
    """Wait until each process has said something more, but not for ever."""
    seen = [len(output.lines) for output in outputs]
    deadline = time.monotonic() + 120
    while any(len(output.lines) == number for output, number in zip(outputs, seen, strict=True)):
        assert time.monotonic() < deadline
        time.sleep(0.01)
