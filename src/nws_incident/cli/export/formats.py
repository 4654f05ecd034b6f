"""What a format of `nws-incident export` is: a module of this folder offers one or several."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable

from attrs import frozen


@frozen
class Made:
    """What a format made: the file, or nothing where the reason has been told.

    A large file comes piece by piece.  `status` is the exit status of the command, or what tells
    it once the file is written.
    """

    content: bytes | Iterable[bytes] | None
    status: int | Callable[[], int] = 0


@frozen
class Format:
    """A format by the name that `--format` gives it, and how it is made.

    `options` names the options, of those that not every format takes, that this one does (as
    `argparse` stores them).  `mark` is in every file of the format: an existing file without it
    is not replaced.
    """

    name: str
    means: str
    make: Callable[[argparse.Namespace], Made]
    mark: bytes
    options: tuple[str, ...] = ()
