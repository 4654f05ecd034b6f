"""A report written as a workbook reads back as the same report, and holds nothing it must not."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings

import nws_incident as nws
from nws_incident import report
from nws_incident.individual_number import Severity, scan
from nws_incident.notice.form import Entry, ReportField
from nws_incident.report import Causes, ReportDraft, Reporter
from nws_incident.report.workbook_layout import layout_of, name_of
from nws_incident.report.workbook_rules import code_message
from nws_incident.testing import numbered_texts, report_drafts
from own_editions import change, copy_edition
from workbooks import FILLED, NUMBER, UNWRITABLE, parts_of, writable_drafts

if TYPE_CHECKING:
    from collections.abc import Iterator

EDITION = nws.load_edition()
FORM = EDITION.report_form
LAYOUT = layout_of(EDITION)


def texts_in(data: bytes) -> Iterator[str]:
    """Yield every text and every attribute's value in every part of a workbook."""
    for content in parts_of(data).values():
        root = ET.fromstring(content)  # noqa: S314  our own
        yield "".join(root.itertext())
        for element in root.iter():
            yield element.text or ""
            yield from element.attrib.values()


def problems_of(draft: ReportDraft) -> list[tuple[str, str]]:
    """Return what stands in the way of writing a report."""
    with pytest.raises(nws.InvalidWorkbook) as caught:
        report.to_bytes(draft)
    return [(problem.path, problem.key) for problem in caught.value.problems]


@settings(deadline=None, max_examples=40)
@given(writable_drafts())
def test_what_is_written_reads_back_as_the_same_report(draft: ReportDraft) -> None:
    """Whatever the texts, and whether or not the answers fit together."""
    found = report.from_bytes(report.to_bytes(draft))
    assert found.problems == ()
    assert found.draft == draft


@settings(deadline=None, max_examples=25)
@given(report_drafts())
def test_a_report_is_written_unless_a_text_has_a_character_that_no_cell_can_hold(
    draft: ReportDraft,
) -> None:
    """Each such text is told with its field, and nothing is written."""
    values = {name: draft.value(name) for name in report.REPORT_FIELDS}
    bad = [
        (f"$.{name}", "workbook_character")
        for name, value in values.items()
        if isinstance(value, str) and UNWRITABLE.search(value)
    ]
    if bad:
        assert problems_of(draft) == bad
    else:
        assert report.from_bytes(report.to_bytes(draft)).draft == draft


@settings(deadline=None, max_examples=10)
@given(writable_drafts())
def test_the_same_report_gives_the_same_bytes(draft: ReportDraft) -> None:
    """Neither the clock nor chance has a say, nor has another process."""
    assert report.to_bytes(draft) == report.to_bytes(draft)


def test_another_process_writes_the_same_bytes() -> None:
    """Not even the order of sets shows."""
    code = (
        "import sys; from workbooks import FILLED; from nws_incident import report;"
        "sys.stdout.buffer.write(report.to_bytes(FILLED))"
    )
    done = subprocess.run(  # noqa: S603  our own
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        cwd=Path(__file__).parent,
        env={"PYTHONPATH": ":".join(sys.path), "PYTHONHASHSEED": "7", "TZ": "America/Lima"},
    )
    assert done.stdout == report.to_bytes(FILLED)


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+81-17-000-0000",
        "-1",
        "@SUM(A1)",
        "=\tcmd|' /C calc'!A0",
        "<r>a</r>",
        "<r><t>a</t></r>",
        "_x000D_",
        "_x000D_x000D_",
        "_x005F_x000D_ _x005f_",
        "x005F_",
        "'001",
        "0012",
        "1e5",
        "TRUE",
        "(選択項目)",
        "#N/A",
        "a\n b \n\tc",
        "&amp; <b> ]]>",
        "𠮷" * 16_383,
        "x" * 32_767,
    ],
    ids=lambda text: text[:12],
)
def test_nasty_texts_stay_texts(text: str) -> None:
    """No text is taken for a formula, a number, an escape or markup."""
    draft = ReportDraft(detail=text, causes=Causes(other=text), reporter=Reporter(name=text))
    data = report.to_bytes(draft)
    assert report.from_bytes(data) == report.ReadReport(draft, ())
    formulas = re.findall(rb"<f>(.*?)</f>", parts_of(data)["xl/worksheets/sheet1.xml"])
    assert len(formulas) == 1


def test_ids_of_cases_come_through_as_they_are() -> None:
    """They are on no page, and may start with what a formula or a tab does."""
    draft = ReportDraft(cases=("=1", "\tx", " y ", "_x0041_", "<r></r>"))
    assert report.from_bytes(report.to_bytes(draft)).draft == draft


def test_dates_that_no_workbook_counts_stand_as_text() -> None:
    """Before March 1900 programs disagree on how days are counted."""
    for day in (date.min, date(1900, 2, 28), date(1900, 3, 1), date.max):
        draft = ReportDraft(drafted_on=day, occurred_at=time(23, 59), recovered_at=time(0))
        assert report.from_bytes(report.to_bytes(draft)) == report.ReadReport(draft, ())


