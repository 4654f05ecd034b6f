"""`nws-incident replay`: case files judged, for people or as JSON."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import define

from nws_incident.casefile import ReadCase, Unreadable, read_paths
from nws_incident.cli.editions import add_known_editions, known_editions
from nws_incident.cli.owing import add_now, calendar_or_none
from nws_incident.cli.story import invalid_story, story, summary, unreadable_data
from nws_incident.cli.terminal import Line, counted, line_writer, print_json
from nws_incident.replay import Replay, as_data, replay
from nws_incident.wording import wording

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from nws_incident.duties.calendars import Calendar

NAME = "replay"
HELP = "judge the events of case files, and show what became of each case"
DESCRIPTION = (
    "Judge the events of each case in order. A refused event is reported and passed over.\n"
    "A folder means all case files below it (.yaml, .yml, .json, .jsonl), sorted.\n\n"
    "Exit status: 0 all replayed, nothing refused, every expectation met; 1 otherwise;\n"
    "2 where a case cannot be read."
)
EXAMPLE = "nws-incident replay examples/cases --lang en"

_REFUSED = 1
_UNREADABLE = 2


@define
class Tally:
    """How many cases went which way."""

    clean: int = 0
    refusing: int = 0
    invalid: int = 0
    met: int = 0
    unmet: int = 0
    departures: int = 0

    def count(self, outcome: Replay) -> None:
        """Count a case that was replayed."""
        if outcome.refused:
            self.refusing += 1
        else:
            self.clean += 1
        if outcome.expected is not None:
            self.met += outcome.expected
            self.unmet += not outcome.expected
        self.departures += not outcome.is_clean

    @property
    def status(self) -> int:
        """The exit status that follows."""
        if self.invalid:
            return _UNREADABLE
        return _REFUSED if self.departures else 0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file or a folder")
    parser.add_argument("--json", action="store_true", help="print one JSON object a case")
    add_now(parser, default="that of the case's last event")
    add_known_editions(parser)


def run(options: argparse.Namespace) -> int:
    """Replay every case, one at a time, and return the exit status."""
    tally = Tally()
    editions = known_editions(options)
    shower = _json_shower if options.json else _people_shower
    show = shower(options.lang, options.now, calendar_or_none())
    cases = read_paths(options.paths, editions=editions)
    for found in counted(cases, wording("replay.progress").read(options.lang)):
        if isinstance(found, Unreadable):
            tally.invalid += 1
            show(found)
        else:
            outcome = replay(found.case, editions=editions)
            tally.count(outcome)
            show((found, outcome))
    if not options.json:
        _write([summary(tally, options.lang)])
    return tally.status


def _json_shower(
    language: str, now: datetime | None, calendar: Calendar | None
) -> Callable[[Any], None]:
    def show(found: Unreadable | tuple[ReadCase, Replay]) -> None:
        if isinstance(found, Unreadable):
            data = unreadable_data(found, language)
        else:
            data = as_data(found[1], language, now=now, calendar=calendar)
        print_json(data)

    return show


def _people_shower(
    language: str, now: datetime | None, calendar: Calendar | None
) -> Callable[[Any], None]:
    def show(found: Unreadable | tuple[ReadCase, Replay]) -> None:
        if isinstance(found, Unreadable):
            _write(invalid_story(found, language))
        else:
            _write(story(found[0].place, found[1], language, now, calendar))

    return show


def _write(lines: Iterator[Line] | list[Line]) -> None:
    write = line_writer()
    for line in lines:
        write(line)
