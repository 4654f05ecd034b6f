"""What the problems of a report say, whole sentences in both languages, and where they point."""

from __future__ import annotations

import pickle
from datetime import date, time
from typing import Any

import pytest

import nws_incident as nws
from nws_incident.report import ReportDraft, ReportProblem
from owing_cases import STARTS
from scenes import (
    COPY_WRONG,
    CORRECTED,
    DOUBTFUL_NUMBER,
    INQUIRY,
    NOTIFIED,
    TO_PROVIDER,
    VALID_NUMBER,
    cause,
    opening,
)


def named(case_id: str | None, *events: nws.Event) -> nws.Case:
    """Make the case of these events."""
    return nws.Case.from_events(events, id=case_id)


NEITHER = next(one for one in STARTS if getattr(one[-1], "causing_party", None) == "neither")
OWN_MISTAKE = (opening(), cause("inquiry_wrong", "requester", "requester", factor="system"))

TOLD = named("a-1", *TO_PROVIDER, COPY_WRONG, CORRECTED, NOTIFIED)
UNTOLD = named(None, *TO_PROVIDER, COPY_WRONG, CORRECTED)
BY_PROVIDER = named("a-1", *TO_PROVIDER, COPY_WRONG)
BY_REQUESTER = named("b-1", *OWN_MISTAKE)
BY_NEITHER = named("a-1", *NEITHER)

DAY = date(2019, 1, 1)
ON_CAUSE = ("1(6)", "5")
SHARED = ("5また書き",)


Told = tuple[str, str, str, tuple[str, ...], str, str, str | None, int | None]
"""A problem as its reader sees it: field, kind, key, clauses, sentences, case and event."""


def told(
    field: str,
    key: str,
    clauses: tuple[str, ...],
    ja: str,
    en: str,
    *,
    kind: str | None = None,
    points_to: tuple[str | None, int | None] = (None, None),
) -> Told:
    """Say what is told of a problem; where its kind is not given, its key says it."""
    return (field, kind or key, key, clauses, ja, en, *points_to)


def as_told(problem: ReportProblem) -> Told:
    """Read all of a problem."""
    assert type(problem.field) is str  # so that its `repr` is that of a text
    return (
        problem.field,
        problem.kind,
        problem.key,
        problem.clauses,
        problem.message(),
        problem.message("en"),
        problem.case,
        problem.points_to,
    )


