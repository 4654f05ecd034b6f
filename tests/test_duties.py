"""Each row of the table of duties, by an example and its clause."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

import nws_incident as nws
from nws_incident.case import facts_of
from nws_incident.duties.standing import standing_of
from nws_incident.guards import GUARDS
from own_editions import DUTIES, change, copy_edition
from scenes import (
    AT,
    CAUSE_DELAYED,
    CHECK_DELAYED,
    COPY_WRONG,
    DELAY_TOLD,
    LINKED,
    PROMPT,
    RECOVERED,
    REPORTED,
    SECOND_ROUND,
    STATES,
    TO_AWAITING,
    TO_PROVIDER,
    TO_REINQUIRY,
    case_of,
    cause,
    declared,
    documents,
    event,
    looked,
    opening,
    reinquiry,
)

if TYPE_CHECKING:
    from pathlib import Path

CHECKED = event("other_requesters_checked", "provider", affected=["岩手県盛岡市"])
EXPECTED = event("wider_impact_expected")
REMEDY = STATES["remedy"]
IMMEDIATELY, PROMPTLY = nws.Urgency.IMMEDIATELY, nws.Urgency.PROMPTLY

# Events, duty, bearer, urgency, value, clause, and what ends it.
OWED = [
    (
        STATES["outage_check"],
        ("check_for_outage", "requester", None, None, "2柱書"),
        looked(multi_agency=True),
    ),
    (TO_AWAITING, ("await_recovery", "requester", None, None, "2(2)"), RECOVERED),
    (
        STATES["self_check"],
        ("complete_self_check", "requester", None, None, "1(1)"),
        event("self_check_inconclusive"),
    ),
    (
        STATES["provider_contact"],
        ("contact_provider", "requester", None, None, "1(2)"),
        TO_PROVIDER[-1],
    ),
    (TO_PROVIDER, ("identify_cause", "provider", PROMPTLY, None, "1(3)"), COPY_WRONG),
    (
        (*TO_PROVIDER, CAUSE_DELAYED),
        ("notify_delay", "provider", IMMEDIATELY, None, "1(3)②"),
        DELAY_TOLD,
    ),
    (
        (*TO_PROVIDER, CAUSE_DELAYED, COPY_WRONG),
        ("notify_delay", "provider", IMMEDIATELY, None, "1(3)②"),
        DELAY_TOLD,
    ),
    (
        STATES["copy_correction"],
        ("correct_registered_copy", "provider", None, None, "1(3)①"),
        event("registered_copy_corrected", "provider"),
    ),
    (
        STATES["correction_notice"],
        ("notify_correction", "provider", None, None, "1(3)①"),
        event("correction_notified", "provider"),
    ),
    (REMEDY, ("complete_remedy", "requester", None, None, "1(3)"), event("remedy_completed")),
    (
        TO_REINQUIRY,
        ("reinquire", "requester", None, None, "1(3)①"),
        reinquiry("consistent"),
    ),
    (
        (*STATES["resolved"],),
        ("decide_application", "requester", None, None, "1(5)"),
        LINKED,
    ),
    (
        (opening(immediate=True),),
        ("decide_application", "requester", None, None, "1(5)"),
        documents("immediate_processing"),
    ),
    (
        STATES["copy_correction"],
        ("check_other_requesters", "provider", None, None, "1(3)①"),
        CHECKED,
    ),
    (
        (*STATES["copy_correction"], CHECKED),
        ("notify_other_requesters", "provider", PROMPTLY, None, "1(3)①"),
        event("other_requesters_notified", "provider"),
    ),
    (
        (opening(), EXPECTED),
        ("notify_ministry", "requester", None, None, "1(4)"),
        event("ministry_notified", via=["prefecture"]),
    ),
    (
        STATES["copy_correction"],
        ("submit_outcome_report", "provider", IMMEDIATELY, None, "1(6)"),
        REPORTED,
    ),
    (
        (*TO_PROVIDER, PROMPT),
        ("submit_outcome_report", "provider", None, None, "1(6)"),
        event("outcome_report_shared", "provider", with_case="other-1"),
    ),
    (
        SECOND_ROUND,
        ("submit_outcome_report", "provider", IMMEDIATELY, None, "1(6)"),
        REPORTED,
    ),
    (
        (opening(), declared("impact_survey")),
        ("phone_operator", "requester", IMMEDIATELY, None, "3"),
        event("emergency_phoned", "provider"),
    ),
    (
        (opening(), declared("impact_survey", "provider"), event("emergency_phoned")),
        ("post_emergency_form", "provider", None, "form_03_03", "3"),
        event("emergency_form_posted", form="form_03_03"),
    ),
    (
        (opening(), declared("information_leak"), event("emergency_phoned")),
        ("post_emergency_form", "requester", None, "form_03_13", "3"),
        event("emergency_form_posted", form="form_03_13"),
    ),
    (
        (opening(), declared("information_leak", "provider")),
        ("inform_authority", "provider", None, "ppc", "3"),
        event("authority_informed", authority="ppc"),
    ),
    (
        (opening(), declared("security_incident")),
        ("inform_authority", "requester", None, "mic_regional_security", "3"),
        event("authority_informed", authority="mic_regional_security"),
    ),
]


def owing(*events: nws.Event) -> tuple[nws.Duty, ...]:
    """Return what the case of these events owes."""
    return nws.duties(case_of(*events), now=AT)


def told(duty: nws.Duty) -> tuple[str, str, nws.Urgency | None, str | None, str]:
    """Return the duty as a row has it."""
    return duty.duty, duty.bearer, duty.urgency, duty.value, duty.clauses[0]


@pytest.mark.parametrize(("events", "row", "ending"), OWED, ids=[f"{one[1][0]}" for one in OWED])
def test_a_duty_is_owed_by_its_clause_until_its_event(
    events: tuple[nws.Event, ...],
    row: tuple[str, str, nws.Urgency | None, str | None, str],
    ending: nws.Event,
) -> None:
    """The row holds, its event is one that the duty names, and after it the row is gone."""
    duty = next(duty for duty in owing(*events) if told(duty) == row)
    assert duty.modality is nws.Modality.MUST
    assert ending.type in duty.discharged_by
    assert set(duty.clauses) <= nws.load_edition().clauses.keys()
    assert duty.key not in {one.key for one in owing(*events, ending)}
    for language in ("ja", "en"):
        assert "${" not in duty.label.read(language) + duty.means.read(language)
        assert duty.label.read(language) not in repr(duty)
        assert duty.means.read(language) not in repr(duty)


@pytest.mark.parametrize("events", [one[0] for one in OWED], ids=[one[1][0] for one in OWED])
def test_a_claim_asked_by_itself_says_what_is_owed(events: tuple[nws.Event, ...]) -> None:
    """One at a time, in whatever states, they come to what is owed; and each names what stops it.

    A guard stops a claim where the states let it be owed and the guard, asked about an event of
    the bearer with the value that the duty is owed for, says no.
    """
    case = case_of(*events)
    facts = facts_of(case)
    assert facts is not None
    standing = standing_of(case.edition)
    first = [next((one for one in group if one.is_owed(facts)), None) for group in standing.groups]
    owed = sorted(filter(None, first), key=lambda one: one.rank)
    assert owed == standing.owed(facts)
    assert [one.duty.key for one in owed] == [duty.key for duty in owing(*events)]
    for claim in (one for group in standing.groups for one in group):
        in_states = all(
            getattr(case.tracks, track) in states for track, states in claim.during.items()
        )
        asked = SimpleNamespace(by=claim.duty.bearer, **stated(case, claim.duty))
        stopping = {name for name in claim.guards if not GUARDS[name](facts, asked)}
        assert claim.is_owed(facts) == (in_states and not stopping)
        for name in claim.guards:
            assert claim.is_stopped_by(name, facts) == (in_states and name in stopping)


def stated(case: nws.Case, duty: nws.Duty) -> dict[str, str | None]:
    """Return the field that tells a duty from others of its name, with its value."""
    each = case.edition.duties[duty.duty].each
    return {} if each is None else {each: duty.value}


def test_a_duty_for_a_value_is_concerned_by_the_events_that_speak_of_it() -> None:
    """3: to post one form is not to post another; whoever posts it, and what else, is no matter."""
    claims = [one for group in standing_of(nws.load_edition()).groups for one in group]

    def concerned(duty: str, one: nws.Event) -> set[tuple[nws.Role, str | None]]:
        duties = (claim.duty for claim in claims if claim.duty.duty == duty and claim.concerns(one))
        return {(duty.bearer, duty.value) for duty in duties}

    posted = event("emergency_form_posted", "provider", form="form_03_03")
    parties = nws.Role.REQUESTER, nws.Role.PROVIDER
    assert concerned("post_emergency_form", posted) == {(role, "form_03_03") for role in parties}
    assert concerned("post_emergency_form", REPORTED) == {
        (role, form) for role in parties for form in nws.Form
    }
    assert concerned("phone_operator", posted) == {(role, None) for role in parties}


def test_every_duty_of_the_edition_has_an_example() -> None:
    """No row of the table goes untested."""
    assert {row[0] for _, row, _ in OWED} == set(nws.load_edition().duties)


def test_the_remedy_is_owed_by_the_causing_party_and_by_both_where_neither_was() -> None:
    """1(3): whoever was the cause puts it right."""

    def bearers(*events: nws.Event) -> list[str]:
        return [duty.bearer for duty in owing(*events) if duty.duty == "complete_remedy"]

    failed = (opening("provision_failed"), looked(multi_agency=False), *TO_PROVIDER[1:])
    assert bearers(*failed, cause("provision_fault", "provider")) == ["provider"]
    assert bearers(*failed, cause("provision_fault", "requester")) == ["requester"]
    assert bearers(*failed, cause("provision_fault", "neither")) == ["requester", "provider"]


def test_a_delay_of_the_remedy_is_told_unless_the_requester_is_the_cause() -> None:
    """1(3)②, in the remedy: the provider has nothing to tell of the requester's own remedy."""
    delayed = (opening("provision_failed"), looked(multi_agency=False), *TO_PROVIDER[1:])
    told_of = {
        party: [
            duty.duty
            for duty in owing(*delayed, CAUSE_DELAYED, cause("provision_fault", party))
            if duty.duty == "notify_delay"
        ]
        for party in ("requester", "provider", "neither")
    }
    assert told_of == {"requester": [], "provider": ["notify_delay"], "neither": ["notify_delay"]}


