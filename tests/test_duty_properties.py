"""What holds of the duties, permissions and exemptions of any case, step by step."""

from __future__ import annotations

import copy
import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import nws_incident as nws
from nws_incident.case import facts_of
from nws_incident.events import CLASS_BY_TYPE
from nws_incident.judging import procedure_of
from nws_incident.probes import filling_probe, probes_of
from nws_incident.testing import cases, next_events
from random_cases import RandomCase, random_source
from scenes import AT
from second_reading import INVESTIGATION, owed, permitted, spared

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

STEPS = int(os.environ.get("NWS_INCIDENT_STEPS", "100000"))
PARTS = 4
"""So many runs of their own, to spread over processes."""
EVENTS_IN_A_CASE = 60
LONGEST_WAY = 12

PERSONAL = {"notify_ministry", "submit_outcome_report"}
"""The duties that each party has of its own: nobody else can do them for it."""
OF_THE_INVESTIGATION = {duty for duty, *_ in INVESTIGATION.values()} | {"complete_remedy"}
NEW_ROUND = {"I3", "I18", "I19", "I21"}
BEGINNINGS = {"cause_identified", "emergency_declared", "wider_impact_expected"}
"""A new finding, a new declaration, a new expectation."""

properties = settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

Key = tuple[str, nws.Role, str | None]


def owing(case: nws.Case) -> tuple[nws.Duty, ...]:
    """Return what a case owes, on a calendar without closed days."""
    return nws.duties(case, now=AT, calendar=nws.AlwaysOpen())


def keys(duties: Iterable[nws.Duty]) -> set[Key]:
    """Return what tells the duties apart."""
    return {duty.key for duty in duties}


def compare_with_the_tables(case: nws.Case) -> None:
    """Compare all three lists with a second reading of the tables."""
    assert {
        (one.duty, one.bearer, one.urgency, one.due, one.value, one.clauses[0])
        for one in owing(case)
    } == owed(case)
    may = nws.permissions(case)
    assert {(one.permission, one.bearer, one.value) for one in may} == permitted(case)
    assert {(one.exemption, one.bearer) for one in nws.exemptions(case)} == spared(case)


def check_standing(case: nws.Case) -> None:
    """Check what holds of a case as it is."""
    duties, spares = owing(case), nws.exemptions(case)
    assert len(keys(duties)) == len(duties)
    must = [duty for duty in duties if duty.modality is nws.Modality.MUST]
    assert case.is_complete == (case.is_open and not must)
    asked = {duty.bearer for duty in duties if duty.duty == "submit_outcome_report"}
    if case.tracks.investigation == "awaiting_operator":
        assert asked == set(case.report.carried)
    if "outcome_report" in {one.exemption for one in spares}:
        assert asked == set(case.report.carried)
        assert all(one.clauses == case.report.clauses for one in spares[:2])
    if "reinquiry" in {one.exemption for one in spares}:
        assert "reinquire" not in {duty.duty for duty in duties}


def check_order(case: nws.Case) -> None:
    """Check that the most urgent comes first, and then the order of the clauses."""
    clauses = list(case.edition.clauses)
    urgencies = [*nws.Urgency, None]
    places = [
        (urgencies.index(duty.urgency), [clauses.index(clause) for clause in duty.clauses])
        for duty in owing(case)
    ]
    assert places == sorted(places)


def discharging(case: nws.Case, duty: nws.Duty) -> Iterator[nws.Event]:
    """Yield made-up events that `case` accepts and that discharge a duty of its."""
    facts = facts_of(case)
    assert facts is not None
    for event_type in duty.discharged_by:
        probes = probes_of(case.edition, event_type)
        if event_type == "provider_contacted" and facts.inquiry.blanks:
            probes = (filling_probe(facts), *probes)
        for probe in probes:
            is_meant = duty.duty not in PERSONAL or probe.event.by is duty.bearer
            if duty.value is not None:
                is_meant &= duty.value in probe.values.values()
            if is_meant and procedure_of(case.edition).accepts(facts, probe.event):
                yield probe.event.replace(at=case.events[-1].at)


def check_way(case: nws.Case, duty: nws.Duty) -> None:
    """Check that a discharging event is open, or opens by discharging other duties."""
    ahead = copy.copy(case)
    for _ in range(LONGEST_WAY):
        if any(discharging(ahead, duty)):
            return
        others = (other for other in owing(ahead) if other.key != duty.key)
        steps = (event for other in others for event in discharging(ahead, other))
        ahead.apply(next(steps))
    pytest.fail(f"{duty.key} cannot be discharged")


def check_discharge(case: nws.Case, before: Iterable[nws.Duty], event: nws.Event) -> None:
    """Check that an accepted event ended the duties that it discharges."""
    after = {duty.key: duty for duty in owing(case)}
    for duty in before:
        if event.type not in duty.discharged_by:
            continue
        if duty.duty in PERSONAL and event.by is not duty.bearer:
            continue
        if duty.value is not None and duty.value not in {value for _, value in event.values()}:
            continue
        left = after.get(duty.key)
        if left is None:
            continue
        # A carried report is given, and this round's own waits for the response.
        assert (duty.duty, event.type) == ("submit_outcome_report", "outcome_reported")
        assert (duty.urgency, left.urgency) == (nws.Urgency.IMMEDIATELY, None)
        assert case.tracks.reporting == "after_response"


