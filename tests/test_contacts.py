"""The way to another body: each row of sections 3 to 5, and what holds of every route."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import nws_incident as nws
from nws_incident.testing import cases
from scenes import event

EDITION = nws.load_edition()
KINDS = tuple(nws.PartyKind)
NOT_MUNICIPAL = tuple(kind for kind in KINDS if kind is not nws.PartyKind.MUNICIPALITY)
FAQ = "情報共有サイトの「02. FAQ・問合せ」-「01. FAQ」に類似の問合せがないか確認する"

properties = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def ids(labelled: tuple[nws.Labelled, ...]) -> list[str]:
    """Return the names of labelled things."""
    return [one.id for one in labelled]


# The rows, each with what the notice says.


def test_an_unknown_desk_is_asked_for_at_the_registered_window() -> None:
    """4(1)①: 情報提供者の連絡窓口あてに…連絡先を確認した上で、当該部署に連絡する."""
    for kind in KINDS:
        way = nws.route("inquire_provider", sender=kind, contact_known=False)
        assert ids(way.relays) == ["provider_window"]
        assert way.via == ()
        assert way.addressee.read() == "情報提供者の特定個人情報所管部署"
        assert ids(way.channels) == ["phone", "email", "sharing_site"]
        assert not way.in_turn
        assert way.category is not None
        assert way.category.label.read() == "「06. 異常時における連絡等」"
        assert way.clauses == ("4(1)①", "4(1)②", "4(1)④")


def test_forms_may_be_used_to_the_window_by_email_or_sharing_site() -> None:
    """4(1)①: 電子メール又は情報共有サイトにより連絡を行う場合は…用いることも可能である."""
    way = nws.route("inquire_provider", sender="municipality", contact_known=False)
    assert ids(way.forms) == [nws.Form.FORM_02_04, nws.Form.FORM_03_03]
    assert way.form_modality is nws.Modality.MAY
    assert {form.channels for form in way.forms} == {("email", "sharing_site")}


def test_the_message_to_the_provider_states_the_seven_particulars() -> None:
    """4(1)②: 発生日時、発生事象概要…電文の処理通番、依頼内容等を明示する."""
    for known in (True, False):
        way = nws.route("inquire_provider", sender="prefecture", contact_known=known)
        assert ids(way.must_contain) == [
            "occurred_at",
            "summary",
            "affair",
            "procedure",
            "information",
            "processing_number",
            "request",
        ]
        assert [one.label.read() for one in way.must_contain[-2:]] == ["電文の処理通番", "依頼内容"]


def test_a_known_desk_is_contacted_directly() -> None:
    """4(1)③: 原則として、①に記載の…連絡窓口を通じることなく、直接問合せ先に連絡する."""
    for kind in KINDS:
        way = nws.route("inquire_provider", sender=kind, contact_known=True)
        assert way.relays == ()
        assert ids(way.channels) == ["phone", "email"]
        assert (way.category, way.forms, way.form_modality) == (None, (), None)
        assert way.clauses == ("4(1)②", "4(1)③")


def test_the_window_names_the_department_and_need_not_answer() -> None:
    """4(1)④: その連絡先を…伝達する役割であり、必ずしも…回答しなければならないものではない."""
    (window,) = nws.route("inquire_provider", sender="other", contact_known=False).relays
    assert "連絡先を伝える" in window.does.read()
    assert "回答までは求められない" in window.does.read()


@pytest.mark.parametrize(
    ("purpose", "category", "form"),
    [
        ("ask_system_operator", "「02. FAQ・問合せ」-「03. 問合せ」", nws.Form.FORM_02_04),
        ("request_work", "「06. 異常時における連絡等」", nws.Form.FORM_03_03),
    ],
)
def test_the_operator_is_reached_on_the_sharing_site(
    purpose: str, category: str, form: nws.Form
) -> None:
    """4(2)①: 原則として…「様 02-04：問合せ票」を…「様 03-03：作業依頼書」を掲載して行う."""
    for kind in KINDS:
        way = nws.route(purpose, sender=kind)
        assert ids(way.channels) == ["sharing_site"]
        assert way.category is not None
        assert way.category.label.read() == category
        assert ids(way.forms) == [form]
        assert way.form_modality is nws.Modality.SHOULD
        assert way.clauses[0] == "4(2)①"


def test_a_municipality_s_question_is_collected_by_its_prefecture_and_goes_through_j_lis() -> None:
    """4(2)②: 都道府県が…取りまとめた上で、集約機関である…機構を通じて行う."""
    way = nws.route("ask_system_operator", sender="municipality")
    assert ids(way.relays) == ["prefecture", "j_lis"]
    assert "取りまとめる" in way.relays[0].does.read()
    assert way.clauses == ("4(2)①", "4(2)②")
    for kind in NOT_MUNICIPAL:
        direct = nws.route("ask_system_operator", sender=kind)
        assert (direct.relays, direct.clauses) == ((), ("4(2)①",))


def test_a_work_request_takes_no_relay() -> None:
    """4(2)②: 市区町村からの問合せについては…; of work requests it says nothing."""
    for kind in KINDS:
        assert nws.route("request_work", sender=kind).relays == ()


def test_j_lis_is_reached_at_its_help_desk() -> None:
    """4(3): ヘルプデスクあてに…問い合わせフォーム、電子メール又はFAX…原則LGWANメール."""
    for kind in KINDS:
        way = nws.route("ask_j_lis", sender=kind)
        assert "ヘルプデスク" in way.addressee.read()
        assert ids(way.channels) == ["support_form", "email", "fax"]
        remarks = [one.remark.read() for one in way.channels if one.remark is not None]
        assert remarks == ["原則としてLGWANメールを用いる"]
        assert (way.relays, way.category, way.clauses) == ((), None, ("4(3)",))


def test_a_municipality_s_word_to_a_ministry_goes_through_its_prefecture() -> None:
    """4(4)①: 市区町村からの連絡は都道府県を通じて行う."""
    way = nws.route("ask_competent_ministry", sender="municipality")
    assert ids(way.relays) == ["prefecture"]
    assert way.clauses == ("4(4)①", "4(4)②")
    for kind in NOT_MUNICIPAL:
        direct = nws.route("ask_competent_ministry", sender=kind)
        assert (direct.relays, direct.clauses) == ((), ("4(4)②",))


def test_a_ministry_may_be_reached_by_any_channel_and_what_each_asks_for() -> None:
    """4(4)②: 都道府県の制度所管部局を通じて…他方、情報共有サイトを使用する場合は…連絡窓口."""
    way = nws.route("ask_competent_ministry", sender="municipality")
    assert ids(way.channels) == ["phone", "email", "sharing_site"]
    (remark,) = way.relays[0].remarks
    assert remark.channels == ("phone", "email")
    assert "制度所管部局を通じてもよく" in remark.text.read()
    assert way.channels[-1].remark is not None
    assert "登録されている連絡窓口を通じる" in way.channels[-1].remark.read()


@pytest.mark.parametrize("purpose", list(nws.Purpose))
def test_the_faq_comes_before_a_question(purpose: nws.Purpose) -> None:
    """4(5)①: 上記の照会・連絡を行う前に…FAQを参照し、類似の問合せが掲載されていないか確認する."""
    way = nws.route(purpose, sender="prefecture", contact_known=True, kind="impact_survey")
    is_above = purpose not in {nws.Purpose.REPORT_OUTCOME, nws.Purpose.EMERGENCY}
    assert [one.label.read() for one in way.do_first] == ([FAQ] if is_above else [])
    assert all(one.clauses == ("4(5)①",) for one in way.do_first)


@pytest.mark.parametrize("purpose", list(nws.Purpose))
def test_the_processing_number_is_used_and_never_the_individual_number(
    purpose: nws.Purpose,
) -> None:
    """4(5)②: 処理通番等を用いることとし、マイナンバーを利用することのないよう留意する.

    The outcome report's form alone has no place for a processing number.
    """
    way = nws.route(purpose, sender="national", contact_known=False, kind="impact_survey")
    (never,) = way.must_not
    assert (never.id, never.clauses) == ("no_individual_number", ("4(5)②",))
    has_number = "processing_number" in ids(way.must_contain)
    assert has_number == (purpose is not nws.Purpose.REPORT_OUTCOME)


def test_the_outcome_report_is_posted_on_its_own_form() -> None:
    """5: 「06. 異常時における連絡等」…別添2の「顛末報告書」により報告するものとします."""
    for kind in KINDS:
        way = nws.route("report_outcome", sender=kind)
        assert ids(way.channels) == ["sharing_site"]
        assert way.category is not None
        assert way.category.id == "abnormal"
        assert [form.label.read() for form in way.forms] == ["別添2：顛末報告書"]
        assert way.form_modality is nws.Modality.MUST
        assert (way.relays, way.clauses) == ((), ("5",))


@pytest.mark.parametrize(
    ("kind", "form", "authority", "told_by"),
    [
        ("impact_survey", nws.Form.FORM_03_03, None, ()),
        (
            "security_incident",
            nws.Form.FORM_03_13,
            nws.Authority.MIC_REGIONAL_SECURITY,
            ("municipality", "prefecture"),
        ),
        ("information_leak", nws.Form.FORM_03_13, nws.Authority.PPC, KINDS),
    ],
)
def test_an_emergency_is_phoned_first_and_then_posted(
    kind: str, form: nws.Form, authority: nws.Authority | None, told_by: tuple[str, ...]
) -> None:
    """3: 電話（サービスデスク：0570-00-1515）で…一報してください。その上で…."""
    for sender in KINDS:
        way = nws.route("emergency", sender=sender, kind=kind)
        assert way.in_turn
        assert ids(way.channels) == ["phone", "sharing_site"]
        assert way.phone is not None
        assert (way.phone.number, way.phone.desk.read()) == ("0570-00-1515", "サービスデスク")
        assert ids(way.forms) == [form]
        assert way.forms[0].channels == ("sharing_site",)
        assert way.form_modality is nws.Modality.MUST
        assert ids(way.authorities) == ([authority] if sender in told_by else [])
        assert (way.relays, way.clauses) == ((), ("3",))


# What holds of every route.


@pytest.mark.parametrize(("purpose", "sender"), list(product(nws.Purpose, KINDS)))
def test_there_is_a_way_for_every_purpose_and_sender(
    purpose: nws.Purpose, sender: nws.PartyKind
) -> None:
    """Known desk or not, with labels in both languages and clauses that exist."""
    for known, kind in product((True, False), nws.EmergencyKind):
        way = nws.route(purpose, sender=sender, contact_known=known, kind=kind)
        assert way.purpose is purpose
        assert way.channels
        assert set(way.clauses) <= EDITION.clauses.keys()
        assert way.authorities == () or purpose is nws.Purpose.EMERGENCY
        for text in (way.label, way.addressee, *(one.label for one in way.channels)):
            assert text.languages == EDITION.languages
        for one in (*way.do_first, *way.must_not):
            assert not one.label.slots
        if sender is not nws.PartyKind.MUNICIPALITY:
            assert way.via == ()


TARGETS = {
    nws.ConsultationTarget.SYSTEM_OPERATOR: "ask_system_operator",
    nws.ConsultationTarget.J_LIS: "ask_j_lis",
    nws.ConsultationTarget.COMPETENT_MINISTRY: "ask_competent_ministry",
}
RELAY_GUARDS = {"operator_relays_used", "ministry_relays_used"}


def relay_guards(case: nws.Case, event_type: str, by: str, **fields: Any) -> set[str]:
    """Return the relay guards that stand in the way of an event, however else it is judged."""
    last = case.events[-1].at
    one = event(event_type, by, **fields).replace(at=last)
    return {finding.guard for finding in nws.decide(case, one).findings} & RELAY_GUARDS


@properties
@given(cases(), st.sampled_from(["requester", "provider"]), st.data())
def test_a_route_and_a_refusal_never_disagree(case: nws.Case, by: str, data: st.DataObject) -> None:
    """Through the relays of the route no relay guard objects; with one left out, it may.

    Where the event is refused for less (a state, a role), only the lesser reason speaks.
    """
    party = case.requester if by == "requester" else case.provider
    assert party is not None
    for target, purpose in TARGETS.items():
        via = list(nws.route(purpose, sender=party.kind).via)
        stated = {"target": target.value, "faq_checked": True, "question": "x"}
        extra = data.draw(st.lists(st.sampled_from(["prefecture", "j_lis"]), max_size=2))
        assert relay_guards(case, "consulted", by, via=[*extra, *via], **stated) == set()
        for left_out in via:
            others = [relay for relay in via if relay != left_out]
            assert not nws.decide(
                case, event("consulted", by, via=others, **stated).replace(at=case.events[-1].at)
            ).accepted
    via = list(nws.route("ask_competent_ministry", sender=party.kind).via)
    assert relay_guards(case, "ministry_notified", by, via=via) == set()
    if via:
        at_last = event("ministry_notified", by, via=[]).replace(at=case.events[-1].at)
        assert not nws.decide(case, at_last).accepted


@pytest.mark.parametrize(("kind", "target"), list(product(KINDS, TARGETS)))
def test_the_relays_of_the_route_are_what_makes_a_question_pass(
    kind: nws.PartyKind, target: nws.ConsultationTarget
) -> None:
    """Over every choice of relays: a question passes exactly if it names all of the route's."""
    opened = event(
        "discrepancy_found",
        requester={"name": "甲", "kind": kind.value},
        provider={"name": "乙", "kind": "other"},
        inquiry={},
    )
    case = nws.Case.from_events([opened])
    needed = set(nws.route(TARGETS[target], sender=kind).via)
    for via in ([], ["prefecture"], ["j_lis"], ["j_lis", "prefecture"]):
        question = event("consulted", target=target.value, via=via, faq_checked=True, question="x")
        assert nws.decide(case, question).accepted == (needed <= set(via))
    assert EDITION.relays[target][kind] == nws.route(TARGETS[target], sender=kind).via


