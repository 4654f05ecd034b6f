"""From an address, an engine or a connection to a store that is ready."""

from __future__ import annotations

import errno
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from nws_incident.journal.errors import JournalUnavailable
from nws_incident.journal.sql.dialects import DIALECTS
from nws_incident.journal.sql.joining import DriverStore, is_of_a_driver
from nws_incident.journal.sql.store import ConnectionStore, EngineStore

if TYPE_CHECKING:
    import sqlite3

    from nws_incident.journal.store import Store


def open_store(target: object, *, migrate: bool, busy_seconds: float) -> Store:
    """Return the store at an address, or on what the host hands in."""
    store: EngineStore | ConnectionStore
    if isinstance(target, Connection):
        store = ConnectionStore(target, DIALECTS[target.dialect.name])
    elif isinstance(target, Engine):
        store = EngineStore(target, DIALECTS[target.dialect.name], is_ours=False)
    elif is_of_a_driver(target):
        store = DriverStore(target)
    elif isinstance(target, str):
        engine = _engine(target, busy_seconds, may_make=migrate)
        store = EngineStore(engine, DIALECTS[engine.dialect.name], is_ours=True)
    else:
        raise JournalUnavailable("bad_address")
    try:
        store.prepare(may_migrate=migrate)
    except BaseException:
        store.close()
        raise
    return store


def _engine(address: str, busy_seconds: float, *, may_make: bool) -> Engine:
    try:
        url = make_url(address)
    except ArgumentError:
        raise JournalUnavailable("bad_address") from None
    if url.drivername == "sqlite" and url.database not in {None, "", ":memory:"}:
        if not may_make and not _is_there(url):
            # SQLite would make an empty file of every slip of the pen.
            raise JournalUnavailable("unreachable", reason=os.strerror(errno.ENOENT))
        engine = create_engine(url, connect_args={"timeout": busy_seconds})
        event.listen(engine, "connect", _settings(busy_seconds))
        return engine
    if url.get_backend_name() == "postgresql":
        if url.drivername == "postgresql":
            url = url.set(drivername="postgresql+psycopg")
        # A pooler hands each transaction another server process: nothing may be prepared there.
        return create_engine(
            url,
            isolation_level="READ COMMITTED",
            connect_args={"prepare_threshold": None},
        )
    raise JournalUnavailable("bad_address")


def _is_there(url: URL) -> bool:
    """Tell whether a SQLite address names a file that exists; of a URI SQLite itself decides."""
    name = str(url.database)
    return name.startswith("file:") or Path(name).exists()


def _settings(busy_seconds: float) -> Any:
    def set_up(connection: sqlite3.Connection, _: object) -> None:
        connection.execute(f"PRAGMA busy_timeout = {int(busy_seconds * 1000)}")
        _use_write_ahead_log(connection, busy_seconds)
        connection.execute("PRAGMA synchronous = FULL")
        # What a purge erases is overwritten in the file, too.
        connection.execute("PRAGMA secure_delete = ON")

    return set_up


def _use_write_ahead_log(connection: sqlite3.Connection, busy_seconds: float) -> None:
    """Switch the log, which does not wait for others by itself as everything else does."""
    import sqlite3  # noqa: PLC0415  here only

    deadline = time.monotonic() + busy_seconds
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            is_busy = (error.sqlite_errorname or "").startswith("SQLITE_BUSY")
            if not is_busy or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return
