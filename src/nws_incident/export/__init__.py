"""The procedure, and what happened in cases, in the formats of other tools."""

from nws_incident.export.charting import statechart_of
from nws_incident.export.diagram import Arrow, Diagram, Region, diagram_of
from nws_incident.export.dot import to_dot
from nws_incident.export.json_schema import to_json_schema
from nws_incident.export.logs import (
    LoggedCase,
    LoggedEvent,
    ReportLink,
    logged_case,
    logged_file,
)
from nws_incident.export.mermaid import to_mermaid
from nws_incident.export.net import Net, Place, Transition, net_of
from nws_incident.export.ocel import to_ocel
from nws_incident.export.of_journal import logged_journal
from nws_incident.export.pnml import to_pnml
from nws_incident.export.scxml import to_scxml
from nws_incident.export.statechart import Statechart
from nws_incident.export.xes import to_xes
from nws_incident.export.xstate import to_xstate

__all__ = [
    "Arrow",
    "Diagram",
    "LoggedCase",
    "LoggedEvent",
    "Net",
    "Place",
    "Region",
    "ReportLink",
    "Statechart",
    "Transition",
    "diagram_of",
    "logged_case",
    "logged_file",
    "logged_journal",
    "net_of",
    "statechart_of",
    "to_dot",
    "to_json_schema",
    "to_mermaid",
    "to_ocel",
    "to_pnml",
    "to_scxml",
    "to_xes",
    "to_xstate",
]
