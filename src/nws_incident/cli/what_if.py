"""`nws-incident what-if`: a case beside what it would be, had something gone otherwise."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import define, evolve

from nws_incident.casefile import yaml
from nws_incident.cli.beside import beside
from nws_incident.cli.editions import add_known_editions, known_editions
from nws_incident.cli.one_case import one_case
from nws_incident.cli.owing import add_now, calendar_or_none
from nws_incident.cli.story import heading
from nws_incident.cli.terminal import Line, Span, complain, line_writer, print_json
from nws_incident.codec import read_event
from nws_incident.comparing import Added, Dropped, Moved, Replaced, what_if
from nws_incident.comparing.plain import comparison_data
from nws_incident.errors import InvalidArgument, InvalidCaseFile, InvalidEvent
from nws_incident.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nws_incident.comparing import Change, WhatIf
    from nws_incident.events import Event

NAME = "what-if"
HELP = "show what would have become of a case, had an event come, not come, or come elsewhere"
DESCRIPTION = (
    "Replay a case as it is and as it would be, and show the two beside each other: their\n"
    "events, and how they end. Every N is the number that `replay` shows before an event of the\n"
    "file, from 0; all changes are made at once. The file is not changed.\n\n"
    "EVENT is an event as it would stand in a case file, such as\n"
    "'{type: delay_notified, by: provider}', or the name of a .yaml, .yml or .json file with one.\n"
    "Where it has no time it takes that of its place. An event that comes elsewhere gets a time\n"
    "that fits there, unless --keep-time says otherwise.\n\n"
    "Marks: - is only so now, + would only then be so, ~ would be otherwise.\n\n"
    "Exit status: 0 all shown; 2 where the case, an event or a number cannot be used."
)
EXAMPLE = (
    "nws-incident what-if examples/cases/04-cause-delayed-documents-used.yaml --without 4 --lang en"
)

_UNUSABLE = 2
_ENDINGS = frozenset({".yaml", ".yml", ".json"})


@define
class _Given:
    """An event as it was given, still text, and where: the number it comes at, or replaces."""

    option: str
    text: str
    index: int | None = None


class _Give(argparse.Action):
    """Keeps the changes in the order in which they are given."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,
        option_string: str | None = None,
    ) -> None:
        """Keep another change; `--at-index` places the event before it."""
        given: list[Change | _Given] = namespace.changes
        match option_string:
            case "--event":
                given.append(_Given("--event", values))
            case "--replace":
                given.append(_Given("--replace", values[1], _number(values[0], parser)))
            case "--without":
                given.append(Dropped(values))
            case "--move":
                given.append(Moved(*values))
            case _ if given and isinstance(given[-1], _Given) and given[-1].option == "--event":
                given[-1].index = values
            case _:
                parser.error("--at-index says where the --event before it comes")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.set_defaults(changes=[])
    parser.add_argument("path", type=Path, metavar="FILE", help="a case file")
    parser.add_argument(
        "--event", action=_Give, dest="changes", metavar="EVENT", help="this event came besides"
    )
    parser.add_argument(
        "--at-index",
        action=_Give,
        dest="changes",
        type=int,
        metavar="N",
        help="where the --event before it came: before event N "
        "(default: by its time; at the end where it has none)",
    )
    parser.add_argument(
        "--without",
        action=_Give,
        dest="changes",
        type=int,
        metavar="N",
        help="event N did not come",
    )
    parser.add_argument(
        "--move",
        action=_Give,
        dest="changes",
        type=_two_numbers,
        metavar="N:M",
        help="event N came where event M is",
    )
    parser.add_argument(
        "--replace",
        action=_Give,
        dest="changes",
        nargs=2,
        metavar=("N", "EVENT"),
        help="this event came in place of event N",
    )
    parser.add_argument(
        "--keep-time", action="store_true", help="events that came elsewhere keep their times"
    )
    parser.add_argument("--case", metavar="ID", help="the case with this id, in a file of several")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    add_now(parser, default="that of the last event of either")
    add_known_editions(parser)


