"""Drafting: everything that the events prove is filled in, and nothing else."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nws_incident as nws
from nws_incident.report import InvalidReport, NoReportOwed, Reporter
from nws_incident.testing import cases, reporters
from owing_cases import STARTS, owing_cases
from own_editions import INVESTIGATION, change, edition_named
from report_rules import facts_of
from scenes import (
    ANNOUNCED,
    AOMORI,
    CAUSE_DELAYED,
    COPY_WRONG,
    CORRECTED,
    DELAY_TOLD,
    HAKODATE,
    INQUIRY,
    NOTIFIED,
    RECOVERED,
    REPORTED,
    TO_PROVIDER,
    TO_REINQUIRY,
    case_of,
    cause,
    consulted,
    documents,
    event,
    looked,
    opening,
    reinquiry,
)

if TYPE_CHECKING:
    from pathlib import Path

DAY = date(2018, 1, 9)
NOT_PROVIDED = (opening("provision_failed", immediate=True), looked(multi_agency=False))
CHECKED = "other_requesters_checked"


def drafted(*events: nws.Event, **options: Any) -> nws.report.ReportDraft:
    """Draft the report of the case that events make."""
    return nws.report.draft(case_of(*events), drafted_on=DAY, **options)


@given(owing_cases(case_id="a-1"), reporters())
@settings(deadline=None)
def test_a_draft_says_what_the_events_prove_and_no_more(case: nws.Case, reporter: Reporter) -> None:
    """Each fact has its field; what no event proves stays open."""
    draft = nws.report.draft(case, reporter=reporter, drafted_on=DAY)
    facts = facts_of(case)
    assert draft.drafted_on == DAY
    assert draft.reporter == reporter
    assert draft.cases == ("a-1",)
    assert draft.edition == case.edition.id
    by_provider = facts["cause"] == "provider"
    for name in (
        *("occurred_on", "occurred_at", "recovered_on", "recovered_at"),
        *("consulted_operator", "consulted_others", "wider_impact_notified"),
    ):
        assert draft.value(name) == facts.get(name)
    for name in (
        *("copy_corrected", "requester_notified", "others_checked", "others_wrong"),
        *("others_notified", "delay_notified"),
    ):
        proven = facts.get(name) if by_provider else None
        assert getattr(draft.provider_caused, name) == proven
    stated = None if facts["cause"] == "neither" else facts["cause"]
    assert draft.causing_party == stated
    assert draft.causes == nws.report.Causes()
    assert draft.requester_caused.impact is None
    assert draft.provider_caused.reason_for_no is None


@given(cases(min_events=3, max_events=15))
@settings(deadline=None)
def test_a_case_has_a_draft_exactly_where_it_owes_or_gave_a_report(case: nws.Case) -> None:
    """In this round, or carried from an earlier one."""
    if case.report.required or case.report.carried:
        draft = nws.report.draft(case, drafted_on=DAY)
        assert draft.detail is not None
        for party in case.report.carried:
            assert nws.report.draft(case, drafted_on=DAY, party=party).detail is not None
        return
    with pytest.raises(NoReportOwed) as caught:
        nws.report.draft(case, drafted_on=DAY)
    expected = "undetermined" if case.report.required is None else "not_owed"
    assert caught.value.key == expected
    assert caught.value.message("ja") != caught.value.message("en") == str(caught.value)


def test_times_are_those_of_japan() -> None:
    """An inquiry in the evening of London is one of the next day in Japan."""
    inquiry = {**INQUIRY, "occurred_at": "2017-07-18T23:59:30+00:00"}
    draft = drafted(opening(inquiry=inquiry), cause("inquiry_wrong", "requester", "requester"))
    assert (draft.occurred_on, draft.occurred_at) == (date(2017, 7, 19), time(8, 59))


def test_times_at_the_end_of_the_calendar_stay_as_given() -> None:
    """Where Japan's clock would already show another age."""
    inquiry = {**INQUIRY, "occurred_at": "9999-12-31T23:30:00+00:00"}
    draft = drafted(opening(inquiry=inquiry), cause("inquiry_wrong", "requester", "requester"))
    assert (draft.occurred_on, draft.occurred_at) == (date(9999, 12, 31), time(23, 30))


def test_what_the_contact_filled_in_is_taken_too() -> None:
    """The inquiry may be completed when the provider is contacted."""
    contacted = event("provider_contacted", channel="phone", contact_known=True, inquiry=INQUIRY)
    draft = drafted(
        opening(inquiry={"affair": " "}), event("self_check_inconclusive"), contacted, COPY_WRONG
    )
    assert draft.affair_name == INQUIRY["affair"]
    assert draft.information == INQUIRY["information"]
    assert draft.occurred_at == time(9, 30)


