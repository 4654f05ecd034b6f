"""The entry point: parse the command line, run a command, mind the exit status.

Exit status: 0 all is well; 1 something was refused or came out otherwise than expected; 2 the
input or the command line cannot be read, or the output not be written; 3 somebody was faster (a
journal); 130 interrupted; 141 nobody reads the output any more.
"""

from __future__ import annotations

import argparse
import os
import sys
from importlib.metadata import version
from typing import TYPE_CHECKING

from nws_incident.cli import (
    completion,
    diagram,
    diff,
    draft,
    duties,
    export,
    journal,
    replay,
    report,
    route,
    rules,
    verify,
    what_if,
)
from nws_incident.cli import options as options_command
from nws_incident.cli.terminal import complain
from nws_incident.errors import NwsIncidentError
from nws_incident.text import DEFAULT_LANGUAGE
from nws_incident.wording import languages, wording

if TYPE_CHECKING:
    from collections.abc import Sequence

INTERRUPTED = 130
PIPE_CLOSED = 141
UNUSABLE = 2

_COMMANDS = (
    replay,
    what_if,
    diff,
    options_command,
    duties,
    route,
    draft,
    report,
    journal,
    export,
    diagram,
    rules,
    verify,
    completion,
)


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    parser = argparse.ArgumentParser(
        prog="nws-incident",
        description="The incident procedure of Japan's Information Provision Network System "
        "(総官参第11号) as a state machine.",
        epilog="example:\n  nws-incident replay examples/cases",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--version", action="version", version=f"nws-incident {version('nws-incident')}"
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
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
            default=DEFAULT_LANGUAGE,
            help="language of labels and messages (default: %(default)s)",
        )
        command.set_defaults(run=module.run)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            # A terminal that cannot show a character shows a mark instead of ending the run.
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    options = build_parser().parse_args(arguments)
    language = options.lang
    if sys.stdout is None:
        complain(wording("cli.no_output").read(language))
        return UNUSABLE
    try:
        status: int = options.run(options)
        sys.stdout.flush()
    except BrokenPipeError:
        _give_up_output()
        complain(wording("cli.pipe_closed").read(language))
        return PIPE_CLOSED
    except OSError as error:
        _give_up_output()
        reason = error.strerror or type(error).__name__
        complain(wording("cli.unwritable").fill(reason=reason).read(language))
        return UNUSABLE
    except KeyboardInterrupt:
        complain(wording("cli.interrupted").read(language))
        return INTERRUPTED
    except NwsIncidentError as error:
        complain(error.message(language))
        return UNUSABLE
    return status


def _give_up_output() -> None:
    """Let Python's last flush on its way out go nowhere: the output cannot be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
