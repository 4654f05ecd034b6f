"""Purging: what complete cases said is erased after the retention period; the proof remains."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from attrs import frozen

from nws_incident.journal.appending import Request, chain, check_record
from nws_incident.journal.entries import CaseFilter
from nws_incident.journal.records import CasePurged
from nws_incident.journal.summaries import purged_summary

if TYPE_CHECKING:
    from nws_incident.journal.appending import Tools
    from nws_incident.journal.store import Session, Store


@frozen(kw_only=True)
class Purge:
    """What is asked: which cases by the time of their last event, who asks, and why."""

    older_than: datetime
    by: str
    why: str


def purge(store: Store, asked: Purge, tools: Tools) -> tuple[str, ...]:
    """Erase each case that qualifies, in a transaction of its own, and return their ids."""
    record = CasePurged(at=tools.clock(), by=asked.by, why=asked.why)
    check_record(record)
    with store.read() as session:
        found = [
            summary.case_id
            for summary in session.summaries(CaseFilter(complete=True))
            if _qualifies(summary.last_at, asked)
        ]
    purged = tuple(
        case_id
        for case_id in found
        if store.write(
            partial(_purge_case, case_id=case_id, asked=asked, record=record, tools=tools)
        )
    )
    tools.remembered.forget()
    return purged


def _qualifies(last_at: str | None, asked: Purge) -> bool:
    return last_at is not None and datetime.fromisoformat(last_at) < asked.older_than


def _purge_case(
    session: Session, *, case_id: str, asked: Purge, record: CasePurged, tools: Tools
) -> bool:
    session.advance(0)
    summary = session.summary(case_id)
    if summary is None or not summary.complete or not _qualifies(summary.last_at, asked):
        return False  # somebody was faster: it goes on, or was purged
    entries = session.entries(case_id)
    request = Request(
        case_id=case_id,
        said=(),
        expected_version=len(entries),
        request_id=None,
        edition=summary.edition,
    )
    written = [(record, tools.form.write(record), summary.edition)]
    added = chain(
        entries[-1],
        written,
        position=session.advance(len(written)),
        request=request,
        tools=tools,
    )
    session.add(added, purged_summary(added[-1], summary.opened))
    session.erase(case_id)
    return True
