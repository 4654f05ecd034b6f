"""The number of a report among its body's reports of a day: each is handed out once.

It stands below both who keeps numbers (a journal) and who puts them into titles (the report).
"""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Protocol

from nws_incident.errors import NwsIncidentError
from nws_incident.individual_number import mask
from nws_incident.organization import code_fault, fold, without_district
from nws_incident.text import DEFAULT_LANGUAGE
from nws_incident.wording import wording

if TYPE_CHECKING:
    from datetime import date

LAST_NUMBER = 99
"""The highest number that a report can have among its body's reports of a day."""

_CODE_DIGITS = 5


class NumbersExhausted(NwsIncidentError):  # noqa: N818  named like Refused
    """No number is left for a body's reports on a day: 99 were handed out."""

    def __init__(self, body: str, day: str) -> None:
        """Keep whose numbers, and of which day."""
        self.body = mask(body)
        self.day = day
        super().__init__(self.body, day)

    def __str__(self) -> str:
        """Say the reason in English."""
        return self.message("en")

    def message(self, language: str = DEFAULT_LANGUAGE) -> str:
        """Say the reason in `language`."""
        text = wording("report.numbers_exhausted").fill(body=self.body or "-", day=self.day)
        return text.read(language)


class NumberAllocator(Protocol):
    """Hands out the numbers of reports; a journal does, for any number of processes at once."""

    def next_number(self, code: str | None, day: date) -> int:
        """Return the body's next number on a day, from 1; no two callers get the same.

        A body that has no code is told from others by its name, which then stands in `code`;
        `None` counts all bodies of which nothing is said together.  A board of education shares
        its municipality's code, and so its numbers.  Raises `NumbersExhausted` after 99.
        """
        ...


class MemoryNumbers:
    """Numbers kept in memory, for one process: threads may share it."""

    def __init__(self) -> None:
        """Start every body at 1 on every day."""
        self._last: dict[tuple[str, date], int] = {}
        self._lock = Lock()

    def next_number(self, code: str | None, day: date) -> int:
        """Return the body's next number on a day; `NumbersExhausted` after 99."""
        key = (number_key(code), day)
        with self._lock:
            number = self._last.get(key, 0) + 1
            if number <= LAST_NUMBER:
                self._last[key] = number
                return number
        raise NumbersExhausted(key[0], day.isoformat())


def number_key(code: str | None) -> str:
    """Return what numbers are kept under: a code without its check digit, or a folded name.

    So a code counts the same with and without its check digit, and a name with and without 郡.
    """
    if code is None:
        return ""
    if code_fault(code) is None:
        return code[:_CODE_DIGITS]
    return without_district(fold(code))
