"""Drafts: what they say, what they leave open, and what they never repeat."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import nws_incident as nws
from nws_incident.testing import cases, nasty_texts, numbered_texts
from scenes import (
    ANNOUNCED,
    AOMORI,
    CAUSE_DELAYED,
    CONTACTED,
    COPY_WRONG,
    CORRECTED,
    DOUBTFUL_NUMBER,
    HAKODATE,
    INCONCLUSIVE,
    INQUIRY,
    TO_PROVIDER,
    TO_REINQUIRY,
    VALID_NUMBER,
    case_of,
    cause,
    declared,
    documents,
    event,
    gaps_of,
    looked,
    opening,
    reinquiry,
)

EDITION = nws.load_edition()
KINDS = tuple(nws.DraftKind)
EMERGENCY = {nws.DraftKind.EMERGENCY_PHONE, nws.DraftKind.EMERGENCY_FORM}
GAP = {"ja": re.compile("【未記入:([^】]+)】"), "en": re.compile(r"\[to fill in: ([^\]]+)\]")}
CARD = {"desk": "福祉課", "person": "甲野花子", "phone": "0138-21-0000", "email": "a@example.jp"}

properties = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def later(one: nws.Event, hours: int) -> nws.Event:
    """Return an event that happens some hours after ten o'clock."""
    return one.replace(at=one.at + timedelta(hours=hours))


def takes(case: nws.Case, kind: str) -> set[str]:
    """Return the details that a kind of draft takes; in an emergency its form decides."""
    forms = {None, *(row.form for row in EDITION.drafts.rows)}
    if kind == nws.DraftKind.EMERGENCY_FORM and case.emergency_kind is not None:
        forms = {EDITION.emergencies[case.emergency_kind].form}
    (row,) = [row for row in EDITION.drafts.rows if row.kind == kind and row.form in forms]
    return set(row.slots) & set(EDITION.drafts.blanks)


# What holds of every draft.


@properties
@given(cases(), st.sampled_from(KINDS), st.sampled_from(EDITION.languages))
def test_any_open_case_can_be_drafted_from(
    case: nws.Case, kind: nws.DraftKind, language: str
) -> None:
    """In both languages, no slot left over; only an emergency must have been declared first."""
    before = case.events
    if kind in EMERGENCY and case.emergency_kind is None:
        with pytest.raises(nws.InvalidArgument) as caught:
            nws.draft(case, kind, lang=language)
        assert [problem.key for problem in caught.value.problems] == ["draft_no_emergency"]
        return
    made = nws.draft(case, kind, lang=language)
    assert (made.kind, made.language, case.events) == (kind, language, before)
    assert made.subject
    assert made.clauses
    assert set(made.clauses) <= EDITION.clauses.keys()
    assert nws.draft(case, kind.value, lang=language) == made


@properties
@given(cases(), st.sampled_from(KINDS), st.sampled_from(EDITION.languages), st.data())
def test_missing_lists_exactly_the_gaps_that_the_text_shows(
    case: nws.Case, kind: nws.DraftKind, language: str, data: st.DataObject
) -> None:
    """Each gap of the text is listed, in its order, and nothing else is."""
    case = _with_emergency(case)
    optional = {name for row in EDITION.drafts.rows for name in row.optional}
    given_names = data.draw(st.sets(st.sampled_from(sorted(_details_only(case, kind)))))
    made = nws.draft(case, kind, lang=language, details=dict.fromkeys(given_names, "丙"))
    own = _texts_of(case)
    if any(GAP[language].search(text) or "${" in text for text in own):
        return
    shown = list(dict.fromkeys(GAP[language].findall(made.text)))
    assert shown == [gap.label.read(language) for gap in made.missing]
    assert "${" not in made.text + made.subject
    assert not given_names & set(gaps_of(made))
    assert not optional & set(gaps_of(made)) - {"corrected_at"}