def _two_numbers(text: str) -> tuple[int, int]:
    index, _, to = text.partition(":")
    try:
        return int(index), int(to)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not two numbers, such as 5:3") from None


def _number(text: str, parser: argparse.ArgumentParser) -> int:
    try:
        return int(text)
    except ValueError:
        parser.error(f"argument --replace: {text!r} is not the number of an event")


def run(options: argparse.Namespace) -> int:
    """Show what is beside what would be, and return the exit status."""
    language: str = options.lang
    if not options.changes:
        complain(wording("beside.no_change").read(language))
        return _UNUSABLE
    editions = known_editions(options)
    found = one_case(options.path, options.case, editions, as_json=options.json, language=language)
    if found is None:
        return _UNUSABLE
    changes = [_change(given, found.case.events, options) for given in options.changes]
    calendar = calendar_or_none()
    seen = what_if(found.case, changes, now=options.now, calendar=calendar, editions=editions)
    if options.json:
        data = {"case": found.case.id, "file": str(found.place)}
        print_json({**data, **comparison_data(seen, language, calendar)})
        return 0
    write = line_writer()
    names = tuple(wording(f"beside.{key}").read(language) for key in ("is", "would_be"))
    write(heading(found.place, seen.one))
    for line in _supposed(seen, language):
        write(line)
    write(())
    for line in beside(seen, (names[0], names[1]), language):
        write(line)
    return 0


def _change(given: Change | _Given, events: Sequence[Event], options: argparse.Namespace) -> Change:
    if isinstance(given, Moved):
        return evolve(given, keeps_time=options.keep_time)
    if not isinstance(given, _Given):
        return given
    data = _data(given)
    if given.option == "--replace" and given.index is not None:
        return Replaced(given.index, _event(given, data, events, given.index + 1))
    if given.index is None and not _has_time(data):
        return Added(_event(given, data, events, len(events)), len(events))
    return Added(_event(given, data, events, given.index or 0), given.index)


def _data(given: _Given) -> Any:
    """Return what an event is given as; raises `InvalidArgument` where it cannot be read."""
    path = Path(given.text)
    if path.suffix not in _ENDINGS:
        return _parsed(given.option, given.text)
    where = f"{given.option} {given.text}"
    try:
        return _parsed(where, path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise InvalidArgument.at(where, "not_utf8", position=str(error.start + 1)) from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InvalidArgument.at(where, "file_unreadable", reason=reason) from None


def _parsed(where: str, text: str) -> Any:
    try:
        return yaml.parse(text)
    except InvalidCaseFile as error:
        raise InvalidArgument([one.under(where) for one in error.problems]) from None


def _has_time(data: object) -> bool:
    return isinstance(data, Mapping) and "at" in data


def _event(given: _Given, data: Any, events: Sequence[Event], place: int) -> Event:
    """Make an event; without a time it takes that of the one before its place, or after it."""
    if isinstance(data, Mapping) and not _has_time(data) and events:
        before = events[min(max(place - 1, 0), len(events) - 1)]
        data = {**data, "at": before.at.isoformat()}
    try:
        return read_event(data)
    except InvalidEvent as error:
        problems = [problem.under(given.option) for problem in error.problems]
        raise InvalidArgument(problems) from None


def _supposed(seen: WhatIf, language: str) -> Iterator[Line]:
    """Say what is supposed, a line for each change."""
    edition = seen.one.case.edition

    def label(event: Event) -> str:
        role = edition.label("role", event.by)
        return wording("beside.event").fill(by=role, what=edition.events[event.type]).read(language)

    events = seen.one.source.events
    for change in seen.changes:
        slots = {"event": label(change.event)} if isinstance(change, Added | Replaced) else {}
        if not isinstance(change, Added):
            slots |= {"index": str(change.index), "what": label(events[change.index])}
        if isinstance(change, Moved):
            slots["to"] = str(change.to)
        key = type(change).__name__.lower()
        yield (Span(f"  {wording(f'beside.{key}').fill(**slots).read(language)}", "watch"),)
