"""The procedure's rules as one table, from which every peer builds its engine.

Rule ids are the library's.  A rule that ends in more than one state stands once for each, told
apart by a suffix.  Rules for one state and one event stand in the order in which they are tried.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from . import effects, guards
from .procedure import ROLES, UNOPENED, Event, Facts

TRACKS = ("investigation", "processing", "reporting", "emergency")

INVESTIGATION = (
    "outage_check",
    "awaiting_operator",
    "self_check",
    "provider_contact",
    "cause_investigation",
    "copy_correction",
    "correction_notice",
    "remedy",
    "reinquiry",
    "resolved",
)
PROCESSING = ("pending", "on_attached_documents", "on_linked_information")
REPORTING = ("undetermined", "not_required", "after_response", "due", "reported", "covered")
EMERGENCY = ("none", "phone_due", "form_due", "reported")

STATES = {
    "investigation": (UNOPENED, *INVESTIGATION),
    "processing": (UNOPENED, *PROCESSING),
    "reporting": (UNOPENED, *REPORTING),
    "emergency": (UNOPENED, *EMERGENCY),
}

Judge = Callable[[Facts, Event], bool]
Effect = Callable[[Facts, Event], None]


class Rule(NamedTuple):
    """From which states, on which events, under which guard a track moves, and where to.

    A rule without a target records a fact and leaves the track where it is.
    """

    id: str
    events: tuple[str, ...]
    sources: tuple[str, ...]
    target: str | None
    guard: Judge | None = None
    effect: Effect | None = None


def but(states: tuple[str, ...], *left_out: str) -> tuple[str, ...]:
    """Return `states` without those left out."""
    return tuple(state for state in states if state not in left_out)


START = (UNOPENED,)
OPENINGS = ("discrepancy_found", "provision_failed")
RUNNING = but(INVESTIGATION, "resolved")
PROVIDERS_STATES = ("cause_investigation", "copy_correction", "remedy")
NAMING_STATES = ("self_check", "provider_contact", "cause_investigation")

INVESTIGATION_RULES = (
    Rule("opened_1", OPENINGS[:1], START, "self_check", None, effects.open_case),
    Rule("opened_2", OPENINGS[1:], START, "outage_check", None, effects.open_case),
    Rule(
        "I1",
        ("outage_checked",),
        ("outage_check",),
        "self_check",
        guards.own_outage,
        effects.know_outage,
    ),
    Rule(
        "I2",
        ("outage_checked",),
        ("outage_check",),
        "awaiting_operator",
        guards.multi_agency_outage,
        effects.know_outage,
    ),
    Rule(
        "I3",
        ("outage_announced",),
        but(RUNNING, "awaiting_operator"),
        "awaiting_operator",
        guards.is_not_provided,
        effects.announce_outage,
    ),
    Rule(
        "I4",
        ("outage_checked",),
        ("awaiting_operator",),
        "self_check",
        guards.own_outage,
        effects.know_outage,
    ),
    Rule("I5", ("outage_recovered",), ("awaiting_operator",), "reinquiry", guards.is_pending),
    Rule("I6", ("outage_recovered",), ("awaiting_operator",), "resolved", guards.is_processed),
    Rule("I7", ("self_check_inconclusive",), ("self_check",), "provider_contact"),
    Rule(
        "I8",
        ("provider_contacted",),
        ("provider_contact",),
        "cause_investigation",
        guards.inquiry_complete,
        effects.fill_inquiry,
    ),
    Rule(
        "I9",
        ("cause_identified",),
        ("cause_investigation",),
        "copy_correction",
        guards.information_wrong,
        effects.know_wrong_information,
    ),
    Rule(
        "I10",
        ("cause_identified",),
        NAMING_STATES,
        "resolved",
        guards.information_right,
        effects.know_cause,
    ),
    Rule(
        "I11",
        ("cause_identified",),
        NAMING_STATES,
        "remedy",
        guards.needs_remedy,
        effects.know_cause,
    ),
    Rule("I12", ("registered_copy_corrected",), ("copy_correction",), "correction_notice"),
    Rule("I13", ("correction_notified",), ("correction_notice",), "reinquiry", guards.is_pending),
    Rule("I14", ("correction_notified",), ("correction_notice",), "resolved", guards.is_processed),
    Rule(
        "I15",
        ("remedy_completed",),
        ("remedy",),
        "reinquiry",
        guards.by_causing_party_while_pending,
    ),
    Rule(
        "I16",
        ("remedy_completed",),
        ("remedy",),
        "resolved",
        guards.by_causing_party_once_processed,
    ),
    Rule(
        "I17",
        ("reinquiry_made",),
        ("reinquiry",),
        "resolved",
        guards.consistent,
        effects.know_consistent,
    ),
    Rule(
        "I18",
        ("reinquiry_made",),
        ("reinquiry",),
        "self_check",
        guards.inconsistent,
        effects.start_discrepancy_round,
    ),
    Rule(
        "I19",
        ("reinquiry_made",),
        ("reinquiry",),
        "outage_check",
        guards.failed,
        effects.start_not_provided_round,
    ),
    Rule(
        "I20", ("processed_on_attached_documents",), ("reinquiry",), "resolved", guards.ground_holds
    ),
    Rule(
        "I21_consistent",
        ("reinquiry_made",),
        ("resolved",),
        "resolved",
        guards.confirmed_consistent,
        effects.know_consistent,
    ),
    Rule(
        "I21_inconsistent",
        ("reinquiry_made",),
        ("resolved",),
        "self_check",
        guards.confirmed_inconsistent,
        effects.start_discrepancy_round,
    ),
    Rule(
        "I21_failed",
        ("reinquiry_made",),
        ("resolved",),
        "outage_check",
        guards.confirmed_failed,
        effects.start_not_provided_round,
    ),
    Rule(
        "F1",
        ("self_check_delayed",),
        ("self_check", "remedy"),
        None,
        guards.self_check_may_be_late,
        effects.delay_self_check,
    ),
    Rule(
        "F2",
        ("cause_delayed",),
        PROVIDERS_STATES,
        None,
        guards.cause_may_be_late,
        effects.delay_cause,
    ),
    Rule(
        "F3",
        ("delay_notified",),
        PROVIDERS_STATES,
        None,
        guards.delay_may_be_told,
        effects.tell_delay,
    ),
    Rule(
        "F4",
        ("other_requesters_checked",),
        INVESTIGATION,
        None,
        guards.check_is_owed,
        effects.check_other_requesters,
    ),
    Rule(
        "F5",
        ("other_requesters_notified",),
        INVESTIGATION,
        None,
        guards.word_is_owed,
        effects.notify_other_requesters,
    ),
    Rule("F6", ("consulted",), RUNNING, None, guards.consults_properly),
    Rule(
        "F7",
        ("wider_impact_expected",),
        RUNNING,
        None,
        guards.expects_no_impact_yet,
        effects.expect_impact,
    ),
    Rule(
        "F8",
        ("ministry_notified",),
        INVESTIGATION,
        None,
        guards.passes_impact_on,
        effects.pass_impact_on,
    ),
)

PROCESSING_RULES = (
    Rule("opened", OPENINGS, START, "pending"),
    Rule(
        "P1",
        ("processed_on_attached_documents",),
        ("pending",),
        "on_attached_documents",
        guards.documents_may_be_used,
    ),
    Rule(
        "P2",
        ("processed_on_linked_information",),
        ("pending",),
        "on_linked_information",
        guards.linked_information_is_right,
    ),
)

REPORTING_RULES = (
    Rule("opened", OPENINGS, START, "undetermined"),
    Rule(
        "R1",
        ("cause_identified",),
        ("undetermined",),
        "after_response",
        guards.owed_after_response,
        effects.owe_report,
    ),
    Rule(
        "R2",
        ("cause_identified",),
        ("undetermined",),
        "due",
        guards.owed_at_once,
        effects.owe_report,
    ),
    Rule("R3", ("cause_identified",), ("undetermined",), "not_required", guards.owed_by_nobody),
    Rule(
        "R4_after_response",
        ("processed_on_attached_documents",),
        ("undetermined",),
        "after_response",
        guards.documents_owe_after_response,
        effects.owe_report,
    ),
    Rule(
        "R4_due",
        ("processed_on_attached_documents",),
        ("undetermined",),
        "due",
        guards.documents_owe_at_once,
        effects.owe_report,
    ),
    Rule(
        "R5",
        (
            "correction_notified",
            "remedy_completed",
            "reinquiry_made",
            "processed_on_attached_documents",
        ),
        ("after_response",),
        "due",
        guards.response_is_finished,
    ),
    Rule("R6", ("response_delayed",), ("after_response",), "due", guards.by_reporting_party),
    Rule(
        "R7",
        ("outage_checked", "outage_announced"),
        but(REPORTING, "reported", "covered"),
        "not_required",
        guards.outage_is_multi_agency,
    ),
    Rule(
        "R8",
        ("outage_checked",),
        ("not_required",),
        "undetermined",
        guards.outage_is_not_multi_agency,
    ),
    Rule("R9", ("processed_on_linked_information",), ("undetermined",), "not_required"),
    Rule(
        "R10",
        ("outcome_reported",),
        ("due",),
        "reported",
        guards.by_reporting_party,
        effects.give_report,
    ),
    Rule(
        "R11",
        ("outcome_report_shared",),
        ("due", "after_response"),
        "covered",
        guards.by_reporting_party,
        effects.give_report,
    ),
    Rule(
        "R12",
        ("reinquiry_made",),
        REPORTING,
        "undetermined",
        guards.not_consistent,
        effects.carry_report,
    ),
    Rule(
        "R13",
        ("outcome_reported", "outcome_report_shared"),
        REPORTING,
        None,
        guards.by_carrier,
        effects.give_report,
    ),
)

EMERGENCY_RULES = (
    Rule("opened", OPENINGS, START, "none"),
    Rule(
        "E1",
        ("emergency_declared",),
        ("none", "reported"),
        "phone_due",
        None,
        effects.declare_emergency,
    ),
    Rule("E2", ("emergency_phoned",), ("phone_due",), "form_due"),
    Rule("E3", ("emergency_form_posted",), ("form_due",), "reported", guards.form_fits),
    Rule(
        "E4",
        ("authority_informed",),
        EMERGENCY,
        None,
        guards.authority_is_owed,
        effects.inform_authority,
    ),
)

RULES = {
    "investigation": INVESTIGATION_RULES,
    "processing": PROCESSING_RULES,
    "reporting": REPORTING_RULES,
    "emergency": EMERGENCY_RULES,
}

REPORTING_EVENTS = frozenset(event for rule in REPORTING_RULES for event in rule.events)
"""The types that the reporting track has rules for."""

ACCEPTED_BY_REPORTING = frozenset(
    event
    for rule in REPORTING_RULES
    if rule.id in ("R6", "R10", "R11", "R13")
    for event in rule.events
)
"""The types that a rule of the reporting track accepts by itself; on others its rules ride."""

JUDGED_FIRST = {
    event: tuple(
        track
        for track in TRACKS
        if track != "reporting" and any(event in rule.events for rule in RULES[track])
    )
    for event in ROLES
}
"""The tracks besides reporting that have rules for each type."""
