"""The objects of an object-centric log, and how events are related to them.

A case has rounds, outcome reports and emergencies of its own; requesters, providers and
authorities are shared by many cases.  An authority is any body that is asked or told and is no
party: the operator, J-LIS, a ministry, and those that an emergency is reported to.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from attrs import field, frozen

from nws_incident.export.said import (
    Value,
    party_of,
    plain,
    said_of_case,
    said_of_party,
    shown,
)
from nws_incident.facts import TRACKS
from nws_incident.fields import printable
from nws_incident.jst import in_jst
from nws_incident.terms import Authority, ConsultationTarget

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nws_incident.events import Event, Party
    from nws_incident.export.logs import LoggedCase, LoggedEvent
    from nws_incident.notice.edition import Edition
    from nws_incident.terms import Role

ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)
"""The time that OCEL gives to values that never change."""

SHARED = frozenset({"requester", "provider", "authority"})
"""The types of objects that several cases share."""

_PARTIES = ("requester", "provider")
_CODE_WITHOUT_CHECK_DIGIT = 5


@frozen
class LogObject:
    """An object: its attributes, each with the time from which it has that value, and its ties."""

    id: str
    type: str
    attributes: tuple[tuple[str, datetime, Value], ...] = ()
    relations: tuple[tuple[str, str], ...] = field(default=())


def objects_of(case: LoggedCase, language: str, *, texts: bool = False) -> Iterator[LogObject]:
    """Yield the objects of a case, those that it shares with other cases too."""
    opening = case.opening
    shared = []
    if opening is not None:
        for role in _PARTIES:
            party: Party = getattr(opening, role)
            shared.append((_party_id(role, party), role))
            yield LogObject(_party_id(role, party), role, _constant(said_of_party(party)))
    yield LogObject(
        id=_id(case),
        type="case",
        attributes=(*_constant(_own(case, texts=texts)), *_states(case)),
        relations=tuple(shared),
    )
    yield from _parts(case)
    yield from _authorities(case, language)


def relations_of(case: LoggedCase, logged: LoggedEvent) -> tuple[tuple[str, str], ...]:
    """Return the ids of the objects that an event is related to, with what it is to each."""
    event = logged.event
    related = [(_id(case), "case"), *_actors(case, event)]
    if logged.is_accepted:
        related.append(
            (_id(case, "round", logged.round), "starts" if logged.starts_round else "in")
        )
        if logged.starts_round and logged.round > 1:
            related.append((_id(case, "round", logged.round - 1), "ends"))
        related += [(_id(case, "report", link.number), link.state) for link in logged.reports]
        if logged.emergency is not None:
            state = logged.tracks.emergency or ""
            related.append((_id(case, "emergency", logged.emergency), state))
    related += [(_authority_id(word), name) for name, word in _named(event)]
    return tuple(dict.fromkeys(related))


def _id(case: LoggedCase, kind: str | None = None, number: int = 0) -> str:
    own = f"case:{printable(case.id)}"
    return own if kind is None else f"{own}/{kind}/{number}"


def _party_id(role: str, party: Party) -> str:
    """Return the same id for the same body, whatever spelling of its code or name."""
    code = party.code
    return f"{role}:{shown(party.name) if code is None else code[:_CODE_WITHOUT_CHECK_DIGIT]}"


def _authority_id(word: str) -> str:
    return f"authority:{word}"


def _actors(case: LoggedCase, event: Event) -> Iterator[tuple[str, str]]:
    """Yield who did it, and whom an opening names besides."""
    party = party_of(case.opening, event)
    if party is not None:
        yield _party_id(event.by.value, party), "by"
    elif event.by.value not in _PARTIES:
        yield _authority_id(event.by.value), "by"
    if event is case.opening:
        yield _party_id("provider", case.opening.provider), "names"


def _named(event: Event) -> Iterator[tuple[str, str]]:
    """Yield the fields of an event that name a body outside, with the body."""
    for name, value in event.values():
        if isinstance(value, (Authority, ConsultationTarget)):
            yield name, value.value


def _constant(said: dict[str, Value]) -> tuple[tuple[str, datetime, Value], ...]:
    return tuple((name, ALWAYS, value) for name, value in said.items())


def _own(case: LoggedCase, *, texts: bool) -> dict[str, Value]:
    """Return what is said of the case, and not of its parties, which are objects."""
    return {
        name: value
        for name, value in said_of_case(case, texts=texts).items()
        if not name.startswith(_PARTIES)
    }


def _states(case: LoggedCase) -> Iterator[tuple[str, datetime, Value]]:
    """Yield each state of a track with the time from which the case was in it."""
    last: dict[str, str] = {}
    for logged in case.events:
        for track in TRACKS:
            state = getattr(logged.tracks, track)
            if state is not None and last.get(track) != state:
                last[track] = state
                yield track, in_jst(logged.event.at), state


def _parts(case: LoggedCase) -> Iterator[LogObject]:
    """Yield the rounds, the reports and the emergencies, each tied to the case."""
    part_of = ((_id(case), "part_of"),)
    reports: dict[int, list[tuple[str, datetime, Value]]] = {}
    owed_by: dict[int, Role] = {}
    for logged in case.events:
        at = in_jst(logged.event.at)
        if logged.starts_round and logged.kind is not None:
            kind = ("kind", ALWAYS, plain(logged.kind))
            yield LogObject(_id(case, "round", logged.round), "round", (kind,), part_of)
        if logged.starts_emergency and logged.emergency is not None:
            kind = ("kind", ALWAYS, plain(logged.emergency_kind))
            yield LogObject(_id(case, "emergency", logged.emergency), "emergency", (kind,), part_of)
        for link in logged.reports:
            reports.setdefault(link.number, []).append(("state", at, link.state))
            owed_by.setdefault(link.number, link.by)
    for number, states in reports.items():
        by = owed_by[number]
        owing = (_party_id(by, getattr(case.opening, by)), "owed_by")
        yield LogObject(_id(case, "report", number), "report", tuple(states), (*part_of, owing))


def _authorities(case: LoggedCase, language: str) -> Iterator[LogObject]:
    for logged in case.events:
        for vocabulary, word in _words(logged.event):
            label = _label(logged.edition, vocabulary, word, language)
            yield LogObject(_authority_id(word), "authority", (("name", ALWAYS, label),))


def _words(event: Event) -> Iterator[tuple[str, str]]:
    if event.by.value not in _PARTIES:
        yield "role", event.by.value
    yield from _named(event)


def _label(edition: Edition, vocabulary: str, word: str, language: str) -> str:
    return edition.label(vocabulary, word).read(language)
