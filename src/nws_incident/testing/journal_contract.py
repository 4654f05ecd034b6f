"""What every journal keeps, as functions that a host's own store can be put through.

Each takes a new, empty journal and raises `AssertionError` where it does not do what the contract
says.  With pytest::

    @pytest.mark.parametrize("check", CONTRACT, ids=lambda check: check.__name__)
    def test_my_store_keeps_the_contract(check, my_empty_journal):
        check(my_empty_journal)
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import nws_incident as nws

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_START = datetime(2017, 7, 19, 10, tzinfo=timezone(timedelta(hours=9)))
_NUMBER = "123456789018"

CONTRACT: list[Callable[[nws.Journal], None]] = []
"""Every demand, as a function of an empty journal."""


def _demand(check: Callable[[nws.Journal], None]) -> Callable[[nws.Journal], None]:
    CONTRACT.append(check)
    return check


class _Raised:
    """What a block raised."""

    error: Any = None


@contextmanager
def _raises(kind: type[Exception]) -> Iterator[_Raised]:
    raised = _Raised()
    try:
        yield raised
    except kind as error:
        raised.error = error
    else:
        message = f"{kind.__name__} was not raised"
        raise AssertionError(message)


def _at(hours: int) -> datetime:
    return _START + timedelta(hours=hours)


def _opening(hours: int = 0, **fields: Any) -> nws.Event:
    stated: dict[str, Any] = {
        "requester": nws.Party(name="甲市", kind=nws.PartyKind.MUNICIPALITY, code="012025"),
        "provider": nws.Party(name="乙省", kind=nws.PartyKind.NATIONAL),
        "inquiry": nws.Inquiry(processing_number="A-1"),
    }
    return nws.DiscrepancyFound(at=_at(hours), **{**stated, **fields})


def _linked(hours: int) -> nws.Event:
    return nws.ProcessedOnLinkedInformation(at=_at(hours), by=nws.Role.REQUESTER)


_CHECKED = nws.SelfCheckInconclusive(at=_at(1))
_CONTACTED = nws.ProviderContacted(
    at=_at(2),
    channel=nws.Channel.PHONE,
    contact_known=True,
    inquiry=nws.Inquiry(
        occurred_at=_START,
        summary="相違",
        affair="手当",
        procedure="認定",
        information="所得",
        request="確認",
    ),
)
_RIGHT = nws.CauseIdentified(
    at=_at(3),
    by=nws.Role.PROVIDER,
    causing_party=nws.CausingParty.REQUESTER,
    factor=nws.Factor.HUMAN,
    detail="読み違い",
    finding=nws.FindingKind.INFORMATION_RIGHT,
    prompt_response_expected=True,
)
_STEPS = (_opening(), _CHECKED, _CONTACTED)


def _retraction(version: int, hours: int = 9) -> nws.EventRetracted:
    return nws.EventRetracted(at=_at(hours), by="係長", why="誤記", version=version)


def _complete(journal: nws.Journal, case_id: str) -> int:
    """Bring a case to its end, and return its version."""
    reported = nws.OutcomeReported(at=_at(5), by=nws.Role.REQUESTER)
    events = [*_STEPS, _RIGHT, _linked(4), reported]
    return journal.append(case_id, events, expected_version=0).version


@_demand
def what_is_appended_is_loaded(journal: nws.Journal) -> None:
    """A case comes back equal, with its version, and the decisions are those of the rules."""
    appended = journal.append("a", _STEPS, expected_version=0)
    assert (appended.first_version, appended.version, appended.position) == (1, 3, 3)
    assert [decision.accepted for decision in appended.decisions] == [True] * 3
    loaded = journal.load("a")
    assert loaded == nws.Case.from_events(_STEPS, id="a")
    assert loaded.version == 3
    assert journal.append("a", [_RIGHT], expected_version=loaded.version).version == 4


@_demand
def a_refused_event_is_never_stored(journal: nws.Journal) -> None:
    """Refused reaches the caller, and of several events none is stored."""
    journal.append("a", [_opening()], expected_version=0)
    before = list(journal.export())
    with _raises(nws.Refused) as raised:
        journal.append("a", [_CHECKED, _RIGHT], expected_version=1)
    assert raised.error.findings
    with _raises(nws.Refused):
        journal.append("b", [_CHECKED], expected_version=0)
    with _raises(nws.Refused):
        journal.append("b", [_opening(note=_NUMBER)], expected_version=0)
    with _raises(nws.UnknownCase):
        journal.load("b")
    assert list(journal.export()) == before


@_demand
def the_slower_of_two_writers_is_told(journal: nws.Journal) -> None:
    """A conflict has both versions and what came between, and is judged before nothing else."""
    journal.append("a", _STEPS, expected_version=0)
    with _raises(nws.ConflictError) as raised:
        journal.append("a", [_opening()], expected_version=1)
    conflict = raised.error
    assert (conflict.case_id, conflict.expected, conflict.actual) == ("a", 1, 3)
    assert [entry.version for entry in conflict.entries] == [2, 3]
    assert not isinstance(conflict, nws.Refused)
    with _raises(nws.ConflictError) as raised:
        journal.append("a", [_RIGHT], expected_version=7)
    assert raised.error.entries == ()


@_demand
def a_repeated_request_has_the_first_answer(journal: nws.Journal) -> None:
    """With the same content whatever happened since; with other content it is an error."""
    first = journal.append("a", _STEPS[:2], expected_version=0, request_id="r-1")
    journal.append("a", _STEPS[2:], expected_version=2, request_id="r-2")
    again = journal.append("a", _STEPS[:2], expected_version=0, request_id="r-1")
    assert again == first
    assert again.repeated
    assert not first.repeated
    assert journal.load("a").version == 3
    for case_id, events in (("a", _STEPS[:1]), ("b", _STEPS[:2]), ("a", [_RIGHT])):
        with _raises(nws.RequestReused) as raised:
            journal.append(case_id, events, expected_version=3, request_id="r-1")
        assert raised.error.case_id == "a"


@_demand
def a_retraction_takes_the_event_out_of_the_case(journal: nws.Journal) -> None:
    """The case is judged without it, the version counts on, and history shows both."""
    journal.append("a", [*_STEPS, _RIGHT], expected_version=0)
    appended = journal.append("a", [_retraction(4)], expected_version=4)
    assert (appended.version, appended.decisions) == (5, ())
    loaded = journal.load("a")
    assert loaded == nws.Case.from_events(_STEPS, id="a")
    assert loaded.version == 5
    history = journal.history("a")
    assert [line.retracted_by for line in history] == [None, None, None, 5, None]
    assert history[3].said == _RIGHT
    assert history[4].said == _retraction(4)
    again = journal.append("a", [_RIGHT], expected_version=5)
    assert again.version == 6
    assert journal.load("a").events[-1] == _RIGHT


@_demand
def a_retraction_leaves_no_refused_event_behind(journal: nws.Journal) -> None:
    """What would be refused is named; together they can be retracted."""
    journal.append("a", [*_STEPS, _RIGHT], expected_version=0)
    with _raises(nws.StrandedEvents) as raised:
        journal.append("a", [_retraction(3)], expected_version=4)
    assert list(raised.error.stranded) == [4]
    assert raised.error.stranded[4].findings
    assert journal.load("a").version == 4
    later = _CONTACTED.replace(at=_at(5))
    both = (_retraction(4), _retraction(3), later)
    assert journal.append("a", both, expected_version=4).version == 7
    assert journal.load("a").events == (*_STEPS[:2], later)


@_demand
def even_an_opening_can_be_retracted(journal: nws.Journal) -> None:
    """The case is unopened then, and may be opened anew, by others."""
    journal.append("a", [_opening()], expected_version=0)
    journal.append("a", [_retraction(1)], expected_version=1)
    assert not journal.load("a").is_open
    (summary,) = journal.cases()
    assert (summary.tracks, summary.parties, summary.complete) == ({}, frozenset(), False)
    other = nws.Party(name="丙県", kind=nws.PartyKind.PREFECTURE)
    journal.append("a", [_opening(requester=other)], expected_version=2)
    assert journal.load("a").version == 3
    assert [summary.case_id for summary in journal.cases(party="丙県")] == ["a"]
    assert journal.cases(party="甲市") == ()


@_demand
def only_an_event_that_counts_is_retracted(journal: nws.Journal) -> None:
    """Neither a retraction nor a version that is not there, and no event twice."""
    journal.append("a", [*_STEPS, _RIGHT], expected_version=0)
    journal.append("a", [_retraction(4)], expected_version=4)
    wrongs: list[Any] = [
        [],
        [_retraction(4)],
        [_retraction(5)],
        [_retraction(9)],
        [_retraction(3), _retraction(3)],
        [_RIGHT, _retraction(3)],
        [_retraction(3).replace(why=_NUMBER)],
        ["no event"],
    ]
    for wrong in wrongs:
        with _raises(nws.InvalidAppend):
            journal.append("a", wrong, expected_version=5)
    assert journal.load("a").version == 5


@_demand
def names_must_be_storable(journal: nws.Journal) -> None:
    """A case's id and a request's are text without an individual number."""
    for case_id in ("", " ", "a\x00", _NUMBER):
        with _raises(nws.InvalidCaseFile):
            journal.append(case_id, _STEPS, expected_version=0)
    for request_id in ("", "\n", "a\x00", _NUMBER):
        with _raises(nws.InvalidAppend):
            journal.append("a", _STEPS, expected_version=0, request_id=request_id)
    with _raises(nws.InvalidEdition):
        journal.append("a", _STEPS, expected_version=0, edition="1999-12-31")
    assert list(journal.feed()) == []


@_demand
def cases_are_listed_by_page_and_filter(journal: nws.Journal) -> None:
    """In the order in which they were opened, and stably."""
    for number in range(5):
        journal.append(f"case-{9 - number}", _STEPS[: 1 + number % 3], expected_version=0)
    _complete(journal, "done")
    found = journal.cases()
    assert [summary.case_id for summary in found] == [
        *(f"case-{9 - number}" for number in range(5)),
        "done",
    ]
    first = journal.cases(limit=2)
    assert first == found[:2]
    journal.append("case-9", [_CHECKED], expected_version=1)
    rest = journal.cases(after=first[-1].opened, limit=100)
    assert rest == found[2:]
    assert [one.case_id for one in journal.cases(complete=True)] == ["done"]
    assert len(journal.cases(complete=False)) == 5
    contact = {"investigation": "provider_contact"}
    assert [one.case_id for one in journal.cases(tracks=contact)] == ["case-9", "case-8", "case-5"]
    either = {"investigation": ("resolved", "cause_investigation"), "emergency": "none"}
    assert [one.case_id for one in journal.cases(tracks=either)] == ["case-7", "done"]
    for party in ("甲市", "012025", "01202", "乙省"):
        assert len(journal.cases(party=party)) == 6
    assert journal.cases(party="丁村") == ()
    assert len(journal.cases(edition=nws.DEFAULT_EDITION)) == 6
    assert journal.cases(edition="1999-12-31") == ()


@_demand
def the_feed_has_every_entry_once_in_order(journal: nws.Journal) -> None:
    """From any position on, and a page at a time."""
    journal.append("a", _STEPS[:2], expected_version=0)
    journal.append("b", _STEPS[:1], expected_version=0)
    journal.append("a", _STEPS[2:], expected_version=2)
    entries = list(journal.feed())
    assert [entry.position for entry in entries] == [1, 2, 3, 4]
    assert [(entry.case_id, entry.version) for entry in entries] == [
        ("a", 1),
        ("a", 2),
        ("b", 1),
        ("a", 3),
    ]
    assert list(journal.feed(after=3)) == entries[3:]
    assert list(journal.feed(after=1, limit=2)) == entries[1:3]
    assert list(journal.feed(after=4)) == []


@_demand
def report_numbers_are_handed_out_once(journal: nws.Journal) -> None:
    """From 1 to 99 for each body and day; a check digit makes no other body."""
    day = date(2017, 7, 19)
    assert [journal.next_report_number("012025", day) for _ in range(3)] == [1, 2, 3]
    assert journal.next_report_number("01202", day) == 4
    assert journal.next_report_number("01202", date(2017, 7, 20)) == 1
    assert journal.next_report_number(None, day) == 1
    assert journal.next_report_number("乙省", day) == 1
    assert [journal.next_report_number("012025", day) for _ in range(95)] == list(range(5, 100))
    with _raises(nws.NumbersUsedUp):
        journal.next_report_number("012025", day)
    with _raises(nws.InvalidAppend):
        journal.next_report_number(_NUMBER, day)


@_demand
def a_clean_journal_is_verified_and_meets_its_checkpoints(journal: nws.Journal) -> None:
    """Whatever came after a checkpoint, it is met; a made-up one is not."""
    empty = journal.checkpoint()
    assert journal.verify(empty).is_clean
    journal.append("a", _STEPS, expected_version=0)
    first = journal.checkpoint()
    journal.append("b", _STEPS[:1], expected_version=0)
    journal.append("a", [_RIGHT], expected_version=3)
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


@_demand
def an_export_restores_to_the_same(journal: nws.Journal) -> None:
    """Twice over, nothing is added; the hashes and the checkpoint are the same."""
    journal.append("a", _STEPS, expected_version=0, request_id="r-1")
    journal.append("b", _STEPS[:1], expected_version=0)
    journal.append("a", [_retraction(3)], expected_version=3)
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
        _complete(other, "c")
        assert journal.restore(other.export()) == len(list(other.feed(after=5)))
    assert journal.verify().is_clean
    assert journal.load("c").is_complete


@_demand
def a_restore_takes_nothing_that_does_not_fit(journal: nws.Journal) -> None:
    """Altered, out of order, another's, or no export at all: nothing of it is stored."""
    journal.append("a", _STEPS, expected_version=0)
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
            with _raises(nws.ImportConflict):
                other.restore(wrong)
        assert list(other.feed()) == []
        other.append("a", [_opening(2)], expected_version=0)
        with _raises(nws.ImportConflict):
            other.restore(lines)


