"""Dates and times as they are shown: in Japan Standard Time, to the minute."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nws_incident.jst import JST, day_of, show_moment

COLUMNS = len("2017-07-19 10:00 JST")


@given(st.datetimes(), st.integers(-23 * 60 - 59, 23 * 60 + 59))
def test_a_moment_is_shown_in_japan_or_as_given(naive: datetime, offset: int) -> None:
    """Any moment can be shown: in JST, or as it stands where the calendar ends before that."""
    moment = naive.replace(tzinfo=timezone(timedelta(minutes=offset)))
    shown = show_moment(moment)
    try:
        local = moment.astimezone(JST)
    except OverflowError:
        assert shown == moment.isoformat()
        assert day_of(moment) == moment.date()
    else:
        assert day_of(moment) == local.date()
        date, time, zone = shown.split(" ")
        assert zone == "JST"
        assert len(shown) == COLUMNS
        assert date == local.date().isoformat()
        assert time == local.time().isoformat("minutes")


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        (datetime(2017, 7, 19, 1, 0, 59, tzinfo=UTC), "2017-07-19 10:00 JST"),
        (datetime(2017, 7, 19, 15, 30, tzinfo=UTC), "2017-07-20 00:30 JST"),
        (datetime(2017, 7, 19, 10, 0, tzinfo=JST), "2017-07-19 10:00 JST"),
        (datetime(1, 1, 1, 0, 0, tzinfo=UTC), "0001-01-01 09:00 JST"),
        (datetime(9999, 12, 31, 14, 59, tzinfo=UTC), "9999-12-31 23:59 JST"),
        (datetime(9999, 12, 31, 15, 0, tzinfo=UTC), "9999-12-31T15:00:00+00:00"),
        (
            datetime(1, 1, 1, 0, 0, tzinfo=timezone(timedelta(hours=14))),
            "0001-01-01T00:00:00+14:00",
        ),
    ],
)
def test_a_moment_is_shown(moment: datetime, shown: str) -> None:
    """The day is Japan's, and the columns line up in every year."""
    assert show_moment(moment) == shown
