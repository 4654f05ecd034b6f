"""In a host's database: its engine, its transaction, its roles; and a feed that skips nothing."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event as Signal
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import DBAPIError

import nws_incident as nws
from scenes import DELAY_TOLD, INCONCLUSIVE, TO_PROVIDER, opening
from test_journal_stored import exported

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def engine_at(address: str, **options: str) -> Iterator[Engine]:
    """Make an engine as a host would, and dispose of it."""
    engine = create_engine(address.replace("postgresql:", "postgresql+psycopg:"), **options)
    try:
        yield engine
    finally:
        engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql", "postgresql serializable"])
def host(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Make a host's database with a table of its own."""
    store, _, level = str(request.param).partition(" ")
    if store == "sqlite":
        address = f"sqlite:///{tmp_path / 'host.db'}"
    else:
        address = request.getfixturevalue("postgresql")
    options = {"isolation_level": level.upper()} if level else {}
    with engine_at(address, **options) as engine:
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE ticket (id INTEGER PRIMARY KEY, case_id TEXT)"))
        yield engine


def add_ticket(connection: Connection, number: int, case_id: str) -> None:
    """Add a row of the host's own."""
    row = {"id": number, "case_id": case_id}
    connection.execute(text("INSERT INTO ticket VALUES (:id, :case_id)"), row)


def tickets(engine: Engine) -> list[int]:
    """Return the ids of the host's rows."""
    with engine.connect() as connection:
        return list(connection.execute(text("SELECT id FROM ticket ORDER BY id")).scalars())


def test_an_append_joins_the_host_s_transaction(host: Engine) -> None:
    """Both rows are there after a commit, and neither after a rollback."""
    nws.open_journal(host).close()
    for number, is_kept in ((1, False), (2, True)):
        with host.connect() as connection:
            add_ticket(connection, number, "a")
            with nws.open_journal(connection) as journal:
                journal.append("a", TO_PROVIDER, expected_version=0)
                assert journal.load("a").version == 3
            if is_kept:
                connection.commit()
            else:
                connection.rollback()
        with nws.open_journal(host) as journal:
            assert len(list(journal.feed())) == 3 * is_kept
            assert journal.verify().is_clean
    assert tickets(host) == [2]


def test_an_append_may_be_the_first_thing_in_the_transaction(host: Engine) -> None:
    """Before the host wrote anything, too, it is the host who commits; tables are no exception."""
    with host.connect() as connection:
        journal = nws.open_journal(connection)
        journal.append("a", TO_PROVIDER, expected_version=0)
        connection.rollback()
    with host.begin() as connection:
        nws.open_journal(connection).append("a", TO_PROVIDER, expected_version=0)
    with host.begin() as connection:
        journal = nws.open_journal(connection, migrate=False)
        journal.append("b", TO_PROVIDER, expected_version=0)
        assert [entry.position for entry in journal.feed()] == [1, 2, 3, 4, 5, 6]
        assert journal.verify(journal.checkpoint()).is_clean


def test_a_refusal_leaves_the_host_s_transaction_as_it_was(host: Engine) -> None:
    """So does a conflict: the host may go on, and commit what it has."""
    with host.begin() as connection:
        journal = nws.open_journal(connection)
        add_ticket(connection, 1, "a")
        journal.append("a", TO_PROVIDER, expected_version=0)
        with pytest.raises(nws.Refused):
            journal.append("a", [DELAY_TOLD], expected_version=3)
        with pytest.raises(nws.ConflictError):
            journal.append("a", [INCONCLUSIVE], expected_version=1)
        with pytest.raises(nws.Refused):
            journal.append("b", [DELAY_TOLD], expected_version=0)
        add_ticket(connection, 2, "b")
        journal.append("b", [opening()], expected_version=0)
    assert tickets(host) == [1, 2]
    with nws.open_journal(host) as journal:
        assert [one.case_id for one in journal.cases()] == ["a", "b"]
        assert journal.verify().is_clean


def test_tables_are_not_made_where_that_is_not_wanted(host: Engine) -> None:
    """The host may leave that to another role."""
    with host.connect() as connection, pytest.raises(nws.JournalUnavailable) as caught:
        nws.open_journal(connection, migrate=False)
    assert caught.value.key == "older_layout"


