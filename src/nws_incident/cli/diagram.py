"""`nws-incident diagram`: the tracks, drawn from the running machines."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from nws_incident.cli.editions import add_shown_edition, shown_edition
from nws_incident.export import diagram_of, to_dot, to_mermaid
from nws_incident.facts import TRACKS
from nws_incident.judging import procedure_of

if TYPE_CHECKING:
    import argparse

NAME = "diagram"
HELP = "draw the tracks"
DESCRIPTION = "Draw the tracks from the running machines, with labels, rules and clauses."
EXAMPLE = "nws-incident diagram --track processing --format dot | dot -Tsvg -o processing.svg"

_RENDERERS = {"mermaid": to_mermaid, "dot": to_dot}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("--track", choices=TRACKS, help="one track only (default: all four)")
    parser.add_argument(
        "--format", choices=tuple(_RENDERERS), default="mermaid", help="default: %(default)s"
    )
    parser.add_argument(
        "--records",
        action="store_true",
        help="draw the rules that only record a fact, too",
    )
    add_shown_edition(parser)


def run(options: argparse.Namespace) -> int:
    """Print the drawing."""
    diagram = diagram_of(
        procedure_of(shown_edition(options)),
        None if options.track is None else (options.track,),
        language=options.lang,
        with_records=options.records,
    )
    sys.stdout.write(_RENDERERS[options.format](diagram))
    return 0
