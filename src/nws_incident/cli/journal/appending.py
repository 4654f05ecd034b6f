"""`journal append`: events out of a file, judged on the case as the journal has it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nws_incident.casefile import yaml
from nws_incident.cli.journal.writing import say
from nws_incident.cli.terminal import complain
from nws_incident.codec import event_converter, read_event
from nws_incident.editions import DEFAULT_EDITION
from nws_incident.errors import InvalidDataError, InvalidEvent
from nws_incident.findings import Refused
from nws_incident.journal import EventRetracted, StrandedEvents, UnknownCase
from nws_incident.structuring import structure

if TYPE_CHECKING:
    import argparse

    from nws_incident.events import Event
    from nws_incident.journal import Journal

APPEND_HELP = "judge the events of a file (YAML or JSON) and store all of them, or none"

_REFUSED = 1
_UNUSABLE = 2


def add_append_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("id", metavar="ID", help="the case's id; a new one opens a case")
    parser.add_argument(
        "file",
        type=Path,
        metavar="FILE",
        help="one event, a list of events, or a case file; event_retracted retracts",
    )
    parser.add_argument(
        "--version",
        type=int,
        metavar="NUMBER",
        help="the version that you have seen (default: the present one)",
    )
    parser.add_argument("--request-id", metavar="TEXT", help="an id under which to repeat safely")


def run_append(journal: Journal, options: argparse.Namespace) -> int:
    """Append, or print why not."""
    try:
        edition, lines = _contents(options.file)
        events = [_read(data) for data in lines]
    except (OSError, UnicodeDecodeError) as error:
        complain(f"{options.file}: {getattr(error, 'strerror', None) or 'UTF-8?'}")
        return _UNUSABLE
    except InvalidDataError as error:
        complain(f"{options.file}: {error.message(options.lang)}")
        return _UNUSABLE
    version = _version(journal, options.id) if options.version is None else options.version
    try:
        appended = journal.append(
            options.id,
            events,
            expected_version=version,
            request_id=options.request_id,
            edition=edition,
        )
    except Refused as refused:
        complain(refused.message(options.lang))
        return _REFUSED
    except StrandedEvents as stranded:
        complain(stranded.message(options.lang))
        for number, reason in stranded.stranded.items():
            complain(f"version {number}: {reason.message(options.lang)}")
        return _REFUSED
    key = "repeated" if appended.repeated else "appended"
    say(key, options.lang, case=options.id, version=appended.version, count=len(events))
    return 0


def _version(journal: Journal, case_id: str) -> int:
    try:
        return journal.load(case_id).version
    except UnknownCase:
        return 0


def _contents(file: Path) -> tuple[str, list[Any]]:
    """Return the edition that a new case starts under, and the events as plain data."""
    data = yaml.parse(file.read_text(encoding="utf-8"))
    edition = DEFAULT_EDITION
    if isinstance(data, Mapping) and "events" in data:
        edition, data = str(data.get("edition", edition)), data["events"]
    return edition, data if isinstance(data, list) else [data]


def _read(data: Any) -> Event | EventRetracted:
    if isinstance(data, Mapping) and data.get("type") == EventRetracted.type:
        said = {name: value for name, value in data.items() if name != "type"}
        return structure(event_converter(), said, EventRetracted, InvalidEvent)
    return read_event(data)
