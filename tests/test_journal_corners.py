"""The rarer ways through a journal: copies, long restores, and what comes between."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from copy import copy
from functools import partial
from typing import TYPE_CHECKING, Any

import attrs
import psycopg
import pytest
from sqlalchemy import create_engine

import nws_incident as nws
from nws_incident.journal.hashing import seal
from nws_incident.journal.kept import KeptJournal
from nws_incident.journal.memory import MemorySession, MemoryStore
from nws_incident.journal.purging import Purge, _purge_case
from nws_incident.journal.sql.dialects import DIALECTS, SQLite
from nws_incident.journal.sql.session import SqlSession
from nws_incident.journal.sql.statements import Statements
from nws_incident.journal.sql.store import ConnectionStore, EngineStore
from nws_incident.journal.store import Session, Store
from nws_incident.testing.journal_contract import CONTRACT
from scenes import AT, DELAY_TOLD, INCONCLUSIVE, TO_PROVIDER, opening
from test_journal_stored import exported

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def journal() -> Iterator[nws.Journal]:
    """Open a journal in memory."""
    with nws.open_journal("memory:") as opened:
        yield opened


def test_every_store_has_what_the_seam_asks_for() -> None:
    """Each kind of store, and each kind of session."""
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        dialect = DIALECTS["sqlite"]
        assert isinstance(EngineStore(engine, dialect, is_ours=True), Store)
        assert isinstance(ConnectionStore(connection, dialect), Store)
        assert isinstance(SqlSession(connection, dialect, Statements(engine.dialect)), Session)
    engine.dispose()
    store = MemoryStore()
    assert isinstance(store, Store)
    with store.read() as session:
        assert isinstance(session, MemorySession)
        assert isinstance(session, Session)


def test_a_loaded_case_is_a_case(journal: nws.Journal) -> None:
    """It can be asked, copied and grown; copies keep the version, and go their own way."""
    journal.append("a", TO_PROVIDER, expected_version=0)
    said = nws.EventRetracted(at=AT, by="x", why="y", version=3)
    journal.append("a", [said], expected_version=3)
    loaded = journal.load("a")
    assert nws.decide(loaded, TO_PROVIDER[2]).accepted
    assert not nws.decide(loaded, DELAY_TOLD).accepted
    twin = copy(loaded)
    assert twin == loaded
    assert twin.version == loaded.version == 4
    twin.apply(TO_PROVIDER[2])
    assert (twin.version, loaded.version) == (5, 4)
    assert nws.LoadedCase("a").version == 0


def test_a_request_whose_case_was_purged_has_no_answer_any_more(journal: nws.Journal) -> None:
    """The contents that would be compared are gone."""
    journal.restore(exported())
    journal.purge(older_than=AT.replace(year=2030), by="x", why="y")
    with pytest.raises(nws.PurgedCase):
        journal.append("hakodate-1", [INCONCLUSIVE], expected_version=0, request_id="form-1")
    with pytest.raises(nws.PurgedCase):
        journal.append("another", [INCONCLUSIVE], expected_version=0, request_id="form-1")


def test_a_purge_leaves_alone_what_changed_meanwhile() -> None:
    """A case that is not complete when its turn comes stays; so does one that is not there."""
    opened = nws.open_journal("memory:")
    assert isinstance(opened, KeptJournal)
    opened.append("a", TO_PROVIDER, expected_version=0)
    store, tools = opened._store, opened._tools  # noqa: SLF001  the only way to come between
    asked = Purge(older_than=AT.replace(year=2030), by="x", why="y")
    record = nws.CasePurged(at=AT, by="x", why="y")
    work: Any = partial(_purge_case, asked=asked, record=record, tools=tools)
    assert not store.write(partial(work, case_id="a"))
    assert not store.write(partial(work, case_id="nobody"))
    assert opened.load("a").version == 3


def test_long_exports_are_restored_in_parts_that_cut_no_append(journal: nws.Journal) -> None:
    """Whatever stands at the seam was appended together, or not."""
    for number in range(230):
        journal.append(f"case-{number}", TO_PROVIDER[: 2 + number % 2], expected_version=0)
    lines = list(journal.export())
    with nws.open_journal("memory:") as other:
        assert other.restore(lines) == len(lines) - 1 > 500
        assert list(other.export()) == lines


def test_a_restore_judges_as_well(journal: nws.Journal) -> None:
    """Entries that are well sealed and were never judged, or hold a number, are refused."""
    journal.append("a", [opening()], expected_version=0)
    header, first = journal.export()
    entry = nws.Entry(**first["entry"])
    late = seal(attrs.evolve(entry, version=2, position=2, previous=entry.hash))
    numbered = seal(attrs.evolve(entry, request_id="123456789018", request_step=1))
    for wrong, key in ((late, "import_refused"), (numbered, "individual_number")):
        with nws.open_journal("memory:") as other:
            with pytest.raises(nws.JournalError) as caught:
                other.restore([header, first, {"entry": attrs.asdict(wrong)}])
            assert caught.value.key == key
            assert list(other.feed()) == []


def test_contents_that_are_gone_are_no_purge(tmp_path: Path) -> None:
    """Loading says so, as `verify` does."""
    file = tmp_path / "journal.db"
    with nws.open_journal(f"sqlite:///{file}") as journal:
        journal.append("a", TO_PROVIDER, expected_version=0)
        with closing(sqlite3.connect(file)) as database:
            database.execute("DROP TRIGGER nws_entry_no_update")
            database.execute("UPDATE nws_entry SET body = NULL, salt = NULL WHERE version = 2")
            database.commit()
    with nws.open_journal(f"sqlite:///{file}") as journal:
        for read in (journal.load, journal.history):
            with pytest.raises(nws.UnreadableEntry) as caught:
                read("a")
            assert caught.value.key == "no_body"


def test_a_store_that_breaks_a_demand_is_found() -> None:
    """The contract is one that can fail."""

    class Careless(KeptJournal):
        def next_report_number(self, code: str | None, day: Any) -> int:
            """Hand out the first, always."""
            del code, day
            return 1

        def load(self, case_id: str) -> nws.LoadedCase:
            """Know every case."""
            try:
                return super().load(case_id)
            except nws.UnknownCase:
                return nws.LoadedCase(case_id)

    failed = []
    for check in CONTRACT:
        opened = nws.open_journal("memory:")
        assert isinstance(opened, KeptJournal)
        try:
            check(Careless(opened._store, opened._tools))  # noqa: SLF001  another journal over it
        except AssertionError:
            failed.append(check.__name__)
    assert "report_numbers_are_handed_out_once" in failed
    assert "unknown_cases_are_said_to_be_unknown" in failed
    assert len(failed) < len(CONTRACT) / 2


@pytest.fixture
def drivers(tmp_path: Path, postgresql: str) -> Iterator[tuple[Any, Any]]:
    """Connect by each driver, in autocommit as Django does, and let go whatever happens."""
    with (
        closing(sqlite3.connect(tmp_path / "host.db", isolation_level=None)) as lite,
        closing(psycopg.connect(postgresql, autocommit=True)) as post,
    ):
        yield lite, post


def test_a_connection_of_a_driver_does_as_well(drivers: tuple[Any, Any]) -> None:
    """Inside a transaction, which stays its owner's; outside it is an error."""
    lite, post = drivers
    for connection in drivers:
        with pytest.raises(nws.JournalUnavailable) as caught:
            nws.open_journal(connection)
        assert caught.value.key == "no_transaction"
    post.autocommit = False
    for is_kept, case_id in ((True, "a"), (False, "b")):
        lite.execute("BEGIN")
        for connection in drivers:
            journal = nws.open_journal(connection, migrate=is_kept)
            journal.append(case_id, TO_PROVIDER, expected_version=0)
            with pytest.raises(nws.Refused):
                journal.append(case_id, [DELAY_TOLD], expected_version=3)
            (connection.commit if is_kept else connection.rollback)()
            assert [one.case_id for one in journal.cases()] == ["a"]
            assert journal.verify().is_clean
            connection.rollback()
    post.autocommit = True
    for connection in drivers:
        with pytest.raises(nws.JournalUnavailable):
            nws.open_journal(connection, migrate=False).append(
                "b", [INCONCLUSIVE], expected_version=0
            )


