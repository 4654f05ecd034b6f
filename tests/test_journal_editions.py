"""Editions of a host's own in a journal: found by name, remembered, missed by name."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings

import nws_incident as nws
from nws_incident.testing import cases
from scenes import AT, TO_PROVIDER, opening

ROOT = Path(__file__).parent.parent
OVERLAY = ROOT / "examples" / "editions" / "2021-09-01-illustration.toml"
LATER = nws.load_edition(OVERLAY)
WIDER = nws.load_edition(ROOT / "tests" / "editions" / "wider.toml")
KNOWN = (LATER, WIDER)
MOVED = nws.EditionChanged(at=AT.replace(day=28), by=nws.Role.REQUESTER, to=LATER.id)


@settings(max_examples=40, deadline=None)
@given(case=cases(editions=KNOWN, max_events=25))
def test_any_case_that_moves_between_editions_comes_back_the_same(case: nws.Case) -> None:
    """Loaded, after an export, and in the list; each entry has the edition that it found."""
    with (
        nws.open_journal("memory:", editions=KNOWN) as journal,
        nws.open_journal("memory:", editions=KNOWN) as other,
    ):
        journal.append("a", case.events, expected_version=0)
        loaded = journal.load("a")
        assert loaded == nws.Case.from_events(case.events, id="a", editions=KNOWN)
        assert loaded.edition is case.edition
        assert journal.cases()[0].edition == case.edition.id
        under = [line.entry.edition for line in journal.history("a")]
        so_far = nws.Case(editions=KNOWN)
        for name, event in zip(under, case.events, strict=True):
            assert name == so_far.edition.id
            so_far.apply(event)
        other.restore(journal.export())
        assert other.load("a") == loaded
        assert other.checkpoint() == journal.checkpoint()
        assert other.verify().is_clean
        assert nws.decide(loaded, MOVED) == nws.decide(case, MOVED)


def test_a_journal_that_is_opened_without_an_edition_says_which(tmp_path: Path) -> None:
    """Whether a case started under it or was moved to it; other cases can be read."""
    address = f"sqlite:///{tmp_path / 'a.db'}"
    with nws.open_journal(address, editions=KNOWN) as journal:
        journal.append("moved", [*TO_PROVIDER, MOVED], expected_version=0)
        journal.append("wider", [opening()], expected_version=0, edition="wider")
        journal.append("plain", TO_PROVIDER, expected_version=0)
    with nws.open_journal(address) as journal:
        for case_id, name, version in (("moved", LATER.id, 4), ("wider", "wider", 1)):
            with pytest.raises(nws.UnreadableEntry) as caught:
                journal.load(case_id)
            assert caught.value.key == "unknown_edition"
            assert (caught.value.entry.case_id, caught.value.entry.version) == (case_id, version)
            for language in ("ja", "en"):
                assert name in caught.value.message(language)
            with pytest.raises(nws.UnreadableEntry):
                journal.append(case_id, [MOVED], expected_version=version)
        assert journal.load("plain").version == 3
        flaws = journal.verify().flaws
        assert [(flaw.damage.value, flaw.case_id) for flaw in flaws] == [
            ("unreadable", "moved"),
            ("unreadable", "wider"),
        ]
        assert LATER.id in flaws[0].message("en")
        assert len(journal.history("moved")) == 4
    with nws.open_journal(address, editions=KNOWN) as journal:
        assert journal.verify().is_clean


def test_a_move_that_was_retracted_needs_its_edition_no_more(tmp_path: Path) -> None:
    """The case can be read by whoever knows the editions that count."""
    address = f"sqlite:///{tmp_path / 'a.db'}"
    with nws.open_journal(address, editions=KNOWN) as journal:
        journal.append("a", [*TO_PROVIDER, MOVED], expected_version=0)
        mistake = nws.EventRetracted(at=AT, by="係長", why="誤記", version=4)
        journal.append("a", [mistake], expected_version=4)
    with nws.open_journal(address) as journal:
        assert journal.load("a").edition.id == nws.DEFAULT_EDITION
        assert journal.verify().is_clean


def test_what_finds_editions_is_asked_once_for_each(tmp_path: Path) -> None:
    """The same name is the same edition, though a file is read anew whenever it is asked for."""
    asked = []

    def find(name: str) -> nws.Edition:
        asked.append(name)
        return nws.load_edition(OVERLAY if name == LATER.id else name)

    address = f"sqlite:///{tmp_path / 'a.db'}"
    back = MOVED.replace(to=nws.DEFAULT_EDITION)
    with nws.open_journal(address, editions=find) as journal:
        journal.append("a", [opening(), MOVED, back, MOVED], expected_version=0)
        journal.append("b", [opening(), back, MOVED], expected_version=0, edition=LATER.id)
        assert journal.load("a").edition is journal.load("b").edition
        with pytest.raises(nws.Refused):
            journal.append("a", [MOVED.replace(to="1999-12-31")], expected_version=4)
        with pytest.raises(nws.InvalidEdition):
            journal.append("c", [opening()], expected_version=0, edition="1999-12-31")
    found = [name for name in asked if name != "1999-12-31"]
    assert sorted(found) == [nws.DEFAULT_EDITION, LATER.id]


def test_a_broken_edition_is_no_unknown_one(tmp_path: Path) -> None:
    """What finds it says what is wrong, instead of the rules saying that it is not there."""
    broken = tmp_path / "broken.toml"
    broken.write_text("[overlay]\nid = 1\n", encoding="utf-8")
    with (
        nws.open_journal("memory:", editions=lambda _: nws.load_edition(broken)) as journal,
        pytest.raises(nws.InvalidEdition, match="overlay"),
    ):
        journal.append("a", TO_PROVIDER, expected_version=0)
    shipped = nws.load_edition()

    def find(name: str) -> nws.Edition:
        return shipped if name == shipped.id else nws.load_edition(broken)

    with nws.open_journal("memory:", editions=find) as journal:
        journal.append("a", TO_PROVIDER, expected_version=0)
        with pytest.raises(nws.InvalidEdition, match="overlay"):
            journal.append("a", [MOVED], expected_version=3)


def test_two_editions_of_one_id_are_not_opened_with() -> None:
    """Nobody could tell which of them a case runs under."""
    with pytest.raises(nws.InvalidEdition, match=LATER.id):
        nws.open_journal("memory:", editions=[LATER, nws.load_edition(OVERLAY)])
