"""The contestants of `journal.py`: the library's journal, bare SQL by a driver, `eventsourcing`."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import nws_incident as nws
from nws_incident.journal.sql import layouts

START = datetime.fromisoformat("2017-07-19T10:00:00+09:00")
EVENTS_OF_A_CASE = 10


@cache
def case_events() -> list[nws.Event]:
    """Return ten events of one case, all accepted."""
    party = {"kind": nws.PartyKind.MUNICIPALITY}
    opening = nws.DiscrepancyFound(
        at=START,
        requester=nws.Party(name="北海道釧路市", **party),
        provider=nws.Party(name="宮城県仙台市", **party),
        inquiry=nws.Inquiry(processing_number="A-1", summary="所得額の相違"),
    )
    checked = nws.SelfCheckInconclusive(at=START + timedelta(hours=1), note="点検した")
    asked = [
        nws.Consulted(
            at=START + timedelta(hours=2 + number),
            by=nws.Role.REQUESTER,
            target=nws.ConsultationTarget.SYSTEM_OPERATOR,
            via=(nws.Relay.PREFECTURE, nws.Relay.J_LIS),
            faq_checked=True,
            question="類似の事例はあるか",
        )
        for number in range(EVENTS_OF_A_CASE - 2)
    ]
    return [opening, checked, *asked]


class Kept:
    """The library's journal, and another process's in which a case is loaded for the first time."""

    def __init__(self, target: Any, name: str = "journal") -> None:
        """Open both."""
        self.name = name
        self.journal = nws.open_journal(target)
        self.other = nws.open_journal(target)
        self.events = case_events()

    def append(self, case: str, index: int) -> None:
        """Add one event in a transaction of its own."""
        self.journal.append(f"{self.name}-{case}", [self.events[index]], expected_version=index)

    def load_first(self, case: str) -> None:
        """Read, decode and fold a case."""
        self.other.load(f"{self.name}-{case}")

    def load(self, case: str) -> None:
        """Load a case that the journal has used before."""
        self.journal.load(f"{self.name}-{case}")


_COLUMNS = (
    "case_id TEXT, version INTEGER, position INTEGER, tag TEXT, schema INTEGER, edition TEXT,"
    " recorded_at TEXT, request_id TEXT, request_step INTEGER, salt TEXT, body TEXT, digest TEXT,"
    " previous TEXT, hash TEXT, PRIMARY KEY (case_id, version)"
)


class Bare:
    """One INSERT of an entry's row, and one SELECT: no judging, hashing or folding."""

    name = "bare: the entry"
    table = "bare"

    def __init__(self, connection: Any, mark: str) -> None:
        """Make the table."""
        self.connection = connection
        self.make_tables()
        connection.commit()
        self.mark = mark
        self.insert = f"INSERT INTO {self.table} VALUES ({', '.join([mark] * 14)})"  # noqa: S608  marks
        self.select = f"SELECT * FROM {self.table} WHERE case_id = {mark} ORDER BY version"  # noqa: S608  a mark
        self.bodies = [
            json.dumps(nws.write_event(one), ensure_ascii=False) for one in case_events()
        ]
        self.position = 0

    def make_tables(self) -> None:
        """Make a table of nothing but the entries."""
        self.connection.execute(f"CREATE TABLE bare ({_COLUMNS})")

    def append(self, case: str, index: int) -> None:
        """Add one row and commit."""
        self.position += 1
        head = (case, index + 1, self.position, "CO", 1, "2017-06-16", START.isoformat())
        proof = ("0" * 32, self.bodies[index], *("0" * 64,) * 3)
        self.connection.execute(self.insert, (*head, None, None, *proof))
        self.add_rest(case, index)
        self.connection.commit()

    def add_rest(self, case: str, index: int) -> None:
        """Add nothing else."""

    def load(self, case: str) -> None:
        """Read the rows."""
        self.connection.execute(self.select, (case,)).fetchall()
        self.connection.rollback()

    load_first = load


class BareRows(Bare):
    """The same rows that the journal writes, in the same tables: entry, counter, list of cases."""

    name = "bare: all rows"
    table = "nws_entry"

    def make_tables(self) -> None:
        """Make the journal's own tables, by its own statements."""
        is_sqlite = isinstance(self.connection, sqlite3.Connection)
        for statements in layouts.SQLITE if is_sqlite else layouts.POSTGRESQL:
            for statement in statements:
                self.connection.execute(statement)

    def add_rest(self, case: str, index: int) -> None:
        """Advance the counter, and keep the case's row."""
        run, mark = self.connection.execute, self.mark
        run("UPDATE nws_counter SET last = last + 1")
        if index == 0:
            values = (case, self.position, 1, "0" * 64, "2017-06-16", START.isoformat(), "[]")
            marks = f"{', '.join([mark] * 5)}, 0, {mark}, {mark}"
            columns = "case_id, opened, version, head, edition, complete, last_at, parties"
            run(f"INSERT INTO nws_case ({columns}) VALUES ({marks})", values)  # noqa: S608  marks
        else:
            run(
                f"UPDATE nws_case SET version = {mark}, head = {mark}, last_at = {mark}"  # noqa: S608  marks
                f" WHERE case_id = {mark}",
                (index + 1, "1" * 64, START.isoformat(), case),
            )


@cache
def dossier() -> Any:
    """Return an aggregate of `eventsourcing`, made once: it is known by its name."""
    from eventsourcing.domain import Aggregate, event  # noqa: PLC0415  optional

    class Dossier(Aggregate):
        @event("Opened")
        def __init__(self, data: str) -> None:
            self.said = [data]

        @event("Said")
        def say(self, data: str) -> None:
            self.said.append(data)

    return Dossier


class Sourced:
    """`eventsourcing`: an aggregate that appends the same data as text; nothing is judged."""

    name = "eventsourcing"

    def __init__(self, settings: dict[str, str]) -> None:
        """Make an application on the same kind of store."""
        from eventsourcing.application import Application  # noqa: PLC0415  optional

        self.application = Application(env=settings)
        self.dossier = dossier()
        self.ids: dict[str, Any] = {}
        self.bodies = [
            json.dumps(nws.write_event(one), ensure_ascii=False) for one in case_events()
        ]

    def append(self, case: str, index: int) -> None:
        """Load the aggregate, trigger an event, save: as its manual does."""
        if index == 0:
            dossier = self.dossier(self.bodies[0])
            self.ids[case] = dossier.id
        else:
            dossier = self.application.repository.get(self.ids[case])
            dossier.say(self.bodies[index])
        self.application.save(dossier)

    def load(self, case: str) -> Any:
        """Fold an aggregate anew."""
        return self.application.repository.get(self.ids[case])

    load_first = load


class SourcedEvents:
    """The same aggregate, loaded as far as a case is: with events, and not their text."""

    name = "  with its events"

    def __init__(self, sourced: Sourced) -> None:
        """Use what another contestant appends."""
        self.sourced = sourced

    def append(self, case: str, index: int) -> None:
        """Leave it to the other."""

    def load(self, case: str) -> None:
        """Fold an aggregate anew, and decode what was said; nothing is judged yet."""
        for text in self.sourced.load(case).said:
            nws.read_event(json.loads(text))

    load_first = load
