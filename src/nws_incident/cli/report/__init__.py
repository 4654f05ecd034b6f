"""`nws-incident report`: the outcome report drafted, checked, titled and read back."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from nws_incident.cli.report import check, draft, read, title
from nws_incident.wording import languages

if TYPE_CHECKING:
    from types import ModuleType

NAME = "report"
HELP = "draft, check and title the outcome report (顛末報告書)"
DESCRIPTION = (
    "Draft the outcome report from case files, check a filled-in one against its cases, and make\n"
    "or take apart its title.\n\n"
    "Exit status: 0 all is well; 1 something is missing or wrong; 2 something cannot be read."
)
EXAMPLE = "nws-incident report draft examples/cases/01-registered-copy-wrong.yaml"

_COMMANDS: tuple[ModuleType, ...] = (draft, check, title, read)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the commands below this one, each with its arguments."""
    commands = parser.add_subparsers(
        dest="report_command", required=True, metavar="TASK", help="what to do with the report"
    )
    for module in _COMMANDS:
        command = commands.add_parser(
            module.NAME,
            help=module.HELP,
            description=module.DESCRIPTION,
            epilog=f"example:\n  {module.EXAMPLE}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        module.add_arguments(command)
        command.add_argument(
            "--lang",
            choices=languages(),
            default=argparse.SUPPRESS,  # what stands before the task counts, unless said here
            help="language of labels and messages (default: ja)",
        )
        command.set_defaults(run_report=module.run)


def run(options: argparse.Namespace) -> int:
    """Run the command below this one."""
    status: int = options.run_report(options)
    return status
