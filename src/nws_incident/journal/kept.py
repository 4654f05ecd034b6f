"""The journal over any store: what is judged and proved stands here once for all of them."""

from __future__ import annotations

from copy import copy
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, Self

from nws_incident.editions import DEFAULT_EDITION
from nws_incident.events import Event
from nws_incident.journal import appending, moving, purging, verifying
from nws_incident.journal.appending import Request, check_text, check_texts
from nws_incident.journal.checkpoints import checkpoint_of
from nws_incident.journal.entries import CaseFilter
from nws_incident.journal.errors import InvalidAppend, JournalError, UnknownCase
from nws_incident.journal.loaded import LoadedCase
from nws_incident.journal.overdue import Overdue, overdue_cases
from nws_incident.journal.records import EventRetracted
from nws_incident.journal.remembering import read_known
from nws_incident.journal.tale import read_history
from nws_incident.report_numbers import LAST_NUMBER, NumbersExhausted, number_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date, datetime
    from types import TracebackType

    from nws_incident.duties.calendars import Calendar
    from nws_incident.duties.deadlines import Term
    from nws_incident.journal.appending import Tools
    from nws_incident.journal.checkpoints import Checkpoint
    from nws_incident.journal.entries import Appended, CaseSummary, Entry, HistoryEntry
    from nws_incident.journal.store import Store
    from nws_incident.journal.verifying import Verification
    from nws_incident.terms import Urgency

_PAGE = 500


class KeptJournal:
    """A journal whose rows a store keeps; see `nws_incident.Journal` for what each method does."""

    def __init__(self, store: Store, tools: Tools) -> None:
        """Work on a store with the tools given."""
        self._store = store
        self._tools = tools

    def append(
        self,
        case_id: str,
        events: Iterable[Event | EventRetracted],
        *,
        expected_version: int,
        request_id: str | None = None,
        edition: str = DEFAULT_EDITION,
    ) -> Appended:
        """Judge `events` on the case as it is and store all of them, or store nothing and raise."""
        said = tuple(events)
        for words in said:
            if not isinstance(words, (Event, EventRetracted)):
                raise InvalidAppend("not_an_event", kind=type(words).__name__)
        request = Request(
            case_id=LoadedCase(case_id).id or "",
            said=said,
            expected_version=expected_version,
            request_id=request_id,
            edition=edition,
        )
        check_texts(request)
        try:
            return self._store.write(partial(appending.append_quickly, request, self._tools))
        except appending.NotSure:
            return self._store.write(partial(appending.append, request, self._tools))

    def load(self, case_id: str) -> LoadedCase:
        """Return a case; `UnknownCase`, `PurgedCase`, or `UnreadableEntry` where there is none."""
        known = self._store.glance(lambda session: read_known(session, case_id, self._tools))
        if known is None:
            raise UnknownCase(case_id)
        return copy(known.case)

    def history(self, case_id: str) -> tuple[HistoryEntry, ...]:
        """Return all entries of a case in order, those that were retracted among them."""
        entries = self._store.glance(lambda session: session.entries(case_id))
        if not entries:
            raise UnknownCase(case_id)
        return read_history(entries, self._tools.form)

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
        """Return cases in the order in which they were opened, a page at a time."""
        wanted = CaseFilter(
            tracks={
                track: (states,) if isinstance(states, str) else tuple(states)
                for track, states in (tracks or {}).items()
            },
            complete=complete,
            party=party,
            edition=edition,
            after=after,
            limit=limit,
        )
        with self._store.read() as session:
            if overdue_on is None:
                return tuple(session.summaries(wanted))
            overdue = Overdue(on=overdue_on, calendar=calendar, terms=terms)
            return tuple(islice(overdue_cases(session, wanted, overdue, self._tools), limit))

    def feed(self, *, after: int = 0, limit: int | None = None) -> Iterator[Entry]:
        """Yield all entries after a position, in the order in which they were committed."""
        with self._store.read() as session:
            last = session.last_position()
        until = last if limit is None else min(last, after + limit)
        # A page at a time, so that a slow follower holds no transaction open.
        for start in range(after, until, _PAGE):
            with self._store.read() as session:
                page = list(session.feed(start, min(start + _PAGE, until)))
            yield from page

    def next_report_number(self, code: str | None, day: date) -> int:
        """Return the next number of a body's reports on a day, from 1 to 99, each only once."""
        if code is not None:
            check_text("code", code)
        body = number_key(code)
        number = self._store.write(lambda session: session.take_number(body, day, LAST_NUMBER))
        if number is None:
            raise NumbersExhausted(body, day.isoformat())
        return number

    def next_number(self, code: str | None, day: date) -> int:
        """Return what `next_report_number` does: the report's `NumberAllocator` calls it so."""
        return self.next_report_number(code, day)

    def checkpoint(self) -> Checkpoint:
        """Return one hash over all cases as they are, to be given out of the house."""
        with self._store.read() as session:
            last = session.last_position()
            return checkpoint_of(session.by_case(), last)

    def verify(self, checkpoint: Checkpoint | None = None) -> Verification:
        """Look at every entry, and name what was altered, missing, reordered or inserted."""
        return verifying.verify(self._store, self._tools, checkpoint)

    def export(self) -> Iterator[dict[str, Any]]:
        """Yield the whole journal as plain data: a header, entries by position, numbers."""
        return moving.export(self._store)

    def restore(self, lines: Iterable[Mapping[str, Any]]) -> int:
        """Add what was exported, hashes and all; what is there already is passed over."""
        return moving.restore(self._store, lines, self._tools)

    def purge(self, *, older_than: datetime, by: str, why: str) -> tuple[str, ...]:
        """Erase what complete cases said whose last event is before a moment; return their ids."""
        if older_than.utcoffset() is None:
            raise JournalError("naive_moment")
        asked = purging.Purge(older_than=older_than, by=by, why=why)
        return purging.purge(self._store, asked, self._tools)

    def close(self) -> None:
        """Let go of the store."""
        self._store.close()

    def __enter__(self) -> Self:
        """Return the journal."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the journal."""
        self.close()
