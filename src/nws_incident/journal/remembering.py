"""Cases as they were last read or written, so that only what is new of them is read and folded.

Decoding and folding a case costs several times what a database takes to hand over its rows.
What is remembered is never taken on trust: what is loaded, and what is appended to, must still
end with the entry that is remembered, by its hash, in the very transaction.
"""

from __future__ import annotations

from collections import OrderedDict
from copy import copy
from threading import Lock
from typing import TYPE_CHECKING, cast

import attrs
from attrs import frozen

from nws_incident.events import EditionChanged
from nws_incident.journal.entries import CaseSummary, Entry
from nws_incident.journal.loaded import LoadedCase
from nws_incident.journal.summaries import summary_of
from nws_incident.journal.tale import Tale, read_entry, read_tale

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nws_incident.events import Event
    from nws_incident.journal.appending import Tools
    from nws_incident.journal.store import Session

_MOST = 256


@frozen
class Known:
    """A case up to its entry `last`.  Nobody changes `case`: copy it first."""

    last: Entry
    tale: Tale
    case: LoadedCase
    summary: CaseSummary


class Remembered:
    """The cases that a journal used last, a few hundred at most; for several threads."""

    def __init__(self) -> None:
        """Start with none."""
        self._known: OrderedDict[str, Known] = OrderedDict()
        self._lock = Lock()

    def get(self, case_id: str) -> Known | None:
        """Return what is remembered of a case."""
        return self._known.get(case_id)

    def keep(self, known: Known) -> Known:
        """Remember a case, and forget the one that was kept longest ago if there are too many.

        It may be kept before the transaction ends: if that fails, no entry with its hash is found.
        """
        with self._lock:
            self._known[known.last.case_id] = known
            self._known.move_to_end(known.last.case_id)
            if len(self._known) > _MOST:
                self._known.popitem(last=False)
        return known

    def drop(self, case_id: str) -> None:
        """Forget a case."""
        with self._lock:
            self._known.pop(case_id, None)

    def forget(self) -> None:
        """Forget all: after a purge nothing of what was erased may stay in memory."""
        with self._lock:
            self._known.clear()


def read_known(session: Session, case_id: str, tools: Tools) -> Known | None:
    """Read a case as it is now, or `None`; raises `PurgedCase`, or `UnreadableEntry`."""
    known = tools.remembered.get(case_id)
    if known is not None:
        entries = session.entries(case_id, known.last.version)
        if entries and entries[0].hash == known.last.hash:
            if len(entries) == 1:
                return known
            if not any(entry.is_own or entry.tag == EditionChanged.tag for entry in entries):
                return _extended(known, entries[1:], tools)
        tools.remembered.drop(case_id)
    entries = session.entries(case_id)
    if not entries:
        return None
    tale = read_tale(case_id, entries, tools.form, tools.editions)
    case = tale.case()
    summary = summary_of(case, entries[-1], entries[0].position)
    return tools.remembered.keep(Known(entries[-1], tale, case, summary))


def _extended(known: Known, fresh: Sequence[Entry], tools: Tools) -> Known:
    """Fold the entries that others added."""
    said = [cast("Event", read_entry(entry, tools.form)) for entry in fresh]
    case = copy(known.case)
    for event in said:
        case.apply(event)
    return tools.remembered.keep(
        Known(
            fresh[-1],
            attrs.evolve(known.tale, said=[*known.tale.said, *said]),
            case,
            summary_of(case, fresh[-1], known.summary.opened),
        )
    )
