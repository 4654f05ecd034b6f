"""The cases of a journal, for an event log: a page of summaries at a time, and one case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nws_incident.export.logs import logged_case
from nws_incident.journal import PurgedCase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nws_incident.export.logs import LoggedCase
    from nws_incident.journal import Journal

_PAGE = 200


def logged_journal(
    journal: Journal, *, skipped: Callable[[str], object] = lambda _: None
) -> Iterator[LoggedCase]:
    """Yield each case of a journal as logs show it, in the order in which they were opened.

    Events that were retracted are left out: they were entered by mistake.  A case that was purged
    says nothing any more, and its id is handed to `skipped`.  Cases that are opened meanwhile may
    come too; what is appended to a case after it was read does not.
    """
    after = 0
    while page := journal.cases(after=after, limit=_PAGE):
        for summary in page:
            after = summary.opened
            try:
                case = journal.load(summary.case_id)
            except PurgedCase:
                skipped(summary.case_id)
            else:
                yield logged_case(case)
