"""The report to read on a terminal: its fields in the form's order, under the form's headings."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from nws_incident.editions import load_edition
from nws_incident.fields import printable
from nws_incident.report.conditions import holds
from nws_incident.report.showing import say, show_value
from nws_incident.text import DEFAULT_LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nws_incident.notice.edition import Edition
    from nws_incident.notice.form import FormField
    from nws_incident.report.model import ReportDraft

_INDENT = "  "


def as_text(
    draft: ReportDraft, language: str = DEFAULT_LANGUAGE, *, edition: Edition | None = None
) -> str:
    """Return a draft as lines of text in `language`: every field of the form, filled in or not.

    A field that must stay empty is told from one that is not filled in.

    Individual numbers are masked, and whatever cannot be printed is replaced.  `edition` is
    needed where the draft follows one that is not shipped.
    """
    return "\n".join(_lines(draft, language, edition or load_edition(draft.edition)))


def _lines(draft: ReportDraft, language: str, edition: Edition) -> Iterator[str]:
    fields = edition.report_form.fields.values()
    for group, members in groupby(fields, key=lambda field: field.group):
        yield f"【{edition.report_form.groups[group].label.read(language)}】"
        for field in members:
            yield from _field(draft, field, language, edition)
    yield f"【{say(edition, 'cases').read(language)}】"
    yield from (f"{_INDENT}{printable(case_id)}" for case_id in draft.cases)


def _field(draft: ReportDraft, field: FormField, language: str, edition: Edition) -> Iterator[str]:
    value = draft.value(field.id)
    if value is None:
        is_open = field.when is None or holds(field.when, draft, ()) is not False
        said = say(edition, "empty" if is_open else "not_applicable").read(language)
    else:
        said = show_value(edition, field.id, value).read(language)
    first, *more = said.split("\n")
    yield f"{_INDENT}{field.label.read(language)}: {printable(first)}"
    yield from (f"{_INDENT * 2}{printable(line)}" for line in more)
