"""The way to the workbook, whose library is optional."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from nws_incident.cli.terminal import complain
from nws_incident.wording import wording


def workbook(language: str) -> Any:
    """Return the module that writes and reads workbooks, or `None`, having said what it needs."""
    try:
        return import_module("nws_incident.report.workbook")
    except ImportError:
        complain(wording("report.workbook_missing").read(language))
        return None
