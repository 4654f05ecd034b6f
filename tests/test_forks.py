"""A fork goes on from a case, or from what it was, and leaves it alone."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import nws_incident as nws
from nws_incident.testing import cases, events
from own_editions import edition_named
from scenes import USED, case_of, event, opening

if TYPE_CHECKING:
    from pathlib import Path

properties = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@properties
@given(cases(min_events=0), st.data())
def test_a_fork_and_its_case_go_their_own_ways(case: nws.Case, data: st.DataObject) -> None:
    """What happens in one leaves the other as it was, whichever goes on."""
    version = data.draw(st.none() | st.integers(0, case.version))
    fork = case.fork(upto=version)
    assert fork.events == case.events[:version]
    anew = nws.Case.from_events(case.events[:version])
    assert fork == anew
    assert (fork.tracks, fork.round, fork.owed) == (anew.tracks, anew.round, anew.owed)
    ways = data.draw(st.permutations([case, fork]))
    before = copy.copy(ways[1])
    for _ in range(3):
        ways[0].offer(data.draw(events()))
    assert ways[1] == before
    assert ways[1].tracks == before.tracks
    assert ways[1].round == before.round
    assert ways[1].owed == before.owed


def test_a_fork_without_a_version_is_a_copy_and_keeps_the_id() -> None:
    """Equal to the case, and another object; the events are the very same."""
    case = nws.Case.from_events(USED, id="x-1")
    fork = case.fork()
    assert fork == case == copy.copy(case)
    assert fork is not case
    assert fork.id == "x-1"
    assert all(one is other for one, other in zip(fork.events, case.events, strict=True))


def test_a_fork_from_before_the_opening_is_not_open() -> None:
    """It can be opened anew."""
    fork = case_of(*USED).fork(upto=0)
    assert not fork.is_open
    fork.apply(opening("provision_failed"))
    assert fork.tracks.investigation == "outage_check"


def test_a_fork_from_before_a_change_of_edition_runs_under_the_edition_of_then(
    tmp_path: Path,
) -> None:
    """It knows the other editions still."""
    other = edition_named("other", tmp_path)
    case = nws.Case(editions=[other])
    case.apply(opening())
    case.apply(event("edition_changed", to="other"))
    fork = case.fork(upto=1)
    assert (case.edition.id, fork.edition.id) == ("other", nws.DEFAULT_EDITION)
    assert fork.apply(event("edition_changed", to="other")).accepted


@pytest.mark.parametrize("version", [-1, 7, True, 1.0, "1"])
def test_a_version_that_the_case_has_not_had_cannot_be_forked_from(version: Any) -> None:
    """The error names the argument."""
    with pytest.raises(nws.InvalidArgument) as error:
        case_of(*USED).fork(upto=version)
    assert [problem.path for problem in error.value.problems] == ["$.upto"]


def test_whoever_asks_for_a_version_to_come_is_told_the_last() -> None:
    """The last itself can be had: it is the case as it is."""
    case = case_of(*USED)
    assert case.fork(upto=case.version) == case
    with pytest.raises(nws.InvalidArgument) as error:
        case.fork(upto=case.version + 1)
    assert error.value.message("en") == ("$.upto: the case has had no version 7; the last one is 6")
