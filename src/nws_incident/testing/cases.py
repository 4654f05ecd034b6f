"""Strategies for cases, and for what may happen next in a case."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from nws_incident.case import Case
from nws_incident.decisions import Option, options
from nws_incident.events import Inquiry
from nws_incident.events.particulars import PARTICULARS
from nws_incident.fields import is_blank
from nws_incident.testing.events import draw_event, events, fitting_roles
from nws_incident.testing.particulars import inquiries, moments

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nws_incident.events import Event
    from nws_incident.notice.edition import Edition

_FEW_STATES = 3
_OFTEN = 5
_ANY_MOMENT = moments()
_WAITS = st.just(timedelta()) | st.timedeltas(timedelta(), timedelta(days=7))
_FULL = inquiries(complete=True)


@st.composite
def cases(
    draw: st.DrawFn,
    *,
    edition: Edition | None = None,
    editions: Sequence[Edition] = (),
    min_events: int = 1,
    max_events: int = 30,
) -> Case:
    """Draw a case with that many accepted events: by default opened, and then in any state.

    Where it knows `editions` besides its own, it is moved between them now and then.
    """
    case = Case(edition=edition, editions=editions)
    for _ in range(draw(st.integers(min_events, max_events))):
        case.apply(_draw_acceptable(draw, case))
    return case


@st.composite
def next_events(draw: st.DrawFn, case: Case) -> Event:
    """Draw an event of any type: mostly one that `case` accepts as it is now."""
    chance = draw(st.integers(0, 2 * _OFTEN))
    if chance == 0:
        return draw(events())
    if chance <= _OFTEN // 2:
        return draw(events(at=_draw_later(draw, case)))
    return _draw_acceptable(draw, case)


def _draw_acceptable(draw: st.DrawFn, case: Case) -> Event:
    available = [option for option in options(case) if option.is_available]
    weighted = [option for option in available for _ in range(_weight(case, option))]
    return draw_accepted(draw, case, draw(st.sampled_from(weighted)))


def draw_accepted(draw: st.DrawFn, case: Case, option: Option) -> Event:
    """Draw an event of an option that is available, with one of its choices: `case` accepts it."""
    roles = fitting_roles(case.edition, option.event_type)
    choices = option.choices or tuple({"by": role} for role in roles)
    values: Mapping[str, Any] = {**draw(st.sampled_from(choices)), "at": _draw_later(draw, case)}
    if option.event_type == "provider_contacted":
        values = {**values, "inquiry": _draw_completing(draw, case.inquiry or Inquiry())}
    return draw_event(draw, option.event_type, values)


def _draw_completing(draw: st.DrawFn, inquiry: Inquiry) -> Inquiry | None:
    """Draw what fills the blanks and leaves the rest as it is: left out or repeated."""
    if not inquiry.blanks and draw(st.booleans()):
        return None
    full = draw(_FULL)
    stated = {name: getattr(inquiry, name) for name in PARTICULARS}
    return Inquiry(
        **{
            name: getattr(full, name) if is_blank(value) else draw(st.sampled_from((value, None)))
            for name, value in stated.items()
        }
    )


def _draw_later(draw: st.DrawFn, case: Case) -> datetime:
    if not case.events:
        return draw(_ANY_MOMENT)
    last = case.events[-1].at
    return last + min(draw(_WAITS), datetime.max.replace(tzinfo=last.tzinfo) - last)


def _weight(case: Case, option: Option) -> int:
    """Let what belongs to a stage of the procedure come before what may happen at any."""
    return _OFTEN if option.event_type in _of_a_stage(case.edition) else 1


@lru_cache(maxsize=16)
def _of_a_stage(edition: Edition) -> frozenset[str]:
    return frozenset(
        way.event
        for way in edition.ways
        if len(way.source) <= _FEW_STATES and way.track != "emergency"
    )
