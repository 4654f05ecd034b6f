"""Probes: for each event type, an event for every value of the fields that a rule looks at.

Judging the probes of a type tells whether any event of it would be accepted, and for which
values, because nothing else in an event bears on the judgement (time order and individual numbers
aside, which no type is free of).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, Any

import attrs
from attrs import frozen

from nws_incident.events import (
    CLASS_BY_TYPE,
    Event,
    Inquiry,
    Opening,
    Party,
    ProviderContacted,
    fields_of,
)
from nws_incident.fields import KIND, MOMENT, NAMES, TEXT, WORDS
from nws_incident.guards import READS
from nws_incident.terms import Channel, OutageSource, PartyKind, Relay, Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nws_incident.facts import Facts
    from nws_incident.notice.edition import Edition
    from nws_incident.notice.model import Way

_SOME_TEXT = "…"
_SOME_PARTY = Party(name=_SOME_TEXT, kind=PartyKind.OTHER)
LATEST = datetime.max.replace(tzinfo=UTC)
"""When a made-up event happens: never too early."""
_LISTS: Mapping[str, tuple[tuple[Any, ...], ...]] = {
    "sources": ((), tuple(OutageSource)),
    "via": ((), tuple(Relay)),
    "affected": ((), (_SOME_TEXT,)),
}
_FILLED = "inquiry"
FILLING = ProviderContacted.type
"""The event type that may fill what the opening left blank."""


@frozen
class Probe:
    """An event made up to ask with, and the values that tell it from the others of its type."""

    event: Event
    values: Mapping[str, Any]


def probes_of(edition: Edition, event_type: str) -> tuple[Probe, ...]:
    """Return the probes of an event type under an edition, made once."""
    return _all_probes(edition)[event_type]


@lru_cache(maxsize=16)
def moving_probes(
    event_type: str, roles: tuple[Role, ...], editions: tuple[str, ...]
) -> tuple[Probe, ...]:
    """Return the probes of an event that moves a case: one for each role and known edition."""
    cls = CLASS_BY_TYPE[event_type]
    return tuple(_probe(cls, {"by": by, "to": to}) for to in editions for by in roles)


def probes_for(facts: Facts, event_type: str) -> tuple[Probe, ...]:
    """Return the probes of an event type for a case: also one that fills what it left blank."""
    probes = probes_of(facts.edition, event_type)
    if event_type == FILLING and facts.inquiry.blanks:
        return (filling_probe(facts), *probes)
    return probes


def filling_probe(facts: Facts, like: Inquiry | None = None) -> Probe:
    """Return the contact with the provider that fills whatever the inquiry left blank.

    It fills in what `like` states, as far as that goes, and anything beyond.
    """
    blanks = facts.inquiry.blanks
    return _filling_probe(blanks) if like is None else _filling(blanks, like)


def filled_inquiry(blanks: Iterable[str], like: Inquiry) -> Inquiry:
    """Return an inquiry that states `blanks`: what `like` says, or anything where it is blank."""
    stated: dict[str, Any] = {
        name: LATEST if name == "occurred_at" else _SOME_TEXT for name in blanks
    }
    for name in stated.keys() - set(like.blanks):
        stated[name] = getattr(like, name)
    return Inquiry(**stated)


@lru_cache(maxsize=16)
def _all_probes(edition: Edition) -> dict[str, tuple[Probe, ...]]:
    return {type_: tuple(_probes(edition, type_)) for type_ in edition.events}


def _probes(edition: Edition, event_type: str) -> list[Probe]:
    if issubclass(CLASS_BY_TYPE[event_type], Opening):
        return [opening_probe(event_type)]
    ways = [way for way in edition.ways if way.event == event_type and not way.rides_on]
    return probes_over(event_type, ways, fields_looked_at(ways))


def fields_looked_at(ways: Iterable[Way]) -> tuple[str, ...]:
    """Return the fields of an event that it depends on whether one of `ways` takes it."""
    names = dict.fromkeys(
        name
        for way in ways
        for name in (
            *(name for name, _ in way.when),
            *(name for guard in way.guards for name in READS[guard]),
        )
    )
    return tuple(names)


def probes_over(
    event_type: str,
    ways: Iterable[Way],
    fields: Iterable[str],
    *,
    roles: tuple[Role, ...] | None = None,
) -> list[Probe]:
    """Return an event for every value of `fields`, by each of `roles`.

    The roles are, where none are given, those that one of `ways` is open to.  Fields that can have
    any value are left alone: `filling_probe` has the particulars.
    """
    cls = CLASS_BY_TYPE[event_type]
    if roles is None:
        roles = tuple(role for role in Role if any(role in way.by for way in ways))
    few = _fields_of_few_values(cls)
    # A type that the edition has no rule for is asked about all the same: it is refused.
    choices = {"by": roles or (Role.REQUESTER,)} | {
        name: few[name] for name in fields if name in few
    }
    return [
        _probe(cls, dict(zip(choices, values, strict=True)))
        for values in product(*choices.values())
    ]


def opening_probe(event_type: str, **values: Any) -> Probe:
    """Return an opening with these values, and anything elsewhere."""
    stated = {"requester": _SOME_PARTY, "provider": _SOME_PARTY, _FILLED: Inquiry(), **values}
    return _probe(CLASS_BY_TYPE[event_type], stated)


def _fields_of_few_values(cls: type[Event]) -> dict[str, tuple[Any, ...]]:
    few = {
        attribute.name: _LISTS.get(attribute.name, attribute.metadata[KIND].values)
        for attribute in fields_of(cls)
        if attribute.name != "by"
    }
    return {name: values for name, values in few.items() if values is not None}


def _probe(cls: type[Event], values: dict[str, Any]) -> Probe:
    filler = {
        attribute.name: _filler(attribute)
        for attribute in fields_of(cls)
        if attribute.default is attrs.NOTHING and attribute.name not in values
    }
    return Probe(cls(**filler, **values), values)


def _filler(attribute: attrs.Attribute[Any]) -> Any:
    kind = attribute.metadata[KIND]
    simple = {id(MOMENT): LATEST, id(WORDS): _SOME_TEXT, id(TEXT): _SOME_TEXT, id(NAMES): ()}
    return simple[id(kind)] if id(kind) in simple else kind.values[0]


@lru_cache(maxsize=128)
def _filling_probe(blanks: tuple[str, ...]) -> Probe:
    return _filling(blanks, Inquiry())


def _filling(blanks: tuple[str, ...], like: Inquiry) -> Probe:
    inquiry = filled_inquiry(blanks, like)
    event = ProviderContacted(at=LATEST, channel=Channel.PHONE, contact_known=True, inquiry=inquiry)
    return Probe(event, {"by": Role.REQUESTER, _FILLED: blanks})