SENTENCES: dict[str, tuple[tuple[nws.Case, ...], dict[str, Any], Told]] = {
    "a no against an event": (
        (TOLD,),
        {"provider_caused.requester_notified": False},
        told(
            "provider_caused.requester_notified",
            "contradicts_event",
            ("1(3)①",),
            "「②情報照会者に対してその旨連絡した。」は「No」とされていますが、"
            "a-1の事象6「修正の連絡」(2017-07-19 10:00 JST)によれば「Yes」です",
            "“② The requester was told so.” is stated as “No”, but by event 6 of a-1, "
            "“correction notified” (2017-07-19 10:00 JST), it is “Yes”",
            kind="contradictory",
            points_to=("a-1", 6),
        ),
    ),
    "a no against an event of a case without an id": (
        (UNTOLD,),
        {"provider_caused.copy_corrected": False},
        told(
            "provider_caused.copy_corrected",
            "contradicts_event",
            ("1(3)①",),
            "「①正しい情報を確認した上で副本データの修正を実施した。」は「No」とされていますが、"
            "(idのない事案)の事象5「副本の修正」(2017-07-19 10:00 JST)によれば「Yes」です",
            "“① The right information was confirmed and the registered copy corrected.” is stated "
            "as “No”, but by event 5 of (a case without an id), “registered copy corrected” "
            "(2017-07-19 10:00 JST), it is “Yes”",
            kind="contradictory",
            points_to=(None, 5),
        ),
    ),
    "another time": (
        (TOLD,),
        {"occurred_at": time(10)},
        told(
            "occurred_at",
            "contradicts_event",
            ("5",),
            "「発生時刻」は「10:00」とされていますが、"
            "a-1の事象1「齟齬の発見」(2017-07-19 10:00 JST)によれば「09:30」です",
            "“Time of occurrence” is stated as “10:00”, but by event 1 of a-1, "
            "“discrepancy found” (2017-07-19 10:00 JST), it is “09:30”",
            kind="contradictory",
            points_to=("a-1", 1),
        ),
    ),
    "another party": (
        (TOLD,),
        {"causing_party": "requester"},
        told(
            "causing_party",
            "contradicts_event",
            ON_CAUSE,
            "「起因者」は「情報照会者」とされていますが、"
            "a-1の事象4「原因の判明」(2017-07-19 10:00 JST)によれば「情報提供者」です",
            "“Causing party” is stated as “requester”, but by event 4 of a-1, "
            "“cause identified” (2017-07-19 10:00 JST), it is “provider”",
            kind="contradictory",
            points_to=("a-1", 4),
        ),
    ),
    "another party where neither was the cause": (
        (BY_NEITHER,),
        {"causing_party": "provider"},
        told(
            "causing_party",
            "contradicts_case",
            ON_CAUSE,
            "「起因者」は「情報提供者」とされていますが、a-1の記録によれば「情報照会者」です",
            "“Causing party” is stated as “provider”, but by the record of a-1 it is “requester”",
            kind="contradictory",
            points_to=("a-1", None),
        ),
    ),
    "another code": (
        (BY_REQUESTER,),
        {"reporter.code": "022012"},
        told(
            "reporter.code",
            "contradicts_case",
            ("5",),
            "「機関コード」は「022012」とされていますが、b-1の記録によれば「012025」です",
            "“Code of the body” is stated as “022012”, but by the record of b-1 it is “012025”",
            kind="contradictory",
            points_to=("b-1", None),
        ),
    ),
    "a code without its check digit": (
        (BY_REQUESTER,),
        {"reporter.code": "01202"},
        told(
            "reporter.code",
            "code_without_check_digit",
            ("5",),
            "「機関コード」: 検査数字を付けた6桁で記入してください",
            "“Code of the body”: state all six digits, with the check digit",
            kind="invalid",
        ),
    ),
    "another name, with an individual number": (
        (BY_REQUESTER,),
        {"reporter.code": None, "reporter.name": f"青森市{VALID_NUMBER}"},
        told(
            "reporter.name",
            "contradicts_case",
            ("5",),
            "「機関名」は「青森市●●●●●●●●●●●●」とされていますが、"
            "b-1の記録によれば「北海道函館市」です",
            "“Name of the body” is stated as “青森市●●●●●●●●●●●●”, "
            "but by the record of b-1 it is “北海道函館市”",
            kind="contradictory",
            points_to=("b-1", None),
        ),
    ),
    "another body on the other side": (
        (BY_REQUESTER,),
        {"requester_caused.names": "弘前市"},
        told(
            "requester_caused.names",
            "contradicts_case",
            ON_CAUSE,
            "「情報提供者の名称」は「弘前市」とされていますが、"
            "b-1の記録によれば「青森県青森市」です",
            "“Names of the providers” is stated as “弘前市”, "
            "but by the record of b-1 it is “青森県青森市”",
            kind="contradictory",
            points_to=("b-1", None),
        ),
    ),
    "another number of bodies on the other side": (
        (BY_REQUESTER,),
        {"requester_caused.counterparts": "several"},
        told(
            "requester_caused.counterparts",
            "contradicts_case",
            ON_CAUSE,
            "「相手となる情報提供者」は「複数」とされていますが、b-1の記録によれば「単数」です",
            "“Providers on the other side” is stated as “several”, "
            "but by the record of b-1 it is “one”",
            kind="contradictory",
            points_to=("b-1", None),
        ),
    ),
    "nothing where there must be something": (
        (),
        {},
        told(
            "reporter.name",
            "missing",
            ("5",),
            "「機関名」が未記入です",
            "“Name of the body” is not filled in",
        ),
    ),
    "nothing where a condition holds": (
        (TOLD,),
        {},
        told(
            "provider_caused.others_checked",
            "missing",
            ("1(3)①",),
            "「③他の情報照会者に対し、同様に誤った情報を提供していないことを確認する。」が"
            "未記入です。情報提供者が起因者であり、①で副本データの修正を実施した場合は"
            "記入が必要です",
            "“③ It was checked whether other requesters were given the same wrong information.” is "
            "not filled in, which is needed where the provider was the cause and corrected its "
            "registered copy (①)",
        ),
    ),
    "something where a condition does not hold": (
        (TOLD,),
        {"causing_party": "requester"},
        told(
            "provider_caused.copy_corrected",
            "superfluous",
            ("1(3)①",),
            "「①正しい情報を確認した上で副本データの修正を実施した。」は、情報提供者が起因者で"
            "ある場合に限り記入する欄です。該当しないときは、Noとせず空欄にしてください",
            "“① The right information was confirmed and the registered copy corrected.” is filled "
            "in only where the provider was the cause; where it is not, leave it empty: "
            "not applicable is not No",
        ),
    ),
    "no party where neither was the cause": (
        (BY_NEITHER,),
        {},
        told(
            "causing_party",
            "neither_party",
            ON_CAUSE,
            "「起因者」が未記入です。原因は情報照会者・情報提供者のいずれにもありませんが、"
            "様式にその選択肢がありません。報告者である「情報照会者」を選び、実際の原因は"
            "「原因の詳細」に記入してください",
            "“Causing party” is not filled in: neither the requester nor the provider was the "
            "cause, for which the form has no choice; choose the one that reports (requester), "
            "and state the real cause under “Cause in detail”",
            kind="missing",
        ),
    ),
    "no choice under the factor of the cause": (
        (BY_REQUESTER,),
        {},
        told(
            "causes.system",
            "missing_factor",
            ON_CAUSE,
            "究明された原因は「システム要因」に当たります。その選択肢から選んでください",
            "the cause that was found is of the kind “System”: choose one there",
            kind="missing",
        ),
    ),
    "no cause at all": (
        (),
        {},
        told(
            "causes",
            "missing_one",
            ON_CAUSE,
            "「主な原因」は、「システム要因」、「人的要因」、「データ標準レイアウト要因」、"
            "「その他」のうち少なくとも一つを選んでください",
            "“Main causes”: choose at least one of “System”, “Human”, “Data layout”, “Other”",
            kind="missing",
        ),
    ),
    "nothing where the cases differ": (
        (BY_PROVIDER, BY_REQUESTER),
        {},
        told(
            "causing_party",
            "differs",
            SHARED,
            "「起因者」は事案によって異なるため、空欄としています"
            "(a-1では情報提供者、b-1では情報照会者)。報告書としての内容を記入してください",
            "“Causing party” is left empty because the cases differ "
            "(a-1: provider, b-1: requester): state what holds for the report",
            kind="differing",
        ),
    ),
    "nothing where a case is silent": (
        (BY_PROVIDER, UNTOLD),
        {"provider_caused.copy_corrected": None},
        told(
            "provider_caused.copy_corrected",
            "differs",
            SHARED,
            "「①正しい情報を確認した上で副本データの修正を実施した。」は事案によって異なるため、"
            "空欄としています(a-1では記録なし、(idのない事案)ではYes)。"
            "報告書としての内容を記入してください",
            "“① The right information was confirmed and the registered copy corrected.” is left "
            "empty because the cases differ (a-1: not recorded, (a case without an id): Yes): "
            "state what holds for the report",
            kind="differing",
        ),
    ),
    "cases of two causing parties": (
        (BY_PROVIDER, BY_REQUESTER),
        {},
        told(
            "cases",
            "causing_party_differs",
            SHARED,
            "起因者が事案によって異なるため、まとめて1件の報告とすることができません"
            "(a-1では情報提供者、b-1では情報照会者)",
            "the cases cannot share one report: they differ in the causing party "
            "(a-1: provider, b-1: requester)",
            kind="differing",
        ),
    ),
    "cases of two factors": (
        (BY_PROVIDER, BY_REQUESTER),
        {},
        told(
            "cases",
            "factor_differs",
            SHARED,
            "原因の要因が事案によって異なるため、まとめて1件の報告とすることができません"
            "(a-1では人的要因、b-1ではシステム要因)",
            "the cases cannot share one report: they differ in the kind of cause "
            "(a-1: human, b-1: system)",
            kind="differing",
        ),
    ),
    "cases that two parties report": (
        (BY_PROVIDER, BY_REQUESTER),
        {},
        told(
            "cases",
            "reporting_party_differs",
            SHARED,
            "報告する者が事案によって異なるため、まとめて1件の報告とすることができません"
            "(a-1では情報提供者、b-1では情報照会者)",
            "the cases cannot share one report: they differ in who reports "
            "(a-1: provider, b-1: requester)",
            kind="differing",
        ),
    ),
    "cases that two bodies report": (
        (BY_PROVIDER, BY_REQUESTER),
        {},
        told(
            "cases",
            "reporting_body_differs",
            SHARED,
            "報告する機関が事案によって異なるため、まとめて1件の報告とすることができません"
            "(a-1では青森県青森市、b-1では北海道函館市)",
            "the cases cannot share one report: they differ in the body that reports "
            "(a-1: 青森県青森市, b-1: 北海道函館市)",
            kind="differing",
        ),
    ),
    "other cases than the report names": (
        (BY_PROVIDER, BY_REQUESTER),
        {"cases": ("c-1", VALID_NUMBER)},
        told(
            "cases",
            "other_cases",
            SHARED,
            "報告書が対象とする事案(「c-1」、「●●●●●●●●●●●●」)と、"
            "示された事案(「a-1」、「b-1」)が異なります",
            "the report covers other cases (“c-1”, “●●●●●●●●●●●●”) than those given (“a-1”, “b-1”)",
            kind="contradictory",
        ),
    ),
    "a case twice": (
        (BY_PROVIDER, BY_PROVIDER),
        {},
        told(
            "cases",
            "case_twice",
            SHARED,
            "同じ事案が重ねて示されています",
            "the same case is given twice",
            kind="contradictory",
        ),
    ),
    "a case of another edition": (
        (BY_PROVIDER,),
        {"edition": "2018-01-01"},
        told(
            "cases",
            "other_edition",
            SHARED,
            "報告書の版「2018-01-01」と事案の版が異なります",
            "the report follows edition “2018-01-01”, the cases another",
            kind="contradictory",
        ),
    ),
    "an individual number for an edition": (
        (BY_PROVIDER,),
        {"edition": VALID_NUMBER},
        told(
            "cases",
            "other_edition",
            SHARED,
            "報告書の版「●●●●●●●●●●●●」と事案の版が異なります",
            "the report follows edition “●●●●●●●●●●●●”, the cases another",
            kind="contradictory",
        ),
    ),
}
"""For each reason that has words of its own: the cases, what is changed in their draft, and what
is said."""


