"""What a journal remembers of cases saves work and decides nothing: the store has the last word."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine

import nws_incident as nws
from nws_incident.journal import remembering
from scenes import (
    AT,
    CONTACTED,
    COPY_WRONG,
    INCONCLUSIVE,
    REPORTED,
    TO_PROVIDER,
    TO_REINQUIRY,
    consulted,
    opening,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LATE = AT.replace(year=2030)


@pytest.fixture(params=["sqlite", "postgresql"])
def shared(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of an empty journal that several can open."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'journal.db'}"
    return str(request.getfixturevalue("postgresql"))


@pytest.fixture
def two(shared: str) -> Iterator[tuple[nws.Journal, nws.Journal]]:
    """Open a journal twice, as two processes do."""
    with nws.open_journal(shared) as one, nws.open_journal(shared) as other:
        yield one, other


def knows(journal: Any, case_id: str) -> bool:
    """Tell whether a journal remembers a case."""
    return journal._tools.remembered.get(case_id) is not None  # noqa: SLF001  the only way in


def test_what_others_appended_is_seen(two: tuple[nws.Journal, nws.Journal]) -> None:
    """Whatever was loaded before: events, retractions, and appends to the case that is there."""
    one, other = two
    one.append("a", TO_PROVIDER[:2], expected_version=0)
    assert other.load("a").version == 2
    one.append("a", [CONTACTED], expected_version=2)
    assert other.load("a") == one.load("a")
    other.append("a", [COPY_WRONG], expected_version=3)
    assert one.load("a").tracks == other.load("a").tracks
    retracted = nws.EventRetracted(at=AT, by="x", why="y", version=4)
    one.append("a", [retracted], expected_version=4)
    loaded = other.load("a")
    assert (loaded.version, len(loaded.events)) == (5, 3)
    assert loaded == one.load("a")


def test_whoever_remembers_an_older_case_is_told_of_the_conflict(
    two: tuple[nws.Journal, nws.Journal],
) -> None:
    """And not that the event is refused, nor that it is stored."""
    one, other = two
    one.append("a", TO_PROVIDER, expected_version=0)
    other.append("a", [COPY_WRONG], expected_version=3)
    for late in (COPY_WRONG, TO_PROVIDER[0]):
        with pytest.raises(nws.ConflictError) as caught:
            one.append("a", [late], expected_version=3)
        assert caught.value.actual == 4
        assert [entry.version for entry in caught.value.entries] == [4]
        one.load("a")
    with pytest.raises(nws.Refused):
        one.append("a", [TO_PROVIDER[0]], expected_version=4)
    assert one.verify().is_clean


def test_a_request_that_another_process_answered_is_not_answered_anew(
    two: tuple[nws.Journal, nws.Journal],
) -> None:
    """Even where the case that is remembered is the case that is there."""
    one, other = two
    one.append("a", TO_PROVIDER, expected_version=0)
    other.append("a", [consulted()], expected_version=3, request_id="r-1")
    assert one.load("a").version == 4
    again = one.append("a", [consulted()], expected_version=4, request_id="r-1")
    assert (again.version, again.repeated) == (4, True)
    assert one.append("a", [consulted()], expected_version=4, request_id="r-2").version == 5


def test_a_case_that_another_process_purged_is_purged(
    two: tuple[nws.Journal, nws.Journal],
) -> None:
    """And nothing of what it said stays remembered, here or there."""
    one, other = two
    other.append("a", TO_REINQUIRY, expected_version=0)
    for event in (
        nws.ReinquiryMade(at=AT, result=nws.ReinquiryResult.CONSISTENT),
        nws.ProcessedOnLinkedInformation(at=AT, by=nws.Role.REQUESTER),
        nws.OtherRequestersChecked(at=AT, affected=()),
        REPORTED,
    ):
        other.append("a", [event], expected_version=other.load("a").version)
    version = one.load("a").version
    assert other.purge(older_than=LATE, by="x", why="y") == ("a",)
    assert not knows(other, "a")
    with pytest.raises(nws.PurgedCase):
        one.append("a", [consulted()], expected_version=version)
    assert not knows(one, "a")


def test_what_a_host_rolled_back_is_forgotten(shared: str) -> None:
    """It was never there, and the next append is one to what is."""
    nws.open_journal(shared).close()
    engine = create_engine(shared.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection:
        journal = nws.open_journal(connection)
        journal.append("a", [opening()], expected_version=0)
        connection.commit()
        journal.append("a", [INCONCLUSIVE], expected_version=1)
        connection.rollback()
        with pytest.raises(nws.ConflictError):
            journal.append("a", [CONTACTED], expected_version=2)
        assert journal.load("a").version == 1
        assert journal.append("a", [INCONCLUSIVE], expected_version=1).version == 2
        connection.commit()
        assert journal.verify().is_clean
    engine.dispose()


def test_a_case_that_the_list_lacks_is_damaged(shared: str) -> None:
    """Nothing is added to it."""
    with nws.open_journal(shared) as journal:
        journal.append("a", TO_PROVIDER, expected_version=0)
        engine = journal._store._engine  # type: ignore[attr-defined]  # noqa: SLF001  the only way in
        with engine.begin() as connection:
            connection.exec_driver_sql("DELETE FROM nws_case")
        for events in ([COPY_WRONG], [consulted(), COPY_WRONG]):
            with pytest.raises(nws.JournalUnavailable) as caught:
                journal.append("a", events, expected_version=3)
            assert caught.value.key == "damaged"
        assert len(list(journal.feed())) == 3


def test_a_loaded_case_is_the_callers_own() -> None:
    """What they do with it stays with them."""
    with nws.open_journal("memory:") as journal:
        journal.append("a", TO_PROVIDER, expected_version=0)
        journal.load("a").apply(COPY_WRONG)
        assert journal.load("a").version == 3
        assert journal.append("a", [COPY_WRONG], expected_version=3).version == 4


def test_a_few_hundred_cases_are_remembered_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that were used last."""
    monkeypatch.setattr(remembering, "_MOST", 3)
    with nws.open_journal("memory:") as journal:
        for number in range(5):
            journal.append(f"case-{number}", TO_PROVIDER, expected_version=0)
        journal.append("case-2", [COPY_WRONG], expected_version=3)
        journal.load("case-0")
        assert [number for number in range(5) if knows(journal, f"case-{number}")] == [0, 2, 4]


