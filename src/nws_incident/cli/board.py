"""A board of what many cases owe: by role, the most urgent first, then by date."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from attrs import define, frozen

from nws_incident.casefile import Place
from nws_incident.cli.owing import due_of, urgency_of
from nws_incident.cli.terminal import Line, Span, pad, width
from nws_incident.duties.standing import Duty
from nws_incident.fields import one_line
from nws_incident.notice.edition import Edition
from nws_incident.terms import Role, Urgency
from nws_incident.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

_GAP = "  "
_ROLES = tuple(Role)
_URGENCIES: tuple[Urgency | None, ...] = (*Urgency, None)


@frozen
class Row:
    """A duty and the case that owes it: all that is kept of a case while others are read.

    `place` is the file that the case stands in, if it does.
    """

    case_id: str
    place: Place | None
    edition: Edition
    duty: Duty

    @property
    def order(self) -> tuple[int, int, date]:
        """Where the row belongs: by role, urgency and date; a duty without a date comes last."""
        duty = self.duty
        return (
            _ROLES.index(duty.bearer),
            _URGENCIES.index(duty.urgency),
            duty.due or date.max,
        )


@define
class Count:
    """How many cases were looked at, and what they owe."""

    cases: int = 0
    owing: int = 0
    duties: int = 0
    overdue: int = 0
    invalid: int = 0

    def add(self, rows: list[Row]) -> None:
        """Count a case with those of its duties that the board shows."""
        self.cases += 1
        self.owing += bool(rows)
        self.duties += len(rows)
        self.overdue += sum(row.duty.overdue > 0 for row in rows)


def board(rows: list[Row], now: datetime, language: str) -> Iterator[Line]:
    """Tell the rows, which are in order, under the role that owes them."""
    for role in _ROLES:
        own = [row for row in rows if row.duty.bearer is role]
        if own:
            yield _heading(own, language)
            yield from _lines(own, now, language)
            yield ()
    if not rows:
        yield (Span(wording("duties.nothing").read(language), "good"),)


def summary(count: Count, language: str) -> Line:
    """Tell in one line how many cases owe how much."""
    text = wording("duties.summary").fill(
        cases=str(count.cases + count.invalid),
        owing=str(count.owing),
        duties=str(count.duties),
        overdue=str(count.overdue),
        invalid=str(count.invalid),
    )
    return (Span(text.read(language), "strong"),)


def _heading(rows: list[Row], language: str) -> Line:
    role = rows[0].edition.label("role", rows[0].duty.bearer)
    counted = wording("duties.counted").fill(role=role, duties=str(len(rows)))
    return (Span(f"■ {counted.read(language)}", "strong"),)


def _lines(rows: list[Row], now: datetime, language: str) -> Iterator[Line]:
    cells = [
        (
            urgency_of(row.edition, row.duty, language),
            one_line(row.case_id),
            f"{row.duty.label.read(language)} {', '.join(row.duty.clauses)}",
        )
        for row in rows
    ]
    columns = [max(width(cell[index]) for cell in cells) for index in range(len(cells[0]))]
    for row, cell in zip(rows, cells, strict=True):
        said = _GAP.join(pad(text, wide) for text, wide in zip(cell, columns, strict=True))
        due = due_of(row.edition, row.duty, now, language)
        yield (
            Span(f"{_GAP}{said}"),
            Span(f"{_GAP}{due}" if due else "", "bad" if row.duty.overdue else "watch"),
            Span("" if row.place is None else f"{_GAP}[{row.place}]", "dim"),
        )
