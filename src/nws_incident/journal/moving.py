"""Export and restore: the journal as lines of plain data, with the same hashes at both ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, TypeGuard

import attrs
from attrs import frozen

from nws_incident.events import Event
from nws_incident.findings import Refused
from nws_incident.journal.appending import check_record, check_text
from nws_incident.journal.entries import Entry
from nws_incident.journal.errors import ImportConflict
from nws_incident.journal.hashing import NOTHING_BEFORE, is_intact
from nws_incident.journal.summaries import purged_summary, summary_of
from nws_incident.journal.tale import is_purged, read_tale
from nws_incident.report_numbers import number_key

if TYPE_CHECKING:
    from nws_incident.journal.appending import Tools
    from nws_incident.journal.entries import CaseSummary
    from nws_incident.journal.store import Session, Store

FORMAT = "nws-incident/journal/1"
"""What the first line of an export says that it is."""

_BATCH = 500
_TEXT, _WHOLE, _OPTIONAL = (str,), (int,), (str, type(None))
_KINDS: dict[str, tuple[type, ...]] = {
    "case_id": _TEXT,
    "version": _WHOLE,
    "position": _WHOLE,
    "tag": _TEXT,
    "schema": _WHOLE,
    "edition": _TEXT,
    "recorded_at": _TEXT,
    "request_id": _OPTIONAL,
    "request_step": (int, type(None)),
    "salt": _OPTIONAL,
    "body": _OPTIONAL,
    "digest": _TEXT,
    "previous": _TEXT,
    "hash": _TEXT,
}
_NUMBER_KINDS: dict[str, tuple[type, ...]] = {"body": _TEXT, "day": _TEXT, "last": _WHOLE}


@frozen
class Number:
    """The last number that a body's reports of a day were given."""

    body: str
    day: str
    last: int


def export(store: Store) -> Iterator[dict[str, Any]]:
    """Yield a header, every entry in the order of commits, and the last report numbers."""
    with store.read() as session:
        last = session.last_position()
        yield {"format": FORMAT, "entries": last}
        for entry in session.feed(0, last):
            yield {"entry": attrs.asdict(entry)}
        for body, day, number in session.numbers():
            yield {"number": attrs.asdict(Number(body, day.isoformat(), number))}


def restore(store: Store, lines: Iterable[Mapping[str, Any]], tools: Tools) -> int:
    """Add exported lines, some hundred in one transaction; what is there already stays."""
    rest = iter(lines)
    header = next(rest, None)
    if header is None or header.get("format") != FORMAT:
        raise ImportConflict("bad_export", expected=FORMAT)
    return sum(
        store.write(partial(_restore_batch, batch=batch, tools=tools)) for batch in _batches(rest)
    )


def _batches(lines: Iterable[Mapping[str, Any]]) -> Iterator[list[Entry | Number]]:
    """Yield what the lines hold, never cutting through what was appended together."""
    batch: list[Entry | Number] = []
    before: Entry | Number | None = None
    for line in lines:
        read = _read_line(line)
        if len(batch) >= _BATCH and not _are_of_one_append(before, read):
            yield batch
            batch = []
        batch.append(read)
        before = read
    if batch:
        yield batch


def _are_of_one_append(before: Entry | Number | None, then: Entry | Number) -> bool:
    return (
        isinstance(before, Entry)
        and isinstance(then, Entry)
        and (before.case_id, before.recorded_at) == (then.case_id, then.recorded_at)
    )


def _read_line(line: object) -> Entry | Number:
    if isinstance(line, Mapping) and len(line) == 1:
        for name, cls, kinds in (("entry", Entry, _KINDS), ("number", Number, _NUMBER_KINDS)):
            data = line.get(name)
            if _fits(data, kinds):
                return _checked(cls(**data))
    raise ImportConflict("bad_export", expected=FORMAT)


def _fits(data: Any, kinds: Mapping[str, tuple[type, ...]]) -> TypeGuard[Mapping[str, Any]]:
    return (
        isinstance(data, Mapping)
        and set(data) == set(kinds)
        and all(type(value) in kinds[key] for key, value in data.items())
    )


def _checked(read: Entry | Number) -> Entry | Number:
    if isinstance(read, Entry):
        if not is_intact(read):
            raise ImportConflict("import_altered", case=read.case_id, version=read.version)
        if read.request_id is not None:
            check_text("request_id", read.request_id)
    else:
        check_text("number", read.body or "-")
    return read


def _restore_batch(session: Session, *, batch: Iterable[Entry | Number], tools: Tools) -> int:
    position = session.advance(0)
    known: dict[str, list[Entry]] = {}
    fresh: dict[str, list[Entry]] = {}
    for read in batch:
        if isinstance(read, Number):
            session.raise_number(number_key(read.body), date.fromisoformat(read.day), read.last)
            continue
        if read.case_id not in known:
            known[read.case_id] = session.entries(read.case_id)
        if _is_next(known[read.case_id], read):
            position += 1
            placed = attrs.evolve(read, position=position)
            known[read.case_id].append(placed)
            fresh.setdefault(read.case_id, []).append(placed)
    added = sum(map(len, fresh.values()))
    session.advance(added)
    for case_id, entries in fresh.items():
        told = known[case_id]
        session.add(entries, _summary(told, tools))
        if is_purged(told):
            session.erase(case_id)
    return added


def _is_next(known: list[Entry], entry: Entry) -> bool:
    """Tell whether an entry comes next in its case; `False` where it is there already."""
    if 1 <= entry.version <= len(known):
        if known[entry.version - 1].hash != entry.hash:
            raise ImportConflict("import_differs", case=entry.case_id, version=entry.version)
        return False
    previous = known[-1].hash if known else NOTHING_BEFORE
    if entry.version != len(known) + 1 or entry.previous != previous:
        raise ImportConflict("import_gap", case=entry.case_id, version=entry.version)
    return True


def _summary(told: list[Entry], tools: Tools) -> CaseSummary:
    """Judge the case anew; one whose entries were erased is taken as it stands."""
    opened = told[0].position
    if is_purged(told) or any(entry.body is None for entry in told):
        return purged_summary(told[-1], opened)
    try:
        tale = read_tale(told[0].case_id, told, tools.form, tools.editions)
        for words in tale.said:
            if not isinstance(words, Event):
                check_record(words)
        return summary_of(tale.case(), told[-1], opened)
    except Refused as refused:
        reason = str(refused)
    raise ImportConflict(
        "import_refused", case=told[0].case_id, version=told[-1].version, reason=reason
    )
