"""Evidence: what is altered, taken out, put in or moved is named, and a purge keeps the proof."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import nws_incident as nws
from nws_incident.journal.hashing import NOTHING_BEFORE, digest_of, is_intact, seal
from nws_incident.journal.merkle import root_of
from nws_incident.testing import numbered_texts
from scenes import AT, CONTACTED, INCONCLUSIVE, REPORTED, TO_PROVIDER, TO_REINQUIRY, opening

if TYPE_CHECKING:
    from collections.abc import Iterator


def root_by_recursion(leaves: list[bytes]) -> bytes:
    """Return the root as RFC 9162 defines it, word by word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    halves = root_by_recursion(leaves[:split]) + root_by_recursion(leaves[split:])
    return hashlib.sha256(b"\x01" + halves).digest()


@given(leaves=st.lists(st.binary(max_size=3), max_size=40))
def test_the_root_is_that_of_the_rfc(leaves: list[bytes]) -> None:
    """Made leaf by leaf, it is what the recursive definition gives."""
    assert root_of(leaves) == root_by_recursion(leaves).hex()


@given(leaves=st.lists(st.binary(max_size=2), min_size=1, max_size=9), data=st.data())
def test_another_leaf_is_another_root(leaves: list[bytes], data: st.DataObject) -> None:
    """Changing, dropping or adding a leaf changes the root."""
    index = data.draw(st.integers(0, len(leaves) - 1))
    others = (
        [*leaves[:index], leaves[index] + b"x", *leaves[index + 1 :]],
        [*leaves[:index], *leaves[index + 1 :]],
        [*leaves[:index], b"x", *leaves[index:]],
    )
    for other in others:
        if other != leaves:
            assert root_of(other) != root_of(leaves)


