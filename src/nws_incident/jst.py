"""Dates and times as a Japanese clerk reads them: in Japan Standard Time."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

JST = timezone(timedelta(hours=9), "JST")
"""Japan Standard Time; Japan has no summer time."""

_MIDDLE = 5000
"""Any year far from both ends of the calendar, to tell them apart."""


def day_of(moment: datetime) -> date:
    """Return the day in Japan on which a moment falls, or the first or last day that there is."""
    local = _local(moment)
    if local is None:
        return date.max if moment.year > _MIDDLE else date.min
    return local.date()


def in_jst(moment: datetime) -> datetime:
    """Return a moment in JST, or as given where the calendar ends before that."""
    return _local(moment) or moment


def show_moment(moment: datetime) -> str:
    """Return a moment in JST to the minute, or as given where the calendar ends before that."""
    local = _local(moment)
    if local is None:
        return moment.isoformat()
    return f"{local:%Y-%m-%d %H:%M JST}".rjust(len("YYYY-MM-DD HH:MM JST"), "0")


def _local(moment: datetime) -> datetime | None:
    try:
        return moment.astimezone(JST)
    except OverflowError:
        return None
