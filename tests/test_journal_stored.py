"""The stored form: short tags and schema numbers, old forms read for ever, unknown ones named."""

from __future__ import annotations

import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import attrs
import pytest
from hypothesis import given
from sqlalchemy import create_engine, insert

import nws_incident as nws
from nws_incident.casefile import json
from nws_incident.events import EVENT_CLASSES
from nws_incident.journal.hashing import canonical
from nws_incident.journal.records import OWN_TAGS
from nws_incident.journal.sql.dialects import DIALECTS
from nws_incident.journal.sql.migrating import migrate
from nws_incident.journal.sql.tables import CASE, COUNTER, ENTRY, NUMBER, PARTY
from nws_incident.journal.stored import STORED_FORM, UPCASTERS, StoredForm
from nws_incident.testing import events
from scenes import AT, INCONCLUSIVE, TO_PROVIDER, opening

if TYPE_CHECKING:
    from sqlalchemy import Connection

DATA = Path(__file__).parent / "data"
LAYOUT_1 = DATA / "journal-layout-1.db"
EXPORT_1 = DATA / "journal-format-1.jsonl"


def entry_of(said: nws.Event, **changes: Any) -> nws.Entry:
    """Return the entry of an event in a journal in memory, changed."""
    with nws.open_journal("memory:") as journal:
        journal.append("a", [opening()], expected_version=0)
        (entry,) = journal.feed()
    told = {"tag": said.tag, "schema": said.schema, "body": STORED_FORM.write(said)}
    return attrs.evolve(entry, **{**told, **changes})


@given(said=events())
def test_every_event_comes_back_from_its_stored_form(said: nws.Event) -> None:
    """Whatever it says; and the form is canonical, without the type's public name."""
    entry = entry_of(said)
    assert STORED_FORM.read(entry) == said
    data = json.parse(str(entry.body))
    assert "type" not in data
    assert canonical(data) == entry.body


def test_no_tag_is_used_twice() -> None:
    """The journal's own records have tags that no event has."""
    assert not OWN_TAGS & {cls.tag for cls in EVENT_CLASSES}
    assert set(STORED_FORM.classes) == OWN_TAGS | {cls.tag for cls in EVENT_CLASSES}


def test_every_older_schema_has_an_upcaster() -> None:
    """A class whose schema number grew can be read from every number before it."""
    older = {
        (tag, schema) for tag, cls in STORED_FORM.classes.items() for schema in range(1, cls.schema)
    }
    assert set(UPCASTERS) == older


def test_old_schemas_are_lifted_step_by_step() -> None:
    """A made-up type at schema 3 reads what was stored at 1, at 2 and at 3."""

    class Grown(nws.SelfCheckInconclusive):
        schema: ClassVar[int] = 3

    form = StoredForm(
        {Grown.tag: Grown},
        {
            (Grown.tag, 1): lambda data: {"at": data["when"], "who": "requester"},
            (Grown.tag, 2): lambda data: {"at": data["at"], "by": data["who"]},
        },
    )
    bodies = (
        {"when": AT.isoformat()},
        {"at": AT.isoformat(), "who": "requester"},
        {"at": AT.isoformat(), "by": "requester"},
    )
    for schema, body in enumerate(bodies, start=1):
        entry = entry_of(INCONCLUSIVE, schema=schema, body=canonical(body))
        assert form.read(entry) == INCONCLUSIVE


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"tag": "ZZ"}, "unknown_tag"),
        ({"schema": 2}, "newer_schema"),
        ({"schema": 0}, "newer_schema"),
        ({"body": "{"}, "bad_body"),
        ({"body": "[]"}, "bad_body"),
        ({"body": '{"by":"requester"}'}, "bad_body"),
        ({"tag": "JR", "body": '{"version":0}'}, "bad_body"),
    ],
)
def test_what_cannot_be_read_is_named(changes: dict[str, Any], key: str) -> None:
    """Nothing is skipped: the error says which entry, of which type and schema."""
    with pytest.raises(nws.UnreadableEntry) as caught:
        STORED_FORM.read(entry_of(INCONCLUSIVE, **changes))
    error = caught.value
    assert error.key == key
    assert error.entry.case_id == "a"
    for language in ("ja", "en"):
        assert f"version {error.entry.version}" in error.message(language)
        assert str(error.entry.tag) in error.message(language)


