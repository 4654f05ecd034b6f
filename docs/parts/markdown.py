"""Markdown: tables, lists, and links between the generated parts."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SIGNS = {
    "(": "-",
    ")": "",
    "①": "-1",
    "②": "-2",
    "③": "-3",
    "④": "-4",
    "柱書": "-lead",
    "なお書き": "-note",
    "また書き": "-also",
}
"""How the signs of a clause's number read in an anchor."""


def prose(cls: object) -> str:
    """Return the docstring of a class or a function."""
    return inspect.getdoc(cls) or ""


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Yield a table, a line each."""
    for cells in (head, ("---",) * len(head), *rows):
        yield f"| {' | '.join(one_line(cell).replace('|', chr(92) + '|') for cell in cells)} |"


def one_line(text: str) -> str:
    """Return a text on one line."""
    return " ".join(text.split())


def listed(parts: Iterable[str]) -> str:
    """Return a list in one line."""
    return ", ".join(parts)


def either(parts: Iterable[str]) -> str:
    """Return alternatives in one line."""
    return " or ".join(parts)


def clause_anchor(number: str) -> str:
    """Return the anchor of a clause, in ASCII."""
    name = number
    for sign, word in _SIGNS.items():
        name = name.replace(sign, word)
    return f"clause-{name}"


def clause_link(number: str) -> str:
    """Return a link to a clause."""
    return f"[{number}](#{clause_anchor(number)})"


def rule_link(rule: str) -> str:
    """Return a link to a rule."""
    return f"[{rule}](#rule-{rule.lower()})"


def guard_link(name: str) -> str:
    """Return a link to a guard."""
    return f"[`{name}`](#guard-{name})"


def event_link(event_type: str) -> str:
    """Return a link to an event type."""
    return f"[`{event_type}`](#event-{event_type})"


def route_link(name: str) -> str:
    """Return a link to a route."""
    return f"[{name.replace('_', ' ')}](#route-{name.replace('_', '-')})"
