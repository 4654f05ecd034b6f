"""`nws-incident completion`: shell completion."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from nws_incident.cli.terminal import complain
from nws_incident.wording import wording

if TYPE_CHECKING:
    import argparse

NAME = "completion"
HELP = "print a completion script for a shell"
DESCRIPTION = "Print a script that completes this command's words in a shell."
EXAMPLE = 'eval "$(nws-incident completion bash)"'

_UNUSABLE = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("shell", choices=("bash", "zsh", "tcsh"), help="the shell to complete in")


def run(options: argparse.Namespace) -> int:
    """Print the script; 2 where the package that writes it is not installed."""
    try:
        import shtab  # noqa: PLC0415  optional
    except ImportError:
        complain(wording("cli.completion_missing").read(options.lang))
        return _UNUSABLE
    from nws_incident.cli.main import build_parser  # noqa: PLC0415  it lists this command

    sys.stdout.write(shtab.complete(build_parser(), shell=options.shell))
    return 0