@properties
@given(cases(), st.sampled_from(KINDS), st.data())
def test_a_detail_with_an_individual_number_is_refused_and_never_repeated(
    case: nws.Case, kind: nws.DraftKind, data: st.DataObject
) -> None:
    """The error names the detail; the digits are nowhere in it."""
    case = _with_emergency(case)
    text = data.draw(numbered_texts())
    name = data.draw(st.sampled_from(sorted(takes(case, kind))))
    with pytest.raises(nws.InvalidArgument) as caught:
        nws.draft(case, kind, details={name: text})
    (problem,) = caught.value.problems
    assert (problem.path, problem.key) == (f"$.details.{name}", "individual_number")
    assert text not in f"{caught.value!r}{caught.value}{caught.value.message('ja')}"


@properties
@given(cases(), st.sampled_from(KINDS), st.data())
def test_what_is_filled_in_stays_as_it_is(
    case: nws.Case, kind: nws.DraftKind, data: st.DataObject
) -> None:
    """Dollar signs, brackets and markup in a value are but text."""
    case = _with_emergency(case)
    text = data.draw(nasty_texts().filter(str.strip))
    made = nws.draft(case, kind, details={"phone": text, "desk": "${phone}【】$"})
    assert text in made.text
    assert "${phone}【】$" in made.text


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", EDITION.languages)
def test_the_template_never_turns_doubtful_digits_into_an_individual_number(
    kind: nws.DraftKind, language: str
) -> None:
    """Twelve digits anywhere in a draft stay doubtful: the word for such a number stands apart."""
    text = DOUBTFUL_NUMBER
    party = {"name": text, "kind": "municipality"}
    inquiry = {**dict.fromkeys(INQUIRY, text), "occurred_at": None}
    case = case_of(
        opening(requester=party, provider=party, inquiry=inquiry), declared("security_incident")
    )
    details = dict.fromkeys(_details_only(case, kind) | ({"occurred_at"} & takes(case, kind)), text)
    if kind is nws.DraftKind.NOTIFY_OTHER_REQUESTERS:
        details["corrected_at"] = text
    made = nws.draft(case, kind, lang=language, details=details)
    found = {sighting.severity for sighting in nws.scan(made.text)}
    assert found == {nws.Severity.DOUBTFUL}
    assert len(made.warnings) >= len(details)


def _with_emergency(case: nws.Case) -> nws.Case:
    """Return a case in which an emergency was declared."""
    if case.emergency_kind is None:
        last = case.events[-1].at
        case.offer(declared("information_leak").replace(at=last))
    return case


def _details_only(case: nws.Case, kind: str) -> set[str]:
    """Return the details of a kind of draft that no case can say."""
    said = {"self_checked_at", "contacted_at", "delayed_at", "cause", "corrected_at", "others"}
    said |= {"phoned_at", "impact_expected_at", "error_code", *INQUIRY}
    return takes(case, kind) - said


def _texts_of(case: nws.Case) -> list[str]:
    """Return every text of a case's events, as stored."""
    return [json.dumps(nws.write_event(one), ensure_ascii=False) for one in case.events]


# What each says.


def test_the_request_to_a_known_desk_states_the_seven_particulars() -> None:
    """1(2), 4(1)②③: straight to the desk, with everything by which it finds the inquiry."""
    case = case_of(opening(), later(INCONCLUSIVE, 2))
    details = {**CARD, "recipient_desk": "市民税課", "date": "平成29年7月20日"}
    made = nws.draft(case, "inquire_provider", details=details)
    assert (made.by, made.missing, made.warnings) == (nws.Role.REQUESTER, (), ())
    assert made.subject == "情報連携により提供された特定個人情報の確認について(依頼)"
    assert "青森県青森市　市民税課　御中" in made.text
    assert "平成29年7月19日(水)9時30分" in made.text
    assert "点検(平成29年7月19日(水)12時00分終了)" in made.text
    for name in INQUIRY:
        assert name == "occurred_at" or INQUIRY[name] in made.text
    assert "マイナンバーは使用しません" in made.text
    assert made.text.rstrip().endswith("以上")
    assert "回答期限" not in made.text
    assert made.route == nws.route("inquire_provider", sender="municipality", contact_known=True)
    assert made.form is None


def test_the_request_to_the_window_asks_for_the_department() -> None:
    """4(1)①④: where the desk is not known the window is asked which it is."""
    made = nws.draft(case_of(opening(), INCONCLUSIVE), "inquire_provider")
    assert "青森県青森市　連絡窓口　御中" in made.text
    assert "その連絡先をお知らせくださるようお願いします" in made.text
    assert "recipient_desk" not in gaps_of(made)
    assert made.route is not None
    assert [step.id for step in made.route.relays] == ["provider_window"]


