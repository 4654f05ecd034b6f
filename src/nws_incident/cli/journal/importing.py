"""`journal import`: case files, and journals that were exported."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import define

from nws_incident.case import Case
from nws_incident.casefile import CaseFile, Unreadable, json, read_paths
from nws_incident.cli.journal.writing import say, tell
from nws_incident.cli.terminal import complain, counted
from nws_incident.editions import load_edition
from nws_incident.journal import PurgedCase, UnknownCase
from nws_incident.journal.moving import FORMAT
from nws_incident.wording import wording

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from nws_incident.journal import Journal

IMPORT_HELP = (
    "add case files, or exported journals (hashes and all); what is there already is passed over, "
    "so an import that was broken off is just run again"
)

_DEPARTED = 1
_UNREADABLE = 2


@define
class _Tally:
    cases: int = 0
    events: int = 0
    there: int = 0
    refused: int = 0
    differing: int = 0
    unreadable: int = 0

    @property
    def status(self) -> int:
        """The exit status that follows."""
        if self.unreadable:
            return _UNREADABLE
        return _DEPARTED if self.refused or self.differing else 0


def add_import_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file or a folder")


def run_import(journal: Journal, options: argparse.Namespace) -> int:
    """Add whatever is in the paths, and tell what became of it."""
    tally = _Tally()
    label = wording("journal_cli.importing").read(options.lang)
    paths = []
    for path in options.paths:
        if _is_export(path):
            tally.events += journal.restore(counted(_lines(path), label))
        else:
            paths.append(path)
    for found in counted(read_paths(paths), label):
        if isinstance(found, Unreadable):
            tally.unreadable += 1
            for problem in found.problems:
                complain(f"{found.place}: {problem.path}: {problem.message(options.lang)}")
        else:
            _add(journal, found.case, tally, options.lang)
    say(
        "imported",
        options.lang,
        cases=tally.cases,
        events=tally.events,
        there=tally.there,
        refused=tally.refused,
        differing=tally.differing,
        unreadable=tally.unreadable,
    )
    return tally.status


def _is_export(path: Path) -> bool:
    if not path.is_file() or path.suffix != ".jsonl":
        return False
    with path.open("rb") as stream:
        return FORMAT.encode() in stream.readline(1000)


def _lines(path: Path) -> Iterator[Any]:
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            if line.strip():
                yield json.parse(line)


def _add(journal: Journal, file: CaseFile, tally: _Tally, language: str) -> None:
    """Add the accepted events of a case that are not there yet."""
    case = Case(file.id, edition=load_edition(file.edition))
    for index, event in enumerate(file.events):
        decision = case.offer(event)
        if not decision.accepted:
            tally.refused += 1
            tell("import_refused", language, case=file.id, index=index, type=event.type)
    try:
        loaded = journal.load(file.id)
        known, version = loaded.events, loaded.version
    except UnknownCase:
        known, version = (), 0
    except PurgedCase:
        tally.there += 1
        return
    if case.events[: len(known)] != known:
        tally.differing += 1
        tell("import_differs", language, case=file.id)
        return
    rest = case.events[len(known) :]
    if rest:
        journal.append(file.id, rest, expected_version=version, edition=file.edition)
        tally.cases += 1
        tally.events += len(rest)
    else:
        tally.there += 1
