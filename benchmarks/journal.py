"""What a journal costs beside bare SQL on the same disk by the same driver, and `eventsourcing`.

    python benchmarks/journal.py [--entries N] [--postgresql ADDRESS] [--scale ENTRIES]

Contestants take turns in one run; compare proportions, not microseconds, between machines.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import tempfile
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import nws_incident as nws

if TYPE_CHECKING:
    from collections.abc import Callable

START = datetime.fromisoformat("2017-07-19T10:00:00+09:00")
EVENTS_OF_A_CASE = 10
Times = list[float]


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
    """The library's journal."""

    name = "journal"

    def __init__(self, address: str) -> None:
        """Open it."""
        self.journal = nws.open_journal(address)
        self.events = case_events()

    def append(self, case: str, index: int) -> None:
        """Add one event in a transaction of its own."""
        self.journal.append(case, [self.events[index]], expected_version=index)

    def load(self, case: str) -> None:
        """Fold a case anew."""
        self.journal.load(case)


_COLUMNS = (
    "case_id TEXT, version INTEGER, position INTEGER, tag TEXT, schema INTEGER, edition TEXT,"
    " recorded_at TEXT, request_id TEXT, salt TEXT, body TEXT, digest TEXT, previous TEXT,"
    " hash TEXT, PRIMARY KEY (case_id, version)"
)


class Bare:
    """One INSERT of a row of the same size, and one SELECT: no judging, hashing or folding."""

    name = "bare SQL"

    def __init__(self, connection: Any, mark: str) -> None:
        """Make the table."""
        self.connection = connection
        connection.execute(f"CREATE TABLE bare ({_COLUMNS})")
        connection.commit()
        self.insert = f"INSERT INTO bare VALUES ({', '.join([mark] * 13)})"  # noqa: S608  marks
        self.select = f"SELECT * FROM bare WHERE case_id = {mark} ORDER BY version"  # noqa: S608  a mark
        self.bodies = [
            json.dumps(nws.write_event(one), ensure_ascii=False) for one in case_events()
        ]
        self.position = 0

    def append(self, case: str, index: int) -> None:
        """Add one row and commit."""
        self.position += 1
        head = (case, index + 1, self.position, "CO", 1, "2017-06-16", START.isoformat(), None)
        hashes = ("0" * 64,) * 3
        self.connection.execute(self.insert, (*head, "0" * 32, self.bodies[index], *hashes))
        self.connection.commit()

    def load(self, case: str) -> None:
        """Read the rows."""
        self.connection.execute(self.select, (case,)).fetchall()
        self.connection.rollback()


class Sourced:
    """`eventsourcing`: an aggregate that appends the same data; nothing is judged."""

    name = "eventsourcing"

    def __init__(self, settings: dict[str, str]) -> None:
        """Make an application on the same kind of store."""
        from eventsourcing.application import Application  # noqa: PLC0415  optional
        from eventsourcing.domain import Aggregate, event  # noqa: PLC0415  optional

        class Dossier(Aggregate):
            @event("Opened")
            def __init__(self, data: str) -> None:
                self.said = [data]

            @event("Said")
            def say(self, data: str) -> None:
                self.said.append(data)

        self.application = Application(env=settings)
        self.dossier = Dossier
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

    def load(self, case: str) -> None:
        """Fold an aggregate anew."""
        self.application.repository.get(self.ids[case])


def measure(contestants: list[Any], cases: int) -> dict[str, tuple[Times, Times]]:
    """Let the contestants take turns, a case at a time."""
    times: dict[str, tuple[Times, Times]] = {one.name: ([], []) for one in contestants}
    for _ in range(cases):
        case = str(uuid4())
        for one in contestants:
            appends, loads = times[one.name]
            for index in range(EVENTS_OF_A_CASE):
                appends.append(timed(one.append, case, index))
            loads.append(timed(one.load, case))
    return times


def timed(work: Callable[..., object], *arguments: object) -> float:
    """Return the seconds that a piece of work takes."""
    start = perf_counter()
    work(*arguments)
    return perf_counter() - start