def test_the_hash_covers_everything_but_the_position() -> None:
    """No field of an entry can be changed without its hash telling."""
    with nws.open_journal("memory:") as journal:
        journal.append("a", [opening()], expected_version=0, request_id="r")
        (entry,) = journal.feed()
    assert is_intact(entry)
    assert entry.previous == NOTHING_BEFORE
    for attribute in attrs.fields(nws.Entry):
        value = getattr(entry, attribute.name)
        other: Any = value + 1 if isinstance(value, int) else f"{value}0"
        changed = attrs.evolve(entry, **{attribute.name: other})
        assert is_intact(changed) == (attribute.name == "position")
    assert not is_intact(attrs.evolve(entry, body=None))
    assert is_intact(attrs.evolve(entry, body=None, salt=None))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Make a journal of two cases in a file."""
    path = tmp_path / "journal.db"
    with nws.open_journal(f"sqlite:///{path}") as journal:
        journal.append("a", TO_REINQUIRY[:4], expected_version=0)
        journal.append("b", TO_PROVIDER, expected_version=0)
        journal.append("a", TO_REINQUIRY[4:], expected_version=4)
    return path


def tamper(file: Path, *statements: str) -> None:
    """Change a file as somebody would who has all rights and takes the triggers away."""
    with closing(sqlite3.connect(file)) as database:
        for (name,) in database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            database.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            database.execute(statement)
        database.commit()


def flaws(file: Path, checkpoint: nws.Checkpoint | None = None) -> list[tuple[Any, ...]]:
    """Return what `verify` finds, and see that it can be said."""
    with nws.open_journal(f"sqlite:///{file}") as journal:
        found = journal.verify(checkpoint).flaws
    for flaw in found:
        assert all(flaw.message(language) for language in ("ja", "en"))
    return [(flaw.damage.value, flaw.case_id, flaw.version) for flaw in found]


_SWAP = (
    "UPDATE nws_entry SET version = 99 WHERE case_id = 'a' AND version = 2",
    "UPDATE nws_entry SET version = 2 WHERE case_id = 'a' AND version = 3",
    "UPDATE nws_entry SET version = 3 WHERE case_id = 'a' AND version = 99",
)


@pytest.mark.parametrize(
    ("statements", "found"),
    [
        (
            ["UPDATE nws_entry SET body = replace(body, '函', '丙') WHERE case_id = 'a'"],
            "altered 1",
        ),
        (["UPDATE nws_entry SET salt = 'x' WHERE case_id = 'a' AND version = 3"], "altered 3"),
        (
            ["UPDATE nws_entry SET recorded_at = '' WHERE case_id = 'a' AND version = 2"],
            "altered 2",
        ),
        (["UPDATE nws_entry SET tag = 'SD' WHERE case_id = 'a' AND version = 2"], "altered 2"),
        (["UPDATE nws_entry SET hash = digest WHERE case_id = 'a' AND version = 6"], "altered 6"),
        (
            ["UPDATE nws_entry SET request_id = 'x' WHERE case_id = 'a' AND version = 6"],
            "altered 6",
        ),
        (["UPDATE nws_entry SET body = NULL WHERE case_id = 'a' AND version = 4"], "altered 4"),
        (
            ["UPDATE nws_entry SET body = NULL, salt = NULL WHERE case_id = 'a' AND version = 4"],
            "erased 4",
        ),
        (_SWAP, "reordered 2"),
        (
            [
                "UPDATE nws_entry SET position = 99 WHERE case_id = 'a' AND version = 1",
                "UPDATE nws_entry SET position = 1 WHERE case_id = 'a' AND version = 2",
                "UPDATE nws_entry SET position = 2 WHERE case_id = 'a' AND version = 1",
            ],
            "reordered 2",
        ),
        (["UPDATE nws_case SET complete = 1 WHERE case_id = 'a'"], "list_wrong None"),
        (["UPDATE nws_case SET head = 'x' WHERE case_id = 'a'"], "list_wrong None"),
        (["DELETE FROM nws_case WHERE case_id = 'a'"], "list_wrong None"),
        (["UPDATE nws_case SET version = 5 WHERE case_id = 'a'"], "inserted 6"),
    ],
)
def test_whatever_is_changed_is_named(file: Path, statements: list[str], found: str) -> None:
    """The first entry of the case, and how: altered, erased, in another place, not listed."""
    tamper(file, *statements)
    damage, version = found.split()
    assert flaws(file) == [(damage, "a", None if version == "None" else int(version))]


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        (
            "DELETE FROM nws_entry WHERE case_id = 'a' AND version = 3",
            [("missing", "a", 3), ("missing", None, None)],
        ),
        (
            "DELETE FROM nws_entry WHERE case_id = 'a' AND version = 6",
            [("missing", "a", 6), ("missing", None, None)],
        ),
        (
            "DELETE FROM nws_entry WHERE case_id = 'b'",
            [("missing", None, None), ("missing", "b", 1)],
        ),
    ],
)
def test_whatever_is_taken_out_is_missed(
    file: Path, statement: str, found: list[tuple[Any, ...]]
) -> None:
    """By its version, by its position, and by the list of cases."""
    tamper(file, statement)
    assert flaws(file) == found


def forge(file: Path, version: int, *, event: nws.Event, previous: str) -> None:
    """Put an entry in as somebody would who knows how entries are sealed."""
    with nws.open_journal(f"sqlite:///{file}") as journal:
        first = next(iter(journal.feed()))
    with nws.open_journal("memory:") as other:
        other.append("x", [opening(), event], expected_version=0)
        *_, like = other.feed()
    entry = seal(attrs.evolve(like, case_id="a", version=version, position=99, previous=previous))
    assert first.edition == entry.edition
    with closing(sqlite3.connect(file)) as database:
        values = attrs.astuple(entry)
        database.execute(f"INSERT INTO nws_entry VALUES ({', '.join('?' * len(values))})", values)  # noqa: S608  marks
        database.commit()


def test_an_entry_put_in_is_named(file: Path) -> None:
    """At the end, though well sealed and bound, nothing counted it; elsewhere it is not bound."""
    with nws.open_journal(f"sqlite:///{file}") as journal:
        *_, last = journal.feed()
    forge(file, 7, event=INCONCLUSIVE, previous=last.hash)
    assert flaws(file) == [("inserted", "a", 7), ("inserted", None, None)]
    tamper(file, "DELETE FROM nws_entry WHERE case_id = 'a' AND version IN (2, 7)")
    forge(file, 2, event=INCONCLUSIVE, previous="")
    assert flaws(file)[0] == ("inserted", "a", 2)
    tamper(file, "DELETE FROM nws_entry WHERE case_id = 'a' AND version = 2")
    forge(file, 2, event=INCONCLUSIVE, previous=last.hash)
    assert flaws(file)[0] == ("reordered", "a", 2)


def test_a_whole_case_rewritten_is_found_by_a_checkpoint_only(file: Path, tmp_path: Path) -> None:
    """Who can write everything can make a whole journal; not one that meets a checkpoint."""
    with nws.open_journal(f"sqlite:///{file}") as journal:
        checkpoint = journal.checkpoint()
    forged = tmp_path / "forged.db"
    with nws.open_journal(f"sqlite:///{forged}") as journal:
        journal.append("a", [opening(note="別"), *TO_REINQUIRY[1:4]], expected_version=0)
        journal.append("b", TO_PROVIDER, expected_version=0)
        journal.append("a", TO_REINQUIRY[4:], expected_version=4)
    assert flaws(forged) == []
    assert flaws(forged, checkpoint) == [("checkpoint", None, None)]


def test_events_that_the_rules_refuse_are_named(file: Path) -> None:
    """Though every hash is right: a journal made without judging is none."""
    with nws.open_journal(f"sqlite:///{file}") as journal:
        *_, last = journal.feed()
    forge(file, 7, event=INCONCLUSIVE, previous=last.hash)
    tamper(file, "UPDATE nws_case SET version = 7 WHERE case_id = 'a'")
    assert flaws(file)[0] == ("refused", "a", None)


def test_entries_that_cannot_be_read_are_named(file: Path) -> None:
    """A type that this library does not know."""
    with nws.open_journal(f"sqlite:///{file}") as journal:
        entries = [entry for entry in journal.feed() if entry.case_id == "b"]
    sealed = seal(attrs.evolve(entries[-1], tag="ZZ"))
    tamper(
        file,
        f"UPDATE nws_entry SET tag = 'ZZ', hash = '{sealed.hash}'"  # noqa: S608  a hash
        " WHERE case_id = 'b' AND version = 3",
    )
    assert flaws(file) == [("unreadable", "b", None)]


def test_at_most_a_hundred_flaws_are_listed(tmp_path: Path) -> None:
    """However much is wrong."""
    file = tmp_path / "journal.db"
    with nws.open_journal(f"sqlite:///{file}") as journal:
        for number in range(120):
            journal.append(f"case-{number}", [opening()], expected_version=0)
    tamper(file, "UPDATE nws_entry SET body = '{}'")
    assert len(flaws(file)) == 100


def test_a_flipped_byte_in_the_file_is_found(file: Path) -> None:
    """Wherever in an entry's contents it is, `verify` names the entry."""
    raw = bytearray(file.read_bytes())
    place = raw.index("入力の誤り".encode())
    raw[place + 2] ^= 1
    file.write_bytes(raw)
    assert flaws(file) == [("altered", "a", 4)]


