"""Writing a report as a workbook: the form in cells, its choices, and what has no cell.

Nothing here depends on when or where it runs: the same report gives the same bytes.
"""

from __future__ import annotations

import io
import re
import unicodedata
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from xlsxwriter import Workbook
from xlsxwriter.utility import quote_sheetname, xl_range_abs

from nws_incident.notice.form import Entry
from nws_incident.report.cell_text import check_texts, shown_values
from nws_incident.report.record import RECORD_SHEET, record_of
from nws_incident.report.workbook_layout import layout_of, name_of
from nws_incident.report.workbook_rules import code_message, rule_of
from nws_incident.text import DEFAULT_LANGUAGE
from nws_incident.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from nws_incident.notice.edition import Edition
    from nws_incident.notice.form import ReportField
    from nws_incident.report.cell_text import Shown
    from nws_incident.report.model import ReportDraft
    from nws_incident.report.workbook_layout import Layout, PlacedCell

_A4 = 9
_MARGIN = 0.4
_JAPANESE = 128
_NO_GRID = 2
_OPEN_TO_ALL = {"format_rows": True, "format_columns": True}

_EPOCH = date(1899, 12, 30)
# Before March 1900 workbooks count a day that never was: earlier dates stand as text.
_FIRST_DATE = date(1900, 3, 1)
_MINUTES = 24 * 60
_NUMBER_FORMATS = {Entry.DATE: "yyyy/mm/dd", Entry.TIME: "hh:mm"}
_AS_TEXT = "@"
_RISKY = ("=", "+", "-", "@", "\t", "\r")
"""What a text starts with that a spreadsheet would take for a formula, were it typed in."""

# The writing library takes a text that looks like its own markup for markup, and what looks like
# two escapes that share an underscore for one.  Parted in the middle, such texts come through.
_INSIDE = re.compile(r"(?s)(?<=^<)(?=r>.*</r>$)|(?<=_)(?=x[0-9A-Fa-f]{4}_)")

_TALLEST = 409
_LINE = 1.35
_HALF_WIDTHS = 11.5


def workbook_bytes(draft: ReportDraft, edition: Edition) -> bytes:
    """Return the workbook of `draft`, by the form of `edition`.

    Raises `InvalidWorkbook` with every text that no cell can hold, or that holds an individual
    number.
    """
    layout = layout_of(edition)
    values = shown_values(draft, edition.report_form)
    check_texts(draft, values)
    day = draft.drafted_on or date.fromisoformat(edition.about.dated)
    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True})
    book.set_properties(
        {
            "title": layout.name,
            "subject": edition.about.number.read(DEFAULT_LANGUAGE),
            "created": datetime(day.year, day.month, day.day),  # noqa: DTZ001  a fixed one
        }
    )
    _write_form(book, layout, values)
    _write_lists(book, layout)
    _write_record(book, record_of(draft, edition.report_form).rows())
    book.close()
    return buffer.getvalue()


def _write_form(book: Workbook, layout: Layout, values: Mapping[ReportField, Shown]) -> None:
    sheet = book.add_worksheet(layout.name)
    sheet.set_column(0, layout.columns - 1, layout.width)
    formats = _Formats(book, layout.font)
    heights = list(layout.heights)
    for cell in layout.cells:
        content: Shown | None
        if cell.fault_of is not None:
            code = values.get(cell.fault_of, "")
            formula, content = code_message(layout.fields[cell.fault_of].address, str(code))
            _merge(sheet, cell, formats.of(cell))
            sheet.write_formula(*cell.first, formula, formats.of(cell), content)
            continue
        content = cell.text if cell.field is None else values.get(cell.field)
        if cell.field is not None:
            _name(book, layout, cell, cell.field)
            sheet.data_validation(*cell.first, *cell.last, rule_of(cell, layout))
            if content is None and cell.is_chosen:
                content = layout.choose
        look = formats.of(cell, content)
        _merge(sheet, cell, look)
        if content is not None:
            _write(sheet, cell.first, content, look)
        if isinstance(content, str) and cell.field is not None and cell.first[0] == cell.last[0]:
            row = cell.first[0]
            heights[row] = max(heights[row], _height(content, cell, layout))
    for row, height in enumerate(heights):
        sheet.set_row(row, height)
    _set_page(sheet, layout)


