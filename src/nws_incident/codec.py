"""The one door between events and plain data: mappings, lists, text, true and false.

Reading is strict: unknown keys are errors, nothing is coerced, and every error has its path.  The
class of an event is told by its `type`.  Writing loses nothing: fields at their default of `None`
are left out, and what is written reads back to an equal event.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache, reduce
from operator import or_
from typing import TYPE_CHECKING, Any

import attrs
from cattrs.gen import make_dict_unstructure_fn, override
from cattrs.strategies import configure_tagged_union

from nws_incident.errors import ROOT, InvalidEvent
from nws_incident.events import CLASS_BY_TYPE, EVENT_CLASSES, Event, Inquiry, Party, fields_of
from nws_incident.fields import MISSING, Fault, is_number, read_text, show, show_number, suggest
from nws_incident.structuring import strict_converter, structure

if TYPE_CHECKING:
    from cattrs import Converter

_TYPE = "type"
_AnyEvent: Any = reduce(or_, EVENT_CLASSES)


def read_event(data: object) -> Event:
    """Make an event from plain data; raises `InvalidEvent` with every problem it has."""
    event: Event = structure(event_converter(), data, Event, InvalidEvent)
    return event


def write_event(event: Event) -> dict[str, Any]:
    """Return an event as plain data, its `type` first, as it would stand in a case file."""
    data: dict[str, Any] = event_converter().unstructure(event, unstructure_as=_AnyEvent)
    return {_TYPE: data.pop(_TYPE), **data}


@cache
def event_converter() -> Converter:
    """Return the converter of events: a strict one that knows every event class by its type."""
    converter = strict_converter()
    converter.register_unstructure_hook(datetime, datetime.isoformat)
    converter.register_unstructure_hook(date, date.isoformat)
    for cls in (Party, Inquiry, *EVENT_CLASSES):
        attrs.resolve_types(cls)
        omitted: dict[str, Any] = {
            attribute.name: override(omit_if_default=True)
            for attribute in fields_of(cls)
            if attribute.default is None
        }
        write: Callable[[Any], dict[str, Any]] = make_dict_unstructure_fn(cls, converter, **omitted)
        converter.register_unstructure_hook(cls, write)
    configure_tagged_union(_AnyEvent, converter, tag_generator=_type_of, tag_name=_TYPE)
    read_tagged = converter.get_structure_hook(_AnyEvent)

    def structure_event(value: Any, _: Any) -> Event:
        _check_type(value)
        event: Event = read_tagged(dict(value), _AnyEvent)
        return event

    converter.register_structure_hook_func(lambda cls: cls is Event, structure_event)
    return converter


def _type_of(cls: type[Event]) -> str:
    return cls.type


def _check_type(value: object) -> None:
    """Demand a mapping whose `type` is known, before its class is looked up."""
    if not isinstance(value, Mapping):
        raise Fault("expected_mapping")
    path = f"{ROOT}.{_TYPE}"
    try:
        stated = value.get(_TYPE, MISSING)
        type_ = show_number(stated) if is_number(stated) else read_text(stated)
    except Fault as fault:
        problem = fault.problem(path)
    else:
        if type_ in CLASS_BY_TYPE:
            return
        suggestion = suggest(type_, tuple(CLASS_BY_TYPE))
        problem = Fault("unknown_type", value=show(type_), suggestion=suggestion).problem(path)
    raise InvalidEvent([problem])
