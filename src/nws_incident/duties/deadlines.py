"""Terms that a host may set for the notice's open words, such as five business days for 速やかに.

The notice gives no number of days for 直ちに and 速やかに, and neither does the library.  A term
of a host's own is a policy of that host, and the date that follows is marked as the host's.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from attrs import field, frozen

from nws_incident.duties.calendars import Calendar, next_open_day, plus
from nws_incident.errors import ROOT, InvalidDataError

if TYPE_CHECKING:
    import attrs


class Term(Protocol):
    """Whatever can tell when a term ends: a host may bring its own."""

    def end(self, start: date, calendar: Calendar) -> date:
        """Return the last day of the term that runs from `start`, the day it is first owed."""
        ...  # pragma: no cover  a protocol has no body


def _whole_number(_: Any, attribute: attrs.Attribute[Any], value: Any) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise InvalidDataError.at(f"{ROOT}.{attribute.name}", "expected_whole_number")


@frozen
class CalendarDays:
    """A term of so many days, closed ones included; the first day does not count.

    `days` is a whole number, 0 or more: 0 ends on the day itself.  Raises `InvalidDataError` for
    another.
    """

    days: int = field(validator=_whole_number)

    def end(self, start: date, _: Calendar) -> date:
        """Return the last day of the term, closed or not."""
        return plus(start, self.days)


@frozen
class BusinessDays:
    """A term of so many open days; the first day does not count.

    `days` is a whole number, 0 or more: 0 ends on the day itself.  Raises `InvalidDataError` for
    another.  Where the calendar runs out of open days, the term ends on the last day there is.
    """

    days: int = field(validator=_whole_number)

    def end(self, start: date, calendar: Calendar) -> date:
        """Return the open day on which the term ends, or `start` itself for no days at all."""
        day = start
        for _ in range(self.days):
            later = next_open_day(calendar, day)
            if later is None:
                return date.max
            day = later
        return day
