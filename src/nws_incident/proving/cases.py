"""From a configuration back to a case: the shortest way there, as events and as a case file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from attrs import frozen

from nws_incident.casefile.model import FORMAT, CaseFile, Expectation
from nws_incident.events import Inquiry, Opening, Party
from nws_incident.jst import JST
from nws_incident.proving.variables import PLACE
from nws_incident.terms import Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nws_incident.events import Event
    from nws_incident.proving.exploring import Exploration
    from nws_incident.proving.sweeping import Region, Sweep

_FIRST_DAY = datetime(2017, 7, 19, 10, tzinfo=JST)
_ONE_HOUR = timedelta(hours=1)


@frozen
class Met:
    """Where something was met: a configuration of each component, and an event tried there.

    `known` has the numbers of the circumstances that it was met under, as far as they matter.
    """

    where: tuple[int, ...]
    known: Mapping[int, int]
    event: int | None = None

    @classmethod
    def at(cls, region: Region, event: int | None = None) -> Self:
        """Return where a region is met first, with an event tried there."""
        return cls(region.first, region.known, event)

    def distance(self, exploration: Exploration) -> int:
        """Return how many events the case has, the event tried included."""
        return len(events_to(exploration, self))


def events_to(exploration: Exploration, met: Met) -> list[Event]:
    """Return the shortest case that comes to where something was met, with the event tried."""
    steps: list[int] = []
    roots: list[int] = []
    known = dict(met.known)
    for component, index in zip(exploration.components, met.where, strict=True):
        root, taken = component.way_to(index)
        roots.append(root)
        steps.extend(taken)
        for name in component.circumstances:
            known[PLACE[name]] = component.configurations[index][PLACE[name]]
    if met.event is not None:
        steps.append(met.event)
    return [
        *exploration.beginning(tuple(roots), known),
        *(exploration.events[step] for step in steps),
    ]


def case_file(
    exploration: Exploration,
    events: Iterable[Event],
    name: str,
    *,
    title: str,
    expect: Expectation,
) -> CaseFile:
    """Return a case file of made-up events, an hour apart; parties are named by their roles."""
    events = list(events)
    edition = exploration.unopened(events).edition

    def readable(number: int, event: Event) -> Event:
        changes: dict[str, Any] = {"at": _FIRST_DAY + number * _ONE_HOUR}
        if isinstance(event, Opening):
            for role in (Role.REQUESTER, Role.PROVIDER):
                party: Party = getattr(event, role)
                changes[role] = party.replace(name=edition.label("role", role).read("ja"))
        inquiry: Inquiry | None = getattr(event, "inquiry", None)
        if inquiry is not None and inquiry.occurred_at is not None:
            changes["inquiry"] = inquiry.replace(occurred_at=_FIRST_DAY - _ONE_HOUR)
        return event.replace(**changes)

    return CaseFile(
        format=FORMAT,
        id=name,
        events=tuple(readable(number, event) for number, event in enumerate(events)),
        title=title,
        edition=edition.id,
        expect=expect,
    )


def last_refused(sweep: Sweep, met: Met) -> Expectation:
    """Expect that the last event of a case, and no other, is refused."""
    return Expectation(refused=(met.distance(sweep.exploration) - 1,))
