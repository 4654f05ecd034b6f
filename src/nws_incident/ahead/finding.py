"""Finding the way on from facts: what is asked for, the search, and what is told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nws_incident.ahead.cone import cone_of
from nws_incident.ahead.mattering import values_that_matter
from nws_incident.ahead.moves import Moves
from nws_incident.ahead.search import Found, search
from nws_incident.ahead.targets import Target, acceptance, completion
from nws_incident.ahead.way import COMPLETE, Reach, WayOn
from nws_incident.ahead.weighing import weigher
from nws_incident.ahead.wording import label_of, sentence, step_of
from nws_incident.errors import ROOT, InvalidEvent
from nws_incident.events import Event, Inquiry, ProviderContacted
from nws_incident.fields import show, suggest
from nws_incident.guards import no_individual_number
from nws_incident.judging import procedure_of
from nws_incident.moving import admits
from nws_incident.probes import Probe, moving_probes, probes_for

if TYPE_CHECKING:
    from nws_incident.ahead.way import Step
    from nws_incident.facts import Facts
    from nws_incident.judging import Procedure
    from nws_incident.notice.edition import Edition
    from nws_incident.notice.model import LibraryRule, Way

DEFAULT_LIMIT = 10_000
"""How many different cases a search looks at before it gives up."""


def way_on(
    edition: Edition, facts: Facts | None, wanted: str | Event, limit: int = DEFAULT_LIMIT
) -> WayOn:
    """Return the shortest way from `facts` (`None`: no case yet) to what is wanted.

    Raises `InvalidEvent` for an event type that there is none of.
    """
    name = wanted.type if isinstance(wanted, Event) else wanted
    if name != COMPLETE and name not in edition.events:
        known = (*edition.events, COMPLETE)
        raise InvalidEvent.at(
            ROOT, "unknown_type", value=show(name), suggestion=suggest(name, known)
        )
    procedure = procedure_of(edition)
    if name in edition.openings:
        opens = facts is None and (isinstance(wanted, str) or procedure.open(wanted) is not None)
        return _told(edition, name, Found(0, path=() if opens else None, is_exhausted=True), ())
    if name in edition.library:
        return _told(edition, name, _move(edition.library[name], facts, wanted), ())
    target = _target(procedure, wanted)
    if target is None:
        return _told(edition, name, Found(0, is_exhausted=True), ())
    stated = (wanted.inquiry or Inquiry()) if isinstance(wanted, ProviderContacted) else None
    moves = Moves(procedure, cone_of(edition, target.aspects), stated)
    found = search(facts, target, moves, weigher(edition), limit)
    path = found.path or ()
    values = values_that_matter(target, moves, path)
    steps = [step_of(edition, taken, of_it) for taken, of_it in zip(path, values, strict=True)]
    return _told(edition, name, found, tuple(steps))


def _move(rule: LibraryRule, facts: Facts | None, wanted: str | Event) -> Found:
    """Tell whether the case can be moved now: no event of the procedure is a step to that.

    Where it cannot, and knows another edition, what it may grow into is not looked at.
    """
    if facts is None:
        return Found(0)
    moves = (
        [wanted]
        if isinstance(wanted, Event)
        else [probe.event for probe in moving_probes(rule.event, rule.by, tuple(facts.editions))]
    )
    if any(admits(rule, facts, move) for move in moves):
        return Found(0, path=(), is_exhausted=True)
    return Found(0, is_exhausted=len(facts.editions) == 1)


def _target(procedure: Procedure, wanted: str | Event) -> Target | None:
    """Return what to search for; nothing where no rule ever takes the very event."""
    edition = procedure.edition
    if wanted == COMPLETE:
        return completion(edition)
    if isinstance(wanted, Event):
        ways = [way for way in _accepting(edition, wanted.type) if _is_open_to(way, wanted)]
        if not ways or not no_individual_number(None, wanted):
            return None
        probe = Probe(wanted, {})
        return acceptance(procedure, ways, lambda _: (probe,))
    return acceptance(
        procedure, _accepting(edition, wanted), lambda facts: probes_for(facts, wanted)
    )


def _accepting(edition: Edition, event_type: str) -> list[Way]:
    return [way for way in edition.ways if way.event == event_type and not way.rides_on]


def _is_open_to(way: Way, event: Event) -> bool:
    return event.by in way.by and all(getattr(event, name) in values for name, values in way.when)


def _told(edition: Edition, name: str, found: Found, steps: tuple[Step, ...]) -> WayOn:
    if found.path is not None:
        reach = Reach.AHEAD if found.path else Reach.NOW
    else:
        reach = Reach.NEVER if found.is_exhausted else Reach.UNKNOWN
    return WayOn(
        target=name,
        reach=reach,
        steps=steps,
        searched=found.searched,
        label=label_of(edition, name),
        text=sentence(edition, name, reach, steps, found.searched),
    )
