"""`journal cases` and `stats`: many cases at a glance."""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from datetime import datetime
from statistics import median, quantiles
from typing import TYPE_CHECKING

from nws_incident.cli.journal.writing import say, words, write_table
from nws_incident.editions import load_edition
from nws_incident.events import CLASS_BY_TYPE
from nws_incident.facts import TRACKS
from nws_incident.jst import show_moment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nws_incident.journal import CaseSummary, Journal

CASES_HELP = "list cases, in the order in which they were opened"
STATS_HELP = "count cases by state, and measure the time between steps"

_HOUR = 3600
_SHORTEST = 2


def add_cases_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the filters."""
    parser.add_argument(
        "--track",
        action="append",
        default=[],
        type=_track,
        metavar="TRACK=STATE",
        help="only cases whose track is in a state; may be given several times",
    )
    parser.add_argument("--complete", action=argparse.BooleanOptionalAction, help="(not) complete")
    parser.add_argument("--party", metavar="NAME", help="name or code of either party")
    parser.add_argument("--edition", metavar="NAME", help="only cases of an edition")
    parser.add_argument("--after", type=int, default=0, metavar="POSITION", help="the next page")
    parser.add_argument("--limit", type=int, metavar="NUMBER", help="at most so many")
    parser.add_argument("--json", action="store_true", help="print one JSON object a case")


def _track(text: str) -> tuple[str, str]:
    track, _, state = text.partition("=")
    edition = load_edition()
    if track not in TRACKS or state not in edition.tracks[track].states:
        known = "; ".join(f"{one}={'|'.join(edition.tracks[one].states)}" for one in TRACKS)
        raise argparse.ArgumentTypeError(known)
    return track, state


def run_cases(journal: Journal, options: argparse.Namespace) -> int:
    """Print the cases that are asked for."""
    tracks: dict[str, list[str]] = defaultdict(list)
    for track, state in options.track:
        tracks[track].append(state)
    found = journal.cases(
        tracks=tracks,
        complete=options.complete,
        party=options.party,
        edition=options.edition,
        after=options.after,
        limit=options.limit,
    )
    if options.json:
        for summary in found:
            print(json.dumps(_data(summary), ensure_ascii=False))
        return 0
    names = ("position", "case", "version", "last_at", *TRACKS[:3], "complete")
    head = tuple(words(name, options.lang) for name in names)
    write_table(head, [_row(summary, options.lang) for summary in found])
    return 0


def _data(summary: CaseSummary) -> dict[str, object]:
    return {
        "case": summary.case_id,
        "opened": summary.opened,
        "version": summary.version,
        "edition": summary.edition,
        "complete": summary.complete,
        "purged": summary.purged,
        "tracks": dict(summary.tracks),
        "last_at": summary.last_at,
        "parties": sorted(summary.parties),
        "head": summary.head,
    }


def _row(summary: CaseSummary, language: str) -> tuple[str, ...]:
    edition = load_edition()
    states = [
        edition.state_label(track, summary.tracks[track]).read(language)
        if track in summary.tracks
        else "-"
        for track in TRACKS[:3]
    ]
    last = "-" if summary.last_at is None else show_moment(datetime.fromisoformat(summary.last_at))
    done = "purged" if summary.purged else "done" if summary.complete else "open"
    return (
        str(summary.opened),
        summary.case_id,
        str(summary.version),
        last,
        *states,
        words(done, language),
    )


def add_stats_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare no arguments: the numbers are of all cases."""


def run_stats(journal: Journal, options: argparse.Namespace) -> int:
    """Print how many cases are in each state, and the hours from one event to the next."""
    language = options.lang
    edition = load_edition()
    found = journal.cases()
    complete = sum(summary.complete for summary in found)
    say("totals", language, cases=len(found), complete=complete, open=len(found) - complete)
    counts = Counter(item for summary in found for item in summary.tracks.items())
    rows = [
        (
            edition.tracks[track].label.read(language),
            edition.state_label(track, state).read(language),
            str(counts[track, state]),
        )
        for track in TRACKS
        for state in edition.tracks[track].states
        if counts[track, state]
    ]
    write_table(tuple(words(name, language) for name in ("track", "state", "count")), rows)
    waits: dict[str, list[float]] = defaultdict(list)
    for event_type, hours in _waits(journal):
        waits[event_type].append(hours)
    steps = [
        (
            edition.events[event_type].read(language),
            str(len(waits[event_type])),
            f"{median(waits[event_type]):.1f}",
            f"{_ninety(waits[event_type]):.1f}",
        )
        for event_type in edition.events
        if waits[event_type]
    ]
    head = tuple(words(name, language) for name in ("step", "count", "median", "ninety"))
    write_table(head, steps)
    return 0


def _waits(journal: Journal) -> Iterator[tuple[str, float]]:
    """Yield each event's type with the hours since the event before it in its case."""
    type_of = {cls.tag: name for name, cls in CLASS_BY_TYPE.items()}
    last: dict[str, datetime] = {}
    for entry in journal.feed():
        if entry.body is None or entry.is_own:
            continue
        at = datetime.fromisoformat(json.loads(entry.body)["at"])
        if entry.case_id in last:
            yield type_of[entry.tag], (at - last[entry.case_id]).total_seconds() / _HOUR
        last[entry.case_id] = at


def _ninety(values: list[float]) -> float:
    if len(values) < _SHORTEST:
        return values[0]
    return quantiles(values, n=10, method="inclusive")[-1]
