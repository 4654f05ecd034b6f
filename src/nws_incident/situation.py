"""The words that fill a guard's texts: what the case and the event say, by the slot's name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nws_incident.fields import show
from nws_incident.guards import blanks_left, missing_relays, needed_relays
from nws_incident.jst import show_moment
from nws_incident.moving import missing_states, missing_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from nws_incident.events import Event
    from nws_incident.facts import Facts
    from nws_incident.notice.model import Emergency, Guard
    from nws_incident.text import Text


def fill(text: Text, facts: Facts, event: Event) -> Text:
    """Return a guard's text with its slots filled from the case and the event."""
    unknown = facts.edition.messages["unknown"]
    return text.fill(**{slot: SLOTS[slot](facts, event) or unknown for slot in text.slots})


def is_moot(guard: Guard, facts: Facts, event: Event) -> bool:
    """Tell whether a guard's texts speak of something that there is not, or not yet.

    Of a form for an emergency that nobody declared, say: then the state of the track says enough.
    """
    slots = guard.demands.slots | guard.otherwise.slots | guard.remedy.slots
    return any(SLOTS[slot](facts, event) is None for slot in slots)


def _label(facts: Facts, vocabulary: str, word: str | None) -> Text | None:
    return None if word is None else facts.edition.label(vocabulary, word)


def _labels(facts: Facts, vocabulary: str, words: Iterable[str]) -> Text:
    return facts.edition.listed(tuple(facts.edition.label(vocabulary, word) for word in words))


def _fields(facts: Facts, names: Iterable[str]) -> Text:
    return facts.edition.listed(tuple(facts.edition.fields[name] for name in names))


def _changed(facts: Facts, event: Any) -> Text:
    return _fields(facts, facts.inquiry.changed_by(event.inquiry))


def _fitting_parties(facts: Facts, event: Any) -> Text:
    return _labels(facts, "causing_party", facts.edition.findings[event.finding].causing_parties)


def _fitting_form(facts: Facts, _: Event) -> Text | None:
    if facts.emergency_kind is None:
        return None
    return facts.edition.label("form", facts.edition.emergencies[facts.emergency_kind].form)


def _known_editions(facts: Facts, _: Event) -> Text:
    return facts.edition.quoted(*(facts.edition.plain(show(name)) for name in facts.editions))


def _missing_states(facts: Facts, event: Event) -> Text:
    edition = facts.edition
    return edition.listed(
        tuple(
            edition.messages["state_of_track"].fill(
                track=edition.tracks[track].label, state=edition.state_label(track, state)
            )
            for track, state in missing_states(facts, event)
        )
    )


def _carrying_parties(facts: Facts, _: Event) -> Text | None:
    return _labels(facts, "role", sorted(facts.carried)) if facts.carried else None


def _owing(facts: Facts, event: Any) -> list[Emergency]:
    """Return the emergencies of which the event's authority is to hear."""
    emergencies = facts.edition.emergencies.values()
    return [row for row in emergencies if row.authority == event.authority]


def _owing_kinds(facts: Facts, event: Any) -> Text | None:
    kinds = tuple(facts.edition.label("emergency_kind", row.kind) for row in _owing(facts, event))
    return facts.edition.either(kinds) if kinds else None


def _owing_parties(facts: Facts, event: Any) -> Text | None:
    kinds = dict.fromkeys(kind for row in _owing(facts, event) for kind in row.owed_by)
    labels = tuple(facts.edition.label("party_kind", kind) for kind in kinds)
    return facts.edition.either(labels) if labels else None


SLOTS: dict[str, Callable[[Facts, Any], Text | None]] = {
    "at": lambda facts, event: facts.edition.plain(show_moment(event.at)),
    "last_at": lambda facts, _: facts.edition.plain(show_moment(facts.last_at)),
    "kind": lambda facts, _: _label(facts, "case_kind", facts.kind),
    "blanks": lambda facts, event: _fields(facts, blanks_left(facts, event)),
    "changed": _changed,
    "finding": lambda facts, event: _label(facts, "finding", event.finding),
    "stated_party": lambda facts, event: _label(facts, "causing_party", event.causing_party),
    "fitting_parties": _fitting_parties,
    "causing_party": lambda facts, _: _label(facts, "causing_party", facts.causing_party),
    "missing_relays": lambda facts, event: _labels(facts, "relay", missing_relays(facts, event)),
    "needed_relays": lambda facts, event: _labels(facts, "relay", needed_relays(facts, event)),
    "reporting_party": lambda facts, _: _label(facts, "role", facts.reporting_party),
    "carrying_parties": _carrying_parties,
    "emergency_kind": lambda facts, _: _label(facts, "emergency_kind", facts.emergency_kind),
    "stated_form": lambda facts, event: _label(facts, "form", event.form),
    "fitting_form": _fitting_form,
    "authority": lambda facts, event: _label(facts, "authority", event.authority),
    "owing_kinds": _owing_kinds,
    "owing_parties": _owing_parties,
    "edition": lambda facts, _: facts.edition.plain(show(facts.edition.id)),
    "event": lambda facts, event: facts.edition.events[event.type],
    "to": lambda facts, event: facts.edition.plain(show(event.to)),
    "known_editions": _known_editions,
    "missing_states": _missing_states,
    "missing_words": lambda facts, event: facts.edition.quoted(*missing_words(facts, event)),
}
"""Every slot that a guard's texts can have; nothing, where there is nothing to name."""
