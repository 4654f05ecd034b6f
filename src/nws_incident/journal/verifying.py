"""Verifying: every entry against its hash, its neighbours, its case, and a checkpoint."""

from __future__ import annotations

from enum import StrEnum
from itertools import groupby, islice
from typing import TYPE_CHECKING

import attrs
from attrs import frozen

from nws_incident.errors import InvalidDataError
from nws_incident.fields import printable
from nws_incident.findings import Refused
from nws_incident.journal.checkpoints import Checkpoint, leaf_of
from nws_incident.journal.entries import CaseFilter
from nws_incident.journal.errors import JournalError
from nws_incident.journal.hashing import NOTHING_BEFORE, hash_of, is_body_intact, is_intact
from nws_incident.journal.merkle import root_of
from nws_incident.journal.summaries import purged_summary, summary_of
from nws_incident.journal.tale import is_purged, read_tale
from nws_incident.text import Text
from nws_incident.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nws_incident.journal.appending import Tools
    from nws_incident.journal.entries import CaseSummary, Entry
    from nws_incident.journal.store import Session, Store

_MOST = 100


class Damage(StrEnum):
    """What can be wrong with an entry, or with a journal."""

    ALTERED = "altered"
    MISSING = "missing"
    REORDERED = "reordered"
    INSERTED = "inserted"
    ERASED = "erased"
    UNREADABLE = "unreadable"
    REFUSED = "refused"
    LIST_WRONG = "list_wrong"
    CHECKPOINT = "checkpoint"
    STORE = "store"


@frozen(kw_only=True)
class Flaw:
    """One thing that does not hold together, at a version of a case where it has a place."""

    damage: Damage
    case_id: str | None = None
    version: int | None = None
    detail: str | Text = ""

    @property
    def text(self) -> Text:
        """What is wrong, in each language."""
        place = printable(f"{self.case_id} {self.version or ''}".strip()) if self.case_id else "-"
        return wording(f"journal.flaw_{self.damage}").fill(place=place, detail=self.detail)

    def message(self, language: str) -> str:
        """Say what is wrong, in `language`."""
        return self.text.read(language)


@frozen(kw_only=True)
class Verification:
    """What a look at every entry found; `flaws` is empty where all holds together.

    At most a hundred are listed.  `checkpoint_met` is `None` where none was given.
    """

    entries: int
    cases: int
    flaws: tuple[Flaw, ...] = ()
    checkpoint_met: bool | None = None

    @property
    def is_clean(self) -> bool:
        """Whether nothing was found, and the checkpoint, if one was given, is met."""
        return not self.flaws and self.checkpoint_met is not False


@attrs.define
class _Count:
    entries: int = 0
    cases: int = 0


def verify(store: Store, tools: Tools, checkpoint: Checkpoint | None) -> Verification:
    """Verify what a store holds, one case at a time."""
    flaws = [Flaw(damage=Damage.STORE, detail=fault) for fault in islice(store.faults(), _MOST)]
    count = _Count()
    with store.read() as session:
        last = session.last_position()
        until = last if checkpoint is None else checkpoint.position

        def leaves() -> Iterator[bytes]:
            for entries in _cases(session.by_case()):
                count.cases += 1
                count.entries += len(entries)
                flaws.extend(_flaws_of_case(entries, session, tools))
                del flaws[_MOST:]
                heads = [entry for entry in entries if entry.position <= until]
                if heads:
                    yield leaf_of(heads[-1])

        root = root_of(leaves())
        if len(flaws) < _MOST:
            flaws.extend(_lost(session, last, count))
    met = None
    if checkpoint is not None:
        met = root == checkpoint.root and checkpoint.position <= last
        if not met:
            flaws.append(Flaw(damage=Damage.CHECKPOINT, detail=str(checkpoint.position)))
    return Verification(
        entries=count.entries, cases=count.cases, flaws=tuple(flaws[:_MOST]), checkpoint_met=met
    )


