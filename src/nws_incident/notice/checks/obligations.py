"""Duties, permissions, exemptions, properties: names exist, a guard can be asked of a bearer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nws_incident.errors import Problem
from nws_incident.notice.obligations import duty_ways

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from nws_incident.notice.checks.parts import Parts, Placed


def _duties(edition: Parts) -> Iterator[Problem]:
    for placed in edition.rows("duty"):
        row = placed.row
        yield from _something(placed, "by", "clauses", "discharged_by")
        yield from _clauses(edition, placed)
        yield from _events(edition, placed, "discharged_by")
        for event in row.discharged_by:
            yield from _each(edition, placed, event)
        yield from _slots(placed)
        yield from _branches(placed)
        for way in duty_ways(row):
            yield from _states(edition, placed.place, way.during)
            yield from _reads(edition, placed, way.guards)


def _permissions(edition: Parts) -> Iterator[Problem]:
    for placed in edition.rows("permission"):
        row = placed.row
        yield from _something(placed, "rules", "clauses")
        yield from _clauses(edition, placed)
        yield from _event(edition, f"{placed.place}.event", row.event)
        yield from _each(edition, placed, row.event)
        yield from _slots(placed)
        yield from _rules(edition, placed)
        values = _values(edition, row.event, row.each) or ()
        for value in row.purposes:
            if value not in values:
                yield _unknown(f"{placed.place}.purposes", value, values)


def _exemptions(edition: Parts) -> Iterator[Problem]:
    for placed in edition.rows("exemption"):
        yield from _something(placed, "by", "clauses", "during", "spares")
        yield from _clauses(edition, placed)
        yield from _events(edition, placed, "spares")
        yield from _states(edition, placed.place, placed.row.during)


def _properties(edition: Parts) -> Iterator[Problem]:
    for placed in edition.rows("property"):
        yield from _clauses(edition, placed)


def _branches(placed: Placed) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for index, branch in enumerate(placed.row.branch):
        place = f"{placed.place}.branch[{index}]"
        if branch.id in first:
            yield Problem.of(place, "edition_duplicate", value=branch.id, where=first[branch.id])
        first.setdefault(branch.id, place)


def _something(placed: Placed, *names: str) -> Iterator[Problem]:
    for name in names:
        if not getattr(placed.row, name):
            yield Problem.of(f"{placed.place}.{name}", "edition_incomplete", value=name)


def _clauses(edition: Parts, placed: Placed) -> Iterator[Problem]:
    for number in placed.row.clauses:
        if number not in edition.clauses:
            yield Problem.of(f"{placed.place}.clauses", "edition_unknown_clause", value=number)


def _event(edition: Parts, place: str, event: str) -> Iterator[Problem]:
    if event not in edition.known.events:
        yield Problem.of(place, "edition_unknown_event", value=event)


def _events(edition: Parts, placed: Placed, name: str) -> Iterator[Problem]:
    for index, event in enumerate(getattr(placed.row, name)):
        yield from _event(edition, f"{placed.place}.{name}[{index}]", event)


def _values(edition: Parts, event: str, field: str | None) -> tuple[Any, ...] | None:
    """Return the values that a field of an event can have, where they are few."""
    return None if field is None else edition.known.events.get(event, {}).get(field)


def _each(edition: Parts, placed: Placed, event: str) -> Iterator[Problem]:
    """Demand of `each` a field of few values that has labels of its own."""
    each = placed.row.each
    if each is None or event not in edition.known.events:
        return
    if _values(edition, event, each) is None or each not in edition.known.vocabularies:
        yield Problem.of(f"{placed.place}.each", "edition_unknown_field", type=event, value=each)


def _slots(placed: Placed) -> Iterator[Problem]:
    """Let a row's texts be filled with nothing but the value that `each` stands for."""
    each = placed.row.each
    allowed = () if each is None else (each,)
    texts = [("label", placed.row.label), ("means", placed.row.means)] + [
        (f"branch[{index}].means", branch.means)
        for index, branch in enumerate(getattr(placed.row, "branch", ()))
        if branch.means is not None
    ]
    for name, text in texts:
        for slot in sorted(text.slots - set(allowed)):
            yield _unknown(f"{placed.place}.{name}", slot, allowed)


def _rules(edition: Parts, placed: Placed) -> Iterator[Problem]:
    """Demand rules that exist and take the event by themselves."""
    rules = {one.row.id: one.row for one in edition.rules}
    for name in placed.row.rules:
        rule = rules.get(name)
        if rule is None:
            yield Problem.of(f"{placed.place}.rules", "edition_unknown_rule", value=name)
        elif rule.rides_on or placed.row.event not in {
            rule.event,
            *(branch.event for branch in rule.branch),
        }:
            yield Problem.of(
                f"{placed.place}.rules", "edition_takes_other", rule=name, type=placed.row.event
            )


def _reads(edition: Parts, placed: Placed, guards: Iterable[str]) -> Iterator[Problem]:
    """Demand guards that look at nothing but the bearer and the value of `each`."""
    for guard in guards:
        for field in edition.known.reads.get(guard, ()):
            if field != placed.row.each:
                yield Problem.of(
                    f"{placed.place}.guards", "edition_reads_event", guard=guard, value=field
                )


def _states(edition: Parts, place: str, during: Mapping[str, tuple[str, ...]]) -> Iterator[Problem]:
    for track, states in during.items():
        if track not in edition.tracks:
            yield Problem.of(f"{place}.during", "edition_unknown_track", value=track)
            continue
        for state in states:
            if state not in edition.tracks[track].states:
                yield Problem.of(
                    f"{place}.during", "edition_unknown_state", track=track, value=state
                )


def _unknown(place: str, value: str, allowed: Iterable[Any]) -> Problem:
    return Problem.of(
        place,
        "edition_unknown_word",
        value=value,
        allowed=", ".join(str(word) for word in allowed),
    )


CHECKS = (_duties, _permissions, _exemptions, _properties)
