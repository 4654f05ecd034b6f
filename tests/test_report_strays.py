"""Individual numbers beside the form's cells: found wherever people write, and nowhere else."""

from __future__ import annotations

import pytest

import nws_incident as nws
from nws_incident.report.grid import CELL_ERROR, Cells, Grid
from nws_incident.report.package import Package
from nws_incident.report.strays import has_stray_number
from workbooks import NUMBER

HALVES = f"<r><t>{NUMBER[:6]}</t></r><r><t>{NUMBER[6:]}</t></r>"
IN_A_NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def is_found(
    xml: str = "<x/>",
    part: str = "xl/x.xml",
    cells: Cells | None = None,
    known: frozenset[str] = frozenset(),
) -> bool:
    """Tell whether a number is found in a workbook of one part and one sheet."""
    grid = Grid(sheets={"作業用": cells or {}}, names={}, from_1904=False)
    return has_stray_number(Package({part: xml.encode()}), grid, set(known))


@pytest.mark.parametrize(
    "attribute",
    [
        *("name", "displayName", "prompt", "promptTitle", "error", "errorTitle", "descr"),
        *("title", "tooltip", "display", "location", "author", "userId", "comment"),
        *("description", "caption", "v"),
    ],
)
def test_a_number_is_found_in_what_people_write_into_an_attribute(attribute: str) -> None:
    """Names, hints of a cell, what a picture shows, a link's words, what a pivot table keeps."""
    said = f'{attribute}="本人 {NUMBER}"'
    assert is_found(f"<x {said}/>")
    assert is_found(f"<x><y><z {said}/></y></x>")
    assert is_found(f'<x xmlns:n="urn:n"><y n:{said}/></x>')
    assert is_found(f"<x><si {said}/></x>")


def test_ids_that_programs_make_are_not_looked_at() -> None:
    """By chance, or as here by custom, they look like a number."""
    assert not is_found('<x uid="{00000000-0001-0000-0000-000000000000}"/>')


@pytest.mark.parametrize("namespace", ["", IN_A_NAMESPACE])
@pytest.mark.parametrize("element", ["si", "comment", "threadedComment", "p"])
def test_a_text_in_runs_is_put_together(element: str, namespace: str) -> None:
    """Half of the number may be in bold."""
    assert is_found(f"<x {namespace}><y><{element}>{HALVES}</{element}></y></x>")


@pytest.mark.parametrize("namespace", ["", IN_A_NAMESPACE])
def test_texts_of_their_own_are_not_put_together(namespace: str) -> None:
    """Two authors are two texts; each is looked at, at whatever depth."""
    assert not is_found(f"<x {namespace}><y>{HALVES}</y></x>")
    assert is_found(f"<x {namespace}><y>x<z>{NUMBER}</z></y></x>")
    assert is_found(f"<x {namespace}>{NUMBER}</x>")


def test_a_formula_is_looked_at_and_the_cells_are_read_as_cells() -> None:
    """A table looked up by a number shows only what was found."""
    sheet = "<w><sheetData><row><c>{}</c><c><f/></c></row></sheetData></w>"
    assert is_found(sheet.format(f"<f>VLOOKUP({NUMBER},A:B,2)</f><v>1</v>"))
    assert is_found(sheet.replace("<w>", f"<w {IN_A_NAMESPACE}>").format(f"<f>{NUMBER}</f>"))
    assert not is_found(sheet.format(f"<v>{NUMBER}</v>"))


def test_a_number_in_a_cell_is_found_as_text_or_as_a_number() -> None:
    """A cell that shows an error holds nothing, and hides nothing."""
    assert is_found(cells={"A1": CELL_ERROR, "B2": float(NUMBER)})
    assert is_found(cells={"A1": "x", "B2": f"本人 {NUMBER}"})
    assert not is_found(cells={"A1": CELL_ERROR, "B2": 27.0, "C3": True, "D4": "x"})


def test_what_the_form_s_cells_hold_is_told_with_its_field_and_not_twice() -> None:
    """As a cell or among the texts that sheets share; within another text it is found again."""
    strings = "<sst><si><t>{}</t></si></sst>"
    known = frozenset({NUMBER})
    assert not is_found(strings.format(NUMBER), cells={"A1": float(NUMBER)}, known=known)
    assert is_found(strings.format(f"本人 {NUMBER}"), known=known)


@pytest.mark.parametrize("part", ["xl/styles.xml", "xl/calcChain.xml"])
def test_parts_in_which_nobody_writes_may_be_as_long_as_they_like(part: str) -> None:
    """Workbooks that were copied for years have more looks than a form has cells."""
    long = f"<x>{'<y/>' * 100_000}</x>"
    assert not is_found(long, part)
    with pytest.raises(nws.InvalidWorkbook):
        is_found(long)
