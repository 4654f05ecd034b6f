"""The way on: as short as brute force finds it, and each of its steps accepted as it stands."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import nws_incident as nws
from brute_force import distances
from nws_incident.ahead.wording import value_of
from nws_incident.case import facts_of
from nws_incident.testing import cases, events, inquiries, next_events, parties
from own_editions import REPORTING, append, change, copy_edition
from scenes import (
    ANNOUNCED,
    CAUSE_DELAYED,
    CHECK_DELAYED,
    CONTACTED,
    COPY_WRONG,
    DELAY_TOLD,
    INCONCLUSIVE,
    LINKED,
    RECOVERED,
    REPORTED,
    STATES,
    TO_AWAITING,
    TO_PROVIDER,
    TO_REINQUIRY,
    VALID_NUMBER,
    case_of,
    cause,
    consulted,
    declared,
    documents,
    event,
    looked,
    opening,
    reinquiry,
)

if TYPE_CHECKING:
    from pathlib import Path

EDITION = nws.load_edition()
TARGETS = (*EDITION.events, nws.COMPLETE)
RESOLVED_AND_LINKED = (
    opening(),
    cause("information_right", "neither", "requester"),
    LINKED,
)
properties = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def types(way: nws.WayOn) -> list[tuple[str, str]]:
    """Return who does what on a way."""
    return [(step.event_type, step.by.value) for step in way.steps]


def draw_step(data: st.DataObject, case: nws.Case, step: nws.Step) -> nws.Event:
    """Draw an event as a step says: its values, and anything in what it leaves out."""
    values: dict[str, Any] = {**step.values, "by": step.by}
    if case.events:
        values["at"] = case.events[-1].at
    for party in {"requester", "provider"} & values.keys():
        values[party] = data.draw(parties(kind=values[party]))
    if step.event_type in EDITION.openings:
        values.setdefault("immediate", False)
    if step.event_type in {"provider_contacted", *EDITION.openings}:
        full = data.draw(inquiries(complete=True))
        filled = {name: getattr(full, name) for name in values.get("inquiry", ())}
        values["inquiry"] = nws.Inquiry(**filled)
    return data.draw(events(step.event_type, **values))


def arrive(data: st.DataObject, case: nws.Case, way: nws.WayOn) -> nws.Case:
    """Take every step of a way in a copy of a case; each must be accepted as it comes."""
    case = case.__copy__()
    for step in way.steps:
        decision = case.apply(draw_step(data, case, step))
        assert decision.rules[:1] == step.rules[:1]
    return case


# What holds of any case.


@properties
@given(cases(), st.data())
def test_no_way_is_shorter(case: nws.Case, data: st.DataObject) -> None:
    """Brute force finds each target after as many events, or not that soon."""
    facts = facts_of(case)
    assert facts is not None
    depth = data.draw(st.integers(0, 2))
    found = distances(facts, depth)
    for target in TARGETS:
        way = nws.unblock(case, target)
        if target in found:
            assert (way.is_found, len(way.steps)) == (True, found[target])
        else:
            assert not way.is_found or len(way.steps) > depth


@pytest.mark.parametrize("state", ["outage_check", "awaiting_operator", "self_check", "remedy"])
def test_no_way_of_several_steps_is_shorter(state: str) -> None:
    """Brute force, three events deep, from states with many ways out."""
    case = case_of(*STATES[state])
    facts = facts_of(case)
    assert facts is not None
    found = distances(facts, 3)
    for target in TARGETS:
        way = nws.unblock(case, target)
        if target in found:
            assert (way.is_found, len(way.steps)) == (True, found[target])
        else:
            assert not way.is_found or len(way.steps) > 3


@properties
@given(cases(min_events=0), st.sampled_from(TARGETS), st.data())
def test_each_step_is_accepted_in_its_turn_and_then_the_target(
    case: nws.Case, target: str, data: st.DataObject
) -> None:
    """Events as the steps say, with anything where they are silent, lead to the target."""
    before = case.events
    way = nws.unblock(case, target)
    assert case.events == before
    if not way.is_found:
        # Which editions a case may go to, nobody can tell before it is opened.
        is_open_question = target == "edition_changed" and not case.is_open
        reach = nws.Reach.UNKNOWN if is_open_question else nws.Reach.NEVER
        assert (way.steps, way.reach) == ((), reach)
        return
    there = arrive(data, case, way)
    assert nws.unblock(there, target).reach is nws.Reach.NOW
    if target == nws.COMPLETE:
        assert there.is_complete
    else:
        standing = {option.event_type: option for option in nws.options(there)}
        assert standing[target].is_available


@properties
@given(cases(min_events=0), st.data())
def test_the_way_to_an_event_leads_to_that_very_event(case: nws.Case, data: st.DataObject) -> None:
    """After the steps the event itself is accepted, its time aside."""
    wanted = data.draw(events() | next_events(case))
    way = nws.unblock(case, wanted)
    if way.is_found:
        inquiry = getattr(wanted, "inquiry", None)
        there = case.__copy__()
        for step in way.steps:
            one = draw_step(data, there, step)
            if "inquiry" in step.values and inquiry is not None:
                # What the event will state of the inquiry must be what is stated before.
                stated = {
                    name: getattr(inquiry, name)
                    for name in step.values["inquiry"]
                    if name not in inquiry.blanks
                }
                one = one.replace(inquiry=one.inquiry.replace(**stated))  # type: ignore[attr-defined]
            there.apply(one)
        at = there.events[-1].at if there.events else wanted.at
        assert nws.decide(there, wanted.replace(at=at)).accepted


@settings(properties, max_examples=25)
@given(cases(min_events=0))
def test_no_step_is_needed_exactly_where_the_target_is_there(case: nws.Case) -> None:
    """Available options need no step, blocked ones need some; complete cases need none."""
    for option in nws.options(case):
        assert (option.way_on.reach is nws.Reach.NOW) == option.is_available
        assert option.way_on == nws.unblock(case, option.event_type)
    assert (nws.unblock(case, nws.COMPLETE).reach is nws.Reach.NOW) == case.is_complete


@properties
@given(cases(min_events=0))
def test_from_any_case_completion_can_be_reached(case: nws.Case) -> None:
    """Whatever happened, there is a way to the end."""
    assert nws.unblock(case, nws.COMPLETE).is_found


@properties
@given(cases(min_events=0), st.sampled_from(TARGETS))
def test_ways_are_told_in_every_language(case: nws.Case, target: str) -> None:
    """Sentences and steps are complete, and clauses are the notice's own."""
    way = nws.unblock(case, target)
    for language in EDITION.languages:
        told = [way.describe(language), way.label.read(language)]
        told += [step.describe(language) for step in way.steps]
        told += [step.label.read(language) for step in way.steps]
        assert all(told)
        assert not any("${" in one for one in told)
    for step in way.steps:
        assert step.rules
        assert set(step.clauses) <= EDITION.clauses.keys()


