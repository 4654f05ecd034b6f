"""A store in memory: for tests, for trying things out, and as the plainest reading of the seam."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from contextlib import contextmanager
from datetime import date
from threading import RLock
from typing import TYPE_CHECKING

import attrs
from attrs import define, field

from nws_incident.journal.entries import CaseSummary, Entry
from nws_incident.journal.errors import JournalUnavailable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nws_incident.journal.entries import CaseFilter
    from nws_incident.journal.store import Result, Session


@define
class _Rows:
    by_position: dict[int, Entry] = field(factory=dict)
    by_case: defaultdict[str, list[int]] = field(factory=lambda: defaultdict(list))
    by_request: defaultdict[str, list[int]] = field(factory=lambda: defaultdict(list))
    summaries: dict[str, CaseSummary] = field(factory=dict)
    numbers: dict[tuple[str, date], int] = field(factory=dict)


@define
class MemorySession:
    """Rows, and what this session would do to them."""

    rows: _Rows
    doing: list[Callable[[], None]] = field(factory=list)
    taken: int = 0

    def advance(self, count: int) -> int:
        """Take positions: the store lets one session in at a time."""
        before = self.last_position() + self.taken
        self.taken += count
        return before

    def last_position(self) -> int:
        """Return the position of the last entry."""
        return len(self.rows.by_position)

    def entries(self, case_id: str, since: int = 1) -> list[Entry]:
        """Return the entries of a case from a version on, in order."""
        return self._at(self.rows.by_case.get(case_id, [])[since - 1 :])

    def request(self, request_id: str) -> list[Entry]:
        """Return the entries that a request made, in order."""
        return self._at(self.rows.by_request.get(request_id, ()))

    def _at(self, positions: Iterable[int]) -> list[Entry]:
        return [self.rows.by_position[position] for position in positions]

    def summary(self, case_id: str) -> CaseSummary | None:
        """Return the summary of a case."""
        return self.rows.summaries.get(case_id)

    def add(
        self,
        entries: Sequence[Entry],
        summary: CaseSummary,
        before: CaseSummary | None = None,
        *,
        if_unchanged: bool = False,
    ) -> None:
        """Add the next entries of a case, and keep its new summary."""
        if if_unchanged and self.summary(summary.case_id) != before:
            raise JournalUnavailable("damaged", reason=summary.case_id)

        def do() -> None:
            for entry in entries:
                self.rows.by_position[entry.position] = entry
                self.rows.by_case[entry.case_id].append(entry.position)
                if entry.request_id is not None:
                    self.rows.by_request[entry.request_id].append(entry.position)
            self.rows.summaries[summary.case_id] = summary

        self.doing.append(do)

    def erase(self, case_id: str) -> None:
        """Erase bodies and salts of all entries of a case but the last."""

        def do() -> None:
            for position in self.rows.by_case[case_id][:-1]:
                entry = self.rows.by_position[position]
                self.rows.by_position[position] = attrs.evolve(entry, body=None, salt=None)

        self.doing.append(do)

    def feed(self, after: int, until: int) -> Iterator[Entry]:
        """Yield the entries of a range of positions, in order."""
        yield from self._at(range(after + 1, until + 1))

    def by_case(self) -> Iterator[Entry]:
        """Yield all entries by case id and version."""
        for case_id in sorted(self.rows.by_case):
            yield from self.entries(case_id)

    def summaries(self, wanted: CaseFilter) -> Iterator[CaseSummary]:
        """Yield the summaries that are asked for, in the order in which cases were opened."""
        found = sorted(self.rows.summaries.values(), key=lambda summary: summary.opened)
        yield from [summary for summary in found if wanted.fits(summary)][: wanted.limit]

    def take_number(self, body: str, day: date, last: int) -> int | None:
        """Return the next number of a body on a day, or `None` once `last` was given out."""
        number = self.rows.numbers.get((body, day), 0) + 1
        if number > last:
            return None
        self.raise_number(body, day, number)
        return number

    def numbers(self) -> Iterator[tuple[str, date, int]]:
        """Yield each body and day with the last number given out, in order."""
        for (body, day), number in sorted(self.rows.numbers.items()):
            yield body, day, number

    def raise_number(self, body: str, day: date, number: int) -> None:
        """Hand out nothing up to `number` any more."""

        def do() -> None:
            self.rows.numbers[body, day] = max(number, self.rows.numbers.get((body, day), 0))

        self.doing.append(do)


class MemoryStore:
    """Rows in memory, for the threads of one process."""

    def __init__(self) -> None:
        """Start with nothing."""
        self._rows = _Rows()
        self._lock = RLock()

    def write(self, work: Callable[[Session], Result]) -> Result:
        """Run `work` alone; what it would do is done at its end."""
        with self._lock:
            session = MemorySession(self._rows)
            result = work(session)
            for do in session.doing:
                do()
            return result

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open a view of the rows as they are, and stay as long as nothing is written."""
        yield MemorySession(self._rows)

    def glance(self, look: Callable[[Session], Result]) -> Result:
        """Run what reads."""
        return look(MemorySession(self._rows))

    def faults(self) -> Iterable[str]:
        """Find nothing wrong: there are no files."""
        return ()

    def close(self) -> None:
        """Keep the rows: they go with the store."""
