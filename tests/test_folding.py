"""What the accepted events make of the facts, and what undoes it."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any

import pytest

import nws_incident as nws
from nws_incident.case import facts_of
from nws_incident.facts import TRACKS, Facts
from nws_incident.folding import RECORDS
from nws_incident.judging import Procedure, procedure_of
from own_editions import edition_named
from scenes import (
    AT,
    CAUSE_DELAYED,
    COPY_WRONG,
    REPORTED,
    TO_PROVIDER,
    TO_REINQUIRY,
    case_of,
    opening,
    reinquiry,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_a_case_just_opened_knows_its_opening_and_nothing_else() -> None:
    """Every fact is as at the start: no flag up, nothing owed, all tracks since the first event."""
    first = opening()
    case = case_of(first)
    facts = facts_of(case)
    assert isinstance(first, nws.DiscrepancyFound)
    assert {name: getattr(facts, name) for name in Facts.__slots__} == {
        "edition": case.edition,
        "editions": case.editions,
        "opening": first,
        "version": 1,
        "last_at": first.at,
        "investigation": "self_check",
        "processing": "pending",
        "reporting": "undetermined",
        "emergency": "none",
        **{f"{name}_since": 1 for name in (*TRACKS, "round")},
        "kind": nws.CaseKind.DISCREPANCY,
        "inquiry": first.inquiry,
        "self_check_delay_stated": False,
        "cause_delay_stated": False,
        "delay_told": False,
        "cause": None,
        "outage": None,
        "last_reinquiry": None,
        "check_of_others_owed": False,
        "word_to_others_owed": False,
        "impacts_waiting": frozenset(),
        "authorities_owed": {},
        "carried": frozenset(),
        "emergency_kind": None,
        "emergency_declarer": None,
        "reporting_party": None,
        "report_ground": None,
    }
    assert case.editions[case.edition.id] is case.edition


def test_facts_that_no_case_holds_know_the_edition_that_they_are_of() -> None:
    """Whoever asks the procedure without a case has that one edition, and can move to no other."""
    edition = nws.load_edition()
    opened = procedure_of(edition).open(opening())
    assert opened is not None
    assert opened[0].editions == {edition.id: edition}


def test_accepted_events_are_folded_anew_step_by_step(tmp_path: Path) -> None:
    """After each event the case is as it was then, and under the edition of then."""
    case = nws.Case(editions=[edition_named("own", tmp_path)])
    move = nws.EditionChanged(at=AT, by=nws.Role.REQUESTER, to="own")
    start = procedure_of(case.edition)
    seen: list[tuple[nws.Edition, Facts | None]] = [(case.edition, None)]
    for one in (*TO_PROVIDER, move, COPY_WRONG):
        before = copy(case)
        decision = case.apply(one)
        assert nws.decide(before, one) == decision
        facts = facts_of(case)
        assert facts is not None
        seen.append((case.edition, facts.copy()))
        assert (facts.version, facts.last_at) == (decision.version, one.at)
    stages = start.stages(case.events, case.editions)
    assert [(procedure.edition, facts.copy()) for procedure, facts in stages] == seen[1:]
    for version, known in enumerate(seen):
        procedure, facts = start.refold(case.events[:version], case.editions)
        assert (procedure.edition, facts) == known
    assert seen[-1][0].id == "own"


def test_a_track_is_since_the_event_that_moved_it() -> None:
    """A track that stays, or an event that only records, leaves the version as it was."""
    case = case_of(*TO_PROVIDER, CAUSE_DELAYED, COPY_WRONG)
    facts = facts_of(case)
    assert facts is not None
    assert {track: facts.since(track) for track in TRACKS} == {
        "investigation": 5,
        "processing": 1,
        "reporting": 5,
        "emergency": 1,
    }


def test_a_carried_report_that_is_given_is_carried_no_more() -> None:
    """1(6): who gave it owes it no longer; what the other carries stays."""
    case = case_of(*TO_REINQUIRY, reinquiry("inconsistent"))
    assert case.report.carried == ("provider",)
    case.apply(REPORTED)
    assert not case.report.carried
    facts = facts_of(case)
    assert facts is not None
    facts.carried = frozenset(nws.Role)
    RECORDS["carried_report_given"](facts, REPORTED)
    assert facts.carried == frozenset(nws.Role) - {nws.Role.PROVIDER}


def test_a_report_is_settled_on_no_ground_where_none_holds() -> None:
    """An edition may record it without a guard that asks for a ground: nobody reports then."""
    case = case_of(opening())
    facts = facts_of(case)
    assert facts is not None
    RECORDS["report_determined"](facts, opening())
    assert (facts.report_ground, facts.reporting_party) == (None, None)


@pytest.mark.parametrize(
    ("step", "interrupted"),
    [("fold", COPY_WRONG), ("move", nws.EditionChanged(at=AT, by=nws.Role.REQUESTER, to="own"))],
)
def test_an_interrupted_event_leaves_the_case_where_it_was(
    step: str, interrupted: nws.Event, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C after the facts have changed, and before the event is kept, undoes the change."""
    case = nws.Case.from_events(TO_PROVIDER, editions=[edition_named("own", tmp_path)])
    before = copy(case)
    change_facts = getattr(Procedure, step)

    def change_and_interrupt(self: Procedure, facts: Facts, *given: Any) -> None:
        change_facts(self, facts, *given)
        monkeypatch.undo()
        raise KeyboardInterrupt

    monkeypatch.setattr(Procedure, step, change_and_interrupt)
    with pytest.raises(KeyboardInterrupt):
        case.apply(interrupted)
    assert case == before
    assert facts_of(case) == facts_of(before)
    assert case.edition is before.edition
    assert case.apply(interrupted).accepted
