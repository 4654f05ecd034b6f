"""The statechart as JSON for XState (version 5): what `createMachine` takes.

JSON holds no functions.  Each transition names its guard; `meta.guards` says of what that guard
is made, so that a few lines of code put it together from predicates.  docs/how-to/statecharts.md
has these lines.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from nws_incident.export.conditions import DoneBy, HasField, IsIn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nws_incident.export.conditions import Condition
    from nws_incident.export.statechart import ChartTrack, Statechart, Step

XSTATE_FORMAT = "nws-incident/xstate/1"
"""What the file says it is, in `meta.format`."""

ID = "nws-incident"
"""The id of the machine."""

_OPEN = "open"
_ASIDES = "records"


def to_xstate(chart: Statechart) -> str:
    """Return a statechart as the configuration of an XState machine, in JSON."""
    return json.dumps(_machine(chart), ensure_ascii=False, indent=2) + "\n"


def _machine(chart: Statechart) -> dict[str, Any]:
    return {
        "id": ID,
        "version": chart.edition,
        "description": chart.title,
        "initial": "unopened",
        "meta": {
            "format": XSTATE_FORMAT,
            "edition": chart.edition,
            "language": chart.language,
            "guards": {step.name: _conditions(step) for step in _steps(chart) if step.conditions},
            "predicates": {
                one.name: {"demands": one.demands, "clauses": list(one.clauses)}
                for one in chart.predicates
            },
        },
        "states": {
            "unopened": {"on": _on(chart.openings, f"#{ID}.{_OPEN}.investigation.")},
            _OPEN: {
                "type": "parallel",
                "states": {track.id: _track(track) for track in chart.tracks}
                | _asides(chart.asides),
            },
        },
    }


def _steps(chart: Statechart) -> Iterator[Step]:
    yield from chart.openings
    for track in chart.tracks:
        for state in track.states:
            yield from state.steps
    yield from chart.asides


def _track(track: ChartTrack) -> dict[str, Any]:
    return {
        "description": track.label,
        "initial": track.initial,
        "states": {
            state.id: {"description": state.label, "on": _on(state.steps)} for state in track.states
        },
    }


def _asides(steps: tuple[Step, ...]) -> dict[str, Any]:
    if not steps:
        return {}
    regions = {step.name.replace(".", "_"): {"on": _on([step])} for step in steps}
    return {_ASIDES: {"type": "parallel", "states": regions}}


def _on(steps: Iterable[Step], place: str = "") -> dict[str, Any]:
    on: dict[str, list[dict[str, Any]]] = {}
    for step in steps:
        for event in step.events:
            on.setdefault(event, []).append(_transition(step, place))
    return on


def _transition(step: Step, place: str) -> dict[str, Any]:
    transition: dict[str, Any] = {}
    if step.target is not None:
        transition["target"] = place + step.target
    if step.conditions:
        transition["guard"] = step.name
    transition["actions"] = list(_actions(step))
    transition["description"] = step.means
    transition["meta"] = {"rule": step.rule, "clauses": list(step.clauses)}
    return transition


def _actions(step: Step) -> Iterator[dict[str, Any]]:
    yield {"type": "took", "params": {"rule": step.rule}}
    for record in step.records:
        yield {"type": record}
    if step.announcement is not None:
        yield {"type": "announce", "params": {"event": step.announcement}}


def _conditions(step: Step) -> list[dict[str, Any]]:
    return [_condition(condition) for condition in step.conditions]


def _condition(condition: Condition) -> dict[str, Any]:
    match condition:
        case DoneBy(roles):
            return {"type": "done_by", "params": {"roles": list(roles)}}
        case HasField(name, values):
            return {"type": "has_field", "params": {"field": name, "values": list(values)}}
        case IsIn(track, states):
            ids = [f"#{ID}.{_OPEN}.{track}.{state}" for state in states]
            return {"type": "is_in", "params": {"states": ids}}
    return {"type": condition.guard}
