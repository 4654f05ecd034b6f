"""What a format of `nws-incident export` is: a module of this folder offers one or several."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from attrs import frozen


@frozen
class Made:
    """What a format made: the whole file, or nothing where the reason has been told.

    `status` is the exit status of the command.
    """

    content: bytes | None
    status: int = 0


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
