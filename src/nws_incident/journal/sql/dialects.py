"""What differs between databases: how a transaction begins, and what their errors mean."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy.dialects import postgresql, sqlite

from nws_incident.journal.errors import JournalUnavailable
from nws_incident.journal.sql import layouts
from nws_incident.journal.sql.statements import as_core_tells

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection
    from sqlalchemy.exc import DBAPIError

_STRICT_SINCE = (3, 37)
_MIGRATION_LOCK = 0x6E77735F6A  # "nws_j"


class Dialect(Protocol):
    """One kind of database."""

    steps: tuple[tuple[str, ...], ...]
    insert: Any
    writes_at_once: bool
    """Whether one statement can write to several tables."""

    def begin_writing(self, connection: Connection) -> None:
        """Begin the transaction so that it can write."""
        ...

    def begin_reading(self, connection: Connection) -> None:
        """Begin the transaction so that it sees one state throughout."""
        ...

    def begin_glancing(self, connection: Connection) -> None:
        """See to it that one statement is a transaction by itself."""
        ...

    def begin_migrating(self, connection: Connection) -> None:
        """Keep others from migrating to the end of the transaction."""
        ...

    def key_of(self, error: DBAPIError) -> str:
        """Return the key of the message that says what an error of the database means."""
        ...

    def faults(self, connection: Connection) -> Iterator[str]:
        """Yield what the database itself finds wrong."""
        ...


class SQLite:
    """SQLite: one file, one writer at a time."""

    steps = layouts.SQLITE
    insert = staticmethod(sqlite.insert)
    writes_at_once = False

    def begin_writing(self, connection: Connection) -> None:
        """Take the right to write at once: a reader that turns writer later can only fail."""
        if sqlite3.sqlite_version_info < _STRICT_SINCE:
            raise JournalUnavailable("sqlite_too_old", version=sqlite3.sqlite_version)
        self._begin(connection, "BEGIN IMMEDIATE")

    def begin_reading(self, connection: Connection) -> None:
        """Begin a snapshot."""
        self._begin(connection, "BEGIN")

    def begin_glancing(self, connection: Connection) -> None:
        """Leave it to the driver, which begins nothing for a statement that reads."""

    begin_migrating = begin_writing

    def _begin(self, connection: Connection, statement: str) -> None:
        # The driver begins nothing until something is written; a host may have begun already.
        driver: Any = connection.connection.dbapi_connection
        if not getattr(connection.connection.driver_connection, "in_transaction", False):
            try:
                driver.cursor().execute(statement)
            except connection.dialect.loaded_dbapi.Error as error:
                raise as_core_tells(connection, statement, error) from error

    def key_of(self, error: DBAPIError) -> str:
        """Tell by the name of SQLite's error code."""
        name = getattr(error.orig, "sqlite_errorname", "")
        for start, key in _SQLITE_KEYS:
            if name.startswith(start):
                return key
        return "storage"

    def faults(self, connection: Connection) -> Iterator[str]:
        """Yield what SQLite's own check of the file finds."""
        for (line,) in connection.exec_driver_sql("PRAGMA integrity_check(20)"):
            if line != "ok":
                yield str(line)


_SQLITE_KEYS = (
    ("SQLITE_BUSY", "busy"),
    ("SQLITE_LOCKED", "busy"),
    ("SQLITE_READONLY", "read_only"),
    ("SQLITE_FULL", "full"),
    ("SQLITE_CORRUPT", "damaged"),
    ("SQLITE_NOTADB", "damaged"),
    ("SQLITE_CANTOPEN", "unreachable"),
)


class PostgreSQL:
    """PostgreSQL: many writers, who wait for each other at the counter of positions."""

    steps = layouts.POSTGRESQL
    insert = staticmethod(postgresql.insert)
    writes_at_once = True

    def begin_writing(self, connection: Connection) -> None:
        """Leave it to the driver; the counter's row is what writers wait at."""

    def begin_reading(self, connection: Connection) -> None:
        """Set the level of isolation; the driver begins with the first statement."""
        connection.execution_options(isolation_level="REPEATABLE READ")
        connection.exec_driver_sql("SELECT 1")

    def begin_glancing(self, connection: Connection) -> None:
        """Spare the way to the server and back that BEGIN and ROLLBACK would take."""
        connection.execution_options(isolation_level="AUTOCOMMIT")

    def begin_migrating(self, connection: Connection) -> None:
        """Take a lock that goes with the transaction, so that a pooler cannot lose it."""
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})")

    def key_of(self, error: DBAPIError) -> str:
        """Tell by the code of the error (SQLSTATE)."""
        code = getattr(error.orig, "sqlstate", None)
        if code is None:
            return "unreachable"
        for start, key in _SQLSTATE_KEYS:
            if code.startswith(start):
                return key
        return "storage"

    def faults(self, connection: Connection) -> Iterator[str]:  # noqa: ARG002  the seam's
        """Find nothing: PostgreSQL checks its pages as it reads them."""
        yield from ()


_SQLSTATE_KEYS = (
    ("40", "serialization"),
    # Two of the same case, or request, at once: whoever is told so runs again, and sees the other.
    ("23505", "serialization"),
    ("55P03", "busy"),
    ("25006", "read_only"),
    ("53100", "full"),
    ("XX", "damaged"),
    ("08", "unreachable"),
    ("57P", "unreachable"),
    ("3D", "unreachable"),
    ("28", "unreachable"),
)

DIALECTS: dict[str, Dialect] = {"sqlite": SQLite(), "postgresql": PostgreSQL()}
"""Each kind of database by the name that SQLAlchemy has for it."""
