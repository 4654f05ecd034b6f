"""Listing: pages, filters, and the feed."""

from __future__ import annotations

import nws_incident as nws
from nws_incident.testing.journal_contract.scenes import CHECKED, STEPS, Demand, complete


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


DEMANDS: tuple[Demand, ...] = (
    cases_are_listed_by_page_and_filter,
    the_feed_has_every_entry_once_in_order,
)
