"""What a case file shows of a sentence of the notice: that it is kept, or that it refuses.

The page of the clause matrix says in words what counts for which kind of sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import nws_incident as nws
from nws_incident.notice.model import ANY_EVENT, Force, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nws_incident.notice.edition import Edition
    from nws_incident.notice.model import Way

CASES = Path(__file__).parents[2] / "tests" / "cases"
"""The case files of the clauses: a folder for each."""


@dataclass(frozen=True)
class Basis:
    """What of an edition rests on a clause."""

    rules: tuple[str, ...]
    generals: tuple[str, ...]
    guards: tuple[str, ...]
    duties: tuple[str, ...]
    permissions: tuple[str, ...]
    exemptions: tuple[str, ...]
    reports: bool
    routes: tuple[str, ...]

    @property
    def is_way_only(self) -> bool:
        """Whether the clause says no more than by which way to reach a body."""
        others = self.rules, self.generals, self.guards, self.duties
        return bool(self.routes) and not any(others)

    @property
    def is_nothing(self) -> bool:
        """Whether nothing rests on the clause: it is kept by there being no rule against it."""
        return not (self.is_way_only or self.rules or self.generals or self.guards or self.duties)


@dataclass(frozen=True)
class Shown:
    """An event of a case file that shows a sentence at work: by what, and the duties it ends."""

    index: int | None
    by: tuple[str, ...]
    ended: tuple[str, ...] = ()


@cache
def sentences() -> tuple[tuple[str, Force], ...]:
    """Return what the clauses command, permit, exempt from and ask care for, one by one."""
    return tuple(
        (number, force)
        for number, clause in nws.load_edition().clauses.items()
        for force in clause.force
        if force is not Force.INFORMATION
    )


def file_of(number: str, force: Force, side: str) -> Path:
    """Return the case file of a sentence: its own, or else the one of its clause."""
    own = CASES / number / f"{side}-{force}.yaml"
    return own if own.exists() else CASES / number / f"{side}.yaml"


@cache
def replayed(file: Path) -> nws.Replay | None:
    """Return what becomes of a case file; nothing where there is none."""
    found = tuple(nws.read_paths([file]))
    if len(found) == 1 and isinstance(found[0], nws.ReadCase):
        return nws.replay(found[0].case)
    return None


@cache
def basis_of(number: str) -> Basis:
    """Return what of the edition rests on a clause."""
    edition = nws.load_edition()
    return Basis(
        rules=tuple(dict.fromkeys(_rules_on(edition, number))),
        generals=tuple(one.id for one in edition.generals if number in one.clauses),
        guards=tuple(name for name, one in edition.guards.items() if number in one.clauses),
        duties=tuple(name for name, one in edition.duties.items() if number in one.clauses),
        permissions=tuple(
            name
            for name, one in edition.permissions.items()
            if number in one.clauses or any(number in cited for cited in _cited(edition, one.rules))
        ),
        exemptions=tuple(name for name, one in edition.exemptions.items() if number in one.clauses),
        reports=any(number in ground.clauses for ground in edition.reports),
        routes=tuple(
            row.id
            for row in edition.contacts.routes
            if number in row.clauses or any(number in relay.clauses for relay in row.relay)
        ),
    )


def _rules_on(edition: Edition, number: str) -> Iterator[str]:
    for subject in (*edition.openings.values(), *edition.rules.values()):
        cited = set(subject.clauses)
        if isinstance(subject, Rule):
            cited.update(one for branch in subject.branch for one in branch.clauses or ())
        if number in cited:
            yield subject.id


def _cited(edition: Edition, rules: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    return (way.clauses for way in edition.ways if way.rule in rules)


def kept(number: str, force: Force, outcome: nws.Replay) -> Shown | None:
    """Return how a case keeps a sentence, or nothing where it does not."""
    basis = basis_of(number)
    if outcome.refused:
        return None
    if basis.is_way_only:
        return next(_on_its_way(number, outcome, accepted=True), None)
    if basis.is_nothing:
        return next(_goes_on(outcome), None)
    if force is Force.PERMISSION:
        return next(_permitted(number, outcome), None)
    if force is Force.EXEMPTION:
        return next(_spared(number, outcome), None)
    return next(_met(number, basis, force, outcome), None)


def refused(number: str, force: Force, outcome: nws.Replay) -> Shown | None:
    """Return how a sentence stands in the way in a case, or nothing where it does not."""
    basis = basis_of(number)
    if basis.is_way_only:
        return next(_on_its_way(number, outcome, accepted=False), None)
    if basis.is_nothing:
        return next(_taken_for_closed(outcome), None)
    if force is Force.PERMISSION:
        rows = nws.load_edition().permissions.items()
        asked = {row.event for name, row in rows if name in basis.permissions}
        return next(_cites(number, outcome, asked), None)
    if force is Force.EXEMPTION:
        return next(_not_spared(number, outcome), None)
    shown = _cites(number, outcome, None)
    if force is Force.CARE and basis.generals:
        shown = (one for one in shown if set(one.by) <= set(basis.generals))
    return next(shown, None)


def _met(number: str, basis: Basis, force: Force, outcome: nws.Replay) -> Iterator[Shown]:
    """Yield the events that do what a clause asks for, those that end a duty of it first."""
    if force is Force.CARE and basis.generals:
        yield from (Shown(index, basis.generals) for index in _words(outcome))
        return
    found = [
        Shown(index, _rules_at_work(number, outcome, index), _ended(basis, outcome, index))
        for index in range(1, len(outcome.decisions))
    ]
    yield from (shown for shown in found if shown.ended)
    yield from (shown for shown in found if shown.by)
    yield from (Shown(index, basis.generals) for index in _words(outcome) if basis.generals)


def _words(outcome: nws.Replay) -> Iterator[int]:
    """Yield the events that say that a body was turned to."""
    for index, event in enumerate(outcome.source.events):
        if _purpose_of(event) is not None:
            yield index


def _rules_at_work(number: str, outcome: nws.Replay, index: int) -> tuple[str, ...]:
    """Return the rules that took an event and rest on a clause, themselves or by a guard."""
    event, decision = outcome.source.events[index], outcome.decisions[index]
    return tuple(
        fired.rule
        for fired in decision.fired
        if number in fired.clauses or _past(number, fired.rule, event)
    )


def _ended(basis: Basis, outcome: nws.Replay, index: int) -> tuple[str, ...]:
    """Return the duties of a clause that were owed before an accepted event, and not after it."""
    before, after = (
        {one.key for one in _duties(outcome.case.fork(upto=upto)) if one.duty in basis.duties}
        for upto in (index, index + 1)
    )
    return tuple(dict.fromkeys(duty for duty, *_ in sorted(before - after)))


def _duties(case: nws.Case) -> tuple[nws.Duty, ...]:
    return nws.duties(case, now=case.events[-1].at, calendar=nws.AlwaysOpen())


def _past(number: str, rule: str, event: nws.Event) -> bool:
    """Tell whether the way by which a rule took an event has a guard that rests on the clause."""
    edition = nws.load_edition()
    return any(
        number in edition.guards[guard].clauses
        for way in edition.ways
        if way.rule == rule and _is_way_of(way, event)
        for guard in way.guards
    )


def _is_way_of(way: Way, event: nws.Event) -> bool:
    return way.event in {event.type, ANY_EVENT} and all(
        getattr(event, name) in values for name, values in way.when
    )


def _permitted(number: str, outcome: nws.Replay) -> Iterator[Shown]:
    for row in nws.load_edition().permissions.values():
        for index, decision in enumerate(outcome.decisions):
            for fired in decision.fired:
                if (
                    decision.event_type == row.event
                    and fired.rule in row.rules
                    and number in {*row.clauses, *fired.clauses}
                ):
                    yield Shown(index, (fired.rule,))


def _spared(number: str, outcome: nws.Replay) -> Iterator[Shown]:
    """Yield the exemption that a complete case makes use of: nothing of what it spares is done."""
    for one in nws.exemptions(outcome.case):
        done = _spared_by(one) & {event.type for event in outcome.case.events}
        if number in one.clauses and outcome.case.is_complete and not done:
            yield Shown(None, (one.exemption,))


def _not_spared(number: str, outcome: nws.Replay) -> Iterator[Shown]:
    for index, before in _refusals(outcome):
        for one in nws.exemptions(before):
            if number in one.clauses and outcome.decisions[index].event_type in _spared_by(one):
                yield Shown(index, (one.exemption,))


def _spared_by(one: nws.Exemption) -> set[str]:
    return set(nws.load_edition().exemptions[one.exemption].spares)


def _cites(number: str, outcome: nws.Replay, types: set[str] | None) -> Iterator[Shown]:
    for index in outcome.refused:
        decision = outcome.decisions[index]
        by = [one.rule for one in decision.findings if number in one.clauses]
        if by and (types is None or decision.event_type in types):
            yield Shown(index, tuple(dict.fromkeys(by)))


def _on_its_way(number: str, outcome: nws.Replay, *, accepted: bool) -> Iterator[Shown]:
    """Yield the words to a body for which the route rests on a clause."""
    for index, (event, decision) in enumerate(
        zip(outcome.source.events, outcome.decisions, strict=True)
    ):
        purpose = _purpose_of(event)
        if purpose is None or decision.accepted != accepted:
            continue
        opening = outcome.source.events[0]
        sender = getattr(opening, event.by)
        known = getattr(event, "contact_known", None)
        way = nws.route(purpose, sender=sender.kind, contact_known=known)
        if number in way.clauses:
            rules = decision.rules or tuple(one.rule for one in decision.findings)
            yield Shown(index, tuple(dict.fromkeys(rules)))


def _purpose_of(event: nws.Event) -> nws.Purpose | None:
    """Return what for an event says that a body was turned to."""
    edition = nws.load_edition()
    for allowed in edition.permissions.values():
        if allowed.event == event.type and allowed.each is not None:
            return allowed.purposes.get(getattr(event, allowed.each))
    for duty in edition.duties.values():
        if duty.discharged_by[0] == event.type:
            return duty.purpose
    return None


def _goes_on(outcome: nws.Replay) -> Iterator[Shown]:
    """Yield what the investigation does after the documents were used: it is not over by it."""
    used = False
    for index, decision in enumerate(outcome.decisions):
        moves = [one for one in decision.moves if one.track == "investigation"]
        if used and moves and decision.accepted:
            yield Shown(index, tuple(one.rule for one in moves))
        used = used or decision.event_type == "processed_on_attached_documents"


def _taken_for_closed(outcome: nws.Replay) -> Iterator[Shown]:
    """Yield a refusal after the documents were used, the investigation's duty still owed."""
    edition = nws.load_edition()
    for index, before in _refusals(outcome):
        owed = [
            one.duty
            for one in _duties(before)
            if "investigation" in edition.duties[one.duty].during
        ]
        if owed and before.tracks.processing == "on_attached_documents":
            yield Shown(index, tuple(one.rule for one in outcome.decisions[index].findings))


def _refusals(outcome: nws.Replay) -> Iterator[tuple[int, nws.Case]]:
    """Yield each refused event's number, and the case as it was before it."""
    for index in outcome.refused:
        accepted = sum(decision.accepted for decision in outcome.decisions[:index])
        yield index, outcome.case.fork(upto=accepted)
