"""The contract of a journal: what every store keeps, whatever it is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, Self

from nws_incident.editions import DEFAULT_EDITION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date, datetime
    from types import TracebackType

    from nws_incident.duties.calendars import Calendar
    from nws_incident.duties.deadlines import Term
    from nws_incident.events import Event
    from nws_incident.journal.checkpoints import Checkpoint
    from nws_incident.journal.entries import Appended, CaseSummary, Entry, HistoryEntry
    from nws_incident.journal.loaded import LoadedCase
    from nws_incident.journal.records import EventRetracted
    from nws_incident.journal.verifying import Verification
    from nws_incident.terms import Urgency


class Journal(Protocol):
    """Cases as an append-only journal: nothing is changed, and nothing refused is stored.

    Threads and processes may share a store.  Use it in a ``with`` block, or `close` it.
    """

    def append(
        self,
        case_id: str,
        events: Iterable[Event | EventRetracted],
        *,
        expected_version: int,
        request_id: str | None = None,
        edition: str = DEFAULT_EDITION,
    ) -> Appended:
        """Judge `events` on the case as it is and store all of them, or store nothing and raise.

        `expected_version` is the version of the case that the events were meant for, 0 for a new
        one.  `edition` is what a new case starts under.  Raises `Refused`, `ConflictError`
        (somebody was faster), `StrandedEvents`, `RequestReused`, `PurgedCase`, `InvalidAppend`,
        `InvalidCaseFile` (the id), `JournalUnavailable`, `OutcomeUnknown`.
        """
        ...

    def load(self, case_id: str) -> LoadedCase:
        """Return a case; `UnknownCase`, `PurgedCase`, or `UnreadableEntry` where there is none."""
        ...

    def history(self, case_id: str) -> tuple[HistoryEntry, ...]:
        """Return all entries of a case in order, those that were retracted among them."""
        ...

    def cases(  # noqa: PLR0913  each filters by something else
        self,
        *,
        tracks: Mapping[str, str | Iterable[str]] | None = None,
        complete: bool | None = None,
        party: str | None = None,
        edition: str | None = None,
        overdue_on: date | None = None,
        calendar: Calendar | None = None,
        terms: Mapping[Urgency, Term] | None = None,
        after: int = 0,
        limit: int | None = None,
    ) -> tuple[CaseSummary, ...]:
        """Return cases in the order in which they were opened, a page at a time.

        `tracks` maps a track to one state or several; `party` is a name, or a code, of either
        party.  `overdue_on` leaves the cases that owe a must whose date is before that day;
        `calendar` and `terms` are those of `duties`, for a host's own terms.  It loads each open
        case that the other filters leave, until the page is full.  The next page starts `after`
        the last summary's `opened`.
        """
        ...

    def feed(self, *, after: int = 0, limit: int | None = None) -> Iterator[Entry]:
        """Yield all entries after a position, in the order in which they were committed.

        Whoever has read to a position never misses an entry: none comes later with a lower one.
        """
        ...

    def next_report_number(self, code: str | None, day: date) -> int:
        """Return the next number of a body's reports on a day, from 1 to 99, each only once.

        `code` is a 全国地方公共団体コード, with or without check digit, or a name where a body
        has none, kept by `report.number_key`.  Raises `report.NumbersExhausted`.
        """
        ...

    def next_number(self, code: str | None, day: date) -> int:
        """Return what `next_report_number` does: so a journal is a `report.NumberAllocator`."""
        ...

    def checkpoint(self) -> Checkpoint:
        """Return one hash over all cases as they are, to be given out of the house."""
        ...

    def verify(self, checkpoint: Checkpoint | None = None) -> Verification:
        """Look at every entry, and name what was altered, missing, reordered or inserted."""
        ...

    def export(self) -> Iterator[dict[str, Any]]:
        """Yield the whole journal as plain data: a header, entries by position, numbers."""
        ...

    def restore(self, lines: Iterable[Mapping[str, Any]]) -> int:
        """Add what was exported, hashes and all; what is there already is passed over.

        Returns how many entries were added.  Raises `ImportConflict` where an entry does not fit.
        """
        ...

    def purge(self, *, older_than: datetime, by: str, why: str) -> tuple[str, ...]:
        """Erase what complete cases said whose last event is before a moment; return their ids.

        The hashes stay, and an entry of each case records who did it, and why.
        """
        ...

    def close(self) -> None:
        """Let go of the store."""
        ...

    def __enter__(self) -> Self:
        """Return the journal."""
        ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the journal."""
        ...
