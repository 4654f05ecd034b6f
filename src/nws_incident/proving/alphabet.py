"""Every event worth trying: each type, each role, and each value that a judgement can see.

Two events that differ in nothing that a guard looks at and nothing that a record keeps are judged
alike, so one stands for both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from nws_incident.ahead.influence import effect_of
from nws_incident.events import CLASS_BY_TYPE, Inquiry, Opening, fields_of
from nws_incident.events.particulars import PARTICULARS
from nws_incident.probes import (
    FILLING,
    fields_looked_at,
    filled_inquiry,
    opening_probe,
    probes_over,
)
from nws_incident.terms import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nws_incident.events import Event
    from nws_incident.notice.edition import Edition
    from nws_incident.notice.model import Way

_STATED = filled_inquiry(PARTICULARS, Inquiry())
_PARTLY = _STATED.replace(request=None)
_OTHERWISE = _STATED.replace(request="?")
INQUIRIES = (Inquiry(), _PARTLY, _STATED)
"""What an opening can state: nothing, something, and all seven particulars (1(2))."""


def events_of(edition: Edition) -> list[Event]:
    """Return every event worth trying in an opened case, in the order of the procedure."""
    return [
        event
        for event_type in edition.events
        if not CLASS_BY_TYPE[event_type].of_library
        for event in _events(edition, event_type)
    ]


def openings_of(edition: Edition) -> Iterator[Opening]:
    """Yield every opening worth trying: of each type, with nothing, something, or all stated."""
    for rule in edition.openings.values():
        for inquiry in INQUIRIES:
            for by in rule.by:
                event = opening_probe(rule.event, by=by, inquiry=inquiry).event
                yield cast("Opening", event)


def _events(edition: Edition, event_type: str) -> Iterator[Event]:
    if issubclass(CLASS_BY_TYPE[event_type], Opening):
        for role in Role:
            yield opening_probe(event_type, by=role).event
        return
    ways = [way for way in edition.ways if way.event == event_type]
    fields = dict.fromkeys((*fields_looked_at(ways), *_fields_kept(edition, ways)))
    for probe in probes_over(event_type, ways, fields, roles=tuple(Role)):
        yield probe.event
        if event_type == FILLING:
            for inquiry in (_STATED, _PARTLY, _OTHERWISE):
                yield probe.event.replace(inquiry=inquiry)


def _fields_kept(edition: Edition, ways: Iterable[Way]) -> Iterator[str]:
    """Yield the fields of an event that a record of one of `ways` looks at."""
    for way in ways:
        every = tuple(attribute.name for attribute in fields_of(CLASS_BY_TYPE[way.event]))
        for record in way.records:
            for fields in effect_of(edition, record, every).writes.values():
                yield from fields