def test_the_report_is_owed_once_for_each_bearer_the_more_urgent() -> None:
    """1(6), 5: a carried report is owed at once, whatever this round's report waits for."""
    again = (*SECOND_ROUND, *TO_PROVIDER[1:])
    reports = [duty for duty in owing(*again, PROMPT) if duty.duty == "submit_outcome_report"]
    assert [(duty.bearer, duty.urgency) for duty in reports] == [("provider", IMMEDIATELY)]
    assert "持ち越した" in reports[0].means.read("ja")
    left = [duty for duty in owing(*again, PROMPT, REPORTED) if duty.purpose == "report_outcome"]
    assert [(duty.bearer, duty.urgency) for duty in left] == [("provider", None)]
    both = owing(*again, cause("inquiry_wrong", "requester"))
    assert [duty.bearer for duty in both if duty.urgency is IMMEDIATELY] == [
        "requester",
        "provider",
    ]


def test_the_most_urgent_comes_first_then_the_order_of_the_clauses() -> None:
    """直ちに before 速やかに before what has no such word, and then as the notice goes."""
    events = (*STATES["copy_correction"], CHECKED, declared("information_leak"), EXPECTED)
    assert [(duty.duty, duty.urgency) for duty in owing(*events)] == [
        ("submit_outcome_report", IMMEDIATELY),
        ("phone_operator", IMMEDIATELY),
        ("notify_other_requesters", PROMPTLY),
        ("correct_registered_copy", None),
        ("notify_ministry", None),
        ("decide_application", None),
        ("inform_authority", None),
    ]


