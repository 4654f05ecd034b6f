"""A journal in an asynchronous SQLAlchemy application: a row and the events in one transaction.

Give the address of a database as the argument; by default it is a file for SQLite, by aiosqlite.
"""

import asyncio
import sys
import tempfile
from datetime import datetime
from pathlib import Path

from sqlalchemy import Column, Connection, Integer, MetaData, Table, Text, insert, select
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

import nws_incident as nws

TICKETS = Table(
    "ticket",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("clerk", Text),
    Column("case_id", Text),
)


def record(connection: Connection, case_id: str, opening: nws.Event) -> int:
    """Append in the transaction of a connection; `run_sync` lets this wait without blocking."""
    journal = nws.open_journal(connection, migrate=False)
    return journal.append(case_id, [opening], expected_version=0).version


async def open_ticket(engine: AsyncEngine, number: int, clerk: str, opening: nws.Event) -> int:
    """Add a ticket and open its case: both, or neither."""
    case_id = f"ticket-{number}"
    async with engine.begin() as connection:
        row = {"id": number, "clerk": clerk, "case_id": case_id}
        await connection.execute(insert(TICKETS), row)
        return await connection.run_sync(record, case_id, opening)


async def main(address: str) -> None:
    """Open one ticket, and fail to open another."""
    engine = create_async_engine(address)
    async with engine.begin() as connection:
        await connection.run_sync(TICKETS.create)
        await connection.run_sync(nws.open_journal)  # makes the journal's tables, once
    opening = nws.DiscrepancyFound(
        at=datetime.fromisoformat("2017-09-04T10:05:00+09:00"),
        requester=nws.Party(name="北海道釧路市", kind=nws.PartyKind.MUNICIPALITY),
        provider=nws.Party(name="宮城県仙台市", kind=nws.PartyKind.MUNICIPALITY),
        inquiry=nws.Inquiry(),
    )
    print("opened at version", await open_ticket(engine, 1, "佐藤", opening))
    try:
        await open_ticket(engine, 2, "鈴木", opening.replace(by=nws.Role.PROVIDER))
    except nws.Refused as refused:
        print("refused:", refused.findings[0].rule)
    async with engine.connect() as connection:
        tickets = await connection.execute(select(TICKETS.c.clerk))
        print("tickets:", list(tickets.scalars()))
        found = await connection.run_sync(lambda one: nws.open_journal(one).cases())
        print("cases:", [summary.case_id for summary in found])
    await engine.dispose()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        default = f"sqlite+aiosqlite:///{Path(folder) / 'desk.db'}"
        asyncio.run(main(sys.argv[1] if len(sys.argv) > 1 else default))
