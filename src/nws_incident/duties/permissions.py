"""What a case allows and spares: permissions, as the procedure itself sees them, and exemptions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from nws_incident.case import facts_of
from nws_incident.duties.standing import counterpart_of, filled
from nws_incident.judging import procedure_of
from nws_incident.notice.obligations import ExemptionRow, PermissionRow, ReasonRule
from nws_incident.probes import probes_of
from nws_incident.terms import Counterpart, Modality, Purpose, Role
from nws_incident.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nws_incident.case import Case
    from nws_incident.facts import Facts
    from nws_incident.notice.edition import Edition


@frozen
class Permission:
    """Something that a party may do now: what, of whom, by which rules and clauses.

    `permission` is its public name, `bearer` who may, and `value` tells apart permissions of one
    name (whom to ask, on which ground).  An event of type `event` with that value is accepted by
    one of `rules`.  `purpose` names the contact route, where it is a communication that has one;
    `note` is what the notice asks to keep in mind.
    """

    permission: str
    bearer: Role
    modality: Modality
    counterpart: Counterpart | None
    value: str | None
    clauses: tuple[str, ...]
    event: str
    rules: tuple[str, ...]
    purpose: Purpose | None
    label: Text = field(repr=False)
    means: Text = field(repr=False)
    note: Text | None = field(repr=False)


@frozen
class Exemption:
    """Something that a party need not do, with the reason and the clauses it rests on."""

    exemption: str
    bearer: Role
    modality: Modality
    clauses: tuple[str, ...]
    label: Text = field(repr=False)
    means: Text = field(repr=False)
    reason: Text = field(repr=False)


def permissions(case: Case) -> tuple[Permission, ...]:
    """Return what is permitted in `case` as it is, in the order of the clauses.

    A permission holds exactly where the procedure accepts its event by one of its rules.  A case
    that is not open permits nothing.
    """
    facts = facts_of(case)
    if facts is None:
        return ()
    found = (
        one for row in case.edition.permissions.values() for one in _permitted(case, facts, row)
    )
    return tuple(sorted(found, key=lambda one: _place(case.edition, one.clauses)))


def exemptions(case: Case) -> tuple[Exemption, ...]:
    """Return what need not be done in `case` as it is, in the order of the clauses.

    A case that is not open exempts from nothing.
    """
    facts = facts_of(case)
    if facts is None:
        return ()
    found = [
        _exemption(facts, row, bearer)
        for row in case.edition.exemptions.values()
        if all(facts.state(track) in states for track, states in row.during.items())
        for bearer in row.by
    ]
    return tuple(sorted(found, key=lambda one: _place(case.edition, one.clauses)))


def _place(edition: Edition, clauses: tuple[str, ...]) -> tuple[int, ...]:
    order = tuple(edition.clauses)
    return tuple(order.index(clause) for clause in clauses)


def _permitted(case: Case, facts: Facts, row: PermissionRow) -> Iterator[Permission]:
    """Yield the permission for each bearer and value for whom the procedure accepts a probe."""
    procedure = procedure_of(case.edition)
    clauses: dict[tuple[Role, Any], dict[str, None]] = {}
    rules: dict[tuple[Role, Any], dict[str, None]] = {}
    for probe in probes_of(case.edition, row.event):
        for taken in procedure.judge(facts, probe.event):
            if taken.rule in row.rules:
                key = probe.event.by, row.each and probe.values[row.each]
                clauses.setdefault(key, dict.fromkeys(row.clauses)).update(
                    dict.fromkeys(taken.way.clauses)
                )
                rules.setdefault(key, {})[taken.rule] = None
    for (bearer, value), cited in clauses.items():
        yield Permission(
            permission=row.id,
            bearer=bearer,
            modality=row.modality,
            counterpart=counterpart_of(row.counterpart, value),
            value=value,
            clauses=tuple(cited),
            event=row.event,
            rules=tuple(rules[bearer, value]),
            purpose=row.purposes.get(value) if value is not None else None,
            label=filled(case.edition, row.label, row.each, value),
            means=filled(case.edition, row.means, row.each, value),
            note=row.note,
        )


def _exemption(facts: Facts, row: ExemptionRow, bearer: Role) -> Exemption:
    ground = facts.report_ground if row.reason is ReasonRule.REPORT else None
    return Exemption(
        exemption=row.id,
        bearer=bearer,
        modality=row.modality,
        clauses=row.clauses if ground is None else ground.clauses,
        label=row.label,
        means=row.means,
        reason=row.means if ground is None else ground.means,
    )