def test_a_damaged_page_is_told_by_the_database(file: Path) -> None:
    """A file whose structure is broken is a flaw, or an error that says so; no traceback."""
    raw = bytearray(file.read_bytes())
    for start in range(4096, len(raw), 4096):
        raw[start : start + 64] = b"\xff" * 64
    file.write_bytes(raw)
    with pytest.raises(nws.JournalUnavailable) as caught:
        flaws(file)
    assert caught.value.key == "damaged"


def test_the_clock_may_be_set_back() -> None:
    """The time of recording orders nothing."""
    now = datetime(2026, 4, 1, tzinfo=UTC)
    times = iter([now, now - timedelta(days=9)])
    with nws.open_journal("memory:", clock=lambda: next(times)) as journal:
        journal.append("a", [opening()], expected_version=0)
        journal.append("a", [INCONCLUSIVE], expected_version=1)
        assert [entry.recorded_at[:10] for entry in journal.feed()] == ["2026-04-01", "2026-03-23"]
        assert journal.verify().is_clean


@pytest.mark.parametrize("statement", ["UPDATE nws_entry SET tag = 'SD'", "DELETE FROM nws_entry"])
def test_sqlite_refuses_to_change_entries(file: Path, statement: str) -> None:
    """By triggers; an erasure needs the record of a purge."""
    with closing(sqlite3.connect(file)) as database:
        for one in (statement, "UPDATE nws_entry SET body = NULL, salt = NULL"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                database.execute(one)


def test_what_is_purged_is_gone_from_the_file(file: Path) -> None:
    """Neither the file nor its log holds it any more, once the log is written back."""
    with nws.open_journal(f"sqlite:///{file}") as journal:
        done = [
            nws.read_event({**nws.write_event(event), "note": "秘密の覚え書き"})
            for event in TO_REINQUIRY
        ]
        journal.append("done", done, expected_version=0)
        for event in (
            nws.ReinquiryMade(at=AT, result=nws.ReinquiryResult.CONSISTENT),
            nws.ProcessedOnLinkedInformation(at=AT, by=nws.Role.REQUESTER),
            nws.OtherRequestersChecked(at=AT, affected=()),
            REPORTED,
        ):
            journal.append("done", [event], expected_version=journal.load("done").version)
        assert journal.purge(older_than=AT + timedelta(days=1), by="x", why="y") == ("done",)
    everything = b"".join(path.read_bytes() for path in file.parent.iterdir())
    assert "秘密の覚え書き".encode() not in everything


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, nws.Journal]]:
    """Keep one journal open, and the folder that its files are in."""
    folder = tmp_path_factory.mktemp("numbers")
    with nws.open_journal(f"sqlite:///{folder / 'journal.db'}") as journal:
        journal.append("a", [opening()], expected_version=0)
        yield folder, journal


