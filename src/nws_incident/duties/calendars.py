"""Which days offices are closed: the seam for a host's calendar, and two to start with."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Protocol

from attrs import frozen

from nws_incident.errors import MissingPackageError

_SATURDAY = 5
_DECEMBER = 12
_LAST_DAYS = 29
_FIRST_DAYS = 3
_LONGEST_CLOSURE = 366
"""Nobody is closed for longer than a year: after that, no open day is looked for."""


class Calendar(Protocol):
    """Whatever can tell whether a day is closed: a host may bring its own."""

    def is_closed(self, day: date) -> bool:
        """Tell whether offices are closed on `day`."""
        ...  # pragma: no cover  a protocol has no body


class OfficeCalendar:
    """The days on which public offices are closed (閉庁日).

    Saturdays, Sundays, 29 December to 3 January, and the public holidays, which the package
    `jpholiday` knows.  It is stateless and fit for any number of threads.  Making one raises
    `MissingPackageError` where the extra ``calendar`` is not installed.
    """

    __slots__ = ("_is_holiday",)

    def __init__(self) -> None:
        """Import the public holidays, which nothing else in the library does."""
        try:
            import jpholiday  # noqa: PLC0415  optional
        except ImportError:
            raise MissingPackageError("calendar_missing") from None
        # It keeps what it worked out, and forgets that when a host registers holidays of its own.
        self._is_holiday = jpholiday.is_holiday

    def is_closed(self, day: date) -> bool:
        """Tell whether public offices are closed on `day`."""
        return (
            day.weekday() >= _SATURDAY
            or (day.month == _DECEMBER and day.day >= _LAST_DAYS)
            or (day.month == 1 and day.day <= _FIRST_DAYS)
            or self._is_holiday(day)
        )


@frozen
class AlwaysOpen:
    """A calendar without closed days, for hosts that do not want any."""

    def is_closed(self, _: date) -> bool:
        """Say that the day is open."""
        return False


@cache
def office_calendar() -> OfficeCalendar:
    """Return the calendar that is used where a host brings none."""
    return OfficeCalendar()


def plus(day: date, days: int) -> date:
    """Return the day so many days after `day`, or the last there is."""
    return day + timedelta(days=min(days, (date.max - day).days))


def next_open_day(calendar: Calendar, day: date) -> date | None:
    """Return the first open day after `day`; none, where a year has none or the calendar ends."""
    for days in range(1, min(_LONGEST_CLOSURE, (date.max - day).days) + 1):
        later = day + timedelta(days=days)
        if not calendar.is_closed(later):
            return later
    return None
