"""`nws-incident replay`: case files judged, for people or as JSON."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import define

from nws_incident.casefile import ReadCase, Unreadable, read_paths
from nws_incident.cli.editions import add_known_editions, known_editions
from nws_incident.cli.story import invalid_story, story, summary
from nws_incident.cli.terminal import Line, counted, line_writer
from nws_incident.fields import Fault, read_moment
from nws_incident.replay import Replay, as_data, replay
from nws_incident.wording import wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

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
    parser.add_argument(
        "--now",
        type=_moment,
        metavar="TIME",
        help="the time from which days are counted, such as 2017-07-26T09:00:00+09:00 "
        "(default: that of the case's last event)",
    )
    add_known_editions(parser)


def run(options: argparse.Namespace) -> int:
    """Replay every case, one at a time, and return the exit status."""
    tally = Tally()
    editions = known_editions(options)
    show = _json_shower(options.lang) if options.json else _people_shower(options.lang, options.now)
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


def _moment(text: str) -> datetime:
    try:
        return read_moment(text)
    except Fault as fault:
        raise argparse.ArgumentTypeError(fault.problem().message("en")) from None


def _json_shower(language: str) -> Callable[[Any], None]:
    def show(found: Unreadable | tuple[ReadCase, Replay]) -> None:
        if isinstance(found, Unreadable):
            data: dict[str, Any] = {
                "case": found.case_id,
                "file": str(found.place),
                "errors": [
                    {"path": problem.path, "message": problem.message(language)}
                    for problem in found.problems
                ],
            }
        else:
            data = as_data(found[1], language)
        print(json.dumps(data, ensure_ascii=False))

    return show


def _people_shower(language: str, now: datetime | None) -> Callable[[Any], None]:
    def show(found: Unreadable | tuple[ReadCase, Replay]) -> None:
        if isinstance(found, Unreadable):
            _write(invalid_story(found, language))
        else:
            _write(story(found[0].place, found[1], language, now))

    return show


def _write(lines: Iterator[Line] | list[Line]) -> None:
    write = line_writer()
    for line in lines:
        write(line)
