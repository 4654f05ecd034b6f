"""`journal history`: every entry of a case, those that were retracted among them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from nws_incident.cli.journal.labels import edition_named
from nws_incident.cli.journal.writing import words, write_table
from nws_incident.cli.terminal import print_json
from nws_incident.codec import write_event
from nws_incident.events import Event
from nws_incident.journal import EventRetracted
from nws_incident.jst import show_moment

if TYPE_CHECKING:
    import argparse

    from nws_incident.journal import HistoryEntry, Journal
    from nws_incident.notice.edition import Edition

HISTORY_HELP = "print every entry of a case, what was retracted among them"


def add_history_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("id", metavar="ID", help="the case's id")
    parser.add_argument("--json", action="store_true", help="print one JSON object an entry")


def run_history(journal: Journal, options: argparse.Namespace) -> int:
    """Print the entries of a case, in order."""
    lines = journal.history(options.id)
    if options.json:
        for line in lines:
            print_json(_data(line))
        return 0
    names = ("version", "at", "by", "entry", "recorded_at", "remark")
    head = tuple(words(name, options.lang) for name in names)
    write_table(head, [_row(line, options.editions, options.lang) for line in lines])
    return 0


def _data(line: HistoryEntry) -> dict[str, object]:
    entry, said = line.entry, line.said
    data: dict[str, object] = {
        "version": entry.version,
        "position": entry.position,
        "recorded_at": entry.recorded_at,
        "request": entry.request_id,
        "hash": entry.hash,
        "retracted_by": line.retracted_by,
    }
    if isinstance(said, Event):
        data["event"] = write_event(said)
    elif said is not None:
        data["event"] = {
            "type": said.type,
            **{
                name: value.isoformat() if isinstance(value, datetime) else value
                for name, value in said.values()
            },
        }
    return data


def _row(line: HistoryEntry, editions: tuple[Edition, ...], language: str) -> tuple[str, ...]:
    edition = edition_named(line.entry.edition, editions)
    said = line.said
    remark = ""
    if line.retracted_by is not None:
        remark = words("retracted", language, version=line.retracted_by)
    if said is None:
        at, by, label = "-", "-", words("erased", language)
    elif isinstance(said, Event):
        at, label = show_moment(said.at), edition.events[said.type].read(language)
        by = edition.label("role", said.by).read(language)
    else:
        at, by, label = show_moment(said.at), said.by, words(said.type, language)
        version = said.version if isinstance(said, EventRetracted) else None
        remark = said.why if version is None else f"version {version}: {said.why}"
    recorded = show_moment(datetime.fromisoformat(line.entry.recorded_at))
    return str(line.entry.version), at, by, label, recorded, remark
