"""What happened in cases, for process mining: event logs, and the net to align them with."""

from __future__ import annotations

import argparse
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import define

from nws_incident.casefile import Unreadable, read_paths
from nws_incident.cli.editions import known_editions, shown_edition
from nws_incident.cli.export.formats import Format, Made
from nws_incident.cli.sources import journal_of
from nws_incident.cli.terminal import complain, counted
from nws_incident.export.logs import logged_file
from nws_incident.export.net import net_of
from nws_incident.export.ocel import to_ocel
from nws_incident.export.of_journal import logged_journal
from nws_incident.export.pnml import to_pnml
from nws_incident.export.xes import to_xes
from nws_incident.fields import printable
from nws_incident.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nws_incident.export.logs import LoggedCase
    from nws_incident.notice.edition import Edition

_WRITERS = {"xes": to_xes, "ocel2": to_ocel}
_UNUSABLE = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare whose events to write, and how much of them."""
    parser.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="xes, ocel2: the cases to log, in files or folders",
    )
    parser.add_argument(
        "--db", metavar="URL", help="xes, ocel2: log the cases of a journal instead"
    )
    parser.add_argument(
        "--refused",
        action="store_true",
        help="xes, ocel2: log refused events of case files too, marked as not accepted",
    )
    parser.add_argument(
        "--texts",
        action="store_true",
        help="xes, ocel2: log free texts too, individual numbers masked",
    )
    parser.add_argument(
        "--steps",
        action="store_true",
        help="pnml: name transitions by the steps of a log, which tell roles and findings apart",
    )
    parser.add_argument(
        "--unfinished", action="store_true", help="pnml: let a case end anywhere, not only complete"
    )


@define
class _Reading:
    """Reads cases, tells what cannot be read, and keeps the exit status that follows."""

    options: argparse.Namespace
    status: int = 0

    def cases(self) -> Iterator[LoggedCase]:
        """Yield each case as logs show it."""
        editions = known_editions(self.options)
        with journal_of(self.options, editions) as journal:
            if journal is None:
                yield from self._of_files(editions)
            else:
                yield from logged_journal(journal, skipped=self._skip)

    def _of_files(self, editions: tuple[Edition, ...]) -> Iterator[LoggedCase]:
        options = self.options
        for found in read_paths(options.paths, editions=editions):
            if isinstance(found, Unreadable):
                self.status = _UNUSABLE
                for problem in found.problems:
                    said = problem.message(options.lang)
                    complain(f"{found.place}: {problem.path}: {said}")
            else:
                yield logged_file(found.case, editions=editions, refused=options.refused)

    def _skip(self, case_id: str) -> None:
        said = wording("journal_cli.skipped_purged").fill(case=printable(case_id))
        complain(said.read(self.options.lang))


def _make_log(options: argparse.Namespace) -> Made:
    if (options.db is None) is not bool(options.paths):
        complain(wording("export_cli.which_cases").read(options.lang))
        return Made(None, _UNUSABLE)
    reading = _Reading(options)
    cases = reading.cases()
    first = list(islice(cases, 1))  # a journal that cannot be opened is said so before all else
    cases = counted(chain(first, cases), wording("export_cli.logging").read(options.lang))
    content = _WRITERS[options.format](cases, language=options.lang, texts=options.texts)
    return Made(content, lambda: reading.status)


def _make_net(options: argparse.Namespace) -> Made:
    net = net_of(
        shown_edition(options),
        language=options.lang,
        steps=options.steps,
        unfinished=options.unfinished,
    )
    return Made(to_pnml(net))


_OF_CASES = ("paths", "db", "refused", "texts")

FORMATS = (
    Format(
        "xes", "an event log of cases (IEEE 1849)", _make_log, mark=b"<log xes.", options=_OF_CASES
    ),
    Format(
        "ocel2",
        "an object-centric event log of cases (OCEL 2.0, JSON)",
        _make_log,
        mark=b'{"events": [',
        options=_OF_CASES,
    ),
    Format(
        "pnml",
        "a Petri net of the procedure, to align event logs with",
        _make_net,
        mark=b"<pnml ",
        options=("steps", "unfinished"),
    ),
)
