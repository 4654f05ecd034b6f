"""The library and a second, independent reading of the procedure say the same, step by step."""

from __future__ import annotations

import os
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

import nws_incident as nws
from nws_incident.case import facts_of
from nws_incident.events import CLASS_BY_TYPE
from nws_incident.facts import TRACKS
from nws_incident.guards import GUARDS, READS
from nws_incident.notice.obligations import duty_ways
from nws_incident.testing import event_data, next_events
from oracle import Oracle
from random_cases import RandomCase, random_source

STEPS = int(os.environ.get("NWS_INCIDENT_STEPS", "100000"))
PARTS = 4
"""So many runs of their own, to spread over processes."""
EVENTS_IN_A_CASE = 60
EXAMPLES = {"authority": nws.Authority.PPC, "form": nws.Form.FORM_03_13}
"""A value for each field that a guard of a duty reads."""


def tracks_of(case: nws.Case) -> dict[str, str | None]:
    """Return the state of each track by its name."""
    return {track: getattr(case.tracks, track) for track in TRACKS}


def judge_twice(case: nws.Case, oracle: Oracle, data: dict[str, Any]) -> nws.Decision:
    """Offer an event to both, and compare all that both can say of it and of the case."""
    decision = case.offer(nws.read_event(data))
    assert oracle.apply(data) == decision.accepted
    assert bool(decision.findings) == (not decision.accepted)
    assert oracle.tracks == tracks_of(case)
    assert oracle.complete == case.is_complete
    report = case.report
    assert oracle.report == {
        "required": report.required,
        "by": report.by,
        "carried": list(report.carried),
    }
    return decision


def compare_facts(case: nws.Case, oracle: Oracle) -> None:
    """Compare what both know of the round, and what stays owed."""
    facts, said = facts_of(case), oracle.facts()
    if facts is None:
        return
    cause = facts.cause
    assert said["kind"] == facts.kind
    assert said["round"] == {
        "outage": facts.outage,
        "self_check_delayed": facts.self_check_delay_stated,
        "cause_delayed": facts.cause_delay_stated,
        "delay_notified": facts.delay_told,
        "finding": None if cause is None else cause.finding,
        "causing_party": None if cause is None else cause.causing_party,
        "prompt_response_expected": None if cause is None else cause.prompt_response_expected,
        "reinquiry": facts.last_reinquiry,
    }
    assert said["check_owed"] == facts.check_of_others_owed
    assert said["word_owed"] == facts.word_to_others_owed
    assert said["impacts_waiting"] == sorted(facts.impacts_waiting)
    assert said["authorities_owed"] == facts.authorities_owed
    assert said["emergency_kind"] == facts.emergency_kind
    assert said["emergency_by"] == facts.emergency_declarer


def as_data(event: nws.Event) -> dict[str, Any]:
    """Return an event as a case file has it: mere text, and nothing at its default of null."""
    return {
        name: [str(word) for word in value] if isinstance(value, list) else value
        for name, value in nws.write_event(event).items()
    }


class CaseAndOracle(RuleBasedStateMachine):
    """A case and the oracle, told the same events of every type."""

    def __init__(self) -> None:
        """Start both before the opening."""
        super().__init__()
        self.case = nws.Case()
        self.oracle = Oracle()

    @rule(data=event_data())
    def any_event(self, data: dict[str, Any]) -> None:
        """Offer an event of any type, whatever the case."""
        judge_twice(self.case, self.oracle, data)

    @rule(source=st.data())
    def likely_event(self, source: st.DataObject) -> None:
        """Offer an event that the case mostly accepts."""
        event = source.draw(next_events(self.case))
        judge_twice(self.case, self.oracle, as_data(event))

    @rule(source=st.data())
    def likely_event_again(self, source: st.DataObject) -> None:
        """Offer twice as many of those, so that cases get somewhere."""
        self.likely_event(source)

    @invariant()
    def facts_agree(self) -> None:
        """Compare what is known of the round, and what stays owed."""
        compare_facts(self.case, self.oracle)


TestCaseAndOracle = CaseAndOracle.TestCase
TestCaseAndOracle.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)


def walk(seed: int, at_least: int) -> tuple[set[str], set[str]]:
    """Judge so many random events twice; return the rules that fired and the guards that refused.

    Other guards than those of rules that accept are asked now and then, to hear each say no.
    """
    random = random_source(seed)
    edition = nws.load_edition()
    rules: set[str] = set()
    refused_by: set[str] = set()
    of_duties = {
        guard: {READS[guard][0]: EXAMPLES[READS[guard][0]]} if READS[guard] else {}
        for row in edition.duties.values()
        for way in duty_ways(row)
        for guard in way.guards
    }
    riding = {guard for way in edition.ways if way.rides_on for guard in way.guards} | {
        guard for ground in edition.reports for guard in ground.guards
    }
    steps = 0
    while steps < at_least:
        case, oracle = nws.Case(), Oracle()
        source = RandomCase(random, tuple(CLASS_BY_TYPE))
        for index in range(EVENTS_IN_A_CASE):
            data = source.next(oracle.tracks) if index else source.opening()
            facts = facts_of(case)
            if facts is not None and steps % 10 == 0:
                event = nws.read_event(data)
                refused_by.update(name for name in riding if not GUARDS[name](facts, event))
                refused_by.update(
                    name
                    for name, values in of_duties.items()
                    if not GUARDS[name](facts, SimpleNamespace(by=event.by, **values))
                )
            decision = judge_twice(case, oracle, data)
            compare_facts(case, oracle)
            rules.update(decision.rules)
            refused_by.update(one.guard for one in (*decision.findings, *decision.warnings))
            steps += 1
    return rules, refused_by


@pytest.mark.parametrize("seed", range(1000, 1000 + PARTS))
def test_a_short_run_agrees_at_every_step(seed: int) -> None:
    """In a short random run both agree throughout: most faults show here, and at once."""
    rules, refused_by = walk(seed, 750)
    assert rules
    assert refused_by


@pytest.mark.parametrize("part", range(PARTS))
def test_a_long_run_agrees_at_every_step(part: int) -> None:
    """In a long random run both agree throughout, every rule fires, and every guard says no."""
    rules, refused_by = walk(part, STEPS // PARTS)
    edition = nws.load_edition()
    # What the library's own guards look for takes a second edition: see test_moving.
    elsewhere = {guard for rule in edition.library.values() for guard in rule.guards}
    every_rule = {*edition.rules, *(opening.id for opening in edition.openings.values())}
    assert every_rule - rules == set()
    assert {*edition.guards, "state", "role"} - elsewhere - refused_by == set()
