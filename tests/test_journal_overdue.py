"""Which cases of a journal are overdue on a day: those of which `duties` says so, in any pages."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nws_incident as nws
from nws_incident.testing import cases
from scenes import TO_PROVIDER, opening

ROOT = Path(__file__).parent.parent
JST = timezone(timedelta(hours=9))
TERMS = {nws.Urgency.PROMPTLY: nws.BusinessDays(3), nws.Urgency.IMMEDIATELY: nws.CalendarDays(1)}


@settings(max_examples=40, deadline=None)
@given(
    known=st.lists(cases(max_events=12), min_size=1, max_size=5),
    days=st.integers(-2, 40),
    terms=st.sampled_from([None, TERMS]),
    limit=st.integers(1, 3),
)
def test_overdue_cases_are_those_with_a_must_past_its_date(
    known: list[nws.Case], days: int, terms: dict[nws.Urgency, nws.Term] | None, limit: int
) -> None:
    """Whatever the terms, and however many go on a page."""
    first = known[0].events[-1].at.astimezone(JST).date()
    day = first + timedelta(days=min(days, (date.max - first).days))
    now = datetime.combine(day, time(12), JST)
    calendar = nws.AlwaysOpen()
    late = [
        f"{number}"
        for number, case in enumerate(known)
        if any(
            duty.modality is nws.Modality.MUST and duty.overdue
            for duty in nws.duties(case, now=now, calendar=calendar, terms=terms)
        )
    ]
    with nws.open_journal("memory:") as journal:
        for number, case in enumerate(known):
            journal.append(f"{number}", case.events, expected_version=0)
        found: list[str] = []
        after = 0
        while page := journal.cases(
            overdue_on=day, terms=terms, calendar=calendar, after=after, limit=limit
        ):
            found += [one.case_id for one in page]
            after = page[-1].opened
    assert found == late


def test_a_day_may_be_any_there_is() -> None:
    """The first and the last of the calendar, too."""
    with nws.open_journal("memory:") as journal:
        journal.append("a", [opening(decide_by="2017-07-24")], expected_version=0)
        assert journal.cases(overdue_on=date.min) == ()
        assert len(journal.cases(overdue_on=date.max)) == 1
        assert journal.cases(overdue_on=date.max, limit=0) == ()


def test_an_open_case_that_cannot_be_read_is_named_not_passed_over(tmp_path: Path) -> None:
    """Nobody is to think that it is not overdue."""
    later = nws.load_edition(ROOT / "examples" / "editions" / "2021-09-01-illustration.toml")
    address = f"sqlite:///{tmp_path / 'a.db'}"
    with nws.open_journal(address, editions=[later]) as journal:
        journal.append("a", TO_PROVIDER, expected_version=0)
        journal.append("b", [opening()], expected_version=0, edition=later.id)
        assert journal.cases(overdue_on=date.max) == ()
    with nws.open_journal(address) as journal, pytest.raises(nws.UnreadableEntry, match=later.id):
        journal.cases(overdue_on=date.max)
