"""Events and plain data: strict both ways, and nothing lost."""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Any

import attrs
import pytest

import nws_incident as nws
from nws_incident.events import CLASS_BY_TYPE, EVENT_CLASSES, Event
from random_cases import RandomCase, random_source

NOW = datetime(2017, 7, 19, 1, tzinfo=UTC)
PARTY = {"name": "北海道函館市", "kind": "municipality", "code": "012025", "prefecture": "北海道"}
OPENING: dict[str, Any] = {
    "type": "discrepancy_found",
    "at": "2017-07-19T10:00:00+09:00",
    "by": "requester",
    "requester": PARTY,
    "provider": {"name": "厚生労働省", "kind": "national"},
    "inquiry": {},
}


def problems(data: object) -> dict[str, str]:
    """Return the paths and keys of what is wrong with an event's data."""
    with pytest.raises(nws.InvalidEvent) as caught:
        nws.read_event(data)
    assert caught.value.message("ja")
    return {problem.path: problem.key for problem in caught.value.problems}


def test_every_event_survives_the_round_trip() -> None:
    """What is written reads back to an equal event, and pickles do too."""
    source = RandomCase(random_source(7), tuple(CLASS_BY_TYPE))
    seen = set()
    for _ in range(2_000):
        event = nws.read_event(source.next({}))
        written = nws.write_event(event)
        assert next(iter(written)) == "type"
        assert nws.read_event(written) == event
        assert pickle.loads(pickle.dumps(event)) == event  # noqa: S301  our own
        assert hash(event) == hash(nws.read_event(written))
        seen.add(event.type)
    assert seen == set(CLASS_BY_TYPE)


def test_tags_are_short_and_stable() -> None:
    """Each type has a tag of its own, and a schema number."""
    tags = [cls.tag for cls in EVENT_CLASSES]
    assert len(set(tags)) == len(tags) == 30
    assert all(len(tag) == 2 for tag in tags)
    assert {cls.schema for cls in EVENT_CLASSES} == {1}


def test_all_that_is_wrong_is_said_together() -> None:
    """Every problem has its path, and a misspelt name is suggested."""
    found = problems(
        {
            "type": "discrepancy_found",
            "at": "2017-07-19T10:00:00",
            "requester": {"name": " ", "code": "012026", "kinde": "municipality"},
            "provider": 3,
            "inquiry": {"request": 5, "occurred_at": "soon"},
            "immediate": "yes",
            "decide_by": "2017-02-30",
        }
    )
    assert found == {
        "$.at": "naive_moment",
        "$.by": "missing",
        "$.requester.name": "blank",
        "$.requester.kind": "missing",
        "$.requester.code": "code_check_digit",
        "$.requester.kinde": "unknown_key",
        "$.provider": "expected_mapping",
        "$.inquiry.request": "number_for_text",
        "$.inquiry.occurred_at": "bad_moment",
        "$.immediate": "expected_flag",
        "$.decide_by": "no_such_date",
    }


