"""`journal export`, `verify` and `checkpoint`: what leaves the journal, and what proves it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from nws_incident.casefile import FORMAT
from nws_incident.cli.journal.writing import say, tell
from nws_incident.cli.sources import every_case
from nws_incident.cli.terminal import complain, counted, print_json
from nws_incident.codec import write_event
from nws_incident.journal import read_checkpoint
from nws_incident.wording import wording

if TYPE_CHECKING:
    import argparse

    from nws_incident.journal import Journal

EXPORT_HELP = "print the whole journal, one JSON object a line, to be imported elsewhere"
VERIFY_HELP = "look at every entry, and name what was altered, missing, reordered or inserted"
CHECKPOINT_HELP = "print one hash over all cases, to be kept outside the house"

_UNCLEAN = 1
_UNUSABLE = 2


def add_export_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    forms = parser.add_mutually_exclusive_group()
    forms.add_argument(
        "--jsonl", action="store_true", help="entries with their hashes, a line each (the default)"
    )
    forms.add_argument(
        "--cases", action="store_true", help="case files for `replay`, a line each, without hashes"
    )


def run_export(journal: Journal, options: argparse.Namespace) -> int:
    """Print every entry, or every case that was not purged."""
    label = wording("journal_cli.exporting").read(options.lang)
    if not options.cases:
        for line in counted(journal.export(), label):
            print_json(line)
        return 0
    for summary in counted(every_case(journal), label):
        if summary.purged:
            tell("skipped_purged", options.lang, case=summary.case_id)
            continue
        case = journal.load(summary.case_id)
        history = journal.history(summary.case_id)
        file = {
            "format": FORMAT,
            "id": summary.case_id,
            "edition": history[0].entry.edition,
            "events": [write_event(event) for event in case.events],
        }
        print_json(file)
    return 0


def add_verify_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "--checkpoint", type=Path, metavar="FILE", help="a checkpoint that was kept outside"
    )


def run_verify(journal: Journal, options: argparse.Namespace) -> int:
    """Verify, print what was found, and return 1 where anything was."""
    checkpoint = None
    if options.checkpoint is not None:
        try:
            text = options.checkpoint.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            complain(f"{options.checkpoint}: {getattr(error, 'strerror', None) or 'UTF-8?'}")
            return _UNUSABLE
        checkpoint = read_checkpoint(text)
    found = journal.verify(checkpoint)
    for flaw in found.flaws:
        complain(flaw.message(options.lang))
    if not found.is_clean:
        key = "unclean"
    else:
        key = "clean" if checkpoint is None else "clean_by_checkpoint"
    slots = {} if checkpoint is None or key == "unclean" else {"position": checkpoint.position}
    say(key, options.lang, cases=found.cases, entries=found.entries, **slots)
    return 0 if found.is_clean else _UNCLEAN


def add_checkpoint_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare no arguments: a checkpoint is over everything."""


def run_checkpoint(journal: Journal, options: argparse.Namespace) -> int:  # noqa: ARG001  as the others
    """Print the checkpoint."""
    print(journal.checkpoint().text())
    return 0
