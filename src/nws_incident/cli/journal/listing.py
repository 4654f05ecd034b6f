"""`journal cases`: many cases at a glance."""

from __future__ import annotations

import argparse
from collections import defaultdict
from datetime import datetime
from typing import TYPE_CHECKING

from nws_incident.cli.journal.labels import state_label
from nws_incident.cli.journal.writing import words, write_table
from nws_incident.cli.report.draft import day
from nws_incident.cli.terminal import print_json
from nws_incident.editions import load_edition
from nws_incident.facts import TRACKS
from nws_incident.jst import show_moment

if TYPE_CHECKING:
    from nws_incident.journal import CaseSummary, Journal
    from nws_incident.notice.edition import Edition

CASES_HELP = "list cases, in the order in which they were opened"


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
    parser.add_argument("--under", metavar="NAME", help="only cases that run under an edition")
    parser.add_argument(
        "--overdue-on",
        type=day,
        metavar="DATE",
        help="only cases that owe something whose date is before this day",
    )
    parser.add_argument("--after", type=int, default=0, metavar="POSITION", help="the next page")
    parser.add_argument("--limit", type=int, metavar="NUMBER", help="at most so many")
    parser.add_argument("--json", action="store_true", help="print one JSON object a case")


def _track(text: str) -> tuple[str, str]:
    track, _, state = text.partition("=")
    if track not in TRACKS or not state:
        raise argparse.ArgumentTypeError(f"{'|'.join(TRACKS)}=STATE")
    return track, state


def run_cases(journal: Journal, options: argparse.Namespace) -> int:
    """Print the cases that are asked for."""
    tracks: dict[str, list[str]] = defaultdict(list)
    editions = (load_edition(), *options.editions)
    for track, state in options.track:
        known = dict.fromkeys(one for edition in editions for one in edition.tracks[track].states)
        if state not in known:
            options.fail(f"--track {track}={'|'.join(known)}")
        tracks[track].append(state)
    found = journal.cases(
        tracks=tracks,
        complete=options.complete,
        party=options.party,
        edition=options.under,
        overdue_on=options.overdue_on,
        after=options.after,
        limit=options.limit,
    )
    if options.json:
        for summary in found:
            print_json(_data(summary))
        return 0
    names = ("position", "case", "version", "last_at", *TRACKS[:3], "complete")
    head = tuple(words(name, options.lang) for name in names)
    write_table(head, [_row(summary, options.editions, options.lang) for summary in found])
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


def _row(summary: CaseSummary, editions: tuple[Edition, ...], language: str) -> tuple[str, ...]:
    states = [
        state_label(summary.edition, editions, track, summary.tracks[track], language)
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
