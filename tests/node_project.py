"""The packages of tests/interpreters, and Node.js to run them: other people's programs."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent / "interpreters"
_SECONDS = 600


@cache
def node() -> str:
    """Return the program `node` once the packages are there; skip, and say so, where it is not."""
    program, npm = shutil.which("node"), shutil.which("npm")
    if program is None or npm is None:
        pytest.skip(
            "NODE.JS IS NOT INSTALLED: nothing is proved about other interpreters and editors; "
            "install node and npm"
        )
    lock = PROJECT / "package-lock.json"
    with lock.open(encoding="utf-8") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)  # tests run in several processes
        if not _is_installed(json.load(stream)):
            done = subprocess.run(  # noqa: S603  our own
                [npm, "ci", "--no-audit", "--no-fund"],
                cwd=PROJECT,
                capture_output=True,
                check=False,
                encoding="utf-8",
                timeout=_SECONDS,
            )
            if done.returncode and "CI" not in os.environ:
                pytest.skip(
                    f"THE PACKAGES CANNOT BE INSTALLED: nothing is proved about other interpreters "
                    f"and editors; npm ci says: {done.stderr}"
                )
            assert not done.returncode, done.stderr
    return program


def _is_installed(wanted: dict[str, dict[str, object]]) -> bool:
    """Tell whether what npm says it installed is what the lock file names."""
    held = PROJECT / "node_modules" / ".package-lock.json"
    if not held.exists():
        return False
    installed: object = json.loads(held.read_text(encoding="utf-8"))["packages"]
    return installed == {name: one for name, one in wanted["packages"].items() if name}
