"""What the events of one case prove for the report that it owes.

A report is about a round: since the opening, an announced outage, or a second inquiry that did
not agree.  What was owed from that round on (word to the ministry, the check of other requesters)
may have been given later, and counts.  That nothing is recorded proves nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from attrs import frozen

from nws_incident.case import Case
from nws_incident.events import (
    CauseDelayed,
    CauseIdentified,
    OtherRequestersChecked,
    ProcessedOnAttachedDocuments,
)
from nws_incident.report.proofs import Proof, first, proofs, version_of
from nws_incident.report.rounds import reported_round
from nws_incident.terms import CausingParty, Role

if TYPE_CHECKING:
    from nws_incident.events import Party


@frozen
class Evidence:
    """One case as its report sees it: who reports, what the cause was, and what is proven.

    `proven` maps the name of a field to its proof; `delayed` says whether the provider could not
    promptly find the cause.
    """

    case: Case
    party: Role
    cause: CauseIdentified
    delayed: bool
    documents_used: bool
    affected: tuple[str, ...]
    proven: Mapping[str, Proof]

    @property
    def body(self) -> Party:
        """The body that reports."""
        return _parties(self.case)[self.party]

    @property
    def counterpart(self) -> Party:
        """The party on the other side."""
        other = Role.PROVIDER if self.party is Role.REQUESTER else Role.REQUESTER
        return _parties(self.case)[other]

    @property
    def is_neither(self) -> bool:
        """Whether neither party was the cause."""
        return self.cause.causing_party is CausingParty.NEITHER


def gather(case: Case, party: Role | None = None) -> Evidence:
    """Return what `case` proves for the report that it owes, or that `party` owes.

    Without `party`, the report of the present round comes before one that is carried.  Raises
    `NoReportOwed` where there is none.
    """
    chosen = reported_round(case, party)
    numbered = list(enumerate(case.events, 1))
    since, within = numbered[chosen.first :], numbered[chosen.first : chosen.last]
    checked = first(since, OtherRequestersChecked, after=version_of(within, chosen.cause))
    return Evidence(
        case=case,
        party=chosen.party,
        cause=chosen.cause,
        delayed=first(within, CauseDelayed) is not None,
        documents_used=any(isinstance(e, ProcessedOnAttachedDocuments) for e in case.events),
        affected=() if checked is None else checked[1].affected,
        proven=dict(proofs(case, chosen, within, since, checked)),
    )


def _parties(case: Case) -> dict[Role, Party]:
    opening = case.opening
    assert opening is not None  # noqa: S101  a case without an opening owes no report
    return {Role.REQUESTER: opening.requester, Role.PROVIDER: opening.provider}
