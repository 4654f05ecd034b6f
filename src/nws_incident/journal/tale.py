"""What the entries of one case say together: which events count, and what case they make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from attrs import field, frozen

from nws_incident.case import Case, Decision
from nws_incident.errors import InvalidEdition
from nws_incident.events import EditionChanged, Event
from nws_incident.findings import Refused
from nws_incident.journal.entries import Entry, HistoryEntry
from nws_incident.journal.errors import PurgedCase, UnreadableEntry
from nws_incident.journal.known import without_twins
from nws_incident.journal.loaded import LoadedCase, loaded_case
from nws_incident.journal.records import PURGED_TAG, EventRetracted
from nws_incident.journal.stored import Said
from nws_incident.notice.edition import Edition

if TYPE_CHECKING:
    from nws_incident.journal.known import KnownEditions
    from nws_incident.journal.stored import StoredForm


@frozen
class Tale:
    """The entries of a case that was not purged, read."""

    case_id: str
    edition: Edition
    said: Sequence[Said]
    retracted: Mapping[int, int] = field(factory=dict)
    """The version of each retracted event, and of the entry that retracts it."""
    others: tuple[Edition, ...] = ()
    """The editions besides its first that the case knows."""

    def counting(self, without: Iterable[int] = ()) -> dict[int, Event]:
        """Return the events that nobody retracted, by their version."""
        left_out = {*self.retracted, *without}
        return {
            version: said
            for version, said in enumerate(self.said, start=1)
            if isinstance(said, Event) and version not in left_out
        }

    def case(self) -> LoadedCase:
        """Return the case."""
        start, others = self.edition, self.others
        events = self.counting().values()
        return loaded_case(self.case_id, start, others, events, len(self.said))

    def stranded(self, without: Iterable[int]) -> dict[int, Refused]:
        """Return what would be refused without some of the events, by version."""
        case = self._unopened()
        refused = {}
        for version, event in self.counting(without).items():
            decision = case.offer(event)
            if not decision.accepted:
                refused[version] = Refused(event.type, decision.findings)
        return refused

    def decisions(self, first: int) -> tuple[Decision, ...]:
        """Return the decisions on the events from a version on, as they were made then.

        The entries end with those that were appended with it.
        """
        case = self._unopened()
        made = [(version, case.offer(event)) for version, event in self.counting().items()]
        return tuple(decision for version, decision in made if version >= first)

    def _unopened(self) -> Case:
        return Case(self.case_id, edition=self.edition, editions=self.others)


def read_tale(
    case_id: str, entries: Sequence[Entry], form: StoredForm, editions: KnownEditions
) -> Tale:
    """Read the entries of a case; raises `PurgedCase`, or `UnreadableEntry` for the first."""
    if is_purged(entries):
        raise PurgedCase(case_id)
    said = [read_entry(entry, form) for entry in entries]
    retracted = _retractions(said)
    start = _edition(entries[0], entries[0].edition, editions)
    moved_to = [
        _edition(entry, words.to, editions)
        for entry, words in zip(entries, said, strict=True)
        if isinstance(words, EditionChanged) and entry.version not in retracted
    ]
    others = without_twins(start, (*editions.others, *moved_to))
    return Tale(case_id, start, said, retracted, others)


def _edition(entry: Entry, name: str, editions: KnownEditions) -> Edition:
    """Return an edition that an entry names; `UnreadableEntry` where there is none."""
    try:
        return editions.find(name)
    except InvalidEdition as error:
        reason = error.problems[0].text
        raise UnreadableEntry("unknown_edition", entry, edition=name, reason=reason) from error


def read_entry(entry: Entry, form: StoredForm) -> Said:
    """Return what an entry says, which must not have been erased."""
    if entry.body is None:
        raise UnreadableEntry("no_body", entry)
    return form.read(entry)


def read_history(entries: Sequence[Entry], form: StoredForm) -> tuple[HistoryEntry, ...]:
    """Return every entry with what it says, as far as it was not erased."""
    purged = is_purged(entries)
    said = [None if purged and entry.body is None else read_entry(entry, form) for entry in entries]
    retracted = _retractions(said)
    return tuple(
        HistoryEntry(entry=entry, said=words, retracted_by=retracted.get(entry.version))
        for entry, words in zip(entries, said, strict=True)
    )


def is_purged(entries: Sequence[Entry]) -> bool:
    """Tell whether the last entry says that the case was purged."""
    return bool(entries) and entries[-1].tag == PURGED_TAG


def _retractions(said: Iterable[Said | None]) -> dict[int, int]:
    return {
        words.version: version
        for version, words in enumerate(said, start=1)
        if isinstance(words, EventRetracted)
    }
