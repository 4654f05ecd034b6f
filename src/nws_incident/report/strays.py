"""Individual numbers in a workbook besides its fields: in cells, comments, properties, names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nws_incident.report.cell_text import holds_number
from nws_incident.report.grid import CellError
from nws_incident.report.retyped import as_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from nws_incident.report.grid import Grid
    from nws_incident.report.package import Package

_WITHOUT_TEXT = ("styles.xml", "calcChain.xml", "[Content_Types].xml", ".rels")
_THEMES = "/theme/"
_TEXTS = frozenset({"si", "is", "comment", "threadedComment", "p"})
"""Elements whose text may come in several runs."""
_CELLS = "sheetData"
_SAYING = frozenset(
    {"name", "displayName", "prompt", "promptTitle", "error", "errorTitle", "descr", "title"}
    | {"tooltip", "display", "location", "sqref", "author", "userId"}
)
"""Attributes that people write into; ids that programs make are none."""


def has_stray_number(package: Package, grid: Grid, known: dict[tuple[str, str], str]) -> bool:
    """Tell whether an individual number stands anywhere but in the `known` cells.

    `known` has the texts of the form's cells, which are looked at on their own.
    """
    texts = set(known.values())
    return any(
        holds_number(text)
        for text in (*_in_cells(grid, known), *_in_parts(package))
        if text not in texts
    )


def _in_cells(grid: Grid, known: dict[tuple[str, str], str]) -> Iterator[str]:
    for sheet, cells in grid.sheets.items():
        for address, value in cells.items():
            if (sheet, address) not in known and not isinstance(value, CellError):
                yield as_text(value)


def _in_parts(package: Package) -> Iterator[str]:
    for name in package.names:
        root = package.root(name) if _may_have_text(name) else None
        if root is not None:
            yield from _texts(root)


def _may_have_text(name: str) -> bool:
    return not name.endswith(_WITHOUT_TEXT) and _THEMES not in name


def _texts(element: Element) -> Iterator[str]:
    for child in element:
        tag = child.tag.rpartition("}")[2]
        yield from (text for key, text in child.items() if key.rpartition("}")[2] in _SAYING)
        if tag in _TEXTS:
            yield "".join(child.itertext())
        elif tag != _CELLS:
            yield child.text or ""
            yield from _texts(child)
