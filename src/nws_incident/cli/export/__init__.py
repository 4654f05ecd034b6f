"""`nws-incident export`: the procedure, or cases of it, in the formats of other tools.

Each module in `_MODULES` offers its formats in `FORMATS`, and declares what only they take in
`add_arguments`.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from nws_incident.cli.editions import add_shown_edition
from nws_incident.cli.export import drawings, logs, schema, statecharts
from nws_incident.cli.terminal import complain
from nws_incident.cli.writing import replace_file
from nws_incident.wording import wording

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable
    from types import ModuleType

    from nws_incident.cli.export.formats import Format

_MODULES: tuple[ModuleType, ...] = (drawings, statecharts, schema, logs)
_FORMATS: dict[str, Format] = {one.name: one for module in _MODULES for one in module.FORMATS}
_OPTIONS = tuple(dict.fromkeys(name for one in _FORMATS.values() for name in one.options))
_UNUSABLE = 2

NAME = "export"
HELP = "write the procedure, or cases, in the formats of other tools"
DESCRIPTION = (
    "Write the procedure, or what happened in cases, in the format of another tool, to standard\n"
    "output or to a file, in UTF-8. Formats:\n\n"
    + "\n".join(f"- {one.name}: {one.means}" for one in _FORMATS.values())
    + "\n\nA file is written in one step. It replaces an existing file only where that is one of\n"
    "the same format.\n\n"
    "Exit status: 0 all is well; 2 something cannot be read, or the file cannot be written."
)
EXAMPLE = "nws-incident export --format dot --output tracks.dot"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the format, the edition, the output, and what some formats take."""
    parser.add_argument(
        "--format", choices=tuple(_FORMATS), required=True, help="what to write; see above"
    )
    add_shown_edition(parser)
    parser.add_argument(
        "--output", type=Path, metavar="FILE", help="the file to write (default: standard output)"
    )
    for module in _MODULES:
        module.add_arguments(parser)


def run(options: argparse.Namespace) -> int:
    """Make what is asked for, write it, and return the exit status."""
    wanted = _FORMATS[options.format]
    stray = next(
        (name for name in _OPTIONS if getattr(options, name) and name not in wanted.options), None
    )
    if stray is not None:
        said = wording("export_cli.stray_option").fill(
            format=wanted.name, option="PATH" if stray == "paths" else f"--{stray}"
        )
        complain(said.read(options.lang))
        return _UNUSABLE
    made = wanted.make(options)
    if made.content is not None and not _write(made.content, wanted, options):
        return _UNUSABLE
    return made.status if isinstance(made.status, int) else made.status()


def _write(content: bytes | Iterable[bytes], wanted: Format, options: argparse.Namespace) -> bool:
    """Write the file, or complain; tell whether it was written."""
    if options.output is None:
        sys.stdout.buffer.writelines([content] if isinstance(content, bytes) else content)
        return True
    file = str(options.output)
    try:
        if replace_file(options.output, content, may_replace=lambda held: wanted.mark in held):
            return True
        said = wording("export_cli.other").fill(file=file, format=wanted.name)
    except OSError as error:
        reason = error.strerror or str(error)
        said = wording("export_cli.unwritable").fill(file=file, reason=reason)
    complain(said.read(options.lang))
    return False
