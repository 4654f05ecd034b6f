"""What a log says of a case and of an event: names and plain values, the same in every format.

No value ever holds an individual number: every text is masked.  Free texts are told only where
they are asked for, since a log goes to people who need to know how cases went, and no more.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from nws_incident.events import Fact, Opening, Party, fields_of
from nws_incident.export.steps import step_of
from nws_incident.facts import TRACKS
from nws_incident.fields import KIND, printable
from nws_incident.individual_number import mask
from nws_incident.jst import in_jst

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nws_incident.events import Event
    from nws_incident.export.logs import LoggedCase, LoggedEvent
    from nws_incident.text import Text

Value = str | bool | int | datetime
"""A value in a log; a moment is in Japan Standard Time."""

OWN = ("at", "by", "requester", "provider")
"""The fields of events that a log has in places of their own."""


def said_of_case(case: LoggedCase, *, texts: bool = False) -> dict[str, Value]:
    """Return what a log says of a case as a whole, besides its id."""
    said: dict[str, Value] = {"edition": printable(case.edition.id), "complete": case.is_complete}
    opening = case.opening
    if opening is not None:
        for role, party in (("requester", opening.requester), ("provider", opening.provider)):
            said |= {
                role if name == "name" else f"{role}_{name}": value
                for name, value in said_of_party(party).items()
            }
    if texts and case.title is not None:
        said["title"] = shown(case.title)
    return said


def said_of_party(party: Party) -> dict[str, Value]:
    """Return what a log says of a party."""
    said: dict[str, Value] = {"name": shown(party.name), "kind": party.kind.value}
    if party.code is not None:
        said["code"] = party.code
    if party.prefecture is not None:
        said["prefecture"] = shown(party.prefecture)
    return said


def said_of_event(logged: LoggedEvent, language: str, *, texts: bool = False) -> dict[str, Value]:
    """Return what a log says of an event, besides its name, its time and who did it."""
    decision = logged.decision
    accepted = decision.accepted
    reasons = decision.fired or decision.findings
    said: dict[str, Value] = {
        "event": logged.event.type,
        "by": logged.event.by.value,
        "step": step_of(logged.edition, logged.event).read(language),
        "accepted": accepted,
        "rules": _listed(reason.rule for reason in reasons),
        "clauses": _listed(clause for reason in reasons for clause in reason.clauses),
        "edition": printable(logged.edition.id),
        "round": logged.round,
    }
    if not accepted:
        said["guards"] = _listed(finding.guard for finding in decision.findings)
    said |= {
        track: state for track in TRACKS if (state := getattr(logged.tracks, track)) is not None
    }
    return said | dict(_fields("", logged.event, texts=texts))


def shown(text: str) -> str:
    """Return a text on one line, masked as it stands and as it is shown."""
    return printable(" ".join(mask(text).split()))


def label_of(logged: LoggedEvent) -> Text:
    """Return what an event is called."""
    return logged.edition.events[logged.event.type]


def party_of(opening: Opening | None, event: Event) -> Party | None:
    """Return the party that did something; nobody where it was neither party."""
    if opening is None or event.by.value not in ("requester", "provider"):
        return None
    party: Party = getattr(opening, event.by.value)
    return party


def _listed(words: Iterator[str]) -> str:
    return " ".join(dict.fromkeys(words))


def _fields(prefix: str, fact: Fact, *, texts: bool) -> Iterator[tuple[str, Value]]:
    """Yield the fields of a fact that are told."""
    for attribute in fields_of(type(fact)):
        value = getattr(fact, attribute.name)
        if value is None or attribute.name in OWN:
            continue
        if isinstance(value, Fact):
            yield from _fields(f"{prefix}{attribute.name}.", value, texts=texts)
        elif texts or not attribute.metadata[KIND].has_text:
            yield f"{prefix}{attribute.name}", plain(value)


def plain(value: object) -> Value:
    """Return a value of a field as a log has it."""
    if isinstance(value, bool):
        return value
    if isinstance(value, datetime):
        return in_jst(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return shown(" ".join(value))
    return shown(str(value))
