"""Bringing the tables to the newest layout, forward only, each step in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import inspect, select, update

from nws_incident.journal.errors import JournalUnavailable
from nws_incident.journal.sql.tables import LAYOUT

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from nws_incident.journal.sql.dialects import Dialect


def layout_of(connection: Connection) -> int:
    """Return the layout of the tables: 0 where there are none."""
    if not inspect(connection).has_table(LAYOUT.name):
        return 0
    return int(connection.execute(select(LAYOUT.c.version)).scalar_one())


def check_layout(connection: Connection, dialect: Dialect) -> bool:
    """Tell whether the layout is the newest; raises where it is newer than the library."""
    layout, newest = layout_of(connection), len(dialect.steps)
    if layout > newest:
        raise JournalUnavailable("newer_layout", layout=layout, known=newest)
    return layout == newest


def migrate(connection: Connection, dialect: Dialect, until: int | None = None) -> None:
    """Take every step that is missing, inside the transaction that the connection is in."""
    dialect.begin_migrating(connection)
    layout = layout_of(connection)
    if layout == 0:
        connection.exec_driver_sql("CREATE TABLE nws_layout (version INTEGER NOT NULL)")
        connection.exec_driver_sql("INSERT INTO nws_layout (version) VALUES (0)")
    for number, statements in enumerate(dialect.steps[:until], start=1):
        if number > layout:
            for statement in statements:
                connection.exec_driver_sql(statement)
            connection.execute(update(LAYOUT).values(version=number))