def test_a_text_that_is_too_long_is_told() -> None:
    """A cell holds 32,767 UTF-16 units."""
    assert problems_of(ReportDraft(detail="x" * 32_768)) == [("$.detail", "workbook_long")]
    assert problems_of(ReportDraft(information="𠮷" * 16_384)) == [
        ("$.information", "workbook_long")
    ]


@settings(deadline=None, max_examples=20)
@given(numbered_texts())
def test_an_individual_number_is_never_written(text: str) -> None:
    """Not into a field, nor into the id of a case; the message does not repeat it."""
    for draft in (ReportDraft(detail=f"x {text}"), ReportDraft(cases=(f"x {text}",))):
        with pytest.raises(nws.InvalidWorkbook) as caught:
            report.to_bytes(draft)
        assert {problem.key for problem in caught.value.problems} >= {"individual_number"}
        assert not any(
            sighting.severity is Severity.REFUSED for sighting in scan(str(caught.value))
        )


def test_no_part_of_a_workbook_holds_what_looks_like_an_individual_number() -> None:
    """Not even in what the writing library adds."""
    assert all(not scan(text) for text in texts_in(report.to_bytes(FILLED)))


def test_writing_takes_a_new_file_unless_told_otherwise(tmp_path: Path) -> None:
    """What is there stays, and nothing else is left in the folder."""
    path = tmp_path / "17072602201-01 青森県青森市【顛末報告書】.xlsx"
    assert report.write(FILLED, path) == path
    assert report.read(path) == report.ReadReport(FILLED, ())
    with pytest.raises(FileExistsError):
        report.write(ReportDraft(), path)
    assert report.read(str(path)).draft == FILLED
    assert report.write(ReportDraft(), str(path), overwrite=True) == path
    assert report.read(path).draft == ReportDraft()
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_system_without_links_is_written_to_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There it is looked whether the name is free."""

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    path = report.write(FILLED, tmp_path / "a.xlsx")
    with pytest.raises(FileExistsError):
        report.write(ReportDraft(), path)
    assert report.read(path).draft == FILLED
    assert list(tmp_path.iterdir()) == [path]


def test_a_crash_while_writing_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither half a file nor one beside it."""

    def crash(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", crash)
    with pytest.raises(OSError, match="No space"):
        report.write(FILLED, tmp_path / "a.xlsx", overwrite=True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "key"),
    [(f"{NUMBER}.xlsx", "individual_number"), ("a.xls", "workbook_name"), ("a", "workbook_name")],
)
def test_a_file_s_name_is_looked_at_before_anything_is_written(
    tmp_path: Path, name: str, key: str
) -> None:
    """It ends in .xlsx and holds no individual number."""
    with pytest.raises(nws.InvalidWorkbook) as caught:
        report.write(FILLED, tmp_path / name)
    assert [problem.key for problem in caught.value.problems] == [key]
    assert NUMBER not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_without_the_extra_the_message_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rest of the library works without the packages."""
    for module in ("writing", "reading"):
        monkeypatch.setitem(sys.modules, f"nws_incident.report.{module}", None)
    uses = (
        lambda: report.to_bytes(FILLED),
        lambda: report.from_bytes(b""),
        lambda: report.read("a.xlsx"),
    )
    for use in uses:
        with pytest.raises(nws.MissingPackageError, match=r"nws-incident\[report\]") as caught:
            use()
        assert "nws-incident[report]" in caught.value.message()


def test_importing_the_library_imports_none_of_the_packages() -> None:
    """They are needed by workbooks only."""
    code = "import sys, nws_incident; print({'xlsxwriter', 'defusedxml'} & set(sys.modules))"
    done = subprocess.run(  # noqa: S603  our own
        [sys.executable, "-c", code], check=True, capture_output=True, encoding="utf-8"
    )
    assert done.stdout.strip() == "set()"


def test_every_field_has_a_named_cell_and_fits_its_entry() -> None:
    """Yellow is written in, green is chosen from a list, and both are open to be changed."""
    fills = {cell.style.id: cell.style.fill for cell in LAYOUT.cells}
    for field in FORM.fields.values():
        if not field.shown:
            assert field.id not in LAYOUT.fields
            continue
        cell = LAYOUT.fields[field.id]
        chosen = field.entry in {Entry.CHOICE, Entry.YES_NO}
        assert cell.is_chosen == chosen
        assert cell.style.fill == fills["choice" if chosen else "entry"]
        assert (field.id in LAYOUT.sources) == chosen


def test_labels_of_what_is_required_are_red() -> None:
    """And no others: each field's label, or the heading it stands under."""
    red = {cell.text for cell in LAYOUT.cells if cell.style.color == "FF0000"}
    assert {"起票日付(YYYY/MM/DD)", "機関コード", "機関名", "起因者", "主な原因"} <= red
    assert "照会等の実施" in red
    assert not {"職名", "復旧日(YYYY/MM/DD)", "システム要因", "影響"} & red


