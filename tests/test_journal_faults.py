"""When the store fails: a clear error, nothing acknowledged lost, nothing stored by halves."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Connection, create_engine, event, text

import nws_incident as nws
from nws_incident.journal import hashing, opening
from scenes import AT, INCONCLUSIVE, TO_PROVIDER
from scenes import opening as opening_event

if TYPE_CHECKING:
    from pathlib import Path


def unavailable(work: Any, *arguments: Any, **options: Any) -> str:
    """Return the key of what makes a piece of work fail; the error says it in both languages."""
    with pytest.raises(nws.JournalUnavailable) as caught:
        work(*arguments, **options)
    assert caught.value.message("ja") != caught.value.message("en")
    return caught.value.key


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Make a journal in a file, with one case."""
    path = tmp_path / "journal.db"
    with nws.open_journal(f"sqlite:///{path}") as journal:
        journal.append("a", TO_PROVIDER, expected_version=0)
    return path


def test_a_file_locked_past_the_timeout_is_busy(file: Path) -> None:
    """Readers go on meanwhile; the same append works afterwards."""
    with (
        nws.open_journal(f"sqlite:///{file}", busy_seconds=0.1) as journal,
        closing(sqlite3.connect(file)) as other,
    ):
        other.execute("BEGIN IMMEDIATE")
        assert unavailable(journal.append, "b", TO_PROVIDER, expected_version=0) == "busy"
        assert unavailable(journal.next_report_number, "01202", AT.date()) == "busy"
        assert journal.load("a").version == 3
        other.rollback()
        assert journal.append("b", TO_PROVIDER, expected_version=0).version == 3
        assert journal.verify().is_clean


def test_a_log_that_cannot_be_switched_is_busy(tmp_path: Path) -> None:
    """A database of another make whose writer holds it past the timeout."""
    file = tmp_path / "plain.db"
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE x (y)")
        other.commit()
        other.execute("BEGIN IMMEDIATE")
        other.execute("INSERT INTO x VALUES (1)")
        assert unavailable(nws.open_journal, f"sqlite:///{file}", busy_seconds=0.05) == "busy"


def test_a_file_that_may_only_be_read_says_so(file: Path) -> None:
    """On the first append, whoever runs it."""
    with nws.open_journal(f"sqlite:///{file}") as journal:
        event.listen(
            journal._store._engine,  # type: ignore[attr-defined]  # noqa: SLF001  the only way in
            "connect",
            lambda connection, _: connection.execute("PRAGMA query_only = ON"),
        )
        journal.close()
        assert unavailable(journal.append, "b", TO_PROVIDER, expected_version=0) == "read_only"
        assert journal.load("a").version == 3


def test_a_full_disk_stores_nothing(file: Path) -> None:
    """What was acknowledged stays, and verifies; with space again work goes on."""
    with nws.open_journal(f"sqlite:///{file}") as journal:

        def limit(connection: sqlite3.Connection, _: object) -> None:
            (pages,) = connection.execute("PRAGMA page_count").fetchone()
            connection.execute(f"PRAGMA max_page_count = {pages + 2}")

        event.listen(journal._store._engine, "connect", limit)  # type: ignore[attr-defined]  # noqa: SLF001  the only way in
        journal.close()
        acknowledged: list[str] = []

        def fill() -> None:
            for number in range(1000):
                journal.append(f"case-{number}", TO_PROVIDER, expected_version=0)
                acknowledged.append(f"case-{number}")

        assert unavailable(fill) == "full"
    with nws.open_journal(f"sqlite:///{file}") as journal:
        assert [one.case_id for one in journal.cases()] == ["a", *acknowledged]
        assert journal.verify().is_clean
        journal.append("another", TO_PROVIDER, expected_version=0)


@pytest.mark.parametrize("address", ["sqlite:////nowhere/at/all.db", "sqlite:////dev/null/x.db"])
def test_a_file_that_cannot_be_made_is_out_of_reach(address: str) -> None:
    """The folder is not there, or is none."""
    assert unavailable(nws.open_journal, address) == "unreachable"


def test_something_else_than_a_database_is_damaged(tmp_path: Path) -> None:
    """A text file, for instance."""
    file = tmp_path / "journal.db"
    file.write_text("これはデータベースではありません。" * 100, encoding="utf-8")
    assert unavailable(nws.open_journal, f"sqlite:///{file}") == "damaged"


