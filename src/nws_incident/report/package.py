"""A workbook file taken apart: its parts, read with bounds on entries, bytes and elements.

A workbook is a zip of XML parts, and it comes from outside.  Whatever the file holds, taking it
apart ends in its parts or in `InvalidWorkbook`, in bounded time and memory: what is dangerous or
has no place in a form (macros, links to other files, packed files, document types) is refused.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from typing import TYPE_CHECKING
from xml.etree.ElementTree import TreeBuilder

from defusedxml.ElementTree import DefusedXMLParser, ParseError

from nws_incident.errors import ROOT, InvalidWorkbook

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree.ElementTree import Element

LARGEST_FILE = 16 * 1024 * 1024
"""How many bytes a workbook file may have."""

_LARGEST_PART = 4 * 1024 * 1024
_LARGEST_WHOLE = 32 * 1024 * 1024
_MOST_PARTS = 200
_MOST_ELEMENTS = 100_000
_DEEPEST = 40
# Repeated text packs well: only a whole that is large as well is suspicious.
_WORTH_WEIGHING = 4 * 1024 * 1024
_HIGHEST_RATIO = 100

_ZIP = b"PK\x03\x04"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = 0x1
_PACKINGS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_MACROS = ("vbaproject", "vbadata", "macrosheets/", "activex/", "dialogsheets/")
_LINKS = ("externallinks/",)
_PACKED = (".zip", ".xlsx", ".xlsm", ".xlsb", ".xls", ".7z", ".rar", ".gz")
_MACRO_TYPE = b"macroenabled"
_HYPERLINK = "/hyperlink"

_UNREADABLE_ZIP = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)
"""What `zipfile` raises for what is no sound zip."""


class Package:
    """The XML parts of a workbook by their names, parsed when they are asked for.

    All of them together may have no more elements than a form has any use for.
    """

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        """Keep the parts, none of them parsed yet."""
        self._parts = parts
        self._roots: dict[str, Element] = {}
        self._left = _MOST_ELEMENTS

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the parts, in the file's order."""
        return tuple(self._parts)

    def root(self, name: str) -> Element | None:
        """Return the root element of a part, or nothing where there is no such part.

        Raises `InvalidWorkbook` for what is no XML, or more of it than a form has.
        """
        data = self._parts.get(name)
        if data is not None and name not in self._roots:
            builder = _BoundedBuilder(self._left)
            self._roots[name] = _parsed(data, builder)
            self._left = builder.left
        return self._roots.get(name)


def unpack(data: bytes) -> Package:
    """Return the parts of the workbook whose bytes are `data`; raises `InvalidWorkbook`."""
    if len(data) > LARGEST_FILE:
        raise InvalidWorkbook.at(ROOT, "workbook_large")
    if data.startswith(_OLE):
        raise InvalidWorkbook.at(ROOT, "workbook_locked")
    if not data.startswith(_ZIP):
        raise InvalidWorkbook.at(ROOT, "workbook_format")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _look(entries, len(data))
            parts = {
                entry.filename: archive.read(entry)
                for entry in entries
                if entry.filename.endswith((".xml", ".rels"))
            }
    except _UNREADABLE_ZIP as error:
        if isinstance(error, InvalidWorkbook):
            raise
        raise InvalidWorkbook.at(ROOT, "workbook_damaged") from None
    if _MACRO_TYPE in parts.get("[Content_Types].xml", b"").lower():
        raise InvalidWorkbook.at(ROOT, "workbook_macros")
    package = Package(parts)
    if any(_links_out(package.root(name)) for name in parts if name.endswith(".rels")):
        raise InvalidWorkbook.at(ROOT, "workbook_links")
    return package


def _links_out(relations: Element | None) -> bool:
    """Tell whether a part leads to another file; where a link in a text leads does not matter."""
    return any(
        one.get("TargetMode") == "External" and not one.get("Type", "").endswith(_HYPERLINK)
        for one in (() if relations is None else relations)
    )


def _look(entries: list[zipfile.ZipInfo], packed: int) -> None:
    """Refuse a workbook by what its table of contents says, before anything is unpacked."""
    if len(entries) > _MOST_PARTS or len({entry.filename for entry in entries}) < len(entries):
        raise InvalidWorkbook.at(ROOT, "workbook_damaged")
    whole = sum(entry.file_size for entry in entries)
    if (
        whole > _LARGEST_WHOLE
        or (whole > _WORTH_WEIGHING and whole > packed * _HIGHEST_RATIO)
        or any(entry.file_size > _LARGEST_PART for entry in entries)
    ):
        raise InvalidWorkbook.at(ROOT, "workbook_large")
    for entry in entries:
        if entry.flag_bits & _ENCRYPTED:
            raise InvalidWorkbook.at(ROOT, "workbook_locked")
        if entry.compress_type not in _PACKINGS or _leads_out(entry.filename):
            raise InvalidWorkbook.at(ROOT, "workbook_damaged")
        name = entry.filename.lower()
        if any(sign in name for sign in _MACROS):
            raise InvalidWorkbook.at(ROOT, "workbook_macros")
        if any(sign in name for sign in _LINKS):
            raise InvalidWorkbook.at(ROOT, "workbook_links")
        if "embeddings/" in name or name.endswith(_PACKED):
            raise InvalidWorkbook.at(ROOT, "workbook_packed")


def _leads_out(name: str) -> bool:
    """Tell whether a part's name is no plain path below the root."""
    return (
        name.startswith("/")
        or "\\" in name
        or ":" in name
        or ".." in name.split("/")
        or posixpath.normpath(name) != name.rstrip("/")
    )


def _parsed(data: bytes, builder: _BoundedBuilder) -> Element:
    try:
        parser = DefusedXMLParser(target=builder, forbid_dtd=True)
        # At once: fed in pieces, one long token would be looked at again with every piece.
        parser.feed(data)
        root: Element = parser.close()
    except InvalidWorkbook:
        raise
    # A DTD or an entity is a ValueError, and so is an encoding that cannot be read.
    except (ParseError, LookupError, ValueError):
        raise InvalidWorkbook.at(ROOT, "workbook_damaged") from None
    return root


class _BoundedBuilder(TreeBuilder):
    """Builds a tree as long as it is no larger than what is left, nor deep."""

    def __init__(self, left: int) -> None:
        super().__init__()
        self.left = left
        self._depth = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        self.left -= 1
        self._depth += 1
        if self.left < 0 or self._depth > _DEEPEST:
            raise InvalidWorkbook.at(ROOT, "workbook_large")
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        self._depth -= 1
        return super().end(tag)
