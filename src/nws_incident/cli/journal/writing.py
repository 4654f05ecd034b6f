"""How the actions speak: the library's words, tables, and lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nws_incident.cli.terminal import Span, complain, line_writer, pad, width
from nws_incident.fields import printable
from nws_incident.text import Text
from nws_incident.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterable

_GAP = "  "


def words(key: str, language: str, **slots: object) -> str:
    """Return the wording of a key of these actions."""
    shown = {
        name: value if isinstance(value, Text) else printable(str(value))
        for name, value in slots.items()
    }
    return wording(f"journal_cli.{key}").fill(**shown).read(language)


def say(key: str, language: str, **slots: object) -> None:
    """Write a line to standard output."""
    line_writer()((Span(words(key, language, **slots), "strong"),))


def tell(key: str, language: str, **slots: object) -> None:
    """Write a line to standard error."""
    complain(words(key, language, **slots))


def write_table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    """Write rows under a head, in columns."""
    lines = [head, *[tuple(printable(cell) for cell in row) for row in rows]]
    columns = [max(width(line[index]) for line in lines) for index in range(len(head))]
    write = line_writer()
    for number, line in enumerate(lines):
        cells = _GAP.join(pad(cell, columns[index]) for index, cell in enumerate(line))
        write((Span(cells, "" if number else "strong"),))