def test_a_duty_says_to_whom_it_is_owed_and_by_which_route() -> None:
    """The counterpart is a word with a label; a communication with a route names its purpose."""
    everything = {
        duty.duty: duty
        for events, _, _ in OWED
        for duty in owing(*events)
        if duty.counterpart is not None
    }
    assert {name: (duty.counterpart, duty.purpose) for name, duty in everything.items()} == {
        "contact_provider": ("provider", "inquire_provider"),
        "notify_delay": ("requester", None),
        "notify_correction": ("requester", None),
        "decide_application": ("applicant", None),
        "notify_other_requesters": ("other_requesters", None),
        "notify_ministry": ("competent_ministry", "ask_competent_ministry"),
        "submit_outcome_report": ("system_operator", "report_outcome"),
        "phone_operator": ("system_operator", "emergency"),
        "post_emergency_form": ("system_operator", "emergency"),
        "inform_authority": ("mic_regional_security", None),
    }


def test_a_case_that_is_not_open_owes_nothing() -> None:
    """Before the opening there is nothing to do."""
    assert nws.duties(nws.Case(), now=AT) == ()


def test_after_processing_on_the_documents_the_investigation_is_still_owed() -> None:
    """1(5)なお書き: 情報照会者又は情報提供者は、点検又は原因究明を引き続き行う."""
    used = (*TO_PROVIDER, CAUSE_DELAYED, DELAY_TOLD, documents("cause_delayed"))
    assert [(duty.duty, duty.bearer) for duty in owing(*used)] == [("identify_cause", "provider")]
    checking = (opening(), CHECK_DELAYED, documents("self_check_delayed"))
    assert [duty.duty for duty in owing(*checking)] == ["complete_self_check"]


