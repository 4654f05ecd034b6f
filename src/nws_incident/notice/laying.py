"""Laying an overlay on the rows of an edition: withdrawing, changing and adding, in this order.

So an overlay that withdraws a row may put another of the same name in its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import evolve

from nws_incident.errors import InvalidEdition, Problem
from nws_incident.fields import Fault, read_text, show, suggest
from nws_incident.notice.overlay import AFTER, Overlay
from nws_incident.notice.sheets import Row, Sheets
from nws_incident.notice.tables import HEAD, Table
from nws_incident.structuring import step

_LANGUAGE = "ja"


def lay(base: Sheets, overlay: Overlay) -> Sheets:
    """Return the rows of an edition with an overlay on them.

    Raises `InvalidEdition` with everything that does not fit the edition.
    """
    sheets = {name: {table: [*rows] for table, rows in of.items()} for name, of in base.items()}
    sheets[overlay.name] = {}
    problems = [
        *_head(sheets, overlay),
        *_withdraw(sheets, overlay),
        *_change(sheets, overlay),
        *_add(sheets, overlay),
    ]
    if problems:
        raise InvalidEdition(problems)
    return sheets


def _head(sheets: Sheets, overlay: Overlay) -> Iterator[Problem]:
    rows = next(of[HEAD] for of in sheets.values() if HEAD in of)
    before = rows[0].data["id"]
    if overlay.head["id"] == before:
        yield Problem.of(f"{overlay.place}.id", "overlay_same_id", value=show(before))
    rows[0] = _changed(rows[0], Row((), overlay.place, {**overlay.head, "base": before}))


def _withdraw(sheets: Sheets, overlay: Overlay) -> Iterator[Problem]:
    for table, row in overlay.withdraw:
        rows, index = _find(sheets, table, row)
        if index is None:
            yield _not_there(sheets, table, row)
        else:
            del rows[index]


def _change(sheets: Sheets, overlay: Overlay) -> Iterator[Problem]:
    changed: dict[tuple[str, ...], str] = {}
    for table, row in overlay.change:
        rows, index = _find(sheets, table, row)
        first = changed.setdefault((table.name, *row.key), row.place)
        if index is None:
            yield _not_there(sheets, table, row)
        elif first != row.place:
            yield Problem.of(row.place, "edition_duplicate", value=_name(row), where=first)
        else:
            rows[index] = _changed(rows[index], row)


def _add(sheets: Sheets, overlay: Overlay) -> Iterator[Problem]:
    for table, row in overlay.add:
        if _find(sheets, table, row)[1] is not None:
            value = _name(row)
            yield Problem.of(row.place, "overlay_already_there", table=table.name, value=value)
        elif table.key is not None and AFTER in row.data:
            yield from _insert(sheets, table, row)
        else:
            _rows_beside(sheets, overlay, table, row).append(row)


def _rows_beside(sheets: Sheets, overlay: Overlay, table: Table, row: Row) -> list[Row]:
    """Return the rows that a new one joins: entries under one key stay in one file."""
    for of in sheets.values():
        rows = of.get(table.name, [])
        if any(known.key[:-1] == row.key[:-1] != () for known in rows):
            return rows
    return sheets[overlay.name].setdefault(table.name, [])


def _insert(sheets: Sheets, table: Table, row: Row) -> Iterator[Problem]:
    """Add a row after the one that it names."""
    place = row.place + step(AFTER)
    try:
        before = Row((read_text(row.data[AFTER]),), place, None)
    except Fault as fault:
        yield fault.problem(place)
        return
    rows, index = _find(sheets, table, before)
    if index is None:
        yield _not_there(sheets, table, before)
        return
    data = {key: value for key, value in row.data.items() if key != AFTER}
    rows.insert(index + 1, evolve(row, data=data))


def _find(sheets: Sheets, table: Table, row: Row) -> tuple[list[Row], int | None]:
    """Return the rows among which a row of that name stands, and its place among them."""
    for of in sheets.values():
        rows = of.get(table.name, [])
        for index, known in enumerate(rows):
            if known.key == row.key:
                return rows, index
    return [], None


def _not_there(sheets: Sheets, table: Table, row: Row) -> Problem:
    there = tuple(
        known.key[-1]
        for of in sheets.values()
        for known in of.get(table.name, ())
        if known.key[:-1] == row.key[:-1]
    )
    return Problem.of(
        row.place,
        "overlay_not_there",
        table=table.name,
        value=_name(row),
        suggestion=suggest(row.key[-1], there),
    )


def _name(row: Row) -> str:
    return show(".".join(row.key))


def _changed(row: Row, change: Row) -> Row:
    if _is_text(row.data) or not isinstance(change.data, Mapping):
        return change
    said = {key: change.place + step(key) for key in change.data}
    return Row(row.key, row.place, _merged(row.data, change.data), {**row.said, **said})


def _merged(old: Any, new: Any) -> Any:
    """Merge tables key by key; anything else, a text in its languages too, is replaced whole."""
    if _is_text(old) or not (isinstance(old, Mapping) and isinstance(new, Mapping)):
        return new
    return {**old, **{key: _merged(old.get(key), value) for key, value in new.items()}}


def _is_text(value: Any) -> bool:
    return isinstance(value, Mapping) and _LANGUAGE in value
