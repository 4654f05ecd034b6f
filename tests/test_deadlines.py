"""Dates: who gives them, on which calendar, and how far off they are."""

from __future__ import annotations

import builtins
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import nws_incident as nws
from nws_incident.duties.calendars import next_open_day, office_calendar, plus
from nws_incident.duties.owing import duties_without_calendar
from nws_incident.jst import JST, day_of
from own_editions import DUTIES, change, copy_edition, edition_named
from scenes import (
    AT,
    CAUSE_DELAYED,
    COPY_WRONG,
    PROMPT,
    REPORTED,
    TO_PROVIDER,
    TO_REINQUIRY,
    case_of,
    event,
    opening,
    reinquiry,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OPEN = nws.AlwaysOpen()


def at(text: str) -> datetime:
    """Read a moment."""
    return datetime.fromisoformat(text)


def the(duty: str, case: nws.Case, now: datetime = AT, **kwargs: Any) -> nws.Duty:
    """Return one duty of a case."""
    return next(one for one in nws.duties(case, now=now, **kwargs) if one.duty == duty)


# Who gives a date.


def test_the_case_gives_the_date_of_the_decision() -> None:
    """1(5): 標準的な事務処理期間を徒過することがないように, by the opening's `decide_by`."""
    duty = the("decide_application", case_of(opening(decide_by="2017-07-26")))
    assert (duty.due, duty.due_source) == (date(2017, 7, 26), nws.DueSource.CASE)
    assert (duty.is_due_closed, duty.next_open_day, duty.overdue) == (False, None, 0)
    undated = the("decide_application", case_of(opening()))
    assert (undated.due, undated.due_source, undated.is_due_closed) == (None, None, None)


def test_the_notice_gives_a_week_for_a_prompt_response() -> None:
    """5: 1週間程度を目途, counted from the day (JST) on which the cause was found."""
    late = PROMPT.replace(at=at("2017-07-19T15:30:00Z"))  # the 20th in Japan
    duty = the("submit_outcome_report", case_of(*TO_PROVIDER, late))
    assert (duty.due, duty.due_source) == (date(2017, 7, 27), nws.DueSource.NOTICE)
    owed_at_once = the("submit_outcome_report", case_of(*TO_PROVIDER, COPY_WRONG))
    assert (owed_at_once.due, owed_at_once.urgency) == (None, nws.Urgency.IMMEDIATELY)


def test_a_week_after_a_cause_that_nobody_knows_yet_is_no_date(tmp_path: Path) -> None:
    """An edition may count from the cause what is owed before it is known."""
    folder = copy_edition(tmp_path)
    change(folder / DUTIES, 'due = "decide_by"', 'due = "week_after_cause"')
    edition = nws.load_edition(folder)
    before = the("decide_application", nws.Case.from_events(TO_PROVIDER, edition=edition))
    assert (before.due, before.due_source, before.is_due_closed) == (None, None, None)
    known = nws.Case.from_events((*TO_PROVIDER, COPY_WRONG), edition=edition)
    after = the("decide_application", known)
    assert (after.due, after.due_source) == (date(2017, 7, 26), nws.DueSource.NOTICE)


def test_open_terms_get_no_number_of_days() -> None:
    """直ちに and 速やかに are terms, and have no date unless a host sets one."""
    for duty in nws.duties(case_of(*TO_PROVIDER, CAUSE_DELAYED), now=AT + timedelta(days=900)):
        assert duty.due is None
        assert duty.overdue == 0


def test_a_host_s_term_is_marked_as_the_host_s() -> None:
    """A policy of the host's own gives a date from the day since which the duty is owed."""
    case = case_of(*TO_PROVIDER)
    terms = {nws.Urgency.PROMPTLY: nws.BusinessDays(5)}
    duty = the("identify_cause", case, terms=terms)
    assert (duty.due, duty.due_source) == (date(2017, 7, 26), nws.DueSource.HOST)
    assert duty.urgency is nws.Urgency.PROMPTLY
    late = the("identify_cause", case, AT + timedelta(days=10), terms=terms)
    assert late.overdue == 3
    days = the("identify_cause", case, terms={"promptly": nws.CalendarDays(3)})
    assert (days.due, days.is_due_closed) == (date(2017, 7, 22), True)


def test_a_host_s_term_never_replaces_a_date_that_is_given() -> None:
    """What the case or the notice gives stays theirs."""
    case = case_of(
        opening(decide_by="2017-08-18"),
        *TO_PROVIDER[1:],
        PROMPT,
        event("emergency_declared", kind="impact_survey"),
    )
    terms = dict.fromkeys(nws.Urgency, nws.CalendarDays(1))
    sources = {duty.duty: duty.due_source for duty in nws.duties(case, now=AT, terms=terms)}
    assert sources == {
        "phone_operator": nws.DueSource.HOST,
        "correct_registered_copy": None,
        "check_other_requesters": None,
        "decide_application": nws.DueSource.CASE,
        "submit_outcome_report": nws.DueSource.NOTICE,
    }


def test_a_host_s_term_runs_from_the_day_since_which_the_duty_is_owed_without_a_break() -> None:
    """A duty that ended and came back starts anew; one that became more urgent does, too."""
    terms = {urgency: nws.CalendarDays(0) for urgency in nws.Urgency}

    def later(days: int, *events: nws.Event) -> list[nws.Event]:
        return [one.replace(at=one.at + timedelta(days=days)) for one in events]

    first = (*TO_REINQUIRY, *later(3, reinquiry("inconsistent")))
    carried = the("submit_outcome_report", case_of(*first), terms=terms)
    assert carried.due == date(2017, 7, 19)  # due at once in the first round, and carried since
    again = (*first, *later(5, *TO_PROVIDER[1:]))
    assert the("identify_cause", case_of(*again), terms=terms).due == date(2017, 7, 24)
    waiting = [*TO_PROVIDER, PROMPT, *later(2, event("response_delayed", "provider"))]
    assert the("submit_outcome_report", case_of(*waiting), terms=terms).due == date(2017, 7, 21)
    given = [*first, *later(4, REPORTED)]
    found = later(6, *TO_PROVIDER[1:], COPY_WRONG)
    assert the("submit_outcome_report", case_of(*given, *found), terms=terms).due == date(
        2017, 7, 25
    )


def test_a_host_s_term_goes_on_when_the_case_moves_to_another_edition(tmp_path: Path) -> None:
    """What is owed under both is owed since it was under the first."""
    case = nws.Case.from_events(TO_PROVIDER, editions=[edition_named("own", tmp_path)])
    later = AT + timedelta(days=3)
    case.apply(nws.EditionChanged(at=later, by=nws.Role.REQUESTER, to="own"))
    duty = the("identify_cause", case, later, terms={nws.Urgency.PROMPTLY: nws.CalendarDays(1)})
    assert (duty.due, duty.overdue) == (date(2017, 7, 20), 2)


def test_a_host_s_own_term_and_calendar_are_asked() -> None:
    """Anything with the right methods will do; what is no date is refused by name."""

    class Mondays:
        def end(self, start: date, calendar: nws.Calendar) -> date:
            assert calendar.is_closed(start)
            return start + timedelta(days=7 - start.weekday())

    class Closed:
        def is_closed(self, _: date) -> bool:
            return True

    class Broken:
        def end(self, start: date, _: nws.Calendar) -> Any:
            return datetime.combine(start, datetime.min.time())

    case = case_of(*TO_PROVIDER)
    duty = the("identify_cause", case, calendar=Closed(), terms={nws.Urgency.PROMPTLY: Mondays()})
    assert (duty.due, duty.is_due_closed, duty.next_open_day) == (date(2017, 7, 24), True, None)
    with pytest.raises(nws.InvalidDataError) as caught:
        nws.duties(case, now=AT, terms={nws.Urgency.PROMPTLY: Broken()})
    assert caught.value.problems[0].path == "$.terms.promptly"


@pytest.mark.parametrize("term", [nws.BusinessDays, nws.CalendarDays])
@pytest.mark.parametrize("days", [-1, 1.5, True, "5"])
def test_a_term_is_a_whole_number_of_days(term: Any, days: Any) -> None:
    """A negative, broken or missing number of days is an error at once."""
    with pytest.raises(nws.InvalidDataError, match="whole number"):
        term(days)


# How far off it is.


def test_days_are_counted_in_japan() -> None:
    """A date is over once the day has ended in JST, whatever the offset of `now`."""
    case = case_of(opening(decide_by="2017-07-26"))

    def overdue(now: str) -> int:
        return the("decide_application", case, at(now)).overdue

    assert overdue("2017-07-26T23:59:59+09:00") == 0
    assert overdue("2017-07-27T00:00:00+09:00") == 1
    assert overdue("2017-07-26T14:59:59Z") == 0
    assert overdue("2017-07-26T15:00:00Z") == 1
    assert overdue("2017-07-26T10:00:00-05:00") == 1
    assert overdue("2018-07-26T00:00:00Z") == 365


def test_now_needs_an_offset() -> None:
    """A time without an offset, or none at all, is wrong data, whatever is owed."""
    for now in (datetime(2017, 7, 19, 10), date(2017, 7, 19), None):  # noqa: DTZ001  the point
        with pytest.raises(nws.InvalidDataError) as caught:
            nws.duties(nws.Case(), now=now)  # type: ignore[arg-type]
        assert caught.value.problems[0].path == "$.now"


@pytest.mark.parametrize(
    ("now", "overdue"),
    [
        (datetime.max.replace(tzinfo=UTC), (date.max - date(2017, 7, 26)).days),
        (datetime.max.replace(tzinfo=JST), (date.max - date(2017, 7, 26)).days),
        (datetime.min.replace(tzinfo=UTC), 0),
        (datetime.min.replace(tzinfo=JST), 0),
        (datetime.min.replace(tzinfo=timezone(timedelta(hours=14))), 0),
    ],
)
def test_the_ends_of_the_calendar_do_no_harm(now: datetime, overdue: int) -> None:
    """Nothing overflows in the years 1 and 9999."""
    case = case_of(opening(decide_by="2017-07-26"))
    assert the("decide_application", case, now).overdue == overdue


def test_dates_at_the_ends_of_the_calendar_do_no_harm() -> None:
    """A week after the last day is the last day; the first and the last day are closed."""
    last = datetime.max.replace(tzinfo=UTC)
    case = case_of(*(one.replace(at=last) for one in (*TO_PROVIDER, PROMPT)))
    duty = the(
        "submit_outcome_report", case, last, terms={nws.Urgency.PROMPTLY: nws.BusinessDays(9)}
    )
    assert (duty.due, duty.is_due_closed, duty.next_open_day) == (date.max, True, None)
    for day, following in (("9999-12-31", None), ("0001-01-01", date(1, 1, 4))):
        duty = the("decide_application", case_of(opening(decide_by=day)))
        assert (duty.is_due_closed, duty.next_open_day) == (True, following)
    assert nws.BusinessDays(9).end(date.max, OPEN) == date.max
    assert nws.CalendarDays(10**12).end(date(2017, 7, 19), OPEN) == date.max


@given(st.datetimes(), st.integers(-23, 23).map(lambda hours: timezone(timedelta(hours=hours))))
def test_every_moment_has_a_day(clock: datetime, offset: timezone) -> None:
    """The day is that of the clock in Japan, or the end of the calendar beyond it."""
    moment = clock.replace(tzinfo=offset)
    found = day_of(moment)
    try:
        assert found == moment.astimezone(JST).date()
    except OverflowError:
        assert found in {date.min, date.max}


# Which days are closed.


@pytest.mark.parametrize(
    ("day", "closed"),
    [
        ("2017-07-19", False),
        ("2017-07-17", True),  # 海の日
        ("2017-07-22", True),  # Saturday
        ("2017-07-23", True),  # Sunday
        ("2017-12-28", False),
        ("2017-12-29", True),
        ("2018-01-03", True),
        ("2018-01-04", False),
        ("2018-02-12", True),  # substitute for 建国記念の日
        ("2019-04-30", True),  # a day between two holidays
        ("2019-05-01", True),  # the accession, that year only
        ("2020-07-24", True),  # moved for the games
        ("2020-10-12", False),
    ],
)
def test_offices_are_closed_on_weekends_holidays_and_around_new_year(
    day: str, *, closed: bool
) -> None:
    """Saturdays, Sundays, 12/29 to 1/3, and the public holidays of the year."""
    assert nws.OfficeCalendar().is_closed(date.fromisoformat(day)) is closed


def test_a_date_on_a_closed_day_is_told_as_such_and_not_moved() -> None:
    """The next open day stands beside it, and the days past are counted from the date itself."""
    case = case_of(opening(decide_by="2017-12-29"))
    duty = the("decide_application", case, at("2018-01-04T09:00:00+09:00"))
    assert (duty.due, duty.is_due_closed) == (date(2017, 12, 29), True)
    assert (duty.next_open_day, duty.overdue) == (date(2018, 1, 4), 6)
    everyday = the("decide_application", case, calendar=OPEN)
    assert (everyday.is_due_closed, everyday.next_open_day) == (False, None)
    (_, unknown) = duties_without_calendar(case, now=AT)
    assert (unknown.due, unknown.is_due_closed, unknown.next_open_day) == (duty.due, None, None)


@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.integers(0, 40))
def test_business_days_end_on_the_open_day_that_makes_the_number(start: date, days: int) -> None:
    """So many open days lie after the start, up to and with the end, which is one of them."""
    calendar = office_calendar()
    end = nws.BusinessDays(days).end(start, calendar)
    between = [plus(start, number) for number in range(1, (end - start).days + 1)]
    assert sum(not calendar.is_closed(day) for day in between) == days
    assert days == 0 or not calendar.is_closed(end)
    following = next_open_day(calendar, start)
    assert following is not None
    assert nws.BusinessDays(1).end(start, calendar) == following