def test_a_contact_on_record_says_whether_the_desk_is_known() -> None:
    """Once the provider was contacted, the case knows; its name is still to be given."""
    known = nws.draft(case_of(*TO_PROVIDER), "inquire_provider")
    assert "recipient_desk" in gaps_of(known)
    asked = event("provider_contacted", channel="phone", contact_known=False)
    unknown = nws.draft(case_of(opening(), INCONCLUSIVE, asked), "inquire_provider")
    assert "連絡窓口　御中" in unknown.text


def test_an_error_instead_of_information_is_told_as_one() -> None:
    """2(1): likewise for what was not provided, with the error's code where there is one."""
    failed = case_of(opening("provision_failed", error_code="E-42"))
    made = nws.draft(failed, "inquire_provider", details={"reply_by": "7月26日"})
    assert made.subject == "情報連携により特定個人情報が提供されない事象の確認について(依頼)"
    assert "エラーが発生し" in made.text
    assert "エラーコード　E-42" in made.text
    assert "回答期限　　7月26日" in made.text
    assert "【未記入:点検を終えた日時】" in made.text
    without = nws.draft(case_of(opening("provision_failed")), "inquire_provider")
    assert "エラーコード" not in without.text


def test_a_check_of_an_earlier_round_is_no_check_of_this_one() -> None:
    """After a second inquiry that disagreed, or an outage, the letters speak of the new round."""
    again = case_of(*TO_REINQUIRY, reinquiry("inconsistent"))
    assert "self_checked_at" in gaps_of(nws.draft(again, "inquire_provider"))
    assert {"contacted_at", "cause", "corrected_at"} <= set(
        gaps_of(nws.draft(again, "notify_correction"))
    )
    agreed = case_of(*TO_REINQUIRY, reinquiry("consistent"))
    assert "cause" not in gaps_of(nws.draft(agreed, "notify_correction"))
    failed = case_of(opening("provision_failed"), looked(multi_agency=False), *TO_PROVIDER[1:])
    assert "contacted_at" not in gaps_of(nws.draft(failed, "notify_delay"))
    failed.apply(ANNOUNCED)
    assert "contacted_at" in gaps_of(nws.draft(failed, "notify_delay"))


def test_the_notice_of_delay_says_that_documents_may_be_used() -> None:
    """1(3)②, 1(5): the provider tells the requester, and what that lets it do."""
    case = case_of(*TO_PROVIDER, later(CAUSE_DELAYED, 3))
    made = nws.draft(case, "notify_delay", details={**CARD, "outlook": "8月上旬の見込み"})
    assert made.by is nws.Role.PROVIDER
    assert "北海道函館市" in made.text.partition("御中")[0]
    assert "正しい情報の確認を速やかに行うことができませんので、連絡します" in made.text
    assert "平成29年7月19日(水)13時00分" in made.text
    assert "今後の見込み　8月上旬の見込み" in made.text
    assert "理由" not in made.text
    assert "添付書類に基づいて事務処理を行って差し支えない" in made.text
    assert made.route is None
    assert "1(5)" in made.clauses


def test_the_notice_of_correction_asks_for_a_second_inquiry() -> None:
    """1(3)①: unless the documents were used, when section 6 needs none."""
    made = nws.draft(case_of(*TO_PROVIDER, COPY_WRONG, CORRECTED), "notify_correction")
    assert "再度情報照会を行い" in made.text
    assert "原因　入力の誤り" in made.text
    assert gaps_of(made) == ["date", "recipient_desk", *("desk", "person", "phone", "email")]
    used = case_of(
        *TO_PROVIDER,
        CAUSE_DELAYED,
        event("delay_notified", "provider"),
        documents("cause_delayed"),
        COPY_WRONG,
        CORRECTED,
    )
    told = nws.draft(used, "notify_correction")
    assert "再度情報連携を行う必要はありません" in told.text
    assert "再度情報照会を行い" not in told.text


