"""`nws-incident options`: how every event type stands for a case now, and the way on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from nws_incident.casefile import ReadCase, Unreadable, read_paths
from nws_incident.cli.editions import add_known_editions, known_editions
from nws_incident.cli.menu import as_data, menu
from nws_incident.cli.story import invalid_story, unreadable_data
from nws_incident.cli.terminal import complain, line_writer, print_json
from nws_incident.fields import show
from nws_incident.replay import replay
from nws_incident.wording import wording

if TYPE_CHECKING:
    import argparse

    from nws_incident.notice.edition import Edition

NAME = "options"
HELP = "show what a case accepts now, what stands in the way of the rest, and the way on"
DESCRIPTION = (
    "Replay a case and show every event type as it stands after that: accepted, accepted for some\n"
    "values, or blocked, why, and what would have to happen first. A way on says what would have\n"
    "to happen; it is never advice to record what did not.\n\n"
    "Exit status: 0 all shown; 2 where a case cannot be read, or no case has that id."
)
EXAMPLE = "nws-incident options examples/cases/04-cause-delayed-documents-used.yaml --lang en"

_UNUSABLE = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("path", type=Path, metavar="FILE", help="a case file, or a folder of them")
    parser.add_argument("--case", metavar="ID", help="the case with this id only")
    parser.add_argument("--json", action="store_true", help="print one JSON object a case")
    add_known_editions(parser)


def run(options: argparse.Namespace) -> int:
    """Show every case that was asked for, one at a time, and return the exit status."""
    editions = known_editions(options)
    status = 0
    shown = 0
    for found in read_paths([options.path], editions=editions):
        if options.case in {None, _id_of(found)}:
            shown += 1
            if isinstance(found, Unreadable):
                status = _UNUSABLE
            (_print if options.json else _write)(found, editions, options.lang)
    if shown:
        return status
    complain(wording("options.no_such_case").fill(id=show(options.case)).read(options.lang))
    return _UNUSABLE


def _id_of(found: ReadCase | Unreadable) -> str | None:
    return found.case_id if isinstance(found, Unreadable) else found.case.id


def _print(found: ReadCase | Unreadable, editions: tuple[Edition, ...], language: str) -> None:
    if isinstance(found, Unreadable):
        print_json(unreadable_data(found, language))
    else:
        print_json(as_data(replay(found.case, editions=editions), language))


def _write(found: ReadCase | Unreadable, editions: tuple[Edition, ...], language: str) -> None:
    write = line_writer()
    if isinstance(found, Unreadable):
        lines = invalid_story(found, language)
    else:
        lines = menu(found.place, replay(found.case, editions=editions), language)
    for line in lines:
        write(line)
