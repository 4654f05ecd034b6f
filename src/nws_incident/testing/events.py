"""Strategies for events of every type, as objects and as plain data.

Half of all events are plain: what is not given has the one value that reads best.  To that every
event shrinks in one go, so that in a case that breaks something only what matters stands out.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import attrs
from hypothesis import strategies as st

from nws_incident.codec import write_event
from nws_incident.editions import edition_names, load_edition
from nws_incident.events import CLASS_BY_TYPE, Event, fields_of
from nws_incident.fields import KIND
from nws_incident.terms import OutageSource, Relay, Role
from nws_incident.testing.particulars import (
    PLAIN_INQUIRY,
    PLAIN_MOMENT,
    inquiries,
    moments,
    parties,
    plain_party,
)
from nws_incident.testing.texts import texts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import StrEnum

    from nws_incident.notice.edition import Edition

_MOSTLY = 10
_PLAINLY = st.sampled_from((True, False))


@st.composite
def events(draw: st.DrawFn, /, *types: str, **given: Any) -> Event:
    """Draw a well-formed event of one of `types`, or of any type, with the fields `given`.

    Every value that a rule looks at turns up; `by` is mostly a role that the type is open to.
    """
    event_type = draw(st.sampled_from(types or tuple(CLASS_BY_TYPE)))
    if draw_plainly(draw):
        return plain_event(event_type, given)
    return draw_event(draw, event_type, given)


@st.composite
def event_data(draw: st.DrawFn, *types: str) -> dict[str, Any]:
    """Draw an event as plain data, such as stands in a case file.

    What is at its default is stated, left out, or (where that means the same) null.
    """
    event = draw(events(*types))
    written = write_event(event)
    for attribute in fields_of(type(event)):
        name = attribute.name
        is_default = name != "by" and getattr(event, name) == attribute.default
        if is_default and draw(st.booleans()):
            if attribute.default is None:
                written[name] = None
            else:
                del written[name]
    return {name: _plain(value) for name, value in written.items()}


def draw_event(draw: st.DrawFn, event_type: str, given: Mapping[str, Any]) -> Event:
    """Draw the fields of an event but those `given`."""
    drawn = {
        name: draw(strategy)
        for name, (_, strategy) in _fields(event_type).items()
        if name not in given
    }
    return CLASS_BY_TYPE[event_type](**drawn, **given)


def plain_event(event_type: str, given: Mapping[str, Any]) -> Event:
    """Return an event with the fields `given`, and what is plain in the others."""
    plain = {name: value for name, (value, _) in _fields(event_type).items() if name not in given}
    return CLASS_BY_TYPE[event_type](**plain, **given)


def draw_plainly(draw: st.DrawFn) -> bool:
    """Draw whether an event is plain; it is, once it has shrunk."""
    return draw(_PLAINLY)


def fitting_roles(edition: Edition, event_type: str) -> tuple[Role, ...]:
    """Return the roles that some rule of `edition` lets do what a type of event states."""
    opening = edition.openings.get(event_type)
    if opening is not None:
        return opening.by
    if event_type in edition.library:
        return edition.library[event_type].by
    return tuple(
        role
        for role in Role
        if any(role in way.by for way in edition.ways if way.event == event_type)
    )


@cache
def _fields(event_type: str) -> dict[str, tuple[Any, st.SearchStrategy[Any]]]:
    """Return for each field of a type of event its plain value, and all its values to draw from."""
    cls = CLASS_BY_TYPE[event_type]
    return {
        attribute.name: (_plain_value(event_type, attribute), _field(event_type, attribute))
        for attribute in fields_of(cls)
    }


def _field(event_type: str, attribute: attrs.Attribute[Any]) -> st.SearchStrategy[Any]:
    kind = attribute.metadata[KIND]
    if attribute.name == "by":
        fitting = fitting_roles(load_edition(), event_type)
        return st.sampled_from((*fitting * _MOSTLY, *Role))
    if attribute.name in _BY_NAME:
        drawn = _BY_NAME[attribute.name]
    else:
        drawn = texts() if kind.values is None else st.sampled_from(kind.values)
    return st.none() | drawn if attribute.default is None else drawn


def _plain_value(event_type: str, attribute: attrs.Attribute[Any]) -> Any:
    if attribute.default is not attrs.NOTHING:
        return attribute.default
    if attribute.name == "by":
        return fitting_roles(load_edition(), event_type)[0]
    values = attribute.metadata[KIND].values
    return _PLAIN[attribute.name] if values is None else values[0]


def _some_of(words: type[StrEnum]) -> st.SearchStrategy[tuple[StrEnum, ...]]:
    """Draw none, some or all words of a closed list, in any order, perhaps repeated."""
    some = st.lists(st.sampled_from(words), max_size=3).map(tuple)
    return st.one_of(st.just(()), st.permutations(tuple(words)).map(tuple), some)


_PLAIN: dict[str, Any] = {
    "at": PLAIN_MOMENT,
    "requester": plain_party("requester"),
    "provider": plain_party("provider"),
    "inquiry": PLAIN_INQUIRY,
    "sources": (OutageSource.SUPPORT_SITE,),
    "affected": (),
    "detail": "入力の誤り",
    "question": "類似の事例はあるか",
    "with_case": "A-0001",
    "to": edition_names()[0],
}
"""What a field that must be stated says plainly, where it is no word of a closed list."""

_BY_NAME: dict[str, st.SearchStrategy[Any]] = {
    "at": moments(),
    "requester": parties(),
    "provider": parties(),
    "inquiry": inquiries() | inquiries(complete=True),
    "decide_by": st.dates(),
    "sources": _some_of(OutageSource),
    "via": _some_of(Relay),
    "affected": st.lists(texts(), max_size=2).map(tuple),
    "to": st.sampled_from(edition_names()) | texts(),
}


def _plain(value: Any) -> Any:
    """Turn words of closed lists into mere text, as a file has them."""
    if isinstance(value, dict):
        return {key: _plain(member) for key, member in value.items()}
    if isinstance(value, list):
        return [_plain(member) for member in value]
    return str(value) if isinstance(value, str) else value
