"""Editions of the notice by name or from a folder, checked against what the library brings."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from nws_incident.draft_slots import CERTAIN, OF_ROUTE, PHRASES
from nws_incident.draft_slots import SLOTS as DRAFT_SLOTS
from nws_incident.errors import ROOT, InvalidEdition
from nws_incident.events import CLASS_BY_TYPE, Inquiry, Party, fields_of
from nws_incident.explaining import GENERAL_GUARDS, MESSAGES
from nws_incident.facts import TRACKS
from nws_incident.fields import KIND
from nws_incident.folding import RECORDS
from nws_incident.guards import GUARDS, READS
from nws_incident.notice.checks import Known
from nws_incident.notice.loader import read_edition
from nws_incident.situation import SLOTS
from nws_incident.terms import VOCABULARIES

if TYPE_CHECKING:
    from nws_incident.notice.model import Edition

DEFAULT_EDITION = "2017-06-16"
"""The edition a case runs under where it names none."""

_FOLDER = "notice/editions"


def load_edition(name: str | Path = DEFAULT_EDITION) -> Edition:
    """Return an edition: a shipped one by its name, or one from a folder by its path.

    A shipped edition is read once.  Raises `InvalidEdition` where there is none of that name, or
    where its files do not hold together.
    """
    if isinstance(name, Path):
        return read_edition(name, known())
    if name not in edition_names():
        raise InvalidEdition.at(
            ROOT, "unknown_edition", value=name, allowed=", ".join(edition_names())
        )
    return _shipped(name)


@cache
def edition_names() -> tuple[str, ...]:
    """Return the names of the shipped editions, oldest first."""
    folder = resources.files("nws_incident") / _FOLDER
    return tuple(sorted(entry.name for entry in folder.iterdir() if entry.is_dir()))


@cache
def _shipped(name: str) -> Edition:
    return read_edition(resources.files("nws_incident") / _FOLDER / name, known())


@cache
def known() -> Known:
    """Return what the library brings: all that an edition can name."""
    return Known(
        tracks=TRACKS,
        guards=frozenset(GUARDS) | frozenset(GENERAL_GUARDS),
        records=frozenset(RECORDS),
        slots=frozenset(SLOTS) | {"where"},
        messages=MESSAGES,
        events={
            type_: {attribute.name: attribute.metadata[KIND].values for attribute in fields_of(cls)}
            for type_, cls in CLASS_BY_TYPE.items()
        },
        vocabularies={
            name: tuple(word.value for word in words) for name, words in VOCABULARIES.items()
        },
        nested_fields=frozenset(
            attribute.name for cls in (Party, Inquiry) for attribute in fields_of(cls)
        ),
        reads=READS,
        draft_slots=frozenset(DRAFT_SLOTS),
        certain_slots=frozenset(CERTAIN),
        route_slots=OF_ROUTE,
        phrases=PHRASES,
    )
