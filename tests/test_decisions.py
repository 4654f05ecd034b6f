"""What a decision says: of what moved, of what stood in the way, and of what is doubtful."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

import nws_incident as nws
from own_editions import edition_named
from scenes import (
    AT,
    CAUSE_DELAYED,
    CHECK_DELAYED,
    COPY_WRONG,
    REPORTED,
    TO_PROVIDER,
    VALID_NUMBER,
    case_of,
    opening,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_a_decision_tells_the_rules_that_fired_from_those_that_moved() -> None:
    """Every rule that took the event is listed; a rule that only records moves nothing."""
    decision = case_of(*TO_PROVIDER).apply(COPY_WRONG)
    assert decision.rules == tuple(fired.rule for fired in decision.fired)
    moved = [(fired.track, fired.source, fired.to) for fired in decision.moves]
    assert moved == [
        ("investigation", "cause_investigation", "copy_correction"),
        ("reporting", "undetermined", "due"),
    ]
    recorded = case_of(*TO_PROVIDER).apply(CAUSE_DELAYED)
    assert recorded.rules
    assert recorded.moves == ()


def test_an_acceptance_names_the_event_and_the_version_that_it_has(tmp_path: Path) -> None:
    """Of the opening, of an event of the notice, and of one of the library's."""
    case = nws.Case(editions=[edition_named("own", tmp_path)])
    move = nws.EditionChanged(at=AT, by=nws.Role.REQUESTER, to="own")
    for version, one in enumerate((opening(), CHECK_DELAYED, move), start=1):
        decision = case.apply(one)
        assert (decision.event_type, decision.version) == (one.type, version)
        assert decision.accepted
        assert (decision.warnings, decision.findings) == ((), ())


def test_an_opening_fires_its_rule_where_the_investigation_starts() -> None:
    """It moves no track: the case starts there."""
    for type_, rule in nws.load_edition().openings.items():
        start = rule.investigation
        decision = nws.Case().apply(opening(type_))
        assert decision.fired == (nws.Fired(rule.id, "investigation", start, start, rule.clauses),)
        assert decision.moves == ()


def test_a_refusal_names_the_event_and_the_version_that_it_would_have_had() -> None:
    """Before the opening as after it, as an error and as a decision."""
    for case in (nws.Case(), case_of(opening(), CHECK_DELAYED)):
        decision = case.offer(REPORTED)
        assert (decision.event_type, decision.version) == (REPORTED.type, case.version + 1)
        with pytest.raises(nws.Refused) as refusal:
            case.apply(REPORTED)
        assert (refusal.value.event_type, refusal.value.findings) == (
            REPORTED.type,
            decision.findings,
        )


@pytest.mark.parametrize(
    ("minutes", "note", "accepted"),
    [
        (0, None, True),
        (0, "123456789012", True),
        (0, VALID_NUMBER, False),
        (-1, None, False),
        (-1, "123456789012", False),
        (-1, VALID_NUMBER, False),
    ],
)
def test_an_event_is_in_its_time_and_names_nobody_s_number(
    minutes: int, note: str | None, *, accepted: bool
) -> None:
    """Both are asked of it: what is merely doubtful is no number, and no excuse for its time."""
    one = CHECK_DELAYED.replace(at=AT + timedelta(minutes=minutes), note=note)
    assert nws.decide(case_of(opening()), one).accepted == accepted


def test_a_doubtful_number_is_warned_of_in_whatever_event_it_comes(tmp_path: Path) -> None:
    """In the opening, in an event of the notice, and in one of the library's."""
    case = nws.Case(editions=[edition_named("own", tmp_path)])
    move = nws.EditionChanged(at=AT, by=nws.Role.REQUESTER, to="own")
    for one in (opening(), CHECK_DELAYED, move):
        plain = nws.decide(case, one)
        assert plain.accepted
        assert plain.warnings == ()
        decision = case.apply(one.replace(note="123456789012"))
        assert [said.path for said in decision.warnings] == ["$.note"]
        assert decision.fired == plain.fired
    assert decision.fired == (nws.Fired("L1", None, case.opened_under.id, "own", ()),)
    assert decision.moves == ()  # from one edition to another, and no track anywhere
