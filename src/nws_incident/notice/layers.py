"""Editions that stand on one another: a folder at the bottom, and overlays over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from nws_incident.errors import ROOT, InvalidEdition
from nws_incident.fields import show
from nws_incident.notice.edition import Edition
from nws_incident.notice.laying import lay
from nws_incident.notice.loader import build_edition, read_documents, read_toml
from nws_incident.notice.overlay import read_overlay
from nws_incident.notice.sheets import Sheets, put_together, sheets_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable
    from pathlib import Path

    from nws_incident.notice.checks import Known
    from nws_incident.notice.overlay import Overlay

_ENDING = ".toml"
_SEPARATORS = ("/", "\\")


@frozen
class _Layer:
    """An edition that was read, and the rows that it was made of."""

    edition: Edition
    sheets: Sheets


def is_path(name: str) -> bool:
    """Tell whether a text is meant as a path, not as the name of a shipped edition."""
    return name.endswith(_ENDING) or any(separator in name for separator in _SEPARATORS)


def read_layers(path: Path, known: Known, shipped: Mapping[str, Traversable]) -> Edition:
    """Read the edition at `path`: a folder, or an overlay file with everything it stands on.

    `shipped` has the folders of the editions that an overlay can name.  Each edition below is
    checked by itself first, so whatever is wrong after that is the overlay's doing.
    """
    return _layer(path, known, shipped, ()).edition


def _layer(
    path: Path, known: Known, shipped: Mapping[str, Traversable], above: tuple[Path, ...]
) -> _Layer:
    if path.is_dir():
        return _bottom(path, known)
    if not path.is_file():
        raise InvalidEdition.at(f"{show(path.name)}:{ROOT}", "file_missing")
    document = read_toml(path)
    overlay = read_overlay(path.name, document)
    below = _below(path, overlay, known, shipped, (*above, path.resolve()))
    if overlay.name in below.sheets:  # two files of the same name, in two folders
        overlay = read_overlay(str(path.resolve()), document)
    sheets = lay(below.sheets, overlay)
    documents, places = put_together(sheets, overlay.name)
    return _Layer(build_edition(documents, known, places), sheets)


def _bottom(folder: Traversable | Path, known: Known) -> _Layer:
    documents = read_documents(folder)
    return _Layer(build_edition(documents, known), sheets_of(documents))


def _below(
    path: Path,
    overlay: Overlay,
    known: Known,
    shipped: Mapping[str, Traversable],
    above: tuple[Path, ...],
) -> _Layer:
    """Return the edition that an overlay names as its base."""
    place = f"{overlay.place}.base"
    base = overlay.base
    if not is_path(base):
        if base not in shipped:
            allowed = ", ".join(shipped)
            raise InvalidEdition.at(place, "unknown_edition", value=show(base), allowed=allowed)
        return _bottom(shipped[base], known)
    file = path.parent / base
    if not file.exists():
        raise InvalidEdition.at(place, "file_missing")
    if file.resolve() in above:
        chain = " > ".join(show(one.name) for one in (*above, file.resolve()))
        raise InvalidEdition.at(place, "overlay_cycle", value=chain)
    return _layer(file, known, shipped, above)
