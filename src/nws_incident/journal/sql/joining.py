"""Joining the transaction of a driver's own connection, such as the one Django holds."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

from sqlalchemy import StaticPool, create_engine

from nws_incident.journal.errors import JournalUnavailable
from nws_incident.journal.sql.dialects import DIALECTS
from nws_incident.journal.sql.store import ConnectionStore

if TYPE_CHECKING:
    from collections.abc import Callable

    from nws_incident.journal.store import Result, Session


class _Borrowed:
    """A driver's connection whose transaction is somebody else's: it neither ends nor closes it."""

    def __init__(self, lent: Any) -> None:
        self._lent = lent

    def __getattr__(self, name: str) -> Any:
        return getattr(self._lent, name)

    def commit(self) -> None:
        """Leave it to the owner."""

    rollback = close = commit


class DriverStore(ConnectionStore):
    """A store inside the transaction that the owner of a driver's connection has begun."""

    def __init__(self, lent: Any) -> None:
        """Borrow a connection of `sqlite3` or `psycopg`."""
        self._lent = lent
        name = "sqlite" if isinstance(lent, sqlite3.Connection) else "postgresql"
        address = "sqlite://" if name == "sqlite" else "postgresql+psycopg://"
        engine = create_engine(
            address,
            creator=lambda: _Borrowed(lent),
            poolclass=StaticPool,
            # Looking up a type that no table here has would want the connection itself.
            **({} if name == "sqlite" else {"use_native_hstore": False}),
        )
        super().__init__(engine.connect(), DIALECTS[name])

    def prepare(self, *, may_migrate: bool) -> None:
        """See to it that the tables are there; they are made in the owner's transaction."""
        if may_migrate:
            self._demand_transaction()
        super().prepare(may_migrate=may_migrate)

    def write(self, work: Callable[[Session], Result]) -> Result:
        """Run `work` behind a savepoint in the owner's transaction, which there must be."""
        self._demand_transaction()
        return super().write(work)

    def _demand_transaction(self) -> None:
        """Refuse to begin a transaction that nobody would end."""
        if isinstance(self._lent, sqlite3.Connection):
            is_begun = self._lent.in_transaction or self._lent.isolation_level is not None
        else:
            is_begun = not self._lent.autocommit
        if not is_begun:
            raise JournalUnavailable("no_transaction")


def is_of_a_driver(target: object) -> bool:
    """Tell whether a target is a connection of `sqlite3` or `psycopg` itself."""
    kind = type(target)
    return isinstance(target, sqlite3.Connection) or any(
        base.__module__.startswith("psycopg") and base.__name__ == "Connection"
        for base in kind.__mro__
    )
