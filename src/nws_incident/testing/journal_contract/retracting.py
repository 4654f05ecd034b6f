"""Retracting: the event no longer counts, nothing refused is left, history shows both."""

from __future__ import annotations

from typing import Any

import nws_incident as nws
from nws_incident.testing.journal_contract.scenes import (
    CONTACTED,
    NUMBER,
    RIGHT,
    STEPS,
    Demand,
    at,
    opening,
    raises,
    retraction,
)


def a_retraction_takes_the_event_out_of_the_case(journal: nws.Journal) -> None:
    """The case is judged without it, the version counts on, and history shows both."""
    journal.append("a", [*STEPS, RIGHT], expected_version=0)
    appended = journal.append("a", [retraction(4)], expected_version=4)
    assert (appended.version, appended.decisions) == (5, ())
    loaded = journal.load("a")
    assert loaded == nws.Case.from_events(STEPS, id="a")
    assert loaded.version == 5
    history = journal.history("a")
    assert [line.retracted_by for line in history] == [None, None, None, 5, None]
    assert history[3].said == RIGHT
    assert history[4].said == retraction(4)
    again = journal.append("a", [RIGHT], expected_version=5)
    assert again.version == 6
    assert journal.load("a").events[-1] == RIGHT


def a_retraction_leaves_no_refused_event_behind(journal: nws.Journal) -> None:
    """What would be refused is named; together they can be retracted."""
    journal.append("a", [*STEPS, RIGHT], expected_version=0)
    with raises(nws.StrandedEvents) as raised:
        journal.append("a", [retraction(3)], expected_version=4)
    assert list(raised.error.stranded) == [4]
    assert raised.error.stranded[4].findings
    assert journal.load("a").version == 4
    later = CONTACTED.replace(at=at(5))
    both = (retraction(4), retraction(3), later)
    assert journal.append("a", both, expected_version=4).version == 7
    assert journal.load("a").events == (*STEPS[:2], later)


def even_an_opening_can_be_retracted(journal: nws.Journal) -> None:
    """The case is unopened then, and may be opened anew, by others."""
    journal.append("a", [opening()], expected_version=0)
    journal.append("a", [retraction(1)], expected_version=1)
    assert not journal.load("a").is_open
    (summary,) = journal.cases()
    assert (summary.tracks, summary.parties, summary.complete) == ({}, frozenset(), False)
    other = nws.Party(name="丙県", kind=nws.PartyKind.PREFECTURE)
    journal.append("a", [opening(requester=other)], expected_version=2)
    assert journal.load("a").version == 3
    assert [summary.case_id for summary in journal.cases(party="丙県")] == ["a"]
    assert journal.cases(party="甲市") == ()


def only_an_event_that_counts_is_retracted(journal: nws.Journal) -> None:
    """Neither a retraction nor a version that is not there, and no event twice."""
    journal.append("a", [*STEPS, RIGHT], expected_version=0)
    journal.append("a", [retraction(4)], expected_version=4)
    wrongs: list[Any] = [
        [],
        [retraction(4)],
        [retraction(5)],
        [retraction(9)],
        [retraction(3), retraction(3)],
        [RIGHT, retraction(3)],
        [retraction(3).replace(why=NUMBER)],
        ["no event"],
    ]
    for wrong in wrongs:
        with raises(nws.InvalidAppend):
            journal.append("a", wrong, expected_version=5)
    assert journal.load("a").version == 5


DEMANDS: tuple[Demand, ...] = (
    a_retraction_takes_the_event_out_of_the_case,
    a_retraction_leaves_no_refused_event_behind,
    even_an_opening_can_be_retracted,
    only_an_event_that_counts_is_retracted,
)