def test_an_inquiry_that_says_nothing_leaves_its_fields_open() -> None:
    """The requester may find its own mistake before it contacts anybody."""
    draft = drafted(opening(inquiry={}), cause("inquiry_wrong", "requester", "requester"))
    assert (draft.occurred_on, draft.affair_name, draft.information) == (None, None, None)
    assert draft.detail is not None
    assert draft.detail.endswith("処理通番: 記録なし")


def test_the_reporter_is_the_body_that_reports_with_its_whole_code() -> None:
    """Five digits get their check digit; a desk's own words stay."""
    provider = {**AOMORI, "code": "02201"}
    draft = drafted(
        opening(provider=provider), *TO_PROVIDER[1:], COPY_WRONG, reporter=Reporter(person="担当")
    )
    assert draft.reporter == Reporter(name="青森県青森市", code="022012", person="担当")
    stated = Reporter(name="青森市", code="99")
    assert drafted(*TO_PROVIDER, COPY_WRONG, reporter=stated).reporter == stated


def test_the_other_side_stands_in_the_section_of_the_causing_party() -> None:
    """One name, or several in one text, each body once."""
    draft = drafted(*TO_PROVIDER, COPY_WRONG)
    assert (draft.provider_caused.counterparts, draft.provider_caused.names) == (
        "one",
        HAKODATE["name"],
    )
    assert draft.requester_caused == nws.report.RequesterCaused()
    kushiro = {"name": "北海道釧路市", "kind": "municipality", "code": "012068"}
    others = [
        case_of(opening(requester=party), *TO_PROVIDER[1:], COPY_WRONG)
        for party in (HAKODATE, kushiro, {**HAKODATE, "code": "01202"})
    ]
    draft = nws.report.draft(others, drafted_on=DAY)
    assert (draft.provider_caused.counterparts, draft.provider_caused.names) == (
        "several",
        "北海道函館市、北海道釧路市",
    )


def test_the_detail_lists_each_case_by_its_number_and_the_use_of_documents() -> None:
    """The cause once; 処理通番 and documents have no field of their own."""
    one = case_of(*TO_PROVIDER, COPY_WRONG)
    inquiry = {**INQUIRY, "processing_number": "A-0002", "procedure": None}
    other = case_of(
        opening(inquiry=inquiry, immediate=True),
        documents("immediate_processing"),
        *(later for later in TO_PROVIDER[1:-1]),
        event(
            "provider_contacted",
            channel="phone",
            contact_known=True,
            inquiry={"procedure": "現況届"},
        ),
        COPY_WRONG,
    )
    draft = nws.report.draft([one, other], drafted_on=DAY)
    assert draft.detail == (
        "入力の誤り\n"
        "本報告の対象となる情報照会の電文の処理通番及び事務手続は、次のとおりである。\n"
        "処理通番: A-0001、事務手続: 認定の請求\n"
        "処理通番: A-0002、事務手続: 現況届、添付書類に基づき事務処理を実施"
    )


def test_the_detail_takes_no_white_space_for_a_number_or_a_procedure() -> None:
    """What is blank was not recorded; what stands around a word is dropped."""
    finding = cause("inquiry_wrong", "requester", "requester", detail=" 入力の誤り ")
    for stated, line in (
        ({"processing_number": " ", "procedure": " "}, "処理通番: 記録なし"),
        ({"processing_number": " A-1 ", "procedure": " 認定 "}, "処理通番: A-1、事務手続: 認定"),
    ):
        draft = drafted(opening(inquiry=stated), finding)
        assert draft.detail is not None
        first, *_, last = draft.detail.splitlines()
        assert (first, last) == ("入力の誤り", line)


def test_a_cause_that_speaks_of_individual_numbers_makes_no_number_of_a_processing_number() -> None:
    """Twelve digits after such a word, some way on, are still a processing number."""
    inquiry = {**INQUIRY, "processing_number": "201707190930"}
    named = cause("inquiry_wrong", "requester", "requester", detail="誤った個人番号")
    case = case_of(opening(inquiry=inquiry), named)
    draft = nws.report.draft(case, drafted_on=DAY)
    assert draft.detail is not None
    assert "処理通番: 201707190930" in draft.detail
    assert "individual_number" not in {one.key for one in nws.report.problems(draft, case)}


