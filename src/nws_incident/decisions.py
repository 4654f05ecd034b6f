"""Asking before acting: what would become of an event, and which events are open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from nws_incident.ahead import DEFAULT_LIMIT, WayOn, way_on
from nws_incident.case import facts_of
from nws_incident.explaining import explain
from nws_incident.facts import Facts
from nws_incident.judging import procedure_of
from nws_incident.moving import admits
from nws_incident.notice.edition import Edition
from nws_incident.probes import Probe, moving_probes, probes_for, probes_of
from nws_incident.text import Text

if TYPE_CHECKING:
    from nws_incident.case import Case, Decision
    from nws_incident.events import Event
    from nws_incident.findings import Finding
    from nws_incident.notice.model import LibraryRule


class Availability(StrEnum):
    """Whether events of a type are accepted now: all of them, some, or none.

    But for what `options` cannot know: see there.
    """

    OPEN = "open"
    CONDITIONAL = "conditional"
    BLOCKED = "blocked"


@frozen
class Option:
    """An event type as it stands for a case now: for a button or a menu entry.

    `choices` lists, where not every event of the type is accepted, the values of its fields that
    are: each a mapping of field to value (`inquiry`: the particulars still to fill in; what was
    given before may be repeated, and not changed).
    `findings` says what stands in the way of the others.
    """

    event_type: str
    label: Text
    availability: Availability
    choices: tuple[Mapping[str, Any], ...]
    _edition: Edition = field(repr=False, eq=False)
    _facts: Facts | None = field(repr=False, eq=False)
    _refused: Sequence[Probe] = field(repr=False, eq=False)

    @property
    def is_available(self) -> bool:
        """Whether some event of this type would be accepted."""
        return self.availability is not Availability.BLOCKED

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What stands in the way, found on the case as it was when the option was made.

        Of the made-up events that are refused, one speaks only where no other is refused for
        less.
        """
        explained = [explain(self._edition, self._facts, probe.event) for probe in self._refused]
        keys = [{(one.rule, one.guard) for one in findings} for findings in explained]
        said = {
            (one.rule, one.guard, one.text): one
            for own, findings in zip(keys, explained, strict=True)
            if not any(other < own for other in keys)
            for one in findings
        }
        return tuple(said.values())

    @cached_property
    def way_on(self) -> WayOn:
        """The shortest way to an event of this type, from the case as it was: see `unblock`."""
        return way_on(self._edition, self._facts, self.event_type)


def decide(case: Case, event: Event) -> Decision:
    """Judge `event` as `case.apply` would, changing nothing."""
    return case.decide(event)


def options(case: Case) -> tuple[Option, ...]:
    """Return every event type in the order of the procedure, open or not, for `case` as it is.

    An event of an open type is still refused where its time runs back, where a text of it holds
    an individual number, or, for `provider_contacted`, where its inquiry changes a particular that
    was given before (1(2)).
    """
    facts = facts_of(case)
    facts = None if facts is None else facts.copy()  # options outlive the case as it is now
    return tuple(_option(case.edition, facts, event_type) for event_type in case.edition.events)


def option_of(case: Case, event_type: str) -> Option:
    """Return one event type as `options` has it: for the library's own use, where one will do."""
    return _option(case.edition, facts_of(case), event_type)


def unblock(case: Case, target: str | Event, *, limit: int = DEFAULT_LIMIT) -> WayOn:
    """Return the shortest way to `target`: an event type, an event as it stands, or `COMPLETE`.

    An event type is reached once some event of it is accepted, an event once that very one is,
    its time aside.  The steps are what would have to happen, never advice to record what did not.
    The search looks at no more than `limit` different courses of the case.  Raises `InvalidEvent`
    for an event type that there is none of.
    """
    return way_on(case.edition, facts_of(case), target, limit)


def _option(edition: Edition, facts: Facts | None, event_type: str) -> Option:
    is_opening = event_type in edition.openings
    if is_opening and facts is None:
        return _made(edition, None, event_type, Availability.OPEN)
    rule = edition.library.get(event_type)
    if rule is not None:
        return _moving_option(edition, facts, rule)
    procedure = procedure_of(edition)
    if is_opening or facts is None or not procedure.has_way(facts, event_type):
        probes = probes_of(edition, event_type)
        return _made(edition, facts, event_type, Availability.BLOCKED, refused=probes)
    accepted: list[Probe] = []
    refused: list[Probe] = []
    for probe in probes_for(facts, event_type):
        (accepted if procedure.accepts(facts, probe.event) else refused).append(probe)
    if not accepted:
        return _made(edition, facts, event_type, Availability.BLOCKED, refused=refused)
    if not refused:
        return _made(edition, facts, event_type, Availability.OPEN)
    return _made(
        edition, facts, event_type, Availability.CONDITIONAL, accepted=accepted, refused=refused
    )


def _moving_option(edition: Edition, facts: Facts | None, rule: LibraryRule) -> Option:
    """Return what moves the case: never open, since the case may not go where it is already."""
    editions = (edition.id,) if facts is None else tuple(facts.editions)
    has_choice = len(editions) > 1  # else it could only go where it is
    accepted: list[Probe] = []
    refused: list[Probe] = []
    for probe in moving_probes(rule.event, rule.by, editions):
        is_accepted = has_choice and facts is not None and admits(rule, facts, probe.event)
        (accepted if is_accepted else refused).append(probe)
    availability = Availability.CONDITIONAL if accepted else Availability.BLOCKED
    return _made(edition, facts, rule.event, availability, accepted=accepted, refused=refused)


def _made(  # noqa: PLR0913  an option has that many parts
    edition: Edition,
    facts: Facts | None,
    event_type: str,
    availability: Availability,
    *,
    accepted: Sequence[Probe] = (),
    refused: Sequence[Probe] = (),
) -> Option:
    return Option(
        event_type,
        edition.events[event_type],
        availability,
        tuple([probe.values for probe in accepted]),
        edition=edition,
        facts=facts,
        refused=refused,
    )