@pytest.mark.parametrize(("cases", "changed", "expected"), SENTENCES.values(), ids=SENTENCES)
def test_a_problem_says_what_and_where_and_by_which_clause(
    cases: tuple[nws.Case, ...], changed: dict[str, Any], expected: Told
) -> None:
    """The whole sentence in both languages, and all that a program reads beside it."""
    draft = nws.report.draft(cases, drafted_on=DAY) if cases else ReportDraft()
    beside = {name: changed[name] for name in ("cases", "edition") if name in changed}
    fields = {name: value for name, value in changed.items() if name not in beside}
    draft = draft.replace(**beside).with_values(fields)
    found = [as_told(one) for one in nws.report.problems(draft, cases)]
    assert [one for one in found if (one[0], one[2]) == (expected[0], expected[2])] == [expected]


NOT_OWED: dict[str, tuple[nws.Case, tuple[str, ...], str, str]] = {
    "not_owed": (
        named("a-1", *TO_PROVIDER, cause("information_right", "neither")),
        ("1(6)",),
        "a-1: この事案に顛末報告は必要ありません",
        "a-1: this case owes no outcome report",
    ),
    "undetermined": (
        named(None, opening()),
        (),
        "(idのない事案): 顛末報告の要否がまだ定まっていません",
        "(a case without an id): whether an outcome report is owed is not determined yet",
    ),
    "unopened": (
        named("a-1"),
        (),
        "a-1: 事案が始まっていないため、顛末報告書を起票できません",
        "a-1: the case has not been opened, so there is nothing to report",
    ),
}
"""For each reason why a case owes no report: such a case, the clauses, and what is said."""


