"""Values of a report that cannot be right whatever the case: what is said of each."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import nws_incident as nws
from nws_incident.report import ReportDraft
from scenes import DOUBTFUL_NUMBER, VALID_NUMBER

if TYPE_CHECKING:
    from nws_incident.report import ReportProblem

CARE = ("4(5)②",)
CHOSEN = ("1(6)", "5")
LONG = "魔が差した\n" + "長" * 100

SAID: list[tuple[dict[str, Any], str, str, tuple[str, ...], str, str]] = [
    (
        {"detail": f"対象者 {VALID_NUMBER}"},
        "detail",
        "individual_number",
        CARE,
        "「原因の詳細」: 個人番号(マイナンバー)が含まれています。取り除いてください(1(2)、4(5)②)",
        "“Cause in detail”: contains an individual number (マイナンバー): remove it; 1(2), 4(5)②",
    ),
    (
        {"cases": ("a-1", VALID_NUMBER)},
        "cases",
        "individual_number",
        CARE,
        "「対象の事案」: 個人番号(マイナンバー)が含まれています。取り除いてください(1(2)、4(5)②)",
        "“Cases covered”: contains an individual number (マイナンバー): remove it; 1(2), 4(5)②",
    ),
    (
        {"causing_party": "requester", "causes.human": "provider_entry"},
        "causes.human",
        "unknown_choice",
        CHOSEN,
        (
            "「人的要因」の「副本データの入力誤り」は選択肢にありません。選択肢:"
            " 「申請書の記載誤りの見落とし」、「端末の操作誤り」、「添付書類の確認誤り」、"
            "「事務手順の誤り」"
        ),
        (
            "“Human”: “registered copy mis-entered” is not among the choices; choices:"
            " “a mistake in the application overlooked”, “operating error”,"
            " “attached documents misread”, “procedure not followed”"
        ),
    ),
    (
        {"causing_party": "provider", "causes.human": LONG},
        "causes.human",
        "unknown_choice",
        CHOSEN,
        (
            f"「人的要因」の「魔が差した\ufffd{'長' * 34}…」は選択肢にありません。選択肢:"
            " 「副本データの入力誤り」、「副本データの登録又は更新の漏れ」、「対象者の取り違え」、"
            "「事務手順の誤り」"
        ),
        (
            f"“Human”: “魔が差した\ufffd{'長' * 34}…” is not among the choices; choices:"
            " “registered copy mis-entered”, “registered copy not entered or not updated”,"
            " “persons mixed up”, “procedure not followed”"
        ),
    ),
    (
        {"causes.system": "x"},
        "causes.system",
        "unknown_choice",
        CHOSEN,
        (
            "「システム要因」の「x」は選択肢にありません。選択肢: 「業務システムの不具合」、"
            "「業務システムの設定誤り」、「宛名システム等との連携の不具合」、「機器又は通信回線の障害」、"
            "「副本登録処理の不具合」"
        ),
        (
            "“System”: “x” is not among the choices; choices: “defect of the business system”,"
            " “wrong setting of the business system”,"
            " “defect of the link to the address system or others”,"
            " “failure of equipment or a line”, “defect in registering the copy”"
        ),
    ),
    (
        {"reporter.code": "012024"},
        "reporter.code",
        "code_check_digit",
        ("5",),
        "「機関コード」: コードの検査数字(最後の桁)が合いません。コードを確かめてください",
        (
            "“Code of the body”: the check digit (the last digit) of the code is wrong:"
            " look the code up again"
        ),
    ),
    (
        {"reporter.code": "01202"},
        "reporter.code",
        "code_without_check_digit",
        ("5",),
        "「機関コード」: 検査数字を付けた6桁で記入してください",
        "“Code of the body”: state all six digits, with the check digit",
    ),
    (
        {"occurred_on": date(2017, 7, 20), "recovered_on": date(2017, 7, 19)},
        "recovered_on",
        "before_occurred_on",
        ("5",),
        "「復旧日」が「発生日」より前になっています",
        "“Date of recovery” is before “Date of occurrence”",
    ),
    (
        {"drafted_on": date(2017, 7, 19), "occurred_on": date(2017, 7, 20)},
        "drafted_on",
        "before_occurred_on",
        ("5",),
        "「起票日付」が「発生日」より前になっています",
        "“Date of draft” is before “Date of occurrence”",
    ),
    (
        {"drafted_on": date(2017, 7, 19), "recovered_on": date(2017, 7, 20)},
        "drafted_on",
        "before_recovered_on",
        ("5",),
        "「起票日付」が「復旧日」より前になっています",
        "“Date of draft” is before “Date of recovery”",
    ),
]


def unsound(values: dict[str, Any]) -> list[ReportProblem]:
    """Return what cannot be right of a draft that says so much."""
    problems = nws.report.problems(ReportDraft().with_values(values))
    return [one for one in problems if one.kind in {"invalid", "contradictory"}]


@pytest.mark.parametrize(("values", "field", "key", "clauses", "ja", "en"), SAID)
def test_what_cannot_be_right_is_told_in_both_languages(
    values: dict[str, Any], field: str, key: str, clauses: tuple[str, ...], ja: str, en: str
) -> None:
    """With its field and clause; the choices are those of the party, each once."""
    (problem,) = unsound(values)
    kind = "contradictory" if key.startswith("before_") else "invalid"
    assert (problem.field, problem.kind, problem.key, problem.clauses) == (
        field,
        kind,
        key,
        clauses,
    )
    assert (problem.message("ja"), problem.message("en")) == (ja, en)


def test_what_merely_may_be_an_individual_number_stays() -> None:
    """A processing number may have twelve digits."""
    assert unsound({"detail": f"処理通番 {DOUBTFUL_NUMBER}", "cases": (DOUBTFUL_NUMBER,)}) == []


DAYS = st.none() | st.dates(date(2017, 7, 19), date(2017, 7, 21))
TIMES = st.none() | st.sampled_from([time(9, 29), time(9, 30), time(9, 31)])


@given(DAYS, DAYS, TIMES, DAYS, TIMES)
def test_times_are_told_where_their_order_cannot_be_right(
    drafted: date | None,
    on: date | None,
    at: time | None,
    recovered_on: date | None,
    recovered_at: time | None,
) -> None:
    """What is left open is not held against anybody, nor is the same day or minute."""
    stated = {"drafted_on": drafted, "occurred_on": on, "occurred_at": at}
    found = unsound({**stated, "recovered_on": recovered_on, "recovered_at": recovered_at})
    wanted = set()
    if on is not None and recovered_on is not None:
        same_day = on == recovered_on and at is not None and recovered_at is not None
        if recovered_on < on or (same_day and str(recovered_at) < str(at)):
            wanted.add(("recovered_on", "before_occurred_on"))
    if drafted is not None and on is not None and on > drafted:
        wanted.add(("drafted_on", "before_occurred_on"))
    if drafted is not None and recovered_on is not None and recovered_on > drafted:
        wanted.add(("drafted_on", "before_recovered_on"))
    assert {(one.field, one.key) for one in found} == wanted
