"""A report as plain data, for JSON: only what is said, and its format's name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any

from nws_incident.errors import ROOT
from nws_incident.events import fields_of
from nws_incident.report.errors import InvalidReport
from nws_incident.report.model import ReportDraft, Reporter
from nws_incident.report.parts import ReportPart
from nws_incident.structuring import strict_converter, structure

if TYPE_CHECKING:
    from cattrs import Converter

REPORT_FORMAT = "nws-incident/report/1"
"""What a report in JSON says it is, in `format`."""

_FORMAT = "format"


def report_to_data(draft: ReportDraft) -> dict[str, Any]:
    """Return a draft as plain data; fields in which nothing is said are left out."""
    said: dict[str, Any] = _plain(draft)
    return {_FORMAT: REPORT_FORMAT, **said}


def report_from_data(data: object) -> ReportDraft:
    """Make a draft from plain data; raises `InvalidReport` with every problem it has."""
    if not isinstance(data, Mapping):
        raise InvalidReport.at(ROOT, "expected_mapping")
    stated = dict(data)
    if stated.pop(_FORMAT, None) != REPORT_FORMAT:
        raise InvalidReport.at(f"{ROOT}.{_FORMAT}", "unknown_format", expected=REPORT_FORMAT)
    draft: ReportDraft = structure(_converter(), stated, ReportDraft, InvalidReport)
    return draft


def reporter_from_data(data: object) -> Reporter:
    """Make the reporting desk from plain data; raises `InvalidReport`."""
    reporter: Reporter = structure(_converter(), data, Reporter, InvalidReport)
    return reporter


@cache
def _converter() -> Converter:
    return strict_converter()


def _plain(value: Any) -> Any:
    if isinstance(value, ReportPart):
        said = ((one.name, _plain(getattr(value, one.name))) for one in fields_of(type(value)))
        return {name: member for name, member in said if member not in (None, {}, [])}
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(member) for member in value]
    return value.value if isinstance(value, StrEnum) else value
