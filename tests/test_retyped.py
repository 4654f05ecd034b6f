"""Whatever people type for a date, a time or an answer is read, or told."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nws_incident.fields import Fault
from nws_incident.report.retyped import as_answer, as_code, as_date, as_text, as_time

DAY = date(2017, 7, 9)


@pytest.mark.parametrize(
    "typed",
    [
        "2017/07/09",
        "2017-7-9",
        "2017.7.9",
        " ２０１７／７／９ ",
        "2017年7月9日",
        "西暦2017年７月９日(日)",
        "平成29年7月9日",
        "平成２９年 ７月 ９日（日）",
        "H29.7.9",
        "h29/07/09",
        "㍻29年7月9日",
        "平成29.7.9",
        "20170709",
        "2017−7−9",
        20170709.0,
        42925.0,
    ],
)
def test_a_date_is_read_however_it_is_written(typed: str | float) -> None:
    """In digits of either width, by the year of the era, as a serial number."""
    assert as_date(typed, from_1904=False) == DAY


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("令和元年5月1日", date(2019, 5, 1)),
        ("R1.5.1", date(2019, 5, 1)),
        ("㋿2年1月6日", date(2020, 1, 6)),
        ("平成31年4月30日", date(2019, 4, 30)),
        ("昭和64年1月7日", date(1989, 1, 7)),
    ],
)
def test_eras_begin_with_their_first_year(typed: str, day: date) -> None:
    """元年 is the first."""
    assert as_date(typed, from_1904=False) == day


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "昨日",
        "2017/13/1",
        "2017/2/29",
        "17/7/9",
        "平成29年",
        "明治150年7月9日",
        "2017/07/09 10:00",
        "2017070",
        True,
        0.0,
        -1.0,
        42925.5,
        1e10,
        float("20171301"),
    ],
)
def test_what_is_no_date_is_told(typed: str | float | bool) -> None:  # noqa: FBT001
    """Nothing is guessed."""
    with pytest.raises(Fault) as caught:
        as_date(typed, from_1904=False)
    assert caught.value.key == "workbook_date"


@given(st.dates(date(1900, 3, 1)), st.booleans())
def test_every_serial_number_is_a_day(day: date, from_1904: bool) -> None:  # noqa: FBT001
    """Counted from the end of 1899, or from 1904."""
    epoch = date(1904, 1, 1) if from_1904 else date(1899, 12, 30)
    serial = float((day - epoch).days)
    if 61 <= serial <= 2_958_465:
        assert as_date(serial, from_1904=from_1904) == day


def test_a_serial_number_past_the_calendar_is_told() -> None:
    """Counted from 1904, the last numbers lead out of it."""
    with pytest.raises(Fault):
        as_date(2_958_465.0, from_1904=True)


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("9:30", time(9, 30)),
        ("０９：３０", time(9, 30)),
        ("09:30:59", time(9, 30)),
        ("9時30分", time(9, 30)),
        ("9時", time(9)),
        ("9時半", time(9, 30)),
        ("午前9時30分", time(9, 30)),
        ("午前0時5分", time(0, 5)),
        ("午後2時5分", time(14, 5)),
        ("午後12時", time(12)),
        ("午後14時", time(14)),
        ("2:05 PM", time(14, 5)),
        ("12:05 am", time(0, 5)),
        ("0930", time(9, 30)),
        ("930", time(9, 30)),
        (930.0, time(9, 30)),
        (0.0, time(0)),
        (0.39583333333, time(9, 30)),
        (0.99999, time(23, 59)),
    ],
)
def test_a_time_is_read_however_it_is_written(typed: str | float, moment: time) -> None:
    """To the minute."""
    assert as_time(typed) == moment


@given(st.integers(0, 24 * 60 - 1))
def test_every_minute_of_the_day_comes_back_from_its_part_of_the_day(minute: int) -> None:
    """However it is rounded."""
    assert as_time(minute / (24 * 60)) == time(minute // 60, minute % 60)


@pytest.mark.parametrize(
    "typed", ["", "朝", "25:00", "9:60", "24:00", "午後25時", 1.0, 42925.5, -0.5, False]
)
def test_what_is_no_time_is_told(typed: str | float | bool) -> None:  # noqa: FBT001
    """Nothing is guessed."""
    with pytest.raises(Fault) as caught:
        as_time(typed)
    assert caught.value.key == "workbook_time"


def test_an_answer_is_read_in_any_width_and_case() -> None:
    """Yes and No, はい and いいえ; anything else is told."""
    assert all(as_answer(typed) for typed in ("Yes", "YES", "ｙｅｓ", " Ｙ", "はい", "TRUE"))
    assert not any(as_answer(typed) for typed in ("No", "ＮＯ", "n", "いいえ ", "False"))
    for typed in ("", "たぶん", "1"):
        with pytest.raises(Fault):
            as_answer(typed)


def test_a_number_in_a_cell_for_text_reads_as_it_shows() -> None:
    """Without a decimal point it does not have."""
    assert as_text(27.0) == "27"
    assert as_text(2.5) == "2.5"
    assert as_text(value=True) == "TRUE"
    assert as_text(" 甲 ") == " 甲 "


def test_a_code_gets_its_digits_and_zeros_back() -> None:
    """A spreadsheet takes the zeros off what it thinks is a number."""
    assert as_code("０１２０２５") == "012025"
    assert as_code("012 025") == "012025"
    assert as_code(12025.0) == "012025"
    assert as_code("なし") == "なし"
    assert as_code("01202") == "01202"


@given(st.text() | st.floats(allow_nan=False, allow_infinity=False) | st.booleans())
def test_nothing_else_is_raised(typed: str | float | bool) -> None:  # noqa: FBT001
    """Whatever a cell holds."""
    with suppress(Fault):
        as_date(typed, from_1904=True)
    with suppress(Fault):
        as_time(typed)
    with suppress(Fault):
        as_answer(as_text(typed))
    assert isinstance(as_code(typed), str)