def test_consultations_are_the_reporting_party_s_own() -> None:
    """What the other party asked is not the reporter's doing."""
    asked = (
        consulted("requester"),
        event("wider_impact_expected"),
        event("ministry_notified", via=["prefecture"]),
    )
    wrong = (COPY_WRONG, CORRECTED)
    draft = drafted(*TO_PROVIDER, *asked, *wrong)
    assert (draft.consulted_operator, draft.wider_impact_notified) == (None, None)
    own = cause("inquiry_wrong", "requester")
    draft = drafted(*TO_PROVIDER, *asked, own)
    assert (draft.consulted_operator, draft.consulted_others) == (True, None)
    assert draft.wider_impact_notified is True
    assert draft.ministry is None


def test_whom_the_others_are_is_known_where_only_j_lis_was_asked() -> None:
    """Which ministry is in charge, no event says."""
    j_lis = consulted("provider", target="j_lis", via=[])
    ministry = consulted("provider", target="competent_ministry")
    draft = drafted(*TO_PROVIDER, j_lis, COPY_WRONG)
    assert (draft.consulted_others, draft.consulted_whom) == (
        True,
        "地方公共団体情報システム機構",
    )
    draft = drafted(*TO_PROVIDER, j_lis, ministry, COPY_WRONG)
    assert (draft.consulted_others, draft.consulted_whom) == (True, None)


def test_a_check_that_was_owed_before_the_cause_says_nothing_of_it() -> None:
    """Others were checked for the first round's mistake; for the second's they are still to be."""
    checked = event(CHECKED, "provider", affected=["秋田県秋田市"])
    again = (reinquiry("inconsistent"), checked, *TO_PROVIDER[1:], COPY_WRONG)
    draft = drafted(*TO_REINQUIRY, *again)
    assert draft.provider_caused.others_checked is None
    assert draft.provider_caused.others_wrong is None
    draft = drafted(*TO_REINQUIRY, *again, event(CHECKED, "provider", affected=[]))
    assert draft.provider_caused.others_checked is True
    assert draft.provider_caused.others_wrong is False


def test_a_carried_report_is_about_its_own_round() -> None:
    """What came after a second inquiry that did not agree is not in it, but what stayed owed."""
    expected = event("wider_impact_expected", "provider")
    case = case_of(
        *TO_PROVIDER,
        expected,
        COPY_WRONG,
        CORRECTED,
        NOTIFIED,
        reinquiry("inconsistent"),
        event(CHECKED, "provider", affected=["秋田県秋田市"]),
        event("other_requesters_notified", "provider"),
        event("ministry_notified", "provider", via=["prefecture"]),
        consulted("requester"),
        *TO_PROVIDER[1:],
        consulted("provider"),
    )
    assert case.report.carried == ("provider",)
    draft = nws.report.draft(case, drafted_on=DAY)
    assert draft.causing_party == "provider"
    assert (draft.recovered_on, draft.consulted_operator) == (None, None)
    assert draft.provider_caused.others_wrong is True
    assert draft.provider_caused.others_notified is True
    assert draft.wider_impact_notified is True
    with pytest.raises(NoReportOwed) as caught:
        nws.report.draft(case, drafted_on=DAY, party=nws.Role.REQUESTER)
    assert caught.value.key == "not_by_party"


def test_a_carried_report_stays_the_one_that_was_carried() -> None:
    """The report of a later round that an announced outage ended does not take its place (R7)."""
    case = case_of(
        *TO_REINQUIRY,
        reinquiry("failed"),
        looked(multi_agency=False),
        *TO_PROVIDER[1:],
        CAUSE_DELAYED,
        DELAY_TOLD,
        documents("cause_delayed"),
        cause("provision_fault", "provider", detail="後の事象"),
        ANNOUNCED,
    )
    assert (case.report.by, case.report.carried) == (None, ("provider",))
    detail = nws.report.draft(case, drafted_on=DAY).detail
    assert detail is not None
    assert detail.startswith("入力の誤り\n")


def test_a_case_moved_to_another_edition_is_reported_on_as_before(tmp_path: Path) -> None:
    """The events before the move are read by the edition that they were judged by."""
    later = edition_named("later", tmp_path)
    happened = (*TO_REINQUIRY, reinquiry("inconsistent"), *TO_PROVIDER[1:])
    case = nws.Case(editions=[later])
    for one in happened:
        case.apply(one)
    before = nws.report.draft(case, drafted_on=DAY)
    case.apply(nws.EditionChanged(at=case.events[-1].at, by=nws.Role.REQUESTER, to="later"))
    assert case.edition is later
    after = nws.report.draft(case, drafted_on=DAY)
    assert after.edition == "later"
    assert after.replace(edition=before.edition) == before


