"""The cells of a workbook: its sheets, the names of its cells, and what each cell holds.

Only values are read.  A formula's value is what the program that saved the workbook made of it;
how a cell looks does not matter, as each field knows what it holds.
"""

from __future__ import annotations

import math
import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from attrs import frozen

from nws_incident.errors import ROOT, InvalidWorkbook
from nws_incident.report.retyped import as_text

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from nws_incident.report.package import Package
    from nws_incident.report.retyped import CellValue

_TOP_RELATIONS = "_rels/.rels"
_WORKBOOK_RELATION = "/officeDocument"
_STRINGS_RELATION = "/sharedStrings"
_SHEET_RELATION = "/worksheet"
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_NAMED_CELL = re.compile(
    r"(?:'(?P<quoted>(?:[^']|'')+)'|(?P<plain>[^'!]+))!\$?(?P<column>[A-Z]{1,3})\$?(?P<row>[1-9][0-9]{0,6})"
    r"(?::\$?[A-Z]{1,3}\$?[0-9]{1,7})?"
)
_LARGEST_NUMBER = 1e15
_TRUE = frozenset({"1", "true"})


class CellError:
    """Stands for the value of a cell that shows an error, such as ``#N/A``."""


CELL_ERROR = CellError()

Cells = Mapping[str, "CellValue | CellError"]
"""The cells of a sheet that hold something, by address (``G9``)."""


@frozen
class Grid:
    """A workbook's sheets by name, and its named cells as pairs of sheet and address."""

    sheets: Mapping[str, Cells]
    names: Mapping[str, tuple[str, str]]
    from_1904: bool

    def at(self, place: tuple[str, str]) -> CellValue | CellError | None:
        """Return what the cell at a sheet and an address holds, or nothing."""
        return self.sheets[place[0]].get(place[1])

    def rows(self, sheet: str) -> list[list[str]]:
        """Return a sheet's cells as texts, row by row, the empty ones at the end left out."""
        rows: dict[int, dict[str, str]] = {}
        for address, value in self.sheets.get(sheet, {}).items():
            match = _CELL.fullmatch(address)
            if match is not None and not isinstance(value, CellError):
                rows.setdefault(int(match[2]), {})[match[1]] = as_text(value)
        return [
            [row[column] for column in sorted(row, key=lambda name: (len(name), name))]
            for _, row in sorted(rows.items())
        ]


def grid_of(package: Package) -> Grid:
    """Return the cells of a workbook; raises `InvalidWorkbook` where its parts do not fit."""
    top = _relations(package, _TOP_RELATIONS, "")
    workbook_part = next((part for kind, part in top.values() if kind == _WORKBOOK_RELATION), "")
    workbook = package.root(workbook_part)
    if workbook is None:
        raise InvalidWorkbook.at(ROOT, "workbook_format")
    folder, _, file = workbook_part.rpartition("/")
    relations = _relations(package, f"{folder}/_rels/{file}.rels", folder)
    strings = [
        text
        for kind, part in relations.values()
        if kind == _STRINGS_RELATION
        for text in _strings(package.root(part))
    ]
    sheets = {}
    for sheet in workbook.iterfind("{*}sheets/{*}sheet"):
        kind, part = relations.get(_attribute(sheet, "id"), ("", ""))
        if kind == _SHEET_RELATION:
            sheets[sheet.get("name", "")] = _cells(package.root(part), strings)
    settings = workbook.find("{*}workbookPr")
    return Grid(
        sheets=sheets,
        names=dict(_names(workbook, sheets)),
        from_1904=settings is not None and settings.get("date1904") in _TRUE,
    )


def _relations(package: Package, name: str, folder: str) -> dict[str, tuple[str, str]]:
    """Return a part's relations by id: the end of what kind it is, and the part it leads to."""
    root = package.root(name)
    relations = {}
    for one in () if root is None else root:
        target = one.get("Target", "")
        part = target[1:] if target.startswith("/") else posixpath.join(folder, target)
        kind = one.get("Type", "")
        relations[one.get("Id", "")] = (kind[kind.rfind("/") :], posixpath.normpath(part))
    return relations


def _attribute(element: Element, name: str) -> str:
    """Return an attribute that stands in some namespace."""
    return next((text for key, text in element.items() if key.endswith(f"}}{name}")), "")


def _names(workbook: Element, sheets: Mapping[str, Cells]) -> Iterator[tuple[str, tuple[str, str]]]:
    for name in workbook.iterfind("{*}definedNames/{*}definedName"):
        match = _NAMED_CELL.fullmatch((name.text or "").strip())
        if match is None:
            continue
        sheet = (match["quoted"] or match["plain"]).replace("''", "'")
        if sheet in sheets:
            yield name.get("name", ""), (sheet, match["column"] + match["row"])


def _strings(root: Element | None) -> Iterator[str]:
    for item in () if root is None else root.iterfind("{*}si"):
        yield text_of(item)


def text_of(item: Element) -> str:
    """Return a text that may come in several runs; how it is read aloud (ふりがな) is left out."""
    plain = [*item.iterfind("{*}t"), *item.iterfind("{*}r/{*}t")]
    return "".join(
        _ESCAPE.sub(lambda match: chr(int(match[1], 16)), run.text or "") for run in plain
    )


def _cells(root: Element | None, strings: list[str]) -> dict[str, CellValue | CellError]:
    cells: dict[str, CellValue | CellError] = {}
    for cell in () if root is None else root.iterfind("{*}sheetData/{*}row/{*}c"):
        # Most cells are there for their looks.
        value = _value(cell, strings) if len(cell) else None
        if value is not None:
            cells[cell.get("r", "")] = value
    return cells


def _value(cell: Element, strings: list[str]) -> CellValue | CellError | None:
    kind = cell.get("t", "n")
    inline = cell.find("{*}is")
    if kind == "inlineStr":
        return None if inline is None else text_of(inline)
    raw = cell.findtext("{*}v")
    if raw is None:
        return None
    if kind == "s":
        index = int(raw) if raw.isdecimal() and len(raw) <= len(str(len(strings))) else len(strings)
        return strings[index] if index < len(strings) else CELL_ERROR
    if kind == "b":
        return raw in _TRUE
    if kind == "e":
        return CELL_ERROR
    return _number(raw) if kind == "n" else raw


def _number(raw: str) -> CellValue | None:
    try:
        number = float(raw)
    except ValueError:
        return raw or None
    return number if math.isfinite(number) and abs(number) < _LARGEST_NUMBER else raw
