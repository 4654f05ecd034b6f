"""A workbook that somebody filled in reads back, and what cannot be read is told by field."""

from __future__ import annotations

import io
import re
from datetime import date, time
from typing import TYPE_CHECKING, Any

import openpyxl
import openpyxl.comments
import pytest
from hypothesis import given, settings

import nws_incident as nws
from nws_incident import report
from nws_incident.individual_number import Severity, scan
from nws_incident.report import (
    Causes,
    Counterparts,
    PartyAtFault,
    ProviderCaused,
    ReportDraft,
    RequesterCaused,
)
from nws_incident.testing import numbered_texts
from workbooks import FILLED, NUMBER, address_of, packed, parts_of, with_part

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from nws_incident.report import ReadReport

SHEET = "xl/worksheets/sheet1.xml"
BOOK = "xl/workbook.xml"


def edited(
    changes: dict[str, Any],
    draft: ReportDraft = FILLED,
    also: Callable[[openpyxl.Workbook], None] = lambda _: None,
) -> ReadReport:
    """Write a report, type into fields' cells as a clerk would, save, and read it."""
    book = openpyxl.load_workbook(io.BytesIO(report.to_bytes(draft)))
    for field, typed in changes.items():
        address = address_of(field)
        book["顛末報告書"][address].value = typed
    also(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return report.from_bytes(buffer.getvalue())


def keys(found: ReadReport) -> list[tuple[str, str]]:
    """Return the path and the key of each problem."""
    return [(problem.path, problem.key) for problem in found.problems]


def test_another_program_saves_it_and_nothing_is_lost() -> None:
    """The reader does not care who wrote the parts, nor how."""
    assert edited({}) == report.ReadReport(FILLED, ())


def test_what_a_clerk_types_is_read() -> None:
    """Dates as text, of an era, full-width digits, other words for Yes and No, numbers."""
    found = edited(
        {
            "drafted_on": "平成29年7月27日",
            "occurred_on": "２０１７／７／１９",
            "occurred_at": "午前１０時５分",
            "recovered_on": date(2017, 7, 22),
            "recovered_at": time(17, 45),
            "reporter.code": "０２２０１２",
            "reporter.person": "  △△ △△ \n",
            "reporter.phone": 1234567,
            "affair_number": 27,
            "consulted_operator": "ＮＯ",
            "consulted_others": "はい",
            "wider_impact_notified": "いいえ ",
            "causing_party": "情報提供者 ",
            "causes.human": "対象者の取り違え",
            "detail": "一行目\n二行目 ",
            "ministry": "   ",
        }
    )
    assert found.problems == ()
    assert found.draft == FILLED.with_values(
        {
            "drafted_on": date(2017, 7, 27),
            "occurred_at": time(10, 5),
            "recovered_on": date(2017, 7, 22),
            "recovered_at": time(17, 45),
            "reporter.person": "△△ △△",
            "reporter.phone": "1234567",
            "causes.human": "provider_linking",
            "detail": "一行目\n二行目",
        }
    )


def test_what_is_taken_back_is_open_again() -> None:
    """An emptied cell, and a choice that is set back to what it was before."""
    found = edited({"causes.human": "(選択項目)", "detail": None, "recovered_on": ""})
    assert found.problems == ()
    assert found.draft == FILLED.with_values(
        {"causes.human": None, "detail": None, "recovered_on": None}
    )


def test_rows_below_and_sheets_beside_the_form_do_not_matter() -> None:
    """People add notes of their own."""

    def add(book: openpyxl.Workbook) -> None:
        book["顛末報告書"]["A70"] = "メモ"
        book.create_sheet("作業用")["A1"] = 3

    assert edited({}, also=add) == report.ReadReport(FILLED, ())


def test_a_renamed_sheet_and_an_inserted_row_are_followed() -> None:
    """Cells are found by their names, as the program that inserted the row moved those."""
    data = with_part(
        report.to_bytes(FILLED),
        BOOK,
        lambda xml: xml.replace('="顛末報告書"'.encode(), '="報告 \'1"'.encode()).replace(
            ">顛末報告書!".encode(), ">'報告 ''1'!".encode()
        ),
    )
    data = with_part(
        data,
        BOOK,
        lambda xml: re.sub(
            rb"(nws_[a-z_]+\">[^<]*!\$[A-Z]\$)(\d+)",
            lambda match: match[1] + str(int(match[2]) + 1).encode(),
            xml,
        ),
    )
    data = with_part(
        data,
        SHEET,
        lambda xml: re.sub(
            rb'<c r="([A-Z])(\d+)"',
            lambda match: b'<c r="%s%d"' % (match[1], int(match[2]) + 1),
            xml,
        ),
    )
    assert report.from_bytes(data) == report.ReadReport(FILLED, ())


def test_a_workbook_that_counts_from_1904_is_read() -> None:
    """As old programs for the Macintosh did."""
    days = (date(1904, 1, 1) - date(1899, 12, 30)).days
    data = with_part(
        report.to_bytes(FILLED),
        BOOK,
        lambda xml: xml.replace(b"<workbookPr", b'<workbookPr date1904="1"'),
    )
    serial = (date(2017, 7, 26) - date(1899, 12, 30)).days
    data = with_part(
        data,
        SHEET,
        lambda xml: re.sub(rb"<v>(429\d\d)</v>", lambda m: b"<v>%d</v>" % (int(m[1]) - days), xml),
    )
    assert str(serial).startswith("429")
    assert report.from_bytes(data) == report.ReadReport(FILLED, ())


def test_what_cannot_be_read_is_told_by_field_and_left_open() -> None:
    """The rest is read all the same."""
    found = edited(
        {
            "drafted_on": "来週",
            "occurred_at": 25,
            "consulted_operator": "不明",
            "causes.human": "気のゆるみ",
            "causing_party": "住民",
            "recovered_on": "#N/A",
        }
    )
    assert keys(found) == [
        ("$.drafted_on", "workbook_date"),
        ("$.occurred_at", "workbook_time"),
        ("$.recovered_on", "workbook_cell_error"),
        ("$.causing_party", "workbook_choice"),
        ("$.causes.human", "workbook_choice"),
        ("$.consulted_operator", "workbook_answer"),
    ]
    assert "情報照会者、情報提供者" in found.problems[3].message("ja")
    opened = [path.removeprefix("$.") for path, _ in keys(found)]
    assert found.draft == FILLED.with_values(dict.fromkeys(opened))


def test_a_text_that_no_report_can_hold_is_told() -> None:
    """Half a character that somebody's program left behind."""
    data = with_part(
        report.to_bytes(FILLED),
        "xl/sharedStrings.xml",
        lambda xml: xml.replace("北海道函館市".encode(), b"_xD83D_"),
    )
    found = report.from_bytes(data)
    assert keys(found) == [("$.provider_caused.names", "surrogate")]


def test_choices_that_are_worded_alike_follow_the_causing_party() -> None:
    """Both parties can have a defective system; what was chosen stays chosen."""

    def caused_by(party: PartyAtFault, **causes: str) -> ReportDraft:
        return ReportDraft(causing_party=party, causes=Causes(**causes))

    requester, provider = PartyAtFault.REQUESTER, PartyAtFault.PROVIDER
    theirs = caused_by(requester, system="provider_program")
    assert edited({}, theirs).draft == theirs
    to_provider = {"causing_party": "情報提供者"}
    changed = edited(to_provider, caused_by(requester, system="requester_program"))
    assert changed.draft == caused_by(provider, system="provider_program")
    only = edited(to_provider, caused_by(requester, human="requester_operation"))
    assert only == report.ReadReport(caused_by(provider, human="requester_operation"), ())


def test_what_has_no_cell_is_kept() -> None:
    """What the check of others found, the cases, the edition."""
    draft = ReportDraft(provider_caused=ProviderCaused(others_wrong=True), cases=("甲", "乙"))
    assert edited({}, draft) == report.ReadReport(draft, ())


@settings(deadline=None, max_examples=6)
@given(numbered_texts())
def test_an_individual_number_in_a_field_is_told_and_not_repeated(text: str) -> None:
    """Neither in the report nor in what is said about it."""
    text = "".join(char for char in text if char.isprintable())
    found = edited({"detail": f"x{text}", "reporter.phone": f"x{text}"})
    if any(one.severity is Severity.REFUSED for one in scan(f"x{text}")):
        assert keys(found) == [
            ("$.reporter.phone", "individual_number"),
            ("$.detail", "individual_number"),
        ]
        assert found.draft == FILLED.with_values({"detail": None, "reporter.phone": None})
    assert not any(one.severity is Severity.REFUSED for one in scan(repr(found)))


def test_an_individual_number_anywhere_else_is_told() -> None:
    """In a cell beside the form, typed as a number, in a comment, a property, a sheet's name."""

    def in_cell(book: openpyxl.Workbook) -> None:
        book["顛末報告書"]["Z99"] = int(NUMBER)

    def in_comment(book: openpyxl.Workbook) -> None:
        comment = openpyxl.comments.Comment(f"本人: {NUMBER}", "係")
        book["顛末報告書"]["A1"].comment = comment

    def in_property(book: openpyxl.Workbook) -> None:
        book.properties.keywords = NUMBER

    def in_name(book: openpyxl.Workbook) -> None:
        book.create_sheet(NUMBER)

    def in_header(book: openpyxl.Workbook) -> None:
        header = book["顛末報告書"].oddHeader
        assert header is not None
        header.left.text = NUMBER

    for add in (in_cell, in_comment, in_property, in_name, in_header):
        found = edited({}, also=add)
        assert keys(found) == [("$", "workbook_number")], add.__name__
        assert found.draft == FILLED
        assert NUMBER not in repr(found)


def test_an_individual_number_typed_as_a_number_is_told_in_any_field() -> None:
    """Even where a date belongs."""
    found = edited({"drafted_on": int(NUMBER), "causes.human": NUMBER})
    assert keys(found) == [
        ("$.drafted_on", "individual_number"),
        ("$.causes.human", "individual_number"),
    ]


def test_an_individual_number_in_the_file_s_name_is_told(tmp_path: Path) -> None:
    """And not repeated."""
    path = report.write(FILLED, tmp_path / "a.xlsx").rename(tmp_path / f"{NUMBER}.xlsx")
    found = report.read(path)
    assert keys(found) == [("$", "workbook_number")]


def test_an_individual_number_for_the_id_of_a_case_is_dropped() -> None:
    """The report keeps the other cases."""
    data = with_part(
        report.to_bytes(FILLED),
        "xl/sharedStrings.xml",
        lambda xml: xml.replace(b"hakodate-2017-002", NUMBER.encode()),
    )
    found = report.from_bytes(data)
    assert keys(found) == [("$", "workbook_number")]
    assert found.draft == FILLED.replace(cases=("hakodate-2017-001",))


def test_a_cell_that_lost_its_name_is_told() -> None:
    """As happens where its row is deleted."""
    for gone in (
        lambda xml: xml.replace(b"nws_detail", b"other"),
        lambda xml: re.sub(rb"(nws_detail\">)[^<]*", rb"\1#REF!", xml),
        lambda xml: re.sub(rb"(nws_detail\">)[^<]*", rb"\1Nowhere!$A$1", xml),
    ):
        found = report.from_bytes(with_part(report.to_bytes(FILLED), BOOK, gone))
        assert keys(found) == [("$.detail", "workbook_cell_missing")]


def test_texts_in_cells_themselves_and_in_runs_are_read() -> None:
    """Programs keep texts in cells too, in runs of different looks, with readings (ふりがな)."""
    cell = (
        '<c r="G15" t="inlineStr"><is><r><t>○○ </t></r><r><t>○○</t></r>'
        "<rPh sb='0' eb='2'><t>マルマル</t></rPh></is></c>"
    )
    address = address_of("reporter.person").encode()
    data = with_part(
        report.to_bytes(FILLED),
        SHEET,
        lambda xml: re.sub(
            rb'<c r="%s"[^>]*><v>\d+</v></c>' % address,
            cell.replace("G15", address.decode()).encode(),
            xml,
        ),
    )
    assert report.from_bytes(data) == report.ReadReport(FILLED, ())


@pytest.mark.parametrize(
    ("cell", "problems"),
    [
        (b'<c r="%s" t="s"><v>99999</v></c>', ["workbook_cell_error"]),
        (b'<c r="%s" t="s"><v>-1</v></c>', ["workbook_cell_error"]),
        (b'<c r="%s" t="e"><v>#REF!</v></c>', ["workbook_cell_error"]),
        (b'<c r="%s" t="b"><v>1</v></c>', ["workbook_date"]),
        (b'<c r="%s" t="inlineStr"></c>', []),
        (b'<c r="%s"><v></v></c>', []),
        (b'<c r="%s"><v>nan</v></c>', ["workbook_date"]),
        (b'<c r="%s"><v>1e999</v></c>', ["workbook_date"]),
        (b'<c r="%s"><v>x</v></c>', ["workbook_date"]),
        (b'<c r="%s" t="str"><f>TODAY()</f><v>2017/7/26</v></c>', []),
        (b'<c r="%s" t="d"><v>2017-07-26</v></c>', []),
        (b'<c r="%s"><f>A1</f></c>', []),
    ],
)
def test_every_kind_of_cell_is_read_or_told(cell: bytes, problems: list[str]) -> None:
    """Errors, formulas' values, true and false, numbers that are none."""
    address = address_of("drafted_on").encode()
    data = with_part(
        report.to_bytes(FILLED),
        SHEET,
        lambda xml: re.sub(rb'<c r="%s"[^>]*><v>\d+</v></c>' % address, cell % address, xml),
    )
    assert [key for _, key in keys(report.from_bytes(data))] == problems


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        (b"nws-incident/report/1", b"nws-incident/report/2", "unknown_format"),
        (b"<t>format</t>", b"<t>form</t>", "workbook_foreign"),
        (b"<t>edition</t>", b"<t>version</t>", "workbook_foreign"),
        (b"<t>2017-06-16</t>", b"<t>1999-01-01</t>", "unknown_edition"),
    ],
)
def test_a_workbook_that_is_not_ours_is_refused(old: bytes, new: bytes, key: str) -> None:
    """Only what `write` made can be read with certainty."""
    data = with_part(
        report.to_bytes(FILLED), "xl/sharedStrings.xml", lambda xml: xml.replace(old, new)
    )
    with pytest.raises(nws.InvalidWorkbook) as caught:
        report.from_bytes(data)
    assert [problem.key for problem in caught.value.problems] == [key]