@pytest.mark.parametrize("key", NOT_OWED)
def test_a_case_that_owes_no_report_says_why(key: str) -> None:
    """As an error of the draft, and as a problem of a report that covers the case all the same."""
    case, clauses, ja, en = NOT_OWED[key]
    with pytest.raises(nws.report.NoReportOwed) as caught:
        nws.report.draft(case, drafted_on=DAY)
    error = caught.value
    assert (error.key, error.case_id, error.clauses) == (key, case.id, clauses)
    assert (error.message(), error.message("en"), str(error)) == (ja, en, en)
    assert repr(error) == f"NoReportOwed({key!r}, {case.id!r}, {clauses!r})"
    by_name = nws.report.NoReportOwed(key=key, case_id=case.id, clauses=clauses)
    again = pickle.loads(pickle.dumps(by_name))  # noqa: S301  our own
    assert (repr(again), again.message()) == (repr(error), ja)
    (problem,) = (one for one in nws.report.problems(ReportDraft(), case) if one.field == "cases")
    assert as_told(problem) == told(
        "cases",
        key,
        clauses or ON_CAUSE,
        ja,
        en,
        kind="contradictory",
        points_to=(case.id, None),
    )


def test_a_report_is_not_owed_by_every_party() -> None:
    """The provider caused it, so the requester has nothing to report."""
    with pytest.raises(nws.report.NoReportOwed) as caught:
        nws.report.draft(BY_PROVIDER, drafted_on=DAY, party=nws.Role.REQUESTER)
    assert caught.value.key == "not_by_party"
    assert caught.value.message() == "a-1: この事案の顛末報告を行う者ではありません"
    assert str(caught.value) == "a-1: this party does not owe the outcome report of the case"


