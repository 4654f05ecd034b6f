"""Which cases are overdue on a day: worked out from the cases as they are, never stored.

A stored date would go stale: with a host's calendar and terms, with an edition that is corrected,
and with a duty that ends without any date having changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import TYPE_CHECKING

import attrs
from attrs import frozen

from nws_incident.duties.calendars import Calendar
from nws_incident.duties.deadlines import Term
from nws_incident.duties.owing import duties, duties_without_calendar
from nws_incident.journal.tale import read_tale
from nws_incident.jst import JST
from nws_incident.terms import Modality, Urgency

if TYPE_CHECKING:
    from nws_incident.case import Case
    from nws_incident.journal.appending import Tools
    from nws_incident.journal.entries import CaseFilter, CaseSummary
    from nws_incident.journal.store import Session

_PAGE = 200


@frozen(kw_only=True)
class Overdue:
    """What makes a case overdue: it owes a must whose date is before the day."""

    on: date
    calendar: Calendar | None = None
    terms: Mapping[Urgency, Term] | None = None

    def holds(self, case: Case) -> bool:
        """Tell whether a case is overdue."""
        now = datetime.combine(self.on, time(), JST)
        if self.terms:
            owed = duties(case, now=now, calendar=self.calendar, terms=self.terms)
        else:
            # Closed days move no date, so that without terms nobody has to know them.
            owed = duties_without_calendar(case, now=now)
        return any(duty.overdue and duty.modality is Modality.MUST for duty in owed)


def overdue_cases(
    session: Session, wanted: CaseFilter, overdue: Overdue, tools: Tools
) -> Iterator[CaseSummary]:
    """Yield those of the cases asked for that are overdue, without a limit, in the same order."""
    if wanted.complete:
        return  # a complete case owes nothing
    asked = attrs.evolve(wanted, complete=False, limit=_PAGE)
    # A page at a time, so that no query is left open where nobody asks for more.
    while page := list(session.summaries(asked)):
        for summary in page:
            entries = session.entries(summary.case_id)
            tale = read_tale(summary.case_id, entries, tools.form, tools.editions)
            if overdue.holds(tale.case()):
                yield summary
        asked = attrs.evolve(asked, after=page[-1].opened)
