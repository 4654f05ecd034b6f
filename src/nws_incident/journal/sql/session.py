"""One transaction in SQL: the rows of a journal by SQLAlchemy Core."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from attrs import frozen
from sqlalchemy import Connection, bindparam, delete, insert, select, update

from nws_incident.events import EVENT_CLASSES, Opening
from nws_incident.facts import TRACKS
from nws_incident.journal.entries import CaseSummary, Entry
from nws_incident.journal.errors import JournalUnavailable
from nws_incident.journal.records import PURGED_TAG
from nws_incident.journal.sql.dialects import Dialect
from nws_incident.journal.sql.statements import Rows, Statements
from nws_incident.journal.sql.tables import CASE, COUNTER, ENTRY, NUMBER, PARTY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy import Insert, Row, Select, Update
    from sqlalchemy.sql import ClauseElement

    from nws_incident.journal.entries import CaseFilter

_AT_ONCE = 500
_NAMES = tuple(column.name for column in ENTRY.c)
_OPENING_TAGS = frozenset(cls.tag for cls in EVENT_CLASSES if issubclass(cls, Opening))

_LAST = select(COUNTER.c.last)
_ADVANCE = (
    update(COUNTER).values(last=COUNTER.c.last + bindparam("count")).returning(COUNTER.c.last)
)
_OF_CASE = (
    select(ENTRY)
    .where(ENTRY.c.case_id == bindparam("id"), ENTRY.c.version >= bindparam("since"))
    .order_by(ENTRY.c.version)
)
_OF_REQUEST = (
    select(ENTRY).where(ENTRY.c.request_id == bindparam("id")).order_by(ENTRY.c.request_step)
)
_ADD = insert(ENTRY)
_SUMMARY = select(CASE).where(CASE.c.case_id == bindparam("id"))
_ADD_CASE = (
    insert(CASE).values({one.name: bindparam(one.name) for one in CASE.c}).returning(CASE.c.opened)
)
_FORGET_PARTIES = delete(PARTY).where(PARTY.c.opened == bindparam("id"))
_ADD_PARTY = insert(PARTY)
_ERASE = (
    update(ENTRY)
    .where(ENTRY.c.case_id == bindparam("id"), ENTRY.c.body.is_not(None), ENTRY.c.tag != PURGED_TAG)
    .values(body=None, salt=None)
)


def _same(value: Any) -> Any:
    return value


def _listed(parties: frozenset[str]) -> str:
    return json.dumps(sorted(parties), ensure_ascii=False)


_WRITERS: dict[str, Callable[[Any], Any]] = {
    "version": _same,
    "head": _same,
    "edition": _same,
    "complete": int,
    "purged": int,
    "last_at": _same,
    "parties": _listed,
}
"""How the columns of a case are written that are no tracks."""


@frozen
class SqlSession:
    """A connection in a transaction."""

    connection: Connection
    dialect: Dialect
    statements: Statements

    def advance(self, count: int) -> int:
        """Take positions from the counter's row, which others wait at from then on."""
        return int(self.run(_ADVANCE, {"count": count})[0][0]) - count

    def last_position(self) -> int:
        """Return the position of the last entry that was committed."""
        return int(self.connection.execute(_LAST).scalar_one())

    def entries(self, case_id: str, since: int = 1) -> list[Entry]:
        """Return the entries of a case from a version on, in order."""
        return [_entry(row) for row in self.run(_OF_CASE, {"id": case_id, "since": since})]

    def request(self, request_id: str) -> list[Entry]:
        """Return the entries that a request made, in order."""
        return [_entry(row) for row in self.run(_OF_REQUEST, {"id": request_id})]

    def summary(self, case_id: str) -> CaseSummary | None:
        """Return the summary of a case."""
        row = self.connection.execute(_SUMMARY, {"id": case_id}).one_or_none()
        return None if row is None else _summary(row)

    def add(
        self,
        entries: Sequence[Entry],
        summary: CaseSummary,
        before: CaseSummary | None = None,
        *,
        if_unchanged: bool = False,
    ) -> None:
        """Add the next entries of a case, and keep its new summary."""
        if entries[0].version == 1:
            values = {"case_id": summary.case_id, "opened": summary.opened, **_row(summary)}
            keep: Insert | Update = _ADD_CASE
        else:
            # Each column that is written again is a page of an index that is written again.
            values = _row(summary) if before is None else _changes(before, summary)
            keep = _keep_case(frozenset(values), if_unchanged=if_unchanged)
            values["id"] = summary.case_id
            if before is not None:
                values["before"] = before.head
        at_once = len(entries) == 1 and self.dialect.writes_at_once
        if at_once:
            kept = self.run(_with_entry(keep), {**_columns(entries[0], "entry_"), **values})
        else:
            kept = self.run(keep, values)
        if not kept:
            raise JournalUnavailable("damaged", reason=f"nws_case: {summary.case_id}")
        if not at_once:
            self.run(_ADD, *map(_columns, entries))
        if any(entry.is_own or entry.tag in _OPENING_TAGS for entry in entries):
            if entries[0].version > 1:
                self.run(_FORGET_PARTIES, {"id": summary.opened})
            parties = [
                {"party": party, "opened": summary.opened} for party in sorted(summary.parties)
            ]
            if parties:
                self.run(_ADD_PARTY, *parties)

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

    def run(self, statement: ClauseElement, *values: dict[str, Any]) -> Rows:
        """Run one of the statements that are written out once."""
        return self.statements.run(self.connection, statement, *values)

    def _stream(self, query: Select[Any]) -> Iterator[Row[Any]]:
        """Run a query whose rows are fetched some hundred at a time."""
        with self.connection.execute(query, execution_options={"yield_per": _AT_ONCE}) as rows:
            yield from rows


def _entry(row: Sequence[Any]) -> Entry:
    return Entry(**dict(zip(_NAMES, row, strict=True)))


def _columns(entry: Entry, start: str = "") -> dict[str, Any]:
    return {start + name: getattr(entry, name) for name in _NAMES}


@cache
def _keep_case(names: frozenset[str], *, if_unchanged: bool) -> Update:
    """Return the statement that changes some columns of a case."""
    change = update(CASE).where(CASE.c.case_id == bindparam("id"))
    if if_unchanged:
        change = change.where(CASE.c.head == bindparam("before"))
    return change.values({name: bindparam(name) for name in sorted(names)}).returning(CASE.c.opened)


@cache
def _with_entry(keep: Insert | Update) -> Insert:
    """Return a statement that adds an entry as well: one way to the server instead of two."""
    kept = keep.cte("kept")
    values = [bindparam(f"entry_{name}", type_=ENTRY.c[name].type) for name in _NAMES]
    add = insert(ENTRY).from_select(_NAMES, select(*values).select_from(kept))
    return add.returning(ENTRY.c.position)


def _row(summary: CaseSummary) -> dict[str, Any]:
    return {
        **{name: write(getattr(summary, name)) for name, write in _WRITERS.items()},
        **{track: summary.tracks.get(track) for track in TRACKS},
    }


def _changes(before: CaseSummary, after: CaseSummary) -> dict[str, Any]:
    """Return the columns that another summary has other values in."""
    changes = {
        name: write(value)
        for name, write in _WRITERS.items()
        if (value := getattr(after, name)) != getattr(before, name)
    }
    for track in TRACKS:
        if (state := after.tracks.get(track)) != before.tracks.get(track):
            changes[track] = state
    return changes


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
