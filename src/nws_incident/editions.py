"""Editions of the notice by name, from a folder or by overlay, and those that a case knows."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from nws_incident.errors import ROOT, InvalidEdition
from nws_incident.events import CLASS_BY_TYPE, EditionChanged, Inquiry, Party, fields_of
from nws_incident.explaining import GENERAL_GUARDS, MESSAGES
from nws_incident.facts import TRACKS
from nws_incident.fields import KIND, show
from nws_incident.folding import RECORDS
from nws_incident.guards import GUARDS, READS
from nws_incident.letters.slots import CERTAIN, OF_ROUTE, PHRASES
from nws_incident.letters.slots import SLOTS as DRAFT_SLOTS
from nws_incident.moving import LIBRARY_GUARDS
from nws_incident.notice.checks import Known
from nws_incident.notice.layers import is_path, read_layers
from nws_incident.notice.loader import read_edition
from nws_incident.notice.model import ANY_EVENT
from nws_incident.situation import SLOTS
from nws_incident.terms import VOCABULARIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from importlib.resources.abc import Traversable

    from nws_incident.notice.edition import Edition

DEFAULT_EDITION = "2017-06-16"
"""The edition a case runs under where it names none."""

_FOLDER = "notice/editions"
_OF_EVERY_EVENT = "event_has_a_rule"
_LIBRARY: Mapping[str, tuple[str, ...]] = {
    EditionChanged.type: tuple(name for name in LIBRARY_GUARDS if name != _OF_EVERY_EVENT),
    ANY_EVENT: (_OF_EVERY_EVENT,),
}


def load_edition(path_or_name: str | Path = DEFAULT_EDITION) -> Edition:
    """Return an edition: a shipped one by its name, or one of your own by its path.

    A path is a `Path`, or text with a path separator or the ending ``.toml``.  It leads to a
    folder, which holds a whole edition, or to a single TOML file: an overlay, which says what it
    changes in another edition.  A shipped edition is read once.  Raises `InvalidEdition` where
    there is none, or where its files do not hold together.
    """
    if isinstance(path_or_name, Path) or is_path(path_or_name):
        return read_layers(Path(path_or_name), known(), _folders())
    if path_or_name not in edition_names():
        raise InvalidEdition.at(
            ROOT, "unknown_edition", value=show(path_or_name), allowed=", ".join(edition_names())
        )
    return _shipped(path_or_name)


@cache
def edition_names() -> tuple[str, ...]:
    """Return the names of the shipped editions, oldest first."""
    return tuple(_folders())


def catalogue(
    editions: Iterable[Edition] = (), *, own: Edition | None = None
) -> Mapping[str, Edition]:
    """Return by their ids the shipped editions and others that are made known.

    A case's own edition stands for whatever else has its id.  Raises `InvalidEdition` where two
    others have the same id.
    """
    found = {name: _shipped(name) for name in edition_names()}
    if own is not None:
        found[own.id] = own
    for edition in editions:
        if found.setdefault(edition.id, edition) is not edition:
            raise InvalidEdition.at(ROOT, "edition_id_taken", value=show(edition.id))
    return MappingProxyType(found)


@cache
def _folders() -> Mapping[str, Traversable]:
    folder = resources.files("nws_incident") / _FOLDER
    found = {entry.name: entry for entry in folder.iterdir() if entry.is_dir()}
    return MappingProxyType(dict(sorted(found.items())))


@cache
def _shipped(name: str) -> Edition:
    return read_edition(_folders()[name], known())


@cache
def known() -> Known:
    """Return what the library brings: all that an edition can name."""
    return Known(
        tracks=TRACKS,
        guards=frozenset(GUARDS) | frozenset(GENERAL_GUARDS) | frozenset(LIBRARY_GUARDS),
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
        generals=frozenset(GENERAL_GUARDS),
        library=_LIBRARY,
    )