def test_what_is_no_target_at_all_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither an address nor a connection; and an SQLite that is too old for strict tables."""
    nothing: Any = 3
    with pytest.raises(nws.JournalUnavailable) as caught:
        nws.open_journal(nothing)
    assert caught.value.key == "bad_address"
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 36, 0))
    with pytest.raises(nws.JournalUnavailable) as caught:
        nws.open_journal(f"sqlite:///{tmp_path / 'a.db'}")
    assert caught.value.key == "sqlite_too_old"


def test_an_address_may_name_its_driver(postgresql: str) -> None:
    """As SQLAlchemy has it."""
    address = postgresql.replace("postgresql:", "postgresql+psycopg:")
    with nws.open_journal(address) as journal:
        assert journal.append("a", TO_PROVIDER, expected_version=0).version == 3


def test_a_commit_that_fails_stored_nothing(tmp_path: Path) -> None:
    """A known failure of COMMIT is no unknown outcome."""
    with nws.open_journal(f"sqlite:///{tmp_path / 'a.db'}") as journal:
        assert isinstance(journal, KeptJournal)
        store = journal._store  # noqa: SLF001  the only way in
        assert isinstance(store, EngineStore)
        engine: Any = store._engine  # noqa: SLF001  the only way in
        real = engine.dialect.do_commit

        def fail(_: object) -> None:
            engine.dialect.do_commit = real
            error = sqlite3.OperationalError("disk full")
            error.sqlite_errorname = "SQLITE_FULL"
            raise error

        engine.dialect.do_commit = fail
        with pytest.raises(nws.JournalUnavailable) as caught:
            journal.append("a", TO_PROVIDER, expected_version=0)
        assert caught.value.key == "full"
        assert list(journal.feed()) == []


def test_a_pool_without_a_free_connection_is_no_traceback(tmp_path: Path) -> None:
    """Whatever SQLAlchemy itself refuses is a clear error, when reading and when writing."""
    engine = create_engine(
        f"sqlite:///{tmp_path / 'a.db'}", pool_size=1, max_overflow=0, pool_timeout=0.01
    )
    with nws.open_journal(engine) as journal, engine.connect():
        for work in (
            lambda: journal.load("a"),
            lambda: journal.append("a", TO_PROVIDER, expected_version=0),
        ):
            with pytest.raises(nws.JournalUnavailable) as caught:
                work()
            assert caught.value.key == "storage"
    engine.dispose()


def test_what_the_database_can_never_put_in_order_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After many attempts, with an error that says to try again."""
    monkeypatch.setattr("time.sleep", lambda _: None)
    with nws.open_journal(f"sqlite:///{tmp_path / 'a.db'}") as journal:
        monkeypatch.setattr(SQLite, "key_of", lambda *_: "serialization")
        with closing(sqlite3.connect(tmp_path / "a.db")) as database:
            database.execute("DROP TABLE nws_counter")
        with pytest.raises(nws.JournalUnavailable) as caught:
            journal.append("a", TO_PROVIDER, expected_version=0)
        assert caught.value.key == "serialization"


