"""`nws-incident diagram`: the tracks, drawn from the running machines.

The drawings of `nws-incident export`, for looking at: the format need not be named.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from nws_incident.cli.editions import add_shown_edition
from nws_incident.cli.export import drawings

if TYPE_CHECKING:
    import argparse

NAME = "diagram"
HELP = "draw the tracks"
DESCRIPTION = (
    "Draw the tracks from the running machines, with labels, rules and clauses. The same as\n"
    "`nws-incident export` in one of these formats."
)
EXAMPLE = "nws-incident diagram --track processing --format dot | dot -Tsvg -o processing.svg"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    drawings.add_arguments(parser)
    parser.add_argument(
        "--format",
        choices=tuple(drawings.RENDERERS),
        default="mermaid",
        help="default: %(default)s",
    )
    add_shown_edition(parser)


def run(options: argparse.Namespace) -> int:
    """Print the drawing."""
    sys.stdout.write(drawings.drawing(options))
    return 0
