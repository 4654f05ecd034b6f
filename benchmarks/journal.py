"""What a journal costs beside bare SQL on the same disk by the same driver, and `eventsourcing`.

    python benchmarks/journal.py [--entries N] [--postgresql ADDRESS] [--scale ENTRIES]

Contestants take turns in one run; compare proportions, not microseconds, between machines.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

import attrs
from sqlalchemy import create_engine

import nws_incident as nws
from journal_contestants import (
    EVENTS_OF_A_CASE,
    START,
    Bare,
    BareRows,
    Kept,
    Sourced,
    SourcedEvents,
    case_events,
)
from nws_incident.journal.entries import Entry
from nws_incident.journal.hashing import seal
from nws_incident.journal.stored import STORED_FORM

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

FULL = 2
Times = list[float]


def measure(contestants: list[Any], cases: int) -> dict[str, tuple[Times, ...]]:
    """Let the contestants take turns, a case at a time; the first few cases do not count."""
    times: dict[str, tuple[Times, ...]] = {one.name: ([], [], []) for one in contestants}
    for number in range(-5, cases):
        case = f"case-{number}"
        for one in contestants:
            appends, firsts, loads = times[one.name] if number >= 0 else ([], [], [])
            for index in range(EVENTS_OF_A_CASE):
                appends.append(timed(one.append, case, index))
            firsts.append(timed(one.load_first, case))
            loads.append(timed(one.load, case))
    return times


def timed(work: Callable[..., object], *arguments: object, **options: object) -> float:
    """Return the seconds that a piece of work takes."""
    start = perf_counter()
    work(*arguments, **options)
    return perf_counter() - start


def report(title: str, times: dict[str, tuple[Times, ...]]) -> None:
    """Print a table: medians, and proportions to the first contestant."""
    heads = ("append of one", f"first load of {EVENTS_OF_A_CASE}", "load again")
    print(f"\n{title:22}" + "".join(f"{head:>20}" for head in heads))
    base = [median(each) for each in next(iter(times.values()))]
    for name, measured in times.items():
        cells = [
            f"{median(each) * 1e6:8.0f} µs {median(each) / first:5.2f}x"
            for each, first in zip(measured, base, strict=True)
        ]
        print(f"  {name:20}" + "".join(f"{cell:>20}" for cell in cells))


def split() -> None:
    """Print what of an append and of a load has nothing to do with a database."""
    events = case_events()
    bodies = [STORED_FORM.write(event) for event in events]
    entry = Entry(
        case_id="case-1",
        version=10,
        position=10,
        tag="CO",
        schema=1,
        edition="2017-06-16",
        recorded_at=START.isoformat(),
        request_id=None,
        request_step=None,
        salt="0" * 32,
        body=bodies[-1],
        digest="0" * 64,
        previous="0" * 64,
        hash="",
    )
    with nws.open_journal("memory:") as journal:
        appends = [
            timed(journal.append, f"case-{number}", [event], expected_version=index)
            for number in range(200)
            for index, event in enumerate(events)
        ]
    parts = {
        "append in memory": appends,
        "  of it: encoding": [timed(STORED_FORM.write, events[-1]) for _ in range(1000)],
        "  of it: hashing": [timed(seal, entry) for _ in range(1000)],
        "load: decoding": [timed(decode, entry, bodies) for _ in range(200)],
        "load: folding": [timed(nws.Case.from_events, events) for _ in range(200)],
    }
    print("\nWithout a database")
    for name, times in parts.items():
        print(f"  {name:20}{median(times) * 1e6:9.0f} µs")


def decode(entry: Entry, bodies: list[str]) -> None:
    """Decode the bodies of a case."""
    tags = [event.tag for event in case_events()]
    for tag, body in zip(tags, bodies, strict=True):
        STORED_FORM.read(attrs.evolve(entry, tag=tag, body=body))


def on_sqlite(folder: Path, cases: int) -> None:
    """Compare on SQLite: write-ahead log, synchronous=FULL for all."""
    with (
        closing(sqlite3.connect(folder / "bare.db")) as one,
        closing(sqlite3.connect(folder / "rows.db")) as other,
    ):
        # `eventsourcing` leaves what SQLite was built with, which must be the same.
        assert one.execute("PRAGMA synchronous").fetchone() == (FULL,)  # noqa: S101  like with like
        for connection in (one, other):
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
        settings = {"PERSISTENCE_MODULE": "eventsourcing.sqlite"}
        contestants = [
            Bare(one, "?"),
            BareRows(other, "?"),
            Kept(f"sqlite:///{folder / 'journal.db'}"),
            *sourced({**settings, "SQLITE_DBNAME": str(folder / "sourced.db")}),
        ]
        report("SQLite", measure(contestants, cases))


def on_postgresql(address: str, cases: int) -> None:
    """Compare on PostgreSQL, in an empty database, each contestant in a schema of its own."""
    import psycopg  # noqa: PLC0415  optional
    from psycopg.conninfo import conninfo_to_dict  # noqa: PLC0415  optional

    schemas = ("bare", "rows", "journal", "prepared", "sourced")
    with psycopg.connect(address) as connection:
        for schema in schemas:
            connection.execute(f"CREATE SCHEMA {schema}")
    places = {
        schema: f"{address}{'&' if '?' in address else '?'}options=-csearch_path%3D{schema}"
        for schema in schemas
    }
    # The driver prepares statements that come often; the journal's own engine tells it not to.
    engine = create_engine(
        places["prepared"].replace("postgresql:", "postgresql+psycopg:"),
        isolation_level="READ COMMITTED",
    )
    where = conninfo_to_dict(address)
    settings = {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": str(where["dbname"]),
        "POSTGRES_HOST": str(where["host"]),
        "POSTGRES_PORT": str(where.get("port", 5432)),
        "POSTGRES_USER": str(where["user"]),
        "POSTGRES_PASSWORD": str(where.get("password", "-")),
        "POSTGRES_SCHEMA": "sourced",
    }
    with psycopg.connect(places["bare"]) as one, psycopg.connect(places["rows"]) as other:
        contestants = [
            Bare(one, "%s"),
            BareRows(other, "%s"),
            Kept(places["journal"]),
            Kept(engine, "journal, prepared"),
            *sourced(settings),
        ]
        report("PostgreSQL", measure(contestants, cases))


def sourced(settings: dict[str, str]) -> list[Any]:
    """Return the contestant `eventsourcing`, if it is installed."""
    try:
        contestant = Sourced(settings)
    except ImportError:
        print("eventsourcing is not installed: left out")
        return []
    return [contestant, SourcedEvents(contestant)]


def scale(folder: Path, entries: int) -> None:
    """Fill a journal, and compare the last tenth with the first; then it with one of a tenth.

    The second comparison takes turns, so that it holds whatever else the machine was doing while
    the journal was filled.
    """
    cases = entries // EVENTS_OF_A_CASE
    small = nws.open_journal(f"sqlite:///{folder / 'small.db'}")
    large = nws.open_journal(f"sqlite:///{folder / 'large.db'}")
    with small, large:
        for number in range(cases // 10):
            fill(small, number)
        tenths: list[tuple[Times, ...]] = [([], [], []) for _ in range(10)]
        for number in range(cases):
            appends, loads, pages = tenths[number * 10 // cases]
            appends.append(timed(fill, large, number))
            if number % 20 == 0:
                some = f"case-{(number * 7919) % (number + 1):07}"
                loads.append(timed(large.load, some))
                pages.append(timed(page, large, number * 5))
        names = ("append", "load", "page of 50")
        print_growth("last tenth to first", names, tenths[0], tenths[-1])
        sides: tuple[tuple[Times, ...], ...] = (([], [], []), ([], [], []))
        for number in range(min(1000, cases // 10)):
            for journal, size, side in zip(
                (small, large), (cases // 10, cases), sides, strict=True
            ):
                side[0].append(timed(fill, journal, size + number))
                some = f"case-{(number * 7919) % size:07}"
                side[1].append(timed(journal.load, some))
                side[2].append(timed(page, journal, size * EVENTS_OF_A_CASE // 2))
        print_growth("whole to a tenth, in turns", names, *sides)
        before = resident()
        start = perf_counter()
        assert large.verify().is_clean  # noqa: S101  a clean journal is what is measured
        seconds = perf_counter() - start
        print(f"  verify       {entries / seconds:7.0f} entries/s, {resident() - before} kB more")
        before, start = resident(), perf_counter()
        for _ in large.export():
            pass
        seconds = perf_counter() - start
        print(f"  export       {entries / seconds:7.0f} entries/s, {resident() - before} kB more")


def fill(journal: nws.Journal, number: int) -> None:
    """Add a case in two appends."""
    events, case_id = case_events(), f"case-{number:07}"
    journal.append(case_id, events[:1], expected_version=0)
    journal.append(case_id, events[1:], expected_version=1)


def print_growth(
    title: str, names: Iterable[str], before: Iterable[Times], after: Iterable[Times]
) -> None:
    """Print what has become of the medians."""
    print(f"  {title}")
    for name, *sides in zip(names, before, after, strict=True):
        first, last = map(median, sides)
        print(f"    {name:12} {first * 1e6:7.0f} µs, {last * 1e6:7.0f} µs: {last / first:.2f}x")


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
        split()
        on_sqlite(folder, options.cases)
        if options.postgresql:
            on_postgresql(options.postgresql, options.cases)
        print(f"\nSQLite, {options.scale} entries")
        scale(folder, options.scale)


if __name__ == "__main__":
    main()