def test_while_the_operator_is_awaited_nobody_is_asked_to_report() -> None:
    """2(2): 顛末報告を行う必要はない; but a report of an earlier round is not forgotten."""
    assert "submit_outcome_report" not in {duty.duty for duty in owing(*TO_AWAITING)}
    carried = (*TO_REINQUIRY, reinquiry("failed"), looked(multi_agency=True))
    reports = [duty for duty in owing(*carried) if duty.duty == "submit_outcome_report"]
    assert [(duty.bearer, duty.urgency) for duty in reports] == [("provider", IMMEDIATELY)]


def test_a_host_s_edition_may_add_a_duty_without_any_code(tmp_path: Path) -> None:
    """A row of data is a duty."""
    folder = copy_edition(tmp_path)
    change(
        folder / DUTIES,
        "[[duty]]",
        """[[duty]]
id = "tell_the_applicant"
by = ["requester"]
during = { investigation = ["awaiting_operator"], processing = ["pending"] }
modality = "should"
counterpart = "applicant"
discharged_by = ["outage_recovered"]
clauses = ["2(2)"]
label = { ja = "申請者等への説明", en = "Tell the applicant" }
means = { ja = "申請者等に説明する。", en = "The applicant is told." }

[[duty]]""",
    )
    edition = nws.load_edition(folder)
    case = nws.Case.from_events(TO_AWAITING, edition=edition)
    last = nws.duties(case, now=AT)[-2]
    assert (last.duty, last.modality, last.counterpart) == (
        "tell_the_applicant",
        nws.Modality.SHOULD,
        nws.Counterpart.APPLICANT,
    )


def test_a_way_in_which_a_duty_is_owed_is_for_its_own_bearers_alone(tmp_path: Path) -> None:
    """One duty may be urgent for one party and not for the other."""
    folder = copy_edition(tmp_path)
    change(
        folder / DUTIES,
        "[[duty]]",
        """[[duty]]
id = "tell_the_applicant"
by = ["requester"]
modality = "must"
discharged_by = ["self_check_inconclusive"]
clauses = ["1(1)"]
label = { ja = "申請者等への説明", en = "Tell the applicant" }
means = { ja = "申請者等に説明する。", en = "The applicant is told." }
[[duty.branch]]
id = "asking"
[[duty.branch]]
id = "answering"
by = ["provider"]
urgency = "immediately"

[[duty]]""",
    )
    case = nws.Case.from_events([opening()], edition=nws.load_edition(folder))
    told = [one for one in nws.duties(case, now=AT) if one.duty == "tell_the_applicant"]
    assert [(one.bearer, one.urgency) for one in told] == [
        ("provider", IMMEDIATELY),
        ("requester", None),
    ]


def test_threads_may_ask_at_once() -> None:
    """Any number of threads get the same answers, also while the tables are first made."""
    cases = [case_of(*events) for events, _, _ in OWED] * 8
    alone = [nws.duties(case, now=AT) for case in cases]
    standing_of.cache_clear()
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda case: nws.duties(case, now=AT), cases))
    assert together == alone