def _cases(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    for _, group in groupby(entries, key=lambda entry: entry.case_id):
        yield list(group)


def _flaws_of_case(entries: list[Entry], session: Session, tools: Tools) -> Iterator[Flaw]:
    case_id = entries[0].case_id
    flaw = _first_flaw(entries)
    summary = session.summary(case_id)
    if flaw is None:
        flaw = _flaw_of_end(entries, summary) or _flaw_of_tale(entries, summary, tools)
    if flaw is not None:
        yield flaw


def _first_flaw(entries: list[Entry]) -> Flaw | None:
    """Return the first entry that is not what was sealed, or does not follow the one before."""
    previous = NOTHING_BEFORE
    position = 0
    purged = is_purged(entries)
    for expected, entry in enumerate(entries, start=1):
        damage = None
        if entry.version != expected:
            return Flaw(damage=Damage.MISSING, case_id=entry.case_id, version=expected)
        if not is_intact(entry):
            damage = Damage.REORDERED if _was_elsewhere(entry, entries) else Damage.ALTERED
        elif entry.previous != previous:
            hashes = {other.hash for other in entries}
            damage = Damage.REORDERED if entry.previous in hashes else Damage.INSERTED
        elif entry.body is None and not purged:
            damage = Damage.ERASED
        elif entry.position <= position:
            damage = Damage.REORDERED
        if damage is not None:
            return Flaw(damage=damage, case_id=entry.case_id, version=expected)
        previous, position = entry.hash, entry.position
    return None


def _was_elsewhere(entry: Entry, entries: list[Entry]) -> bool:
    """Tell whether an entry is what was sealed but for its place in the case."""
    return is_body_intact(entry) and any(
        hash_of(attrs.evolve(entry, version=version)) == entry.hash
        for version in range(1, len(entries) + 2)
    )


def _flaw_of_end(entries: list[Entry], summary: CaseSummary | None) -> Flaw | None:
    """Compare the end of the entries with the end that the list of cases has."""
    last = entries[-1]
    if summary is None:
        return Flaw(damage=Damage.LIST_WRONG, case_id=last.case_id)
    if summary.version > last.version:
        return Flaw(damage=Damage.MISSING, case_id=last.case_id, version=last.version + 1)
    if summary.version < last.version:
        return Flaw(damage=Damage.INSERTED, case_id=last.case_id, version=summary.version + 1)
    return None


def _flaw_of_tale(entries: list[Entry], summary: CaseSummary | None, tools: Tools) -> Flaw | None:
    """Judge the case anew, and compare it with what the list of cases says."""
    last, opened = entries[-1], entries[0].position
    damage = Damage.UNREADABLE
    detail: str | Text = ""
    try:
        if is_purged(entries):
            folded = purged_summary(last, opened)
        else:
            tale = read_tale(last.case_id, entries, tools.form, tools.editions)
            folded = summary_of(tale.case(), last, opened)
    except Refused as error:
        damage, detail = Damage.REFUSED, str(error)
    except JournalError as error:
        detail = error.text
    except InvalidDataError as error:
        detail = str(error)
    else:
        if folded == summary:
            return None
        damage = Damage.LIST_WRONG
    return Flaw(damage=damage, case_id=last.case_id, detail=detail)


def _lost(session: Session, last: int, count: _Count) -> Iterator[Flaw]:
    """Find positions, and listed cases, of which no entry is left."""
    if count.entries != last:
        expected = 1
        for entry in session.feed(0, max(last, count.entries)):
            if entry.position != expected:
                break
            expected += 1
        damage = Damage.MISSING if count.entries < last else Damage.INSERTED
        yield Flaw(damage=damage, detail=str(expected))
    for summary in session.summaries(CaseFilter()):
        if not session.entries(summary.case_id):
            yield Flaw(damage=Damage.MISSING, case_id=summary.case_id, version=1)
