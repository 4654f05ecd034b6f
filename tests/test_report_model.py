"""The report's model: every field of the form, what it takes, and how it is stored and shown."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import nws_incident as nws
from nws_incident.fields import KIND
from nws_incident.report import (
    Causes,
    Counterparts,
    InvalidReport,
    PartyAtFault,
    ReportDraft,
    Reporter,
    ReportField,
    report_from_data,
    report_to_data,
    reporter_from_data,
)
from nws_incident.testing import nasty_texts, report_drafts
from scenes import VALID_NUMBER

FORM = nws.load_edition().report_form
FORMAT = nws.report.REPORT_FORMAT


def attributes(cls: type, prefix: str = "") -> dict[str, Any]:
    """Return the attributes of a report class by the names of the fields they hold."""
    found = {}
    for one in attrs.fields(cls):
        if attrs.has(type(one.default)):
            found.update(attributes(type(one.default), f"{one.name}."))
        else:
            found[prefix + one.name] = one
    return found


def problems_of(data: object) -> list[tuple[str, str]]:
    """Return the paths and keys of what is wrong with data."""
    with pytest.raises(InvalidReport) as caught:
        report_from_data(data)
    return [(problem.path, problem.key) for problem in caught.value.problems]


def test_the_model_has_every_field_of_the_form_in_its_order() -> None:
    """And besides them only what it covers and the edition."""
    assert [*attributes(ReportDraft)] == [*ReportField, "cases", "edition"]
    assert tuple(ReportField) == nws.report.REPORT_FIELDS
    assert tuple(FORM.fields) == tuple(ReportField)


SAMPLES: dict[str, Any] = {
    "date": date(2017, 7, 19),
    "time": time(9, 30),
    "yes_no": True,
    "text": "甲",
}


def test_every_field_takes_what_its_entry_asks_for_and_nothing_else() -> None:
    """A date is a date, Yes and No are true and false, a text is a text."""
    for name, attribute in attributes(ReportDraft).items():
        if name in {"cases", "edition"}:
            continue
        kind = attribute.metadata[KIND]
        entry = str(FORM.fields[ReportField(name)].entry).removeprefix("long_")
        if entry == "choice":
            ids = {choice.id for choice in FORM.choices(name)}
            assert kind.values is None or set(kind.values) == {None, *ids}
            continue
        assert kind.has_text is (entry == "text")
        for of, value in SAMPLES.items():
            if of == entry:
                assert ReportDraft().with_values({name: value}).value(name) == value
            else:
                with pytest.raises(InvalidReport):
                    ReportDraft().with_values({name: value})


def test_a_draft_says_nothing_unless_told() -> None:
    """Nothing said is neither No nor an empty text."""
    draft = ReportDraft()
    assert all(draft.value(field) is None for field in ReportField)
    assert draft.cases == ()
    assert draft.edition == nws.DEFAULT_EDITION


@given(report_drafts())
def test_a_draft_survives_json(draft: ReportDraft) -> None:
    """Whatever it says, texts that break parsers included."""
    data = json.loads(json.dumps(report_to_data(draft), ensure_ascii=False))
    assert report_from_data(data) == draft
    assert hash(report_from_data(data)) == hash(draft)


@given(nasty_texts())
def test_a_text_is_kept_as_a_cell_holds_it(text: str) -> None:
    """Without white space at either end, with one kind of line end; blank is nothing."""
    kept = Reporter(name=text).name
    if text.strip():
        assert kept is not None
        assert kept == kept.strip()
        assert "\r" not in kept
        assert Reporter(name=kept).name == kept
    else:
        assert kept is None


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(report_drafts(), report_drafts(), st.sets(st.sampled_from(ReportField)))
def test_values_are_put_in_by_their_names(
    one: ReportDraft, other: ReportDraft, fields: set[ReportField]
) -> None:
    """And whatever is not named stays."""
    changed = one.with_values({field: other.value(field) for field in fields})
    for field in ReportField:
        assert changed.value(field) == (other if field in fields else one).value(field)
    assert changed.cases == one.cases


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" 一行目\r\n二行目\r三行目\n\r\n", "一行目\n二行目\n三行目"),
        ("\u3000甲\t乙\u3000", "甲\t乙"),
        (" \r\n", None),
        (None, None),
    ],
)
def test_line_ends_of_every_kind_become_one(typed: str | None, kept: str | None) -> None:
    """From a file as from Python code."""
    assert ReportDraft(detail=typed).detail == kept
    assert report_from_data({"format": FORMAT, "detail": typed}).detail == kept


def test_a_part_may_be_put_in_whole_and_changed_at_once() -> None:
    """The part comes first, then its fields."""
    draft = ReportDraft().with_values(
        {"reporter": Reporter(name="甲", code="012025"), "reporter.name": "乙"}
    )
    assert (draft.reporter.name, draft.reporter.code) == ("乙", "012025")


@pytest.mark.parametrize(
    ("field", "value", "key"),
    [
        ("drafted_on", "2017-07-19", "bad_date"),
        ("drafted_on", datetime(2017, 7, 19, tzinfo=UTC), "bad_date"),
        ("occurred_at", time(9, 30, 1), "bad_time"),
        ("occurred_at", time(9, 30, tzinfo=UTC), "bad_time"),
        ("occurred_at", "09:30", "bad_time"),
        ("causing_party", "neither", "unknown_value"),
        ("requester_caused.counterparts", "many", "unknown_value"),
        ("consulted_operator", "Yes", "expected_flag"),
        ("detail", 1, "number_for_text"),
        ("detail", "a\x00b", "nul"),
        ("detail", "\ud800", "surrogate"),
        ("reporter", "甲", "expected_report_part"),
        ("causes", Reporter(), "expected_report_part"),
        ("requester_caused", {}, "expected_report_part"),
        ("provider_caused", (), "expected_report_part"),
        ("cases", ["", "a"], "blank"),
        ("edition", "", "blank"),
    ],
)
def test_a_value_of_the_wrong_kind_is_an_error(field: str, value: object, key: str) -> None:
    """For Python code, with the field's name."""
    with pytest.raises(InvalidReport) as caught:
        ReportDraft().with_values({field: value})
    (problem,) = caught.value.problems
    assert problem.key == key
    assert problem.path.removeprefix("$.").startswith(field.rpartition(".")[2])


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ([], [("$", "expected_mapping")]),
        ({}, [("$.format", "unknown_format")]),
        ({"format": "nws-incident/case/1"}, [("$.format", "unknown_format")]),
        ({"format": FORMAT, "draft_on": "2017-07-19"}, [("$.draft_on", "unknown_key")]),
        ({"format": FORMAT, "reporter": {"nom": "甲"}}, [("$.reporter.nom", "unknown_key")]),
        ({"format": FORMAT, "受付番号": "1"}, [('$["受付番号"]', "unknown_key")]),
        ({"format": FORMAT, "reporter": "甲"}, [("$.reporter", "expected_mapping")]),
        ({"format": FORMAT, "drafted_on": "2017-7-19"}, [("$.drafted_on", "bad_date")]),
        ({"format": FORMAT, "occurred_at": "9:30"}, [("$.occurred_at", "bad_time")]),
        ({"format": FORMAT, "occurred_at": "09:30:00"}, [("$.occurred_at", "bad_time")]),
        ({"format": FORMAT, "occurred_at": "24:30"}, [("$.occurred_at", "bad_time")]),
        ({"format": FORMAT, "consulted_operator": 1}, [("$.consulted_operator", "expected_flag")]),
        ({"format": FORMAT, "cases": ["a", ""]}, [("$.cases[1]", "blank")]),
        ({"format": FORMAT, "detail": 1}, [("$.detail", "number_for_text")]),
        (
            {"format": FORMAT, "reporter": {"code": 12025}},
            [("$.reporter.code", "number_for_text")],
        ),
    ],
)
def test_data_of_the_wrong_shape_is_an_error_with_its_path(
    data: object, found: list[tuple[str, str]]
) -> None:
    """Unknown keys too: nothing is taken for something it is not."""
    assert problems_of(data) == found


