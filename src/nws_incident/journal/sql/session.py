"""One transaction in SQL: the rows of a journal by SQLAlchemy Core."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from attrs import asdict, frozen
from sqlalchemy import Connection, bindparam, delete, insert, select, update

from nws_incident.events import EVENT_CLASSES, Opening
from nws_incident.facts import TRACKS
from nws_incident.journal.entries import CaseSummary, Entry
from nws_incident.journal.sql.dialects import Dialect
from nws_incident.journal.sql.tables import CASE, COUNTER, ENTRY, NUMBER, PARTY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Row, Select

    from nws_incident.journal.entries import CaseFilter

_AT_ONCE = 500
_OPENING_TAGS = frozenset(cls.tag for cls in EVENT_CLASSES if issubclass(cls, Opening))

_LAST = select(COUNTER.c.last)
_LOCK = _LAST.with_for_update()
_ADVANCE = update(COUNTER).values(last=COUNTER.c.last + bindparam("added"))
_OF_CASE = select(ENTRY).where(ENTRY.c.case_id == bindparam("id")).order_by(ENTRY.c.version)
_OF_REQUEST = (
    select(ENTRY).where(ENTRY.c.request_id == bindparam("id")).order_by(ENTRY.c.request_step)
)
_ADD = insert(ENTRY)
_SUMMARY = select(CASE).where(CASE.c.case_id == bindparam("id"))
_ADD_CASE = insert(CASE)
_KEEP_CASE = update(CASE).where(CASE.c.case_id == bindparam("id"))
_FORGET_PARTIES = delete(PARTY).where(PARTY.c.opened == bindparam("id"))
_ADD_PARTY = insert(PARTY)
_ERASE = (
    update(ENTRY)
    .where(ENTRY.c.case_id == bindparam("id"), ENTRY.c.body.is_not(None), ENTRY.c.tag != "JP")
    .values(body=None, salt=None)
)


@frozen
class SqlSession:
    """A connection in a transaction."""

    connection: Connection
    dialect: Dialect

    def lock(self) -> int:
        """Hold the counter's row (SQLite: the file is held already) and return what it says."""
        return int(self.connection.execute(_LOCK).scalar_one())

    def last_position(self) -> int:
        """Return the position of the last entry that was committed."""
        return int(self.connection.execute(_LAST).scalar_one())

    def entries(self, case_id: str) -> list[Entry]:
        """Return the entries of a case, in order."""
        return [_entry(row) for row in self.connection.execute(_OF_CASE, {"id": case_id})]

    def request(self, request_id: str) -> list[Entry]:
        """Return the entries that a request made, in order."""
        return [_entry(row) for row in self.connection.execute(_OF_REQUEST, {"id": request_id})]

    def summary(self, case_id: str) -> CaseSummary | None:
        """Return the summary of a case."""
        row = self.connection.execute(_SUMMARY, {"id": case_id}).one_or_none()
        return None if row is None else _summary(row)

    def add(
        self, entries: Sequence[Entry], summary: CaseSummary, before: CaseSummary | None = None
    ) -> None:
        """Add the next entries of a case, and keep its new summary."""
        run = self.connection.execute
        run(_ADD, [asdict(entry) for entry in entries])
        run(_ADVANCE, {"added": len(entries)})
        row = _row(summary)
        if entries[0].version == 1:
            run(_ADD_CASE, {"case_id": summary.case_id, "opened": summary.opened, **row})
        else:
            # Each column that is written again is a page of an index that is written again.
            old = {} if before is None else _row(before)
            changed = {name: value for name, value in row.items() if old.get(name, row) != value}
            run(_KEEP_CASE, {"id": summary.case_id, **changed})
        if any(entry.is_own or entry.tag in _OPENING_TAGS for entry in entries):
            if entries[0].version > 1:
                run(_FORGET_PARTIES, {"id": summary.opened})
            parties = [
                {"party": party, "opened": summary.opened} for party in sorted(summary.parties)
            ]
            if parties:
                run(_ADD_PARTY, parties)

    def erase(self, case_id: str) -> None:
        """Erase bodies and salts of all entries of a case but the last."""
        self.connection.execute(_ERASE, {"id": case_id})

    def feed(self, after: int, until: int) -> Iterator[Entry]:
        """Yield the entries of a range of positions, in order."""
        wanted = ENTRY.c.position.between(after + 1, until)
        return map(_entry, self._stream(select(ENTRY).where(wanted).order_by(ENTRY.c.position)))

    def by_case(self) -> Iterator[Entry]:
        """Yield all entries by case id and version."""
        query = select(ENTRY).order_by(ENTRY.c.case_id, ENTRY.c.version)
        return map(_entry, self._stream(query))

    def summaries(self, wanted: CaseFilter) -> Iterator[CaseSummary]:
        """Yield the summaries that are asked for, in the order in which cases were opened."""
        query, opened = select(CASE), CASE.c.opened
        if wanted.party is not None:
            # From the party's rows on, in their order: a page then costs a page.
            opened = PARTY.c.opened
            query = query.join(PARTY, PARTY.c.opened == CASE.c.opened)
            query = query.where(PARTY.c.party == wanted.party)
        for track, states in wanted.tracks.items():
            query = query.where(CASE.c[track].in_(states))
        if wanted.complete is not None:
            query = query.where(CASE.c.complete == int(wanted.complete))
        if wanted.edition is not None:
            query = query.where(CASE.c.edition == wanted.edition)
        query = query.where(opened > wanted.after).order_by(opened).limit(wanted.limit)
        return map(_summary, self._stream(query))

    def take_number(self, body: str, day: date, last: int) -> int | None:
        """Return the next number of a body on a day, or `None` once `last` was given out."""
        first = self.dialect.insert(NUMBER).values(body=body, day=day.isoformat(), last=1)
        take = first.on_conflict_do_update(
            index_elements=[NUMBER.c.body, NUMBER.c.day],
            set_={"last": NUMBER.c.last + 1},
            where=NUMBER.c.last < last,
        ).returning(NUMBER.c.last)
        taken: int | None = self.connection.execute(take).scalar_one_or_none()
        return taken

    def numbers(self) -> Iterator[tuple[str, date, int]]:
        """Yield each body and day with the last number given out, in order."""
        for row in self._stream(select(NUMBER).order_by(NUMBER.c.body, NUMBER.c.day)):
            yield row.body, date.fromisoformat(row.day), row.last

    def raise_number(self, body: str, day: date, number: int) -> None:
        """Hand out nothing up to `number` any more."""
        first = self.dialect.insert(NUMBER).values(body=body, day=day.isoformat(), last=number)
        self.connection.execute(
            first.on_conflict_do_update(
                index_elements=[NUMBER.c.body, NUMBER.c.day],
                set_={"last": number},
                where=NUMBER.c.last < number,
            )
        )

    def _stream(self, query: Select[Any]) -> Iterator[Row[Any]]:
        """Run a query whose rows are fetched some hundred at a time."""
        with self.connection.execute(query, execution_options={"yield_per": _AT_ONCE}) as rows:
            yield from rows


def _entry(row: Row[Any]) -> Entry:
    return Entry(**row._asdict())


def _row(summary: CaseSummary) -> dict[str, Any]:
    return {
        "version": summary.version,
        "head": summary.head,
        "edition": summary.edition,
        "complete": int(summary.complete),
        "purged": int(summary.purged),
        "last_at": summary.last_at,
        "parties": json.dumps(sorted(summary.parties), ensure_ascii=False),
        **{track: summary.tracks.get(track) for track in TRACKS},
    }


def _summary(row: Row[Any]) -> CaseSummary:
    data = row._asdict()
    tracks = {track: state for track in TRACKS if (state := data.pop(track)) is not None}
    return CaseSummary(
        **{
            **data,
            "complete": bool(data["complete"]),
            "purged": bool(data["purged"]),
            "tracks": tracks,
            "parties": frozenset(json.loads(data["parties"])),
        }
    )
