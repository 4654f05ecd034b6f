"""The shape of a statechart of the procedure: what SCXML and XState are written from."""

from __future__ import annotations

from attrs import frozen

from nws_incident.export.conditions import Condition


@frozen
class Step:
    """A transition: the events it takes, what it asks, where it goes and what it records.

    `name` is the rule's id, with the number of the way where the rule has several.  Without a
    `target` the track stays.  `announcement` is the event that it raises, if any.
    """

    name: str
    rule: str
    events: tuple[str, ...]
    conditions: tuple[Condition, ...]
    target: str | None
    records: tuple[str, ...]
    announcement: str | None
    clauses: tuple[str, ...]
    means: str


@frozen
class ChartState:
    """A state of a track, with the transitions that leave it or stay in it."""

    id: str
    label: str
    steps: tuple[Step, ...]


@frozen
class ChartTrack:
    """A track: a region that runs beside the others."""

    id: str
    label: str
    initial: str
    states: tuple[ChartState, ...]


@frozen
class Predicate:
    """A guard by its name: what it demands, and the clauses it rests on besides the rule's."""

    name: str
    demands: str
    clauses: tuple[str, ...]


@frozen
class Statechart:
    """The procedure of an edition: how a case is opened, and the regions that run from then on.

    `asides` are steps that each run in a region of one state, beside the tracks.
    """

    edition: str
    language: str
    title: str
    openings: tuple[Step, ...]
    tracks: tuple[ChartTrack, ...]
    asides: tuple[Step, ...]
    predicates: tuple[Predicate, ...]
