"""The statechart as SCXML (W3C, State Chart XML 1.0) with the ECMAScript data model.

Roles, fields and states of other tracks are asked of the event and of the chart itself.  For the
rest the document looks to two objects that its host supplies: `guards`, predicates by name, and
`records`, what keeps the facts.  Meanings, labels and clauses stand in attributes of a namespace
of their own.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from nws_incident.export.conditions import DoneBy, HasField, IsIn

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nws_incident.export.conditions import Condition
    from nws_incident.export.statechart import ChartTrack, Statechart, Step
    from nws_incident.notice.model import Value

SCXML_NAMESPACE = "http://www.w3.org/2005/07/scxml"
NWS_NAMESPACE = "urn:nws-incident:statechart:1"
"""The namespace of meanings, labels and clauses."""

_INDENT = "  "


def to_scxml(chart: Statechart) -> str:
    """Return a statechart as the text of an SCXML document."""
    # The names are written with their prefixes: registering these would change all of Python's.
    root = ET.Element(
        "scxml",
        {
            "xmlns": SCXML_NAMESPACE,
            "xmlns:nws": NWS_NAMESPACE,
            "version": "1.0",
            "name": "nws_incident",
            "datamodel": "ecmascript",
            "initial": "unopened",
            "xml:lang": chart.language,
            "nws:edition": chart.edition,
            "nws:label": chart.title,
        },
    )
    datamodel = ET.SubElement(root, "datamodel")
    for one in chart.predicates:
        cited = f" ({' '.join(one.clauses)})" if one.clauses else ""
        datamodel.append(ET.Comment(f" guards.{one.name}: {_in_comment(one.demands)}{cited} "))
    ET.SubElement(datamodel, "data", {"id": "guards"})
    ET.SubElement(datamodel, "data", {"id": "records"})
    unopened = ET.SubElement(root, "state", {"id": "unopened"})
    _add_steps(unopened, "investigation", chart.openings)
    opened = ET.SubElement(root, "parallel", {"id": "open"})
    for track in chart.tracks:
        _add_track(opened, track)
    if chart.asides:
        records = ET.SubElement(opened, "parallel", {"id": "records_aside"})
        for step in chart.asides:
            state = ET.SubElement(records, "state", {"id": f"records_{step.name}"})
            _add_steps(state, "", [step])
    ET.indent(root, _INDENT)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, "unicode") + "\n"


def _in_comment(text: str) -> str:
    """Return a text as a comment may hold it: without two hyphens in a row."""
    return text.replace("--", "- -")


def _add_track(parent: ET.Element, track: ChartTrack) -> None:
    region = ET.SubElement(
        parent,
        "state",
        {"id": track.id, "initial": f"{track.id}_{track.initial}", "nws:label": track.label},
    )
    for state in track.states:
        element = ET.SubElement(
            region, "state", {"id": f"{track.id}_{state.id}", "nws:label": state.label}
        )
        _add_steps(element, track.id, state.steps)


def _add_steps(parent: ET.Element, track: str, steps: Iterable[Step]) -> None:
    for step in steps:
        attributes = {"event": " ".join(step.events)}
        if step.conditions:
            attributes["cond"] = " && ".join(_expression(one) for one in step.conditions)
        if step.target is not None:
            attributes["target"] = f"{track}_{step.target}"
        attributes["nws:rule"] = step.rule
        attributes["nws:clauses"] = " ".join(step.clauses)
        attributes["nws:means"] = step.means
        _add_content(ET.SubElement(parent, "transition", attributes), step)


def _add_content(transition: ET.Element, step: Step) -> None:
    ET.SubElement(transition, "log", {"label": "took", "expr": _literal(step.rule)})
    for record in step.records:
        ET.SubElement(transition, "script").text = f"records.{record}(_event);"
    if step.announcement is not None:
        sent = ET.SubElement(
            transition, "send", {"event": step.announcement, "target": "#_internal"}
        )
        ET.SubElement(sent, "content", {"expr": "_event.data"})


def _expression(condition: Condition) -> str:
    match condition:
        case DoneBy(roles):
            return _either(f"_event.data.by === {_literal(role)}" for role in roles)
        case HasField(name, values):
            return _either(f"_event.data.{name} === {_literal(value)}" for value in values)
        case IsIn(track, states):
            return _either(f"In({_literal(f'{track}_{state}')})" for state in states)
    return f"guards.{condition.guard}(_event)"


def _either(parts: Iterable[str]) -> str:
    alternatives = tuple(parts)
    joined = " || ".join(alternatives)
    return f"({joined})" if len(alternatives) > 1 else joined


def _literal(value: Value) -> str:
    """Return a word, or true or false, as it stands in ECMAScript."""
    return f"'{value}'" if isinstance(value, str) else json.dumps(value)
