"""Drawings of the tracks: for Mermaid and for Graphviz."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nws_incident.cli.editions import shown_edition
from nws_incident.cli.export.formats import Format, Made
from nws_incident.export import diagram_of, to_dot, to_mermaid
from nws_incident.facts import TRACKS
from nws_incident.judging import procedure_of

if TYPE_CHECKING:
    import argparse

RENDERERS = {"mermaid": to_mermaid, "dot": to_dot}
"""What draws in each format."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what to draw."""
    parser.add_argument("--track", choices=TRACKS, help="draw one track only (default: all four)")
    parser.add_argument(
        "--records",
        action="store_true",
        help="draw the rules that only record a fact, too",
    )


def drawing(options: argparse.Namespace) -> str:
    """Return the drawing that the options ask for."""
    diagram = diagram_of(
        procedure_of(shown_edition(options)),
        None if options.track is None else (options.track,),
        language=options.lang,
        with_records=options.records,
    )
    return RENDERERS[options.format](diagram)


def _make(options: argparse.Namespace) -> Made:
    return Made(drawing(options).encode())


FORMATS = (
    Format(
        "mermaid",
        "a state diagram for Mermaid",
        _make,
        mark=b"stateDiagram-v2",
        options=("track", "records"),
    ),
    Format("dot", "a graph for Graphviz", _make, mark=b"digraph", options=("track", "records")),
)
