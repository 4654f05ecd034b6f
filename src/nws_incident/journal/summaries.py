"""The summary of a case: what a list shows and is searched by, folded from its entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nws_incident.facts import TRACKS
from nws_incident.journal.entries import CaseSummary

if TYPE_CHECKING:
    from nws_incident.case import Case
    from nws_incident.events import Party
    from nws_incident.journal.entries import Entry


def summary_of(case: Case, head: Entry, opened: int) -> CaseSummary:
    """Return the summary of a case whose last entry is `head`."""
    tracks = case.tracks
    states = {track: getattr(tracks, track) for track in TRACKS} if case.is_open else {}
    return CaseSummary(
        case_id=head.case_id,
        opened=opened,
        version=head.version,
        head=head.hash,
        edition=case.edition.id,
        complete=case.is_complete,
        tracks=states,
        last_at=case.events[-1].at.isoformat() if case.is_open else None,
        parties=names_of(case.requester, case.provider),
    )


def purged_summary(head: Entry, opened: int) -> CaseSummary:
    """Return what remains of the summary of a case that was purged."""
    return CaseSummary(
        case_id=head.case_id,
        opened=opened,
        version=head.version,
        head=head.hash,
        edition=head.edition,
        complete=True,
        purged=True,
    )


def names_of(*parties: Party | None) -> frozenset[str]:
    """Return the names and the codes (with and without check digit) of parties."""
    found = set()
    for party in parties:
        if party is not None:
            found.add(party.name)
            if party.code is not None:
                found |= {party.code, party.code[:5]}
    return frozenset(found)
