"""Parts made from what an edition says is owed, allowed and spared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nws_incident import load_edition
from nws_incident.notice.obligations import duty_ways
from parts.markdown import clause_link, either, event_link, guard_link, listed, rule_link, table
from parts.registry import part

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nws_incident.notice.obligations import DutyRow, DutyWay, ExemptionRow, PermissionRow

_DATES = {
    None: "",
    "decide_by": "`decide_by` of the opening",
    "week_after_cause": "a week after `cause_identified`",
}


@part
def duties() -> Iterator[str]:
    """Yield every duty: who owes it, while what, how urgently, until when, and what ends it."""
    for row in load_edition().duties.values():
        yield from _heading("duty", row)
        yield from table(
            ("Owed by", "While", "And", "How soon", "Date"),
            [_way(way) for way in duty_ways(row)],
        )
        yield ""
        yield f"Ended by: {listed(event_link(event) for event in row.discharged_by)}."
        if row.each is not None:
            yield f"Once for each `{row.each}` that the guards let through."
        if row.counterpart is not None:
            yield f"Owed to: `{row.counterpart}`."
        if row.purpose is not None:
            yield f"Contact: `{row.purpose}`."
        yield ""


@part
def permissions() -> Iterator[str]:
    """Yield every permission: by which rules it holds, for which values, and what to mind."""
    for row in load_edition().permissions.values():
        yield from _heading("permission", row)
        rules = either(rule_link(rule) for rule in row.rules)
        each = "" if row.each is None else f", once for each `{row.each}` that is accepted"
        yield f"Holds where {rules} accepts {event_link(row.event)}{each}."
        for value, purpose in row.purposes.items():
            yield f"Contact for `{value}`: `{purpose}`."
        if row.note is not None:
            yield from ("", row.note.read("ja"), "", row.note.read("en"))
        yield ""


@part
def exemptions() -> Iterator[str]:
    """Yield every exemption: for whom, while what, and where the reason comes from."""
    for row in load_edition().exemptions.values():
        yield from _heading("exemption", row)
        yield f"For {either(f'`{role}`' for role in row.by)}, while {_during(row.during)}."
        yield f"Need not come: {listed(event_link(event) for event in row.spares)}."
        if row.reason is not None:
            yield "The reason and its clauses are those of the row of [who reports](tables.md)."
        yield ""


def _heading(kind: str, row: DutyRow | PermissionRow | ExemptionRow) -> Iterator[str]:
    yield from (f"({kind}-{row.id})=", f"### `{row.id}`", "")
    yield from (f"**{row.label.read('ja')}** · {row.label.read('en')}", "")
    yield from (row.means.read("ja"), "", row.means.read("en"), "")
    yield f"Force: {row.modality}. Clauses: {listed(clause_link(one) for one in row.clauses)}."
    yield ""


def _way(way: DutyWay) -> tuple[str, ...]:
    return (
        either(f"`{role}`" for role in way.by),
        _during(way.during),
        listed(guard_link(name) for name in way.guards),
        "" if way.urgency is None else f"`{way.urgency}`",
        _DATES[way.due],
    )


def _during(during: Mapping[str, tuple[str, ...]]) -> str:
    return "; ".join(
        f"{track} is in {either(f'`{state}`' for state in states)}"
        for track, states in during.items()
    )
