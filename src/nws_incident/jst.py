"""Dates and times as a Japanese clerk reads them: in Japan Standard Time."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

JST = timezone(timedelta(hours=9), "JST")
"""Japan Standard Time; Japan has no summer time."""


def show_moment(moment: datetime) -> str:
    """Return a moment in JST to the minute, or as given where the calendar ends before that."""
    try:
        return moment.astimezone(JST).strftime("%Y-%m-%d %H:%M").zfill(len("YYYY-MM-DD HH:MM"))
    except OverflowError:
        return moment.isoformat()
