"""What a workbook keeps on a sheet that nobody sees: written in rows, and read from any rows."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

import nws_incident as nws
from nws_incident.notice.form import ReportField
from nws_incident.report import ReportDraft
from nws_incident.report.record import RECORD_SHEET, Record, read_record, record_of
from nws_incident.testing import report_drafts
from workbooks import FILLED, parts_of

FORM = nws.load_edition().report_form
FIRST = [["format", "nws-incident/report/1"], ["edition", "2017-06-16"]]
WRONG = "provider_caused.others_wrong"


def rows_of(draft: ReportDraft) -> list[tuple[str, ...]]:
    """Return the rows that are written for a report."""
    return list(record_of(draft, FORM).rows())


def problem_of(rows: list[list[str]]) -> str:
    """Return what is said of rows that are no record."""
    with pytest.raises(nws.InvalidWorkbook) as caught:
        read_record(rows)
    return str(caught.value)


def test_the_sheet_has_a_row_for_each_thing_that_the_form_does_not_show() -> None:
    """Workbooks that are out there are read by these words."""
    assert RECORD_SHEET == "nws-incident"
    assert rows_of(FILLED) == [
        ("format", "nws-incident/report/1"),
        ("edition", "2017-06-16"),
        ("field", WRONG, "No"),
        ("choice", "causing_party", "provider"),
        ("choice", "causes.human", "provider_entry"),
        ("choice", "provider_caused.counterparts", "one"),
        ("choice", "provider_caused.impact", "decision_late_there"),
        ("case", "hakodate-2017-001"),
        ("case", "hakodate-2017-002"),
    ]
    assert rows_of(ReportDraft()) == [tuple(row) for row in FIRST]


def test_the_sheet_is_in_the_workbook_by_its_name() -> None:
    """And not even the list of hidden sheets shows it."""
    book = parts_of(nws.report.to_bytes(FILLED))["xl/workbook.xml"]
    assert b'<sheet name="nws-incident" sheetId="3" state="veryHidden"' in book


@pytest.mark.parametrize("checked", [True, False, None])
@pytest.mark.parametrize(("wrong", "kept"), [(True, "Yes"), (False, "No"), (None, None)])
def test_what_the_check_found_is_kept_and_told_from_what_was_left_open(
    checked: bool | None,  # noqa: FBT001  a row of the table
    wrong: bool | None,  # noqa: FBT001  likewise
    kept: str | None,
) -> None:
    """Open it stays only of a check that was made: else there is nothing to find."""
    draft = ReportDraft().with_values({"provider_caused.others_checked": checked, WRONG: wrong})
    wanted = "-" if checked and wrong is None else kept
    assert rows_of(draft)[2:] == ([] if wanted is None else [("field", WRONG, wanted)])


@given(report_drafts())
def test_a_record_is_read_as_it_was_written(draft: ReportDraft) -> None:
    """Whatever the report says."""
    record = record_of(draft, FORM)
    assert read_record([list(row) for row in record.rows()]) == record


CELLS = st.sampled_from(["format", "nws-incident/report/1", "edition", "field", WRONG]) | (
    st.sampled_from(["case", "choice", "causing_party", "provider", "x", ""]) | st.text()
)


@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=6), st.booleans())
def test_any_rows_are_a_record_or_none(rows: list[list[str]], is_ours: bool) -> None:  # noqa: FBT001
    """Whoever had a hand in them."""
    with suppress(nws.InvalidWorkbook):
        read_record(FIRST + rows if is_ours else rows)


def test_what_a_row_lacks_or_has_too_much_is_passed_over() -> None:
    """A value that was taken out, a field that there is not, a cell further on."""
    rows = [["case"], ["choice", "causing_party"], ["choice", "colour", "red"], ["remark", "x"]]
    choice = ["choice", "causing_party", "provider", "x"]
    assert read_record([["case"], *FIRST, *rows, choice, ["case", "a-1", "x"]]) == Record(
        edition="2017-06-16",
        cases=("a-1",),
        fields={},
        choices={ReportField.CAUSING_PARTY: "provider"},
    )


def test_what_is_no_record_says_so() -> None:
    """None of ours, of a later format, or without its edition."""
    foreign = "$: is not an outcome report that this library wrote"
    assert problem_of([]) == foreign
    assert problem_of([["format"]]) == foreign
    assert problem_of([["edition", "2017-06-16"], *FIRST]) == foreign
    assert problem_of(FIRST[:1]) == foreign
    later = "$: unknown format; this library reads “nws-incident/report/1”"
    assert problem_of([["format", "nws-incident/report/2"], *FIRST]) == later
    assert problem_of([[*FIRST[0], "x"], *FIRST]) == later
