"""Two stories beside each other, and one story with what it could have been."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import nws_incident as nws
from nws_incident.casefile import Expectation
from nws_incident.comparing.plain import comparison_data
from nws_incident.plain import duty_data, exemption_data, permission_data
from nws_incident.replay import as_data
from nws_incident.testing import cases, events
from own_editions import copy_edition, edition_named
from scenes import (
    AT,
    CAUSE_DELAYED,
    CHECK_DELAYED,
    CONTACTED,
    INCONCLUSIVE,
    REPORTED,
    TO_REINQUIRY,
    USED,
    after,
    documents,
    event,
    file_of,
    opening,
    reinquiry,
    spread,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

properties = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
OPEN = nws.AlwaysOpen()


def replayed(happened: Sequence[nws.Event]) -> nws.Replay:
    """Replay a case to which these events happened."""
    return nws.replay(file_of(happened))


def plain(outcome: nws.Replay, compared: nws.Comparison) -> dict[str, Any]:
    """Return how a replay ends, as its JSON has it, its lists in an order of their own."""
    data = as_data(outcome, now=compared.now)
    lists = {name: sorted(data[name], key=str) for name in ("duties", "permissions", "exemptions")}
    return {**{key: data[key] for key in ("tracks", "complete", "report")}, **lists}


def put_together(compared: nws.Comparison, side: str) -> dict[str, Any]:
    """Return the same of one side out of the points of a comparison."""
    of: dict[str, list[Any]] = {aspect: [] for aspect in nws.Aspect}
    for point in compared.points:
        value = getattr(point, side)
        if point.aspect is nws.Aspect.TRACK:
            of[point.aspect].append((point.name, value))
        elif value is not None or point.aspect not in WRITERS:
            of[point.aspect].append(value)
    written = {
        aspect: sorted((write(value, "ja") for value in of[aspect]), key=str)
        for aspect, write in WRITERS.items()
    }
    report = attrs.asdict(of[nws.Aspect.REPORT][0])
    return {
        "tracks": dict(of[nws.Aspect.TRACK]),
        "complete": of[nws.Aspect.COMPLETE][0],
        "report": {key: list(v) if isinstance(v, tuple) else v for key, v in report.items()},
        "duties": written[nws.Aspect.DUTY],
        "permissions": written[nws.Aspect.PERMISSION],
        "exemptions": written[nws.Aspect.EXEMPTION],
    }


WRITERS: dict[nws.Aspect, Callable[[Any, str], dict[str, Any]]] = {
    nws.Aspect.DUTY: duty_data,
    nws.Aspect.PERMISSION: permission_data,
    nws.Aspect.EXEMPTION: exemption_data,
}


@st.composite
def stories(draw: st.DrawFn) -> tuple[nws.Event, ...]:
    """Draw the events of a case, with some thrown in that it may refuse."""
    happened = list(draw(cases(max_events=12)).events)
    for _ in range(draw(st.integers(0, 2))):
        happened.insert(draw(st.integers(0, len(happened))), draw(events()))
    return tuple(happened)


@st.composite
def changes_of(draw: st.DrawFn, happened: Sequence[nws.Event]) -> list[nws.Change]:
    """Draw changes of a story that can be made, none of an event twice."""
    count = len(happened)
    numbers = st.integers(0, count - 1)
    changes: list[nws.Change] = [
        draw(
            st.one_of(
                st.just(nws.Dropped(index)),
                st.builds(nws.Moved, st.just(index), numbers, st.booleans()),
                st.builds(nws.Replaced, st.just(index), events()),
            )
        )
        for index in draw(st.lists(numbers, unique=True, max_size=3))
    ]
    places = st.none() | st.integers(0, count)
    changes += draw(st.lists(st.builds(nws.Added, events(), places), max_size=2))
    return changes


# What if: properties.


@properties
@given(stories())
def test_no_change_changes_nothing(happened: tuple[nws.Event, ...]) -> None:
    """Nor does an event that comes where it came."""
    for changes in ([], [nws.Moved(number, number) for number in range(len(happened))]):
        seen = nws.what_if(file_of(happened), changes)
        assert seen.is_same
        assert seen.other == seen.one
        assert seen.differences == ()
        assert seen.parting is None


@properties
@given(cases(min_events=2))
def test_without_its_last_event_a_case_is_as_it_was_before_it(case: nws.Case) -> None:
    """Just as a fork from the version before."""
    last = case.version - 1
    seen = nws.what_if(case, [nws.Dropped(last)])
    assert seen.one.case == case
    assert seen.other.case == case.fork(upto=last)
    assert seen.parting == last
    assert (seen.pairs[last].one is None, seen.pairs[last].other is None) == (False, True)


@properties
@given(stories(), st.data())
def test_what_would_be_is_the_replay_of_the_changed_story(
    happened: tuple[nws.Event, ...], data: st.DataObject
) -> None:
    """Every event of both is shown once, in order; the pairs that do not differ are alike."""
    changes = data.draw(changes_of(happened))
    seen = nws.what_if(file_of(happened), changes)
    assert seen.one == replayed(happened)
    assert seen.other == replayed(seen.other.source.events)
    for outcome, side in ((seen.one, "one"), (seen.other, "other")):
        shown = [getattr(pair, side) for pair in seen.pairs if getattr(pair, side) is not None]
        assert [judged.index for judged in shown] == list(range(len(outcome.decisions)))
        assert tuple(judged.event for judged in shown) == outcome.source.events
        assert tuple(judged.decision for judged in shown) == outcome.decisions
    dropped = sum(isinstance(change, nws.Dropped) for change in changes)
    added = sum(isinstance(change, nws.Added) for change in changes)
    assert len(seen.other.decisions) == len(happened) + added - dropped
    untouched = {getattr(change, "index", None) for change in changes}
    for pair in seen.pairs:
        if pair.one is not None and pair.one.index not in untouched:
            assert pair.other is not None
            assert pair.other.event == pair.one.event


@properties
@given(cases(min_events=2, max_events=15), st.data())
def test_an_event_that_comes_elsewhere_fits_there_in_time(
    case: nws.Case, data: st.DataObject
) -> None:
    """No event of an accepted story is then refused for its time; its time moves no further."""
    numbers = st.integers(0, case.version - 1)
    index, to = data.draw(numbers), data.draw(numbers)
    seen = nws.what_if(case, [nws.Moved(index, to)])
    times = [one.at for one in seen.other.source.events]
    assert times == sorted(times)
    moved = seen.other.source.events[to]
    assert moved == case.events[index].replace(at=moved.at)
    around = [one.at for one in case.events[min(index, to) : max(index, to) + 1]]
    assert min(around) <= moved.at <= max(around)
    kept = nws.what_if(case, [nws.Moved(index, to, keeps_time=True)])
    assert kept.other.source.events[to] == case.events[index]


# Comparing: properties.


@properties
@given(stories(), stories())
def test_every_difference_is_real_and_none_is_missed(
    one: tuple[nws.Event, ...], other: tuple[nws.Event, ...]
) -> None:
    """The points put together are what replays done by themselves show, whole and for both."""
    compared = nws.compare(replayed(one), replayed(other))
    alone = [plain(replayed(happened), compared) for happened in (one, other)]
    assert [put_together(compared, side) for side in ("one", "other")] == alone
    differing = {point.aspect for point in compared.points if point.one != point.other}
    assert {point.aspect for point in compared.differences} == differing
    assert bool(differing) == (alone[0] != alone[1])


@properties
@given(stories(), st.data())
def test_no_event_that_is_judged_otherwise_is_missed(
    happened: tuple[nws.Event, ...], data: st.DataObject
) -> None:
    """An event that is in both and accepted once only is shown as such, whatever was changed."""
    seen = nws.what_if(file_of(happened), data.draw(changes_of(happened)))
    again = replayed(seen.other.source.events)
    for pair in seen.pairs:
        if pair.one is None or pair.other is None:
            assert pair.differs
            assert not pair.turns
            continue
        before, after_ = seen.one.decisions[pair.one.index], again.decisions[pair.other.index]
        is_of_one_type = pair.one.event.type == pair.other.event.type
        assert pair.turns == (is_of_one_type and before.accepted != after_.accepted)
        assert pair.turns <= pair.differs
        alike = before.rules == after_.rules and [
            finding.text for finding in (*before.findings, *before.warnings)
        ] == [finding.text for finding in (*after_.findings, *after_.warnings)]
        if pair.one.event != pair.other.event or not alike:
            assert pair.differs
    assert seen.turned == tuple(pair for pair in seen.pairs if pair.turns)


@properties
@given(stories(), stories() | st.none(), st.data())
def test_swapping_the_stories_swaps_the_differences(
    one: tuple[nws.Event, ...], other: tuple[nws.Event, ...] | None, data: st.DataObject
) -> None:
    """Whichever comes first, the same is said of the same."""
    if other is None:  # a story much like the first
        other = nws.what_if(file_of(one), data.draw(changes_of(one))).other.source.events
    there = nws.compare(replayed(one), replayed(other))
    back = nws.compare(replayed(other), replayed(one))
    assert back.now == there.now
    assert back.points == tuple(
        attrs.evolve(point, one=point.other, other=point.one) for point in there.points
    )
    assert set(back.pairs) == {nws.Pair(pair.other, pair.one) for pair in there.pairs}
    assert back.is_same == there.is_same == (one == other)
    assert back.parting == there.parting


@properties
@given(stories(), st.data())
def test_equal_beginnings_and_ends_stand_beside_each_other(
    happened: tuple[nws.Event, ...], data: st.DataObject
) -> None:
    """Two stories part where their first different event or judgement is."""
    changed = nws.what_if(file_of(happened), data.draw(changes_of(happened))).other
    compared = nws.compare(replayed(happened), changed)
    common = 0
    for one, other in zip(happened, changed.source.events, strict=False):
        if one != other:
            break
        common += 1
    assume(common < max(len(happened), len(changed.source.events)))
    assert compared.parting == common


# By example.


def test_of_an_event_that_comes_twice_in_one_story_the_first_is_the_one_of_both() -> None:
    """Though the second has more that is equal after it."""
    once = replayed((opening(), INCONCLUSIVE))
    compared = nws.compare(once, replayed((opening(), opening(), INCONCLUSIVE)))
    places = [
        (pair.one and pair.one.index, pair.other and pair.other.index) for pair in compared.pairs
    ]
    assert places == [(0, 0), (None, 1), (1, 2)]
    assert compared.parting == 1


def test_without_the_notice_of_the_delay_the_documents_could_not_have_been_used() -> None:
    """And what follows is judged on what would then be: the second inquiry is due again."""
    happened = spread(*USED, *TO_REINQUIRY[3:])
    seen = nws.what_if(file_of(happened), [nws.Dropped(4)])
    (turned,) = seen.turned
    assert turned.one is not None
    assert turned.other is not None
    assert (turned.one.index, turned.other.index) == (5, 4)
    assert [finding.guard for finding in turned.other.decision.findings] == [
        "delay_told_to_requester"
    ]
    differing = {(point.aspect.value, point.name): point for point in seen.differences}
    state = differing["track", "investigation"]
    assert (state.one, state.other) == ("resolved", "reinquiry")
    assert differing["track", "processing"].other == "pending"
    assert differing["duty", "reinquire"].one is None
    assert differing["duty", "reinquire"].other.bearer == "requester"
    assert seen.parting == 4
    assert not seen.is_same
    assert seen.changes == (nws.Dropped(4),)


def test_a_refused_event_can_turn_out_accepted_had_another_come_before_it() -> None:
    """The event that was missing makes the departure right."""
    happened = spread(opening(), documents("self_check_delayed"))
    seen = nws.what_if(
        file_of(happened, expect=Expectation(refused=(1,))),
        [nws.Added(after(5, CHECK_DELAYED))],
    )
    assert [pair.turns for pair in seen.pairs] == [False, False, True]
    assert [pair.differs for pair in seen.pairs] == [False, True, True]
    assert seen.one.refused == (1,)
    assert seen.other.refused == ()
    assert seen.one.expected is True
    assert seen.other.expected is None  # the file speaks of what is, not of what would be


def test_an_added_event_comes_by_its_time_or_where_it_is_put() -> None:
    """After whatever is not later; put elsewhere, it is refused for its time or the next is."""
    happened = spread(opening(), INCONCLUSIVE, CONTACTED)
    by_time = nws.what_if(file_of(happened), [nws.Added(after(10, CHECK_DELAYED))])
    assert [one.type for one in by_time.other.source.events][2] == "self_check_delayed"
    first = nws.what_if(file_of(happened), [nws.Added(after(-1, CHECK_DELAYED))])
    assert first.other.source.events[0].type == "self_check_delayed"
    late = nws.what_if(file_of(happened), [nws.Added(after(15, CHECK_DELAYED), 1)])
    guards = [[finding.guard for finding in one.findings] for one in late.other.decisions]
    assert guards == [[], [], ["time_not_running_back"], ["state"]]
    early = nws.what_if(file_of(happened), [nws.Added(after(5, CAUSE_DELAYED), 3)])
    assert early.other.refused == (3,)


def test_several_changes_are_made_at_once_by_the_numbers_of_what_is() -> None:
    """What is dropped, moved or replaced does not shift the numbers of the others."""
    happened = spread(*USED)
    seen = nws.what_if(
        file_of(happened),
        [
            nws.Dropped(1),
            nws.Moved(5, 3),
            nws.Moved(2, 4),
            nws.Replaced(0, opening(immediate=True)),
            nws.Added(after(90, REPORTED), 6),
            nws.Added(after(5, CHECK_DELAYED), 3),
        ],
    )
    assert [one.type for one in seen.other.source.events] == [
        "discrepancy_found",
        "processed_on_attached_documents",
        "self_check_delayed",
        "cause_delayed",
        "delay_notified",
        "provider_contacted",
        "outcome_reported",
    ]
    replaced = seen.pairs[0]
    assert replaced.fields == ("immediate",)
    assert replaced.differs
    assert not replaced.turns


def test_a_moved_event_takes_the_nearest_time_between_its_neighbours() -> None:
    """Earlier: that of the one behind it; later: that of the one before it."""
    happened = spread(*USED)
    earlier = nws.what_if(file_of(happened), [nws.Moved(5, 1)]).other.source.events
    assert earlier[1].at == happened[1].at
    later = nws.what_if(file_of(happened), [nws.Moved(1, 5)]).other.source.events
    assert later[5].at == happened[5].at
    recorded = spread(opening(), event("wider_impact_expected"), CHECK_DELAYED)
    kept = nws.what_if(file_of(recorded), [nws.Moved(2, 1, keeps_time=True)])
    assert kept.other.refused == (2,)
    fitted = nws.what_if(file_of(recorded), [nws.Moved(2, 1)])
    assert fitted.other.refused == ()


def test_a_change_of_what_is_not_there_is_an_error_with_its_place() -> None:
    """Every one of them is named at once, and nothing is replayed."""
    file = file_of(USED)
    with pytest.raises(nws.InvalidArgument) as error:
        nws.what_if(
            file,
            [
                nws.Dropped(6),
                nws.Moved(0, -1),
                nws.Moved(0, 1),
                nws.Added(CHECK_DELAYED, 7),
                nws.Added(CHECK_DELAYED, 6),
                nws.Replaced(0, opening()),
            ],
        )
    assert [(one.path, one.key) for one in error.value.problems] == [
        ("$.changes[0].index", "no_such_event"),
        ("$.changes[1].to", "no_such_event"),
        ("$.changes[2].index", "changed_twice"),
        ("$.changes[3].index", "no_such_event"),
        ("$.changes[5].index", "changed_twice"),
    ]


def test_a_case_of_an_own_edition_is_compared_under_it(tmp_path: Path) -> None:
    """Even where that stands in for a shipped one; the case stays as it was."""
    own = nws.load_edition(copy_edition(tmp_path))
    case = nws.Case("x-2", edition=own)
    case.apply(opening())
    seen = nws.what_if(case, [nws.Added(after(1, INCONCLUSIVE))])
    assert seen.other.case.edition is own
    assert seen.other.case.id == "x-2"
    assert case.version == 1


def test_a_case_file_may_name_an_edition_that_is_made_known(tmp_path: Path) -> None:
    """As for any replay; a case that moves to it differs in its edition."""
    own = edition_named("other", tmp_path)
    file = file_of((opening(), INCONCLUSIVE))
    moved = nws.Replaced(1, event("edition_changed", to="other"))
    seen = nws.what_if(file, [moved], editions=[own])
    (point,) = [one for one in seen.differences if one.aspect is nws.Aspect.EDITION]
    assert (point.one, point.other) == (nws.DEFAULT_EDITION, "other")
    assert seen.pairs[1].fields == ()


def test_duties_are_those_of_the_time_asked_for() -> None:
    """Without one they are those at the last event that either accepted; dates may pass."""
    happened = spread(opening(decide_by="2017-07-21"), INCONCLUSIVE)
    compared = nws.compare(replayed(happened), replayed(happened[:1]))
    assert compared.now == happened[1].at
    later = nws.compare(
        replayed(happened), replayed(happened[:1]), now=AT + timedelta(days=5), calendar=OPEN
    )
    (decide,) = [point for point in later.points if point.name == "decide_application"]
    assert decide.one.overdue == decide.other.overdue == 3
    assert decide.one.is_due_closed is False


def test_a_case_that_was_never_opened_owes_nothing_beside_one_that_was() -> None:
    """Its states are none."""
    compared = nws.compare(replayed([INCONCLUSIVE]), replayed([opening()]))
    states = {point.name: (point.one, point.other) for point in compared.points[:4]}
    assert states["investigation"] == (None, "self_check")
    assert all(point.one is None for point in compared.points if point.aspect in WRITERS)
    assert nws.compare(replayed([]), replayed([])).is_same


def test_a_comparison_is_plain_data_with_every_event_and_every_difference() -> None:
    """What JSON output shows."""
    happened = spread(*USED, *TO_REINQUIRY[3:])
    changes: list[nws.Change] = [
        nws.Dropped(4),
        nws.Moved(8, 7),
        nws.Replaced(3, after(30, CAUSE_DELAYED.replace(note="長引く"))),
        nws.Added(after(200, reinquiry("consistent")), 9),
    ]
    seen = nws.what_if(file_of(happened), changes)
    data = comparison_data(seen, "en")
    assert [one["change"] for one in data["changes"]] == ["dropped", "moved", "replaced", "added"]
    assert data["changes"][1] == {"change": "moved", "index": 8, "to": 7, "keeps_time": False}
    assert data["changes"][3]["type"] == "reinquiry_made"
    assert data["pairs"][3]["fields"] == ["note"]
    assert data["pairs"][4]["other"] is None
    turned = next(pair for pair in data["pairs"] if pair["turns"])
    assert turned["one"]["rules"] == ["P1"]
    assert turned["other"]["findings"][0]["guard"] == "delay_told_to_requester"
    aspects = {one["aspect"] for one in data["differences"]}
    assert {"track", "duty", "permission", "exemption"} <= aspects
    assert data["one"]["tracks"]["processing"] == "on_attached_documents"
    assert data["parting"] == 3
    assert not data["is_same"]
    report = nws.compare(replayed(happened), replayed(happened[:3]))
    shown = comparison_data(report, "en")["differences"]
    (owed,) = [one for one in shown if one["aspect"] == "report"]
    assert (owed["one"]["required"], owed["other"]["required"]) == (True, None)
    assert "changes" not in comparison_data(report, "en")
