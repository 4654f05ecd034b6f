"""Individual numbers in a workbook besides its fields: in cells, comments, properties, names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nws_incident.report.cell_text import holds_number
from nws_incident.report.grid import CellError
from nws_incident.report.retyped import as_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from xml.etree.ElementTree import Element

    from nws_incident.report.grid import Grid
    from nws_incident.report.package import Package

_WITHOUT_TEXT = ("styles.xml", "calcChain.xml")
"""Ends of the names of parts in which nobody writes, however long they are."""
_TEXTS = frozenset({"si", "comment", "threadedComment", "p"})
"""Elements whose text may come in several runs."""
_CELLS = "sheetData"
_SAYING = frozenset(
    {"name", "displayName", "prompt", "promptTitle", "error", "errorTitle", "descr", "title"}
    | {"tooltip", "display", "location", "author", "userId", "comment", "description", "caption"}
    | {"v"}
)
"""Attributes that people write into, and the values that a pivot table keeps (``v``).

Ids that programs make are none.
"""


def has_stray_number(package: Package, grid: Grid, known: set[str]) -> bool:
    """Tell whether an individual number stands anywhere but in the `known` texts.

    Those are what the form's cells hold, which are looked at on their own.
    """
    return any(
        holds_number(text) for text in (*_in_cells(grid), *_in_parts(package)) if text not in known
    )


def _in_cells(grid: Grid) -> Iterator[str]:
    for cells in grid.sheets.values():
        for value in cells.values():
            if not isinstance(value, CellError):
                yield as_text(value)


def _in_parts(package: Package) -> Iterator[str]:
    for name in package.names:
        root = None if name.endswith(_WITHOUT_TEXT) else package.root(name)
        if root is not None:
            yield from _texts([root])


def _texts(elements: Iterable[Element]) -> Iterator[str]:
    for one in elements:
        tag = one.tag.rpartition("}")[2]
        yield from (text for key, text in one.items() if key.rpartition("}")[2] in _SAYING)
        if tag in _TEXTS:
            yield "".join(one.itertext())
        elif tag == _CELLS:
            # What they hold is in the grid; a formula's own text is not.
            yield from (formula.text for formula in one.iterfind(".//{*}f") if formula.text)
        else:
            if one.text:
                yield one.text
            yield from _texts(one)
