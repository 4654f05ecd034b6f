"""When disk, folder and server fail for real: a clear error, and nothing acknowledged is lost."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import nws_incident as nws
from scenes import TO_PROVIDER
from servers import own_server

if TYPE_CHECKING:
    from collections.abc import Iterator

NOBODY = 65534


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """Mount a disk of a megabyte."""
    folder = Path(tempfile.mkdtemp(prefix="nws-disk-"))
    mount = shutil.which("mount")
    command = [str(mount), "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if mount is None or subprocess.run(command, check=False, capture_output=True).returncode:  # noqa: S603  ours
        folder.rmdir()
        pytest.skip("NOT TESTED HERE: a full disk needs the right to mount one (run as root)")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)  # noqa: S603, S607  ours
        folder.rmdir()


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Make a folder that others than its owner can reach."""
    folder = Path(tempfile.mkdtemp(prefix="nws-folder-"))
    folder.chmod(0o777)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@contextmanager
def without_rights() -> Iterator[None]:
    """Be nobody for a while: file permissions mean nothing to root."""
    user, group = os.geteuid(), os.getegid()
    if user == 0:
        os.setegid(NOBODY)
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(user)
        os.setegid(group)


def fill(journal: nws.Journal) -> tuple[list[str], nws.JournalError]:
    """Append until it fails; return what was acknowledged, and the error."""
    acknowledged: list[str] = []

    def append_on() -> None:
        for number in range(100_000):
            journal.append(f"case-{number}", TO_PROVIDER, expected_version=0)
            acknowledged.append(f"case-{number}")

    with pytest.raises(nws.JournalError) as caught:
        append_on()
    assert caught.value.message("ja") != caught.value.message("en")
    return acknowledged, caught.value


def test_a_disk_that_is_full_stores_nothing_more(small_disk: Path) -> None:
    """What was acknowledged is there and can be read; with space again work goes on."""
    balloon = small_disk / "balloon"
    balloon.write_bytes(bytes(300_000))
    address = f"sqlite:///{small_disk / 'journal.db'}"
    with nws.open_journal(address) as journal:
        acknowledged, error = fill(journal)
        assert isinstance(error, nws.JournalUnavailable)
        assert error.key == "full"
        assert acknowledged
        assert [one.case_id for one in journal.cases()] == acknowledged
        with pytest.raises(nws.JournalUnavailable):
            journal.append("x", TO_PROVIDER, expected_version=0)
    balloon.unlink()
    with nws.open_journal(address) as journal:
        assert [one.case_id for one in journal.cases()] == acknowledged
        assert journal.append("x", TO_PROVIDER, expected_version=0).version == 3
        assert journal.verify(journal.checkpoint()).is_clean


def test_a_file_at_its_limit_stores_nothing_more(tmp_path: Path) -> None:
    """A quota, as a process without any rights can be given one."""
    address = f"sqlite:///{tmp_path / 'journal.db'}"
    nws.open_journal(address).close()
    script = (
        "import sys, nws_incident as nws\n"
        "from scenes import TO_PROVIDER\n"
        "with nws.open_journal(sys.argv[1]) as journal:\n"
        "    try:\n"
        "        for number in range(100_000):\n"
        "            journal.append(f'case-{number}', TO_PROVIDER, expected_version=0)\n"
        "            print(f'case-{number}', flush=True)\n"
        "    except nws.JournalUnavailable as error:\n"
        "        print(error.key)\n"
    )
    done = subprocess.run(  # noqa: S603  our own script
        [sys.executable, "-c", script, address],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000)),
    )
    assert (done.returncode, done.stderr) == (0, "")
    *acknowledged, key = done.stdout.splitlines()
    assert acknowledged
    assert key in {"full", "storage"}
    with nws.open_journal(address) as journal:
        assert [one.case_id for one in journal.cases()] == acknowledged
        assert journal.verify().is_clean
        assert journal.append("x", TO_PROVIDER, expected_version=0).version == 3


@pytest.mark.parametrize(
    ("mode_of_file", "mode_of_folder"),
    [(0o444, 0o777), (0o444, 0o555), (0o666, 0o555)],
    ids=["file", "both", "folder"],
)
def test_a_file_or_folder_that_is_read_only_says_so(
    open_folder: Path, mode_of_file: int, mode_of_folder: int
) -> None:
    """Nothing is stored; with the rights back work goes on where it was."""
    file = open_folder / "journal.db"
    address = f"sqlite:///{file}"
    with nws.open_journal(address) as journal:
        journal.append("a", TO_PROVIDER, expected_version=0)
    file.chmod(mode_of_file)
    open_folder.chmod(mode_of_folder)
    with (
        without_rights(),
        pytest.raises(nws.JournalUnavailable) as caught,
        nws.open_journal(address) as journal,
    ):
        journal.append("b", TO_PROVIDER, expected_version=0)
    assert caught.value.key in {"read_only", "unreachable"}
    assert caught.value.message("ja") != caught.value.message("en")
    file.chmod(0o666)
    open_folder.chmod(0o777)
    with nws.open_journal(address) as journal:
        assert [one.case_id for one in journal.cases()] == ["a"]
        assert journal.append("b", TO_PROVIDER, expected_version=0).version == 3
        assert journal.verify().is_clean


def test_a_backend_killed_at_commit_is_settled_by_the_request_id() -> None:
    """Kill -9, before the server has seen COMMIT: unknown, until the same request is repeated."""
    with own_server() as server, nws.open_journal(server.address) as journal:
        engine = journal._store._engine  # type: ignore[attr-defined]  # noqa: SLF001  the only way in
        real = engine.dialect.do_commit

        def commit(connection: Any) -> None:
            engine.dialect.do_commit = real
            os.kill(connection.driver_connection.info.backend_pid, signal.SIGKILL)
            real(connection)

        engine.dialect.do_commit = commit
        with pytest.raises(nws.OutcomeUnknown):
            journal.append("a", TO_PROVIDER, expected_version=0, request_id="r-1")
        again = repeated(journal, "r-1")
        assert (again.version, again.repeated) == (3, False)
        assert repeated(journal, "r-1").repeated
        assert journal.verify().is_clean


def test_a_server_killed_and_started_again_has_all_that_it_acknowledged() -> None:
    """The journal that was open goes on with it."""
    with own_server() as server, nws.open_journal(server.address) as journal:
        for number in range(20):
            journal.append(f"case-{number}", TO_PROVIDER, expected_version=0)
        server.kill_and_restart()
        assert repeated(journal, "r-1").version == 3
        assert len(journal.cases()) == 21
        assert journal.verify().is_clean


def repeated(journal: nws.Journal, request_id: str) -> nws.Appended:
    """Ask until the server has recovered."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with suppress(nws.JournalUnavailable, nws.OutcomeUnknown):
            return journal.append("a", TO_PROVIDER, expected_version=0, request_id=request_id)
        time.sleep(0.05)
    raise AssertionError(request_id)
