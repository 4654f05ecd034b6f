"""Overlays as they are written: one TOML file that says what a later edition does otherwise.

``[overlay]`` is its head; ``change`` names rows and entries that exist, ``add`` such as do not, and
``withdraw`` those that go.  A misspelt name is therefore an error and never a silent addition.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from attrs import frozen

from nws_incident.errors import ROOT, InvalidEdition, Problem
from nws_incident.fields import MISSING, Fault, read_text, suggest
from nws_incident.notice.sheets import Row, entries
from nws_incident.notice.tables import Table, tables
from nws_incident.structuring import step

HEAD = "overlay"
AFTER = "after"
"""The field of a row that is added which names the row that it comes after."""

_WITHDRAW, _CHANGE, _ADD = _DOES = ("withdraw", "change", "add")
_REQUIRED = ("id", "base", "note")

Asked = tuple[tuple[Table, Row], ...]
"""The rows that an overlay names or states, each with its table."""


@frozen
class Overlay:
    """What an overlay asks for, each row with the place where it does."""

    name: str
    base: str
    head: Mapping[str, Any]
    withdraw: Asked
    change: Asked
    add: Asked

    @property
    def place(self) -> str:
        """The place of the head."""
        return f"{self.name}:{ROOT}.{HEAD}"


def read_overlay(name: str, document: Mapping[str, Any]) -> Overlay:
    """Return what the file of a name asks for; raises `InvalidEdition` where it is no overlay."""
    place = f"{name}:{ROOT}"
    problems = _unknown(place, document, (HEAD, *_DOES))
    head = _table(f"{place}.{HEAD}", document.get(HEAD, {}), problems)
    problems += [
        Problem.of(f"{place}.{HEAD}{step(key)}", "missing") for key in _REQUIRED if key not in head
    ]
    overlay = Overlay(
        name,
        _text(f"{place}.{HEAD}.base", head.get("base", ""), problems),
        head,
        _asked(place, document, _WITHDRAW, _named, problems),
        _asked(place, document, _CHANGE, _stated, problems),
        _asked(place, document, _ADD, _stated, problems),
    )
    if problems:
        raise InvalidEdition(problems)
    return overlay


_Read = Callable[[str, Any, Table, list[Problem]], list[Row]]


def _asked(
    place: str, document: Mapping[str, Any], part: str, read: _Read, problems: list[Problem]
) -> Asked:
    place += step(part)
    asked = _table(place, document.get(part, {}), problems)
    problems += _unknown(place, asked, tuple(tables()))
    return tuple(
        (tables()[name], row)
        for name, of in asked.items()
        if name in tables()
        for row in read(place + step(name), of, tables()[name], problems)
    )


def _unknown(place: str, given: Mapping[str, Any], known: tuple[str, ...]) -> list[Problem]:
    return [
        Problem.of(place + step(key), "unknown_key", suggestion=suggest(key, known))
        for key in given
        if key not in known
    ]


def _stated(place: str, of: Any, table: Table, problems: list[Problem]) -> list[Row]:
    """Return the rows of a table, or its entries, that stand in full or in part."""
    if table.key is None:
        return entries(place, of, table.depth, problems)
    rows = []
    for index, stated in enumerate(_list(place, of, problems)):
        where = f"{place}[{index}]"
        data = _table(where, stated, problems)
        key = _text(where + step(table.key), data.get(table.key, MISSING), problems)
        rows.append(Row((key,), where, data))
    return rows


def _named(place: str, of: Any, table: Table, problems: list[Problem]) -> list[Row]:
    """Return the rows of a table, or its entries, that lists name, under all keys but the last."""
    rows = []
    for under in entries(place, of, table.depth - 1, problems):
        for index, name in enumerate(_list(under.place, under.data, problems)):
            where = f"{under.place}[{index}]"
            rows.append(Row((*under.key, _text(where, name, problems)), where, None))
    return rows


def _table(place: str, of: Any, problems: list[Problem]) -> Mapping[str, Any]:
    if isinstance(of, Mapping):
        return of
    problems.append(Problem.of(place, "expected_mapping"))
    return {}


def _list(place: str, of: Any, problems: list[Problem]) -> list[Any]:
    if isinstance(of, list):
        return of
    problems.append(Problem.of(place, "expected_list"))
    return []


def _text(place: str, value: Any, problems: list[Problem]) -> str:
    try:
        return read_text(value)
    except Fault as fault:
        problems.append(fault.problem(place))
        return ""
