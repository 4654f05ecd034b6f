"""The shape of the outcome report's form as a sheet: what stands in which cell, and how it looks.

The tables stand in ``report-sheet.toml`` of an edition.  The words of fields and groups come from
``report-form.toml``: a cell's text names them as slots, ``${label.drafted_on}``.
"""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from enum import StrEnum

from attrs import frozen

from nws_incident.notice.form import ReportField
from nws_incident.text import Text

ENTRY_STYLE = "entry"
"""The style of cells that are written in."""
CHOICE_STYLE = "choice"
"""The style of cells in which something is chosen."""
SHEET_NAME = "sheet"
"""The wording that names the sheet."""
CHOOSE = "choose"
"""The wording of a choice that is yet to be made."""

_COLUMNS = re.compile(r"(?P<first>[A-Z]):(?P<last>[A-Z])")


class Across(StrEnum):
    """Where text stands across a cell."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@frozen
class SheetStyle:
    """How cells look: `size` in tenths of a point, colours as six hexadecimal digits."""

    id: str
    size: int = 90
    bold: bool = False
    color: str = "000000"
    fill: str | None = None
    border: bool = True
    across: Across = Across.LEFT
    indent: int = 0


class CellText(string.Template):
    """A cell's text; a slot is a table (`label`, `note`, `group`, …) and a name in it."""

    idpattern = r"(?a:[a-z_]+\.[a-z_.]*[a-z_])"


@frozen
class SheetCell:
    """A cell, or several merged into one: the columns `at` (``C:F``) of `rows` rows.

    It holds a `text`, or what is filled into a `field`, or the message that disappears once the
    code in the field `fault_of` is right; or, with none of these, nothing.  The cell of a field
    needs no `style`: it has that of entries or of choices.  A text is red where `red` says so, or
    where it asks for something that must be filled in: the fields whose labels it holds, and
    `asks`.
    """

    at: str
    style: str | None = None
    rows: int = 1
    text: str | None = None
    field: ReportField | None = None
    fault_of: ReportField | None = None
    asks: tuple[ReportField, ...] = ()
    red: bool = False

    @property
    def columns(self) -> range:
        """The columns, counted from 0; none where `at` does not name any."""
        match = _COLUMNS.fullmatch(self.at)
        if match is None:
            return range(0)
        return range(ord(match["first"]) - ord("A"), ord(match["last"]) - ord("A") + 1)

    @property
    def slots(self) -> tuple[tuple[str, str], ...]:
        """What the text is filled from: pairs of a table and a name in it."""
        names = CellText(self.text or "").get_identifiers()
        return tuple((table, name) for table, _, name in (one.partition(".") for one in names))


@frozen
class SheetRow:
    """A row of the sheet: its cells, and its height in points if it is not the usual one."""

    id: str
    cell: tuple[SheetCell, ...] = ()
    height: int | None = None


@frozen
class SheetPage:
    """How many columns there are, how wide (tenths of a character), how high rows are (points).

    `required` is the colour of what asks for something that must be filled in.
    """

    id: str
    columns: int
    width: int
    height: int
    font: str
    required: str


@frozen
class SheetWording:
    """A text of the form that is no field's, for the slot ``${wording.<id>}``."""

    id: str
    text: Text


@frozen
class ReportSheet:
    """The whole sheet."""

    page: SheetPage
    rows: tuple[SheetRow, ...]
    styles: Mapping[str, SheetStyle]
    wording: Mapping[str, Text]