def try_to_store(journal: nws.Journal, place: str, text: str) -> None:
    """Put a text wherever a text can be handed to a journal."""
    retraction: dict[str, Any] = {"at": AT, "by": "x", "why": "y", "version": 1}
    if place == "code":
        journal.next_report_number(text, AT.date())
    elif place in retraction:
        retracted = nws.EventRetracted(**{**retraction, place: text})
        journal.append("a", [retracted], expected_version=1)
    elif place == "note":
        journal.append("a", [INCONCLUSIVE.replace(note=text)], expected_version=1)
    elif place == "case":
        journal.append(text, [opening()], expected_version=0)
    elif place == "request":
        journal.append("a", [INCONCLUSIVE], expected_version=1, request_id=text)
    else:
        journal.purge(older_than=AT, by="x", why=text)


@given(
    text=numbered_texts(),
    place=st.sampled_from(["note", "case", "request", "why", "by", "code", "purge"]),
)
def test_individual_numbers_never_reach_the_store(
    text: str, place: str, watched: tuple[Path, nws.Journal]
) -> None:
    """In no column, and in no byte of the database and its log; nor does the error repeat them."""
    folder, journal = watched
    before = list(journal.export())
    with pytest.raises(nws.NwsIncidentError) as caught:
        try_to_store(journal, place, text)
    assert text.strip() not in f"{caught.value} {caught.value!r} {caught.value.args}"
    assert list(journal.export()) == before
    everything = b"".join(path.read_bytes() for path in folder.iterdir())
    assert text.encode() not in everything


def test_the_trigger_takes_no_other_change_for_an_erasure(tmp_path: Path) -> None:
    """Even of a purged case, nothing but contents and salt may go."""
    file = tmp_path / "journal.db"
    lines = (Path(__file__).parent / "data" / "journal-format-1.jsonl").read_text(encoding="utf-8")
    with nws.open_journal(f"sqlite:///{file}") as journal:
        journal.restore(map(json.loads, lines.splitlines()))
        journal.purge(older_than=AT.replace(year=2030), by="x", why="y")
    with closing(sqlite3.connect(file)) as database:
        database.execute(
            "UPDATE nws_entry SET body = NULL, salt = NULL WHERE case_id = 'hakodate-1'"
        )
        for change in ("tag = 'SD'", "hash = 'x'", "version = 99", "body = 'x'"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                database.execute(
                    f"UPDATE nws_entry SET body = NULL, salt = NULL, {change}"  # noqa: S608  ours
                    " WHERE case_id = 'hakodate-1' AND version = 1"
                )


def test_a_contacted_case_keeps_its_order() -> None:
    """What was appended together is bound together."""
    with nws.open_journal("memory:") as journal:
        journal.append("a", [opening(), INCONCLUSIVE, CONTACTED], expected_version=0)
        entries = list(journal.feed())
    assert [entry.previous for entry in entries] == [
        NOTHING_BEFORE,
        entries[0].hash,
        entries[1].hash,
    ]
    assert all(entry.digest == digest_of(str(entry.salt), str(entry.body)) for entry in entries)
