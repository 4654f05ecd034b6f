"""Object-centric event logs in the JSON of OCEL 2.0, written as the cases come.

An event belongs to its case, to the round it falls in, to whoever did it, and to the report, the
emergency and the authority that it is about.  Objects come after all events, so they wait in a
temporary file: however many cases there are, one is held at a time, and the names of the parties.
"""

from __future__ import annotations

import json
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, Any

from attrs import define, field

from nws_incident.export.objects import SHARED, LogObject, objects_of, relations_of
from nws_incident.export.said import label_of, said_of_event
from nws_incident.fields import printable
from nws_incident.jst import in_jst
from nws_incident.text import DEFAULT_LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nws_incident.export.logs import LoggedCase, LoggedEvent
    from nws_incident.export.said import Value

_IN_MEMORY = 1 << 20
_PIECE = 1 << 16


def to_ocel(
    cases: Iterable[LoggedCase], *, language: str = DEFAULT_LANGUAGE, texts: bool = False
) -> Iterator[bytes]:
    """Yield a log in the JSON of OCEL 2.0, piece by piece, in UTF-8.

    Events are of a type for each label in `language`; objects are of the types in
    `nws_incident.export.objects`.  `texts` tells the free texts too, masked.  A case without an
    event to show is left out.
    """
    events, objects = _Members(), _Members()
    yield b'{"events": ['
    with SpooledTemporaryFile(_IN_MEMORY) as waiting:
        for case in cases:
            if case.events:
                yield b"".join(
                    events.added(_event(case, logged, language, texts=texts))
                    for logged in case.events
                )
                for one in objects_of(case, language, texts=texts):
                    if not objects.has(one.id):
                        waiting.write(objects.added(_object(one), is_shared=one.type in SHARED))
        yield b'\n],\n"objects": ['
        waiting.seek(0)
        while piece := waiting.read(_PIECE):
            yield piece
    yield b'\n],\n"eventTypes": ' + _json(events.declared())
    yield b',\n"objectTypes": ' + _json(objects.declared()) + b"}\n"


@define
class _Members:
    """Counts and declares what is written into one of the two lists."""

    _types: dict[str, dict[str, str]] = field(factory=dict)
    _shared: set[str] = field(factory=set)

    def added(self, member: dict[str, Any], *, is_shared: bool = False) -> bytes:
        """Return a member as it is written, parted from the one before."""
        mark = b",\n" if self._types else b"\n"
        attributes = self._types.setdefault(member["type"], {})
        for attribute in member["attributes"]:
            attributes[attribute["name"]] = _type(attribute["value"])
            attribute["value"] = _value(attribute["value"])
        if is_shared:
            self._shared.add(member["id"])
        return mark + _json(member)

    def has(self, member: str) -> bool:
        """Tell whether a member that several cases share is there already."""
        return member in self._shared

    def declared(self) -> list[dict[str, Any]]:
        """Return the types of the members, with the types of their attributes."""
        return [
            {
                "name": name,
                "attributes": [{"name": one, "type": kind} for one, kind in attributes.items()],
            }
            for name, attributes in self._types.items()
        ]


def _event(case: LoggedCase, logged: LoggedEvent, language: str, *, texts: bool) -> dict[str, Any]:
    said = said_of_event(logged, language, texts=texts)
    return {
        "id": f"event:{printable(case.id)}/{logged.number}",
        "type": label_of(logged).read(language),
        "time": _value(in_jst(logged.event.at)),
        "attributes": [{"name": name, "value": value} for name, value in said.items()],
        "relationships": _ties(relations_of(case, logged)),
    }


def _object(one: LogObject) -> dict[str, Any]:
    return {
        "id": one.id,
        "type": one.type,
        "attributes": [
            {"name": name, "time": _value(since), "value": value}
            for name, since, value in one.attributes
        ],
        "relationships": _ties(one.relations),
    }


def _ties(relations: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"objectId": one, "qualifier": qualifier} for one, qualifier in relations]


def _type(value: Value) -> str:
    """Return what OCEL calls the type of a value."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    return "time" if isinstance(value, datetime) else "string"


def _value(value: Value) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def _json(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode()