class Spells:
    """Since when each duty of a case is, or was last, owed, and what may let one come back."""

    def __init__(self) -> None:
        """Start before the opening."""
        self._begun: dict[Key, int] = {}
        self._owed: set[Key] = set()
        self._latest_cause = 0

    def check(self, case: nws.Case, event: nws.Event, decision: nws.Decision) -> None:
        """Check that what comes back has a new reason since it last began to be owed."""
        if NEW_ROUND & set(decision.rules) or event.type in BEGINNINGS:
            self._latest_cause = case.version
        now_owed = keys(owing(case))
        for key in now_owed - self._owed:
            assert key not in self._begun or self._latest_cause > self._begun[key], key
            self._begun[key] = case.version
        self._owed = now_owed


@properties
@given(cases(min_events=0))
def test_the_duties_of_any_case_are_those_of_the_tables(case: nws.Case) -> None:
    """Duties, permissions and exemptions are what a second reading finds, and complete is none."""
    compare_with_the_tables(case)
    check_standing(case)
    check_order(case)


@properties
@given(cases())
def test_every_duty_can_be_discharged(case: nws.Case) -> None:
    """Its discharging event is open, or opens once other duties are discharged; then it is gone."""
    for duty in owing(case):
        check_way(case, duty)
        for event in discharging(case, duty):
            ahead = copy.copy(case)
            ahead.apply(event)
            check_discharge(ahead, [duty], event)


@properties
@given(cases(), st.data())
def test_processing_on_the_documents_leaves_the_investigation_owed(
    case: nws.Case, data: st.DataObject
) -> None:
    """1(5)なお書き: the check or investigation goes on, whoever owes it."""
    event = data.draw(next_events(case))
    if event.type != "processed_on_attached_documents" or not nws.decide(case, event).accepted:
        grounds = [one.value for one in nws.permissions(case) if one.rules == ("P1",)]
        if not grounds:
            return
        event = nws.ProcessedOnAttachedDocuments(
            at=case.events[-1].at, ground=nws.Ground(str(grounds[0]))
        )
    before = {key for key in keys(owing(case)) if key[0] in OF_THE_INVESTIGATION}
    was_reinquiry = case.tracks.investigation == "reinquiry"
    case.apply(event)
    after = {key for key in keys(owing(case)) if key[0] in OF_THE_INVESTIGATION}
    assert before
    assert after == (set() if was_reinquiry else before)


@properties
@given(cases(min_events=0), st.data())
def test_asking_changes_nothing_and_says_the_same_twice(
    case: nws.Case, data: st.DataObject
) -> None:
    """Duties are derived, and the same case owes the same, however it came to be."""
    before = copy.copy(case)
    terms = {urgency: nws.BusinessDays(3) for urgency in nws.Urgency}
    asked = nws.duties(case, now=AT, terms=terms), nws.permissions(case), nws.exemptions(case)
    assert case == before
    assert facts_of(case) == facts_of(before)
    again = nws.Case.from_events(case.events)
    assert asked[0] == nws.duties(again, now=AT, terms=terms)
    assert asked[1:] == (nws.permissions(again), nws.exemptions(again))
    refused = data.draw(next_events(case))
    if not nws.decide(case, refused).accepted:
        case.offer(refused)
        assert asked[0] == nws.duties(case, now=AT, terms=terms)


def walk(seed: int, at_least: int) -> set[str]:
    """Check so many random steps; return the duties, permissions and exemptions that were seen."""
    random = random_source(seed)
    seen: set[str] = set()
    steps = 0
    while steps < at_least:
        case, spells = nws.Case(), Spells()
        source = RandomCase(random, tuple(CLASS_BY_TYPE))
        for index in range(EVENTS_IN_A_CASE):
            tracks = {} if not case.is_open else vars_of(case.tracks)
            event = nws.read_event(source.next(tracks) if index else source.opening())
            before = owing(case)
            decision = case.offer(event)
            steps += 1
            if not decision.accepted:
                continue
            compare_with_the_tables(case)
            check_standing(case)
            check_discharge(case, before, event)
            spells.check(case, event, decision)
            for duty in owing(case):
                check_way(case, duty)
            seen |= {duty.duty for duty in before}
            seen |= {one.permission for one in nws.permissions(case)}
            seen |= {one.exemption for one in nws.exemptions(case)}
    return seen


@pytest.mark.parametrize("seed", range(1000, 1000 + PARTS))
def test_a_short_run_keeps_duties_and_procedure_together(seed: int) -> None:
    """In a short random run the same holds as in a long one: most faults show here, and at once."""
    assert walk(seed, 500)


@pytest.mark.parametrize("part", range(PARTS))
def test_a_long_run_keeps_duties_and_procedure_together(part: int) -> None:
    """Over many random steps: the tables hold, duties end as they should, none comes back idly."""
    edition = nws.load_edition()
    seen = walk(part + 100, STEPS // PARTS)
    assert seen == {*edition.duties, *edition.permissions, *edition.exemptions}


def vars_of(tracks: nws.Tracks) -> dict[str, str | None]:
    """Return the state of each track by its name."""
    return {
        "investigation": tracks.investigation,
        "processing": tracks.processing,
        "reporting": tracks.reporting,
        "emergency": tracks.emergency,
    }
