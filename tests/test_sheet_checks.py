"""A sheet that does not hold together fails at load, with the file and the path."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nws_incident.notice.sheet import SheetCell
from own_editions import append, change, problems_of

if TYPE_CHECKING:
    from pathlib import Path

SHEET = "report-sheet.toml"
FORM = "report-form.toml"


CORNER = 'at = "R:T", style = "corner"'


@pytest.mark.parametrize(
    ("old", "new", "path", "key"),
    [
        ("columns = 20", 'columns = "20"', "sheet_page[0].columns", "expected_whole_number"),
        ("columns = 20", "columns = true", "sheet_page[0].columns", "expected_whole_number"),
        (
            CORNER,
            'at = "R:U", style = "corner"',
            ".at",
            "edition_off_sheet",
        ),
        (
            CORNER,
            'at = "T:R", style = "corner"',
            ".at",
            "edition_off_sheet",
        ),
        (CORNER, 'at = "R1", style = "corner"', ".at", "edition_off_sheet"),
        (
            CORNER,
            'at = "R:T", rows = 99, style = "corner"',
            ".rows",
            "edition_off_sheet",
        ),
        (
            CORNER,
            'at = "R:T", rows = 0, style = "corner"',
            ".rows",
            "edition_off_sheet",
        ),
        (CORNER, 'at = "Q:T", style = "corner"', "", "edition_overlap"),
        (
            '"corner", text = "${wording.annex}"',
            '"corner"',
            "sheet_wording[1].id",
            "edition_unused",
        ),
        ("${wording.annex}", "${wording.anex}", "", "edition_unknown_word"),
        ("${wording.annex}", "${words.annex}", "", "edition_unknown_word"),
        ("${wording.annex}", "${annex}", ".text", "edition_unknown_word"),
        ("${note.causing_party}", "${note.drafted_on}", "", "edition_unknown_word"),
        ('style = "corner"', 'style = "cornr"', "", "edition_unknown_word"),
        ('style = "corner", ', "", ".style", "missing"),
        ('field = "drafted_on"', 'field = "drafted"', ".field", "unknown_value"),
        ('field = "drafted_on"', 'field = "drafted_on", text = "x"', "", "edition_incomplete"),
        ('field = "drafted_on"', 'field = "detail"', "", "edition_missing_row"),
        (
            'field = "drafted_on"',
            'field = "provider_caused.others_wrong"',
            "",
            "edition_missing_row",
        ),
        (
            'fault_of = "reporter.code"',
            'fault_of = "reporter.name"',
            ".fault_of",
            "edition_unknown_word",
        ),
        ('id = "choose"', 'id = "chose"', "$.sheet_wording", "edition_missing_row"),
        ('id = "entry"', 'id = "entries"', "$.sheet_style", "edition_missing_row"),
        ('id = "corner"', 'id = "title"', "sheet_style[1]", "edition_duplicate"),
        ("[[sheet_page]]", "[[sheet_pages]]", "", "unknown_key"),
    ],
)
def test_a_mistake_in_the_sheet_is_told(
    edition: Path, old: str, new: str, path: str, key: str
) -> None:
    """Cells over one another, off the page, of no style, of unknown fields or words."""
    change(edition / SHEET, old, new)
    found = problems_of(edition)
    assert any(place.endswith(path) and why == key for place, why in found), found
    assert all(place.startswith((SHEET, "$.")) for place, _ in found)


def test_an_edition_has_one_page(edition: Path) -> None:
    """Neither none nor two."""
    page = (
        '\n[[sheet_page]]\nid = "b4"\ncolumns = 1\nwidth = 1\nheight = 1\n'
        'font = "x"\nrequired = "000000"\n'
    )
    append(edition / FORM, page)
    assert ("report-sheet.toml:$.sheet_page[0]", "edition_duplicate") in problems_of(edition)
    (edition / SHEET).unlink()
    change(edition / FORM, page, "")
    assert ("$.sheet_page", "missing") in problems_of(edition)


def test_a_field_without_a_cell_has_no_cell(edition: Path) -> None:
    """And one that has a cell has one only."""
    change(edition / SHEET, 'field = "information"', 'field = "provider_caused.others_wrong"')
    found = problems_of(edition)
    assert ("$.sheet_row", "edition_missing_row") in found
    assert any(key == "edition_duplicate" for _, key in found)
    change(edition / SHEET, 'field = "provider_caused.others_wrong"', 'field = "detail"')
    assert any(key == "edition_duplicate" for _, key in problems_of(edition))


def test_a_cell_knows_its_columns_and_slots() -> None:
    """Columns are counted from 0; a slot is a table and a name."""
    cell = SheetCell(at="C:F", text="${label.reporter.code} (${note.detail})")
    assert cell.columns == range(2, 6)
    assert cell.slots == (("label", "reporter.code"), ("note", "detail"))
    assert SheetCell(at="AA:AB").columns == range(0)