def test_a_correction_can_be_prepared_and_shows_what_is_not_yet_so() -> None:
    """Before its time the draft has gaps; a cause that is none of the provider's is no error."""
    early = nws.draft(case_of(opening()), "notify_correction")
    assert {"contacted_at", "cause", "corrected_at"} <= set(gaps_of(early))
    right = case_of(*TO_PROVIDER, cause("information_right", "requester"))
    assert "cause" in gaps_of(nws.draft(right, "notify_correction"))


def _checked(*affected: str) -> nws.Event:
    return event("other_requesters_checked", "provider", affected=list(affected))


def test_word_to_others_goes_to_those_who_are_owed_it_and_tells_nothing_of_this_case() -> None:
    """1(3)①: everyone found since the last word; neither the requester nor its number is named."""
    told = event("other_requesters_notified", "provider")
    again = (reinquiry("inconsistent"), INCONCLUSIVE, CONTACTED, COPY_WRONG)
    first = case_of(*TO_REINQUIRY, _checked("甲市", "乙市"))
    made = nws.draft(first, "notify_other_requesters")
    assert "甲市、乙市　御中" in made.text
    assert "北海道函館市" not in made.text
    assert "A-0001" not in made.text
    assert "入力の誤り" not in made.text
    assert "副本データは、平成29年7月19日(水)10時00分に修正しました" in made.text
    both = case_of(*first.events, *again, _checked("丙市"))
    assert "甲市、乙市、丙市　御中" in nws.draft(both, "notify_other_requesters").text
    assert "修正しました" not in nws.draft(both, "notify_other_requesters").text
    anew = case_of(*first.events, told, *again, _checked("丙市"))
    assert "丙市　御中" in nws.draft(anew, "notify_other_requesters").text
    assert "甲市" not in nws.draft(anew, "notify_other_requesters").text
    done = case_of(*first.events, told)
    assert "甲市、乙市　御中" in nws.draft(done, "notify_other_requesters").text
    nobody = nws.draft(case_of(*TO_REINQUIRY, _checked()), "notify_other_requesters")
    assert "others" in gaps_of(nobody)


@pytest.mark.parametrize(
    ("party", "through"),
    [
        (HAKODATE, "北海道、集約機関(地方公共団体情報システム機構)"),
        ({"name": "甲市", "kind": "municipality"}, "都道府県、集約機関"),
        ({"name": "甲市", "kind": "municipality", "prefecture": "青森県"}, "青森県、集約機関"),
        ({"name": "福岡県", "kind": "prefecture"}, None),
    ],
)
def test_the_question_to_the_operator_names_its_relays(
    party: dict[str, Any], through: str | None
) -> None:
    """4(2)①②: on form 02-04, through the sender's own prefecture where that is known."""
    case = case_of(opening(requester=party))
    made = nws.draft(case, "ask_system_operator", details={"question": "同様の事象の有無"})
    assert made.form == nws.Labelled("form_02_04", EDITION.label("form", "form_02_04"))
    assert "「02. FAQ・問合せ」-「03. 問合せ」" in made.text
    assert "同様の事象の有無" in made.text
    assert (through is None) == ("経由" not in made.text)
    assert through is None or f"経由　　　　{through}" in made.text


def test_a_work_request_is_for_form_03_03() -> None:
    """4(2)①: 発生事象の切り分け等の作業依頼."""
    made = nws.draft(
        case_of(opening()), "request_work", details={"work": "切り分け"}, by="provider"
    )
    assert made.by is nws.Role.PROVIDER
    assert "機関名　　　青森県青森市" in made.text
    assert made.form is not None
    assert made.form.id == nws.Form.FORM_03_03
    assert "「06. 異常時における連絡等」" in made.text


def test_the_call_comes_from_whoever_declared_the_emergency() -> None:
    """3: number, kind, time, and the form that follows; the individual number is not said."""
    case = case_of(opening(), INCONCLUSIVE, declared("impact_survey", "provider"))
    made = nws.draft(case, "emergency_phone", details=CARD)
    assert made.by is nws.Role.PROVIDER
    assert made.text.startswith("サービスデスク　0570-00-1515")
    assert "青森県青森市の福祉課、甲野花子です" in made.text
    assert "障害発生時の影響調査依頼について、一報します" in made.text
    assert "「様03-03：作業依頼書」を掲載します" in made.text
    assert gaps_of(made) == ["emergency_summary"]


