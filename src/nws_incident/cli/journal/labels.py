"""The labels of what a journal lists, by the edition that each case runs under."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nws_incident.editions import catalogue, load_edition

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nws_incident.notice.edition import Edition


def edition_named(name: str, editions: Iterable[Edition]) -> Edition:
    """Return the edition of a name; the default one where that is not known here."""
    return catalogue(editions).get(name, load_edition())


def state_label(
    name: str, editions: Iterable[Edition], track: str, state: str, language: str
) -> str:
    """Return the label of a state in an edition; its id where no known edition has it."""
    edition = edition_named(name, editions)
    if state not in edition.tracks[track].states:
        return state
    return edition.state_label(track, state).read(language)
