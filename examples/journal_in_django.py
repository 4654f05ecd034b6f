"""A journal in a Django project: Django's own connection, and its `atomic`.

Give a folder for SQLite, or the address of a PostgreSQL database, as the argument.
"""

import sys
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.db import connection, transaction

import nws_incident as nws


def journal() -> nws.Journal:
    """Return the journal inside the transaction that Django is in."""
    connection.ensure_connection()
    return nws.open_journal(connection.connection, migrate=False)


def open_ticket(number: int, opening: nws.Event) -> None:
    """Add a row of the project's own and open the case: both, or neither."""
    with transaction.atomic():
        with connection.cursor() as cursor:  # a model's save() does as well
            cursor.execute("INSERT INTO ticket (id) VALUES (%s)", [number])
        journal().append(f"ticket-{number}", [opening], expected_version=0)


def make_tables() -> None:
    """Do what a migration of the project does: `RunPython(lambda apps, editor: ...)`."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE ticket (id INTEGER PRIMARY KEY)")
        nws.open_journal(connection.connection)


def main(database: dict[str, Any]) -> None:
    """Open one ticket, and fail to open another."""
    settings.configure(DATABASES={"default": database})
    django.setup()
    connection.ensure_connection()
    make_tables()
    opening = nws.DiscrepancyFound(
        at=datetime.fromisoformat("2017-09-04T10:05:00+09:00"),
        requester=nws.Party(name="北海道釧路市", kind=nws.PartyKind.MUNICIPALITY),
        provider=nws.Party(name="宮城県仙台市", kind=nws.PartyKind.MUNICIPALITY),
        inquiry=nws.Inquiry(),
    )
    open_ticket(1, opening)
    try:
        open_ticket(2, opening.replace(by=nws.Role.PROVIDER))
    except nws.Refused as refused:
        print("refused:", refused.findings[0].rule)
    try:
        journal().append("ticket-3", [opening], expected_version=0)
    except nws.JournalUnavailable as unavailable:
        print("outside of atomic:", unavailable.key)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM ticket")
        print("tickets:", [row[0] for row in cursor.fetchall()])
    with transaction.atomic():
        print("cases:", [summary.case_id for summary in journal().cases()])
    connection.close()


if __name__ == "__main__":
    if len(sys.argv) > 1 and "=" in sys.argv[1]:
        # As libpq has it: host=… dbname=… options=…
        options = dict(part.split("=", 1) for part in sys.argv[1].split())
        main(
            {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": options.pop("dbname"),
                "USER": options.pop("user"),
                "HOST": options.pop("host"),
                "OPTIONS": options,
            }
        )
    else:
        with tempfile.TemporaryDirectory() as folder:
            main({"ENGINE": "django.db.backends.sqlite3", "NAME": Path(folder) / "host.db"})
