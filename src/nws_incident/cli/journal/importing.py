"""`journal import`: case files, and journals that were exported."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import define, field

from nws_incident.case import Case
from nws_incident.casefile import CaseFile, Unreadable, json, read_paths
from nws_incident.cli.journal.writing import say, tell, words, write_table
from nws_incident.cli.terminal import complain, counted
from nws_incident.editions import catalogue
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
    reasons: Counter[tuple[str, str]] = field(factory=Counter)
    """How many refused events each rule stood in the way of, by its id and meaning."""

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
    for found in counted(read_paths(paths, editions=options.editions), label):
        if isinstance(found, Unreadable):
            tally.unreadable += 1
            for problem in found.problems:
                complain(f"{found.place}: {problem.path}: {problem.message(options.lang)}")
        else:
            _add(journal, found.case, tally, options)
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
    if tally.reasons:
        head = tuple(words(name, options.lang) for name in ("count", "refused_by", "rule"))
        rows = [(str(count), *rule) for rule, count in tally.reasons.most_common()]
        write_table(head, rows)
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


def _add(journal: Journal, file: CaseFile, tally: _Tally, options: argparse.Namespace) -> None:
    """Add the accepted events of a case that are not there yet."""
    known = catalogue(options.editions)
    case = Case(file.id, edition=known[file.edition], editions=options.editions)
    for index, event in enumerate(file.events):
        decision = case.offer(event)
        if not decision.accepted:
            tally.refused += 1
            rules = {one.rule: one.label.read(options.lang) for one in decision.findings}
            tally.reasons.update(rules.items())
            tell(
                "import_refused",
                options.lang,
                case=file.id,
                index=index,
                type=event.type,
                rules=", ".join(rules),
            )
    try:
        loaded = journal.load(file.id)
        there, version = loaded.events, loaded.version
    except UnknownCase:
        there, version = (), 0
    except PurgedCase:
        tally.there += 1
        return
    if case.events[: len(there)] != there:
        tally.differing += 1
        tell("import_differs", options.lang, case=file.id)
        return
    rest = case.events[len(there) :]
    if rest:
        journal.append(file.id, rest, expected_version=version, edition=file.edition)
        tally.cases += 1
        tally.events += len(rest)
    else:
        tally.there += 1