def report(title: str, times: dict[str, tuple[Times, Times]]) -> None:
    """Print a table: medians, and proportions to bare SQL."""
    print(f"\n{title}")
    base = times[Bare.name]
    for name, (appends, loads) in times.items():
        append, load = median(appends), median(loads)
        print(
            f"  {name:14} append {append * 1e6:8.0f} µs ({append / median(base[0]):5.2f}x)"
            f"   load of {EVENTS_OF_A_CASE} {load * 1e6:8.0f} µs ({load / median(base[1]):5.2f}x)"
        )


def on_sqlite(folder: Path, cases: int) -> None:
    """Compare on SQLite: write-ahead log, synchronous=FULL for all."""
    with closing(sqlite3.connect(folder / "bare.db")) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        contestants = [Bare(connection, "?"), Kept(f"sqlite:///{folder / 'journal.db'}")]
        settings = {"PERSISTENCE_MODULE": "eventsourcing.sqlite"}
        contestants += sourced({**settings, "SQLITE_DBNAME": str(folder / "sourced.db")})
        report("SQLite", measure(contestants, cases))


def on_postgresql(address: str, cases: int) -> None:
    """Compare on PostgreSQL, in an empty database."""
    import psycopg  # noqa: PLC0415  optional

    with psycopg.connect(address) as connection:
        contestants = [Bare(connection, "%s"), Kept(address)]
        report("PostgreSQL", measure(contestants, cases))


def sourced(settings: dict[str, str]) -> list[Any]:
    """Return the contestant `eventsourcing`, if it is installed."""
    try:
        return [Sourced(settings)]
    except ImportError:
        print("eventsourcing is not installed: left out")
        return []


def scale(folder: Path, entries: int) -> None:
    """Fill a journal, and compare the last tenth with the first."""
    address = f"sqlite:///{folder / 'scale.db'}"
    events = case_events()
    tenths: list[tuple[Times, Times, Times]] = [([], [], []) for _ in range(10)]
    cases = entries // EVENTS_OF_A_CASE
    with nws.open_journal(address) as journal:
        for number in range(cases):
            appends, loads, pages = tenths[number * 10 // cases]
            case_id = f"case-{number:07}"
            start = perf_counter()
            journal.append(case_id, events[:1], expected_version=0)
            journal.append(case_id, events[1:], expected_version=1)
            appends.append(perf_counter() - start)
            if number % 20 == 0:
                some = f"case-{(number * 7919) % (number + 1):07}"
                loads.append(timed(journal.load, some))
                pages.append(timed(page, journal, number * 5))
        for index, name in enumerate(("append", "load", "page of 50")):
            first, last = (median(tenth[index]) for tenth in (tenths[0], tenths[-1]))
            print(
                f"  {name:12} first tenth {first * 1e6:7.0f} µs, last {last * 1e6:7.0f} µs:"
                f" {last / first:.2f}x"
            )
        before = resident()
        start = perf_counter()
        assert journal.verify().is_clean  # noqa: S101  a clean journal is what is measured
        seconds = perf_counter() - start
        print(f"  verify       {entries / seconds:7.0f} entries/s, {resident() - before} kB more")
        before, start = resident(), perf_counter()
        for _ in journal.export():
            pass
        seconds = perf_counter() - start
        print(f"  export       {entries / seconds:7.0f} entries/s, {resident() - before} kB more")


def page(journal: nws.Journal, after: int) -> None:
    """Ask for a page of cases by two filters."""
    journal.cases(party="宮城県仙台市", complete=False, limit=50, after=after)


def resident() -> int:
    """Return the most memory that the process has had, in kB."""
    import resource  # noqa: PLC0415  not on every system

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=60, help="cases of ten events each")
    parser.add_argument("--postgresql", metavar="ADDRESS", help="an empty database")
    parser.add_argument("--scale", type=int, default=5_000, metavar="ENTRIES")
    options = parser.parse_args()
    print(f"{os.cpu_count()} processors")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        on_sqlite(folder, options.cases)
        if options.postgresql:
            on_postgresql(options.postgresql, options.cases)
        print(f"\nSQLite, {options.scale} entries")
        scale(folder, options.scale)


if __name__ == "__main__":
    main()
