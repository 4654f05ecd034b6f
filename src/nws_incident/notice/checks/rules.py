"""The rules: every name exists, every guard and state is used, and no two accept the same."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

from nws_incident.errors import Problem
from nws_incident.notice.model import ANY_STATE, Way
from nws_incident.notice.ways import ways_of
from nws_incident.structuring import step

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nws_incident.notice.checks.parts import Parts


def _rules(edition: Parts) -> Iterator[Problem]:
    for placed in edition.rules:
        if placed.row.track not in edition.tracks:
            yield Problem.of(
                f"{placed.place}.track", "edition_unknown_track", value=placed.row.track
            )
            continue
        for way in ways_of(placed.row, edition.tracks[placed.row.track].states):
            yield from _way(edition, placed.place, way)
    for placed in edition.rows("opening"):
        if placed.row.event not in edition.known.events:
            yield Problem.of(
                f"{placed.place}.event", "edition_unknown_event", value=placed.row.event
            )
        yield from _states(
            edition, f"{placed.place}.investigation", "investigation", (placed.row.investigation,)
        )


def _way(edition: Parts, place: str, way: Way) -> Iterator[Problem]:
    if way.event not in edition.known.events:
        yield Problem.of(f"{place}.event", "edition_unknown_event", value=way.event)
    if not way.by and not way.rides_on:
        yield Problem.of(place, "edition_incomplete", value="by, rides_on")
    if not way.source:
        yield Problem.of(place, "edition_incomplete", value="from")
    yield from _states(edition, f"{place}.from", way.track, way.source)
    yield from _states(edition, f"{place}.to", way.track, (way.to,) if way.to else ())
    for track, states in way.during:
        yield from _states(edition, f"{place}.during", track, states)
    for name, values in way.when:
        yield from field_values(edition, f"{place}.when", way.event, name, tuple(values))
    yield from _names(edition, place, way)


def _names(edition: Parts, place: str, way: Way) -> Iterator[Problem]:
    for ridden in sorted(way.rides_on - edition.rule_ids):
        yield Problem.of(f"{place}.rides_on", "edition_unknown_rule", value=ridden)
    for record in sorted(set(way.records) - edition.known.records):
        yield Problem.of(
            f"{place}.records",
            "edition_unknown_record",
            value=record,
            allowed=", ".join(sorted(edition.known.records)),
        )


def _states(edition: Parts, place: str, track: str, states: tuple[str, ...]) -> Iterator[Problem]:
    if track not in edition.tracks:
        yield Problem.of(place, "edition_unknown_track", value=track)
        return
    for state in states:
        if state not in edition.tracks[track].states or state == ANY_STATE:
            yield Problem.of(place, "edition_unknown_state", track=track, value=state)


def field_values(
    edition: Parts, place: str, event: str, name: str, values: tuple[Any, ...]
) -> Iterator[Problem]:
    """Check that a type of event has a field, and that the field can have these values."""
    fields = edition.known.events.get(event, {})
    allowed = fields.get(name)
    if allowed is None:
        yield Problem.of(place, "edition_unknown_field", type=event, value=name)
        return
    for value in values:
        if value not in allowed:
            yield Problem.of(
                place + step(name),
                "edition_unknown_word",
                value=str(value),
                allowed=", ".join(str(word) for word in allowed),
            )


def _guards(edition: Parts) -> Iterator[Problem]:
    named: set[str] = set()
    described = {placed.row.name for placed in edition.rows("guard")}
    for place, names in _guard_uses(edition):
        named.update(names)
        for name in names:
            if name not in edition.known.guards:
                yield Problem.of(
                    place,
                    "edition_unknown_guard",
                    value=name,
                    allowed=", ".join(sorted(edition.known.guards)),
                )
            elif name not in described:
                yield Problem.of(place, "edition_undescribed", value=name)
    for placed in edition.rows("guard"):
        guard = placed.row
        if guard.name not in named:
            yield Problem.of(f"{placed.place}.name", "edition_unused", value=guard.name)
        for name in ("demands", "otherwise", "remedy"):
            for slot in sorted(getattr(guard, name).slots - edition.known.slots):
                yield Problem.of(
                    f"{placed.place}.{name}",
                    "edition_unknown_word",
                    value=slot,
                    allowed=", ".join(sorted(edition.known.slots)),
                )


def _guard_uses(edition: Parts) -> Iterator[tuple[str, tuple[str, ...]]]:
    for placed in edition.rows("general"):
        yield f"{placed.place}.guard", (placed.row.guard,)
    for placed in edition.rows("report"):
        yield f"{placed.place}.guards", placed.row.guards
    for placed in edition.rows("library"):
        yield f"{placed.place}.guards", placed.row.guards
    for placed in edition.rules:
        for name in ("guards", "advises"):
            yield f"{placed.place}.{name}", getattr(placed.row, name) or ()
        for index, branch in enumerate(placed.row.branch):
            yield f"{placed.place}.branch[{index}].guards", branch.guards or ()
    for placed in edition.rows("duty"):
        yield f"{placed.place}.guards", placed.row.guards or ()
        for index, branch in enumerate(placed.row.branch):
            yield f"{placed.place}.branch[{index}].guards", branch.guards or ()


def _unentered_states(edition: Parts) -> Iterator[Problem]:
    entered = {("investigation", placed.row.investigation) for placed in edition.rows("opening")}
    for placed in edition.rules:
        for way in ways_of(placed.row, edition.tracks[placed.row.track].states):
            entered.add((way.track, way.to or ""))
    for placed in edition.rows("track"):
        for index, state in enumerate(placed.row.states):
            if state != placed.row.initial and (placed.row.id, state) not in entered:
                yield Problem.of(
                    f"{placed.place}.state[{index}]",
                    "edition_unentered",
                    value=state,
                    track=placed.row.id,
                )


def _ambiguous_rules(edition: Parts) -> Iterator[Problem]:
    ways = [
        (placed.place, way)
        for placed in edition.rules
        for way in ways_of(placed.row, edition.tracks[placed.row.track].states)
    ]
    for (_, one), (place, other) in combinations(ways, 2):
        states = _both_accept(one, other)
        if states:
            yield Problem.of(
                place, "edition_ambiguous", other=one.rule, state=", ".join(sorted(states))
            )


def _both_accept(one: Way, other: Way) -> frozenset[str]:
    """Return the states in which two ways accept the same: same event, and no guard between."""
    is_comparable = (
        one.track == other.track
        and one.event == other.event
        and (one.to is None) == (other.to is None)
        and (not one.by or not other.by or bool(one.by & other.by))
        and (not one.rides_on or not other.rides_on or bool(one.rides_on & other.rides_on))
        and _overlap(dict(one.when), dict(other.when))
        and _overlap(dict(one.during), dict(other.during))
    )
    one_guards, other_guards = frozenset(one.guards), frozenset(other.guards)
    if is_comparable and (one_guards <= other_guards or other_guards <= one_guards):
        return frozenset(one.source) & frozenset(other.source)
    return frozenset()


def _overlap(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return all(set(one[key]) & set(other[key]) for key in one.keys() & other.keys())


CHECKS = (_rules, _guards)

CHECKS_OF_WHOLE_RULES = (_unentered_states, _ambiguous_rules)
"""These compare rules in full, which takes rules whose names all exist."""