@_demand
def a_purge_erases_what_a_complete_case_said_and_keeps_the_proof(journal: nws.Journal) -> None:
    """An open case and a recent one stay; the purge is an entry; an old checkpoint is met."""
    version = _complete(journal, "done")
    journal.append("open", _STEPS, expected_version=0)
    checkpoint = journal.checkpoint()
    asked: dict[str, str] = {"by": "文書管理者", "why": "保存期間満了"}
    assert journal.purge(older_than=_at(0), **asked) == ()
    with _raises(nws.InvalidAppend):
        journal.purge(older_than=_at(99), by="x", why=_NUMBER)
    with _raises(nws.JournalError):
        journal.purge(older_than=_at(99).replace(tzinfo=None), **asked)
    assert journal.purge(older_than=_at(99), **asked) == ("done",)
    assert journal.purge(older_than=_at(99), **asked) == ()
    with _raises(nws.PurgedCase):
        journal.load("done")
    with _raises(nws.PurgedCase):
        journal.append("done", [_RIGHT], expected_version=version + 1)
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


@_demand
def unknown_cases_are_said_to_be_unknown(journal: nws.Journal) -> None:
    """Loading or reading the history of what is not there is an error of its own."""
    with _raises(nws.UnknownCase):
        journal.load("nobody")
    with _raises(nws.UnknownCase):
        journal.history("nobody")
    assert journal.cases() == ()
