"""Writing to a terminal or a file: coloured where somebody looks on, plain text elsewhere."""

from __future__ import annotations

import sys
import unicodedata
from typing import TYPE_CHECKING, TypeVar

from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_Item = TypeVar("_Item")
_WIDE = frozenset("WF")


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


def complain(message: str) -> None:
    """Write one line to standard error."""
    print(f"nws-incident: {message}", file=sys.stderr)


def counted(items: Iterable[_Item], label: str) -> Iterator[_Item]:
    """Yield `items`, counting them on standard error where that is a terminal of its own."""
    if not sys.stderr.isatty() or sys.stdout.isatty():
        yield from items
        return
    try:
        from rich.console import Console  # noqa: PLC0415  optional
        from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415
    except ImportError:
        yield from items
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description} {task.completed}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(label, total=None)
        for item in items:
            yield item
            progress.advance(task)


def width(text: str) -> int:
    """Return how many columns a text takes on a terminal; kana and kanji take two."""
    return sum(
        0 if unicodedata.combining(char) else 1 + (unicodedata.east_asian_width(char) in _WIDE)
        for char in text
    )


def pad(text: str, columns: int) -> str:
    """Return `text` filled up with spaces to a number of columns."""
    return text + " " * max(columns - width(text), 0)


def _write_plainly(line: Line) -> None:
    print("".join(span.text for span in line).rstrip())


def _rich_writer() -> Callable[[Line], None]:
    from rich.console import Console  # noqa: PLC0415  optional
    from rich.text import Text  # noqa: PLC0415  optional

    console = Console(highlight=False)

    def write(line: Line) -> None:
        first = line[0].text if line else ""
        indent = len(first) - len(first.lstrip())
        text = Text.assemble(*((span.text, _STYLES.get(span.style, "")) for span in line))
        text.rstrip()
        wrapped = text.wrap(console, max(console.width - indent, 1))
        for number, part in enumerate(wrapped):
            console.print(Text(" " * indent if number else "") + part, soft_wrap=True)

    return write
