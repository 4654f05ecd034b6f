"""The outcome report's sheet: every field in one cell, no cell over another, every name known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from nws_incident.errors import ROOT, Problem
from nws_incident.notice.form import ReportField
from nws_incident.notice.sheet import (
    CHOICE_STYLE,
    CHOOSE,
    ENTRY_STYLE,
    SHEET_NAME,
    CellText,
    SheetCell,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nws_incident.notice.checks.parts import Parts

_TABLES = {
    "sheet_style": (ENTRY_STYLE, CHOICE_STYLE),
    "sheet_wording": (SHEET_NAME, CHOOSE),
    "sheet_row": (),
}
"""The tables whose rows have ids, and the rows that the library itself asks for."""

_CODES = frozenset({ReportField.REPORTER_CODE})
"""The fields that hold a code whose digits can be checked."""


@frozen
class _PlacedCell:
    place: str
    row: int
    cell: SheetCell


def _cells(edition: Parts) -> Iterator[_PlacedCell]:
    for number, placed in enumerate(edition.rows("sheet_row")):
        for index, cell in enumerate(placed.row.cell):
            yield _PlacedCell(f"{placed.place}.cell[{index}]", number, cell)


def _tables(edition: Parts) -> Iterator[Problem]:
    pages = [placed.place for placed in edition.rows("sheet_page")]
    if not pages:
        yield Problem.of(f"{ROOT}.sheet_page", "missing")
    for place in pages[1:]:
        yield Problem.of(place, "edition_duplicate", value="sheet_page", where=pages[0])
    for table, wanted in _TABLES.items():
        first: dict[str, str] = {}
        for placed in edition.rows(table):
            where = first.setdefault(placed.row.id, placed.place)
            if where != placed.place:
                yield Problem.of(
                    placed.place, "edition_duplicate", value=placed.row.id, where=where
                )
        for name in wanted:
            if name not in first:
                yield Problem.of(f"{ROOT}.{table}", "edition_missing_row", value=name)


def _contents(edition: Parts) -> Iterator[Problem]:
    known = _known(edition)
    for placed in _cells(edition):
        cell = placed.cell
        filled = [value for value in (cell.text, cell.field, cell.fault_of) if value is not None]
        if len(filled) > 1:
            yield Problem.of(placed.place, "edition_incomplete", value="text, field, fault_of")
        if cell.style is None and cell.field is None:
            yield Problem.of(f"{placed.place}.style", "missing")
        if cell.fault_of not in {None, *_CODES}:
            yield _unknown(f"{placed.place}.fault_of", str(cell.fault_of), set(_CODES))
        if cell.text is not None and not CellText(cell.text).is_valid():
            yield _unknown(f"{placed.place}.text", cell.text, set(known))
        for table, name in _names(cell):
            if name not in known.get(table, ()):
                yield _unknown(placed.place, f"{table}.{name}", known.get(table, set(known)))


def _names(cell: SheetCell) -> tuple[tuple[str, str], ...]:
    """Return what a cell names: pairs of a table and a name in it."""
    return cell.slots if cell.style is None else (("style", cell.style), *cell.slots)


def _unused(edition: Parts) -> Iterator[Problem]:
    named = {pair for placed in _cells(edition) for pair in _names(placed.cell)}
    for kind, table in (("style", "sheet_style"), ("wording", "sheet_wording")):
        for placed in edition.rows(table):
            name = placed.row.id
            if (kind, name) not in named and name not in _TABLES[table]:
                yield Problem.of(f"{placed.place}.id", "edition_unused", value=name)


def _known(edition: Parts) -> dict[str, set[str]]:
    """Return, for each table that a cell can name, the names in it."""
    tables = {
        "style": "sheet_style",
        "wording": "sheet_wording",
        "group": "form_group",
        "label": "form_field",
        "operator": "form_operator_field",
    }
    known = {
        name: {str(placed.row.id) for placed in edition.rows(table)}
        for name, table in tables.items()
    }
    known["note"] = {
        str(placed.row.id) for placed in edition.rows("form_field") if placed.row.note is not None
    }
    return known


def _unknown(place: str, value: str, allowed: set[str] | set[ReportField]) -> Problem:
    return Problem.of(
        place, "edition_unknown_word", value=value, allowed=", ".join(sorted(allowed))
    )


def _places(edition: Parts) -> Iterator[Problem]:
    """Every cell is on the page, and on no other cell."""
    columns = next((placed.row.columns for placed in edition.rows("sheet_page")), 0)
    rows = sum(1 for _ in edition.rows("sheet_row"))
    taken: dict[tuple[int, int], str] = {}
    for placed in _cells(edition):
        cell = placed.cell
        if not cell.columns or cell.columns.stop > columns:
            yield Problem.of(f"{placed.place}.at", "edition_off_sheet", value=cell.at)
        if cell.rows < 1 or placed.row + cell.rows > rows:
            yield Problem.of(f"{placed.place}.rows", "edition_off_sheet", value=str(cell.rows))
        below = {
            taken.setdefault((row, column), placed.place)
            for row in range(placed.row, min(placed.row + cell.rows, rows))
            for column in cell.columns
        }
        for other in sorted(below - {placed.place}):
            yield Problem.of(placed.place, "edition_overlap", value=other)


def _fields(edition: Parts) -> Iterator[Problem]:
    """Every field that is shown has one cell, and no other field has any."""
    cells: dict[ReportField, list[str]] = {}
    for placed in _cells(edition):
        if placed.cell.field is not None:
            cells.setdefault(placed.cell.field, []).append(placed.place)
    for row in edition.rows("form_field"):
        field = row.row
        places = cells.get(field.id, [])
        if field.shown and not places:
            yield Problem.of(f"{ROOT}.sheet_row", "edition_missing_row", value=field.id)
        for place in places[1:] if field.shown else places:
            where = places[0] if field.shown else row.place
            yield Problem.of(place, "edition_duplicate", value=field.id, where=where)


CHECKS = (_tables, _contents, _unused, _places, _fields)
