"""The library against the second reading, over a long seeded walk through random cases."""

from __future__ import annotations

import os
from collections import Counter
from random import Random
from typing import TYPE_CHECKING

import attrs
import pytest

import nws_incident as nws
from nws_incident.case import facts_of
from nws_incident.judging import procedure_of
from oracle import Oracle
from random_events import OPENINGS, EventMaker

if TYPE_CHECKING:
    from random_events import Data

STEPS = int(os.environ.get("NWS_INCIDENT_STEPS", "100000"))
STEPS_A_CASE = 80
PARTS = 4
RIDING_ONLY = {"report_required", "report_not_required", "response_awaited", "response_not_awaited"}
ROWS_ONLY = {
    "outage_known",
    "documents_used",
    "linked_information_used",
    "cause_with_a_party",
    "cause_with_neither_party",
}


class Seen:
    """Which rules fired and which guards stood in the way."""

    def __init__(self) -> None:
        """Start with nothing seen."""
        self.rules: Counter[str] = Counter()
        self.guards: Counter[str] = Counter()


def choose(case: nws.Case, maker: EventMaker) -> Data:
    """Make the next event: two times in three one that the case accepts, if any turns up."""
    event = maker.any_event()
    facts = facts_of(case)
    if facts is not None and maker.random.random() < 0.67:
        procedure = procedure_of(case.edition)
        for _ in range(30):
            if event["type"] not in OPENINGS and procedure.accepts(facts, nws.read_event(event)):
                break
            event = maker.any_event()
    return event


def walk(random: Random, steps: int, seen: Seen) -> None:
    """Drive one case and the oracle side by side, and compare all that both know."""
    maker = EventMaker(random)
    case, oracle = nws.Case(), Oracle()
    history: list[Data] = []
    for _ in range(steps):
        data = choose(case, maker) if case.is_open or random.random() < 0.1 else maker.opening()
        history.append(data)
        before = facts_of(case)
        before = None if before is None else before.copy()
        accepted = oracle.apply(data)
        decision = case.offer(nws.read_event(data))
        seen.rules.update(decision.rules)
        seen.guards.update(finding.guard for finding in (*decision.findings, *decision.warnings))
        assert decision.accepted == accepted, history
        assert attrs.asdict(case.tracks) == oracle.tracks, history
        assert case.is_complete == oracle.complete, history
        report = {
            "required": case.report.required,
            "by": case.report.by,
            "carried": list(case.report.carried),
        }
        assert report == oracle.report, history
        if not accepted:
            assert facts_of(case) == before, history
            assert decision.findings, history
            assert all(finding.clauses for finding in decision.findings), history


@pytest.mark.parametrize("part", range(PARTS))
def test_a_long_walk_agrees_with_the_second_reading(part: int) -> None:
    """Over 10^5 steps both readings accept the same events and come to the same states."""
    random = Random(part)
    seen = Seen()
    for _ in range(STEPS // PARTS // STEPS_A_CASE):
        walk(random, STEPS_A_CASE, seen)
    edition = nws.load_edition()
    openings = {opening.id for opening in edition.openings.values()}
    assert seen.rules.keys() == edition.rules.keys() | openings
    refusing = edition.guards.keys() - RIDING_ONLY - ROWS_ONLY
    assert refusing | {"state", "role"} == seen.guards.keys()
