"""Reading a workbook back: from its cells to the report, with everything that cannot be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

from nws_incident.editions import catalogue
from nws_incident.errors import ROOT, InvalidWorkbook, Problem
from nws_incident.fields import Fault, is_blank
from nws_incident.notice.edition import Edition
from nws_incident.notice.form import Choice, Entry, FormField, ReportField, ReportForm
from nws_incident.report.cell_text import YES, holds_number, shown
from nws_incident.report.errors import InvalidReport
from nws_incident.report.grid import CellError, Grid, grid_of
from nws_incident.report.model import ReportDraft
from nws_incident.report.package import LARGEST_FILE, unpack
from nws_incident.report.record import LEFT_OPEN, RECORD_SHEET, Record, read_record
from nws_incident.report.retyped import as_answer, as_code, as_date, as_text, as_time, folded
from nws_incident.report.strays import has_stray_number
from nws_incident.report.workbook_layout import Layout, layout_of, name_of
from nws_incident.text import DEFAULT_LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from nws_incident.report.retyped import CellValue


def read_file(
    path: Path, edition: Edition | None = None, editions: Iterable[Edition] = ()
) -> tuple[ReportDraft, tuple[Problem, ...]]:
    """Return the report in a workbook file; its name is looked at like what is in it."""
    with path.open("rb") as file:
        # No more than what shows that it is too large.
        data = file.read(LARGEST_FILE + 1)
    draft, problems = read_bytes(data, edition, editions)
    if holds_number(path.name):
        problems = tuple(dict.fromkeys((*problems, Problem.of(ROOT, "workbook_number"))))
    return draft, problems


def read_bytes(
    data: bytes, edition: Edition | None = None, editions: Iterable[Edition] = ()
) -> tuple[ReportDraft, tuple[Problem, ...]]:
    """Return the report in a workbook's bytes, and a problem for all that cannot be read of it.

    It is read by `edition`, or else by the one that it names: one of `editions`, or a shipped one.
    What cannot be read is left open.  Raises `InvalidWorkbook` where the whole cannot be read.
    """
    package = unpack(data)
    grid = grid_of(package)
    record = read_record(grid.rows(RECORD_SHEET))
    reader = _Reader(grid, record, edition or _named(record, editions))
    draft, problems = reader.read()
    if has_stray_number(package, grid, reader.texts()):
        problems.append(Problem.of(ROOT, "workbook_number"))
    return draft, tuple(problems)


def _named(record: Record, editions: Iterable[Edition]) -> Edition:
    known = catalogue(editions)
    if record.edition not in known:
        allowed = ", ".join(known)
        raise InvalidWorkbook.at(ROOT, "unknown_edition", value=record.edition, allowed=allowed)
    return known[record.edition]


@frozen
class _Reader:
    """Reads the fields of one workbook."""

    grid: Grid
    record: Record
    edition: Edition

    @property
    def form(self) -> ReportForm:
        """The form that the workbook follows."""
        return self.edition.report_form

    @property
    def layout(self) -> Layout:
        """The cells of that form."""
        return layout_of(self.edition)

    def read(self) -> tuple[ReportDraft, list[Problem]]:
        """Return the report as far as it can be read, and a problem for each field that cannot."""
        cases = tuple(case for case in self.record.cases if not holds_number(case))
        try:
            draft = ReportDraft(cases=cases, edition=self.record.edition)
        except InvalidReport:
            raise InvalidWorkbook.at(ROOT, "workbook_damaged") from None
        problems: list[Problem] = []
        for field in self.form.fields.values():
            path = f"{ROOT}.{field.id}"
            try:
                value = self._value(field, draft.causing_party)
                draft = draft.with_values({field.id: value})
            except Fault as fault:
                problems.append(fault.problem(path))
            except InvalidReport as error:
                problems.extend(Problem(path, one.key, one.text) for one in error.problems)
        return self._with_what_was_found(draft), problems

    def _with_what_was_found(self, draft: ReportDraft) -> ReportDraft:
        """Say what ③ found, which has no cell, where only a clerk's answers tell it.

        ④ is answered only where ③ found wrong information.
        """
        said = draft.provider_caused
        if ReportField.OTHERS_WRONG in self.record.fields or said.others_checked is not True:
            return draft
        found = said.others_notified is not None
        return draft.with_values({ReportField.OTHERS_WRONG: found})

    def texts(self) -> set[str]:
        """Return what the form's cells hold, as text."""
        names = (name_of(field) for field in self.layout.fields)
        places = {self.grid.names[name] for name in names if name in self.grid.names}
        held = (self.grid.at(place) for place in places)
        return {
            as_text(value)
            for value in held
            if value is not None and not isinstance(value, CellError)
        }

    def _value(self, field: FormField, party: str | None) -> Any:
        """Return what a field says; raises `Fault` where that cannot be read."""
        value = self._held(field)
        text = None if value is None else as_text(value)
        if value is None or text is None or is_blank(text):
            return None
        if holds_number(text):
            raise Fault("individual_number")
        if field.entry is Entry.CHOICE:
            return self._choice(field, text, party)
        if field.entry is Entry.YES_NO:
            return self._answer(field, text)
        if field.entry is Entry.DATE:
            return as_date(value, from_1904=self.grid.from_1904)
        if field.entry is Entry.TIME:
            return as_time(value)
        return as_code(value) if field.id is ReportField.REPORTER_CODE else text

    def _held(self, field: FormField) -> CellValue | None:
        if not field.shown:
            kept = self.record.fields.get(field.id)
            return None if kept == LEFT_OPEN else kept
        place = self.grid.names.get(name_of(field.id))
        if place is None:
            raise Fault("workbook_cell_missing")
        value = self.grid.at(place)
        if isinstance(value, CellError):
            raise Fault("workbook_cell_error")
        return value

    def _choice(self, field: FormField, text: str, party: str | None) -> str | None:
        """Return the id of what is chosen, first of what the causing party can choose from.

        What was chosen when the workbook was written stays chosen, as long as nobody changed it.
        """
        chosen = self.record.choices.get(field.id)
        is_unchanged = chosen is not None and shown(self.form, field.id, chosen) == text
        if is_unchanged and party == self.record.choices.get(ReportField.CAUSING_PARTY):
            return chosen
        if text == self.layout.choose:
            return None
        choices = self.form.choices(field.id)
        of_party = self.form.choices(field.id, party)
        match = _worded(text, (*of_party, *choices))
        if match is None:
            labels = dict.fromkeys(choice.label for choice in (of_party or choices))
            raise Fault("workbook_choice", allowed=self.edition.listed(tuple(labels)))
        return match

    def _answer(self, field: FormField, text: str) -> bool | None:
        if text == self.layout.choose:
            return None
        match = _worded(text, self.form.choices(field.id))
        return as_answer(text) if match is None else match == YES


def _worded(text: str, choices: tuple[Choice, ...]) -> str | None:
    """Return the id of the first choice that reads like a text."""
    wanted = folded(text)
    return next(
        (one.id for one in choices if folded(one.label.read(DEFAULT_LANGUAGE)) == wanted), None
    )
