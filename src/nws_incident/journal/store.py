"""What a store has to do for a journal: run a piece of work in one transaction.

All that a journal means (judging, conflicts, repeated requests, retractions, hashes) stands once,
above this seam; a store only keeps rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from datetime import date

    from nws_incident.journal.entries import CaseFilter, CaseSummary, Entry

Result = TypeVar("Result")


@runtime_checkable
class Session(Protocol):
    """One transaction: what it writes is seen by others all at once, or never."""

    def advance(self, count: int) -> int:
        """Take the next `count` positions, and return the last one before them.

        Others who want positions wait to the end of the transaction.  So positions are given out
        in the order of commits, and a follower of the feed misses nothing.  With a count of 0
        this only keeps others from appending.
        """
        ...

    def last_position(self) -> int:
        """Return the position of the last entry that was committed."""
        ...

    def entries(self, case_id: str, since: int = 1) -> list[Entry]:
        """Return the entries of a case from a version on, in order."""
        ...

    def request(self, request_id: str) -> list[Entry]:
        """Return the entries that a request made, in order."""
        ...

    def summary(self, case_id: str) -> CaseSummary | None:
        """Return the summary of a case."""
        ...

    def add(
        self,
        entries: Sequence[Entry],
        summary: CaseSummary,
        before: CaseSummary | None = None,
        /,
        *,
        if_unchanged: bool = False,
    ) -> None:
        """Add the next entries of a case at positions that were taken, and keep its new summary.

        `before` is the summary that it had, if that is known: what is the same need not be
        written.  Raises `JournalUnavailable` where the list has no such case, or has it otherwise
        than `before` if `if_unchanged` is asked for.  Where another transaction adds entries of
        the same versions, the store runs the work again.
        """
        ...

    def erase(self, case_id: str) -> None:
        """Erase bodies and salts of all entries of a case but the last."""
        ...

    def feed(self, after: int, until: int) -> Iterator[Entry]:
        """Yield the entries of a range of positions, in order."""
        ...

    def by_case(self) -> Iterator[Entry]:
        """Yield all entries by case id (in the order of code points) and version."""
        ...

    def summaries(self, wanted: CaseFilter) -> Iterator[CaseSummary]:
        """Yield the summaries that are asked for, in the order in which cases were opened."""
        ...

    def take_number(self, body: str, day: date, last: int) -> int | None:
        """Return the next number of a body on a day, or `None` once `last` was given out."""
        ...

    def numbers(self) -> Iterator[tuple[str, date, int]]:
        """Yield each body and day with the last number given out, in order."""
        ...

    def raise_number(self, body: str, day: date, number: int) -> None:
        """Hand out nothing up to `number` any more."""
        ...


@runtime_checkable
class Store(Protocol):
    """Where a journal's rows are."""

    def write(self, work: Callable[[Session], Result]) -> Result:
        """Run `work` in a transaction that others see whole or not at all.

        Where the database asks for it, the work is run again from the start.
        """
        ...

    def read(self) -> AbstractContextManager[Session]:
        """Open a transaction that only reads, for as long as the block lasts."""
        ...

    def glance(self, look: Callable[[Session], Result]) -> Result:
        """Run what reads, each statement for itself, with no transaction around them."""
        ...

    def faults(self) -> Iterable[str]:
        """Yield what the store itself finds wrong with its files."""
        ...

    def close(self) -> None:
        """Let go of whatever the store holds open."""
        ...
