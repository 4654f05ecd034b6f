"""Dates as letters write them: the eras, the day of the week, and Japan's time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nws_incident.letters.wareki import japanese_date, japanese_moment


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2017, 7, 19), "平成29年7月19日(水)"),
        (date(1989, 1, 7), "1989年1月7日(土)"),
        (date(1989, 1, 8), "平成元年1月8日(日)"),
        (date(2019, 4, 30), "平成31年4月30日(火)"),
        (date(2019, 5, 1), "令和元年5月1日(水)"),
        (date(2020, 1, 1), "令和2年1月1日(水)"),
        (date(1, 1, 1), "1年1月1日(月)"),
    ],
)
def test_an_era_starts_on_its_day(day: date, written: str) -> None:
    """The first year of an era is 元年; before 平成 the year is that of the common era."""
    assert japanese_date(day) == written


def test_a_moment_is_written_in_japan_s_time() -> None:
    """Whatever offset it was given with; minutes have two digits."""
    assert japanese_moment(datetime(2017, 7, 18, 15, 5, tzinfo=UTC)) == "平成29年7月19日(水)0時05分"


def test_a_moment_that_japan_s_calendar_does_not_reach_is_written_as_given() -> None:
    """At the very end of the calendar there is no time in Japan."""
    last = datetime.max.replace(tzinfo=timezone(timedelta(hours=-9)))
    assert japanese_moment(last) == last.isoformat()


@given(st.dates(min_value=date(1989, 1, 8)))
def test_two_days_are_never_written_alike(day: date) -> None:
    """A written day can be told from the next."""
    if day < date.max:
        assert japanese_date(day) != japanese_date(day + timedelta(days=1))