def test_a_draft_without_a_case_says_so() -> None:
    """Where, and what is wrong."""
    with pytest.raises(nws.report.InvalidReport) as caught:
        nws.report.draft([], drafted_on=DAY)
    assert str(caught.value) == "$.cases: required field missing"


def test_digits_that_a_case_has_are_masked_where_a_problem_repeats_them() -> None:
    """What may be an individual number is accepted with a warning, and shown nowhere."""
    number = {"name": f"機構{DOUBTFUL_NUMBER}", "kind": "other"}
    inquiry = {**INQUIRY, "affair": f"事務{DOUBTFUL_NUMBER}"}
    happened = (*TO_PROVIDER[1:], COPY_WRONG)
    one = named("a-1", opening(provider=number, inquiry=inquiry), *happened)
    draft = nws.report.draft([one, BY_PROVIDER], drafted_on=DAY)
    problems = nws.report.problems(
        draft.with_values({"reporter.name": "函館市"}), [one, BY_PROVIDER]
    )
    repeated = {problem.key for problem in problems if "●●●●●●●●●●●●" in problem.message()}
    assert repeated == {"contradicts_case", "differs", "reporting_body_differs"}
    for language in ("ja", "en"):
        assert all(DOUBTFUL_NUMBER not in problem.message(language) for problem in problems)