class _Formats:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Workbook, font: str) -> None:
        self._book = book
        self._font = font
        self._made: dict[Any, Format] = {}

    def of(self, cell: PlacedCell, content: Shown | None = None) -> Format:
        """Return the format of a cell with that content."""
        risky = isinstance(content, str) and content.startswith(_RISKY)
        key = (cell.style, cell.entry, risky)
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = self._book.add_format(self._properties(cell, risky=risky))
        return made

    def _properties(self, cell: PlacedCell, *, risky: bool) -> dict[str, Any]:
        style = cell.style
        properties: dict[str, Any] = {
            "font_name": self._font,
            "font_charset": _JAPANESE,
            "font_size": style.size / 10,
            "font_color": f"#{style.color}",
            "bold": style.bold,
            "border": int(style.border),
            "align": style.across.value,
            "valign": "top" if cell.entry is Entry.LONG_TEXT else "vcenter",
            "indent": style.indent,
            "text_wrap": True,
            "quote_prefix": risky,
            "locked": cell.field is None,
        }
        if style.fill is not None:
            properties["bg_color"] = f"#{style.fill}"
        if cell.entry is not None:
            properties["num_format"] = _NUMBER_FORMATS.get(cell.entry, _AS_TEXT)
        return properties


def _merge(sheet: Worksheet, cell: PlacedCell, look: Format) -> None:
    if cell.first != cell.last:
        sheet.merge_range(*cell.first, *cell.last, "", look)
    else:
        sheet.write_blank(*cell.first, None, look)


def _name(book: Workbook, layout: Layout, cell: PlacedCell, field: ReportField) -> None:
    book.define_name(name_of(field), f"={quote_sheetname(layout.name)}!{cell.address}")


def _write(sheet: Worksheet, place: tuple[int, int], content: Shown, look: Format) -> None:
    if isinstance(content, time):
        sheet.write_number(*place, (content.hour * 60 + content.minute) / _MINUTES, look)
    elif isinstance(content, str):
        _write_text(sheet, place, content, look)
    elif content < _FIRST_DATE:
        sheet.write_string(*place, content.isoformat(), look)
    else:
        sheet.write_number(*place, (content - _EPOCH).days, look)


def _write_text(sheet: Worksheet, place: tuple[int, int], text: str, look: Format) -> None:
    runs = _INSIDE.split(text)
    if len(runs) == 1:
        sheet.write_string(*place, text, look)
    else:
        sheet.write_rich_string(*place, *(part for run in runs for part in (look, run)), look)


def _height(text: str, cell: PlacedCell, layout: Layout) -> int:
    """Return how high a row must be for a text, in points, as far as rows go."""
    columns = cell.last[1] - cell.first[1] + 1
    size = cell.style.size / 10
    room = columns * layout.width * _HALF_WIDTHS / size
    lines = sum(
        -(-sum(2 if unicodedata.east_asian_width(char) in "FWA" else 1 for char in line) // room)
        or 1
        for line in text.split("\n")
    )
    return min(_TALLEST, round(lines * size * _LINE) + 4)


def _set_page(sheet: Worksheet, layout: Layout) -> None:
    sheet.set_paper(_A4)
    sheet.set_portrait()
    sheet.set_margins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
    sheet.center_horizontally()
    sheet.print_area(0, 0, len(layout.heights) - 1, layout.columns - 1)
    sheet.fit_to_pages(1, 1)
    sheet.hide_gridlines(_NO_GRID)
    # Against slips of the hand, not against people: there is no password.
    sheet.protect("", _OPEN_TO_ALL)


def _write_lists(book: Workbook, layout: Layout) -> None:
    """Write what can be chosen: a column for each list, under its name."""
    title = wording("workbook.lists").read(DEFAULT_LANGUAGE)
    sheet = book.add_worksheet(title)
    sheet.hide()
    for column, (name, labels) in enumerate(layout.lists.items()):
        for row, label in enumerate(labels):
            sheet.write_string(row, column, label)
        cells = xl_range_abs(0, column, len(labels) - 1, column)
        book.define_name(name, f"={quote_sheetname(title)}!{cells}")


def _write_record(book: Workbook, rows: Iterable[tuple[str, ...]]) -> None:
    sheet = book.add_worksheet(RECORD_SHEET)
    sheet.very_hidden()
    plain = book.add_format()
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            _write_text(sheet, (row, column), value, plain)