def test_a_carried_report_that_was_given_is_owed_no_more() -> None:
    """The track starts again as undetermined, and nothing is left."""
    case = case_of(*TO_REINQUIRY, reinquiry("inconsistent"), REPORTED)
    with pytest.raises(NoReportOwed):
        nws.report.draft(case, drafted_on=DAY)


@pytest.mark.parametrize("later", [(), (RECOVERED,)])
def test_a_report_that_was_given_is_about_the_round_it_was_given_in(
    later: tuple[nws.Event, ...],
) -> None:
    """An outage announced after it starts a new round, whose recovery is not the report's."""
    case = case_of(
        *NOT_PROVIDED,
        documents("immediate_processing"),
        event("self_check_inconclusive"),
        TO_PROVIDER[2],
        cause("provision_fault", "provider"),
        event("outcome_reported", "provider"),
        ANNOUNCED,
        *later,
    )
    assert case.tracks.reporting == "reported"
    draft = nws.report.draft(case, drafted_on=DAY)
    assert draft.causing_party == "provider"
    assert draft.recovered_on is None


def test_a_matter_that_an_outage_opens_again_has_not_recovered(edition: Path) -> None:
    """In an edition that lets one be announced of what was resolved and reported."""
    change(
        edition / INVESTIGATION, '"remedy", "reinquiry"]\nguards', '"remedy", "resolved"]\nguards'
    )
    happened = (
        *NOT_PROVIDED,
        documents("immediate_processing"),
        event("self_check_inconclusive"),
        TO_PROVIDER[2],
        cause("provision_fault", "provider"),
        event("remedy_completed", "provider"),
        event("outcome_reported", "provider"),
    )
    case = nws.Case.from_events(happened, edition=nws.load_edition(edition))
    assert case.tracks.investigation == "resolved"
    assert nws.report.draft(case, drafted_on=DAY).recovered_on is not None
    case.apply(ANNOUNCED)
    assert case.tracks.reporting == "reported"
    assert nws.report.draft(case, drafted_on=DAY).recovered_on is None


def test_a_matter_that_is_asked_again_by_agreement_has_not_recovered() -> None:
    """6: what was resolved is open again, and the report on it is carried."""
    at_once = (opening(immediate=True), documents("immediate_processing"))
    case = case_of(*at_once, *TO_PROVIDER[1:], COPY_WRONG, CORRECTED, NOTIFIED)
    assert nws.report.draft(case, drafted_on=DAY).recovered_on is not None
    case.apply(reinquiry("inconsistent", coordinated=True))
    assert case.report.carried == ("provider",)
    assert nws.report.draft(case, drafted_on=DAY).recovered_on is None


def test_a_draft_needs_a_case() -> None:
    """And every case must owe a report."""
    with pytest.raises(InvalidReport, match=r"\$\.cases"):
        nws.report.draft([], drafted_on=DAY)
    with pytest.raises(NoReportOwed, match="nothing to report"):
        nws.report.draft(nws.Case("a-1"), drafted_on=DAY)
    with pytest.raises(NoReportOwed, match="a-2"):
        nws.report.draft([case_of(*TO_PROVIDER, COPY_WRONG), nws.Case("a-2")], drafted_on=DAY)


def test_the_core_brings_no_library_of_workbooks() -> None:
    """`import nws_incident` is enough for everything but the workbook."""
    import subprocess  # noqa: PLC0415  this test's own
    import sys  # noqa: PLC0415  likewise

    code = (
        "import sys, nws_incident as nws; nws.report.draft; "
        "print(sorted({'openpyxl', 'xlsxwriter', 'defusedxml'} & set(sys.modules)))"
    )
    done = subprocess.run(  # noqa: S603  our own words
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    )
    assert done.stdout == "[]\n"


@given(st.sampled_from(STARTS))
@settings(deadline=None)
def test_cases_of_one_cause_agree_with_themselves(start: tuple[nws.Event, ...]) -> None:
    """Twice the same facts are the same facts."""
    one, other = (nws.Case.from_events(start, id=name) for name in ("a-1", "b-1"))
    together = nws.report.draft([one, other], drafted_on=DAY)
    alone = nws.report.draft(one, drafted_on=DAY)
    assert together.replace(detail=None, cases=()) == alone.replace(detail=None, cases=())
    assert together.cases == ("a-1", "b-1")