def test_a_truncated_log_loses_no_half_of_an_append(file: Path) -> None:
    """Wherever it is cut, whole appends are there; a checkpoint tells whether some are missing."""
    with nws.open_journal(f"sqlite:///{file}") as journal:
        for number in range(5):
            journal.append(f"case-{number}", TO_PROVIDER, expected_version=0)
        checkpoint = journal.checkpoint()
        log = file.with_name(file.name + "-wal").read_bytes()
        whole = file.read_bytes()
    copy = file.with_name("copy.db")
    for length in (*range(0, len(log), len(log) // 20), len(log)):
        copy.write_bytes(whole)
        copy.with_name("copy.db-wal").write_bytes(log[:length])
        with nws.open_journal(f"sqlite:///{copy}") as journal:
            assert journal.verify().is_clean
            left = len(list(journal.feed()))
            assert left % 3 == 0
            assert journal.verify(checkpoint).is_clean == (left == 18)
        for path in copy.parent.glob("copy.db*"):
            path.unlink()


def end_backends(address: str, like: str = "%") -> None:
    """End the server's processes of other connections."""
    engine = create_engine(address.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
                " AND query LIKE :like"
            ),
            {"like": like},
        )
    engine.dispose()


def test_a_connection_that_was_lost_while_idle_is_made_anew(postgresql: str) -> None:
    """Whatever it is wanted for."""
    with nws.open_journal(postgresql) as journal:
        journal.append("a", [opening_event()], expected_version=0)
        end_backends(postgresql)
        assert journal.append("a", [INCONCLUSIVE], expected_version=1).version == 2
        end_backends(postgresql)
        assert journal.load("a").version == 2
        end_backends(postgresql)
        assert len(journal.cases()) == 1


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_connection_lost_around_commit_is_settled_by_the_request_id(
    postgresql: str, when: str
) -> None:
    """The outcome is unknown; the same request stores it, or finds it stored: once in the end."""
    with nws.open_journal(postgresql) as journal:
        engine = journal._store._engine  # type: ignore[attr-defined]  # noqa: SLF001  the only way in
        real = engine.dialect.do_commit
        lost: list[bool] = []

        def commit(connection: Any) -> None:
            if lost:
                real(connection)
                return
            lost.append(True)
            if when == "after":
                real(connection)
            end_backends(postgresql)
            real(connection)
            connection.execute("SELECT 1")

        engine.dialect.do_commit = commit
        with pytest.raises(nws.OutcomeUnknown) as caught:
            journal.append("a", TO_PROVIDER, expected_version=0, request_id="r-1")
        assert caught.value.message("ja")
        again = journal.append("a", TO_PROVIDER, expected_version=0, request_id="r-1")
        assert (again.version, again.repeated) == (3, when == "after")
        assert journal.load("a").version == 3
        assert journal.verify().is_clean


def ending_backends(address: str, times: int) -> Any:
    """Return a clock that ends the server's processes the first times that it is asked."""
    left = [None] * times

    def clock() -> Any:
        if left:
            left.pop()
            end_backends(address)
        return AT

    return clock


def test_a_connection_lost_before_commit_is_made_anew(postgresql: str) -> None:
    """Nothing can have been stored, so the journal does it once more by itself."""
    with nws.open_journal(postgresql, clock=ending_backends(postgresql, 1)) as journal:
        assert journal.append("a", TO_PROVIDER, expected_version=0).version == 3
        assert len(list(journal.feed())) == 3


def test_a_connection_lost_again_before_commit_stored_nothing(postgresql: str) -> None:
    """Then it says so."""
    with nws.open_journal(postgresql, clock=ending_backends(postgresql, 2)) as journal:
        key = unavailable(journal.append, "a", TO_PROVIDER, expected_version=0)
        assert key == "unreachable"
        assert journal.append("a", TO_PROVIDER, expected_version=0).version == 3


def test_a_server_that_is_not_there_is_out_of_reach() -> None:
    """Nobody listens."""
    assert unavailable(nws.open_journal, "postgresql://x@127.0.0.1:1/x") == "unreachable"


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """With what to install; memory needs no SQLAlchemy."""
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "sqlalchemy", None)
        for name in [name for name in sys.modules if "journal.sql" in name]:
            patch.delitem(sys.modules, name)
        assert unavailable(opening.open_journal, f"sqlite:///{tmp_path / 'a'}") == "missing_extra"
        opening.open_journal("memory:").close()
    hashing._dumps.cache_clear()  # noqa: SLF001  looked up once
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "rfc8785", None)
        assert unavailable(opening.open_journal, "memory:") == "missing_extra"


def test_what_else_a_database_refuses_is_passed_on(file: Path, postgresql: str) -> None:
    """In its own words, without the values."""
    for address in (f"sqlite:///{file}", postgresql):
        with nws.open_journal(address) as journal:
            engine = journal._store._engine  # type: ignore[attr-defined]  # noqa: SLF001  the only way in
            with engine.begin() as connection:
                _break(connection)
            with pytest.raises(nws.JournalUnavailable) as caught:
                journal.append("b", [opening_event(note="内緒")], expected_version=0)
            assert caught.value.key == "storage"
            assert "内緒" not in str(caught.value)
            with pytest.raises(nws.JournalUnavailable):
                journal.cases()


def _break(connection: Connection) -> None:
    connection.exec_driver_sql("DROP TABLE nws_case")
