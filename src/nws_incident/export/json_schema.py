"""The shape of case files and events as a JSON Schema (2020-12), for editors and validators.

Whatever the schema rejects, `read_case` rejects too.  It finds less: that a day is in no calendar,
a check digit wrong, a text an individual number, takes more than a schema can say.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import attrs

from nws_incident.casefile.model import FORMAT, CaseFile, Expectation
from nws_incident.events import EVENT_CLASSES, Event, Inquiry, Party, fields_of
from nws_incident.export.schema_forms import Schema, form_of, or_null, part, text_not_blank
from nws_incident.facts import TRACKS
from nws_incident.fields import KIND, REQUIRED_IN_DATA
from nws_incident.terms import VOCABULARIES, Role
from nws_incident.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterator
    from enum import StrEnum

    from nws_incident.events import Fact
    from nws_incident.notice.edition import Edition
    from nws_incident.text import Text

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCHEMA_ID = "urn:nws-incident:schema:case:1"
"""What the `$id` of every schema starts with: the edition's name follows."""


def to_json_schema(edition: Edition, *, language: str = "ja") -> str:
    """Return the schema of case files under an edition, described in `language`, as JSON."""
    schema = _Describing(edition, language).case_file()
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


class _Describing:
    """The making of one schema: an edition's words in one language."""

    def __init__(self, edition: Edition, language: str) -> None:
        self._edition = edition
        self._language = language

    def case_file(self) -> Schema:
        known: dict[str, Schema] = {
            "format": {"const": FORMAT},
            "edition": {**text_not_blank(self._language), "examples": [self._edition.id]},
            "events": {"type": "array", "items": part("event")},
            "expect": or_null(part("expectation")),
        }
        return {
            "$schema": DIALECT,
            "$id": f"{SCHEMA_ID}:{self._edition.id}",
            "title": self._say("case_schema.name"),
            **self._own_class(CaseFile, known),
            "$defs": {
                "event": self._event(),
                "expectation": self._expectation(),
                "party": self._fact(Party),
                "inquiry": self._fact(Inquiry),
                **{cls.type: self._event_type(cls) for cls in EVENT_CLASSES},
                **{
                    name: self._words(name, vocabulary)
                    for name, vocabulary in VOCABULARIES.items()
                    if vocabulary in _used_lists()
                },
            },
        }

    def _expectation(self) -> Schema:
        tracks = {
            track: {
                "title": _both(self._edition.tracks[track].label),
                "enum": [*self._edition.tracks[track].states, None],
                "enumDescriptions": [
                    *(_both(state.label) for state in self._edition.tracks[track].state),
                    self._say("case_schema.unopened"),
                ],
            }
            for track in TRACKS
        }
        known: dict[str, Schema] = {
            "tracks": {"type": "object", "properties": tracks, "additionalProperties": False},
            "complete": {"type": ["boolean", "null"]},
        }
        return self._own_class(Expectation, known)

    def _own_class(self, cls: type, known: dict[str, Schema]) -> Schema:
        """Describe a class of case files, whose fields the library itself has words for."""
        attributes = attrs.fields(cls)
        return {
            "type": "object",
            "properties": {
                one.name: {
                    "description": self._say(f"case_schema.{one.name}"),
                    **(known.get(one.name) or form_of(one, self._language)),
                }
                for one in attributes
            },
            "required": [one.name for one in attributes if one.default is attrs.NOTHING],
            "additionalProperties": False,
        }

    def _event(self) -> Schema:
        """Describe any event: its type says which of the descriptions holds."""
        return {
            "type": "object",
            "properties": {
                "type": {
                    "description": self._say("case_schema.type"),
                    "enum": [cls.type for cls in EVENT_CLASSES],
                    "enumDescriptions": [
                        _both(self._edition.events[c.type]) for c in EVENT_CLASSES
                    ],
                }
            },
            "required": ["type"],
            "allOf": [
                {
                    "if": {"properties": {"type": {"const": cls.type}}, "required": ["type"]},
                    "then": part(cls.type),
                }
                for cls in EVENT_CLASSES
            ],
        }

    def _event_type(self, cls: type[Event]) -> Schema:
        schema = self._fact(cls)
        schema["properties"] = {"type": {"const": cls.type}} | schema["properties"]
        schema["required"] = ["type", *schema["required"]]
        return {
            "title": _both(self._edition.events[cls.type]),
            "description": "\n".join(self._rules(cls)),
            **schema,
        }

    def _rules(self, cls: type[Event]) -> Iterator[str]:
        """Yield who may do it, and what the rules say that take the event, with their clauses."""
        edition = self._edition
        opening = edition.openings.get(cls.type) or edition.library.get(cls.type)
        ways = [way for way in edition.ways if way.event == cls.type and not way.rides_on]
        allowed = opening.by if opening else {role for way in ways for role in way.by}
        roles = edition.listed(
            tuple(edition.label("role", role) for role in Role if role in allowed)
        )
        yield wording("case_schema.done_by").fill(roles=roles).read(self._language)
        rules = [opening] if opening else [edition.rules[one] for one in {w.rule: w for w in ways}]
        for rule in rules:
            clauses = f" ({', '.join(rule.clauses)})" if rule.clauses else ""
            yield f"{rule.id}: {rule.means.read(self._language)}{clauses}"

    def _fact(self, cls: type[Fact]) -> Schema:
        attributes = fields_of(cls)
        return {
            "type": "object",
            "properties": {
                one.name: {
                    "title": _both(self._edition.fields[one.name]),
                    **form_of(one, self._language),
                }
                for one in attributes
            },
            "required": [
                one.name
                for one in attributes
                if one.default is attrs.NOTHING or one.metadata[REQUIRED_IN_DATA]
            ],
            "additionalProperties": False,
        }

    def _words(self, name: str, vocabulary: type[StrEnum]) -> Schema:
        return {
            "enum": [word.value for word in vocabulary],
            "enumDescriptions": [_both(self._edition.label(name, word)) for word in vocabulary],
        }

    def _say(self, key: str) -> str:
        return wording(key).read(self._language)


def _used_lists() -> frozenset[object]:
    """Return the closed lists whose words stand in events."""
    classes: tuple[type[Fact], ...] = (Party, *EVENT_CLASSES)
    return frozenset(one.metadata[KIND].of for cls in classes for one in fields_of(cls))


def _both(text: Text) -> str:
    """Return a label in every language it is written in."""
    return " · ".join(dict.fromkeys(label for _, label in text.translations))
