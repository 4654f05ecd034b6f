"""The statements of an append and of a load, run on the driver's own cursor.

Core works out anew what a statement and its result look like at each run, which costs more than
SQLite takes to answer.  These few are written out once for a database, and give plain rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import DBAPIError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection
    from sqlalchemy.engine.interfaces import Dialect as Language
    from sqlalchemy.sql import ClauseElement

Rows = list[tuple[Any, ...]]


class Statements:
    """Statements of Core, written out for a database and its driver when first asked for."""

    def __init__(self, language: Language) -> None:
        """Start with none."""
        self._language = language
        self._known: dict[ClauseElement, tuple[str, Sequence[str] | None]] = {}

    def run(
        self, connection: Connection, statement: ClauseElement, *values: Mapping[str, Any]
    ) -> Rows:
        """Run a statement with the values of its parameters, or with several sets of them."""
        text, order = self._known.get(statement) or self._write(statement)
        sets: Sequence[Any] = values
        if order is not None:
            sets = [[each[name] for name in order] for each in values]
        cursor = connection.connection.cursor()
        try:
            if len(sets) > 1:
                cursor.executemany(text, sets)
            else:
                cursor.execute(text, sets[0])
            return list(cursor.fetchall()) if cursor.description else []
        except self._language.loaded_dbapi.Error as error:
            raise as_core_tells(connection, text, error) from error
        finally:
            cursor.close()

    def _write(self, statement: ClauseElement) -> tuple[str, Sequence[str] | None]:
        compiled: Any = statement.compile(dialect=self._language)
        written = (str(compiled), compiled.positiontup if compiled.positional else None)
        self._known[statement] = written
        return written


def as_core_tells(connection: Connection, text: str, error: Exception) -> BaseException:
    """Return a driver's error as Core raises it, after what Core does when a connection is lost."""
    language = connection.dialect
    is_lost = language.is_disconnect(error, connection.connection.dbapi_connection, None)  # type: ignore[arg-type]
    if is_lost:
        connection.invalidate(error)
    return DBAPIError.instance(
        text,
        None,
        error,
        language.loaded_dbapi.Error,
        connection_invalidated=is_lost,
        dialect=language,
    )
