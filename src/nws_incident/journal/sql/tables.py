"""The tables as SQLAlchemy sees them; `layouts` makes them.

Names begin with ``nws_``, as the tables may stand among a host's own.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, MetaData, Table, Text

METADATA = MetaData()

LAYOUT = Table("nws_layout", METADATA, Column("version", Integer, nullable=False))
"""One row: the layout that the tables are in."""

COUNTER = Table(
    "nws_counter",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("last", BigInteger, nullable=False),
)
"""One row: the last position.  Whoever appends holds it to the end of the transaction."""

ENTRY = Table(
    "nws_entry",
    METADATA,
    Column("case_id", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("tag", Text, nullable=False),
    Column("schema", Integer, nullable=False),
    Column("edition", Text, nullable=False),
    Column("recorded_at", Text, nullable=False),
    Column("request_id", Text),
    Column("request_step", Integer),
    Column("salt", Text),
    Column("body", Text),
    Column("digest", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
)
"""The entries: added to, never changed, but for the erasure of what a purged case said."""

CASE = Table(
    "nws_case",
    METADATA,
    Column("case_id", Text, primary_key=True),
    Column("opened", BigInteger, nullable=False),
    Column("version", Integer, nullable=False),
    Column("head", Text, nullable=False),
    Column("edition", Text, nullable=False),
    Column("complete", Integer, nullable=False),
    Column("purged", Integer, nullable=False),
    Column("investigation", Text),
    Column("processing", Text),
    Column("reporting", Text),
    Column("emergency", Text),
    Column("last_at", Text),
    Column("parties", Text, nullable=False),
)
"""What lists of cases show: derived from the entries, and checked against them by `verify`."""

PARTY = Table(
    "nws_case_party",
    METADATA,
    Column("party", Text, primary_key=True),
    Column("opened", BigInteger, primary_key=True),
)
"""By whose names and codes cases are found."""

NUMBER = Table(
    "nws_report_number",
    METADATA,
    Column("body", Text, primary_key=True),
    Column("day", Text, primary_key=True),
    Column("last", Integer, nullable=False),
)
"""The last number that a body's reports of a day were given."""
