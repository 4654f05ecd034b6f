"""Listing: pages, filters, and the feed."""

from __future__ import annotations

from datetime import date
from typing import Any

import nws_incident as nws
from nws_incident.testing.journal_contract.scenes import (
    CHECKED,
    RIGHT,
    STEPS,
    Demand,
    complete,
    opening,
    retraction,
)

_WRONG = RIGHT.replace(
    finding=nws.FindingKind.INFORMATION_WRONG, causing_party=nws.CausingParty.PROVIDER
)


def cases_are_listed_by_page_and_filter(journal: nws.Journal) -> None:
    """In the order in which they were opened, and stably."""
    for number in range(5):
        journal.append(f"case-{9 - number}", STEPS[: 1 + number % 3], expected_version=0)
    complete(journal, "done")
    found = journal.cases()
    assert [summary.case_id for summary in found] == [
        *(f"case-{9 - number}" for number in range(5)),
        "done",
    ]
    first = journal.cases(limit=2)
    assert first == found[:2]
    journal.append("case-9", [CHECKED], expected_version=1)
    rest = journal.cases(after=first[-1].opened, limit=100)
    assert rest == found[2:]
    assert [one.case_id for one in journal.cases(complete=True)] == ["done"]
    assert len(journal.cases(complete=False)) == 5
    contact = {"investigation": "provider_contact"}
    assert [one.case_id for one in journal.cases(tracks=contact)] == ["case-9", "case-8", "case-5"]
    either = {"investigation": ("resolved", "cause_investigation"), "emergency": "none"}
    assert [one.case_id for one in journal.cases(tracks=either)] == ["case-7", "done"]
    for party in ("甲市", "012025", "01202", "乙省"):
        assert len(journal.cases(party=party)) == 6
    assert journal.cases(party="丁村") == ()
    assert len(journal.cases(edition=nws.DEFAULT_EDITION)) == 6
    assert journal.cases(edition="1999-12-31") == ()


def the_feed_has_every_entry_once_in_order(journal: nws.Journal) -> None:
    """From any position on, and a page at a time."""
    journal.append("a", STEPS[:2], expected_version=0)
    journal.append("b", STEPS[:1], expected_version=0)
    journal.append("a", STEPS[2:], expected_version=2)
    entries = list(journal.feed())
    assert [entry.position for entry in entries] == [1, 2, 3, 4]
    assert [(entry.case_id, entry.version) for entry in entries] == [
        ("a", 1),
        ("a", 2),
        ("b", 1),
        ("a", 3),
    ]
    assert list(journal.feed(after=3)) == entries[3:]
    assert list(journal.feed(after=1, limit=2)) == entries[1:3]
    assert list(journal.feed(after=4)) == []


def overdue_cases_are_found_by_the_day(journal: nws.Journal) -> None:
    """Those that owe a must whose date is before it, in full pages, beside other filters."""
    day = date(2017, 7, 24)
    for number in range(230):
        decide_by = day if number in {3, 117, 228} else None
        journal.append(f"{number}", [opening(decide_by=decide_by)], expected_version=0)
    complete(journal, "done")
    journal.append("told", [*STEPS, _WRONG], expected_version=0)
    assert journal.cases(overdue_on=day) == ()
    found = journal.cases(overdue_on=date(2017, 7, 25))
    assert [one.case_id for one in found] == ["3", "117", "228"]
    assert found == tuple(one for one in journal.cases() if one in found)
    first = journal.cases(overdue_on=date(2017, 7, 25), limit=2)
    assert first == found[:2]
    assert journal.cases(overdue_on=date(2017, 7, 25), limit=2, after=first[-1].opened) == found[2:]
    # The notice has a date a week after the cause was found, though no event says so.
    assert [one.case_id for one in journal.cases(overdue_on=date(2017, 7, 27), after=230)] == [
        "told"
    ]
    late: dict[str, Any] = {"overdue_on": date(2018, 1, 1)}
    assert journal.cases(**late, complete=True) == ()
    assert len(journal.cases(**late, complete=False, party="甲市")) == 4
    assert len(journal.cases(**late, tracks={"investigation": "self_check"})) == 3
    assert journal.cases(**late, edition="1999-12-31") == ()
    journal.append("3", [retraction(1)], expected_version=1)
    assert [one.case_id for one in journal.cases(**late)] == ["117", "228", "told"]


def a_host_s_own_terms_make_cases_overdue(journal: nws.Journal) -> None:
    """The notice's 速やかに becomes a date by the host's terms and its calendar."""
    journal.append("a", STEPS, expected_version=0)
    terms = {nws.Urgency.PROMPTLY: nws.BusinessDays(2)}
    calendar = nws.AlwaysOpen()
    assert journal.cases(overdue_on=date(2017, 7, 22)) == ()
    asked: dict[str, Any] = {"terms": terms, "calendar": calendar}
    assert journal.cases(overdue_on=date(2017, 7, 21), **asked) == ()
    assert len(journal.cases(overdue_on=date(2017, 7, 22), **asked)) == 1


DEMANDS: tuple[Demand, ...] = (
    cases_are_listed_by_page_and_filter,
    overdue_cases_are_found_by_the_day,
    a_host_s_own_terms_make_cases_overdue,
    the_feed_has_every_entry_once_in_order,
)
