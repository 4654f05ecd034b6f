"""Other programs understand the workbook: LibreOffice prints and saves it, libraries read it."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from datetime import date, time
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
import python_calamine
from hypothesis import given, settings
from xlsxwriter import Workbook

import nws_incident as nws
from nws_incident import report
from nws_incident.notice.form import ReportField
from nws_incident.organization import check_digit
from nws_incident.report import (
    Causes,
    Counterparts,
    PartyAtFault,
    ReportDraft,
    Reporter,
    RequesterCaused,
)
from nws_incident.report.cell_text import shown_values
from nws_incident.report.workbook_layout import layout_of, name_of
from nws_incident.report.workbook_rules import code_message
from workbooks import FILLED, parts_of, writable_drafts

if TYPE_CHECKING:
    from pathlib import Path

EDITION = nws.load_edition()
LAYOUT = layout_of(EDITION)
SECONDS = 180

REPORTS = {
    "provider": FILLED,
    "requester": ReportDraft(
        drafted_on=date(2019, 5, 7),
        reporter=Reporter(code="012025", name="北海道函館市", department="国保年金課"),
        occurred_at=time(0, 0),
        causing_party=PartyAtFault.REQUESTER,
        causes=Causes(human="requester_operation", other="other_cause"),
        detail="=端末の操作を誤った。\n+二行目\n　字下げ",
        consulted_operator=True,
        requester_caused=RequesterCaused(counterparts=Counterparts.SEVERAL, names="青森市、青森県"),
    ),
    "open": ReportDraft(),
    "long": FILLED.with_values(
        {
            "detail": "原因を調べた結果は次のとおりである。" * 40,
            "provider_caused.reason_for_no": "長い理由。" * 60,
            "reporter.name": "架空県" + "北" * 60 + "広域連合",
        }
    ),
}

# Formulas are reckoned anew when a file is opened, as Excel does it.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Return LibreOffice, where it is installed."""
    program = shutil.which("soffice")
    if program is None or shutil.which("pdftotext") is None:
        pytest.skip(
            "LIBREOFFICE IS NOT INSTALLED: nothing is proved about real spreadsheet programs; "
            "apt-get install libreoffice-calc poppler-utils fonts-noto-cjk"
        )
    folder = tmp_path_factory.mktemp("office")
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    return Office(program, folder, profile)


class Office:
    """LibreOffice with a profile of its own."""

    def __init__(self, program: str, folder: Path, profile: Path) -> None:
        """Keep where things are."""
        self._program = program
        self._profile = profile
        self.folder = folder

    def convert(self, to: str, *files: Path) -> list[Path]:
        """Open files and save them as another kind."""
        out = self.folder / "out"
        subprocess.run(  # noqa: S603  a fixed command
            [
                self._program,
                f"-env:UserInstallation={self._profile.as_uri()}",
                "--headless",
                "--convert-to",
                to,
                "--outdir",
                str(out),
                *map(str, files),
            ],
            check=True,
            capture_output=True,
            timeout=SECONDS,
        )
        return [out / f"{file.stem}.{to.partition(':')[0]}" for file in files]


@pytest.fixture(scope="module")
def written(office: Office) -> dict[str, Path]:
    """Write the reports."""
    return {
        name: report.write(draft, office.folder / f"{name}.xlsx") for name, draft in REPORTS.items()
    }


@pytest.fixture(scope="module")
def printed(office: Office, written: dict[str, Path]) -> dict[str, Path]:
    """Print the reports."""
    return dict(zip(written, office.convert("pdf", *written.values()), strict=True))


@pytest.fixture(scope="module")
def resaved(office: Office, written: dict[str, Path]) -> dict[str, Path]:
    """Save the reports anew."""
    return dict(zip(written, office.convert("xlsx", *written.values()), strict=True))


def squeezed(text: str) -> str:
    """Leave out white space, which differs with where lines break."""
    return "".join(text.split())


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_is_printed_on_one_a4_page_with_every_label_and_text(
    printed: dict[str, Path], name: str
) -> None:
    """Nothing is cut off, short or long."""
    about = subprocess.run(  # noqa: S603  a fixed command
        ["pdfinfo", str(printed[name])],  # noqa: S607
        check=True,
        capture_output=True,
        encoding="utf-8",
    ).stdout
    assert re.search(r"^Pages: +1$", about, re.MULTILINE)
    assert "(A4)" in about
    text = squeezed(
        subprocess.run(  # noqa: S603  a fixed command
            ["pdftotext", "-raw", str(printed[name]), "-"],  # noqa: S607
            check=True,
            capture_output=True,
            encoding="utf-8",
        ).stdout
    )
    labels = [line for cell in LAYOUT.cells if cell.text for line in cell.text.split("\n")]
    values = [
        line
        for value in shown_values(REPORTS[name], EDITION.report_form).values()
        for line in _as_printed(value).split("\n")
    ]
    hidden = {"No"} if name == "provider" else set()
    missing = [line for line in {*labels, *values} - hidden if squeezed(line) not in text]
    assert missing == []


def _as_printed(value: Any) -> str:
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return f"{value:%Y/%m/%d}" if isinstance(value, date) else str(value)


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_that_was_saved_anew_reads_back_the_same(
    resaved: dict[str, Path], name: str
) -> None:
    """Every answer is where it was, and nothing is added."""
    assert report.read(resaved[name]) == report.ReadReport(REPORTS[name], ())