@pytest.mark.parametrize(
    ("changes", "path", "key"),
    [
        ({"type": None}, "$.type", "expected_text"),
        ({"type": "discrepancy_fund"}, "$.type", "unknown_type"),
        ({"at": None}, "$.at", "expected_text"),
        ({"at": "0000-01-01T00:00:00Z"}, "$.at", "no_such_moment"),
        ({"at": "2017-02-30T10:00:00+09:00"}, "$.at", "no_such_moment"),
        ({"at": "2017-07-19T10:00:00+24:00"}, "$.at", "no_such_moment"),
        ({"at": "2017-07-19T10:00:00+09:60"}, "$.at", "no_such_moment"),
        ({"at": "2017-07-19T24:00:00+09:00"}, "$.at", "no_such_moment"),
        ({"at": "2017-07-19T10:60:00+09:00"}, "$.at", "no_such_moment"),
        ({"at": "2017-07-19T10:00:60+09:00"}, "$.at", "no_such_moment"),
        ({"at": "20170719T100000+0900"}, "$.at", "bad_moment"),
        ({"at": 20170719}, "$.at", "bad_moment"),
        ({"type": 1}, "$.type", "unknown_type"),
        ({"by": "clerk"}, "$.by", "unknown_value"),
        ({"by": 1}, "$.by", "unknown_value"),
        ({"by": 0.5}, "$.by", "unknown_value"),
        ({"by": 10**5_000}, "$.by", "unknown_value"),
        ({"by": True}, "$.by", "expected_text"),
        ({"decide_by": 20170726}, "$.decide_by", "bad_date"),
        ({"note": ["x"]}, "$.note", "expected_text"),
        ({"note": "a\x00b"}, "$.note", "nul"),
        ({"note": "a\ud800b"}, "$.note", "surrogate"),
        (
            {"requester": {**PARTY, "prefecture": "青森県"}},
            "$.requester.prefecture",
            "prefecture_disagrees",
        ),
        ({"requester": {**PARTY, "code": 12025}}, "$.requester.code", "number_for_text"),
        ({"requester": {**PARTY, "kind": "city"}}, "$.requester.kind", "unknown_value"),
        ({"inquiry": None}, "$.inquiry", "expected_mapping"),
        ({"decide_by": "2017/07/26"}, "$.decide_by", "bad_date"),
        ({"odd key": 1}, '$["odd key"]', "unknown_key"),
        ({5: 2}, "$", "key_not_text"),
        ({"requester": {"name": "x", "kind": "other", 1: 2}}, "$.requester", "key_not_text"),
    ],
)
def test_a_wrong_value_is_named(changes: dict[Any, Any], path: str, key: str) -> None:
    """Nothing is coerced, and the place is said."""
    assert problems({**OPENING, **changes}) == {path: key}


def test_lists_are_checked_member_by_member() -> None:
    """Each bad member has its own path."""
    head = {"at": OPENING["at"], "by": "provider"}
    assert problems({"type": "other_requesters_checked", **head, "affected": ["a", " ", 3]}) == {
        "$.affected[1]": "blank",
        "$.affected[2]": "number_for_text",
    }
    assert problems({"type": "other_requesters_checked", **head, "affected": "a"}) == {
        "$.affected": "expected_list"
    }
    assert problems({"type": "other_requesters_checked", **head}) == {"$.affected": "missing"}
    others: tuple[object, ...] = ([], None, "discrepancy_found", 3)
    for data in others:
        assert problems(data) == {"$": "expected_mapping"}


def test_blank_particulars_are_fine_at_the_opening() -> None:
    """Left out, null, empty or white space only: each is blank, and text is kept as it stands."""
    inquiry = {"occurred_at": " ", "summary": None, "affair": "", "procedure": " \u3000"}
    event = nws.read_event({**OPENING, "inquiry": inquiry})
    assert isinstance(event, nws.DiscrepancyFound)
    assert event.inquiry.occurred_at is None
    assert event.inquiry.procedure == " \u3000"
    assert len(event.inquiry.blanks) == 7


def test_python_code_is_checked_too() -> None:
    """The constructors demand what the data demands; words may be plain text."""
    party = nws.Party(name="函館市", kind="municipality")  # type: ignore[arg-type]
    assert party.kind is nws.PartyKind.MUNICIPALITY
    opening = nws.DiscrepancyFound(
        at=NOW, requester=party, provider=party, inquiry=nws.Inquiry(), decide_by=date(2017, 7, 26)
    )
    assert opening.by is nws.Role.REQUESTER
    assert party.is_same_as(opening.provider)
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"at": NOW.replace(tzinfo=None)}, "naive_moment"),
        ({"at": "2017-07-19"}, "bad_moment"),
        ({"by": "clerk"}, "unknown_value"),
        ({"decide_by": NOW}, "bad_date"),
        ({"requester": "函館市"}, "expected_party"),
        ({"inquiry": {}}, "expected_inquiry"),
        ({"immediate": 1}, "expected_flag"),
    ]
    for change, key in wrong:
        with pytest.raises(nws.InvalidEvent) as caught:
            opening.replace(**change)
        assert [problem.key for problem in caught.value.problems] == [key]
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        opening.note = "x"  # type: ignore[misc]
    with pytest.raises(nws.InvalidEvent, match=r"sources\[1\]"):
        nws.OutageChecked(at=NOW, multi_agency=True, sources=("support_site", "tv"))  # type: ignore[arg-type]


