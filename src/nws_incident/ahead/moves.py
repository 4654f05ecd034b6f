"""The events that a case accepts, as far as a target can tell them apart, and what each makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from nws_incident.ahead.cone import Cone
from nws_incident.ahead.openings import openings_over
from nws_incident.events import Inquiry
from nws_incident.facts import Facts
from nws_incident.judging import Procedure
from nws_incident.machine import Fired
from nws_incident.probes import FILLING, Probe, filling_probe

if TYPE_CHECKING:
    from collections.abc import Iterator


@frozen
class Taken:
    """An event on a way: how a case stood before it (`None`: no case yet), and how after it."""

    before: Facts | None
    probe: Probe
    fired: tuple[Fired, ...]
    after: Facts


@frozen
class Moves:
    """The events of a cone under a procedure.

    `inquiry` is what the event that is aimed at states of the inquiry, if it states anything:
    what is filled in on the way must not be something else.
    """

    procedure: Procedure
    cone: Cone
    inquiry: Inquiry | None = None

    def of(self, facts: Facts | None, event_type: str) -> tuple[Probe, ...]:
        """Return the events of a type that make a difference to a case, accepted or not."""
        if facts is None:
            edition = self.procedure.edition
            return openings_over(edition, event_type, self.cone.aspects, self.inquiry)
        probes = self.cone.probes[event_type]
        if event_type == FILLING and facts.inquiry.blanks:
            return (filling_probe(facts, self.inquiry), *probes)
        return probes

    def take(self, facts: Facts | None, probe: Probe) -> Taken | None:
        """Return what an event makes of a case, or nothing where it is refused."""
        if facts is None:
            opened = self.procedure.open(probe.event)
            return None if opened is None else Taken(None, probe, opened[1], opened[0])
        accepted = self.procedure.judge(facts, probe.event)
        if not accepted:
            return None
        after = facts.copy()
        return Taken(facts, probe, self.procedure.fold(after, probe.event, accepted), after)

    def from_(self, facts: Facts | None) -> Iterator[Taken]:
        """Yield every event that is accepted, in the order of the notice, and what it makes."""
        procedure = self.procedure
        types = procedure.edition.openings if facts is None else self.cone.probes
        for event_type in types:
            if facts is None or procedure.has_way(facts, event_type):
                for probe in self.of(facts, event_type):
                    taken = self.take(facts, probe)
                    if taken is not None:
                        yield taken