@pytest.mark.parametrize(
    "happened",
    [
        RESOLVED_AND_LINKED,
        (*RESOLVED_AND_LINKED, declared("information_leak")),
        (opening(), event("wider_impact_expected"), *RESOLVED_AND_LINKED[1:]),
    ],
)
def test_none_means_none(happened: tuple[nws.Event, ...]) -> None:
    """Where brute force comes to an end without a target, there is none; elsewhere there is."""
    case = case_of(*happened)
    facts = facts_of(case)
    assert facts is not None
    found = distances(facts, 1000)
    for target in TARGETS:
        reach = nws.unblock(case, target).reach
        assert (reach is nws.Reach.NEVER) == (target not in found)


# Examples from the notice.


def test_documents_wait_for_the_provider_s_word() -> None:
    """In the provider's investigation two things come first, both of them the provider's."""
    way = nws.unblock(case_of(*TO_PROVIDER), "processed_on_attached_documents")
    assert types(way) == [("cause_delayed", "provider"), ("delay_notified", "provider")]
    assert [step.rules for step in way.steps] == [("F2",), ("F3",)]
    assert way.steps[1].describe() == "情報提供者: 遅延の連絡(1(3)②)"
    assert way.describe() == (
        "先に 情報提供者の「原因究明の遅れ」(1(3)②)、情報提供者の「遅延の連絡」(1(3)②)が必要です"
    )
    told = nws.unblock(case_of(*TO_PROVIDER, CAUSE_DELAYED), documents("cause_delayed"))
    assert told.describe() == "先に 情報提供者の「遅延の連絡」(1(3)②)が必要です"
    assert told.describe("en") == "First: “delay notified” by the provider (1(3)②)"


