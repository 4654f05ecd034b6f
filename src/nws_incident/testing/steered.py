"""Strategies for cases that come to a certain point: complete, in a state, by a rule, refused.

Each draws some events at random, and then goes the shortest way on: nothing is filtered, however
rare the point is.  Where no way leads on, half of the events are taken back.  With no random
events left, a case is as short as any that gets there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from nws_incident.case import Case
from nws_incident.editions import load_edition
from nws_incident.testing.cases import draw_held, draw_on
from nws_incident.testing.goals import completion_of, firing, refusing, standing_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nws_incident.events import Event
    from nws_incident.notice.edition import Edition
    from nws_incident.testing.goals import Goal

_DETOUR = 10


def complete_cases(
    *, edition: Edition | None = None, max_detour: int = _DETOUR
) -> st.SearchStrategy[Case]:
    """Draw a case in which nothing is left to do.

    At most `max_detour` events come before it goes straight to its end.
    """
    return _arrived(completion_of(edition or load_edition()), max_detour)


def cases_in(
    *, edition: Edition | None = None, max_detour: int = _DETOUR, **states: str
) -> st.SearchStrategy[Case]:
    """Draw a case whose tracks are in the `states` given by the tracks' names.

    Raises `InvalidArgument` for an unknown track or state, and where no case ever comes to that.
    """
    return _arrived(standing_in(edition or load_edition(), states), max_detour)


def cases_firing(
    rule: str,
    *,
    edition: Edition | None = None,
    editions: Sequence[Edition] = (),
    max_detour: int = _DETOUR,
) -> st.SearchStrategy[Case]:
    """Draw a case whose last event fired a rule, named by its id: ``"P1"``.

    A rule that moves a case takes `editions` to move it to.  Raises `InvalidArgument` for an
    unknown rule, and where no case ever fires it.
    """
    goal = firing(edition or load_edition(), rule, editions)
    return _offered(goal, max_detour, editions).map(_taken)


def refusals(
    rule: str | None = None,
    *,
    edition: Edition | None = None,
    max_detour: int = _DETOUR,
) -> st.SearchStrategy[tuple[Case, Event]]:
    """Draw an opened case and an event that it refuses; with `rule`, one that the rule refuses.

    Raises `InvalidArgument` for an unknown rule, and for one that refuses nothing.
    """
    return _offered(refusing(edition or load_edition(), rule), max_detour)


@st.composite
def _arrived(
    draw: st.DrawFn, goal: Goal, max_detour: int, editions: Sequence[Edition] = ()
) -> Case:
    """Draw a case that has come to a goal."""
    case = Case(edition=goal.edition, editions=editions)
    draw_on(draw, case, 0, max_detour)
    events = case.events
    while (way := goal.way_from(case)) is None:
        events = events[: len(events) // 2]
        case = Case.from_events(events, edition=goal.edition, editions=editions)
    for event_type, held in way:
        case.apply(draw_held(draw, case, event_type, held))
    return case


@st.composite
def _offered(
    draw: st.DrawFn, goal: Goal, max_detour: int, editions: Sequence[Edition] = ()
) -> tuple[Case, Event]:
    """Draw a case that has come to a goal, and an event that may be offered to it there."""
    case = draw(_arrived(goal, max_detour, editions))
    return case, draw_held(draw, case, *draw(st.sampled_from(goal.offered_to(case))))


def _taken(offered: tuple[Case, Event]) -> Case:
    case, event = offered
    case.apply(event)
    return case