def rows_of_layout_1() -> dict[str, list[dict[str, Any]]]:
    """Return all rows of the journal that layout 1 left behind."""
    with closing(sqlite3.connect(LAYOUT_1)) as database:
        database.row_factory = sqlite3.Row
        return {
            table.name: [dict(row) for row in database.execute(f"SELECT * FROM {table.name}")]  # noqa: S608  our own names
            for table in (ENTRY, CASE, PARTY, NUMBER, COUNTER)
        }


def exported() -> list[dict[str, Any]]:
    """Return the lines of the journal that format 1 left behind."""
    return [json.parse(line) for line in EXPORT_1.read_text(encoding="utf-8").splitlines()]


def old_sqlite(tmp_path: Path) -> str:
    """Copy the file of layout 1 to where it may be opened."""
    file = tmp_path / "old.db"
    shutil.copy(LAYOUT_1, file)
    return f"sqlite:///{file}"


def fill_layout_1(connection: Connection) -> None:
    """Make the tables of layout 1 in another database, with the same rows."""
    migrate(connection, DIALECTS[connection.dialect.name], until=1)
    for table in (ENTRY, CASE, PARTY, NUMBER):
        connection.execute(insert(table), rows_of_layout_1()[table.name])
    connection.exec_driver_sql(
        f"UPDATE nws_counter SET last = {rows_of_layout_1()['nws_counter'][0]['last']}"  # noqa: S608  a number
    )


@pytest.mark.parametrize("store", ["sqlite", "postgresql"])
def test_a_journal_of_layout_1_opens_and_is_whole(
    store: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """It is brought forward, verified clean, has what it had, and can be purged."""
    if store == "sqlite":
        address = old_sqlite(tmp_path)
    else:
        address = request.getfixturevalue("postgresql")
        engine = create_engine(address.replace("postgresql:", "postgresql+psycopg:"))
        with engine.begin() as connection:
            fill_layout_1(connection)
        engine.dispose()
    with pytest.raises(nws.JournalUnavailable) as caught:
        nws.open_journal(address, migrate=False)
    assert caught.value.key == "older_layout"
    with nws.open_journal(address) as journal:
        assert list(journal.export()) == exported()
        assert journal.verify().is_clean
        assert len(journal.purge(older_than=AT.replace(year=2030), by="x", why="y")) == 1
        assert journal.verify().is_clean
    with nws.open_journal(address, migrate=False) as journal:
        assert journal.verify().is_clean


def test_an_export_of_format_1_is_restored(address: str) -> None:
    """With the hashes it had."""
    with nws.open_journal(address) as journal:
        journal.restore(exported())
        assert list(journal.export()) == exported()
        assert journal.verify().is_clean


def test_a_layout_from_the_future_is_left_alone(tmp_path: Path) -> None:
    """The error says which layout it is, and which the library knows."""
    file = tmp_path / "journal.db"
    nws.open_journal(f"sqlite:///{file}").close()
    with closing(sqlite3.connect(file)) as database:
        database.execute("UPDATE nws_layout SET version = 99")
        database.commit()
    with pytest.raises(nws.JournalUnavailable, match="99") as caught:
        nws.open_journal(f"sqlite:///{file}")
    assert caught.value.key == "newer_layout"


@pytest.mark.parametrize("store", ["sqlite", "postgresql"])
def test_many_may_open_a_new_journal_at_once(
    store: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """One makes the tables, the others wait."""
    new = f"sqlite:///{tmp_path / 'new.db'}"
    address = new if store == "sqlite" else request.getfixturevalue("postgresql")

    def enter(number: int) -> int:
        with nws.open_journal(address) as journal:
            return journal.append(f"case-{number}", TO_PROVIDER, expected_version=0).version

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(enter, range(8))) == [3] * 8
    with nws.open_journal(address) as journal:
        assert journal.verify().is_clean
        assert len(journal.cases()) == 8


@pytest.mark.parametrize(
    "address", ["", "nowhere", "mysql://x/y", "sqlite://", "sqlite:///:memory:", "sqlite+x:///a"]
)
def test_another_address_is_no_journal(address: str) -> None:
    """What is allowed is said."""
    with pytest.raises(nws.JournalUnavailable) as caught:
        nws.open_journal(address)
    assert caught.value.key == "bad_address"
    assert "postgresql://" in caught.value.message("ja")