def test_an_event_s_own_values_count() -> None:
    """The type is open on one ground; on another the very event has a way of its own, or none."""
    case = case_of(opening(), CHECK_DELAYED)
    assert nws.unblock(case, "processed_on_attached_documents").reach is nws.Reach.NOW
    assert [step.event_type for step in nws.unblock(case, documents("cause_delayed")).steps] == [
        "self_check_inconclusive",
        "provider_contacted",
        "cause_delayed",
        "delay_notified",
    ]
    assert nws.unblock(case, documents("immediate_processing")).reach is nws.Reach.NEVER
    at_once = case_of(opening(immediate=True))
    assert nws.unblock(at_once, documents("immediate_processing")).reach is nws.Reach.NOW


def test_from_the_opening_a_report_and_the_linked_information_are_a_finding_away() -> None:
    """The finding says whose doing it was, or that the information was right."""
    case = case_of(opening())
    report = nws.unblock(case, "outcome_reported")
    assert types(report) == [("cause_identified", "requester")]
    assert report.steps[0].values["causing_party"] is nws.CausingParty.REQUESTER
    assert report.steps[0].rules[1] == "R2"
    linked = nws.unblock(case, "processed_on_linked_information")
    assert types(linked) == [("cause_identified", "requester")]
    assert linked.steps[0].values["finding"] is nws.FindingKind.INFORMATION_RIGHT
    by_provider = nws.unblock(case, REPORTED)
    assert types(by_provider)[-1] == ("cause_identified", "provider")


@pytest.mark.parametrize(
    ("state", "steps"),
    [
        ("outage_check", 3),
        ("awaiting_operator", 2),
        ("self_check", 2),
        ("provider_contact", 2),
        ("cause_investigation", 2),
        ("copy_correction", 6),
        ("correction_notice", 5),
        ("remedy", 4),
        ("reinquiry", 4),
        ("resolved", 3),
    ],
)
def test_the_way_to_the_end_from_every_state(state: str, steps: int) -> None:
    """Each state of the investigation is so many events from a complete case."""
    way = nws.unblock(case_of(*STATES[state]), nws.COMPLETE)
    assert (way.reach, len(way.steps)) == (nws.Reach.AHEAD, steps)
    assert way.describe().startswith("完了までに ")


def test_everything_that_is_owed_is_on_the_way_to_the_end() -> None:
    """Emergency, wider impact, other requesters and a carried report: one event each."""
    case = case_of(
        *TO_PROVIDER,
        cause("inquiry_wrong", "requester"),
        event("remedy_completed"),
        reinquiry("inconsistent"),
        *TO_PROVIDER[1:],
        COPY_WRONG,
        event("other_requesters_checked", "provider", affected=["某市"]),
        declared("information_leak"),
        event("wider_impact_expected", "provider"),
    )
    way = nws.unblock(case, nws.COMPLETE)
    assert sorted(types(way)) == sorted(
        [
            ("registered_copy_corrected", "provider"),
            ("correction_notified", "provider"),
            ("reinquiry_made", "requester"),
            ("processed_on_linked_information", "requester"),
            ("other_requesters_notified", "provider"),
            ("ministry_notified", "provider"),
            ("outcome_reported", "requester"),
            ("outcome_reported", "provider"),
            ("emergency_phoned", "requester"),
            ("emergency_form_posted", "requester"),
            ("authority_informed", "requester"),
        ]
    )
    assert way.describe().endswith("ほか8件が必要です")
    assert way.describe("en").endswith("then 8 more")
    (told,) = (step for step in way.steps if step.event_type == "ministry_notified")
    assert told.values == {"via": (nws.Relay.PREFECTURE,)}
    assert told.describe("en") == "provider: ministry notified (1(4), 4(4)①) [through: prefecture]"


