"""Proving: checkpoints, exports that keep the hashes, and a purge that keeps the proof."""

from __future__ import annotations

from datetime import date
from typing import Any

import nws_incident as nws
from nws_incident.testing.journal_contract.scenes import (
    NUMBER,
    RIGHT,
    STEPS,
    Demand,
    at,
    complete,
    opening,
    raises,
    retraction,
)


def a_clean_journal_is_verified_and_meets_its_checkpoints(journal: nws.Journal) -> None:
    """Whatever came after a checkpoint, it is met; a made-up one is not."""
    empty = journal.checkpoint()
    assert journal.verify(empty).is_clean
    journal.append("a", STEPS, expected_version=0)
    first = journal.checkpoint()
    journal.append("b", STEPS[:1], expected_version=0)
    journal.append("a", [RIGHT], expected_version=3)
    for checkpoint in (empty, first, journal.checkpoint()):
        found = journal.verify(nws.read_checkpoint(checkpoint.text()))
        assert found.is_clean
        assert found.checkpoint_met
        assert (found.entries, found.cases) == (5, 2)
    forged = nws.Checkpoint(position=first.position, cases=first.cases, root="0" * 64)
    found = journal.verify(forged)
    assert not found.is_clean
    assert [flaw.damage for flaw in found.flaws] == [nws.Damage.CHECKPOINT]
    ahead = nws.Checkpoint(position=99, cases=2, root=journal.checkpoint().root)
    assert not journal.verify(ahead).is_clean
    assert journal.verify().checkpoint_met is None


def an_export_restores_to_the_same(journal: nws.Journal) -> None:
    """Twice over, nothing is added; the hashes and the checkpoint are the same."""
    journal.append("a", STEPS, expected_version=0, request_id="r-1")
    journal.append("b", STEPS[:1], expected_version=0)
    journal.append("a", [retraction(3)], expected_version=3)
    journal.next_report_number("01202", date(2017, 7, 19))
    lines = list(journal.export())
    assert journal.restore(lines) == 0
    with nws.open_journal("memory:") as other:
        assert other.restore(lines) == 5
        assert list(other.export()) == lines
        assert other.checkpoint() == journal.checkpoint()
        assert other.cases() == journal.cases()
        assert other.load("a") == journal.load("a")
        assert other.next_report_number("01202", date(2017, 7, 19)) == 2
        complete(other, "c")
        assert journal.restore(other.export()) == len(list(other.feed(after=5)))
    assert journal.verify().is_clean
    assert journal.load("c").is_complete


def a_restore_takes_nothing_that_does_not_fit(journal: nws.Journal) -> None:
    """Altered, out of order, another's, or no export at all: nothing of it is stored."""
    journal.append("a", STEPS, expected_version=0)
    lines = list(journal.export())
    header, first, second, third = lines
    altered = {"entry": {**first["entry"], "body": first["entry"]["body"].replace("甲市", "丁市")}}
    with nws.open_journal("memory:") as other:
        wrongs: list[Any] = [
            [],
            lines[1:],
            [header, altered],
            [header, second],
            [header, first, third],
            [header, {"entry": {}}],
            [header, {"number": {"body": "01202", "day": "2017-07-19", "last": "9"}}],
            [header, {**first, **second, "x": 1}],
            [header, "line"],
        ]
        for wrong in wrongs:
            with raises(nws.ImportConflict):
                other.restore(wrong)
        assert list(other.feed()) == []
        other.append("a", [opening(2)], expected_version=0)
        with raises(nws.ImportConflict):
            other.restore(lines)


def a_purge_erases_what_a_complete_case_said_and_keeps_the_proof(journal: nws.Journal) -> None:
    """An open case and a recent one stay; the purge is an entry; an old checkpoint is met."""
    version = complete(journal, "done")
    journal.append("open", STEPS, expected_version=0)
    checkpoint = journal.checkpoint()
    asked: dict[str, str] = {"by": "文書管理者", "why": "保存期間満了"}
    assert journal.purge(older_than=at(0), **asked) == ()
    with raises(nws.InvalidAppend):
        journal.purge(older_than=at(99), by="x", why=NUMBER)
    with raises(nws.JournalError):
        journal.purge(older_than=at(99).replace(tzinfo=None), **asked)
    assert journal.purge(older_than=at(99), **asked) == ("done",)
    assert journal.purge(older_than=at(99), **asked) == ()
    with raises(nws.PurgedCase):
        journal.load("done")
    with raises(nws.PurgedCase):
        journal.append("done", [RIGHT], expected_version=version + 1)
    *erased, record = journal.history("done")
    assert len(erased) == version
    assert {(line.said, line.entry.body, line.entry.salt) for line in erased} == {(None,) * 3}
    assert isinstance(record.said, nws.CasePurged)
    assert (record.said.by, record.said.why) == ("文書管理者", "保存期間満了")
    assert journal.verify(checkpoint).is_clean
    (summary,) = journal.cases(complete=True)
    assert (summary.purged, summary.parties, summary.tracks) == (True, frozenset(), {})
    assert "読み違い" not in str(list(journal.export()))
    with nws.open_journal("memory:") as other:
        assert other.restore(journal.export()) == version + 4
        assert other.verify(checkpoint).is_clean
        assert other.cases() == journal.cases()


DEMANDS: tuple[Demand, ...] = (
    a_clean_journal_is_verified_and_meets_its_checkpoints,
    an_export_restores_to_the_same,
    a_restore_takes_nothing_that_does_not_fit,
    a_purge_erases_what_a_complete_case_said_and_keeps_the_proof,
)