@pytest.mark.parametrize(
    ("kind", "form", "authority"),
    [
        ("impact_survey", "form_03_03", None),
        ("security_incident", "form_03_13", "地域情報政策室"),
        ("information_leak", "form_03_13", "個人情報保護委員会"),
    ],
)
def test_the_kind_of_the_emergency_decides_on_the_form(
    kind: str, form: str, authority: str | None
) -> None:
    """3①②: a work request, or the event report; phoned since then, or not yet."""
    phoned = event("emergency_phoned")
    case = case_of(opening(), declared(kind))
    made = nws.draft(case, "emergency_form")
    assert made.form is not None
    assert made.form.id == form
    assert "phoned_at" in gaps_of(made)
    assert "関係機関" not in made.text if authority is None else authority in made.text
    case.apply(later(phoned, 1))
    assert "平成29年7月19日(水)11時00分" in nws.draft(case, "emergency_form").text
    case.apply(later(event("emergency_form_posted", form=form), 2))
    case.apply(later(declared(kind), 3))
    assert "phoned_at" in gaps_of(nws.draft(case, "emergency_form"))


def test_word_to_the_ministry_comes_from_whoever_expects_the_impact() -> None:
    """1(4): the requester to that of the procedure, the provider to that of the information."""
    case = case_of(*TO_PROVIDER, event("wider_impact_expected", "provider"))
    made = nws.draft(case, "notify_ministry")
    assert made.by is nws.Role.PROVIDER
    assert "原因究明により" in made.text
    assert "当該特定個人情報を所管する貴府省" in made.text
    assert "(青森県経由)" in made.text
    assert "impact_expected_at" not in gaps_of(made)
    other = nws.draft(case, "notify_ministry", by="requester")
    assert "impact_expected_at" in gaps_of(other)
    assert "当該事務手続を所管する貴府省" in other.text
    assert nws.draft(case_of(opening()), "notify_ministry").by is nws.Role.REQUESTER


def test_english_reads_in_iso_dates() -> None:
    """Japanese letters write the era, English ones ISO 8601."""
    made = nws.draft(case_of(*TO_PROVIDER, COPY_WRONG, CORRECTED), "notify_correction", lang="en")
    assert "Registered copy corrected at: 2017-07-19 10:00 JST" in made.text
    assert "[to fill in: person]" in made.text


def test_remarks_never_go_into_a_message() -> None:
    """A note is the office's own."""
    note = "内部の備考"
    events = [one.replace(note=note) for one in (*TO_PROVIDER, COPY_WRONG, CORRECTED)]
    case = case_of(*events, declared("information_leak", "provider").replace(note=note))
    for kind in KINDS:
        assert note not in nws.draft(case, kind).text


# Details.


def test_every_kind_takes_the_sender_s_card() -> None:
    """A host gives the same four details whatever it drafts."""
    case = case_of(opening(), declared("impact_survey"))
    for kind in KINDS:
        assert set(CARD) <= takes(case, kind), kind
        assert set(CARD) <= takes(case_of(opening(), declared("information_leak")), kind), kind


def test_a_detail_fills_what_the_case_leaves_blank() -> None:
    """And repeats what the case says, but never contradicts it."""
    case = case_of(opening(inquiry={**INQUIRY, "request": ""}))
    made = nws.draft(case, "inquire_provider", details={"request": "副本を見て", "phone": " "})
    assert "副本を見て" in made.text
    assert "request" not in gaps_of(made)
    assert "phone" in gaps_of(made)
    same = nws.draft(case, "inquire_provider", details={"processing_number": "A-0001"})
    assert same.warnings == ()
    with pytest.raises(nws.InvalidArgument) as caught:
        nws.draft(case, "inquire_provider", details={"processing_number": "A-2", "summary": "x"})
    assert {(problem.path, problem.key) for problem in caught.value.problems} == {
        ("$.details.processing_number", "detail_stated"),
        ("$.details.summary", "detail_stated"),
    }
    assert caught.value.problems[0].message("en") == (
        "“processing number” is on record in the case: to say otherwise, look at the record"
    )


