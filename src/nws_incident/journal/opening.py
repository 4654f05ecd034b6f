"""Opening a journal by its address, or on a database connection that the host has."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from nws_incident.journal.appending import Tools
from nws_incident.journal.errors import JournalUnavailable
from nws_incident.journal.hashing import canonical
from nws_incident.journal.kept import KeptJournal
from nws_incident.journal.known import known_editions
from nws_incident.journal.memory import MemoryStore
from nws_incident.journal.remembering import Remembered
from nws_incident.journal.stored import STORED_FORM

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    import psycopg
    from sqlalchemy import Connection, Engine

    from nws_incident.journal.contract import Journal
    from nws_incident.journal.known import Editions
    from nws_incident.journal.store import Store

_MEMORY = "memory:"
_SALT_BYTES = 16


def open_journal(  # noqa: PLR0913  each is a tool from outside
    target: str | Engine | Connection | sqlite3.Connection | psycopg.Connection[Any],
    *,
    migrate: bool = True,
    busy_seconds: float = 10.0,
    editions: Editions = (),
    clock: Callable[[], datetime] | None = None,
    new_salt: Callable[[], str] | None = None,
) -> Journal:
    """Open a journal: ``memory:``, ``sqlite:///path`` or ``postgresql://…``.

    A SQLAlchemy `Engine` or `Connection` of the host does too, and a connection of `sqlite3` or
    `psycopg`.  On a connection what is appended joins the host's transaction: it is there when
    the host commits, and not before.

    `migrate` makes a journal where there is none, and brings the tables to the newest layout;
    without it a missing file and an older layout are errors, and nothing is made.
    `busy_seconds` is how long SQLite waits for another writer.  `clock` gives the time of
    recording (with an offset), `new_salt` a random text.  `editions` are those of your own that
    cases run under or are moved to, besides the shipped ones; or a function that finds one by its
    id, and raises `LookupError` or `InvalidEdition` where there is none.

    Raises `JournalUnavailable`, and `InvalidEdition` where two editions have one id.  Needs the
    extra ``journal``, or ``postgresql``.
    """
    tools = Tools(
        form=STORED_FORM,
        editions=known_editions(editions),
        clock=_now if clock is None else clock,
        new_salt=_salt if new_salt is None else new_salt,
        remembered=Remembered(),
    )
    try:
        canonical(None)
        return KeptJournal(_store(target, migrate=migrate, busy_seconds=busy_seconds), tools)
    except ModuleNotFoundError as error:
        raise JournalUnavailable("missing_extra", package=error.name) from None


def _store(target: object, **settings: Any) -> Store:
    if target == _MEMORY:
        return MemoryStore()
    from nws_incident.journal.sql import open_store  # noqa: PLC0415  optional

    return open_store(target, **settings)


def _now() -> datetime:
    return datetime.now(UTC)


def _salt() -> str:
    return secrets.token_hex(_SALT_BYTES)
