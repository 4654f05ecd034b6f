"""Faults put into an edition or a guard on purpose: each is found, with the shortest case of it.

The cases are kept in ``tests/data/faults/``.  By default each is replayed under its faulty edition,
and a few faults are proved anew; ``NWS_INCIDENT_VERIFY=full`` proves all of them (six minutes).
``NWS_INCIDENT_VERIFY=write`` writes the cases.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from attrs import field, frozen

import nws_incident as nws
from nws_incident.casefile import read_case, write_case
from nws_incident.guards import GUARDS
from nws_incident.notice.properties import PropertyName
from nws_incident.proving import verify
from own_editions import DUTIES, INVESTIGATION, PROCESSING, REPORTING, copy_edition

EMERGENCY = "rules-5-emergency.toml"
KEPT = Path(__file__).parent / "data" / "faults"
MODE = os.environ.get("NWS_INCIDENT_VERIFY", "")
PROVED_ANEW = {"report_lost_in_a_new_round", "told_of_no_delay"}
"""The faults that are proved by default: those with the fewest configurations."""

Guard = Callable[[Any, Any], bool]


@frozen
class Edit:
    """What is changed in a file of an edition: the first `old` after the row of an id."""

    file: str
    row: str
    old: str
    new: str

    def make(self, folder: Path) -> None:
        """Change the file in a folder."""
        file = folder / self.file
        text = file.read_text(encoding="utf-8")
        start = text.index(self.old, text.index(f'id = "{self.row}"\n'))
        changed = text[:start] + self.new + text[start + len(self.old) :]
        file.write_text(changed, encoding="utf-8")


@frozen
class Fault:
    """A fault, the property that it breaks, and what is changed: files of the edition, or guards.

    Where no case can show it, `what` is what is said to be at fault.
    """

    name: str
    breaks: str
    edits: tuple[Edit, ...] = ()
    guards: Mapping[str, Guard] = field(factory=dict)
    what: str = ""

    def __str__(self) -> str:
        """Return the name, for the list of tests."""
        return self.name


def always(_: Any, __: Any) -> bool:
    """Let a guard stand in nobody's way."""
    return True


def never(_: Any, __: Any) -> bool:
    """Let a guard stand in everybody's way."""
    return False


def swap(name: str, breaks: str, *edits: tuple[str, str, str, str], what: str = "") -> Fault:
    """Return a fault in the data."""
    return Fault(name, breaks, tuple(Edit(*edit) for edit in edits), what=what)


def open_(name: str, breaks: str, **guards: Guard) -> Fault:
    """Return a fault in guards."""
    return Fault(name, breaks, guards=guards)


ON_DOCUMENTS = '"on_attached_documents", "on_linked_information"'
AT_ONCE = 'when = { ground = ["immediate_processing"] }\nduring = { investigation = ['

FAULTS = (
    # The investigation: a state swapped, a transition missing, a round that forgets.
    swap(
        "recovery_ends_the_matter",
        "completion_stays_in_reach",
        (INVESTIGATION, "I5", 'to = "reinquiry"', 'to = "resolved"'),
    ),
    swap(
        "remedy_of_a_processed_case_is_lost",
        "investigation_goes_on",
        (INVESTIGATION, "I16", ON_DOCUMENTS, '"on_linked_information"'),
    ),
    swap(
        "documents_do_not_end_the_inquiry",
        "events_discharge_duties",
        (INVESTIGATION, "I20", 'from = ["reinquiry"]', 'from = ["remedy"]'),
    ),
    open_(
        "requester_blames_the_provider",
        "requester_never_blames_the_provider",
        provider_not_named_by_requester=always,
    ),
    swap(
        "new_round_remembers",
        "new_round_forgets_the_old",
        (INVESTIGATION, "I18", '"new_round", ', ""),
    ),
    swap(
        "contact_forgets_the_delay",
        "round_keeps_what_it_knows",
        (
            INVESTIGATION,
            "I7",
            'to = "provider_contact"',
            'to = "provider_contact"\nrecords = ["new_round"]',
        ),
    ),
    swap(
        "others_are_told_by_being_checked",
        "events_discharge_duties",
        (
            INVESTIGATION,
            "F4",
            'records = ["other_requesters_checked"]',
            'records = ["other_requesters_told"]',
        ),
    ),
    open_(
        "municipality_goes_straight_to_the_ministry",
        "questions_go_through_the_relays",
        ministry_relays_used=always,
    ),
    open_("one_alone_asks_again", "second_inquiry_needs_both", both_parties_agreed=always),
    # The processing: a ground that does not hold, a state too many.
    open_("told_of_no_delay", "documents_need_a_ground", delay_told_to_requester=always),
    swap(
        "documents_before_looking",
        "documents_need_a_ground",
        (PROCESSING, "P1", AT_ONCE, f'{AT_ONCE}"outage_check", '),
    ),
    swap(
        "processed_twice",
        "processed_once",
        (PROCESSING, "P1", 'from = ["pending"]', 'from = ["pending", "on_attached_documents"]'),
    ),
    Fault(
        "linked_information_unconfirmed",
        "linked_information_is_confirmed",
        (Edit(PROCESSING, "P2", '["resolved"]', '["resolved", "self_check"]'),),
        {"information_confirmed": always},
    ),
    swap(
        "a_guard_said_never_to_refuse_does",
        "every_guard_refuses",
        (PROCESSING, "P2", '["resolved"]', '["resolved", "self_check"]'),
        what="information_confirmed (P2)",
    ),
    open_("nothing_is_ever_confirmed", "completion_stays_in_reach", information_confirmed=never),
    # The outcome report: an exemption that leaks, a party too many, a report lost.
    swap(
        "report_owed_in_an_outage",
        "no_report_in_an_outage",
        (REPORTING, "R7", '"after_response", ', ""),
    ),
    swap(
        "requester_reports_though_neither_was_the_cause",
        "cause_reports",
        (
            REPORTING,
            "neither_party_was_the_cause",
            'guards = ["cause_with_neither_party"]',
            'guards = ["cause_with_neither_party"]\nparty = "requester"',
        ),
    ),
    swap(
        "report_without_documents",
        "no_report_without_documents",
        (REPORTING, "documents_used", '"documents_used", ', ""),
    ),
    swap(
        "report_lost_in_a_new_round",
        "owed_report_is_given_or_kept",
        (REPORTING, "R12", '"report_carried", ', ""),
    ),
    open_(
        "anybody_gives_the_report",
        "owed_report_is_given_or_kept",
        done_by_reporting_party=always,
    ),
    swap(
        "report_waits_for_what_is_over",
        "nothing_waits_once_resolved",
        (
            REPORTING,
            "R5",
            '[[rule.branch]]\nevent = "reinquiry_made"\nrides_on = ["I17"]\n',
            "",
        ),
    ),
    swap(
        "correction_gives_the_carried_report",
        "carried_report_is_kept",
        (
            INVESTIGATION,
            "I12",
            'to = "correction_notice"',
            'to = "correction_notice"\nrecords = ["carried_report_given"]',
        ),
    ),
    # The emergency, and what is owed.
    swap(
        "form_without_the_phone",
        "phone_comes_before_the_form",
        (EMERGENCY, "E3", 'from = ["form_due"]', 'from = ["form_due", "phone_due"]'),
    ),
    open_("any_form_will_do", "form_is_that_of_the_emergency", form_fits_emergency=always),
    swap(
        "nobody_must_decide",
        "incomplete_owes_something",
        (DUTIES, "decide_application", 'modality = "must"', 'modality = "should"'),
    ),
)
"""Every fault that the exploration finds."""