# What cannot be asked for.


@pytest.mark.parametrize(
    ("arguments", "path", "said"),
    [
        (("ask_ministry", {"sender": "municipality"}), "$.purpose", "ask_competent_ministry"),
        (("ask_j_lis", {"sender": "municipal"}), "$.sender", "did you mean “municipality”?"),
        (("ask_j_lis", {"sender": None}), "$.sender", "must be text"),
        (
            ("inquire_provider", {"sender": "other"}),
            "$.contact_known",
            (
                "the way for “inquiry to the provider” depends on whether the right desk is known "
                "(4(1)①③): say which"
            ),
        ),
        (
            ("inquire_provider", {"sender": "other", "contact_known": "yes"}),
            "$.contact_known",
            "must be true or false",
        ),
        (
            ("emergency", {"sender": "other"}),
            "$.kind",
            (
                "the form for “emergency” depends on the kind of emergency (3): give one of: "
                "impact_survey, security_incident, information_leak"
            ),
        ),
        (("emergency", {"sender": "other", "kind": "leak"}), "$.kind", "information_leak"),
        (("ask_j_lis", {"sender": "123456789018"}), "$.sender", "●●●●●●●●●●●●"),
    ],
)
def test_what_is_asked_for_wrongly_is_named(
    arguments: tuple[str, dict[str, Any]], path: str, said: str
) -> None:
    """The error names the argument, and what would be right; an individual number is masked."""
    purpose, rest = arguments
    with pytest.raises(nws.InvalidArgument) as caught:
        nws.route(purpose, **rest)
    (problem,) = caught.value.problems
    assert problem.path == path
    assert said in problem.message("en")
    assert "123456789018" not in str(caught.value)
