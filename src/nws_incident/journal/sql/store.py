"""The store in SQL: transactions of its own on an engine, or inside the host's on a connection."""

from __future__ import annotations

import random
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError

from nws_incident.journal.errors import JournalUnavailable, OutcomeUnknown
from nws_incident.journal.sql.migrating import check_layout, migrate
from nws_incident.journal.sql.session import SqlSession
from nws_incident.journal.sql.statements import Statements

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection, Engine

    from nws_incident.journal.sql.dialects import Dialect
    from nws_incident.journal.store import Result, Session

_LONGEST_WAIT = 0.2
_ATTEMPTS = 100


@contextmanager
def told_plainly(dialect: Dialect) -> Iterator[None]:
    """Turn errors of the database into those of the journal."""
    try:
        yield
    except DBAPIError as error:
        raise _plain(error, dialect) from error
    except SQLAlchemyError as error:
        raise JournalUnavailable("storage", reason=type(error).__name__) from error


def _plain(error: DBAPIError, dialect: Dialect) -> JournalUnavailable:
    key = dialect.key_of(error)
    return JournalUnavailable(key, reason=_reason(error))


def _reason(error: DBAPIError) -> str:
    """Return the first line of what the database said: the rest may hold values."""
    lines = str(error.orig).splitlines()
    return lines[0] if lines else type(error.orig).__name__


class EngineStore:
    """Transactions of the journal's own on an engine."""

    def __init__(self, engine: Engine, dialect: Dialect, *, is_ours: bool) -> None:
        """Work on an engine; one that is ours is disposed of at the end."""
        self._engine = engine
        self._dialect = dialect
        self._statements = Statements(engine.dialect)
        self._is_ours = is_ours

    def prepare(self, *, may_migrate: bool) -> None:
        """See to it that the tables are there, in the newest layout."""
        with told_plainly(self._dialect), self._engine.connect() as connection:
            if check_layout(connection, self._dialect):
                return
            if not may_migrate:
                raise JournalUnavailable("older_layout")
            connection.rollback()
            migrate(connection, self._dialect)
            connection.commit()

    def write(self, work: Callable[[Session], Result]) -> Result:
        """Run `work` in a transaction, again where the database could not serialize it."""

        def once() -> Result:
            return self._write_once(work)

        with told_plainly(self._dialect):
            for attempt in range(_ATTEMPTS):
                try:
                    return self._again_if_lost(once)
                except DBAPIError as error:
                    if self._dialect.key_of(error) != "serialization":
                        raise
                # Not for secrets: it only keeps those who collided from colliding again.
                longest = min(_LONGEST_WAIT, 0.002 * 2**attempt)
                time.sleep(random.uniform(0, longest))  # noqa: S311
            return once()

    def _again_if_lost(self, work: Callable[[], Result]) -> Result:
        """Run what commits nothing, or tells by itself that it may have, again where need be.

        Connections that wait in the pool are lost when the server restarts, or cuts off who is
        idle.  That shows when they are used; to ask before each use would cost a way to the
        server and back.
        """
        try:
            return work()
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
        self._engine.dispose()
        return work()

    def _write_once(self, work: Callable[[Session], Result]) -> Result:
        with self._engine.connect() as connection:
            connection.begin()
            self._dialect.begin_writing(connection)
            result = work(self._session(connection))
            try:
                connection.commit()
            except DBAPIError as error:
                if self._dialect.key_of(error) == "unreachable":
                    raise OutcomeUnknown("outcome_unknown", reason=_reason(error)) from error
                raise
        return result

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open a transaction that only reads, on one state throughout."""
        with told_plainly(self._dialect), self._again_if_lost(self._begun) as connection:
            yield self._session(connection)

    def _begun(self) -> Connection:
        connection = self._engine.connect()
        try:
            self._dialect.begin_reading(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def glance(self, look: Callable[[Session], Result]) -> Result:
        """Run what reads, each statement for itself."""

        def once() -> Result:
            with self._engine.connect() as connection:
                self._dialect.begin_glancing(connection)
                return look(self._session(connection))

        with told_plainly(self._dialect):
            return self._again_if_lost(once)

    def _session(self, connection: Connection) -> SqlSession:
        return SqlSession(connection, self._dialect, self._statements)

    def faults(self) -> Iterator[str]:
        """Yield what the database itself finds wrong with its files."""
        with told_plainly(self._dialect), self._engine.connect() as connection:
            yield from self._dialect.faults(connection)

    def close(self) -> None:
        """Let go of the connections, if they are ours."""
        if self._is_ours:
            self._engine.dispose()


class ConnectionStore:
    """Savepoints inside the transaction of a host's connection: the host commits."""

    def __init__(self, connection: Connection, dialect: Dialect) -> None:
        """Work on a connection, which stays the host's."""
        self._connection = connection
        self._dialect = dialect
        self._statements = Statements(connection.dialect)

    def prepare(self, *, may_migrate: bool) -> None:
        """See to it that the tables are there; making them joins the host's transaction."""
        with told_plainly(self._dialect):
            if check_layout(self._connection, self._dialect):
                return
            if not may_migrate:
                raise JournalUnavailable("older_layout")
            migrate(self._connection, self._dialect)

    def write(self, work: Callable[[Session], Result]) -> Result:
        """Run `work` behind a savepoint, so that a refusal leaves the transaction as it was."""
        with told_plainly(self._dialect):
            self._dialect.begin_writing(self._connection)
            try:
                return self._write_once(work)
            except IntegrityError:
                # Somebody was faster with the same case or request, and committed: look again.
                return self._write_once(work)

    def _write_once(self, work: Callable[[Session], Result]) -> Result:
        with self._connection.begin_nested():
            return work(SqlSession(self._connection, self._dialect, self._statements))

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Read what the host's transaction sees."""
        with told_plainly(self._dialect):
            if not self._connection.in_transaction():
                self._connection.begin()
            yield SqlSession(self._connection, self._dialect, self._statements)

    def glance(self, look: Callable[[Session], Result]) -> Result:
        """Run what reads."""
        with self.read() as session:
            return look(session)

    def faults(self) -> Iterator[str]:
        """Yield what the database itself finds wrong with its files."""
        yield from self._dialect.faults(self._connection)

    def close(self) -> None:
        """Leave the connection to the host."""
