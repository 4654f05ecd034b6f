"""Whether an edition holds together: every name it uses exists, and every name it gives is used.

Each check yields problems whose paths start with the file's name.  All checks run, so that an
author sees everything at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

import attrs
from attrs import frozen

from nws_incident.errors import ROOT, InvalidEdition, Problem
from nws_incident.notice.model import ANY_STATE, Part, Rule, Track, Way
from nws_incident.notice.ways import ways_of
from nws_incident.structuring import step
from nws_incident.text import Text

_KEYS = ("id", "number", "name", "kind", "target", "event")


@frozen
class Known:
    """What the library brings: an edition can name nothing else.

    `events` has for each event type its fields, and for each field the values it can have (or
    `None` where they are not few); `slots` are the words that a guard's texts can be filled with.
    """

    tracks: tuple[str, ...]
    guards: frozenset[str]
    records: frozenset[str]
    slots: frozenset[str]
    messages: frozenset[str]
    events: Mapping[str, Mapping[str, tuple[Any, ...] | None]]
    vocabularies: Mapping[str, tuple[str, ...]]
    nested_fields: frozenset[str]


@frozen
class _Placed:
    """A row of a table and where it stands."""

    place: str
    row: Any


class _Edition:
    """The parts of an edition, table by table, each row with its place."""

    def __init__(self, parts: Mapping[str, Part], known: Known) -> None:
        self.known = known
        self.parts = parts
        self.clauses = {placed.row.number for placed in self.rows("clause")}
        self.tracks: dict[str, Track] = {placed.row.id: placed.row for placed in self.rows("track")}
        self.rules = tuple(self.rows("rule"))
        self.rule_ids = {
            placed.row.id for table in ("opening", "general", "rule") for placed in self.rows(table)
        }

    def rows(self, table: str) -> Iterator[_Placed]:
        for name, part in self.parts.items():
            for index, row in enumerate(getattr(part, table)):
                yield _Placed(f"{name}:{ROOT}.{table}[{index}]", row)

    def entries(self, table: str) -> Iterator[tuple[str, str, Any]]:
        for name, part in self.parts.items():
            for key, value in getattr(part, table).items():
                yield f"{name}:{ROOT}.{table}{step(key)}", key, value


def check(parts: Mapping[str, Part], known: Known) -> None:
    """Raise `InvalidEdition` with everything that does not hold together in `parts`."""
    edition = _Edition(parts, known)
    problems = [problem for one_check in _CHECKS for problem in one_check(edition)]
    if not problems:
        # These compare rules in full, which takes rules whose names all exist.
        problems = [*_unentered_states(edition), *_ambiguous_rules(edition)]
    if problems:
        raise InvalidEdition(problems)


def _tables_present(edition: _Edition) -> Iterator[Problem]:
    abouts = [name for name, part in edition.parts.items() if part.edition is not None]
    if not abouts:
        yield Problem.of(f"edition.toml:{ROOT}.edition", "missing")
    for name in abouts[1:]:
        yield Problem.of(
            f"{name}:{ROOT}.edition", "edition_duplicate", value="edition", where=abouts[0]
        )
    for track in edition.known.tracks:
        if track not in edition.tracks:
            yield Problem.of(f"tracks.toml:{ROOT}.track", "edition_missing_row", value=track)
    for placed in edition.rows("track"):
        if placed.row.id not in edition.known.tracks:
            yield Problem.of(f"{placed.place}.id", "edition_unknown_track", value=placed.row.id)


def _duplicates(edition: _Edition) -> Iterator[Problem]:
    families = (
        ("clause",),
        ("track",),
        ("opening", "general", "rule"),
        ("report",),
        ("guard",),
        ("finding",),
        ("relays",),
        ("emergency",),
        ("reading",),
    )
    for tables in families:
        first: dict[str, str] = {}
        for table in tables:
            for placed in edition.rows(table):
                key = next(getattr(placed.row, name) for name in _KEYS if hasattr(placed.row, name))
                if key in first:
                    yield Problem.of(placed.place, "edition_duplicate", value=key, where=first[key])
                first.setdefault(key, placed.place)
    for placed in edition.rows("track"):
        for one, other in combinations(placed.row.states, 2):
            if one == other:
                yield Problem.of(
                    f"{placed.place}.state", "edition_duplicate", value=one, where=placed.place
                )


def _languages(edition: _Edition) -> Iterator[Problem]:
    spoken = next((part.edition.languages for part in edition.parts.values() if part.edition), ())
    for name, part in edition.parts.items():
        for place, text in _texts(f"{name}:{ROOT}", part):
            if set(text.languages) != set(spoken):
                yield Problem.of(
                    place,
                    "edition_language",
                    value=", ".join(text.languages),
                    allowed=", ".join(spoken),
                )
            elif any(
                Text(((language, wording),)).slots != text.slots
                for language, wording in text.translations
            ):
                yield Problem.of(place, "edition_slots")


def _texts(place: str, value: Any) -> Iterator[tuple[str, Text]]:
    if isinstance(value, Text):
        yield place, value
    elif attrs.has(type(value)):
        for attribute in attrs.fields(type(value)):
            yield from _texts(place + step(attribute.name), getattr(value, attribute.name))
    elif isinstance(value, tuple):
        for index, member in enumerate(value):
            yield from _texts(f"{place}[{index}]", member)
    elif isinstance(value, Mapping):
        for key, member in value.items():
            yield from _texts(place + step(str(key)), member)


def _clauses(edition: _Edition) -> Iterator[Problem]:
    for placed in edition.rows("guard"):
        yield from _unknown_clauses(edition, placed.place, placed.row.clauses)
    for table in ("opening", "general", "rule", "report", "relays", "emergency"):
        for placed in edition.rows(table):
            cited = [(placed.place, placed.row)]
            if isinstance(placed.row, Rule):
                cited += [
                    (f"{placed.place}.branch[{index}]", branch)
                    for index, branch in enumerate(placed.row.branch)
                    if branch.clauses is not None
                ]
            for place, row in cited:
                if not row.clauses:
                    yield Problem.of(f"{place}.clauses", "edition_incomplete", value="clauses")
                yield from _unknown_clauses(edition, place, row.clauses)


def _unknown_clauses(edition: _Edition, place: str, clauses: tuple[str, ...]) -> Iterator[Problem]:
    for number in clauses:
        if number not in edition.clauses:
            yield Problem.of(f"{place}.clauses", "edition_unknown_clause", value=number)


def _rules(edition: _Edition) -> Iterator[Problem]:
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


def _way(edition: _Edition, place: str, way: Way) -> Iterator[Problem]:
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
        yield from _when(edition, f"{place}.when", way.event, name, tuple(values))
    yield from _names(edition, place, way)


def _names(edition: _Edition, place: str, way: Way) -> Iterator[Problem]:
    for ridden in sorted(way.rides_on - edition.rule_ids):
        yield Problem.of(f"{place}.rides_on", "edition_unknown_rule", value=ridden)
    for record in sorted(set(way.records) - edition.known.records):
        yield Problem.of(
            f"{place}.records",
            "edition_unknown_record",
            value=record,
            allowed=", ".join(sorted(edition.known.records)),
        )


def _states(
    edition: _Edition, place: str, track: str, states: tuple[str, ...]
) -> Iterator[Problem]:
    if track not in edition.tracks:
        yield Problem.of(place, "edition_unknown_track", value=track)
        return
    for state in states:
        if state not in edition.tracks[track].states or state == ANY_STATE:
            yield Problem.of(place, "edition_unknown_state", track=track, value=state)


def _when(
    edition: _Edition, place: str, event: str, name: str, values: tuple[Any, ...]
) -> Iterator[Problem]:
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


def _guards(edition: _Edition) -> Iterator[Problem]:
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


def _guard_uses(edition: _Edition) -> Iterator[tuple[str, tuple[str, ...]]]:
    for placed in edition.rows("general"):
        yield f"{placed.place}.guard", (placed.row.guard,)
    for placed in edition.rows("report"):
        yield f"{placed.place}.guards", placed.row.guards
    for placed in edition.rules:
        for name in ("guards", "advises"):
            yield f"{placed.place}.{name}", getattr(placed.row, name) or ()
        for index, branch in enumerate(placed.row.branch):
            yield f"{placed.place}.branch[{index}].guards", branch.guards or ()


def _words(edition: _Edition) -> Iterator[Problem]:
    known = edition.known
    fields = {name for event in known.events.values() for name in event} | known.nested_fields
    for table, wanted in (
        ("event", set(known.events)),
        ("field", fields),
        ("message", set(known.messages)),
        ("vocabulary", set(known.vocabularies)),
    ):
        yield from _exactly(edition, table, wanted)
    for place, vocabulary, labels in edition.entries("vocabulary"):
        words = set(known.vocabularies.get(vocabulary, labels))
        for word in sorted(words - labels.keys()):
            yield Problem.of(place, "edition_missing_row", value=word)
        for word in sorted(labels.keys() - words):
            yield Problem.of(place + step(word), "edition_unused", value=word)
    for table, key, vocabulary in (
        ("finding", "id", "finding"),
        ("emergency", "kind", "emergency_kind"),
    ):
        present = {getattr(placed.row, key) for placed in edition.rows(table)}
        for word in known.vocabularies[vocabulary]:
            if word not in present:
                yield Problem.of(f"{ROOT}.{table}", "edition_missing_row", value=word)


def _exactly(edition: _Edition, table: str, wanted: set[str]) -> Iterator[Problem]:
    present = set()
    for place, key, _ in edition.entries(table):
        present.add(key)
        if key not in wanted:
            yield Problem.of(place, "edition_unused", value=key)
    for key in sorted(wanted - present):
        yield Problem.of(f"{ROOT}.{table}", "edition_missing_row", value=key)


def _readings(edition: _Edition) -> Iterator[Problem]:
    for placed in edition.rows("reading"):
        for rule in placed.row.on:
            if rule not in edition.rule_ids:
                yield Problem.of(f"{placed.place}.on", "edition_unknown_rule", value=rule)


_CHECKS = (
    _tables_present,
    _duplicates,
    _languages,
    _clauses,
    _rules,
    _guards,
    _words,
    _readings,
)


def _unentered_states(edition: _Edition) -> Iterator[Problem]:
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


def _ambiguous_rules(edition: _Edition) -> Iterator[Problem]:
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
