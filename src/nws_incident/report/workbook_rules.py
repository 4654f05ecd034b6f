"""What the cells of a workbook ask of whoever fills them in: choices, hints, and a check digit."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from nws_incident.notice.form import Entry, ReportField
from nws_incident.organization import code_fault
from nws_incident.report.workbook_layout import in_formula
from nws_incident.text import DEFAULT_LANGUAGE
from nws_incident.wording import wording

if TYPE_CHECKING:
    from nws_incident.report.workbook_layout import Layout, PlacedCell

_CODE_DIGITS = 6
_EARLIEST, _LATEST = date(2000, 1, 1), date(9999, 12, 31)
_LAST_MINUTE = (24 * 60 - 1) / (24 * 60)
_RIGHT_CODE = (
    "AND(LEN({0})=6,--LEFT({0},2)>=1,--LEFT({0},2)<=47,"
    "MOD(11-MOD(SUMPRODUCT(MID({0},{{1,2,3,4,5}},1)*{{6,5,4,3,2}}),11),10)=--RIGHT({0},1))"
)


def rule_of(cell: PlacedCell, layout: Layout) -> dict[str, Any]:
    """Return the rule of a field's cell, as the writing library takes it.

    What is typed may be no date or time (it is read all the same, or told), so those only warn;
    a choice must be one of the list.
    """
    entry = cell.entry
    source = None if cell.field is None else layout.sources.get(cell.field)
    if source is not None:
        return {
            "validate": "list",
            "source": source,
            **_hint("answer" if entry is Entry.YES_NO else "choice"),
            "error_title": _words("choice_title"),
            "error_message": _words("choice_wrong"),
        }
    if entry is Entry.DATE:
        return {
            "validate": "date",
            "criteria": "between",
            "minimum": _EARLIEST,
            "maximum": _LATEST,
            **_warning("date"),
        }
    if entry is Entry.TIME:
        return {
            "validate": "decimal",
            "criteria": "between",
            "minimum": 0,
            "maximum": _LAST_MINUTE,
            **_warning("time"),
        }
    return {
        "validate": "any",
        **_hint("code" if cell.field is ReportField.REPORTER_CODE else "text"),
    }


def _hint(kind: str) -> dict[str, Any]:
    return {"input_title": _words(f"{kind}_title"), "input_message": _words(f"{kind}_hint")}


def _warning(kind: str) -> dict[str, Any]:
    return {
        **_hint(kind),
        "error_type": "warning",
        "error_title": _words(f"{kind}_title"),
        "error_message": _words(f"{kind}_wrong"),
    }


def code_message(address: str, code: str) -> tuple[str, str]:
    """Return the formula that shows a message while the code at `address` is wrong, and its value.

    The value is what the formula gives for `code`, for programs that do not reckon themselves.
    """
    message = _words("code_wrong")
    is_right = not code or (len(code) == _CODE_DIGITS and code_fault(code) is None)
    formula = (
        f'=IF(OR({address}="",IFERROR({_RIGHT_CODE.format(address)},FALSE)),"",'
        f"{in_formula(message)})"
    )
    return formula, "" if is_right else message


def _words(key: str) -> str:
    return wording(f"workbook.{key}").read(DEFAULT_LANGUAGE)
