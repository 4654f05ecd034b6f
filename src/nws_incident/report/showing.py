"""Values of the report as people read them, with the edition's labels."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Any

from nws_incident.fields import show
from nws_incident.notice.form import ReportField
from nws_incident.text import Text
from nws_incident.wording import wording

if TYPE_CHECKING:
    from nws_incident.notice.edition import Edition


def show_value(edition: Edition, field: str, value: Any) -> Text:
    """Return a value of a field in each language of the edition; a text as it stands."""
    if isinstance(value, date):
        return edition.plain(value.isoformat().replace("-", "/"))
    if isinstance(value, time):
        return edition.plain(value.isoformat("minutes"))
    if isinstance(value, bool):
        value = "yes" if value else "no"
    choice = edition.report_form.choice(ReportField(field), value)
    return edition.plain(value) if choice is None else choice.label


def show_briefly(edition: Edition, field: str, value: Any) -> Text:
    """Return a value of a field as a message repeats it: a text masked, on one line, and short."""
    return show_value(edition, field, show(value) if type(value) is str else value)


def say(edition: Edition, key: str, **slots: Text | str) -> Text:
    """Return a sentence about reports, in those of the library's languages that `edition` has."""
    translations = wording(f"report.{key}").translations
    known = Text(tuple(pair for pair in translations if pair[0] in edition.languages))
    return known.fill(**slots)
