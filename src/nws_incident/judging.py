"""Judging an event and folding it in: all tracks on the case as it was, then all at once.

`Procedure` is an edition with its machines: immutable once built, shared by any number of cases
and threads.  It judges `Facts`; the public view of a case is `nws_incident.case.Case`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from nws_incident.folding import open_case
from nws_incident.guards import no_individual_number
from nws_incident.machine import Fired, LeanEvent, LeanTransition, TrackMachine, build_machines
from nws_incident.moving import admits, move

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from nws_incident.events import Event
    from nws_incident.facts import Facts
    from nws_incident.notice.edition import Edition
    from nws_incident.notice.model import Opening

_EDITIONS_AT_ONCE = 16


class Procedure:
    """An edition's procedure, ready to judge."""

    def __init__(self, edition: Edition) -> None:
        """Build the machines of an edition, and look up which of them each event type concerns."""
        self.edition = edition
        self.machines: dict[str, TrackMachine] = build_machines(edition)
        self.advising = frozenset(way.event for way in edition.ways if way.advises)
        self._accepting = self._by_event(lambda event: event.is_accepting)
        self._riding = self._by_event(lambda event: event.is_riding)
        self._openings = {opening.event: _fired(opening) for opening in edition.openings.values()}

    def _by_event(
        self, is_concerned: Callable[[LeanEvent], bool]
    ) -> dict[str, tuple[tuple[str, LeanEvent], ...]]:
        return {
            type_: tuple(
                (track, event)
                for track, machine in self.machines.items()
                if (event := machine.event(type_)) is not None and is_concerned(event)
            )
            for type_ in self.edition.events
        }

    def judge(self, facts: Facts, event: Event) -> list[LeanTransition]:
        """Return the transitions that accept `event`, judged by the rules alone: none, refused.

        All tracks are judged on `facts` as they are, which stay as they are.
        """
        taken: list[LeanTransition] = []
        for track, track_event in self._accepting[event.type]:
            track_event.judge(getattr(facts, track), facts, event, taken)
        return taken

    def accepts(self, facts: Facts, event: Event) -> bool:
        """Tell whether the rules alone accept `event`: the same as judging it, and cheaper."""
        for track, track_event in self._accepting[event.type]:
            if track_event.accepts(getattr(facts, track), facts, event):
                return True
        return False

    def has_way(self, facts: Facts, event_type: str) -> bool:
        """Tell whether any transition starts, by an event type, where the tracks are now."""
        for track, track_event in self._accepting[event_type]:
            if track_event.accepting[getattr(facts, track)]:
                return True
        return False

    def fold(self, facts: Facts, event: Event, taken: list[LeanTransition]) -> tuple[Fired, ...]:
        """Fold `event` into `facts`: everything in `taken`, then whatever rides on that."""
        version = facts.version = facts.version + 1
        facts.last_at = event.at
        for transition in taken:
            transition.take(facts, event, version)
        for track, track_event in self._riding[event.type]:
            rider = track_event.ride(getattr(facts, track), facts, event, taken)
            if rider is not None:
                rider.take(facts, event, version)
                taken.append(rider)
        if len(taken) == 1:
            return taken[0].fired_alone
        return tuple([transition.fired for transition in taken])

    def open(self, event: Event) -> tuple[Facts, tuple[Fired, ...]] | None:
        """Return the facts of the case that `event` opens, and what fired; nothing if refused."""
        opening = self.edition.openings.get(event.type)
        if opening is None or event.by not in opening.by or not no_individual_number(None, event):
            return None
        return open_case(self.edition, opening, event), (self._openings[event.type],)

    def admits_move(self, facts: Facts, event: Event) -> bool:
        """Tell whether `event` is one of the library's that moves the case to another edition."""
        rule = self.edition.library.get(event.type)
        return rule is not None and admits(rule, facts, event)

    def move(self, facts: Facts, event: Event) -> tuple[Procedure, tuple[Fired, ...]]:
        """Fold in an event that moves the case; return the procedure from then on, what fired."""
        rule = self.edition.library[event.type]
        move(facts, event)
        fired = Fired(rule.id, None, self.edition.id, facts.edition.id, rule.clauses)
        return procedure_of(facts.edition), (fired,)

    def refold(
        self, events: Iterable[Event], editions: Mapping[str, Edition]
    ) -> tuple[Procedure, Facts | None]:
        """Return what accepted events make of a case, and the procedure that it is now under."""
        procedure, facts = self, None
        for procedure, facts in self.stages(events, editions):  # noqa: B007  the last one counts
            pass
        return procedure, facts

    def stages(
        self, events: Iterable[Event], editions: Mapping[str, Edition]
    ) -> Iterator[tuple[Procedure, Facts]]:
        """Yield the procedure and the facts after each accepted event: the facts, growing."""
        procedure = self
        facts: Facts | None = None
        for event in events:
            if facts is None:
                facts = open_case(self.edition, self.edition.openings[event.type], event)
                facts.editions = editions
            elif taken := procedure.judge(facts, event):
                procedure.fold(facts, event, taken)
            else:
                procedure, _ = procedure.move(facts, event)
            yield procedure, facts


def is_admissible(facts: Facts, event: Event) -> bool:
    """Tell whether what is asked of every event holds: time in order, no individual number."""
    return event.at >= facts.last_at and (not event.sightings or no_individual_number(facts, event))


def _fired(opening: Opening) -> Fired:
    return Fired(
        rule=opening.id,
        track="investigation",
        source=opening.investigation,
        to=opening.investigation,
        clauses=opening.clauses,
    )


@lru_cache(maxsize=_EDITIONS_AT_ONCE)
def procedure_of(edition: Edition) -> Procedure:
    """Return the procedure of an edition, built once while it is in use."""
    return Procedure(edition)