@given(
    st.lists(
        st.tuples(st.booleans(), st.sampled_from(["a", "b"]), st.integers(0, 3), st.integers(0, 1)),
        max_size=16,
    )
)
@settings(max_examples=60, deadline=None)
def test_a_journal_that_remembers_answers_as_one_that_does_not(
    steps: list[tuple[bool, str, int, int]],
) -> None:
    """Two journals on one store, by turns and now and then too late, against a forgetful one."""
    events = (opening(), INCONCLUSIVE, CONTACTED, consulted())
    one, other = two_in_memory()
    with nws.open_journal("memory:") as forgetful:
        forgetful._tools.remembered.keep = lambda known: known  # type: ignore[attr-defined]  # noqa: SLF001
        for is_other, case_id, number, lag in steps:
            version = max(0, _version(forgetful, case_id) - lag)
            expected = _answer(forgetful, case_id, events[number], version)
            journal = other if is_other else one
            assert _answer(journal, case_id, events[number], version) == expected
        for case_id in ("a", "b"):
            assert (
                _version(one, case_id) == _version(other, case_id) == _version(forgetful, case_id)
            )
        assert one.verify().is_clean


def two_in_memory() -> tuple[nws.Journal, nws.Journal]:
    """Return two journals on one store."""
    one, other = nws.open_journal("memory:"), nws.open_journal("memory:")
    other._store = one._store  # type: ignore[attr-defined]  # noqa: SLF001  the only way in
    return one, other


def test_what_others_appended_in_memory_is_no_conflict_forgotten() -> None:
    """An event that would be accepted on the case that is remembered is not stored."""
    one, other = two_in_memory()
    one.append("a", TO_PROVIDER, expected_version=0)
    other.append("a", [consulted()], expected_version=3)
    with pytest.raises(nws.ConflictError):
        one.append("a", [consulted()], expected_version=3)
    assert one.load("a").version == 4


def _version(journal: nws.Journal, case_id: str) -> int:
    try:
        return journal.load(case_id).version
    except nws.UnknownCase:
        return 0


def _answer(journal: nws.Journal, case_id: str, event: nws.Event, version: int) -> object:
    try:
        return journal.append(case_id, [event], expected_version=version)
    except nws.Refused as refused:
        return refused.findings
    except nws.ConflictError as conflict:
        return (conflict.actual, len(conflict.entries))


def test_of_two_hosts_that_open_the_same_case_the_slower_is_told(postgresql: str) -> None:
    """It waits for the faster, and finds the case there: in a transaction that goes on."""
    nws.open_journal(postgresql).close()
    engine = create_engine(postgresql.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as one, engine.connect() as other, ThreadPoolExecutor() as threads:
        nws.open_journal(one).append("a", [opening()], expected_version=0)
        slower = nws.open_journal(other)
        answer = threads.submit(slower.append, "a", [opening()], expected_version=0)
        with pytest.raises(TimeoutError):
            answer.result(0.5)
        one.commit()
        with pytest.raises(nws.ConflictError):
            answer.result(60)
        assert slower.append("b", [opening()], expected_version=0).position == 2
        other.commit()
    engine.dispose()
