"""How each event type stands for a case: open, open for some values, or blocked, and by what."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any

import pytest

import nws_incident as nws
from nws_incident.decisions import option_of
from own_editions import SMALL, edition_named
from scenes import (
    AT,
    CHECK_DELAYED,
    INCONCLUSIVE,
    STATES,
    TO_AWAITING,
    TO_PROVIDER,
    case_of,
    opening,
)

if TYPE_CHECKING:
    from pathlib import Path

OPEN, CONDITIONAL, BLOCKED = "open", "conditional", "blocked"
BLANK = (opening(inquiry={}), INCONCLUSIVE)
EVERY_PARTICULAR = (
    "occurred_at",
    "summary",
    "affair",
    "procedure",
    "information",
    "processing_number",
    "request",
)

# Events, and of an event type: how it stands, the values that are accepted, and what is in the way
# of the others.
STANDING: list[tuple[Any, ...]] = [
    ((), "discrepancy_found", OPEN, [], []),
    ((), "outage_checked", BLOCKED, [], [("G1", "case_is_open")]),
    ((), "edition_changed", BLOCKED, [], [("G1", "case_is_open")]),
    (STATES["self_check"], "discrepancy_found", BLOCKED, [], [("G2", "case_is_not_open_yet")]),
    (STATES["self_check"], "edition_changed", BLOCKED, [], [("L1", "edition_is_another")]),
    (STATES["self_check"], "self_check_delayed", OPEN, [], []),
    (
        STATES["self_check"],
        "outage_announced",
        BLOCKED,
        [],
        [("I3", "information_was_not_provided")],
    ),
    (
        TO_AWAITING,
        "processed_on_attached_documents",
        CONDITIONAL,
        [{"by": "requester", "ground": "multi_agency_outage"}],
        [
            ("P1", "self_check_delay_stated"),
            ("P1", "delay_told_to_requester"),
            ("P1", "opened_as_immediate"),
        ],
    ),
    (
        STATES["reinquiry"],
        "outcome_reported",
        CONDITIONAL,
        [{"by": "provider"}],
        [("R10", "done_by_reporting_party")],
    ),
    (
        BLANK,
        "provider_contacted",
        CONDITIONAL,
        [{"by": "requester", "inquiry": EVERY_PARTICULAR}],
        [("I8", "inquiry_complete")],
    ),
    # What is refused for more than another is does not speak: here, for the relays as well.
    (STATES["self_check"], "ministry_notified", BLOCKED, [], [("F8", "impact_waits")]),
    (STATES["outage_check"], "processed_on_attached_documents", BLOCKED, [], [("P1", "state")]),
]


@pytest.mark.parametrize(
    ("events", "event_type", "availability", "choices", "said"),
    STANDING,
    ids=[f"{row[1]}-{row[2]}" for row in STANDING],
)
def test_an_event_type_stands_as_the_case_does(
    events: tuple[nws.Event, ...],
    event_type: str,
    availability: str,
    choices: list[dict[str, Any]],
    said: list[tuple[str, str]],
) -> None:
    """It is open, open for some values, or blocked, whether asked alone or among all."""
    case = case_of(*events)
    option = option_of(case, event_type)
    assert (option.event_type, option.label) == (event_type, case.edition.events[event_type])
    assert (option.availability, list(option.choices)) == (availability, choices)
    assert [(one.rule, one.guard) for one in option.findings] == said
    assert option.is_available == (availability != BLOCKED)
    assert option.way_on == nws.unblock(case, event_type)
    (among,) = [one for one in nws.options(case) if one.event_type == event_type]
    assert (among, among.findings) == (option, option.findings)


def test_there_is_an_option_for_every_event_type_in_the_order_of_the_procedure() -> None:
    """Before the opening, only what opens a case is open."""
    edition = nws.load_edition()
    options = nws.options(nws.Case())
    assert [one.event_type for one in options] == list(edition.events)
    assert {one.event_type for one in options if one.is_available} == set(edition.openings)


def test_a_case_may_go_to_another_edition_that_it_knows_and_not_to_its_own(tmp_path: Path) -> None:
    """By whomever; what stands in the way is that it is there already."""
    own = edition_named("own", tmp_path)
    case = nws.Case.from_events([opening()], editions=[own])
    moving = option_of(case, "edition_changed")
    assert moving.availability == CONDITIONAL
    assert list(moving.choices) == [{"by": role, "to": "own"} for role in nws.Role]
    assert [(one.rule, one.guard) for one in moving.findings] == [("L1", "edition_is_another")]
    case.apply(nws.EditionChanged(at=AT, by=nws.Role.REQUESTER, to="own"))
    back = option_of(case, "edition_changed").choices
    assert list(back) == [{"by": role, "to": nws.DEFAULT_EDITION} for role in nws.Role]
    unopened = option_of(nws.Case(editions=[own]), "edition_changed")
    assert (unopened.availability, unopened.choices) == (BLOCKED, ())


def test_options_speak_of_the_case_as_it_was_when_they_were_made() -> None:
    """What has happened since does not change what they say, nor does what is asked of them."""
    case = case_of(opening())
    options = {one.event_type: one for one in nws.options(case)}
    before = copy(case)
    case.apply(INCONCLUSIVE)
    case.apply(TO_PROVIDER[2])
    contacted = options["provider_contacted"]
    assert [(one.rule, one.guard) for one in contacted.findings] == [("I8", "state")]
    assert [step.event_type for step in contacted.way_on.steps] == ["self_check_inconclusive"]
    assert contacted.way_on == nws.unblock(before, "provider_contacted")
    assert contacted.way_on != nws.unblock(case, "provider_contacted")


def test_an_option_is_what_it_says_to_whoever_compares_or_prints_it() -> None:
    """Not the case that it is of, nor the edition: those are there to answer questions."""
    one = option_of(case_of(opening()), "discrepancy_found")
    assert one == option_of(case_of(opening(), CHECK_DELAYED), "discrepancy_found")
    small = nws.load_edition(SMALL)
    for event_type in small.events:
        theirs = option_of(nws.Case(edition=small), event_type)
        assert theirs == option_of(nws.Case(), event_type)
    assert repr(one) == (
        f"Option(event_type='discrepancy_found', label={one.label!r}, "
        "availability=<Availability.BLOCKED: 'blocked'>, choices=())"
    )