def test_what_was_saved_anew_still_offers_its_choices(resaved: dict[str, Path]) -> None:
    """Each choice has its list, dependent ones too; hidden sheets stay hidden, locks locked."""
    book = openpyxl.load_workbook(resaved["provider"])
    sheet = book["顛末報告書"]
    rules = sheet.data_validations.dataValidation
    for field, cell in LAYOUT.fields.items():
        address = cell.address.replace("$", "")
        (rule,) = (one for one in rules if address in one.sqref)
        if cell.is_chosen:
            assert rule.type == "list"
            assert set(re.findall(r"list_\w+", rule.formula1)) == set(
                re.findall(r"list_\w+", LAYOUT.sources[field])
            )
        assert rule.prompt
        assert not sheet[address].protection.locked
        assert book.defined_names[name_of(field)].attr_text
    assert sheet.protection.sheet
    assert sheet["A1"].protection.locked
    assert all(book[name].sheet_state != "visible" for name in book.sheetnames[1:])


def test_formulas_give_what_they_are_written_for(office: Office) -> None:
    """The message on the code, and which list a choice is made from."""
    codes = ["", "022012", "022013", "012025", "02201", "0220123", "482013", "000000", "abcdef"]
    codes += [f"{number:05}{check_digit(f'{number:05}')}" for number in range(1_000, 47_999, 997)]
    path = office.folder / "formulas.xlsx"
    book = Workbook(path)
    sheet = book.add_worksheet()
    text = book.add_format({"num_format": "@"})
    for row, code in enumerate(codes):
        sheet.write_string(row, 0, code, text)
        sheet.write_formula(row, 1, code_message(f"$A${row + 1}", code)[0])
    lists = [name for name in LAYOUT.lists if "human" in name]
    for column, name in enumerate(("list_none", *lists)):
        sheet.write_string(0, 10 + column, name)
        book.define_name(name, f"=Sheet1!${'KLMN'[column]}$1")
    source = LAYOUT.sources[ReportField.CAUSE_HUMAN]
    party = LAYOUT.fields[ReportField.CAUSING_PARTY].address
    for row, label in enumerate(("情報照会者", "情報提供者", "(選択項目)")):
        sheet.write_string(row, 3, label)
        sheet.write_formula(row, 4, source.replace(party, f"$D${row + 1}"))
    book.close()
    (saved,) = office.convert("xlsx", path)
    found = openpyxl.load_workbook(saved, data_only=True)["Sheet1"]
    for row, code in enumerate(codes):
        assert (found.cell(row + 1, 2).value or "") == code_message("$A$1", code)[1], code
    chosen = [found.cell(row, 5).value for row in (1, 2, 3)]
    assert chosen == ["list_human_of_requester", "list_human_of_provider", "list_none"]


def cells_by_openpyxl(data: bytes) -> dict[str, list[tuple[int, int, Any]]]:
    """Return what the cells of each sheet hold, as one library reads them."""
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    return {
        sheet.title: [
            (cell.row, cell.column, cell.value)
            for row in sheet.iter_rows()
            for cell in row
            if cell.value not in {None, ""}
        ]
        for sheet in book
    }


def cells_by_calamine(data: bytes) -> dict[str, list[tuple[int, int, Any]]]:
    """Return the same as another library reads them."""
    book = python_calamine.load_workbook(io.BytesIO(data))
    found = {}
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        found[name] = [
            (row, column, value)
            for row, values in enumerate(sheet.to_python(skip_empty_area=False), start=1)
            for column, value in enumerate(values, start=1)
            if value not in {None, ""}
        ]
    return found


def by_text(cells: dict[str, list[tuple[int, int, Any]]]) -> dict[str, list[tuple[int, int, str]]]:
    """Return cells as text, with dates of either library alike."""
    return {
        name: [
            (row, column, re.sub(" 00:00:00$", "", str(value)).replace("\r\n", "\n"))
            for row, column, value in rows
        ]
        for name, rows in cells.items()
    }


def test_two_libraries_that_wrote_none_of_it_see_the_same_cells() -> None:
    """Dates as dates, times as times, texts as texts."""
    for draft in REPORTS.values():
        data = report.to_bytes(draft)
        assert by_text(cells_by_openpyxl(data)) == by_text(cells_by_calamine(data))
    cells = {
        (row, column): value
        for row, column, value in cells_by_calamine(report.to_bytes(FILLED))["顛末報告書"]
    }
    values = shown_values(FILLED, EDITION.report_form)
    for field, cell in LAYOUT.fields.items():
        row, column = cell.first
        expected = values.get(field, LAYOUT.choose if cell.is_chosen else None)
        assert cells.get((row + 1, column + 1)) == expected, field


@settings(deadline=None, max_examples=25)
@given(writable_drafts())
def test_another_library_reads_any_report_s_texts(draft: ReportDraft) -> None:
    """Whatever stands in them; but line ends and escapes, which that library reads its own way."""
    cells = {
        (row, column): value
        for row, column, value in cells_by_calamine(report.to_bytes(draft))["顛末報告書"]
    }
    values: dict[ReportField, Any] = dict(shown_values(draft, EDITION.report_form))
    for field, cell in LAYOUT.fields.items():
        value = values.get(field)
        if isinstance(value, str) and "_x" not in value:
            row, column = cell.first
            assert cells.get((row + 1, column + 1)) == value


def test_the_workbook_says_what_it_is() -> None:
    """Title and subject in its properties, dates that do not depend on the clock."""
    properties = openpyxl.load_workbook(io.BytesIO(report.to_bytes(FILLED))).properties
    assert (properties.title, properties.subject) == ("顛末報告書", "総官参第11号")
    assert properties.created == properties.modified
    assert properties.created.date() == date(2017, 7, 26)
    assert set(parts_of(report.to_bytes(FILLED))) >= {"docProps/core.xml", "docProps/app.xml"}
