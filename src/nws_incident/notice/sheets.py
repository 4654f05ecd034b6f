"""The files of an edition as plain rows, each of which knows where it stands.

Rows move when overlays withdraw and add others; what is said of them must still name the place in
the file where their author wrote them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from attrs import evolve, field, frozen

from nws_incident.errors import ROOT, Problem
from nws_incident.notice.tables import HEAD, Table, tables
from nws_incident.structuring import step

_STEP = re.compile(r"(?=[.\[])")

Documents = Mapping[str, Mapping[str, Any]]
"""The files of an edition by name, as TOML has them."""


@frozen
class Row:
    """A row of a table, or an entry under its keys: what it says, and where it stands.

    `said` has for each field that an overlay changed the place where the overlay says so.
    """

    key: tuple[str, ...]
    place: str
    data: Any
    said: Mapping[str, str] = field(factory=dict)


Sheets = dict[str, dict[str, list[Row]]]
"""The rows of each table of each file."""


@frozen
class Places:
    """Where things really stand: rows that moved, and fields that an overlay changed.

    Whatever an overlay's author did not write is reported as a consequence of the overlay.
    """

    rows: Mapping[str, str] = field(factory=dict)
    said: Mapping[str, str] = field(factory=dict)
    overlay: str | None = None

    def row(self, place: str) -> str:
        """Return where the thing stands that has this place among the rows put together."""
        return _follow(place, self.rows)

    def stands(self, problem: Problem) -> Problem:
        """Return a problem of the rows put together as one of the thing where it stands."""
        return Problem(self.row(problem.path), problem.key, problem.text)

    def author(self, problem: Problem) -> Problem:
        """Return a problem of a thing that stands somewhere, at the place to mend it."""
        place = _follow(problem.path, self.said)
        if self.overlay is not None and not place.startswith(f"{self.overlay}:"):
            place = f"{self.overlay} > {place}"
        return Problem(place, problem.key, problem.text)


NOT_MOVED = Places()
"""Everything stands where it was read."""


def sheets_of(documents: Documents) -> Sheets:
    """Take documents that an edition was made of apart into rows."""
    return {
        name: {table: _rows(f"{name}:{ROOT}", table, data) for table, data in parts.items()}
        for name, parts in documents.items()
    }


def _rows(file: str, name: str, data: Any) -> list[Row]:
    place = file + step(name)
    if name == HEAD:
        return [Row((), place, data)]
    table = tables()[name]
    if table.key is None:
        return entries(place, data, table.depth, [])
    return [Row((row[table.key],), f"{place}[{index}]", row) for index, row in enumerate(data)]


def entries(place: str, data: Any, depth: int, problems: list[Problem]) -> list[Row]:
    """Return what stands under `depth` keys; adds to `problems` where those are no tables."""
    if depth == 0:
        return [Row((), place, data)]
    if not isinstance(data, Mapping):
        problems.append(Problem.of(place, "expected_mapping"))
        return []
    return [
        evolve(row, key=(key, *row.key))
        for key, value in data.items()
        for row in entries(place + step(key), value, depth - 1, problems)
    ]


def put_together(sheets: Sheets, overlay: str) -> tuple[dict[str, dict[str, Any]], Places]:
    """Make documents of rows, and say where each row of them really stands."""
    documents: dict[str, dict[str, Any]] = {}
    moved: dict[str, str] = {}
    said: dict[str, str] = {}
    for name, parts in sheets.items():
        documents[name] = {}
        for table, rows in parts.items():
            place = f"{name}:{ROOT}{step(table)}"
            is_numbered = table != HEAD and tables()[table].key is not None
            documents[name][table] = _data(rows, tables().get(table))
            for index, row in enumerate(rows):
                moves = _moves(place, tables().get(table), row, index)
                moved |= moves
                if not is_numbered:
                    said |= moves
                said |= {row.place + step(key): where for key, where in row.said.items()}
    return documents, Places(moved, said, overlay)


def _data(rows: list[Row], table: Table | None) -> Any:
    if table is None:
        return rows[0].data
    if table.key is not None:
        return [row.data for row in rows]
    data: dict[str, Any] = {}
    for row in rows:
        under = data
        for key in row.key[:-1]:
            under = under.setdefault(key, {})
        under[row.key[-1]] = row.data
    return data


def _moves(place: str, table: Table | None, row: Row, index: int) -> dict[str, str]:
    """Return where a row really stands, by its place among the rows put together."""
    if table is not None and table.key is not None:
        return {f"{place}[{index}]": row.place}
    under = "".join(step(key) for key in row.key)
    moves = {place + under: row.place}
    if row.place.partition(":")[0] == place.partition(":")[0]:
        moves[place] = row.place.removesuffix(under)
    return moves


def _follow(place: str, places: Mapping[str, str]) -> str:
    """Put what stands for the longest start of a place in its stead."""
    steps = _STEP.split(place)
    for length in range(len(steps), 0, -1):
        start = "".join(steps[:length])
        if start in places:
            return places[start] + place.removeprefix(start)
    return place
