"""`journal purge`: erase what complete cases said after the retention period."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from nws_incident.cli.journal.writing import say
from nws_incident.fields import Fault, read_moment

if TYPE_CHECKING:
    from datetime import datetime

    from nws_incident.journal import Journal

PURGE_HELP = "erase the contents of complete cases, keep their hashes, and record who and why"


def add_purge_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "--older-than",
        type=_moment,
        required=True,
        metavar="TIME",
        help="only cases whose last event is before, such as 2020-04-01T00:00:00+09:00",
    )
    parser.add_argument("--by", required=True, metavar="NAME", help="who does it")
    parser.add_argument("--why", required=True, metavar="TEXT", help="on what ground")


def run_purge(journal: Journal, options: argparse.Namespace) -> int:
    """Purge, and print the ids of what was purged."""
    purged = journal.purge(older_than=options.older_than, by=options.by, why=options.why)
    for case_id in purged:
        print(case_id)
    say("purged_count", options.lang, count=len(purged))
    return 0


def _moment(text: str) -> datetime:
    try:
        return read_moment(text)
    except Fault as fault:
        raise argparse.ArgumentTypeError(fault.problem().message("en")) from None
