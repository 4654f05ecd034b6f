"""What a case owes, allows and spares, read a second time: plain ifs, row by row of the tables.

It looks only at what a case shows and at its events, and knows nothing of the edition's data.
"""

from __future__ import annotations

from datetime import timedelta, timezone
from typing import TYPE_CHECKING, Any

import nws_incident as nws

if TYPE_CHECKING:
    from collections.abc import Iterator

JST = timezone(timedelta(hours=9))
PARTIES = ("requester", "provider")
TARGETS = ("system_operator", "j_lis", "competent_ministry")
INVESTIGATION = {
    "outage_check": ("check_for_outage", "requester", None, "2柱書"),
    "awaiting_operator": ("await_recovery", "requester", None, "2(2)"),
    "self_check": ("complete_self_check", "requester", None, "1(1)"),
    "provider_contact": ("contact_provider", "requester", None, "1(2)"),
    "cause_investigation": ("identify_cause", "provider", "promptly", "1(3)"),
    "copy_correction": ("correct_registered_copy", "provider", None, "1(3)①"),
    "correction_notice": ("notify_correction", "provider", None, "1(3)①"),
    "reinquiry": ("reinquire", "requester", None, "1(3)①"),
}
"""Duty, bearer, urgency and clause by the state of the investigation, but for the remedy."""

Owed = tuple[str, str, str | None, Any, str | None, str]
"""A duty: its name, bearer, urgency, date, value, and first clause."""


def owed(case: nws.Case) -> set[Owed]:
    """Return what the table of duties says."""
    return set(_owed(case)) if case.is_open else set()


def _owed(case: nws.Case) -> Iterator[Owed]:
    tracks = case.tracks
    at = str(tracks.investigation)
    if at in INVESTIGATION:
        duty, bearer, urgency, clause = INVESTIGATION[at]
        yield duty, bearer, urgency, None, None, clause
    cause = case.round.cause
    if at == "remedy" and cause is not None:
        for party in PARTIES if cause.causing_party == "neither" else (cause.causing_party,):
            yield "complete_remedy", str(party), None, None, None, "1(3)"
    yield from _delay(case)
    if tracks.processing == "pending":
        decide_by = case.opening.decide_by if case.opening else None
        yield "decide_application", "requester", None, decide_by, None, "1(5)"
    if case.owed.check_of_others:
        yield "check_other_requesters", "provider", None, None, None, "1(3)①"
    if case.owed.word_to_others:
        yield "notify_other_requesters", "provider", "promptly", None, None, "1(3)①"
    for party in case.owed.impacts_waiting:
        yield "notify_ministry", party.value, None, None, None, "1(4)"
    yield from _reports(case)
    yield from _emergency(case)


def _delay(case: nws.Case) -> Iterator[Owed]:
    at, known, cause = case.tracks.investigation, case.round, case.round.cause
    by_requester = cause is not None and cause.causing_party == "requester"
    if known.cause_delay_stated and not known.delay_told:
        if at in {"cause_investigation", "copy_correction"}:
            yield "notify_delay", "provider", "immediately", None, None, "1(3)②"
        if at == "remedy" and not by_requester:
            yield "notify_delay", "provider", "immediately", None, None, "1(3)②"


def _reports(case: nws.Case) -> Iterator[Owed]:
    for party in PARTIES:
        is_reporter = case.report.by == party
        if party in case.report.carried or (is_reporter and case.tracks.reporting == "due"):
            yield "submit_outcome_report", party, "immediately", None, None, "1(6)"
        elif is_reporter and case.tracks.reporting == "after_response" and case.round.cause:
            found = case.round.cause.at.astimezone(JST).date()
            week = found + timedelta(days=7)
            yield "submit_outcome_report", party, None, week, None, "1(6)"


def _emergency(case: nws.Case) -> Iterator[Owed]:
    declared = [one for one in case.events if isinstance(one, nws.EmergencyDeclared)]
    if case.tracks.emergency == "phone_due":
        yield "phone_operator", declared[-1].by, "immediately", None, None, "3"
    if case.tracks.emergency == "form_due":
        form = "form_03_03" if declared[-1].kind == "impact_survey" else "form_03_13"
        yield "post_emergency_form", declared[-1].by, None, None, form, "3"
    for authority, party in case.owed.authorities.items():
        yield "inform_authority", party, None, None, authority, "3"


def permitted(case: nws.Case) -> set[tuple[str, str, str | None]]:
    """Return what the table of permissions says: name, bearer and value."""
    return set(_permitted(case)) if case.is_open else set()


def _permitted(case: nws.Case) -> Iterator[tuple[str, str, str | None]]:
    tracks = case.tracks
    at = str(tracks.investigation)
    if at != "resolved":
        for target in TARGETS:
            yield "consult", "requester", target
    if at in {"cause_investigation", "copy_correction", "correction_notice", "remedy"}:
        for target in TARGETS:
            yield "consult", "provider", target
    if tracks.processing == "pending" and at not in {"resolved", "outage_check"}:
        yield from _grounds(case)
    if at == "resolved" and tracks.processing == "on_attached_documents":
        yield "confirm_by_reinquiry", "requester", None
    for party in PARTIES:
        is_reporter = case.report.by == party and tracks.reporting in {"due", "after_response"}
        if party in case.report.carried or is_reporter:
            yield "share_outcome_report", party, None


def _grounds(case: nws.Case) -> Iterator[tuple[str, str, str | None]]:
    grounds = {
        "self_check_delayed": case.round.self_check_delay_stated,
        "cause_delayed": case.round.delay_told,
        "immediate_processing": case.opening is not None and case.opening.immediate,
        "multi_agency_outage": case.tracks.investigation == "awaiting_operator",
    }
    for ground, holds in grounds.items():
        if holds:
            yield "process_on_attached_documents", "requester", ground


def spared(case: nws.Case) -> set[tuple[str, str]]:
    """Return what the table of exemptions says: name and bearer."""
    found = set()
    if case.tracks.reporting == "not_required":
        found |= {("outcome_report", party) for party in PARTIES}
    if case.tracks.processing == "on_attached_documents":
        found.add(("reinquiry", "requester"))
    return found