@pytest.mark.parametrize(
    ("details", "path", "said"),
    [
        ({"dsek": "福祉課"}, "$.details.dsek", "did you mean “desk”?"),
        ({"impact": "x"}, "$.details.impact", "unknown key"),
        ({"desk": 3}, "$.details.desk", "must be text"),
        ({"desk": "\x00"}, "$.details.desk", "NUL"),
        ({3: "x"}, '$.details["3"]', "unknown key"),
        (["desk"], "$.details", "must be a mapping"),
        ({VALID_NUMBER: "x"}, '$.details["●●●●●●●●●●●●"]', "unknown key"),
    ],
)
def test_a_wrong_detail_is_named(details: Any, path: str, said: str) -> None:
    """With the nearest that there is."""
    with pytest.raises(nws.InvalidArgument) as caught:
        nws.draft(case_of(opening()), "inquire_provider", details=details)
    (problem,) = caught.value.problems
    assert problem.path == path
    assert said in problem.message("en")


def test_doubtful_digits_are_a_warning() -> None:
    """In a detail and in the case alike, each with its name."""
    case = case_of(opening(inquiry={**INQUIRY, "processing_number": DOUBTFUL_NUMBER}))
    made = nws.draft(case, "inquire_provider", details={"phone": DOUBTFUL_NUMBER})
    assert [warning.path for warning in made.warnings] == [None, "$.details.phone"]
    assert "処理通番" in made.warnings[0].message()
    assert "電話番号" in made.warnings[1].message()
    assert DOUBTFUL_NUMBER not in repr(made)
    party = {"name": DOUBTFUL_NUMBER, "kind": "municipality"}
    (named,) = nws.draft(case_of(opening(requester=party)), "notify_correction").warnings
    assert "名称" in named.message()


def test_every_wrong_detail_is_named_at_once() -> None:
    """The first does not hide the next."""
    details: Any = {"dsek": "x", "desk": 3, 4: "x"}
    with pytest.raises(nws.InvalidArgument) as caught:
        nws.draft(case_of(opening()), "inquire_provider", details=details)
    paths = [problem.path for problem in caught.value.problems]
    assert paths == ["$.details.dsek", "$.details.desk", '$.details["4"]']


@pytest.mark.parametrize(
    ("arguments", "path", "key"),
    [
        ({"purpose": "inquire"}, "$.purpose", "unknown_value"),
        ({"purpose": "notify_delay", "by": "requester"}, "$.by", "draft_author"),
        ({"purpose": "notify_ministry", "by": "j_lis"}, "$.by", "draft_author"),
        ({"purpose": "notify_delay", "by": "clerk"}, "$.by", "unknown_value"),
        ({"purpose": "emergency_phone"}, "$.case", "draft_no_emergency"),
    ],
)
def test_what_cannot_be_drafted_is_said(arguments: dict[str, Any], path: str, key: str) -> None:
    """The error names the argument."""
    purpose = arguments.pop("purpose")
    with pytest.raises(nws.InvalidArgument) as caught:
        nws.draft(case_of(opening()), purpose, **arguments)
    assert [(one.path, one.key) for one in caught.value.problems] == [(path, key)]


def test_whoever_may_not_write_is_told_who_does() -> None:
    """The letter, the party, and the parties that may."""
    with pytest.raises(nws.InvalidArgument) as caught:
        nws.draft(case_of(opening()), "notify_ministry", by="system_operator")
    assert caught.value.problems[0].message("en") == (
        "“word to the ministry in charge” is not written by the system operator, "
        "but by: requester, provider"
    )


@pytest.mark.parametrize("kind", KINDS)
def test_an_unopened_case_has_nothing_to_draft_from(kind: nws.DraftKind) -> None:
    """It is an error that says what to record first."""
    with pytest.raises(nws.InvalidArgument, match="not open yet"):
        nws.draft(nws.Case(), kind)


def test_a_language_that_the_edition_does_not_speak_is_a_lookup_error() -> None:
    """As for every text."""
    with pytest.raises(LookupError):
        nws.draft(case_of(opening()), "inquire_provider", lang="fr")


def test_the_parties_of_the_scenes_are_the_ones_in_the_letters() -> None:
    """The letter goes from one party of the case to the other."""
    text = nws.draft(case_of(opening()), "inquire_provider").text
    assert text.index(AOMORI["name"]) < text.index(HAKODATE["name"])
