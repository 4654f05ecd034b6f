"""Which rules and clauses a run of tests fired and refused by: what the pytest plugin counts.

`Watch` stands in front of `Case.offer`, through which every judgement goes, from its start to its
stop.  The library itself has no observers and keeps no state for them: it is the run of tests that
is watched, and whoever does not ask for it pays nothing.
"""

from __future__ import annotations

from collections import Counter
from functools import wraps
from typing import TYPE_CHECKING, Any

from attrs import Factory, define, frozen

from nws_incident.case import Case

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from nws_incident.case import Decision
    from nws_incident.events import Event
    from nws_incident.notice.edition import Edition
    from nws_incident.notice.model import Opening, Way


@define
class Tally:
    """How often each rule fired, refused, and each clause, under one edition."""

    rules_fired: Counter[str] = Factory(Counter)
    rules_refused: Counter[str] = Factory(Counter)
    clauses_fired: Counter[str] = Factory(Counter)
    clauses_refused: Counter[str] = Factory(Counter)

    def count(self, decision: Decision) -> None:
        """Count a judgement: each rule and clause of it once."""
        for said, rules, clauses in (
            (decision.fired, self.rules_fired, self.clauses_fired),
            (decision.findings, self.rules_refused, self.clauses_refused),
        ):
            rules.update({one.rule for one in said})
            clauses.update({clause for one in said for clause in one.clauses})

    def add(self, data: Mapping[str, Mapping[str, int]]) -> None:
        """Add what was counted elsewhere, as `as_data` has it."""
        for name, counts in data.items():
            getattr(self, name).update(counts)

    def as_data(self) -> dict[str, dict[str, int]]:
        """Return the counts as plain data, to be sent from one process to another."""
        return {name: dict(getattr(self, name)) for name in Tally.__slots__ if name[0] != "_"}


class Watch:
    """Counts by the edition's name what `Case.offer` says, from `start` to `stop`."""

    def __init__(self) -> None:
        """Have counted nothing."""
        self.tallies: dict[str, Tally] = {}
        self._unwatched: Callable[[Case, Event], Decision] | None = None

    def start(self) -> None:
        """Stand in front of `Case.offer`."""
        unwatched = self._unwatched = Case.offer

        @wraps(unwatched)
        def offer(case: Case, event: Event) -> Decision:
            edition = case.edition.id
            decision = unwatched(case, event)
            self.tally(edition).count(decision)
            return decision

        Case.offer = offer  # type: ignore[assignment, method-assign]  # the point

    def stop(self) -> None:
        """Put `Case.offer` back as it was."""
        Case.offer = self._unwatched  # type: ignore[method-assign, assignment]

    def tally(self, edition: str) -> Tally:
        """Return the tally of an edition."""
        return self.tallies.setdefault(edition, Tally())

    def add(self, data: Mapping[str, Any]) -> None:
        """Add what another process counted."""
        for edition, counts in data.items():
            self.tally(edition).add(counts)

    def as_data(self) -> dict[str, Any]:
        """Return all counts as plain data."""
        return {edition: tally.as_data() for edition, tally in self.tallies.items()}


@frozen
class Row:
    """A rule or a clause, and how often it fired and refused."""

    name: str
    fired: int
    refused: int


@frozen
class Coverage:
    """How an edition's clauses and rules fared: all on which an event can be judged."""

    clauses: tuple[Row, ...]
    rules: tuple[Row, ...]

    @property
    def percent(self) -> float:
        """The share of the rules, or of the clauses if that is less, that fired at least once."""
        return min(_percent(self.clauses), _percent(self.rules))

    def lines(self) -> Iterator[str]:
        """Tell how often each fired and refused, and which never did."""
        both: tuple[tuple[str, tuple[Row, ...]], ...]
        both = (("clause", self.clauses), ("rule", self.rules))
        for what, rows in both:
            width = max(len(row.name) for row in rows)
            yield f"{what.ljust(width)}    fired  refused"
            for row in rows:
                yield f"{row.name.ljust(width)} {row.fired:8} {row.refused:8}"
            for how in ("fired", "refused"):
                never = [row.name for row in rows if not getattr(row, how)]
                yield f"{what}s never {how}: {', '.join(never) or 'none'}"
        yield (
            f"fired: {_percent(self.clauses):.0f} % of {len(self.clauses)} clauses, "
            f"{_percent(self.rules):.0f} % of {len(self.rules)} rules"
        )


def coverage(edition: Edition, tally: Tally) -> Coverage:
    """Return how the clauses and rules of an edition that can fire fared in a tally."""
    citing: list[Opening | Way] = [*edition.openings.values(), *edition.ways]
    rules = [opening.id for opening in edition.openings.values()] + list(edition.rules)
    clauses = edition.in_order(clause for one in citing for clause in one.clauses)
    return Coverage(
        _rows(clauses, tally.clauses_fired, tally.clauses_refused),
        _rows(rules, tally.rules_fired, tally.rules_refused),
    )


def _rows(names: Iterable[str], fired: Counter[str], refused: Counter[str]) -> tuple[Row, ...]:
    return tuple(Row(name, fired[name], refused[name]) for name in names)


def _percent(rows: tuple[Row, ...]) -> float:
    return 100 * sum(bool(row.fired) for row in rows) / len(rows)
