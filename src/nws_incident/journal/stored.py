"""The stored form of events and of the journal's own records, and how older forms are read.

An entry names its type by a short tag that never changes, and the shape of its body by a schema
number.  Classes, modules and public types can be renamed; the stored form does not know them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, cast

from attrs import frozen

from nws_incident.codec import event_converter, read_event, write_event
from nws_incident.errors import InvalidDataError, InvalidEvent
from nws_incident.events import EVENT_CLASSES, Event
from nws_incident.journal.errors import UnreadableEntry
from nws_incident.journal.hashing import canonical
from nws_incident.journal.records import CasePurged, EventRetracted
from nws_incident.structuring import structure

if TYPE_CHECKING:
    from nws_incident.journal.entries import Entry

Said = Event | EventRetracted | CasePurged
Upcaster = Callable[[dict[str, Any]], dict[str, Any]]

RECORD_CLASSES: tuple[type[EventRetracted | CasePurged], ...] = (EventRetracted, CasePurged)
"""The classes of the journal's own records."""

UPCASTERS: Mapping[tuple[str, int], Upcaster] = {}
"""What turns a body of a tag from one schema number into the next: all types are at their first."""


@frozen
class StoredForm:
    """Writes what an entry says, and reads it back, whatever schema it was written in."""

    classes: Mapping[str, type[Any]]
    upcasters: Mapping[tuple[str, int], Upcaster]

    def write(self, said: Said) -> str:
        """Return the body of an entry: the fields, without the type, as canonical JSON."""
        if isinstance(said, Event):
            data = write_event(said)
            del data["type"]
        else:
            data = event_converter().unstructure(said)
        return canonical(data)

    def read(self, entry: Entry) -> Said:
        """Return what an entry says; `UnreadableEntry` names what cannot be read."""
        cls = self.classes.get(entry.tag)
        if cls is None:
            raise UnreadableEntry("unknown_tag", entry)
        if not 1 <= entry.schema <= cls.schema:
            raise UnreadableEntry("newer_schema", entry, known=cls.schema)
        try:
            said = self._decode(cls, entry.schema, cast("str", entry.body))
        except (ValueError, TypeError, KeyError, InvalidDataError) as error:
            reason = str(error) if isinstance(error, InvalidDataError) else type(error).__name__
        else:
            return said
        raise UnreadableEntry("bad_body", entry, reason=reason)

    def _decode(self, cls: type[Any], schema: int, body: str) -> Said:
        data = json.loads(body)
        for older in range(schema, cls.schema):
            data = self.upcasters[cls.tag, older](data)
        if issubclass(cls, Event):
            return read_event({**data, "type": cls.type})
        record: Said = structure(event_converter(), data, cls, InvalidEvent)
        return record


STORED_FORM = StoredForm({cls.tag: cls for cls in (*EVENT_CLASSES, *RECORD_CLASSES)}, UPCASTERS)
"""The stored form of this version of the library."""
