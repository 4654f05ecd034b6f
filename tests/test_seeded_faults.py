"""Faults put into an edition or a guard on purpose: each is found, with the shortest case of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from attrs import field, frozen

import nws_incident as nws
from nws_incident.guards import GUARDS
from own_editions import DUTIES, INVESTIGATION, PROCESSING, REPORTING, change, copy_edition

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

EMERGENCY = "rules-5-emergency.toml"

Edit = tuple[str, str, str]

WITHOUT_IMPACTS: tuple[Edit, ...] = ()


@frozen
class Fault:
    """A fault: what is changed, what it breaks, and how many events the shortest case of it has."""

    name: str
    breaks: str
    events: int
    edits: tuple[Edit, ...] = ()
    guards: dict[str, Callable[[Any, Any], bool]] = field(factory=dict)


def always(_: Any, __: Any) -> bool:
    """Let a guard stand in nobody's way."""
    return True


def never(_: Any, __: Any) -> bool:
    """Let a guard stand in everybody's way."""
    return False


def rule(file: str, id_: str, old: str, new: str) -> Edit:
    """Return the edit of a rule in a file: the first `old` after its id becomes `new`."""
    return file, f'id = "{id_}"', f"{old}\0{new}"


FAULTS = (
    Fault(
        "recovery_resolves",
        "completion_stays_in_reach",
        0,
        (rule(INVESTIGATION, "I5", 'to = "reinquiry"', 'to = "resolved"'),),
    ),
    Fault(
        "no_I20",
        "events_discharge_duties",
        0,
        (rule(INVESTIGATION, "I20", 'from = ["reinquiry"]', 'from = ["remedy"]'),),
    ),
    Fault(
        "no_I16",
        "investigation_goes_on",
        0,
        (
            rule(
                INVESTIGATION,
                "I16",
                'processing = ["on_attached_documents", "on_linked_information"]',
                'processing = ["on_linked_information"]',
            ),
        ),
    ),
    Fault(
        "R7_leak", "no_report_in_an_outage", 0, (rule(REPORTING, "R7", '"after_response", ', ""),)
    ),
    Fault(
        "neither_reports",
        "cause_reports",
        0,
        (
            rule(
                REPORTING,
                "neither_party_was_the_cause",
                'guards = ["cause_with_neither_party"]',
                'guards = ["cause_with_neither_party"]\nparty = "requester"',
            ),
        ),
    ),
    Fault(
        "requester_blames",
        "requester_never_blames_the_provider",
        0,
        guards={"provider_not_named_by_requester": always},
    ),
    Fault(
        "I18_keeps",
        "new_round_forgets_the_old",
        0,
        (rule(INVESTIGATION, "I18", '"new_round", ', ""),),
    ),
    Fault(
        "I7_forgets",
        "round_keeps_what_it_knows",
        0,
        (
            rule(
                INVESTIGATION,
                "I7",
                'to = "provider_contact"',
                'to = "provider_contact"\nrecords = ["new_round"]',
            ),
        ),
    ),
    Fault(
        "R12_loses",
        "owed_report_is_given_or_kept",
        0,
        (rule(REPORTING, "R12", '"report_carried", ', ""),),
    ),
    Fault(
        "E1_form",
        "phone_comes_before_the_form",
        0,
        (rule(EMERGENCY, "E1", 'to = "phone_due"', 'to = "form_due"'),),
    ),
    Fault("any_form", "form_is_that_of_the_emergency", 0, guards={"form_fits_emergency": always}),
    Fault("not_told", "documents_need_a_ground", 0, guards={"delay_told_to_requester": always}),
    Fault(
        "never_confirmed", "completion_stays_in_reach", 0, guards={"information_confirmed": never}
    ),
    Fault(
        "anybody_reports",
        "owed_report_is_given_or_kept",
        0,
        guards={"done_by_reporting_party": always},
    ),
    Fault(
        "no_decide",
        "incomplete_owes_something",
        0,
        (rule(DUTIES, "decide_application", 'modality = "must"', 'modality = "should"'),),
    ),
    Fault(
        "P1_before_looking",
        "documents_need_a_ground",
        0,
        (
            rule(
                PROCESSING,
                "P1",
                'investigation = ["awaiting_operator"',
                'investigation = ["outage_check", "awaiting_operator"',
            ),
        ),
    ),
    Fault(
        "P2_anytime",
        "linked_information_is_confirmed",
        0,
        (
            rule(
                PROCESSING,
                "P2",
                'investigation = ["resolved"]',
                'investigation = ["resolved", "provider_contact"]',
            ),
        ),
    ),
    Fault(
        "F4_keeps",
        "events_discharge_duties",
        0,
        (
            rule(
                INVESTIGATION,
                "F4",
                'records = ["other_requesters_checked"]',
                'records = ["other_requesters_told"]',
            ),
        ),
    ),
    Fault("relays", "questions_go_through_the_relays", 0, guards={"ministry_relays_used": always}),
    Fault("alone", "second_inquiry_needs_both", 0, guards={"both_parties_agreed": always}),
    Fault(
        "I14_pending",
        "one_move_for_each_track",
        0,
        (rule(INVESTIGATION, "I14", 'processing = ["on', 'processing = ["pending", "on'),),
    ),
    Fault(
        "P1_twice",
        "processed_once",
        0,
        (
            rule(
                PROCESSING,
                "P1",
                'from = ["pending"]',
                'from = ["pending", "on_attached_documents"]',
            ),
        ),
    ),
    Fault(
        "R5_gone",
        "nothing_waits_once_resolved",
        0,
        (rule(REPORTING, "R5", 'rides_on = ["I17"]', 'rides_on = ["I18"]'),),
    ),
    Fault(
        "E4_forgets",
        "word_owed_is_kept",
        0,
        (
            rule(
                EMERGENCY,
                "E2",
                'to = "form_due"',
                'to = "form_due"\nrecords = ["authority_informed"]',
            ),
        ),
    ),
    Fault(
        "R13_present",
        "carried_report_is_kept",
        0,
        (
            rule(
                INVESTIGATION,
                "I12",
                'to = "correction_notice"',
                'to = "correction_notice"\nrecords = ["carried_report_given"]',
            ),
        ),
    ),
    Fault(
        "R4_without_documents",
        "no_report_without_documents",
        0,
        (rule(REPORTING, "documents_used", '"documents_used", ', ""),),
    ),
)