def test_the_reporting_desk_has_data_of_its_own() -> None:
    """A file that every report of a desk begins with."""
    desk = reporter_from_data({"name": "北海道函館市", "department": "税務課"})
    assert desk == Reporter(name="北海道函館市", department="税務課")
    with pytest.raises(InvalidReport, match=r"\$\.mail: unknown key"):
        reporter_from_data({"mail": "x"})


def test_a_draft_shows_what_is_said_and_masks_individual_numbers() -> None:
    """Its `repr` is for logs."""
    draft = ReportDraft(
        detail=f"個人番号 {VALID_NUMBER}",
        drafted_on=date(2017, 7, 19),
        cases=(VALID_NUMBER, "a-1"),
        causing_party=PartyAtFault.PROVIDER,
    )
    hidden = "●" * 12
    assert repr(draft) == (
        "ReportDraft(drafted_on=datetime.date(2017, 7, 19), reporter=Reporter(),"
        " causing_party=<PartyAtFault.PROVIDER: 'provider'>, causes=Causes(),"
        f" detail='個人番号 {hidden}', requester_caused=RequesterCaused(),"
        f" provider_caused=ProviderCaused(), cases=('{hidden}', 'a-1'), edition='2017-06-16')"
    )


def test_a_part_is_made_by_the_names_of_its_fields() -> None:
    """Nobody can tell by its place which of eight texts is which."""
    assert Reporter(code="012025").code == "012025"
    with pytest.raises(TypeError):
        Reporter("012025")  # type: ignore[call-arg]


