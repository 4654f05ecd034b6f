"""What a case is steered to: tracks in given states, a rule about to fire, an event refused.

A goal knows the shortest way to it from any case, by the search that looks ahead, and remembers
what it found.  So a draw never hopes for a rare state: it goes there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from nws_incident.ahead.cone import cone_of
from nws_incident.ahead.influence import read_by
from nws_incident.ahead.mattering import values_that_matter
from nws_incident.ahead.moves import Moves
from nws_incident.ahead.search import search
from nws_incident.ahead.targets import Target, bound_of, completion, standing
from nws_incident.ahead.weighing import weigher
from nws_incident.case import Case, facts_of
from nws_incident.decisions import option_of
from nws_incident.errors import ROOT, InvalidArgument
from nws_incident.explaining import explain
from nws_incident.facts import TRACKS
from nws_incident.fields import show, suggest
from nws_incident.judging import procedure_of
from nws_incident.probes import probes_for
from nws_incident.testing.events import fitting_roles, plain_event

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nws_incident.facts import Facts
    from nws_incident.notice.edition import Edition
    from nws_incident.probes import Probe

Held = tuple[str, Mapping[str, Any]]
"""An event to come: its type, and the values that it is held to."""

_LIMIT = 2_000
"""How many different cases a search looks at that starts before the opening."""
_LIMIT_LATER = 200
"""How many it looks at from a case on: where that is too few, the case can be taken back."""


class Goal:
    """Where a case is to go under an edition, and the events that may be offered to it there."""

    def __init__(
        self,
        edition: Edition,
        target: Target,
        offered: Callable[[Facts], Iterable[Probe]] = lambda _: (),
    ) -> None:
        """Look for the way from before the opening; raises `InvalidArgument` if there is none."""
        self.edition = edition
        self._target, self._offered = target, offered
        self._moves = Moves(procedure_of(edition), cone_of(edition, target.aspects))
        self._ways: dict[Any, tuple[Held, ...] | None] = {}
        if self.way_from(Case(edition=edition)) is None:
            raise _no_such_case()

    def way_from(self, case: Case) -> tuple[Held, ...] | None:
        """Return the shortest way to the goal, or nothing where the case will not get there."""
        facts = facts_of(case)
        key = None if facts is None else self._moves.cone.key(facts)
        if key not in self._ways:
            self._ways[key] = self._search(facts)
        return self._ways[key]

    def _search(self, facts: Facts | None) -> tuple[Held, ...] | None:
        limit = _LIMIT if facts is None else _LIMIT_LATER
        found = search(facts, self._target, self._moves, weigher(self.edition), limit)
        if found.path is None:
            return None
        values = values_that_matter(self._target, self._moves, found.path)
        return tuple(
            (taken.probe.event.type, {"by": taken.probe.event.by, **held})
            for taken, held in zip(found.path, values, strict=True)
        )

    def offered_to(self, case: Case) -> tuple[Held, ...]:
        """Return the events that may be offered to a case that has arrived."""
        facts = facts_of(case)
        assert facts is not None  # noqa: S101  a way leads through an opening
        return tuple((probe.event.type, probe.values) for probe in self._offered(facts))


class Start(Goal):
    """An opening, or a move to another edition, is about to be accepted: it takes no way there."""

    def __init__(self, edition: Edition, event_type: str, editions: Sequence[Edition]) -> None:
        """Look for an opening after which it is; raises `InvalidArgument` if there is none."""
        self.edition = edition
        self._type = event_type
        self._opening: tuple[Held, ...] = ()
        case = Case(edition=edition, editions=editions)
        if self.is_there(case):
            return
        for opening in edition.openings.values():
            event = plain_event(opening.event, {"by": opening.by[0]})
            opened = Case.from_events([event], edition=edition, editions=editions)
            if self.is_there(opened):
                self._opening = ((opening.event, {"by": opening.by[0]}),)
                return
        raise _no_such_case()

    def is_there(self, case: Case) -> bool:
        """Tell whether the event can be offered."""
        return option_of(case, self._type).is_available

    def way_from(self, case: Case) -> tuple[Held, ...] | None:
        """Return the opening, if one must come first; nothing leads back to before it."""
        if self.is_there(case):
            return ()
        return None if case.is_open else self._opening

    def offered_to(self, case: Case) -> tuple[Held, ...]:
        """Return the events of the type that are accepted."""
        choices = option_of(case, self._type).choices
        roles = fitting_roles(self.edition, self._type)
        return tuple((self._type, values) for values in choices or [{"by": role} for role in roles])


@lru_cache(maxsize=64)
def completion_of(edition: Edition) -> Goal:
    """Return the goal that a case is complete."""
    return Goal(edition, completion(edition))


def standing_in(edition: Edition, states: Mapping[str, str]) -> Goal:
    """Return the goal that tracks are in given states; raises `InvalidArgument` for others."""
    for track, state in states.items():
        if track not in TRACKS:
            raise InvalidArgument.at(
                f"{ROOT}.{track}", "unknown_key", suggestion=suggest(track, TRACKS)
            )
        if state not in edition.tracks[track].states:
            allowed = ", ".join(edition.tracks[track].states)
            raise InvalidArgument.at(
                f"{ROOT}.{track}", "unknown_state", value=show(state), allowed=allowed
            )
    return Goal(edition, standing(edition, states))


def firing(edition: Edition, rule: str, editions: Sequence[Edition]) -> Goal:
    """Return the goal that a rule, an opening's or the library's included, is about to fire."""
    starts = {opening.id: opening.event for opening in edition.openings.values()} | {
        other.id: other.event for other in edition.library.values() if other.by
    }
    if rule in starts:
        return Start(edition, starts[rule], editions)
    if rule not in edition.rules:
        raise _unknown_rule(rule)
    ways = [way for way in edition.ways if way.rule == rule]
    types = tuple(dict.fromkeys(way.event for way in ways))
    aspects = _judged_on(edition, types)
    moves = Moves(procedure_of(edition), cone_of(edition, aspects))

    def offered(facts: Facts) -> Iterator[Probe]:
        for event_type in types:
            for probe in (
                moves.of(facts, event_type)
                if event_type in moves.cone.probes
                else probes_for(facts, event_type)
            ):
                taken = moves.take(facts, probe)
                if taken is not None and rule in {fired.rule for fired in taken.fired}:
                    yield probe

    bound = bound_of(edition, ways)
    rides = any(way.rides_on for way in ways)

    def nearer(facts: Facts) -> int | None:
        # What rides finds the tracks as the event has just moved them.
        away = bound(facts)
        return None if away is None else max(away - rides, 0)

    return Goal(edition, Target(aspects, lambda facts: any(offered(facts)), nearer), offered)


def refusing(edition: Edition, rule: str | None) -> Goal:
    """Return the goal that an event can be offered that is refused: by any rule, or by one."""
    if rule is not None and rule not in edition.rules:
        raise _unknown_rule(rule)
    ways = [way for way in edition.ways if rule in {None, way.rule} and not way.rides_on]
    types = tuple(dict.fromkeys(way.event for way in ways))
    procedure = procedure_of(edition)

    def offered(facts: Facts) -> Iterator[Probe]:
        for event_type in types:
            for probe in probes_for(facts, event_type):
                if not procedure.accepts(facts, probe.event) and (
                    rule is None
                    or rule in {finding.rule for finding in explain(edition, facts, probe.event)}
                ):
                    yield probe

    aspects = _judged_on(edition, types)
    return Goal(edition, Target(aspects, lambda facts: any(offered(facts)), lambda _: 0), offered)


def _judged_on(edition: Edition, types: Iterable[str]) -> frozenset[str]:
    """Return the aspects on which it depends what becomes of events of some types."""
    ways = (way for way in edition.ways if way.event in types)
    return frozenset[str]().union(*(read_by(edition, way) for way in ways))


def _no_such_case() -> InvalidArgument:
    return InvalidArgument.at(ROOT, "no_such_case")


def _unknown_rule(rule: str) -> InvalidArgument:
    return InvalidArgument.at(f"{ROOT}.rule", "edition_unknown_rule", value=show(rule))
