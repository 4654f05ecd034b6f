"""What a report's values look like in cells, and which of them no cell can hold."""

from __future__ import annotations

import re
from datetime import date, time
from typing import TYPE_CHECKING, Any

from nws_incident.errors import ROOT, InvalidWorkbook, Problem
from nws_incident.individual_number import Severity, scan
from nws_incident.notice.form import Entry, ReportField
from nws_incident.text import DEFAULT_LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nws_incident.notice.form import ReportForm
    from nws_incident.report.model import ReportDraft

LONGEST = 32_767
"""How many UTF-16 units a cell's text may have."""

Shown = str | date | time
"""What a cell shows."""

_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
YES, NO = "yes", "no"
"""The ids of the two answers."""


def shown_values(draft: ReportDraft, form: ReportForm) -> dict[ReportField, Shown]:
    """Return what the cell of each field of `draft` shows; a field that says nothing has none."""
    return {
        field.id: shown(form, field.id, value)
        for field in form.fields.values()
        if (value := draft.value(field.id)) is not None
    }


def shown(form: ReportForm, field: ReportField, value: Any) -> Shown:
    """Return what a field's cell shows for a value: of a choice, its label."""
    entry = form.fields[field].entry
    if entry is Entry.YES_NO:
        value = YES if value else NO
    elif entry is not Entry.CHOICE:
        result: Shown = value
        return result
    choice = form.choice(field, value)
    return str(value) if choice is None else choice.label.read(DEFAULT_LANGUAGE)


def check_texts(draft: ReportDraft, values: dict[ReportField, Shown]) -> None:
    """Raise `InvalidWorkbook` with every text of `draft` that no cell can hold.

    These are control characters and other code points that no workbook can carry, texts that are
    too long, and individual numbers.
    """
    texts = [
        (f"{ROOT}.{field}", value) for field, value in values.items() if isinstance(value, str)
    ]
    texts += [(f"{ROOT}.cases[{index}]", case) for index, case in enumerate(draft.cases)]
    texts.append((f"{ROOT}.edition", draft.edition))
    problems = [problem for path, text in texts for problem in text_problems(path, text)]
    if problems:
        raise InvalidWorkbook(problems)


def text_problems(path: str, text: str) -> Iterator[Problem]:
    """Yield what is wrong with a text that is to stand in a cell."""
    if _UNWRITABLE.search(text) is not None:
        yield Problem.of(path, "workbook_character")
    elif len(text) > LONGEST // 2 and len(text.encode("utf-16-le")) // 2 > LONGEST:
        yield Problem.of(path, "workbook_long", limit=str(LONGEST))
    if holds_number(text):
        yield Problem.of(path, "individual_number")


def holds_number(text: str) -> bool:
    """Tell whether a text holds an individual number."""
    return any(sighting.severity is Severity.REFUSED for sighting in scan(text))
