"""Cases that run under a host's own edition, and are moved from one to another.

The journal is one that knows `own_editions()`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import nws_incident as nws
from nws_incident.testing.journal_contract.scenes import (
    RIGHT,
    STEPS,
    Demand,
    at,
    complete,
    opening,
    raises,
    retraction,
)

OWN = "own-edition"
"""The id of the one edition of a host's own that the demands use."""

_SHIPPED = nws.DEFAULT_EDITION


@cache
def own_editions() -> tuple[nws.Edition, ...]:
    """Return what `open_journal` is to be given as `editions`."""
    return (nws.load_edition(Path(__file__).with_name(f"{OWN}.toml")),)


def _moved(hours: int, to: str = OWN) -> nws.Event:
    return nws.EditionChanged(at=at(hours), by=nws.Role.REQUESTER, to=to)


def _phoned(hours: int) -> nws.Event:
    """Make an event that only the host's own edition accepts."""
    return nws.EmergencyPhoned(at=at(hours), by=nws.Role.REQUESTER)


def a_case_is_judged_by_the_edition_that_it_was_moved_to(journal: nws.Journal) -> None:
    """From the move on, in the same append too; each entry has the edition that it found."""
    journal.append("a", STEPS, expected_version=0)
    with raises(nws.Refused):
        journal.append("a", [_phoned(4)], expected_version=3)
    appended = journal.append("a", [_moved(3), _phoned(4)], expected_version=3)
    assert [decision.rules for decision in appended.decisions] == [("L1",), ("X1",)]
    journal.append("a", [RIGHT.replace(at=at(5))], expected_version=5, request_id="r")
    loaded = journal.load("a")
    assert (loaded.opened_under.id, loaded.edition.id) == (_SHIPPED, OWN)
    assert loaded.tracks.emergency == "phoned_again"
    under = [line.entry.edition for line in journal.history("a")]
    assert under == [_SHIPPED] * 4 + [OWN] * 2
    assert [one.case_id for one in journal.cases(edition=OWN)] == ["a"]
    assert journal.cases(edition=_SHIPPED) == ()
    assert journal.cases(tracks={"emergency": "phoned_again"})[0].edition == OWN
    again = journal.append("a", [RIGHT.replace(at=at(5))], expected_version=5, request_id="r")
    assert again.repeated
    assert journal.verify(journal.checkpoint()).is_clean


def a_case_may_start_under_an_edition_of_the_host(journal: nws.Journal) -> None:
    """And is moved to a shipped one, unless that lacks a state which the case is in."""
    journal.append("a", [opening(), _phoned(1)], expected_version=0, edition=OWN)
    with raises(nws.Refused) as raised:
        journal.append("a", [_moved(2, _SHIPPED)], expected_version=2)
    assert [finding.guard for finding in raised.error.findings] == ["states_exist_there"]
    journal.append(
        "b", [opening(), _moved(1, _SHIPPED), _moved(2)], expected_version=0, edition=OWN
    )
    assert {journal.load(case_id).edition.id for case_id in "ab"} == {OWN}
    assert [line.entry.edition for line in journal.history("b")] == [OWN, OWN, _SHIPPED]
    assert journal.verify().is_clean


def a_move_can_be_retracted(journal: nws.Journal) -> None:
    """With whatever only the other edition accepts; the case is under the first again."""
    journal.append("a", [*STEPS, _moved(3), _phoned(4)], expected_version=0)
    with raises(nws.StrandedEvents) as raised:
        journal.append("a", [retraction(4)], expected_version=5)
    assert list(raised.error.stranded) == [5]
    journal.append("a", [retraction(4), retraction(5)], expected_version=5)
    assert journal.load("a") == nws.Case.from_events(STEPS, id="a")
    assert [line.entry.edition for line in journal.history("a")] == [_SHIPPED] * 4 + [OWN] * 3
    assert [one.edition for one in journal.cases()] == [_SHIPPED]
    assert journal.verify().is_clean


def an_edition_that_nobody_knows_is_named(journal: nws.Journal) -> None:
    """A move to it is refused, and a case under it cannot be started; nothing is stored."""
    journal.append("a", STEPS, expected_version=0)
    with raises(nws.Refused) as raised:
        journal.append("a", [_moved(3, "1999-12-31")], expected_version=3)
    assert [finding.guard for finding in raised.error.findings] == ["edition_known"]
    assert "1999-12-31" in str(raised.error)
    with raises(nws.InvalidEdition) as raised:
        journal.append("b", STEPS, expected_version=0, edition="1999-12-31")
    assert "1999-12-31" in str(raised.error)
    assert journal.load("a").version == len(list(journal.feed())) == 3


def editions_come_through_an_export_and_a_purge(journal: nws.Journal) -> None:
    """Another journal restores the same if it knows the edition, and says so if it does not."""
    version = complete(journal, "a")
    journal.append("a", [_moved(6)], expected_version=version)
    journal.append("b", [*STEPS, _moved(3)], expected_version=0)
    lines = list(journal.export())
    with nws.open_journal("memory:", editions=own_editions()) as other:
        other.restore(lines)
        assert list(other.export()) == lines
        assert other.cases() == journal.cases()
        assert other.load("b") == journal.load("b")
        assert other.verify(journal.checkpoint()).is_clean
    with nws.open_journal("memory:") as other:
        with raises(nws.UnreadableEntry) as raised:
            other.restore(lines)
        assert OWN in str(raised.error)
        assert list(other.feed()) == []
    assert journal.purge(older_than=at(99), by="文書管理者", why="保存期間満了") == ("a",)
    assert [one.case_id for one in journal.cases(edition=OWN)] == ["a", "b"]
    assert journal.verify().is_clean


DEMANDS: tuple[Demand, ...] = (
    a_case_is_judged_by_the_edition_that_it_was_moved_to,
    a_case_may_start_under_an_edition_of_the_host,
    a_move_can_be_retracted,
    an_edition_that_nobody_knows_is_named,
    editions_come_through_an_export_and_a_purge,
)
