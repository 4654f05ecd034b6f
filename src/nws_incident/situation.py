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
    from nws_incident.text import Text


def fill(text: Text, facts: Facts, event: Event) -> Text:
    """Return a guard's text with its slots filled from the case and the event."""
    return text.fill(**{slot: SLOTS[slot](facts, event) for slot in text.slots})


def _label(facts: Facts, vocabulary: str, word: str | None) -> Text:
    if word is None:
        return facts.edition.messages["unknown"]
    return facts.edition.label(vocabulary, word)


def _labels(facts: Facts, vocabulary: str, words: Iterable[str]) -> Text:
    return facts.edition.listed(tuple(facts.edition.label(vocabulary, word) for word in words))


def _fields(facts: Facts, names: Iterable[str]) -> Text:
    return facts.edition.listed(tuple(facts.edition.fields[name] for name in names))


def _changed(facts: Facts, event: Any) -> Text:
    return _fields(facts, facts.inquiry.changed_by(event.inquiry))


def _fitting_parties(facts: Facts, event: Any) -> Text:
    return _labels(facts, "causing_party", facts.edition.findings[event.finding].causing_parties)


def _reporting_party(facts: Facts, _: Event) -> Text:
    if facts.reporting_party is None:
        return facts.edition.messages["nobody"]
    return facts.edition.label("role", facts.reporting_party)


def _fitting_form(facts: Facts, _: Event) -> Text:
    if facts.emergency_kind is None:
        return facts.edition.messages["unknown"]
    return facts.edition.label("form", facts.edition.emergencies[facts.emergency_kind].form)


def _known_editions(facts: Facts, _: Event) -> Text:
    return facts.edition.quoted(facts.edition.plain(show(name)) for name in facts.editions)


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


SLOTS: dict[str, Callable[[Facts, Any], Text]] = {
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
    "reporting_party": _reporting_party,
    "emergency_kind": lambda facts, _: _label(facts, "emergency_kind", facts.emergency_kind),
    "stated_form": lambda facts, event: _label(facts, "form", event.form),
    "fitting_form": _fitting_form,
    "authority": lambda facts, event: _label(facts, "authority", event.authority),
    "edition": lambda facts, _: facts.edition.plain(show(facts.edition.id)),
    "event": lambda facts, event: facts.edition.events[event.type],
    "to": lambda facts, event: facts.edition.plain(show(event.to)),
    "known_editions": _known_editions,
    "missing_states": _missing_states,
    "missing_words": lambda facts, event: facts.edition.quoted(missing_words(facts, event)),
}
"""Every slot that a guard's texts can have."""
