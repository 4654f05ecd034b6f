"""Dates as Japanese official letters write them: by era, with the day of the week, in JST."""

from __future__ import annotations

from datetime import date, datetime

from nws_incident.jst import JST

_ERAS = ((date(2019, 5, 1), "令和"), (date(1989, 1, 8), "平成"))
"""The eras that a case can fall into, latest first, each with its first day."""

_WEEKDAYS = "月火水木金土日"


def japanese_date(day: date) -> str:
    """Return a day as in 平成29年7月19日(水); before 平成 the year is that of the common era."""
    return f"{_year(day)}年{day.month}月{day.day}日({_WEEKDAYS[day.weekday()]})"


def japanese_moment(moment: datetime) -> str:
    """Return a moment in JST, as in 平成29年7月19日(水)10時00分.

    As given, where the calendar ends before that.
    """
    try:
        local = moment.astimezone(JST)
    except OverflowError:
        return moment.isoformat()
    return f"{japanese_date(local.date())}{local.hour}時{local.minute:02}分"


def _year(day: date) -> str:
    for first, era in _ERAS:
        if day >= first:
            year = day.year - first.year + 1
            return f"{era}{'元' if year == 1 else year}"
    return str(day.year)