def test_a_second_opening_never_comes() -> None:
    """It is another case; that is not the same as a way that was not found."""
    case = case_of(opening())
    targets: list[str | nws.Event] = [*EDITION.openings, opening(), opening("provision_failed")]
    for target in targets:
        way = nws.unblock(case, target)
        assert (way.reach, way.steps, way.is_found) == (nws.Reach.NEVER, (), False)
    assert way.describe() == "この事案では今後受け付けられません"


def test_a_search_that_may_look_no_further_says_so() -> None:
    """Within too small a bound nothing is claimed."""
    case = case_of(opening())
    way = nws.unblock(case, "other_requesters_notified", limit=3)
    assert (way.reach, way.searched, way.steps) == (nws.Reach.UNKNOWN, 3, ())
    assert way.describe("en") == "No way was found among 3 courses of the case"
    whole = nws.unblock(case, nws.COMPLETE, limit=1)
    assert whole.reach is nws.Reach.UNKNOWN
    assert "完了に至る手順" in whole.describe()


def test_a_carried_report_has_its_way() -> None:
    """Who still owes the report of an earlier round can give it; the other must first owe one."""
    case = case_of(*TO_REINQUIRY, reinquiry("inconsistent"))
    assert nws.unblock(case, REPORTED).reach is nws.Reach.NOW
    way = nws.unblock(case, event("outcome_reported"))
    assert types(way) == [("cause_identified", "requester")]


def test_the_form_goes_with_the_latest_emergency() -> None:
    """The wrong form waits for an emergency of another kind; none asks for an inquiry slip."""
    case = case_of(opening(), declared("impact_survey"), event("emergency_phoned"))
    posted = event("emergency_form_posted", form="form_03_13")
    way = nws.unblock(case, posted)
    assert [step.event_type for step in way.steps] == [
        "emergency_form_posted",
        "emergency_declared",
        "emergency_phoned",
    ]
    assert way.steps[0].values == {"form": nws.Form.FORM_03_03}
    assert way.steps[1].values == {"kind": nws.EmergencyKind.SECURITY_INCIDENT}
    assert nws.unblock(case, posted.replace(form=nws.Form.FORM_02_04)).reach is nws.Reach.NEVER


def test_before_the_opening_a_way_starts_with_one() -> None:
    """The opening that fits, with the values that matter."""
    case = nws.Case()
    assert nws.unblock(case, "discrepancy_found").reach is nws.Reach.NOW
    assert nws.unblock(case, opening()).reach is nws.Reach.NOW
    assert nws.unblock(case, opening().replace(by=nws.Role.PROVIDER)).reach is nws.Reach.NEVER
    assert types(nws.unblock(case, "outage_recovered")) == [
        ("provision_failed", "requester"),
        ("outage_checked", "requester"),
    ]
    at_once = nws.unblock(case, documents("immediate_processing"))
    assert at_once.steps[0].values == {"immediate": True}
    direct = nws.unblock(case, event("ministry_notified", "provider", via=[]))
    assert direct.steps[0].values == {"provider": nws.PartyKind.PREFECTURE}
    word = nws.unblock(case, event("authority_informed", authority="mic_regional_security"))
    assert word.steps[0].values == {"requester": nws.PartyKind.MUNICIPALITY}
    assert word.steps[0].describe("en").endswith("[requester: municipality]")
    contact = nws.unblock(case, CONTACTED)
    assert len(contact.steps[0].values["inquiry"]) == 7
    assert [step.event_type for step in contact.steps] == [
        "discrepancy_found",
        "self_check_inconclusive",
    ]