def test_an_export_of_nothing_restores_nothing(journal: nws.Journal) -> None:
    """A header alone."""
    assert journal.restore(journal.export()) == 0


def test_what_the_database_finds_wrong_with_its_file_is_a_flaw(tmp_path: Path) -> None:
    """Its own check is part of `verify`."""
    file = tmp_path / "a.db"
    with nws.open_journal(f"sqlite:///{file}") as journal:
        journal.append("a", TO_PROVIDER, expected_version=0)
        with closing(sqlite3.connect(file)) as database:
            database.execute("PRAGMA ignore_check_constraints = ON")
            database.execute("DROP TRIGGER nws_entry_no_update")
            database.execute("UPDATE nws_entry SET version = 0 WHERE version = 1")
            database.commit()
        flaws = journal.verify().flaws
        assert [flaw.damage.value for flaw in flaws] == ["store", "missing"]
        assert "CHECK" in flaws[0].message("ja")


def test_an_id_that_no_case_can_have_is_a_flaw() -> None:
    """However well it is sealed: an individual number is no id."""
    opened = nws.open_journal("memory:")
    assert isinstance(opened, KeptJournal)
    opened.append("a", [opening()], expected_version=0)
    with opened._store.read() as session:  # noqa: SLF001  the only way in
        assert isinstance(session, MemorySession)
        rows = session.rows
    (entry,) = opened.feed()
    rows.by_position[1] = seal(attrs.evolve(entry, case_id="123456789018"))
    rows.summaries["123456789018"] = rows.summaries.pop("a")
    rows.by_case["123456789018"] = rows.by_case.pop("a")
    flaw = opened.verify().flaws[0]
    assert flaw.damage is nws.Damage.UNREADABLE
    assert "123456789018" not in flaw.message("en")
