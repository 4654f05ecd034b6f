"""Strategies for events of every type, as objects and as plain data."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from nws_incident.codec import write_event
from nws_incident.editions import edition_names, load_edition
from nws_incident.events import CLASS_BY_TYPE, Event, fields_of
from nws_incident.fields import KIND
from nws_incident.terms import OutageSource, Relay, Role
from nws_incident.testing.particulars import inquiries, moments, parties
from nws_incident.testing.texts import texts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import StrEnum

    import attrs

    from nws_incident.notice.edition import Edition

_MOSTLY = 10


@st.composite
def events(draw: st.DrawFn, /, *types: str, **given: Any) -> Event:
    """Draw a well-formed event of one of `types`, or of any type, with the fields `given`.

    Every value that a rule looks at turns up; `by` is mostly a role that the type is open to.
    """
    return draw_event(draw, draw(st.sampled_from(types or tuple(CLASS_BY_TYPE))), given)


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
        name: draw(strategy) for name, strategy in _fields(event_type).items() if name not in given
    }
    return CLASS_BY_TYPE[event_type](**drawn, **given)


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
def _fields(event_type: str) -> dict[str, st.SearchStrategy[Any]]:
    cls = CLASS_BY_TYPE[event_type]
    return {attribute.name: _field(event_type, attribute) for attribute in fields_of(cls)}


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


def _some_of(words: type[StrEnum]) -> st.SearchStrategy[tuple[StrEnum, ...]]:
    """Draw none, some or all words of a closed list, in any order, perhaps repeated."""
    some = st.lists(st.sampled_from(words), max_size=3).map(tuple)
    return st.one_of(st.just(()), st.permutations(tuple(words)).map(tuple), some)


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
