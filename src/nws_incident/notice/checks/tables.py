"""The tables themselves: all there, no row twice, every text in every language, every word used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import TYPE_CHECKING, Any

import attrs

from nws_incident.errors import ROOT, Problem
from nws_incident.notice.model import Rule
from nws_incident.structuring import step
from nws_incident.text import Text

if TYPE_CHECKING:
    from nws_incident.notice.checks.parts import Parts

_KEYS = ("id", "number", "name", "kind", "target", "event")


def _tables_present(edition: Parts) -> Iterator[Problem]:
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


def _duplicates(edition: Parts) -> Iterator[Problem]:
    families = (
        ("clause",),
        ("track",),
        ("opening", "general", "rule", "library"),
        ("report",),
        ("guard",),
        ("finding",),
        ("route",),
        ("instruction",),
        ("draft",),
        ("emergency",),
        ("reading",),
        ("duty",),
        ("permission",),
        ("exemption",),
        ("assumption",),
        ("property",),
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


def _languages(edition: Parts) -> Iterator[Problem]:
    spoken = next((part.edition.languages for part in edition.parts.values() if part.edition), ())
    for name, part in edition.parts.items():
        for place, text in _texts(f"{name}:{ROOT}", part):
            if set(text.languages) != set(spoken):
                yield Problem.of(
                    edition.place(place),
                    "edition_language",
                    value=", ".join(text.languages),
                    allowed=", ".join(spoken),
                )
            elif any(
                Text(((language, wording),)).slots != text.slots
                for language, wording in text.translations
            ):
                yield Problem.of(edition.place(place), "edition_slots")


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


def _clauses(edition: Parts) -> Iterator[Problem]:
    for placed in edition.rows("clause"):
        if not placed.row.force:
            yield Problem.of(f"{placed.place}.force", "edition_incomplete", value="force")
    for placed in edition.rows("guard"):
        yield from _unknown_clauses(edition, placed.place, placed.row.clauses)
    for table in (
        "opening",
        "general",
        "rule",
        "report",
        "emergency",
        "route",
        "instruction",
        "draft",
    ):
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


def _unknown_clauses(edition: Parts, place: str, clauses: tuple[str, ...]) -> Iterator[Problem]:
    for number in clauses:
        if number not in edition.clauses:
            yield Problem.of(f"{place}.clauses", "edition_unknown_clause", value=number)


def _words(edition: Parts) -> Iterator[Problem]:
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


def _exactly(edition: Parts, table: str, wanted: set[str]) -> Iterator[Problem]:
    present = set()
    for place, key, _ in edition.entries(table):
        present.add(key)
        if key not in wanted:
            yield Problem.of(place, "edition_unused", value=key)
    for key in sorted(wanted - present):
        yield Problem.of(f"{ROOT}.{table}", "edition_missing_row", value=key)


def _readings(edition: Parts) -> Iterator[Problem]:
    for placed in edition.rows("reading"):
        for rule in placed.row.on:
            if rule not in edition.rule_ids:
                yield Problem.of(f"{placed.place}.on", "edition_unknown_rule", value=rule)


CHECKS = (_tables_present, _duplicates, _languages, _clauses, _words, _readings)
