"""Writing a file whole or not at all, and only over one of the same make."""

from __future__ import annotations

import os
from stat import S_IMODE
from typing import TYPE_CHECKING
from uuid import uuid4

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path


_BEGINNING = 1 << 16


def replace_file(
    file: Path, content: bytes | Iterable[bytes], *, may_replace: Callable[[bytes], bool]
) -> bool:
    """Write a file in one step, perhaps from pieces; tell whether it was written.

    An existing file stays as it is where `may_replace` does not like how it begins.  Whoever
    reads meanwhile sees the old file or the new one.  Raises `OSError` where it cannot be written.
    """
    target = file.resolve()  # the file itself, should `file` be a link to it
    mode = None
    if target.exists():
        with target.open("rb") as held:
            if not may_replace(held.read(_BEGINNING)):
                return False
        mode = S_IMODE(target.stat().st_mode)
    written = target.with_name(f".{target.name}.{uuid4().hex}")
    try:
        with written.open("xb") as stream:
            stream.writelines([content] if isinstance(content, bytes) else content)
            stream.flush()
            os.fsync(stream.fileno())
        if mode is not None:
            written.chmod(mode)
        written.replace(target)
    except BaseException:
        written.unlink(missing_ok=True)
        raise
    return True