def test_an_inquiry_that_contradicts_what_was_stated_never_is_accepted() -> None:
    """What was given stays; an inquiry that fits is accepted once its turn has come."""
    case = case_of(opening(inquiry={"summary": "甲"}))
    rest = {"affair": "x", "procedure": "x", "information": "x", "processing_number": "x"}
    rest |= {"request": "x", "occurred_at": "2017-07-19T09:30:00+09:00"}

    def contact(**inquiry: str) -> nws.Event:
        return event("provider_contacted", channel="phone", contact_known=True, inquiry=inquiry)

    assert nws.unblock(case, contact(summary="乙", **rest)).reach is nws.Reach.NEVER
    assert types(nws.unblock(case, contact(**rest))) == [("self_check_inconclusive", "requester")]
    partly = nws.unblock(case, contact(affair="x"))
    assert [step.event_type for step in partly.steps][:2] == [
        "self_check_inconclusive",
        "provider_contacted",
    ]
    assert len(partly.steps[1].values["inquiry"]) == 6
    assert "照会: 発生日時" in partly.steps[1].describe()


def test_what_holds_an_individual_number_or_comes_from_the_wrong_role_never_is_accepted() -> None:
    """No course of the case can help it."""
    case = case_of(*TO_PROVIDER)
    assert nws.unblock(case, CAUSE_DELAYED).reach is nws.Reach.NOW
    for wrong in ({"note": VALID_NUMBER}, {"by": nws.Role.J_LIS}):
        assert nws.unblock(case, CAUSE_DELAYED.replace(**wrong)).reach is nws.Reach.NEVER
    mixed = cause("information_right", "provider")
    assert nws.unblock(case, mixed).reach is nws.Reach.NEVER
    assert nws.unblock(case, consulted(faq_checked=False)).reach is nws.Reach.NEVER


def test_of_ways_of_one_length_the_one_that_assumes_less_is_shown() -> None:
    """Where nothing was provided a delayed check is as near as an announced outage."""
    case = case_of(opening("provision_failed"), looked(multi_agency=False))
    announced = nws.unblock(case, documents("multi_agency_outage"))
    assert types(announced) == [("outage_announced", "system_operator")]
    assert announced.steps[0].starts_round
    way = nws.unblock(case, "processed_on_attached_documents")
    assert types(way) == [("self_check_delayed", "requester")]
    assert not way.steps[0].starts_round


def test_values_that_make_no_difference_are_left_out() -> None:
    """A second inquiry must agree, coordinated or not; of sources one is enough."""
    case = case_of(*TO_REINQUIRY)
    (step,) = nws.unblock(case, LINKED).steps
    assert step.values == {"result": nws.ReinquiryResult.CONSISTENT}
    looking = nws.unblock(case_of(opening("provision_failed")), INCONCLUSIVE).steps[0]
    assert looking.values["sources"] == (nws.OutageSource.SHARING_SITE_01,)
    nobody = nws.unblock(case, nws.COMPLETE).steps[0]
    assert nobody.values == {"affected": ()}
    assert "なし" in nobody.describe()
    somebody = nws.unblock(case, "other_requesters_notified").steps[0]
    assert somebody.values == {"affected": ("…",)}
    assert "該当あり" in somebody.describe()
    prompt = nws.unblock(case_of(*TO_PROVIDER), "response_delayed").steps[0]
    assert prompt.values["prompt_response_expected"] is True
    assert "速やかな対処の見込み: はい" in prompt.describe()


def test_an_outage_leads_on_without_a_report() -> None:
    """Awaiting the operator, documents and recovery complete the case."""
    way = nws.unblock(case_of(*TO_AWAITING), nws.COMPLETE)
    assert [step.rules for step in way.steps] == [("P1",), ("I6",)]
    over = case_of(*TO_AWAITING, documents("multi_agency_outage"), RECOVERED)
    assert nws.unblock(over, nws.COMPLETE).describe() == "完了しています"
    assert nws.unblock(over, ANNOUNCED).reach is nws.Reach.AHEAD


def test_an_option_keeps_the_way_from_the_case_as_it_was() -> None:
    """What happens to the case later does not change it."""
    case = case_of(*TO_PROVIDER)
    standing = {option.event_type: option for option in nws.options(case)}
    case.apply(CAUSE_DELAYED)
    case.apply(DELAY_TOLD)
    assert types(standing["delay_notified"].way_on) == [("cause_delayed", "provider")]


