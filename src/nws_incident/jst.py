"""Dates and times as a Japanese clerk reads them: in Japan Standard Time."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

JST = timezone(timedelta(hours=9), "JST")
"""Japan Standard Time; Japan has no summer time."""


def show_moment(moment: datetime) -> str:
    """Return a moment in JST to the minute, or as given where the calendar ends before that."""
    try:
        local = moment.astimezone(JST)
    except OverflowError:
        return moment.isoformat()
    return f"{local:%Y-%m-%d %H:%M JST}".rjust(len("YYYY-MM-DD HH:MM JST"), "0")
