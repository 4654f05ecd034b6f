"""The problems of a report: every one that the rules have, and none that they have not."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nws_incident as nws
from nws_incident.report import PartyAtFault, ReportDraft, Reporter
from nws_incident.testing import individual_numbers, report_drafts, reporters
from owing_cases import STARTS, drafts_of, owing_cases
from report_rules import against, by_itself, facts_of, provable
from scenes import (
    AOMORI,
    CAUSE_DELAYED,
    COPY_WRONG,
    CORRECTED,
    HAKODATE,
    NOTIFIED,
    TO_PROVIDER,
    VALID_NUMBER,
    case_of,
    cause,
    consulted,
    event,
    opening,
    reinquiry,
)

DRAFTED_ON = date(2019, 1, 1)
DESK = Reporter(
    department="税務課", person="担当者", phone="0123-45-6789", email="zei@example.jp", title="主任"
)
ASKED = {
    "drafted_on",
    "affair_number",
    "consulted_operator",
    "consulted_others",
    "wider_impact_notified",
}
"""What no case of two municipalities proves before anybody is consulted or told."""


def found(draft: ReportDraft, *cases: nws.Case) -> set[tuple[str, str]]:
    """Return the problems as pairs of field and kind."""
    return {(one.field, str(one.kind)) for one in nws.report.problems(draft, cases)}


def proven_draft(*cases: nws.Case) -> ReportDraft:
    """Draft a report with a full desk."""
    return nws.report.draft(cases, reporter=DESK, drafted_on=DRAFTED_ON)


@given(report_drafts())
@settings(deadline=None)
def test_a_draft_by_itself_has_the_problems_that_the_rules_say(draft: ReportDraft) -> None:
    """No more and no less, whatever is filled in."""
    assert found(draft) == by_itself(draft)


@given(st.data())
@settings(deadline=None)
def test_a_draft_has_the_problems_that_the_rules_and_the_case_say(data: st.DataObject) -> None:
    """Needs, soundness and contradictions, over drafts near what a random case proves."""
    case = data.draw(owing_cases(case_id="a-1"))
    draft = data.draw(drafts_of(case))
    facts = facts_of(case)
    identity = {"reporter.code", "reporter.name"}
    counterparts = {
        f"{side}_caused.{name}"
        for side in ("requester", "provider")
        for name in ("counterparts", "names")
    }
    # Names, codes and counts have examples of their own below.
    left_out = {(field, "contradictory") for field in identity | counterparts} | {
        ("reporter.code", "missing")
    }
    expected = by_itself(draft, facts) | against(draft, facts)
    assert found(draft, case) - left_out == expected - left_out


@given(st.data())
@settings(deadline=None)
def test_only_what_a_case_cannot_know_is_asked(data: st.DataObject) -> None:
    """A draft with a full desk lacks nothing that an event proves, and contradicts nothing."""
    case = data.draw(owing_cases(case_id="a-1"))
    desk = data.draw(reporters()).replace(name=None, code=None)
    draft = nws.report.draft(case, reporter=desk, drafted_on=DRAFTED_ON)
    facts = facts_of(case)
    for problem in nws.report.problems(draft, case):
        assert problem.kind == "missing", problem
        name = problem.field.rpartition(".")[2]
        assert name not in facts or facts["cause"] == "neither"


@given(st.data())
@settings(deadline=None)
def test_a_proven_answer_is_never_contradicted_silently(data: st.DataObject) -> None:
    """Whatever a draft says against an event is a problem that names the case and the event."""
    case = data.draw(owing_cases(case_id="a-1"))
    draft = proven_draft(case)
    answered = [
        field
        for field in nws.report.REPORT_FIELDS
        if draft.value(field) is not None
        and (isinstance(draft.value(field), (bool, time)) or field.startswith("recovered"))
    ]
    for field in answered:
        value = draft.value(field)
        lie: Any = not value if isinstance(value, bool) else None
        if isinstance(value, time):
            lie = time((value.hour + 1) % 24, value.minute)
        elif isinstance(value, date):
            lie = date(2018, 12, 31)
        problems = nws.report.problems(draft.with_values({field: lie}), case)
        against_it = [
            one for one in problems if one.field == field and one.key == "contradicts_event"
        ]
        assert [one.case for one in against_it] == ["a-1"]
        version = against_it[0].points_to
        assert version is not None
        assert 1 <= version <= case.version


@given(st.data())
@settings(deadline=None)
def test_what_contradicts_each_of_several_cases_is_told_of_each(data: st.DataObject) -> None:
    """Where a report states what no case proves, every case that proves something is named."""
    cases = [data.draw(owing_cases(case_id=name)) for name in ("a-1", "b-1")]
    draft = data.draw(drafts_of(*cases))
    proven = [(case, provable(facts_of(case))) for case in cases]
    expected = {
        (field, case.id)
        for case, values in proven
        for field in values
        if draft.value(field) is not None
        and all(draft.value(field) != other.get(field) for _, other in proven)
    }
    told = {
        (problem.field, problem.case)
        for problem in nws.report.problems(draft, cases)
        if problem.key == "contradicts_event"
    }
    assert told == expected


def test_a_no_against_the_notice_of_a_correction_names_the_event() -> None:
    """②連絡した: No, though the sixth event says that the requester was told."""
    case = nws.Case.from_events((*TO_PROVIDER, COPY_WRONG, CORRECTED, NOTIFIED), id="a-1")
    draft = proven_draft(case).with_values({"provider_caused.requester_notified": False})
    problem = next(one for one in nws.report.problems(draft, case) if one.kind == "contradictory")
    assert (problem.field, problem.case, problem.points_to, problem.clauses) == (
        "provider_caused.requester_notified",
        "a-1",
        6,
        ("1(3)①",),
    )
    assert "「No」" in problem.message()
    assert "a-1の事象6「修正の連絡」" in problem.message()
    assert "event 6" in problem.message("en")
    assert ("provider_caused.reason_for_no", "missing") in found(draft, case)


def test_not_applicable_is_not_no() -> None:
    """② and ③ stay empty where nothing was corrected, and ④ where nothing was found."""
    provider = {"copy_corrected": False, "requester_notified": False, "others_checked": False}
    draft = ReportDraft(causing_party=PartyAtFault.PROVIDER).with_values(
        {f"provider_caused.{name}": value for name, value in provider.items()}
    )
    assert {
        ("provider_caused.requester_notified", "superfluous"),
        ("provider_caused.others_checked", "superfluous"),
    } <= found(draft)
    draft = draft.with_values(
        {
            "provider_caused.copy_corrected": True,
            "provider_caused.requester_notified": True,
            "provider_caused.others_checked": True,
            "provider_caused.others_wrong": False,
            "provider_caused.others_notified": False,
        }
    )
    assert ("provider_caused.others_notified", "superfluous") in found(draft)
    draft = draft.with_values({"provider_caused.others_wrong": True})
    assert ("provider_caused.others_notified", "superfluous") not in found(draft)


def test_the_section_of_the_party_that_was_not_the_cause_stays_empty() -> None:
    """A requester's report says nothing in the provider's section."""
    draft = ReportDraft(causing_party=PartyAtFault.REQUESTER).with_values(
        {"provider_caused.names": "甲", "provider_caused.delay_notified": True}
    )
    assert {
        ("provider_caused.names", "superfluous"),
        ("provider_caused.delay_notified", "superfluous"),
    } <= found(draft)


@pytest.mark.parametrize("told", [True, False])
def test_a_delay_that_was_found_must_have_been_told(told: bool) -> None:  # noqa: FBT001  a case
    """With the case a missing answer is missed; a No asks for its reason."""
    case = case_of(*TO_PROVIDER, CAUSE_DELAYED, COPY_WRONG)
    draft = proven_draft(case)
    assert ("provider_caused.delay_notified", "missing") in found(draft, case)
    draft = draft.with_values({"provider_caused.delay_notified": told})
    reason = ("provider_caused.delay_reason_for_no", "missing")
    assert (reason in found(draft, case)) is not told


def test_a_delay_that_no_case_has_is_not_answered() -> None:
    """A No where there was no delay is too much."""
    case = case_of(*TO_PROVIDER, COPY_WRONG)
    draft = proven_draft(case).with_values({"provider_caused.delay_notified": False})
    assert ("provider_caused.delay_notified", "superfluous") in found(draft, case)


@pytest.mark.parametrize(
    ("code", "key"),
    [
        ("012024", "code_check_digit"),
        ("482013", "code_prefecture"),
        ("01202", "code_without_check_digit"),
        ("0120255", "code_form"),
        ("〇一二〇二五", "code_form"),
        (VALID_NUMBER, "code_form"),
    ],
)
def test_a_wrong_code_is_told(code: str, key: str) -> None:
    """Six half-width digits, a prefecture, the check digit."""
    problems = nws.report.problems(ReportDraft(reporter=Reporter(code=code)))
    assert key in {one.key for one in problems if one.field == "reporter.code"}
    assert all(VALID_NUMBER not in one.message() for one in problems)


@pytest.mark.parametrize(
    ("name", "is_needed"),
    [
        (None, True),
        ("北海道函館市", True),
        ("函館市", True),
        ("大刀洗町教育委員会", True),
        ("架空広域連合", True),
        ("厚生労働省", False),
        ("内閣府", False),
        ("日本年金機構", False),
    ],
)
def test_a_code_is_needed_of_a_local_government(name: str | None, is_needed: bool) -> None:  # noqa: FBT001  a case
    """National bodies have none."""
    draft = ReportDraft(reporter=Reporter(name=name))
    assert (("reporter.code", "missing") in found(draft)) is is_needed


def test_with_its_case_the_kind_of_body_decides_whether_a_code_is_needed() -> None:
    """A ministry that reports needs none, whatever its name."""
    ministry = {"name": "北海道の省", "kind": "national"}
    for party, is_needed in ((ministry, False), (HAKODATE, True)):
        case = case_of(opening(requester=party), cause("inquiry_wrong", "requester", "requester"))
        draft = proven_draft(case).with_values({"reporter.code": None})
        assert (("reporter.code", "missing") in found(draft, case)) is is_needed


@given(st.data())
@settings(deadline=None)
def test_an_individual_number_in_any_text_is_refused_and_never_repeated(
    data: st.DataObject,
) -> None:
    """The problem names the field, and nothing shown holds the digits."""
    number = data.draw(individual_numbers())
    draft = data.draw(report_drafts())
    texts = [
        field
        for field in nws.report.REPORT_FIELDS
        if nws.load_edition().report_form.fields[nws.report.ReportField(field)].entry
        in {"text", "long_text"}
    ]
    field = data.draw(st.sampled_from(texts))
    draft = draft.with_values({field: f"対象者 {number}"})
    problems = nws.report.problems(draft)
    assert any(one.field == field and one.key == "individual_number" for one in problems)
    shown = [repr(draft), nws.report.as_text(draft), nws.report.as_text(draft, "en")]
    shown.extend(one.message(language) for one in problems for language in ("ja", "en"))
    assert all(number not in text for text in shown)


def test_a_number_in_a_case_s_id_is_refused() -> None:
    """The ids of the cases are texts like any other."""
    assert ("cases", "invalid") in found(ReportDraft(cases=(VALID_NUMBER,)))


def test_times_run_from_occurrence_to_recovery_to_draft() -> None:
    """Without both times of day the dates decide."""
    draft = ReportDraft(
        drafted_on=date(2017, 7, 20),
        occurred_on=date(2017, 7, 20),
        occurred_at=time(9, 30),
        recovered_on=date(2017, 7, 20),
    )
    order = {("recovered_on", "contradictory"), ("drafted_on", "contradictory")}
    assert not found(draft) & order
    assert found(draft.replace(recovered_at=time(9, 29))) & order == {
        ("recovered_on", "contradictory")
    }
    assert not found(draft.replace(recovered_at=time(9, 30))) & order
    assert found(draft.replace(recovered_on=date(2017, 7, 19))) & order == {
        ("recovered_on", "contradictory")
    }
    assert found(draft.replace(drafted_on=date(2017, 7, 19))) & order == {
        ("drafted_on", "contradictory")
    }


def test_a_choice_is_one_of_the_causing_party_s() -> None:
    """The choices under a factor change with the causing party, as the form says."""
    for party, cause_id, is_known in (
        (PartyAtFault.PROVIDER, "provider_entry", True),
        (PartyAtFault.REQUESTER, "provider_entry", False),
        (None, "provider_entry", True),
        (PartyAtFault.PROVIDER, "魔が差した", False),
    ):
        draft = ReportDraft(causing_party=party).with_values({"causes.human": cause_id})
        assert (("causes.human", "invalid") not in found(draft)) is is_known


def test_where_neither_party_was_the_cause_the_reporter_is_proposed() -> None:
    """起因者 stays open with a problem that says why; another answer than the reporter is wrong."""
    start = next(
        events for events in STARTS if getattr(events[-1], "causing_party", None) == "neither"
    )
    case = nws.Case.from_events(start, id="a-1")
    draft = proven_draft(case)
    assert draft.causing_party is None
    problem = next(one for one in nws.report.problems(draft, case) if one.key == "neither_party")
    assert problem.field == "causing_party"
    assert "「情報照会者」" in problem.message()
    assert "neither the requester nor the provider" in problem.message("en")
    assert draft.detail is not None
    assert draft.detail.startswith("入力の誤り(原因は情報照会者・情報提供者のいずれにもない。)")
    taken = draft.with_values({"causing_party": "requester"})
    assert "causing_party" not in {one.field for one in nws.report.problems(taken, case)}
    assert taken.requester_caused.names == AOMORI["name"]
    other = draft.with_values({"causing_party": "provider"})
    assert ("causing_party", "contradictory") in found(other, case)


def test_a_case_that_owes_no_report_is_a_problem_with_its_clause() -> None:
    """Not owed, not determined yet, or not opened."""
    neither = case_of(*TO_PROVIDER, cause("information_right", "neither"))
    for case, key in (
        (neither, "not_owed"),
        (case_of(opening()), "undetermined"),
        (nws.Case("a-1"), "unopened"),
    ):
        (problem,) = (
            one for one in nws.report.problems(ReportDraft(), case) if one.field == "cases"
        )
        assert problem.key == key
        assert "1(6)" in problem.clauses


def test_several_cases_share_party_factor_and_reporter() -> None:
    """What one report cannot say twice is a problem of the cases."""
    one = nws.Case.from_events((*TO_PROVIDER, COPY_WRONG), id="a-1")
    other = nws.Case.from_events(
        (opening(), cause("inquiry_wrong", "requester", "requester", factor="system")), id="b-1"
    )
    draft = proven_draft(one, other)
    problems = nws.report.problems(draft, [one, other])
    keys = {problem.key for problem in problems if problem.field == "cases"}
    assert keys == {
        "causing_party_differs",
        "factor_differs",
        "reporting_party_differs",
        "reporting_body_differs",
    }
    assert draft.causing_party is None
    assert draft.reporter.name is None
    assert draft.requester_caused.names is None
    text = next(one for one in problems if one.key == "factor_differs").message()
    assert "a-1では人的要因" in text
    assert "b-1ではシステム要因" in text


def test_facts_that_differ_are_asked_and_not_merged() -> None:
    """One case was put right and told, the other is not yet: the report says neither."""
    one = nws.Case.from_events((*TO_PROVIDER, COPY_WRONG, CORRECTED, NOTIFIED), id="a-1")
    other = nws.Case.from_events((*TO_PROVIDER, COPY_WRONG, CORRECTED), id="b-1")
    draft = proven_draft(one, other)
    assert draft.provider_caused.copy_corrected is True
    assert draft.provider_caused.requester_notified is None
    told = "provider_caused.requester_notified"
    problem = next(p for p in nws.report.problems(draft, [one, other]) if p.field == told)
    assert (problem.kind, problem.clauses) == ("differing", ("5また書き",))
    assert "a-1ではYes" in problem.message()
    assert "b-1では記録なし" in problem.message()
    settled = draft.with_values({told: True})
    assert told not in {p.field for p in nws.report.problems(settled, [one, other])}
    denied = draft.with_values({told: False})
    assert (told, "contradictory") in found(denied, one, other)


def test_cases_without_ids_are_told_apart_by_nothing() -> None:
    """A problem still says that the case has no id."""
    one, other = (case_of(*TO_PROVIDER, COPY_WRONG, *more) for more in ((), (CORRECTED,)))
    draft = proven_draft(one, other)
    assert draft.cases == ()
    problem = next(p for p in nws.report.problems(draft, [one, other]) if p.kind == "differing")
    assert "(idのない事案)" in problem.message()


def test_the_cases_given_are_those_that_the_report_names() -> None:
    """Another case, the same case twice, or a case of another edition is a problem."""
    one, other = (
        nws.Case.from_events((*TO_PROVIDER, COPY_WRONG), id=name) for name in ("a-1", "b-1")
    )
    draft = proven_draft(one)
    keys = {problem.key for problem in nws.report.problems(draft, [other])}
    assert "other_cases" in keys
    keys = {problem.key for problem in nws.report.problems(proven_draft(one, one), [one, one])}
    assert "case_twice" in keys
    keys = {p.key for p in nws.report.problems(draft.replace(edition="2018-01-01"), one)}
    assert "other_edition" in keys


def test_the_reporter_is_the_body_of_the_case() -> None:
    """By code where both have one, else by name, with or without prefecture and 郡."""
    case = case_of(opening(), cause("inquiry_wrong", "requester", "requester"))
    draft = proven_draft(case)
    assert (draft.reporter.code, draft.reporter.name) == ("012025", "北海道函館市")

    def of_reporter(**stated: str | None) -> set[str]:
        changed = draft.with_values({f"reporter.{name}": value for name, value in stated.items()})
        problems = nws.report.problems(changed, case)
        return {one.field for one in problems if one.kind == "contradictory"}

    assert of_reporter(code="022012") == {"reporter.code"}
    assert of_reporter(code="012033") == {"reporter.code"}
    assert of_reporter(code="01202") == set()
    assert of_reporter(code=None, name="青森市") == {"reporter.name"}
    assert of_reporter(code=None, name="函館市") == set()
    assert of_reporter(name="北海道 函館市役所") == set()
    assert of_reporter(name="函館市教育委員会") == {"reporter.name"}


def test_the_other_side_is_named_and_counted() -> None:
    """A case whose counterpart the names leave out, or whose number is another, contradicts."""
    case = case_of(opening(), cause("inquiry_wrong", "requester", "requester"))
    draft = proven_draft(case)
    assert draft.requester_caused.names == "青森県青森市"

    def of_other_side(**stated: str) -> set[str]:
        changed = draft.with_values(
            {f"requester_caused.{name}": value for name, value in stated.items()}
        )
        problems = nws.report.problems(changed, case)
        return {one.field for one in problems if one.kind == "contradictory"}

    assert of_other_side(names="青森市") == set()
    assert of_other_side(names="弘前市") == {"requester_caused.names"}
    assert of_other_side(counterparts="several") == {"requester_caused.counterparts"}


def test_others_that_were_given_wrong_information_may_be_counted_too() -> None:
    """One requester asked, more are affected: one or several, as the reporter sees it."""
    checked = event("other_requesters_checked", "provider", affected=["秋田県秋田市"])
    case = case_of(*TO_PROVIDER, COPY_WRONG, checked)
    draft = proven_draft(case)
    count = "provider_caused.counterparts"
    for number in ("one", "several"):
        changed = draft.with_values({count: number})
        assert (count, "contradictory") not in found(changed, case)
    # What the check found makes ④ due, even where the draft leaves it out.
    changed = draft.with_values({"provider_caused.others_wrong": None})
    assert ("provider_caused.others_notified", "missing") in found(changed, case)


def test_whose_report_a_draft_is_follows_from_its_causing_party() -> None:
    """A report carried from an earlier round is judged by the facts of that round."""
    case = nws.Case.from_events(
        (
            *TO_PROVIDER,
            COPY_WRONG,
            CORRECTED,
            NOTIFIED,
            reinquiry("inconsistent"),
            consulted("requester"),
            cause("inquiry_wrong", "requester", "requester"),
        ),
        id="a-1",
    )
    carried = nws.report.draft(case, drafted_on=DRAFTED_ON, party=nws.Role.PROVIDER)
    present = nws.report.draft(case, drafted_on=DRAFTED_ON)
    assert (carried.causing_party, present.causing_party) == ("provider", "requester")
    assert (carried.reporter.name, present.reporter.name) == ("青森県青森市", "北海道函館市")
    assert carried.consulted_operator is None
    assert present.consulted_operator is True
    for draft in (carried, present):
        assert all(one.kind == "missing" for one in nws.report.problems(draft, case))


def test_problems_come_in_the_form_s_order_the_cases_first() -> None:
    """As a clerk reads the form."""
    draft = ReportDraft(cases=(VALID_NUMBER,))
    fields = [one.field for one in nws.report.problems(draft)]
    assert fields[:2] == ["cases", "drafted_on"]
    places = [
        nws.report.REPORT_FIELDS.index(f"{field}.system" if field == "causes" else field)
        for field in fields[1:]
    ]
    assert places == sorted(places)


def test_an_own_edition_s_form_is_the_one_that_counts() -> None:
    """A draft of an edition that is not shipped needs it."""
    draft = ReportDraft(edition="my-own")
    with pytest.raises(nws.InvalidEdition):
        nws.report.problems(draft)
    assert nws.report.problems(draft, edition=nws.load_edition())
