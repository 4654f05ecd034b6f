"""Dates and times as a Japanese clerk reads them: in Japan Standard Time."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

JST = timezone(timedelta(hours=9), "JST")
"""Japan Standard Time; Japan has no summer time."""

_MIDDLE = 5000
"""Any year far from both ends of the calendar, to tell them apart."""


def show_moment(moment: datetime) -> str:
    """Return a moment in JST to the minute, or as given where the calendar ends before that."""
    try:
        local = moment.astimezone(JST)
    except OverflowError:
        return moment.isoformat()
    return f"{local:%Y-%m-%d %H:%M JST}".rjust(len("YYYY-MM-DD HH:MM JST"), "0")


def day_of(moment: datetime) -> date:
    """Return the day in JST on which a moment falls, or the first or last day that there is."""
    try:
        return moment.astimezone(JST).date()
    except OverflowError:
        return date.max if moment.year > _MIDDLE else date.min
