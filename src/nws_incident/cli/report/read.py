"""`nws-incident report read`: a filled-in workbook as text or JSON."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from nws_incident.cli.editions import add_known_editions, known_editions
from nws_incident.cli.report.output import (
    PROBLEMS,
    UNREADABLE,
    print_json,
    problem_lines,
    write_lines,
)
from nws_incident.cli.terminal import Span, complain
from nws_incident.editions import catalogue
from nws_incident.errors import InvalidDataError
from nws_incident.report import as_text, workbook

if TYPE_CHECKING:
    import argparse

    from nws_incident.notice.edition import Edition

NAME = "read"
HELP = "read a filled-in workbook"
DESCRIPTION = (
    "Print what a workbook says, and which of its cells cannot be read.\n\n"
    "Exit status: 0 all was read; 1 some cells were not; 2 it is no such workbook."
)
EXAMPLE = "nws-incident report read REPORT.xlsx --json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("file", type=Path, metavar="FILE", help="the workbook")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    add_known_editions(parser)


def run(options: argparse.Namespace) -> int:
    """Print the report that the workbook holds and return the exit status."""
    editions = known_editions(options)
    found = read_file(options.file, editions, options.lang)
    if found is None:
        return UNREADABLE
    if options.json:
        print_json(found.draft, tuple(found.problems), options.lang)
    else:
        edition = catalogue(editions)[found.draft.edition]
        lines = as_text(found.draft, options.lang, edition=edition).split("\n")
        write_lines((Span(line),) for line in lines)
        write_lines(problem_lines(tuple(found.problems), options.lang))
    return PROBLEMS if found.problems else 0


def read_file(
    file: Path, editions: tuple[Edition, ...], language: str
) -> workbook.ReadReport | None:
    """Return what a workbook holds, or `None`, having said why not."""
    try:
        return workbook.read(file, editions=editions)
    except InvalidDataError as error:
        reason = error.message(language)
    except OSError as error:
        reason = error.strerror or str(error)
    complain(f"{file}: {reason}")
    return None
