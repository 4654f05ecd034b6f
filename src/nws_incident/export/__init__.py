"""Drawings of the tracks, and the procedure as a statechart, in the formats of other tools."""

from nws_incident.export.charting import statechart_of
from nws_incident.export.diagram import Arrow, Diagram, Region, diagram_of
from nws_incident.export.dot import to_dot
from nws_incident.export.json_schema import to_json_schema
from nws_incident.export.mermaid import to_mermaid
from nws_incident.export.scxml import to_scxml
from nws_incident.export.statechart import Statechart
from nws_incident.export.xstate import to_xstate

__all__ = [
    "Arrow",
    "Diagram",
    "Region",
    "Statechart",
    "diagram_of",
    "statechart_of",
    "to_dot",
    "to_json_schema",
    "to_mermaid",
    "to_scxml",
    "to_xstate",
]
