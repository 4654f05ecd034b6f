"""The report's title, which is its file name too: made by the notice's rule, and read back.

``YYMMDD`` + code + ``-NN `` + name + ``【顛末報告書】`` (別添3), as in
``17071901202-01 北海道函館市【顛末報告書】``.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from attrs import frozen

from nws_incident.errors import ROOT, Problem
from nws_incident.individual_number import Severity, scan
from nws_incident.organization import code_fault, without_district
from nws_incident.report.bodies import from_prefecture
from nws_incident.report.errors import InvalidTitle
from nws_incident.report_numbers import LAST_NUMBER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nws_incident.report.model import ReportDraft
    from nws_incident.report_numbers import NumberAllocator

ENDING = ".xlsx"
"""What a report's file name has after its title."""

_MARK = "【顛末報告書】"
_TITLE = re.compile(
    r"(?P<day>[0-9]{6})(?P<code>[0-9]{5})?-(?P<number>[0-9]{2}) (?P<name>.+)" + _MARK, re.DOTALL
)
_CENTURY = 2000
_CODE_DIGITS = 5
_FORBIDDEN = frozenset('/\\:*?"<>|【】')
_UNPRINTABLE = frozenset({"Cc", "Cs"})  # control characters; halves of a character
_LONGEST_FILE_NAME = 255  # bytes: the limit of the file systems of Linux


@frozen
class Title:
    """The parts of a title; `code5` is a code without its check digit, `None` where there is none.

    `name` stands as in the title: from the prefecture on, without 郡.
    """

    drafted_on: date
    code5: str | None
    number: int
    name: str


def title(*, drafted_on: date, name: str, code: str | None, number: int) -> str:
    """Return the title of a body's report: its `number`-th on that day, from 1 to 99.

    `code` is a 全国地方公共団体コード with or without its check digit; national and other bodies
    have none.  A 郡 that the body lies in is dropped from its name.  Raises `InvalidTitle` with
    everything that is wrong: a year outside 2000 to 2099, an unsound code, a number out of range,
    a name that no file can have.
    """
    short = without_district(name)
    problems = [*_problems_of_day(drafted_on), *_problems_of_code(code)]
    if type(number) is not int or not 1 <= number <= LAST_NUMBER:
        problems.append(Problem.of(f"{ROOT}.number", "title_number"))
    problems.extend(_problems_of_name(short))
    if problems:
        raise InvalidTitle(problems)
    code5 = "" if code is None else code[:_CODE_DIGITS]
    made = f"{drafted_on:%y%m%d}{code5}-{number:02} {short}{_MARK}"
    if len((made + ENDING).encode()) > _LONGEST_FILE_NAME:
        raise InvalidTitle.at(f"{ROOT}.name", "title_too_long")
    return made


def title_of(draft: ReportDraft, number: int | NumberAllocator) -> str:
    """Return the title of a draft, by its date and reporter; raises `InvalidTitle`.

    A local government's name gets its prefecture, where it is written without.  An allocator, such
    as a journal, is asked for the reporter's next number of the day, once all else is sound;
    it raises `NumbersExhausted`.
    """
    missing = [
        Problem.of(f"{ROOT}.{field}", "missing")
        for field in ("drafted_on", "reporter.name")
        if draft.value(field) is None
    ]
    if draft.drafted_on is None or draft.reporter.name is None:
        raise InvalidTitle(missing)
    code = draft.reporter.code
    name = from_prefecture(draft.reporter.name, code)
    made = partial(title, drafted_on=draft.drafted_on, name=name, code=code)
    if isinstance(number, int):
        return made(number=number)
    made(number=LAST_NUMBER)  # no number is used up for what makes no title
    return made(number=number.next_number(code or draft.reporter.name, draft.drafted_on))


def parse_title(text: str) -> Title:
    """Return the parts of a title; raises `InvalidTitle` where it is none.

    A two-digit year is one of this century.
    """
    found = _TITLE.fullmatch(text)
    if found is None:
        raise InvalidTitle.at(ROOT, "title_form")
    year, month, day = (int(found["day"][start : start + 2]) for start in (0, 2, 4))
    try:
        drafted_on = date(_CENTURY + year, month, day)
    except ValueError:
        raise InvalidTitle.at(f"{ROOT}.drafted_on", "title_day") from None
    parts = Title(drafted_on, found["code"], int(found["number"]), found["name"])
    problems = [*_problems_of_code(parts.code5), *_problems_of_name(parts.name)]
    if not parts.number:
        problems.append(Problem.of(f"{ROOT}.number", "title_number"))
    if problems:
        raise InvalidTitle(problems)
    return parts


def _problems_of_day(day: date) -> Iterator[Problem]:
    if not _CENTURY <= day.year < _CENTURY + 100:
        yield Problem.of(f"{ROOT}.drafted_on", "title_century")


def _problems_of_code(code: str | None) -> Iterator[Problem]:
    fault = None if code is None else code_fault(code)
    if fault is not None:
        yield Problem.of(f"{ROOT}.code", fault)


def _problems_of_name(name: str) -> Iterator[Problem]:
    """Find what no file name can have, or what would not read back as it was."""
    if not name or name != name.strip():
        yield Problem.of(f"{ROOT}.name", "title_space")
    if any(sighting.severity is Severity.REFUSED for sighting in scan(name)):
        yield Problem.of(f"{ROOT}.name", "individual_number")
    if any(char in _FORBIDDEN or unicodedata.category(char) in _UNPRINTABLE for char in name):
        yield Problem.of(f"{ROOT}.name", "title_characters")