def test_a_target_that_is_none_is_an_error() -> None:
    """A misspelt type is named, with the one that was meant."""
    with pytest.raises(nws.InvalidEvent, match="did you mean “delay_notified”") as caught:
        nws.unblock(nws.Case(), "delay_notifed")
    assert caught.value.problems[0].key == "unknown_type"


def test_many_threads_may_ask_at_once() -> None:
    """All get the same answers."""
    case = case_of(*TO_PROVIDER)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: [nws.unblock(case, one) for one in TARGETS], range(8)))
    assert all(answer == answers[0] for answer in answers)


# Editions of their own.


def test_a_rule_that_an_edition_adds_is_on_the_way(tmp_path: Path) -> None:
    """The search knows no rule but those of the case's edition."""
    folder = copy_edition(tmp_path)
    change(
        folder / "rules-3-processing.toml",
        'guards = ["information_confirmed"]',
        'guards = ["information_confirmed", "outage_known"]',
    )
    edition = nws.load_edition(folder)
    case = nws.Case.from_events((opening(),), edition=edition)
    assert nws.unblock(case, "processed_on_linked_information").reach is nws.Reach.AHEAD
    assert len(nws.unblock(case, "processed_on_linked_information").steps) > 1


def test_where_an_edition_leads_into_a_dead_end_completion_is_never_reached(tmp_path: Path) -> None:
    """No state that a case cannot leave is taken for one on the way."""
    folder = copy_edition(tmp_path)
    change(folder / "rules-5-emergency.toml", 'from = ["form_due"]', 'from = ["none"]')
    edition = nws.load_edition(folder)
    case = nws.Case.from_events((opening(), declared("impact_survey")), edition=edition)
    way = nws.unblock(case, nws.COMPLETE)
    assert (way.reach, way.searched) == (nws.Reach.NEVER, 0)
    assert way.describe() == "この事案は完了に至りません"


def test_a_flag_that_may_stay_unsaid_has_its_way_too(tmp_path: Path) -> None:
    """Where a rule demands that the FAQ was looked up, the step says so."""
    folder = copy_edition(tmp_path)
    change(
        folder / "rules-2-investigation.toml",
        'guards = ["impact_waits", "ministry_relays_used"]\nadvises = ["faq_not_skipped"]',
        'guards = ["impact_waits", "ministry_relays_used", "faq_checked"]',
    )
    edition = nws.load_edition(folder)
    case = nws.Case.from_events(
        (*RESOLVED_AND_LINKED[:1], event("wider_impact_expected"), *RESOLVED_AND_LINKED[1:]),
        edition=edition,
    )
    (step,) = nws.unblock(case, nws.COMPLETE).steps
    assert step.values == {"via": (nws.Relay.PREFECTURE,), "faq_checked": True}
    assert value_of(edition, "faq_checked", None).read("en") == "not known"


def test_what_rides_may_move_the_track_that_its_event_moved(tmp_path: Path) -> None:
    """Two moves by one event are counted as one: no shorter way is missed."""
    folder = copy_edition(tmp_path)
    append(
        folder / REPORTING,
        """
[[rule]]
id = "R99"
track = "reporting"
event = "response_delayed"
rides_on = ["R6"]
from = ["due"]
to = "reported"
clauses = ["5"]
means = { ja = "直ちに報告したものとする。", en = "Taken as reported." }
""",
    )
    edition = nws.load_edition(folder)
    happened = (
        *TO_PROVIDER[:1],
        cause("inquiry_wrong", "requester", "requester", prompt=True),
        CHECK_DELAYED,
        documents("self_check_delayed"),
    )
    case = nws.Case.from_events(happened, edition=edition)
    assert [step.event_type for step in nws.unblock(case, nws.COMPLETE).steps] == [
        "remedy_completed",
        "outcome_reported",
    ]
    case.apply(event("response_delayed"))
    assert case.tracks.reporting == "reported"
    assert types(nws.unblock(case, nws.COMPLETE)) == [("remedy_completed", "requester")]
