"""A journal in a SQLAlchemy application: its own row and the case's events in one transaction.

Give the address of a database as the argument; by default it is a file for SQLite.
"""

import sys
import tempfile
from datetime import datetime
from pathlib import Path

from sqlalchemy import Column, Engine, Integer, MetaData, Table, Text, create_engine, insert, select

import nws_incident as nws

TICKETS = Table(
    "ticket",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("clerk", Text),
    Column("case_id", Text),
)


def open_ticket(engine: Engine, number: int, clerk: str, opening: nws.Event) -> str:
    """Add a ticket and open its case: both, or neither."""
    case_id = f"ticket-{number}"
    with engine.begin() as connection:
        row = {"id": number, "clerk": clerk, "case_id": case_id}
        connection.execute(insert(TICKETS), row)
        # Late in the transaction: other appends wait from here to the commit.
        journal = nws.open_journal(connection, migrate=False)
        journal.append(case_id, [opening], expected_version=0)
    return case_id


def main(address: str) -> None:
    """Open one ticket, and fail to open another."""
    engine = create_engine(address)
    TICKETS.create(engine)
    nws.open_journal(engine).close()  # makes the journal's tables, once
    opening = nws.DiscrepancyFound(
        at=datetime.fromisoformat("2017-09-04T10:05:00+09:00"),
        requester=nws.Party(name="北海道釧路市", kind=nws.PartyKind.MUNICIPALITY),
        provider=nws.Party(name="宮城県仙台市", kind=nws.PartyKind.MUNICIPALITY),
        inquiry=nws.Inquiry(),
    )
    print("opened", open_ticket(engine, 1, "佐藤", opening))
    try:
        open_ticket(engine, 2, "鈴木", opening.replace(by=nws.Role.PROVIDER))
    except nws.Refused as refused:
        print("refused:", refused.findings[0].rule)
    with engine.connect() as connection:
        print("tickets:", list(connection.execute(select(TICKETS.c.clerk)).scalars()))
    with nws.open_journal(engine) as journal:
        print("cases:", [summary.case_id for summary in journal.cases()])
    engine.dispose()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        main(sys.argv[1] if len(sys.argv) > 1 else f"sqlite:///{Path(folder) / 'host.db'}")
