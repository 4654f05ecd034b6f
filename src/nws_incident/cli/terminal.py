"""Writing to a terminal or a file: coloured where somebody looks on, plain text elsewhere."""

from __future__ import annotations

import codecs
import json
import shutil
import sys
import unicodedata
from contextlib import contextmanager
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_Item = TypeVar("_Item")
_WIDE = frozenset("WF")
_COLUMNS = 80


@frozen
class Span:
    """A stretch of text in one style: `good`, `bad`, `dim`, `strong`, or none."""

    text: str
    style: str = ""


Line = tuple[Span, ...]
_STYLES = {"good": "green", "bad": "bold red", "dim": "dim", "strong": "bold", "watch": "yellow"}


def line_writer() -> Callable[[Line], None]:
    """Return what writes a line to standard output: by `rich` on a terminal, plainly elsewhere."""
    if sys.stdout.isatty():
        try:
            return _rich_writer()
        except ImportError:
            pass
    return _write_plainly


def print_json(data: object) -> None:
    """Write one JSON object as a line, escaped where the output could not hold its text."""
    encoding = codecs.lookup(sys.stdout.encoding or "ascii").name
    print(json.dumps(data, ensure_ascii=not encoding.startswith("utf")))


def complain(message: str) -> None:
    """Write one line to standard error, if there is one."""
    if sys.stderr is not None:
        print(f"nws-incident: {message}", file=sys.stderr)


def counted(items: Iterable[_Item], label: str) -> Iterator[_Item]:
    """Yield `items`, counting them on standard error where that is a terminal of its own."""
    if sys.stderr is None or not sys.stderr.isatty() or sys.stdout.isatty():
        yield from items
        return
    with _spinner(label, "{task.completed}") as tell:
        for count, item in enumerate(items, start=1):
            yield item
            if tell is not None:
                tell(count)


@contextmanager
def running_count(label: str) -> Iterator[Callable[[int], None] | None]:
    """Give what shows a growing count on standard error, or nothing where nobody would see it."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    with _spinner(label, "{task.completed:,}") as tell:
        yield tell


@contextmanager
def _spinner(label: str, count: str) -> Iterator[Callable[[int], None] | None]:
    """Give what shows a count beside a label on standard error, or nothing without `rich`."""
    try:
        from rich.console import Console  # noqa: PLC0415  optional
        from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415
    except ImportError:
        yield None
        return
    columns = (SpinnerColumn(), TextColumn(f"{{task.description}} {count}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(label, total=None)
        yield lambda done: progress.update(task, completed=done)


def width(text: str) -> int:
    """Return how many columns a text takes on a terminal; kana and kanji take two."""
    return sum(
        0 if unicodedata.combining(char) else 1 + (unicodedata.east_asian_width(char) in _WIDE)
        for char in text
    )


def breaks(text: str, columns: int, indent: int) -> list[int]:
    """Return where to break a text so that no line is wider than `columns`.

    Later lines will be indented.  A line breaks at a space or beside a wide character, which is
    how Japanese is broken; within a word only where a word fills the line.
    """
    offsets = []
    start = opportunity = 0
    used = 0
    for position, char in enumerate(text):
        is_wide = width(char) > 1
        if is_wide or (position and text[position - 1] == " "):
            opportunity = position
        if used + width(char) > columns:
            start = opportunity if opportunity > start else position
            offsets.append(start)
            used = indent + width(text[start:position])
        used += width(char)
    return offsets


def pad(text: str, columns: int) -> str:
    """Return `text` filled up with spaces to a number of columns."""
    return text + " " * max(columns - width(text), 0)


def screen_columns() -> int:
    """Return how many columns there are to write into: 80 where nobody looks on."""
    return shutil.get_terminal_size((_COLUMNS, 0)).columns if sys.stdout.isatty() else _COLUMNS


def wrapped(text: str, columns: int) -> list[str]:
    """Return `text` in lines that are no wider than `columns`, at least one."""
    cuts = (0, *breaks(text, columns, 0), len(text))
    return [text[start:end].strip() for start, end in pairwise(cuts)]


def _write_plainly(line: Line) -> None:
    print("".join(span.text for span in line).rstrip())


def _rich_writer() -> Callable[[Line], None]:
    from rich.console import Console  # noqa: PLC0415  optional
    from rich.text import Text  # noqa: PLC0415  optional

    console = Console(highlight=False)

    def write(line: Line) -> None:
        text = Text.assemble(*((span.text, _STYLES.get(span.style, "")) for span in line))
        text.rstrip()
        indent = len(text.plain) - len(text.plain.lstrip())
        for number, part in enumerate(text.divide(breaks(text.plain, console.width, indent))):
            console.print(Text(" " * indent if number else "") + part, soft_wrap=True)

    return write
