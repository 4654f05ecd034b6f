"""Appending: judged first, whole or not at all, conflicts and repeats told."""

from __future__ import annotations

import nws_incident as nws
from nws_incident.testing.journal_contract.scenes import (
    CHECKED,
    NUMBER,
    RIGHT,
    STEPS,
    Demand,
    opening,
    raises,
)


def what_is_appended_is_loaded(journal: nws.Journal) -> None:
    """A case comes back equal, with its version, and the decisions are those of the rules."""
    appended = journal.append("a", STEPS, expected_version=0)
    assert (appended.first_version, appended.version, appended.position) == (1, 3, 3)
    assert [decision.accepted for decision in appended.decisions] == [True] * 3
    loaded = journal.load("a")
    assert loaded == nws.Case.from_events(STEPS, id="a")
    assert loaded.version == 3
    assert journal.append("a", [RIGHT], expected_version=loaded.version).version == 4


def a_refused_event_is_never_stored(journal: nws.Journal) -> None:
    """Refused reaches the caller, and of several events none is stored."""
    journal.append("a", [opening()], expected_version=0)
    before = list(journal.export())
    with raises(nws.Refused) as raised:
        journal.append("a", [CHECKED, RIGHT], expected_version=1)
    assert raised.error.findings
    with raises(nws.Refused):
        journal.append("b", [CHECKED], expected_version=0)
    with raises(nws.Refused):
        journal.append("b", [opening(note=NUMBER)], expected_version=0)
    with raises(nws.UnknownCase):
        journal.load("b")
    assert list(journal.export()) == before


def the_slower_of_two_writers_is_told(journal: nws.Journal) -> None:
    """A conflict has both versions and what came between, and is judged before nothing else."""
    journal.append("a", STEPS, expected_version=0)
    with raises(nws.ConflictError) as raised:
        journal.append("a", [opening()], expected_version=1)
    conflict = raised.error
    assert (conflict.case_id, conflict.expected, conflict.actual) == ("a", 1, 3)
    assert [entry.version for entry in conflict.entries] == [2, 3]
    assert not isinstance(conflict, nws.Refused)
    with raises(nws.ConflictError) as raised:
        journal.append("a", [RIGHT], expected_version=7)
    assert raised.error.entries == ()


def a_repeated_request_has_the_first_answer(journal: nws.Journal) -> None:
    """With the same content whatever happened since; with other content it is an error."""
    first = journal.append("a", STEPS[:2], expected_version=0, request_id="r-1")
    journal.append("a", STEPS[2:], expected_version=2, request_id="r-2")
    again = journal.append("a", STEPS[:2], expected_version=0, request_id="r-1")
    assert again == first
    assert again.repeated
    assert not first.repeated
    assert journal.load("a").version == 3
    for case_id, events in (("a", STEPS[:1]), ("b", STEPS[:2]), ("a", [RIGHT])):
        with raises(nws.RequestReused) as raised:
            journal.append(case_id, events, expected_version=3, request_id="r-1")
        assert raised.error.case_id == "a"


def names_must_be_storable(journal: nws.Journal) -> None:
    """A case's id and a request's are text without an individual number."""
    for case_id in ("", " ", "a\x00", NUMBER):
        with raises(nws.InvalidCaseFile):
            journal.append(case_id, STEPS, expected_version=0)
    for request_id in ("", "\n", "a\x00", NUMBER):
        with raises(nws.InvalidAppend):
            journal.append("a", STEPS, expected_version=0, request_id=request_id)
    with raises(nws.InvalidEdition):
        journal.append("a", STEPS, expected_version=0, edition="1999-12-31")
    assert list(journal.feed()) == []


def unknown_cases_are_said_to_be_unknown(journal: nws.Journal) -> None:
    """Loading or reading the history of what is not there is an error of its own."""
    with raises(nws.UnknownCase):
        journal.load("nobody")
    with raises(nws.UnknownCase):
        journal.history("nobody")
    assert journal.cases() == ()


DEMANDS: tuple[Demand, ...] = (
    what_is_appended_is_loaded,
    a_refused_event_is_never_stored,
    the_slower_of_two_writers_is_told,
    a_repeated_request_has_the_first_answer,
    names_must_be_storable,
    unknown_cases_are_said_to_be_unknown,
)
