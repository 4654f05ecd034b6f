"""The form of an edition as it stands in a workbook: cells with addresses, looks and choices.

What stands where is data (``report-sheet.toml``); this puts it into rows and columns.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from nws_incident.notice.form import (
    ChoiceList,
    Condition,
    Entry,
    FormField,
    Need,
    ReportField,
    ReportForm,
)
from nws_incident.notice.sheet import (
    CHOICE_STYLE,
    CHOOSE,
    ENTRY_STYLE,
    SHEET_NAME,
    CellText,
    SheetCell,
    SheetStyle,
)
from nws_incident.terms import CausingParty
from nws_incident.text import DEFAULT_LANGUAGE, Text

if TYPE_CHECKING:
    from nws_incident.notice.edition import Edition

CHOSEN = frozenset({Entry.CHOICE, Entry.YES_NO})
"""The entries that are made from a list."""

UNCHOSEN = "list_none"
"""The list that offers nothing, as long as what it depends on is open."""

_NOT_IN_A_NAME = re.compile(r"[^a-z0-9_]")


@frozen
class PlacedCell:
    """A cell where it stands, its rows and columns counted from 0; `locked` keeps writers out."""

    first: tuple[int, int]
    last: tuple[int, int]
    style: SheetStyle
    text: str | None
    entry: Entry | None
    field: ReportField | None
    fault_of: ReportField | None

    @property
    def is_chosen(self) -> bool:
        """Whether what is filled in is chosen from a list."""
        return self.entry in CHOSEN

    @property
    def address(self) -> str:
        """The address of its first cell, as formulas name it."""
        row, column = self.first
        return f"${chr(ord('A') + column)}${row + 1}"


@frozen(eq=False)
class Layout:
    """The whole form of an edition.

    `lists` are the named lists that choices are made from; `sources` has for each field that is
    chosen the formula that gives its list, which may depend on the causing party's cell.
    """

    name: str
    choose: str
    font: str
    columns: int
    width: float
    heights: tuple[int, ...]
    cells: tuple[PlacedCell, ...]
    fields: Mapping[ReportField, PlacedCell]
    lists: Mapping[str, tuple[str, ...]]
    sources: Mapping[ReportField, str]


@lru_cache(maxsize=16)
def layout_of(edition: Edition) -> Layout:
    """Return the form of an edition; it is worked out once."""
    sheet = edition.report_sheet
    choose = sheet.wording[CHOOSE].read(DEFAULT_LANGUAGE)
    cells = tuple(
        _placed(edition, row, cell) for row, line in enumerate(sheet.rows) for cell in line.cell
    )
    fields = {cell.field: cell for cell in cells if cell.field is not None}
    lists: dict[str, tuple[str, ...]] = {UNCHOSEN: (choose,)}
    sources = {}
    for field, cell in fields.items():
        if cell.is_chosen:
            named = _lists(edition.report_form, field)
            lists |= {name: (choose, *_labels(holding)) for name, holding in named.values()}
            names = {party: name for party, (name, _) in named.items()}
            sources[field] = _source(edition.report_form, names, fields)
    return Layout(
        name=sheet.wording[SHEET_NAME].read(DEFAULT_LANGUAGE),
        choose=choose,
        font=sheet.page.font,
        columns=sheet.page.columns,
        width=sheet.page.width / 10,
        heights=tuple(line.height or sheet.page.height for line in sheet.rows),
        cells=cells,
        fields=fields,
        lists=lists,
        sources=sources,
    )


def _placed(edition: Edition, row: int, cell: SheetCell) -> PlacedCell:
    page, styles = edition.report_sheet.page, edition.report_sheet.styles
    fields = edition.report_form.fields
    entry = None if cell.field is None else fields[cell.field].entry
    style = styles[cell.style or (CHOICE_STYLE if entry in CHOSEN else ENTRY_STYLE)]
    if cell.red or _asks_for_required(cell, fields):
        style = evolve(style, color=page.required)
    return PlacedCell(
        first=(row, cell.columns.start),
        last=(row + cell.rows - 1, cell.columns.stop - 1),
        style=style,
        text=_filled(edition, cell),
        entry=entry,
        field=cell.field,
        fault_of=cell.fault_of,
    )


def _filled(edition: Edition, cell: SheetCell) -> str | None:
    if cell.text is None:
        return None
    form = edition.report_form
    tables: dict[str, Mapping[str, Text | None]] = {
        "wording": edition.report_sheet.wording,
        "group": {group.id: group.label for group in form.groups.values()},
        "label": {one.id: one.label for one in form.fields.values()},
        "note": {one.id: one.note for one in form.fields.values()},
        "operator": {one.id: one.label for one in form.operator_fields},
    }
    texts = {f"{table}.{name}": tables[table][name] for table, name in cell.slots}
    words = {slot: text.read(DEFAULT_LANGUAGE) for slot, text in texts.items() if text is not None}
    return CellText(cell.text).substitute(words).strip("\n")


def _asks_for_required(cell: SheetCell, fields: Mapping[ReportField, FormField]) -> bool:
    labelled = [ReportField(name) for table, name in cell.slots if table == "label"]
    asked = [fields[name] for name in (*labelled, *cell.asks)]
    # One of several must be filled in: that is said by the cell that asks for all of them.
    one_of_these = len(asked) > 1 and all(one.required is Need.ONE_OF_GROUP for one in asked)
    return one_of_these or any(_is_required(one) for one in asked)


def _is_required(field: FormField) -> bool:
    # Who reports is no matter of the case: of nearly everyone the code is simply required.
    return field.required is Need.ALWAYS or field.when is Condition.REPORTER_IS_LOCAL


_Holding = tuple[ChoiceList, ...]


def _lists(form: ReportForm, field: ReportField) -> dict[str | None, tuple[str, _Holding]]:
    """Return for each causing party, or for none, the list of a field: its name, what it holds."""
    all_lists = [form.lists[name] for name in form.fields[field].choices]
    parties = [
        party for party in CausingParty if any(one.causing_party == party for one in all_lists)
    ]
    named: dict[str | None, tuple[str, _Holding]] = {}
    for party in parties or (None,):
        holding = tuple(one for one in all_lists if one.causing_party in {None, party})
        named[party] = (_name("list", *(one.id for one in holding)), holding)
    return named


def _labels(lists: _Holding) -> list[str]:
    return [choice.label.read(DEFAULT_LANGUAGE) for one in lists for choice in one.choice]


def _source(
    form: ReportForm,
    names: Mapping[str | None, str],
    fields: Mapping[ReportField, PlacedCell],
) -> str:
    """Return the formula that gives a list: its name, or whichever the causing party calls for."""
    if None in names:
        return f"={names[None]}"
    party_cell = fields[ReportField.CAUSING_PARTY].address
    formula = UNCHOSEN
    for party, name in names.items():
        choice = form.choice(ReportField.CAUSING_PARTY, str(party))
        if choice is not None:
            label = in_formula(choice.label.read(DEFAULT_LANGUAGE))
            formula = f"IF({party_cell}={label},{name},{formula})"
    return f"={formula}"


def name_of(field: ReportField) -> str:
    """Return the name that a workbook gives to a field's cell."""
    return _name("nws", field)


def _name(*parts: str) -> str:
    return _NOT_IN_A_NAME.sub("_", "_".join(parts))


def in_formula(text: str) -> str:
    """Return a text as a formula holds it."""
    doubled = text.replace('"', '""')
    return f'"{doubled}"'