UNLOADABLE = (
    swap(
        "two_rules_for_one_move",
        "tell them apart by a guard",
        (INVESTIGATION, "I14", 'processing = ["on', 'processing = ["pending", "on'),
    ),
    swap(
        "state_that_nothing_enters",
        "no rule enters state",
        (EMERGENCY, "E1", 'to = "phone_due"', 'to = "form_due"'),
    ),
    swap(
        "role_that_there_is_none_of",
        "unknown value",
        (INVESTIGATION, "I9", 'by = ["provider"]', 'by = ["ministry"]'),
    ),
    swap(
        "guard_that_no_rule_names",
        "both_parties_agreed",
        (INVESTIGATION, "I21", 'guards = ["both_parties_agreed"]\n', ""),
    ),
)
"""Faults that are found before anything is explored, and what is said of them."""


def faulty(fault: Fault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> nws.Edition:
    """Return the edition with a fault in it."""
    folder = copy_edition(tmp_path)
    Edit("edition.toml", "2017-06-16", "2017-06-16", "faulty").make(folder)
    for edit in fault.edits:
        edit.make(folder)
    for name, guard in fault.guards.items():
        monkeypatch.setitem(GUARDS, name, guard)
    return nws.load_edition(folder)


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_fault_is_shown_by_a_case_that_does_not_come_out_as_it_should(
    fault: Fault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The kept case, replayed under the faulty edition, misses what its property expects."""
    if fault.what:
        pytest.skip("no case can show what never happens")
    edition = faulty(fault, tmp_path, monkeypatch)
    case = read_case((KEPT / f"{fault.name}.yaml").read_text(encoding="utf-8"), editions=[edition])
    assert nws.replay(case, editions=[edition]).mismatches
    assert case.title == edition.properties[PropertyName(fault.breaks)].means.read("ja")


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_fault_is_found_with_the_shortest_case_of_it(
    fault: Fault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the property that it breaks; the case is the one that is kept."""
    if not MODE and fault.name not in PROVED_ANEW:
        pytest.skip("proved with NWS_INCIDENT_VERIFY=full")
    proof = verify(faulty(fault, tmp_path, monkeypatch))
    (verdict,) = [one for one in proof.verdicts if one.property == fault.breaks]
    assert not verdict.holds
    if fault.what:
        assert verdict.what == fault.what
        return
    assert verdict.case is not None
    file = KEPT / f"{fault.name}.yaml"
    if MODE == "write":
        KEPT.mkdir(exist_ok=True)
        file.write_text(write_case(verdict.case), encoding="utf-8")
    assert write_case(verdict.case) == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("fault", UNLOADABLE, ids=str)
def test_a_fault_that_can_be_seen_in_the_data_is_found_by_loading(
    fault: Fault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And says what is wrong."""
    with pytest.raises(nws.InvalidEdition, match=fault.breaks):
        faulty(fault, tmp_path, monkeypatch)


def test_there_are_faults_of_many_kinds() -> None:
    """At least fifteen, each of a name of its own."""
    names = [fault.name for fault in (*FAULTS, *UNLOADABLE)]
    assert len(names) == len(set(names)) >= 25
    assert len({fault.breaks for fault in FAULTS}) >= 18
