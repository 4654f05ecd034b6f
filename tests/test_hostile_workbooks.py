"""Whatever a file holds, reading it ends in a report or a clear error, and that soon."""

from __future__ import annotations

import io
import json
import os
import random
import struct
import time
import tracemalloc
import zipfile
from functools import cache
from typing import TYPE_CHECKING

import pytest

import nws_incident as nws
from nws_incident import report
from nws_incident.individual_number import Severity, scan
from workbooks import FILLED, packed, parts_of, with_part

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ROUNDS = 20_000 if os.environ.get("NWS_INCIDENT_FUZZ") == "full" else 1_000
SECONDS = 1.0
BYTES = 200 * 1024 * 1024
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
BOOK = "xl/workbook.xml"
TYPES = "[Content_Types].xml"
MEGABYTE = 1024 * 1024


@cache
def written() -> bytes:
    """Return a workbook to spoil."""
    return report.to_bytes(FILLED)


def added(name: str, content: bytes = b"") -> bytes:
    """Return the workbook with one more part."""
    return packed({**parts_of(written()), name: content})


def spoilt(name: str, content: bytes) -> bytes:
    """Return the workbook with one part replaced."""
    return with_part(written(), name, lambda _: content)


def relation(kind: str, target: str) -> bytes:
    """Return the relations of a sheet that leads out of the workbook."""
    base = "http://schemas.openxmlformats.org"
    return (
        f'<Relationships xmlns="{base}/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{base}/officeDocument/2006/relationships/{kind}" Target="{target}" '
        'TargetMode="External"/></Relationships>'
    ).encode()


def encrypted() -> bytes:
    """Return the workbook with its first part marked as encrypted."""
    data = bytearray(written())
    directory = data.index(b"PK\x01\x02")
    for place in (6, directory + 8):
        data[place] |= 1
    return bytes(data)


def recompressed(method: int) -> bytes:
    """Return the workbook, packed as no workbook is."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in parts_of(written()).items():
            archive.writestr(name, content)
    return buffer.getvalue()


def twice(name: str) -> bytes:
    """Return the workbook with a part that is there twice."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for part, content in parts_of(written()).items():
            archive.writestr(part, content)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr(name, b"<x/>")
    return buffer.getvalue()


def lying_about_size() -> bytes:
    """Return the workbook whose table of contents says that its sheet is small, which it is not."""
    data = bytearray(spoilt(SHEET, b"<x>" + b" " * (3 * MEGABYTE) + b"</x>"))
    name = data.rindex(SHEET.encode())
    struct.pack_into("<I", data, name - 46 + 24, 100)
    return bytes(data)


DTD = b'<?xml version="1.0"?><!DOCTYPE x [%s]><x>&a;</x>'
LAUGHS = b'<!ENTITY z "ha">' + b"".join(
    b'<!ENTITY %c "%s">' % (97 + n, b"&%c;" % (98 + n if n < 24 else 122) * 10) for n in range(25)
)

HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "workbook_format"),
    "csv": (lambda: "起票日付,2017/07/26\r\n".encode("cp932"), "workbook_format"),
    "html": (lambda: b"<html><table></table></html>", "workbook_format"),
    "old or locked": (lambda: bytes.fromhex("d0cf11e0a1b11ae1") + bytes(4096), "workbook_locked"),
    "encrypted zip": (encrypted, "workbook_locked"),
    "truncated": (lambda: written()[: len(written()) // 2], "workbook_damaged"),
    "no directory": (lambda: b"PK\x03\x04" + bytes(100), "workbook_damaged"),
    "huge file": (lambda: b"PK\x03\x04" + bytes(17 * MEGABYTE), "workbook_large"),
    "huge part": (lambda: spoilt(SHEET, b"<x>" + b" " * 5 * MEGABYTE + b"</x>"), "workbook_large"),
    "bomb": (
        lambda: packed(
            {**parts_of(written()), **{f"xl/media/{n}": bytes(3 * MEGABYTE) for n in range(3)}}
        ),
        "workbook_large",
    ),
    "huge whole": (
        lambda: packed({f"xl/{n}.png": os.urandom(MEGABYTE) * 3 for n in range(12)}),
        "workbook_large",
    ),
    "many parts": (lambda: packed({f"x{n}.xml": b"<x/>" for n in range(300)}), "workbook_damaged"),
    "a part twice": (lambda: twice(SHEET), "workbook_damaged"),
    "lying about size": (lying_about_size, "workbook_damaged"),
    "odd packing": (lambda: recompressed(zipfile.ZIP_LZMA), "workbook_damaged"),
    "path upwards": (lambda: added("../../etc/passwd"), "workbook_damaged"),
    "path from root": (lambda: added("/etc/passwd"), "workbook_damaged"),
    "path of a drive": (lambda: added("C:\\windows\\x.dll"), "workbook_damaged"),
    "path with a dot": (lambda: added("xl/./x.xml"), "workbook_damaged"),
    "zip inside": (lambda: added("xl/a.zip", written()), "workbook_packed"),
    "workbook inside": (lambda: added("xl/embeddings/a.bin", written()), "workbook_packed"),
    "macros": (lambda: added("xl/vbaProject.bin", b"x"), "workbook_macros"),
    "old macros": (lambda: added("xl/macrosheets/sheet1.xml", b"<x/>"), "workbook_macros"),
    "macro type": (
        lambda: with_part(
            written(), TYPES, lambda xml: xml.replace(b"sheet.main", b"sheet.macroEnabled.main")
        ),
        "workbook_macros",
    ),
    "external link": (lambda: added("xl/externalLinks/externalLink1.xml"), "workbook_links"),
    "external template": (
        lambda: added("xl/worksheets/_rels/sheet1.xml.rels", relation("oleObject", "file:///x")),
        "workbook_links",
    ),
    "entity": (lambda: spoilt(STRINGS, DTD % b'<!ENTITY a "b">'), "workbook_damaged"),
    "file entity": (
        lambda: spoilt(BOOK, DTD % b'<!ENTITY a SYSTEM "file:///etc/passwd">'),
        "workbook_damaged",
    ),
    "billion laughs": (lambda: spoilt(SHEET, DTD % LAUGHS), "workbook_damaged"),
    "no xml": (lambda: spoilt(SHEET, b"{}"), "workbook_damaged"),
    "nothing": (lambda: spoilt(SHEET, b""), "workbook_damaged"),
    "unknown encoding": (
        lambda: spoilt(SHEET, b'<?xml version="1.0" encoding="nope"?><x/>'),
        "workbook_damaged",
    ),
    "odd encoding": (
        lambda: spoilt(SHEET, b'<?xml version="1.0" encoding="utf-7"?><x/>'),
        "workbook_damaged",
    ),
    "many rows": (
        lambda: spoilt(SHEET, b"<w><sheetData>" + b"<row/>" * 500_000 + b"</sheetData></w>"),
        "workbook_large",
    ),
    "many strings": (
        lambda: spoilt(STRINGS, b"<sst>" + b"<si/>" * 800_000 + b"</sst>"),
        "workbook_large",
    ),
    "half a character in a case's id": (
        lambda: with_part(
            written(), STRINGS, lambda xml: xml.replace(b"hakodate-2017-001", b"_xD800_")
        ),
        "workbook_damaged",
    ),
    "deep": (lambda: spoilt(SHEET, b"<a>" * 500_000), "workbook_large"),
}


def outcome(data: bytes) -> list[str]:
    """Read a workbook and return the keys of its problems; it must not repeat a number."""
    try:
        found = report.from_bytes(data)
    except nws.InvalidWorkbook as error:
        problems = error.problems
        said = f"{error} {error.message('ja')}"
    else:
        problems = found.problems
        said = repr(found)
        assert json.dumps(report.report_to_data(found.draft))
    assert not any(one.severity is Severity.REFUSED for one in scan(said))
    return [problem.key for problem in problems]


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_refused_with_one_clear_error(kind: str, tmp_path: Path) -> None:
    """In bounded time and memory, and without a word of another library's."""
    make, key = HOSTILE[kind]
    path = tmp_path / "a.xlsx"
    path.write_bytes(make())
    tracemalloc.start()
    with pytest.raises(nws.InvalidWorkbook) as caught:
        report.read(path)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [(problem.path, problem.key) for problem in caught.value.problems] == [("$", key)]
    assert caught.value.__cause__ is None
    assert most < BYTES


@pytest.mark.parametrize(
    "sheet",
    [
        b"<w><mergeCells><mergeCell ref='A1:XFD1048576'/></mergeCells></w>",
        b"<w><dimension ref='A1:XFD1048576'/><cols><col min='1' max='16384'/></cols></w>",
        b"<w><sheetData><row r='1048576'><c r='XFD1048576'><v>1</v></c></row></sheetData></w>",
        b"<w><sheetData><row><c><v>" + b"9" * 3_000_000 + b"</v></c></row></sheetData></w>",
        b"<w " + b" ".join(b'a%d=""' % n for n in range(300_000)) + b"/>",
        b"<w x='" + b"x" * 4_000_000 + b"'/>",
    ],
    ids=["merged", "dimension", "far cell", "long number", "attributes", "long attribute"],
)
def test_a_huge_sheet_costs_no_more_than_it_is_long(sheet: bytes) -> None:
    """Areas that only exist on paper are not laid out."""
    data = spoilt(SHEET, sheet)
    start = time.process_time()
    assert "workbook_damaged" not in outcome(data)
    assert time.process_time() - start < 3 * SECONDS


def test_a_link_in_a_cell_is_no_reason_to_refuse() -> None:
    """Spreadsheets make one of every e-mail address; nobody follows it."""
    data = added(
        "xl/worksheets/_rels/sheet1.xml.rels", relation("hyperlink", "mailto:a@example.jp")
    )
    assert report.from_bytes(data) == report.ReadReport(FILLED, ())


def test_pictures_do_not_matter(tmp_path: Path) -> None:
    """A seal that was pasted in is left where it is."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(added("xl/media/image1.png", os.urandom(MEGABYTE)))
    assert report.read(path) == report.ReadReport(FILLED, ())


def test_no_file_is_the_file_system_s_error(tmp_path: Path) -> None:
    """As with any other file."""
    with pytest.raises(FileNotFoundError):
        report.read(tmp_path / "a.xlsx")


def flipped(chance: random.Random) -> bytes:
    """Flip some bytes of the file."""
    data = bytearray(written())
    for _ in range(chance.choice((1, 1, 5, 50))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)


def cut(chance: random.Random) -> bytes:
    """Cut a piece out of the file, or its end off."""
    data = written()
    start, end = sorted((chance.randrange(len(data)), chance.randrange(len(data))))
    return chance.choice((data[:start], data[:start] + data[end:], data[start:]))


def without_a_part(chance: random.Random) -> bytes:
    """Drop or rename a part."""
    parts = parts_of(written())
    content = parts.pop(chance.choice(list(parts)))
    if chance.random() < 0.5:
        parts[chance.choice(("x", "xl/x.xml", BOOK, SHEET, STRINGS))] = content
    return packed(parts)


def swapped(chance: random.Random) -> bytes:
    """Swap two parts."""
    parts = parts_of(written())
    one, other = chance.sample(list(parts), 2)
    parts[one], parts[other] = parts[other], parts[one]
    return packed(parts)


def spoilt_inside(chance: random.Random) -> bytes:
    """Flip bytes, cut or repeat a piece, inside a part."""
    parts = parts_of(written())
    name = chance.choice((BOOK, SHEET, STRINGS, "xl/worksheets/sheet3.xml", *parts))
    content = bytearray(parts[name])
    start = chance.randrange(len(content))
    end = min(len(content), start + chance.choice((1, 2, 10, 100)))
    piece = chance.choice(
        (b"", bytes(content[start:end]) * 3, bytes([chance.randrange(256)]), b"<", b"&", b"\x00")
    )
    content[start:end] = piece
    parts[name] = bytes(content)
    return packed(parts)


ODD: tuple[str, ...] = ("", "-1", "nan", "1e400", "9" * 400, "s", "n", "b", "e", "d", "inlineStr")
ODD += ("123456789018", "A0", "ZZZZ1", "2017-13-45", "\N{FULLWIDTH DIGIT ONE}", "true", "#REF!")
ODD += ("_xD800_", "format", "case", "choice", "nws_detail")


def retyped(chance: random.Random) -> bytes:
    """Change a value, a type or an address somewhere in the sheet, the names or the strings."""
    parts = parts_of(written())
    name = chance.choice((BOOK, SHEET, STRINGS, "xl/worksheets/sheet3.xml"))
    pieces = parts[name].decode().split('"')
    texts = parts[name].decode().split(">")
    for _ in range(chance.randrange(1, 6)):
        pieces[chance.randrange(1, len(pieces), 2)] = chance.choice(ODD)
        place = chance.randrange(1, len(texts))
        texts[place] = chance.choice(ODD) + texts[place][texts[place].find("<") :]
    changed = '"'.join(pieces) if chance.random() < 0.5 else ">".join(texts)
    parts[name] = changed.encode(errors="surrogatepass")
    return packed(parts)


MUTATIONS = (flipped, cut, without_a_part, swapped, spoilt_inside, retyped, retyped)


def test_mutated_workbooks_end_in_a_report_or_in_clear_problems() -> None:
    """Nothing else is raised, and none of them takes long."""
    chance = random.Random(7)
    read = refused = 0
    slowest = 0.0
    for number in range(ROUNDS):
        data = MUTATIONS[number % len(MUTATIONS)](chance)
        start = time.process_time()
        keys = outcome(data)
        slowest = max(slowest, time.process_time() - start)
        refused += bool(keys)
        read += not keys
    assert slowest < SECONDS
    assert refused > ROUNDS // 3
    assert read > ROUNDS // 50