class Shouted(str):
    """Text of a class of its own, that shows itself otherwise than it is."""

    __slots__ = ()

    def __str__(self) -> str:
        """Show something else."""
        return "harmless"

    def strip(self, *_: object) -> str:
        """Return something else."""
        return "harmless"


def test_what_is_stored_is_plain_text() -> None:
    """A subclass of text is kept as the plain text it holds, and scanned like any other."""
    number = Shouted("123456789018")
    event = nws.SelfCheckDelayed(at=NOW, note=number)
    assert type(event.note) is str
    assert event.note == "123456789018"
    assert [sighting.severity for sighting in event.sightings] == ["refused"]
    read = nws.read_event({**OPENING, "note": number, "requester": {**PARTY, "name": number}})
    assert [sighting.path for sighting in read.sightings] == ["$.note", "$.requester.name"]
    for blank in ("", " ", Shouted(" ")):
        with pytest.raises(nws.InvalidEvent, match="blank"):
            nws.OtherRequestersChecked(at=NOW, affected=(blank,))


def test_a_blank_time_of_occurrence_is_nothing_said() -> None:
    """What is blank from a file is blank from Python code, too."""
    assert nws.Inquiry(occurred_at="") == nws.Inquiry(occurred_at=" \u3000") == nws.Inquiry()  # type: ignore[arg-type]


class Summer(tzinfo):
    """A zone in which an hour comes twice: one hour ahead, and no more the second time."""

    def utcoffset(self, moment: datetime | None) -> timedelta:
        """Return the offset, which is gone once the hour comes again."""
        return timedelta(hours=2 - (moment is not None and moment.fold))

    def dst(self, _: datetime | None) -> None:
        """Say nothing: the offset says it all."""

    def tzname(self, _: datetime | None) -> None:
        """Have no name."""


def test_times_are_in_order_when_summer_ends() -> None:
    """A time of a zone with summer time keeps its offset, so an hour that comes twice counts."""
    zone = Summer()
    before = datetime(2017, 10, 29, 2, 50, tzinfo=zone)
    after = datetime(2017, 10, 29, 2, 10, tzinfo=zone, fold=1)
    assert after < before  # by the clock on the wall
    first, then = nws.SelfCheckDelayed(at=before), nws.SelfCheckDelayed(at=after)
    assert first.at < then.at
    assert (first.at.isoformat(), then.at.isoformat()) == (before.isoformat(), after.isoformat())
    assert nws.read_event(nws.write_event(then)) == then
    old = datetime(1880, 1, 1, tzinfo=timezone(timedelta(hours=9, minutes=18, seconds=59)))
    with pytest.raises(nws.InvalidEvent, match="offset"):
        nws.SelfCheckDelayed(at=old)


def test_a_number_is_never_repeated() -> None:
    """Neither `repr` nor an error shows an individual number."""
    number = "123456789018"
    event = nws.SelfCheckDelayed(at=NOW, note=f"備考 {number}")
    assert number not in repr(event)
    assert number not in repr(nws.OtherRequestersChecked(at=NOW, affected=(f"市 {number}",)))
    assert [sighting.path for sighting in event.sightings] == ["$.note"]
    for changes in ({"type": number}, {"by": number}, {number: 1}, {"requester": {number: number}}):
        with pytest.raises(nws.InvalidEvent) as caught:
            nws.read_event({**OPENING, **changes})
        error = caught.value
        assert number not in f"{error} {error!r} {error.message('ja')} {error.args}"
        assert error.__cause__ is None
        assert error.__context__ is None


def test_sightings_name_the_place() -> None:
    """Nested texts and list members are scanned, each by itself."""
    event = nws.read_event(
        {
            **OPENING,
            "inquiry": {"summary": "123456789018", "request": "マイナンバー"},
            "provider": {"name": "201707191000", "kind": "other"},
        }
    )
    assert [(one.path, one.severity.value) for one in event.sightings] == [
        ("$.provider.name", "doubtful"),
        ("$.inquiry.summary", "refused"),
    ]
    assert isinstance(event, Event)
