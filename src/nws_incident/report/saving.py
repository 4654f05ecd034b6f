"""Putting bytes into a file whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_FOR_ALL = 0o666
_NEW = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)


def save(data: bytes, path: Path, *, overwrite: bool) -> None:
    """Write `data` to `path` by way of a file beside it, so that no half file is ever seen.

    Raises `FileExistsError` where there is a file already, unless `overwrite` allows it, and
    `OSError` like any writing.
    """
    beside = path.with_name(f".nws-{secrets.token_hex(8)}.tmp")
    try:
        with os.fdopen(os.open(beside, _NEW, _FOR_ALL), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if overwrite:
            beside.replace(path)
        else:
            _move_to_new(beside, path)
    finally:
        with suppress(FileNotFoundError):
            beside.unlink()


def _move_to_new(beside: Path, path: Path) -> None:
    """Give a file its name, which must be free: at once, where the file system can do that."""
    try:
        path.hardlink_to(beside)
    except FileExistsError:
        raise
    except OSError:
        if path.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from None
        beside.rename(path)
