"""What a journal keeps and gives back: entries, summaries of cases, and the answers to writes."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from nws_incident.case import Decision
from nws_incident.events import Event
from nws_incident.journal.records import OWN_TAGS, CasePurged, EventRetracted


@frozen(kw_only=True)
class Entry:
    """One line of a journal, as it is stored; it never changes.

    `version` counts the entries of its case from 1, `position` those of the journal in the order
    in which they were committed.  `tag` and `schema` say what `body` (canonical JSON) is.
    `edition` is the one that the case ran under before the entry.  `hash` covers everything but
    the position, and through `previous` every earlier entry of the case.  A purged entry has
    neither `body` nor `salt`; the digest of both remains.
    """

    case_id: str
    version: int
    position: int = field(eq=False)
    tag: str
    schema: int
    edition: str
    recorded_at: str
    request_id: str | None
    request_step: int | None
    salt: str | None = field(repr=False)
    body: str | None = field(repr=False)
    digest: str = field(repr=False)
    previous: str = field(repr=False)
    hash: str

    @property
    def is_own(self) -> bool:
        """Whether it is the journal's own record, and no event of the procedure."""
        return self.tag in OWN_TAGS


@frozen(kw_only=True)
class Appended:
    """What an append stored: its first and last version, and the last position.

    `decisions` are those on the events, in order; retractions have none.  `repeated` tells that
    the same request was answered before, and nothing was stored this time.
    """

    case_id: str
    first_version: int
    version: int
    position: int
    decisions: tuple[Decision, ...]
    repeated: bool = field(default=False, eq=False)


@frozen(kw_only=True)
class HistoryEntry:
    """An entry with what it says: an event, a retraction, or the record of a purge.

    `said` is `None` where the case was purged.  `retracted_by` is the version of the entry that
    retracts it, if one does.
    """

    entry: Entry
    said: Event | EventRetracted | CasePurged | None
    retracted_by: int | None = None


@frozen(kw_only=True)
class CaseSummary:
    """A case as a list shows it; `opened` is the position of its first entry.

    `edition` is the one that the case runs under now.  `tracks` is empty before an opening and
    after a purge.  `parties` are the names and codes of the requester and the provider.
    """

    case_id: str
    opened: int
    version: int
    head: str
    edition: str
    complete: bool = False
    purged: bool = False
    tracks: Mapping[str, str] = field(factory=dict)
    last_at: str | None = None
    parties: frozenset[str] = frozenset()


@frozen(kw_only=True)
class CaseFilter:
    """Which cases to list; what is not given is not asked for."""

    tracks: Mapping[str, tuple[str, ...]] = field(factory=dict)
    complete: bool | None = None
    party: str | None = None
    edition: str | None = None
    after: int = 0
    limit: int | None = None

    def fits(self, summary: CaseSummary) -> bool:
        """Tell whether a case is among those asked for."""
        return (
            summary.opened > self.after
            and all(summary.tracks.get(track) in states for track, states in self.tracks.items())
            and (self.complete is None or summary.complete is self.complete)
            and (self.party is None or self.party in summary.parties)
            and (self.edition is None or summary.edition == self.edition)
        )
