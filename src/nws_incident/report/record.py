"""What a workbook keeps besides the form, on a sheet that nobody sees.

So that the report can surely be read back, it holds the format, the edition whose form it is, the
cases the report covers, what the report knows and the form has no cell for, and the ids of what
was chosen (two choices may be worded alike).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from attrs import frozen

from nws_incident.errors import ROOT, InvalidWorkbook
from nws_incident.notice.form import Entry, ReportField
from nws_incident.report.cell_text import shown

if TYPE_CHECKING:
    from nws_incident.notice.form import ReportForm
    from nws_incident.report.model import ReportDraft

FORMAT = "nws-incident/report/1"
"""What a workbook says it is."""

RECORD_SHEET = "nws-incident"
"""The sheet that nobody sees."""

LEFT_OPEN = "-"
"""Stands for what ③ found, which has no cell, where the report answered ③ and left that open."""

_FORMAT, _EDITION, _CASE, _FIELD, _CHOICE = "format", "edition", "case", "field", "choice"
_FIELDS = frozenset(ReportField)


@frozen
class Record:
    """What stands on the sheet; `fields` are those without a cell, `choices` are ids."""

    edition: str
    cases: tuple[str, ...]
    fields: Mapping[ReportField, str]
    choices: Mapping[ReportField, str]

    def rows(self) -> Iterator[tuple[str, ...]]:
        """Yield the sheet's rows: what it is about, a name where there are several, the value."""
        yield _FORMAT, FORMAT
        yield _EDITION, self.edition
        yield from ((_FIELD, name, text) for name, text in self.fields.items())
        yield from ((_CHOICE, name, chosen) for name, chosen in self.choices.items())
        yield from ((_CASE, case) for case in self.cases)


def record_of(draft: ReportDraft, form: ReportForm) -> Record:
    """Return what the sheet keeps of a report."""
    said = {one.id: one for one in form.fields.values() if draft.value(one.id) is not None}
    provider = draft.provider_caused
    is_left_open = provider.others_checked is True and provider.others_wrong is None
    left_open = {ReportField.OTHERS_WRONG: LEFT_OPEN} if is_left_open else {}
    return Record(
        edition=draft.edition,
        cases=draft.cases,
        fields=left_open
        | {
            name: str(shown(form, name, draft.value(name)))
            for name, one in said.items()
            if not one.shown
        },
        choices={
            name: str(draft.value(name)) for name, one in said.items() if one.entry is Entry.CHOICE
        },
    )


def read_record(rows: Sequence[Sequence[str]]) -> Record:
    """Return the record that stands in a sheet's rows, the first of which says what it is.

    Raises `InvalidWorkbook` where it is no such sheet, or one of a later format.
    """
    pairs = [(what, rest) for what, *rest in rows if rest]
    if not pairs or pairs[0][0] != _FORMAT:
        raise InvalidWorkbook.at(ROOT, "workbook_foreign")
    if pairs[0][1] != [FORMAT]:
        raise InvalidWorkbook.at(ROOT, "unknown_format", expected=FORMAT)
    editions = [rest[0] for what, rest in pairs if what == _EDITION]
    if not editions:
        raise InvalidWorkbook.at(ROOT, "workbook_foreign")
    return Record(
        edition=editions[0],
        cases=tuple(rest[0] for what, rest in pairs if what == _CASE),
        fields=_named(pairs, _FIELD),
        choices=_named(pairs, _CHOICE),
    )


def _named(pairs: Sequence[tuple[str, list[str]]], wanted: str) -> dict[ReportField, str]:
    return {
        ReportField(rest[0]): rest[1]
        for what, rest in pairs
        if what == wanted and rest[0] in _FIELDS and len(rest) > 1
    }
