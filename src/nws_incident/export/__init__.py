"""Drawings of the tracks, event logs of cases and a Petri net, in the formats of other tools."""

from nws_incident.export.diagram import Arrow, Diagram, Region, diagram_of
from nws_incident.export.dot import to_dot
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
from nws_incident.export.xes import to_xes

__all__ = [
    "Arrow",
    "Diagram",
    "LoggedCase",
    "LoggedEvent",
    "Net",
    "Place",
    "Region",
    "ReportLink",
    "Transition",
    "diagram_of",
    "logged_case",
    "logged_file",
    "logged_journal",
    "net_of",
    "to_dot",
    "to_mermaid",
    "to_ocel",
    "to_pnml",
    "to_xes",
]
