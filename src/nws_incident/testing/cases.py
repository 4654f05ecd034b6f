"""Strategies for cases, and for what may happen next in a case."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from random import Random
from typing import TYPE_CHECKING, Any

from hypothesis import reject
from hypothesis import strategies as st

from nws_incident.case import Case, facts_of
from nws_incident.decisions import option_of
from nws_incident.events import Inquiry
from nws_incident.events.particulars import PARTICULARS
from nws_incident.fields import is_blank
from nws_incident.judging import procedure_of
from nws_incident.probes import probes_for, probes_of
from nws_incident.terms import PartyKind
from nws_incident.testing.events import (
    draw_event,
    draw_plainly,
    events,
    fitting_roles,
    plain_event,
)
from nws_incident.testing.particulars import (
    PLAIN_INQUIRY,
    PLAIN_MOMENT,
    inquiries,
    moments,
    parties,
    plain_party,
)
from nws_incident.testing.texts import texts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nws_incident.events import Event
    from nws_incident.notice.edition import Edition

_FEW_STATES = 3
_OFTEN = 5
_ORDERS = 300
_NEARLY = st.sampled_from((True, True, False))
_ANY_MOMENT = moments()
_WAITS = st.just(timedelta()) | st.timedeltas(timedelta(), timedelta(days=7))
_FULL = inquiries(complete=True)
_SOME_NAMES = st.lists(texts(), min_size=1, max_size=2).map(tuple)
_PLAIN_NAMES = ("宮城県仙台市",)


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
    draw_on(draw, case, min_events, max_events)
    return case


@st.composite
def accepted_events(draw: st.DrawFn, case: Case, *types: str) -> Event:
    """Draw an event that `case` accepts as it is now: of any type, or of one of `types`.

    There is nothing to draw where the case accepts none of `types`: `options` says which it does.
    """
    wishes = draw(_wishes(case.edition, _OFTEN))
    wanted = (option_of(case, name) for name in wishes if not types or name in types)
    option = next((option for option in wanted if option.is_available), None)
    if option is None:
        reject()
    roles = fitting_roles(case.edition, option.event_type)
    choices = option.choices or tuple({"by": role} for role in roles)
    return draw_held(draw, case, option.event_type, draw(st.sampled_from(choices)))


@st.composite
def refused_events(draw: st.DrawFn, case: Case) -> Event:
    """Draw an event that the rules refuse for `case` as it is now, by a role that fits its type.

    Mostly it is near to being accepted: some event of its type is taken where the tracks are.
    Before the opening it is any event that opens nothing.
    """
    types = draw(_wishes(case.edition))
    facts = facts_of(case)
    if facts is not None and draw(_NEARLY):
        procedure = procedure_of(case.edition)
        near = [name for name in types if procedure.has_way(facts, name)]
        types = (*near, *types)
    refused = next(filter(None, (_refused(case, event_type) for event_type in types)))
    event_type, values = draw(st.sampled_from(refused))
    return draw_held(draw, case, event_type, values)


@st.composite
def next_events(draw: st.DrawFn, case: Case) -> Event:
    """Draw an event of any type: mostly one that `case` accepts as it is now."""
    chance = draw(st.integers(0, 2 * _OFTEN))
    if chance == 0:
        return draw(events())
    if chance <= _OFTEN // 2:
        return draw(events(at=_draw_later(draw, case)))
    return draw(accepted_events(case))


def draw_on(draw: st.DrawFn, case: Case, least: int, most: int) -> None:
    """Let a case go on by events that it accepts, until it has so many.

    For each event is drawn whether there is one, which it is, and what else it says, and little
    more once it is plain: so any event can be left out when a case shrinks.
    """
    goes_on = st.sampled_from((False, *[True] * max(1, (most - least) // 2)))
    while case.version < least or (case.version < most and draw(goes_on)):
        case.apply(draw(accepted_events(case)))


def draw_held(draw: st.DrawFn, case: Case, event_type: str, held: Mapping[str, Any]) -> Event:
    """Draw the next event of a case, held to the values that its options or a way on name.

    A party stands there by its kind, the particulars to fill in by their names, others by `…`.
    """
    plainly = draw_plainly(draw)
    given = dict(held)
    for name, value in held.items():
        if isinstance(value, PartyKind):
            given[name] = plain_party(name, value) if plainly else draw(parties(kind=value))
    if given.get("affected"):
        given["affected"] = _PLAIN_NAMES if plainly else draw(_SOME_NAMES)
    if event_type == "provider_contacted":
        known = case.inquiry or Inquiry()
        # One that is held to nothing while something is blank is held to leaving it blank.
        completes = "inquiry" in held or not known.blanks
        given["inquiry"] = _draw_completing(draw, known, plainly=plainly) if completes else None
    given["at"] = _following(case) if plainly else _draw_later(draw, case)
    return plain_event(event_type, given) if plainly else draw_event(draw, event_type, given)


def _refused(case: Case, event_type: str) -> list[tuple[str, Mapping[str, Any]]]:
    """Return the values of the events of a type that the rules refuse."""
    facts, edition = facts_of(case), case.edition
    if event_type in edition.library:
        return []
    if facts is None:
        is_opening = event_type in edition.openings
        return [] if is_opening else [(event_type, probes_of(edition, event_type)[0].values)]
    accepts = procedure_of(edition).accepts
    probes = probes_for(facts, event_type)
    return [(event_type, one.values) for one in probes if not accepts(facts, one.event)]


def _draw_completing(draw: st.DrawFn, inquiry: Inquiry, *, plainly: bool) -> Inquiry | None:
    """Draw what fills the blanks and leaves the rest as it is: left out or repeated."""
    if not inquiry.blanks and (plainly or draw(st.booleans())):
        return None
    full = PLAIN_INQUIRY if plainly else draw(_FULL)
    return Inquiry(
        **{
            name: getattr(full, name)
            if is_blank(value)
            else (None if plainly else draw(st.sampled_from((value, None))))
            for name in PARTICULARS
            for value in (getattr(inquiry, name),)
        }
    )


def _following(case: Case) -> datetime:
    return case.events[-1].at if case.events else PLAIN_MOMENT


def _draw_later(draw: st.DrawFn, case: Case) -> datetime:
    if not case.events:
        return draw(_ANY_MOMENT)
    last = case.events[-1].at
    return last + min(draw(_WAITS), datetime.max.replace(tzinfo=last.tzinfo) - last)


@lru_cache(maxsize=16)
def _wishes(edition: Edition, often: int = 1) -> st.SearchStrategy[tuple[str, ...]]:
    """Draw an order in which types of event are wished for: the first that is accepted it will be.

    An order stays what it is when events before are left out, and so, mostly, does the event.  What
    belongs to a stage of the procedure comes that much more `often` before what may happen at any.
    In the simplest orders one type stands first, and the others as the notice has them.
    """
    types = tuple(edition.events)
    simple = [tuple(dict.fromkeys((first, *types))) for first in types]
    of_a_stage = frozenset(
        way.event
        for way in edition.ways
        if len(way.source) <= _FEW_STATES and way.track != "emergency"
    )
    chance = Random(0)  # noqa: S311  no secret, and the same every time
    mixed = [
        tuple(
            sorted(
                types,
                key=lambda name: -(chance.random() ** (1 / (often if name in of_a_stage else 1))),
            )
        )
        for _ in range(_ORDERS)
    ]
    return st.sampled_from((*simple, *mixed))