@attrs.frozen
class ClosedUntil:
    """A calendar on which nothing opens up to a day, that day included."""

    last: date

    def is_closed(self, day: date) -> bool:
        """Compare with the day."""
        return day <= self.last


@pytest.mark.parametrize("start", [date(2017, 7, 19), date(9997, 1, 1)])
def test_the_open_day_may_be_a_year_away_and_no_further(start: date) -> None:
    """Whoever opens again on the 366th day is waited for, whoever would on the next is not."""
    assert next_open_day(ClosedUntil(plus(start, 365)), start) == plus(start, 366)
    assert next_open_day(ClosedUntil(plus(start, 366)), start) is None


def test_the_last_day_there_is_may_be_the_open_one() -> None:
    """The day before it still has an open day to come, the last day has none."""
    assert next_open_day(OPEN, date(9999, 12, 30)) == date.max
    assert next_open_day(OPEN, date.max) is None


def test_without_a_calendar_everything_else_of_a_duty_is_known() -> None:
    """However urgent it is, and whether it has a date, only what a calendar tells is left open."""
    for events in (TO_PROVIDER, (*TO_PROVIDER, PROMPT), (*TO_PROVIDER, COPY_WRONG)):
        case = case_of(*events)
        assert duties_without_calendar(case, now=AT) == tuple(
            attrs.evolve(duty, is_due_closed=None, next_open_day=None)
            for duty in nws.duties(case, now=AT)
        )


@pytest.fixture
def _no_holidays(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the package of public holidays be missing."""
    real = builtins.__import__

    def without(name: str, *rest: Any, **kwargs: Any) -> Any:
        if name == "jpholiday":
            raise ImportError(name)
        return real(name, *rest, **kwargs)

    monkeypatch.delitem(sys.modules, "jpholiday", raising=False)
    monkeypatch.setattr(builtins, "__import__", without)
    office_calendar.cache_clear()
    yield
    office_calendar.cache_clear()


@pytest.mark.usefixtures("_no_holidays")
def test_a_missing_calendar_is_said_at_once_and_how_to_get_one() -> None:
    """Whatever is due, `duties` asks for the extra or for a calendar; with one it works."""
    for case in (nws.Case(), case_of(opening())):
        with pytest.raises(nws.MissingPackageError) as caught:
            nws.duties(case, now=AT)
        assert "nws-incident[calendar]" in str(caught.value)
        assert "calendar=" in caught.value.message("ja")
    assert nws.duties(case_of(opening()), now=AT, calendar=OPEN)
