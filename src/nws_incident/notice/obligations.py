"""The rows of what a case owes, allows and spares: duties, permissions and exemptions, as data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum

import attrs
from attrs import frozen

from nws_incident.terms import Counterpart, Modality, Purpose, Role, Urgency
from nws_incident.text import Text


class DueRule(StrEnum):
    """Where a duty's date comes from: the case, or the week of section 5 after the cause."""

    DECIDE_BY = "decide_by"
    WEEK_AFTER_CAUSE = "week_after_cause"


class ReasonRule(StrEnum):
    """Where an exemption's reason comes from: the row that says who must report."""

    REPORT = "report"


@frozen
class DutyBranch:
    """One way in which a duty is owed, as it stands in data: what it leaves out, the duty says.

    `id` tells it from the duty's other branches; a translation finds its text by it.
    """

    id: str
    by: tuple[Role, ...] | None = None
    during: Mapping[str, tuple[str, ...]] | None = None
    guards: tuple[str, ...] | None = None
    urgency: Urgency | None = None
    due: DueRule | None = None
    means: Text | None = None


@frozen
class DutyRow:
    """A duty as it stands in data; of its branches, the first that holds for a bearer counts.

    It is owed by each of `by` for whom the tracks are in `during` and every guard holds.  `each`
    names a field of the discharging events: it is owed once for each of its values that the
    guards let through.
    """

    id: str
    by: tuple[Role, ...]
    modality: Modality
    clauses: tuple[str, ...]
    discharged_by: tuple[str, ...]
    label: Text
    means: Text
    during: Mapping[str, tuple[str, ...]] | None = None
    guards: tuple[str, ...] | None = None
    urgency: Urgency | None = None
    due: DueRule | None = None
    each: str | None = None
    counterpart: Counterpart | None = None
    purpose: Purpose | None = None
    branch: tuple[DutyBranch, ...] = ()


@frozen
class DutyWay:
    """One way in which a duty is owed, with everything said."""

    by: tuple[Role, ...]
    during: Mapping[str, tuple[str, ...]]
    guards: tuple[str, ...]
    urgency: Urgency | None
    due: DueRule | None
    means: Text


@frozen
class PermissionRow:
    """A permission as it stands in data: it holds where one of `rules` accepts the event.

    `each` names a field of the event: it is given once for each value that is accepted, and
    `purposes` names the contact route by that value.
    """

    id: str
    modality: Modality
    event: str
    rules: tuple[str, ...]
    clauses: tuple[str, ...]
    label: Text
    means: Text
    each: str | None = None
    counterpart: Counterpart | None = None
    purposes: Mapping[str, Purpose] = attrs.field(factory=dict)
    note: Text | None = None


@frozen
class ExemptionRow:
    """An exemption as it stands in data: from which events, for whom, and in which states.

    Where `reason` names where the reason comes from, its text and clauses come from there;
    elsewhere `means` and `clauses` are the reason.
    """

    id: str
    by: tuple[Role, ...]
    modality: Modality
    spares: tuple[str, ...]
    during: Mapping[str, tuple[str, ...]]
    clauses: tuple[str, ...]
    label: Text
    means: Text
    reason: ReasonRule | None = None


_INHERITED = tuple(attribute.name for attribute in attrs.fields(DutyWay))


def duty_ways(row: DutyRow) -> Iterator[DutyWay]:
    """Say each branch of a duty in full, or the duty itself where it has none."""
    for branch in row.branch or (DutyBranch(id=""),):
        said = {
            name: getattr(row, name) if getattr(branch, name) is None else getattr(branch, name)
            for name in _INHERITED
        }
        yield DutyWay(**{**said, "during": said["during"] or {}, "guards": said["guards"] or ()})
