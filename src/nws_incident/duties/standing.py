"""Who owes what, from an edition's rows: each duty made once for each bearer, ready to be asked.

What is owed depends on the states of the tracks and on guards.  The rows are sorted by states when
a combination of them first comes up, so that asking a case evaluates few guards and makes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from itertools import product
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from nws_incident.events import CLASS_BY_TYPE, fields_of
from nws_incident.facts import TRACKS
from nws_incident.fields import KIND
from nws_incident.guards import GUARDS
from nws_incident.machine import Check
from nws_incident.notice.obligations import DueRule, DutyRow, DutyWay, duty_ways
from nws_incident.terms import Counterpart, DueSource, Modality, Purpose, Role, Urgency
from nws_incident.text import Text

if TYPE_CHECKING:
    from nws_incident.events import Event
    from nws_incident.facts import Facts
    from nws_incident.notice.edition import Edition

_COUNTERPARTS = frozenset(Counterpart)
_URGENCIES: tuple[Urgency | None, ...] = (*Urgency, None)


@frozen
class Duty:
    """Something that a party owes: what, to whom, how urgently, until when, by which clause.

    `duty` is its public name, `bearer` who owes it, and `value` tells apart duties of one name
    (which authority, which form).  `urgency` is the notice's open term; `due` a date in JST, given
    only where the case, the notice or the host gives one (`due_source`).  `is_due_closed` says
    whether that day is a closed one (`None`: there is no date), and `next_open_day` then names
    the open day after it; the date itself is never moved.  `overdue` is in whole days, 0 where
    there is nothing to be late for.  Any event of `discharged_by` ends it, and `purpose` names the
    contact route, where it is a communication that has one.
    """

    duty: str
    bearer: Role
    modality: Modality
    urgency: Urgency | None
    due: date | None
    due_source: DueSource | None
    is_due_closed: bool | None
    next_open_day: date | None
    overdue: int
    counterpart: Counterpart | None
    value: str | None
    clauses: tuple[str, ...]
    discharged_by: tuple[str, ...]
    purpose: Purpose | None
    label: Text = field(repr=False)
    means: Text = field(repr=False)

    @property
    def key(self) -> tuple[str, Role, str | None]:
        """What tells the duty from every other of its case: its name, bearer and value."""
        return self.duty, self.bearer, self.value


@frozen
class Claim:
    """One way in which a duty is owed by one bearer: on which conditions, and the undated duty.

    `during` has the states that tracks must be in, where it asks for any, and `guards` names what
    else must hold.  `rank` places it among the duties of a case: by urgency, then in the order of
    the clauses.
    """

    duty: Duty
    due: DueRule | None
    rank: int
    during: Mapping[str, frozenset[str]]
    guards: tuple[str, ...]
    _checks: tuple[Check, ...]
    _stand_in: SimpleNamespace

    def may_hold(self, states: tuple[str, ...]) -> bool:
        """Tell whether the states of the four tracks let it be owed."""
        return all(
            state in self.during.get(track, (state,))
            for track, state in zip(TRACKS, states, strict=True)
        )

    def is_owed(self, facts: Facts) -> bool:
        """Tell whether it is owed, by the states of the tracks it names and by its guards."""
        return self._is_in_its_states(facts) and self.holds(facts)

    def is_stopped_by(self, guard: str, facts: Facts) -> bool:
        """Tell whether the states let it be owed and a guard of the name does not."""
        return self._is_in_its_states(facts) and not GUARDS[guard](facts, self._stand_in)

    def _is_in_its_states(self, facts: Facts) -> bool:
        return all(facts.state(track) in states for track, states in self.during.items())

    def concerns(self, event: Event) -> bool:
        """Tell whether an event speaks of the value that the duty is owed for, if it has one."""
        return all(
            getattr(event, name, value) == value
            for name, value in vars(self._stand_in).items()
            if name != "by"
        )

    def holds(self, facts: Facts) -> bool:
        """Tell whether every guard holds, with the bearer in place of the event."""
        return all(check(facts, self._stand_in) for check in self._checks)


class Standing:
    """The duties of an edition, ready to be asked of any number of cases and threads."""

    def __init__(self, edition: Edition) -> None:
        """Make every duty for each of its bearers and values, most urgent ways first."""
        self.groups = tuple(_claims(edition))
        self._by_states: dict[tuple[str, ...], tuple[tuple[Claim, ...], ...]] = {}

    def owed(self, facts: Facts) -> list[Claim]:
        """Return what is owed, the first way that holds for each duty and bearer, in order."""
        states = (facts.investigation, facts.processing, facts.reporting, facts.emergency)
        groups = self._by_states.get(states)
        if groups is None:
            groups = self._by_states[states] = self._in(states)
        owed = []
        for group in groups:
            for claim in group:
                if claim.holds(facts):
                    owed.append(claim)
                    break
        owed.sort(key=_rank)
        return owed

    def _in(self, states: tuple[str, ...]) -> tuple[tuple[Claim, ...], ...]:
        """Return what may be owed in these states: a race of two threads makes the same twice."""
        kept = (tuple(one for one in group if one.may_hold(states)) for group in self.groups)
        return tuple(group for group in kept if group)


@lru_cache(maxsize=16)
def standing_of(edition: Edition) -> Standing:
    """Return the duties of an edition, made once while it is in use."""
    return Standing(edition)


def _rank(claim: Claim) -> int:
    return claim.rank


def _claims(edition: Edition) -> list[tuple[Claim, ...]]:
    """Return the claims of each duty, bearer and value, ranked over all of them."""
    drafts = [
        (row, bearer, value, [way for way in duty_ways(row) if bearer in way.by])
        for row in edition.duties.values()
        for bearer, value in product(_bearers(row), values_of(row.discharged_by[0], row.each))
    ]
    order = {clause: place for place, clause in enumerate(edition.clauses)}
    places = sorted(
        (
            _URGENCIES.index(way.urgency),
            tuple(order[clause] for clause in row.clauses),
            group,
            branch,
        )
        for group, (row, _, _, ways) in enumerate(drafts)
        for branch, way in enumerate(ways)
    )
    ranks = {(group, branch): rank for rank, (_, _, group, branch) in enumerate(places)}
    return [
        tuple(
            _claim(edition, row, way, bearer, value, ranks[group, branch])
            for branch, way in enumerate(ways)
        )
        for group, (row, bearer, value, ways) in enumerate(drafts)
    ]


def _bearers(row: DutyRow) -> tuple[Role, ...]:
    return tuple(dict.fromkeys(role for way in duty_ways(row) for role in way.by))


def values_of(event_type: str, name: str | None) -> tuple[Any, ...]:
    """Return the values that a field of an event can have; nothing once, where none is named."""
    if name is None:
        return (None,)
    kinds = {one.name: one.metadata[KIND] for one in fields_of(CLASS_BY_TYPE[event_type])}
    values: tuple[Any, ...] = kinds[name].values
    return values


def _claim(  # noqa: PLR0913, PLR0917  a claim has that many parts
    edition: Edition,
    row: DutyRow,
    way: DutyWay,
    bearer: Role,
    value: str | None,
    rank: int,
) -> Claim:
    stand_in = SimpleNamespace(by=bearer)
    if row.each is not None:
        setattr(stand_in, row.each, value)
    duty = Duty(
        duty=row.id,
        bearer=bearer,
        modality=row.modality,
        urgency=way.urgency,
        due=None,
        due_source=None,
        is_due_closed=None,
        next_open_day=None,
        overdue=0,
        counterpart=counterpart_of(row.counterpart, value),
        value=value,
        clauses=row.clauses,
        discharged_by=row.discharged_by,
        purpose=row.purpose,
        label=filled(edition, row.label, row.each, value),
        means=filled(edition, way.means, row.each, value),
    )
    return Claim(
        duty,
        way.due,
        rank,
        {track: frozenset(states) for track, states in way.during.items()},
        way.guards,
        tuple(GUARDS[name] for name in way.guards),
        stand_in,
    )


def counterpart_of(stated: Counterpart | None, value: str | None) -> Counterpart | None:
    """Return to whom it is owed: as stated, or the value itself where that is a body."""
    if stated is None and value in _COUNTERPARTS:
        return Counterpart(value)
    return stated


def filled(edition: Edition, text: Text, name: str | None, value: str | None) -> Text:
    """Return a row's text with the label of the value it speaks of."""
    if name is None or value is None:
        return text
    return text.fill(**{name: edition.label(name, value)})
