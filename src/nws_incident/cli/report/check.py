"""`nws-incident report check`: a filled-in workbook, judged by itself and against its cases."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from nws_incident.cli.editions import add_known_editions, known_editions
from nws_incident.cli.report.cases import readable_cases
from nws_incident.cli.report.output import PROBLEMS, UNREADABLE, problem_lines, write_lines
from nws_incident.cli.report.read import read_file
from nws_incident.cli.sources import cases_in_files
from nws_incident.editions import catalogue
from nws_incident.report import problems

if TYPE_CHECKING:
    import argparse

    from nws_incident.errors import Problem
    from nws_incident.report import ReportProblem

NAME = "check"
HELP = "check a filled-in workbook, by itself or against its cases"
DESCRIPTION = (
    "List everything in a workbook that is missing, superfluous, unsound or contradicted by the\n"
    "events of the cases it covers.\n\n"
    "Exit status: 0 nothing; 1 something; 2 a file cannot be read."
)
EXAMPLE = "nws-incident report check REPORT.xlsx --case CASE.yaml"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("file", type=Path, metavar="FILE", help="the workbook")
    parser.add_argument(
        "--case",
        nargs="+",
        default=[],
        metavar="CASE",
        help="the files or folders of the cases that it covers",
    )
    add_known_editions(parser)


def run(options: argparse.Namespace) -> int:
    """Print the problems and return the exit status."""
    editions = known_editions(options)
    cases = readable_cases(cases_in_files(options.case, editions), options.lang)
    found = read_file(options.file, editions, options.lang)
    if cases is None or found is None:
        return UNREADABLE
    edition = cases[0].edition if cases else catalogue(editions)[found.draft.edition]
    everything: tuple[Problem | ReportProblem, ...] = (
        *found.problems,
        *problems(found.draft, cases, edition=edition),
    )
    write_lines(problem_lines(everything, options.lang))
    return PROBLEMS if everything else 0
