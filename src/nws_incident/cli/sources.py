"""Where a command gets its cases from: case files, or a journal."""

from __future__ import annotations

import re
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from nws_incident.case import Case
from nws_incident.casefile import Place, Unreadable, read_paths
from nws_incident.errors import ROOT, Problem
from nws_incident.journal import JournalError, JournalUnavailable, open_journal
from nws_incident.journal.summaries import names_of
from nws_incident.replay import replay

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator

    from nws_incident.journal import CaseSummary, Journal
    from nws_incident.notice.edition import Edition

_PAGE = 500
_PASSWORD = re.compile(r"(?<=://)([^/@]*?):[^/]*@")


@frozen
class Found:
    """A case as a command wants it: with the file that it stands in, if it does.

    `refused` counts the events that were passed over.
    """

    case_id: str
    case: Case
    place: Place | None = None
    refused: int = 0

    def has_party(self, party: str) -> bool:
        """Tell whether a name or a code is that of the requester or the provider."""
        return party in names_of(self.case.requester, self.case.provider)


def add_sources(parser: argparse.ArgumentParser, *, nargs: str, several: str) -> None:
    """Declare the arguments that say which cases: paths, or a journal and ids."""
    parser.add_argument("cases", nargs=nargs, metavar="CASE", help=several)
    parser.add_argument(
        "--db",
        metavar="URL",
        help="take the cases from the journal at this address: each CASE is an id then",
    )
    parser.set_defaults(fail=parser.error)


@contextmanager
def journal_of(
    options: argparse.Namespace, editions: tuple[Edition, ...]
) -> Iterator[Journal | None]:
    """Open the journal that a command was told of, which must be there, if it was."""
    if options.db is None:
        yield None
        return
    # To look is neither to make a journal nor to bring its tables up to date.
    with open_journal(options.db, editions=editions, migrate=False) as journal:
        yield journal


def cases_in_files(
    paths: Iterable[str], editions: tuple[Edition, ...]
) -> Iterator[Found | Unreadable]:
    """Yield every case in files and folders; refused events are passed over."""
    for found in read_paths(map(Path, paths), editions=editions):
        if isinstance(found, Unreadable):
            yield found
        else:
            outcome = replay(found.case, editions=editions)
            yield Found(found.case.id, outcome.case, found.place, len(outcome.refused))


def cases_in_journal(
    journal: Journal, address: str, ids: Iterable[str]
) -> Iterator[Found | Unreadable]:
    """Yield the cases of some ids, in their order; one that is not to be had is unreadable."""
    for case_id in dict.fromkeys(ids):
        yield _loaded(journal, address, case_id)


def owing_cases_in_journal(
    journal: Journal, address: str, party: str | None
) -> Iterator[Found | Unreadable]:
    """Yield all cases of a journal, or those of a party.

    A complete case owes nothing: an unopened one stands for it, and it is not loaded.
    """
    for summary in every_case(journal, party=party):
        if summary.complete:
            yield Found(summary.case_id, Case())
        else:
            yield _loaded(journal, address, summary.case_id)


def every_case(journal: Journal, *, party: str | None = None) -> Iterator[CaseSummary]:
    """Yield the cases of a journal in the order in which they were opened, a page at a time."""
    after = 0
    while page := journal.cases(party=party, after=after, limit=_PAGE):
        yield from page
        after = page[-1].opened


def _loaded(journal: Journal, address: str, case_id: str) -> Found | Unreadable:
    try:
        return Found(case_id, journal.load(case_id))
    except JournalUnavailable:
        raise
    except JournalError as error:
        place = Place(_PASSWORD.sub(r"\1:***@", address))
        return Unreadable(place, (Problem(ROOT, error.key, error.text),), case_id)