def test_causes_are_asked_by_factor() -> None:
    """What is chosen under it, or nothing."""
    causes = Causes(human="provider_entry")
    assert causes.of(nws.Factor.HUMAN) == "provider_entry"
    assert causes.of(nws.Factor.SYSTEM) is None


@given(report_drafts())
def test_a_draft_is_shown_field_by_field_under_the_form_s_headings(draft: ReportDraft) -> None:
    """Every label is there, in order, in either language, and every line can be printed."""
    for language in ("ja", "en"):
        text = nws.report.as_text(draft, language)
        lines = text.split("\n")
        labels = iter(FORM.fields.values())
        wanted = next(labels, None)
        for line in lines:
            assert line.isprintable()
            if wanted is not None and line.startswith(f"  {wanted.label.read(language)}: "):
                wanted = next(labels, None)
        assert wanted is None
        assert all(f"【{group.label.read(language)}】" in lines for group in FORM.groups.values())


def test_values_are_shown_as_the_form_writes_them() -> None:
    """Dates with slashes, times to the minute, choices by their labels, lines below each other."""
    draft = ReportDraft(
        drafted_on=date(2017, 7, 9),
        occurred_at=time(9, 5),
        causing_party=PartyAtFault.PROVIDER,
        consulted_operator=False,
        detail="一行目\n二行目",
        cases=("a-1",),
    ).with_values(
        {"causes.human": "provider_entry", "provider_caused.counterparts": Counterparts.SEVERAL}
    )
    lines = nws.report.as_text(draft).split("\n")
    for line in (
        "  起票日付: 2017/07/09",
        "  発生時刻: 09:05",
        "  起因者: 情報提供者",
        "  人的要因: 副本データの入力誤り",
        "  情報提供ネットワークシステム運営主体への照会: No",
        "  原因の詳細: 一行目",
        "    二行目",
        "  相手となる情報照会者: 複数",
        "  復旧日: (未記入)",
        "  影響: (該当なし)",
        "  照会先: (未記入)",
        "  a-1",
    ):
        assert line in lines
    assert "  Causing party: provider" in nws.report.as_text(draft, "en").split("\n")
    assert nws.report.as_text(draft, edition=nws.load_edition()) == "\n".join(lines)


@pytest.mark.parametrize("typed", ["０１２０２５", "¹²", " 012 025 "])
def test_a_code_is_kept_as_a_cell_of_the_form_is_read(typed: str) -> None:
    """In half-width digits: so what was written reads back as the same report."""
    draft = ReportDraft(reporter=Reporter(code=typed))
    code = draft.reporter.code
    assert code is not None
    assert code.isascii()
    assert code.isdecimal()
    assert nws.report.from_bytes(nws.report.to_bytes(draft)).draft == draft