def test_any_other_workbook_is_refused() -> None:
    """Somebody's own, or one without its parts."""
    book = openpyxl.Workbook()
    buffer = io.BytesIO()
    book.save(buffer)
    parts = parts_of(buffer.getvalue())
    for data, key in (
        (buffer.getvalue(), "workbook_foreign"),
        (packed({"a.txt": b""}), "workbook_format"),
        (packed({name: parts[name] for name in parts if name != BOOK}), "workbook_format"),
        (
            packed({name: parts[name] for name in parts if "_rels/workbook" not in name}),
            "workbook_foreign",
        ),
    ):
        with pytest.raises(nws.InvalidWorkbook) as caught:
            report.from_bytes(data)
        assert [problem.key for problem in caught.value.problems] == [key]


def test_a_report_of_a_requester_reads_back() -> None:
    """The other party's part of the form."""
    draft = ReportDraft(
        causing_party=PartyAtFault.REQUESTER,
        requester_caused=RequesterCaused(counterparts=Counterparts.SEVERAL, names="甲市、乙市"),
    )
    assert edited({}, draft) == report.ReadReport(draft, ())


@pytest.mark.parametrize(("told", "wrong"), [("Yes", True), ("No", True), (None, False)])
def test_what_the_check_found_is_told_by_the_answer_that_follows(
    told: str | None,
    wrong: bool,  # noqa: FBT001  a column of the table above
) -> None:
    """A clerk who answers ③ in the sheet says by ④ whether it found wrong information."""
    draft = FILLED.with_values(
        {
            "provider_caused.others_checked": None,
            "provider_caused.others_wrong": None,
            "provider_caused.others_notified": None,
        }
    )
    answers = {"provider_caused.others_checked": "Yes", "provider_caused.others_notified": told}
    found = edited(answers, draft)
    assert found.problems == ()
    assert found.draft.provider_caused.others_wrong is wrong
    assert edited({}, draft).draft == draft


def test_what_the_check_found_stays_open_where_the_report_left_it_open() -> None:
    """Nobody is made to have said what the report did not."""
    draft = FILLED.with_values({"provider_caused.others_wrong": None})
    assert edited({}, draft).draft == draft