@pytest.mark.parametrize("level", ["READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"])
def test_the_feed_misses_nothing_while_writers_hold_their_transactions(
    postgresql: str, level: str
) -> None:
    """A writer that began first and commits last comes last in the feed."""
    with engine_at(postgresql, isolation_level=level) as engine:
        follower = nws.open_journal(engine)
        began, release = Signal(), Signal()

        def slow() -> None:
            with engine.begin() as connection:
                journal = nws.open_journal(connection)
                began.wait(10)
                journal.append("slow", [opening()], expected_version=0)
                release.wait(10)

        def quick(number: int) -> None:
            with nws.open_journal(engine) as journal:
                journal.append(f"quick-{number}", [opening()], expected_version=0)

        seen: list[str] = []
        position = 0
        with ThreadPoolExecutor(6) as pool:
            running = [pool.submit(slow)]
            quick(0)
            began.set()
            time.sleep(0.2)
            running += [pool.submit(quick, number) for number in range(1, 5)]
            for _ in range(20):
                for entry in follower.feed(after=position):
                    assert entry.position == position + 1
                    position = entry.position
                    seen.append(entry.case_id)
                time.sleep(0.01)
            release.set()
            failures = [one.exception() for one in running]
        # In a snapshot of its own a writer that lost the race is told so; the host runs it again.
        assert all(
            isinstance(one, nws.JournalUnavailable) and one.key == "serialization"
            for one in failures
            if one is not None
        )
        seen += [entry.case_id for entry in follower.feed(after=position)]
        assert len(seen) == len(set(seen)) == 6 - len([one for one in failures if one])
        assert failures[1:] == [None] * 4


def test_writers_in_a_snapshot_of_their_own_are_run_again(postgresql: str) -> None:
    """On a serializable engine the journal repeats what the database could not put in order."""
    with engine_at(postgresql, isolation_level="SERIALIZABLE") as engine:
        nws.open_journal(engine).close()

        def enter(number: int) -> int:
            with nws.open_journal(engine) as journal:
                for step in range(5):
                    journal.append(f"{number}-{step}", [opening()], expected_version=0)
                return journal.next_report_number("01202", opening().at.date())

        with ThreadPoolExecutor(6) as pool:
            assert sorted(pool.map(enter, range(6))) == [1, 2, 3, 4, 5, 6]
        with nws.open_journal(engine) as journal:
            assert [entry.position for entry in journal.feed()] == list(range(1, 31))
            assert journal.verify().is_clean


def test_of_two_writers_in_one_case_one_conflicts(host: Engine) -> None:
    """On every database, and never with a refusal."""
    with nws.open_journal(host) as journal:
        journal.append("a", [opening()], expected_version=0)

        def enter(_: int) -> str:
            try:
                journal.append("a", [INCONCLUSIVE], expected_version=1)
            except nws.ConflictError as conflict:
                return f"conflict {len(conflict.entries)}"
            return "stored"

        with ThreadPoolExecutor(4) as pool:
            assert sorted(pool.map(enter, range(4))) == ["conflict 1"] * 3 + ["stored"]


def test_postgresql_refuses_to_change_entries(postgresql: str) -> None:
    """By triggers, for everybody who does not own the table."""
    with nws.open_journal(postgresql) as journal:
        journal.append("a", [opening()], expected_version=0)
    with engine_at(postgresql) as engine:
        for statement in (
            "UPDATE nws_entry SET tag = 'SD'",
            "UPDATE nws_entry SET body = NULL, salt = NULL",
            "DELETE FROM nws_entry",
            "TRUNCATE nws_entry",
        ):
            with engine.connect() as connection, pytest.raises(DBAPIError, match="append-only"):
                connection.execute(text(statement))


def test_the_grants_on_the_page_are_enough(postgresql: str) -> None:
    """An application with these rights, and no others, can do all that a journal does."""
    nws.open_journal(postgresql).close()
    with engine_at(postgresql) as engine:
        schema = postgresql.rpartition("%3D")[2]
        role = f"app_{schema}"
        with engine.begin() as connection:
            connection.execute(text(f"CREATE ROLE {role} LOGIN"))
            connection.execute(text(f"GRANT USAGE ON SCHEMA {schema} TO {role}"))
            for grant in grants_on_the_page():
                connection.execute(text(grant.replace("TO app", f"TO {role}")))
        try:
            address = postgresql.replace("postgres:@", f"{role}@")
            with nws.open_journal(address, migrate=False) as journal:
                journal.restore(exported())
                journal.append("b", TO_PROVIDER, expected_version=0, request_id="r")
                journal.next_report_number("01202", opening().at.date())
                year = opening().at.replace(year=2030)
                assert len(journal.purge(older_than=year, by="x", why="y")) == 1
                assert journal.verify(journal.checkpoint()).is_clean
        finally:
            with engine.begin() as connection:
                connection.execute(text(f"DROP OWNED BY {role}"))
                connection.execute(text(f"DROP ROLE {role}"))


def grants_on_the_page() -> list[str]:
    """Return the statements of the page's block of SQL."""
    page = Path(__file__).parent.parent / "docs" / "explanation" / "journal.md"
    block = page.read_text(encoding="utf-8").split("```sql\n")[1].split("```")[0]
    return [line.rstrip(";") for line in block.splitlines()]
