"""Strategies for outcome reports: filled in at random, with texts that break screens and sheets."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from nws_incident.editions import load_edition
from nws_incident.notice.form import Entry, FormField, ReportForm
from nws_incident.organization import check_digit
from nws_incident.report import ReportDraft, Reporter
from nws_incident.testing.texts import nasty_texts, texts

if TYPE_CHECKING:
    from nws_incident.notice.edition import Edition

_DATES = st.dates(date(2017, 7, 1), date(2018, 6, 30))
_TIMES = st.times().map(lambda moment: moment.replace(second=0, microsecond=0))
_ANY_TEXT = nasty_texts() | texts()
_CLOSED = frozenset(
    {"causing_party", "requester_caused.counterparts", "provider_caused.counterparts"}
)
"""The choices that hold nothing but the library's own words."""
_IDS = st.from_regex(r"[a-z]{1,8}-[0-9]{1,4}", fullmatch=True)
_CODES = st.builds(
    "{:02}{:03}".format, st.integers(min_value=1, max_value=47), st.integers(0, 999)
).map(lambda code5: code5 + check_digit(code5))


def reporters() -> st.SearchStrategy[Reporter]:
    """Draw a reporting desk with every field filled in; its code is sound."""
    stated = {name: texts() for name in ("name", "department", "title", "person")}
    return st.builds(Reporter, code=_CODES, phone=texts(), fax=texts(), email=texts(), **stated)


@st.composite
def report_drafts(draw: st.DrawFn, *, edition: Edition | None = None) -> ReportDraft:
    """Draw a report: each field open or filled in by its kind, fitting the others or not.

    Choices are mostly those of the edition's lists, codes mostly sound.
    """
    form = (edition or load_edition()).report_form
    values: dict[str, Any] = {
        name: draw(st.none() | _values(field, form)) for name, field in form.fields.items()
    }
    ids = draw(st.lists(_IDS, max_size=3, unique=True))
    return ReportDraft(cases=tuple(ids)).with_values(values)


def _values(field: FormField, form: ReportForm) -> st.SearchStrategy[Any]:
    if field.entry is Entry.DATE:
        return _DATES
    if field.entry is Entry.TIME:
        return _TIMES
    if field.entry is Entry.YES_NO:
        return st.booleans()
    if field.entry is Entry.CHOICE:
        chosen = st.sampled_from([one.id for one in form.choices(field.id)])
        return chosen if field.id in _CLOSED else chosen | _ANY_TEXT
    if field.id == "reporter.code":
        return _CODES | _ANY_TEXT
    return _ANY_TEXT
