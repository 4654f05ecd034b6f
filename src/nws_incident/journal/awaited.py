"""A journal for async code: each call runs in a thread of a few that are its own.

Threads, and no second set of stores: that would take an asynchronous driver for each database and
everything in the journal twice, to gain little where appends wait for each other anyway.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, ParamSpec, Self, TypeVar

from nws_incident.editions import DEFAULT_EDITION

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Iterable, Iterator, Mapping
    from datetime import date, datetime
    from types import TracebackType

    from nws_incident.duties.calendars import Calendar
    from nws_incident.duties.deadlines import Term
    from nws_incident.events import Event
    from nws_incident.journal.checkpoints import Checkpoint
    from nws_incident.journal.contract import Journal
    from nws_incident.journal.entries import Appended, CaseSummary, Entry, HistoryEntry
    from nws_incident.journal.loaded import LoadedCase
    from nws_incident.journal.records import EventRetracted
    from nws_incident.journal.verifying import Verification
    from nws_incident.terms import Urgency

_Asked = ParamSpec("_Asked")
_Answer = TypeVar("_Answer")
_Item = TypeVar("_Item")

_AT_ONCE = 500


class AsyncJournal:
    """A journal whose methods are awaited; see `Journal` for what each of them does.

    At most `threads` calls run at once, and others wait their turn; the threads are its own, so
    that a locked database holds up nobody else.  Use it in an ``async with`` block, or `close` it,
    which closes the journal as well.

    Whoever is cancelled while awaiting stops waiting; the call itself goes on to its end.  Repeat
    an append with the same `request_id` to learn what became of it.  Leave a feed or an export
    half-way by `contextlib.aclosing`.
    """

    def __init__(self, journal: Journal, *, threads: int = 4) -> None:
        """Work on a journal that is open."""
        self._journal = journal
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="nws-journal")

    async def append(
        self,
        case_id: str,
        events: Iterable[Event | EventRetracted],
        *,
        expected_version: int,
        request_id: str | None = None,
        edition: str = DEFAULT_EDITION,
    ) -> Appended:
        """Judge `events` on the case as it is and store all of them, or store nothing and raise."""
        return await self._run(
            self._journal.append,
            case_id,
            events,
            expected_version=expected_version,
            request_id=request_id,
            edition=edition,
        )

    async def load(self, case_id: str) -> LoadedCase:
        """Return a case; `UnknownCase`, `PurgedCase`, or `UnreadableEntry` where there is none."""
        return await self._run(self._journal.load, case_id)

    async def history(self, case_id: str) -> tuple[HistoryEntry, ...]:
        """Return all entries of a case in order, those that were retracted among them."""
        return await self._run(self._journal.history, case_id)

    async def cases(  # noqa: PLR0913  each filters by something else
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
        return await self._run(
            self._journal.cases,
            tracks=tracks,
            complete=complete,
            party=party,
            edition=edition,
            overdue_on=overdue_on,
            calendar=calendar,
            terms=terms,
            after=after,
            limit=limit,
        )

    def feed(self, *, after: int = 0, limit: int | None = None) -> AsyncGenerator[Entry, None]:
        """Yield all entries after a position, in the order in which they were committed."""
        return self._stream(self._journal.feed(after=after, limit=limit))

    async def next_report_number(self, code: str | None, day: date) -> int:
        """Return the next number of a body's reports on a day, from 1 to 99, each only once."""
        return await self._run(self._journal.next_report_number, code, day)

    async def checkpoint(self) -> Checkpoint:
        """Return one hash over all cases as they are, to be given out of the house."""
        return await self._run(self._journal.checkpoint)

    async def verify(self, checkpoint: Checkpoint | None = None) -> Verification:
        """Look at every entry, and name what was altered, missing, reordered or inserted."""
        return await self._run(self._journal.verify, checkpoint)

    def export(self) -> AsyncGenerator[dict[str, Any], None]:
        """Yield the whole journal as plain data: a header, entries by position, numbers."""
        return self._stream(self._journal.export())

    async def restore(self, lines: Iterable[Mapping[str, Any]]) -> int:
        """Add what was exported, hashes and all; what is there already is passed over."""
        return await self._run(self._journal.restore, lines)

    async def purge(self, *, older_than: datetime, by: str, why: str) -> tuple[str, ...]:
        """Erase what complete cases said whose last event is before a moment; return their ids."""
        return await self._run(self._journal.purge, older_than=older_than, by=by, why=why)

    async def close(self) -> None:
        """Let the calls that run come to their end, and let go of the store."""
        await asyncio.to_thread(self._threads.shutdown)
        await asyncio.to_thread(self._journal.close)

    async def __aenter__(self) -> Self:
        """Return the journal."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the journal."""
        await self.close()

    async def _run(
        self, call: Callable[_Asked, _Answer], *args: _Asked.args, **kwargs: _Asked.kwargs
    ) -> _Answer:
        work = partial(copy_context().run, call, *args, **kwargs)
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    async def _stream(self, items: Iterator[_Item]) -> AsyncGenerator[_Item, None]:
        """Yield items that are fetched some hundred at a time."""
        try:
            while page := await self._run(list, islice(items, _AT_ONCE)):
                for item in page:
                    yield item
        finally:
            # An export that is left half-way would hold its transaction, even past `close`.
            await asyncio.to_thread(getattr(items, "close", _nothing))


def _nothing() -> None:
    """Do what there is to do for an iterator that cannot be closed."""
