"""Drawings of the tracks in the formats of other tools."""

from nws_incident.export.diagram import Arrow, Diagram, Region, diagram_of
from nws_incident.export.dot import to_dot
from nws_incident.export.mermaid import to_mermaid

__all__ = ["Arrow", "Diagram", "Region", "diagram_of", "to_dot", "to_mermaid"]