def test_the_form_says_what_the_notice_s_form_says() -> None:
    """Word for word, whatever the cells."""
    shown = "\n".join(cell.text or "" for cell in LAYOUT.cells)
    for words in (
        "赤字は必須項目です。",
        "黄色のセルは記入項目です。",
        "緑色のセルは選択項目です。",
        "※正しい値を入力すると、エラーメッセージは非表示になります。",
        "【疑義発生事務】 ※疑義発生事務は、事務番号(別表第二)を使用しています。",
        "【疑義発生特定個人情報】",
        "※選択内容によって、以下の「主な原因」の選択肢は変わります。",
        "【原因の詳細】 (いずれの要因においても記入ください。)",
        "1. システム面又は事務処理面での確認が必要なため、照会を行った。",
        "(③で誤った情報提供が発覚した場合)\n④速やかに当該他の情報照会者に対して連絡を行った。",
        "上記①～④の項目に一つでもNoがあった場合の理由",
        "※以下は、情報提供ネットワークシステム運営主体の記載項目",
        "受付番号",
        "受付日時",
    ):
        assert words in shown


@pytest.mark.parametrize(
    ("code", "is_wrong"),
    [("", False), ("022012", False), ("022013", True), ("02201", True), ("482013", True)],
)
def test_the_message_on_the_code_disappears_once_the_code_is_right(
    code: str,
    is_wrong: bool,  # noqa: FBT001  a row of the table
) -> None:
    """National bodies have no code, so nothing is wrong with none."""
    _, shown = code_message("$G$10", code)
    assert bool(shown) == is_wrong
    draft = ReportDraft(reporter=Reporter(code=code))
    assert (shown in "".join(texts_in(report.to_bytes(draft)))) or not is_wrong


def test_a_long_text_makes_its_row_higher() -> None:
    """As far as rows go."""
    heights = [
        max(
            float(height)
            for height in re.findall(
                rb'<row [^>]* ht="([0-9.]+)"',
                parts_of(report.to_bytes(ReportDraft(detail=text)))["xl/worksheets/sheet1.xml"],
            )
        )
        for text in ("短い", "長い" * 400, "長い" * 4_000)
    ]
    assert heights == sorted(heights)
    assert heights[0] < heights[1] < heights[2] <= 409


def test_an_edition_of_one_s_own_has_its_own_choices(tmp_path: Path) -> None:
    """A field that a host gives a list becomes green, and what is chosen reads back by it."""
    folder = copy_edition(tmp_path)
    form = folder / "report-form.toml"
    change(
        form,
        'entry = "text"\nrequired = "always"\nclauses = ["5"]\nnote = { ja = "※疑義',
        (
            'entry = "choice"\nchoices = ["affairs"]\nrequired = "always"\n'
            'clauses = ["5"]\nnote = { ja = "※疑義'
        ),
    )
    with form.open("a", encoding="utf-8") as file:
        file.write(
            '\n[[form_choices]]\nid = "affairs"\nchoice = [ { id = "27", label ='
            ' { ja = "27 地方税", en = "27 local taxes" } } ]\n'
        )
    edition = nws.load_edition(folder)
    draft = ReportDraft(affair_number="27")
    data = report.to_bytes(draft, edition=edition)
    assert "27 地方税" in "".join(texts_in(data))
    assert report.from_bytes(data, edition=edition) == report.ReadReport(draft, ())
    assert layout_of(edition).sources[ReportField.AFFAIR_NUMBER] == "=list_affairs"


def test_names_of_cells_are_names_that_a_spreadsheet_allows() -> None:
    """Letters, digits and underscores, and no address."""
    names = {name_of(field) for field in LAYOUT.fields} | set(LAYOUT.lists)
    assert len(names) == len(LAYOUT.fields) + len(LAYOUT.lists)
    assert all(re.fullmatch(r"(?:nws|list)_[a-z0-9_]+", name) for name in names)


def test_a_form_of_one_s_own_may_look_otherwise(tmp_path: Path) -> None:
    """A cell that is not merged, and a list that no party on the form calls for."""
    folder = copy_edition(tmp_path)
    change(
        folder / "report-sheet.toml",
        'at = "E:T", field = "affair_name"',
        ('at = "E:E", field = "affair_name"'),
    )
    change(
        folder / "report-form.toml",
        'id = "system_of_provider"\ncausing_party = "provider"',
        'id = "system_of_provider"\ncausing_party = "neither"',
    )
    edition = nws.load_edition(folder)
    draft = ReportDraft(affair_name="地方税")
    data = report.to_bytes(draft, edition=edition)
    assert report.from_bytes(data, edition=edition) == report.ReadReport(draft, ())
    source = layout_of(edition).sources[ReportField.CAUSE_SYSTEM]
    assert source.endswith('="情報照会者",list_system_of_requester,list_none)')
