"""What people type into the cells of a form: dates, times, Yes and No, in whatever form they come.

Each reader takes what a cell holds and returns what it means, or raises `Fault`.  Width, case and
white space never matter; a year may be that of an era (元号).
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, time, timedelta

from nws_incident.fields import Fault

CellValue = str | float | bool
"""What a cell holds: text, a number (dates and times are numbers too), or true and false."""

_EPOCH = date(1899, 12, 30)
_EPOCH_1904 = date(1904, 1, 1)
# Excel takes 1900 for a leap year, so days before March 1900 are off by one.
_FIRST_SERIAL = 61
_SECONDS = 24 * 60 * 60
_HALF_A_DAY = 12

_YEAR_BEFORE = {"昭和": 1925, "平成": 1988, "令和": 2018, "s": 1925, "h": 1988, "r": 2018}
_FIRST_YEAR = "元"
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2212ー", "-"))
_DATE = re.compile(
    rf"(?:(?P<era>{'|'.join(_YEAR_BEFORE)})(?P<year_of_era>{_FIRST_YEAR}|[0-9]{{1,2}})"
    r"|(?:西暦)?(?P<year>[0-9]{4}))"
    r"[年/.-](?P<month>[0-9]{1,2})[月/.-](?P<day>[0-9]{1,2})日?"
    r"(?:\([月火水木金土日]\))?"
)
_DATE_IN_DIGITS = re.compile(
    r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})(?P<era>)(?P<year_of_era>)"
)
_TIME = re.compile(
    r"(?P<half>午前|午後|am|pm)?(?P<hour>[0-9]{1,2})[時:](?P<minute>半|[0-9]{1,2})?分?"
    r"(?::?[0-9]{2}秒?)?(?P<half_after>am|pm)?"
)
_TIME_IN_DIGITS = re.compile(r"(?P<hour>[0-9]{1,2})(?P<minute>[0-9]{2})(?P<half>)(?P<half_after>)")
_DIGITS_OF_A_CODE = 6
_HALF_AN_HOUR = "半"
_AFTERNOON = frozenset({"午後", "pm"})
_YES = frozenset({"yes", "y", "はい", "true"})
_NO = frozenset({"no", "n", "いいえ", "false"})


def folded(text: str) -> str:
    """Fold width, case and white space, none of which matters outside free text."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def as_text(value: CellValue) -> str:
    """Return what a cell shows; a whole number shows no decimal point."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return value


def as_date(value: CellValue, *, from_1904: bool) -> date:
    """Return the date that a cell means: a serial number, or a date in words or digits."""
    epoch = _EPOCH_1904 if from_1904 else _EPOCH
    if isinstance(value, float) and _FIRST_SERIAL <= value <= (date.max - epoch).days:
        if not value.is_integer():
            raise Fault("workbook_date")
        return epoch + timedelta(days=int(value))
    text = folded(as_text(value)).translate(_DASHES)
    match = _DATE.fullmatch(text) or _DATE_IN_DIGITS.fullmatch(text)
    if match is None:
        raise Fault("workbook_date")
    try:
        return date(_year(match), int(match["month"]), int(match["day"]))
    except ValueError:
        raise Fault("workbook_date") from None


def _year(match: re.Match[str]) -> int:
    if not match["era"]:
        return int(match["year"])
    year = match["year_of_era"]
    return _YEAR_BEFORE[match["era"]] + (1 if year == _FIRST_YEAR else int(year))


def as_time(value: CellValue) -> time:
    """Return the time of day that a cell means, to the minute: part of a day, or in words."""
    if isinstance(value, float) and 0 <= value < 1:
        minutes = round(value * _SECONDS) // 60 % (_SECONDS // 60)
        return time(minutes // 60, minutes % 60)
    text = folded(as_text(value))
    match = _TIME.fullmatch(text) or _TIME_IN_DIGITS.fullmatch(text)
    if match is None:
        raise Fault("workbook_time")
    minute = match["minute"] or "0"
    try:
        return time(_hour(match), 30 if minute == _HALF_AN_HOUR else int(minute))
    except ValueError:
        raise Fault("workbook_time") from None


def _hour(match: re.Match[str]) -> int:
    hour = int(match["hour"])
    half = match["half"] or match["half_after"]
    if not half or hour > _HALF_A_DAY:
        return hour
    return hour % _HALF_A_DAY + (_HALF_A_DAY if half in _AFTERNOON else 0)


def as_answer(typed: str) -> bool:
    """Return the answer that a text gives: Yes or No, in either language."""
    text = folded(typed)
    if text not in _YES | _NO:
        raise Fault("workbook_answer")
    return text in _YES


def as_code(value: CellValue) -> str:
    """Return the code that a cell means: half-width digits, and as many as a code has.

    A number has lost the zeros it started with.  What is no code stays as it is.
    """
    code = half_width_code(as_text(value))
    return code.zfill(_DIGITS_OF_A_CODE) if isinstance(value, float) else code


def half_width_code(text: str) -> str:
    """Return a code in half-width digits without white space; what has others stays as it is."""
    digits = folded(text)
    return digits if digits.isascii() and digits.isdecimal() else text
