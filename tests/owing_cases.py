"""Strategies for cases that owe a report, in many stages, and for drafts near what they prove."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

import nws_incident as nws
from nws_incident.testing import next_events, report_drafts, reporters
from scenes import (
    CAUSE_DELAYED,
    CONTACTED,
    DELAY_TOLD,
    INCONCLUSIVE,
    cause,
    documents,
    event,
    looked,
    opening,
)

_FAILED = (opening("provision_failed", immediate=True), looked(multi_agency=False))
_USED = documents("immediate_processing")
_TO_PROVIDER = (opening(), INCONCLUSIVE, CONTACTED)
STARTS: tuple[tuple[nws.Event, ...], ...] = (
    (*_TO_PROVIDER, cause("information_wrong", "provider")),
    (*_TO_PROVIDER, cause("information_wrong", "provider", prompt=True, factor="system")),
    (*_TO_PROVIDER, CAUSE_DELAYED, cause("information_wrong", "provider")),
    (*_TO_PROVIDER, CAUSE_DELAYED, DELAY_TOLD, cause("information_wrong", "provider")),
    (*_TO_PROVIDER, cause("inquiry_wrong", "requester")),
    (opening(), cause("information_right", "requester", "requester", factor="other")),
    (*_FAILED, _USED, cause("provision_fault", "requester", "requester")),
    (*_FAILED, _USED, INCONCLUSIVE, CONTACTED, cause("provision_fault", "provider")),
    (*_FAILED, _USED, cause("provision_fault", "neither", "requester", factor="system")),
    (
        opening(inquiry={}),
        event("wider_impact_expected"),
        cause("inquiry_wrong", "requester", "requester"),
    ),
)
"""Events after which a report is owed: by either party, and where neither was the cause."""


@st.composite
def owing_cases(draw: st.DrawFn, *, case_id: str | None = None, most: int = 8) -> nws.Case:
    """Draw a case whose present round owes a report, some way on from its cause."""
    case = nws.Case.from_events(draw(st.sampled_from(STARTS)), id=case_id)
    for _ in range(draw(st.integers(0, most))):
        trial = nws.Case.from_events(case.events, id=case_id)
        trial.offer(draw(next_events(case)))
        if trial.report.required and trial.report.by is not None:
            case = trial
    return case


@st.composite
def drafts_of(draw: st.DrawFn, *cases: nws.Case) -> nws.report.ReportDraft:
    """Draw the draft of cases, with some of its fields changed or emptied."""
    reporter = draw(st.none() | reporters())
    drafted_on = draw(st.dates(date(2017, 7, 1), date(2019, 1, 1)))
    drafted = nws.report.draft(cases, reporter=reporter, drafted_on=drafted_on)
    other = draw(report_drafts())
    changed = draw(st.sets(st.sampled_from(nws.report.REPORT_FIELDS), max_size=6))
    return drafted.with_values({field: other.value(field) for field in changed})
