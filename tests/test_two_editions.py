"""Two editions: what they judge differently, and whether cases can be moved between them."""

from __future__ import annotations

import json
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import nws_incident as nws
from nws_incident.cli import main
from nws_incident.proving.exploring import Exploration
from nws_incident.proving.migrating import merged
from nws_incident.testing import cases
from own_editions import SMALL as SMALL_FILE
from own_editions import documents_only_in, on_small, only_municipalities_hurry
from scenes import AT

if TYPE_CHECKING:
    from pathlib import Path

SMALL = nws.load_edition(SMALL_FILE)
SAID = nws.Text.of({"ja": "性質", "en": "a property"})

ONE_EMERGENCY = """
[[change.rule]]
id = "E1"
from = ["none"]
"""
BEFORE_LOOKING = documents_only_in("outage_check", "self_check")
RELABELLED = """
[change.body]
system_operator = { ja = "運営主体", en = "the operator" }
"""
NO_PROVISION = """
[withdraw]
opening = ["O2"]
"""
PHONED_AGAIN = """
[[change.track]]
id = "emergency"
state = [
    { id = "none", label = { ja = "なし", en = "None" } },
    { id = "phone_due", label = { ja = "電話による一報", en = "Phone call due" } },
    { id = "form_due", label = { ja = "様式の掲載", en = "Form due" } },
    { id = "reported", label = { ja = "連絡済み", en = "Reported" } },
    { id = "phoned_again", label = { ja = "再度の電話", en = "Phoned again" } },
]

[[change.rule]]
id = "E1"
from = ["none", "reported", "phoned_again"]

[[add.rule]]
id = "X1"
track = "emergency"
event = "emergency_phoned"
by = ["requester", "provider"]
from = ["reported"]
to = "phoned_again"
clauses = ["3"]
means = { ja = "再び電話で伝える。", en = "The operator is phoned again." }
"""


def test_other_words_make_no_difference(tmp_path: Path) -> None:
    """Whatever happens is judged alike."""
    relabelled = nws.load_edition(on_small(tmp_path, "relabelled", RELABELLED))
    assert nws.differences(SMALL, relabelled) == ()


def test_a_difference_is_shown_by_a_case_that_the_one_accepts_and_the_other_refuses(
    tmp_path: Path,
) -> None:
    """The first edition's judgement is what the case file expects."""
    other = nws.load_edition(on_small(tmp_path, "alone", ONE_EMERGENCY))
    found = nws.differences(SMALL, other)
    assert {(one.event_type, one.by) for one in found} == {
        ("emergency_declared", "requester"),
        ("emergency_declared", "provider"),
    }
    for one in found:
        assert one.first
        assert one.second == ()
        assert nws.replay(one.case, editions=[SMALL, other]).is_clean
        elsewhere = nws.Case(edition=other)
        *before, last = one.case.events
        for event in before:
            elsewhere.apply(event)
        assert not elsewhere.offer(last).accepted
    swapped = nws.differences(other, SMALL)
    assert {(one.second, one.first) for one in swapped} == {
        (one.first, one.second) for one in found
    }
    assert all(one.case.expect is not None and one.case.expect.refused for one in swapped)


def test_an_opening_that_one_edition_lacks_is_a_difference(tmp_path: Path) -> None:
    """The case is that one event."""
    other = nws.load_edition(on_small(tmp_path, "no-provision", NO_PROVISION))
    (one,) = nws.differences(SMALL, other)
    assert one.event_type == "provision_failed"
    assert [event.type for event in one.case.events] == ["provision_failed"]
    assert [fired.rule for fired in one.first] == ["O2"]
    (back,) = nws.differences(other, SMALL)
    assert back.first == ()


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_whatever_case_parts_the_editions_parts_them_over_a_kind_that_is_listed(
    before_looking: tuple[nws.Edition, frozenset[tuple[str, str]]], data: st.DataObject
) -> None:
    """Random cases under both: the first event that they judge differently is of a kind found."""
    other, kinds = before_looking
    drawn = data.draw(cases(edition=other if data.draw(st.booleans()) else SMALL, max_events=12))
    one, two = nws.Case(edition=SMALL), nws.Case(edition=other)
    for event in drawn.events:
        if event.of_library:
            return  # moved to a third edition
        first, second = one.offer(event), two.offer(event)
        if first.accepted != second.accepted or one.tracks != two.tracks:
            assert (event.type, event.by) in kinds
            return


@pytest.fixture(scope="module")
def before_looking(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[nws.Edition, frozenset[tuple[str, str]]]:
    """Return an edition that lets documents be used before looking, and what that changes."""
    folder = tmp_path_factory.mktemp("before-looking")
    other = nws.load_edition(on_small(folder, "before-looking", BEFORE_LOOKING))
    found = nws.differences(SMALL, other)
    assert found
    return other, frozenset((one.event_type, one.by) for one in found)


def test_cases_can_be_moved_where_the_states_and_words_are_the_same(tmp_path: Path) -> None:
    """And whatever the new edition promises holds for them from there."""
    relabelled = nws.load_edition(on_small(tmp_path, "relabelled", RELABELLED))
    moved = nws.migration(SMALL, relabelled)
    assert moved.holds
    assert moved.stranded == ()
    assert moved.proof.edition == "relabelled"


def test_a_case_in_a_state_that_the_new_edition_lacks_is_stranded(tmp_path: Path) -> None:
    """It is listed with the state, and its case's last event, the move, is refused."""
    wider = nws.load_edition(on_small(tmp_path, "wider-small", PHONED_AGAIN))
    moved = nws.migration(wider, SMALL)
    assert not moved.holds
    (one,) = moved.stranded
    assert one.guards == ("states_exist_there",)
    assert one.states == (("emergency", "phoned_again"),)
    assert one.words == ()
    outcome = nws.replay(one.case, editions=[wider, SMALL])
    assert outcome.refused == (len(one.case.events) - 1,)
    assert outcome.mismatches
    assert moved.proof.holds


def never_processed_before_looking(configuration: nws.Configuration) -> bool:
    """Promise what holds under the one edition, and not of cases moved to it."""
    return configuration.processing == "pending" or configuration.investigation != "outage_check"


def test_what_a_moved_case_breaks_is_shown_by_a_case_with_its_move(
    before_looking: tuple[nws.Edition, frozenset[tuple[str, str]]],
) -> None:
    """Under the edition alone the property holds."""
    other, _ = before_looking
    property_ = nws.Property("x", SAID, of_configurations=never_processed_before_looking)
    moved = nws.migration(other, SMALL, properties=[property_])
    verdict = moved.proof.verdicts[-1]
    assert not verdict.holds
    assert verdict.case is not None
    types = [event.type for event in verdict.case.events]
    assert types[0] == "provision_failed"
    assert types[-1] == "edition_changed"
    assert verdict.case.edition == other.id
    outcome = nws.replay(verdict.case, editions=[other, SMALL])
    assert outcome.refused == ()
    assert outcome.mismatches
    assert outcome.case.edition is SMALL


def test_parts_that_become_one_agree_on_the_circumstances_that_they_share(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A case has one requester: what none could have come to is no place to start from."""
    only_municipalities_hurry(monkeypatch)
    exploration = Exploration(nws.load_edition(on_small(tmp_path, "kinds", "")))
    parts = [(component, range(100)) for component in exploration.components]
    assert all("requester_kind" in component.circumstances for component, _ in parts)
    found = list(merged(parts))
    assert 0 < len(found) < 100 * 100
    for configuration in found:
        for component, indexes in parts:
            assert component.number_of(configuration) in indexes


def test_people_see_whether_cases_can_be_moved(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And where they cannot, what is lacking and the case, on the screen or in a file."""
    wider = on_small(tmp_path, "wider-small", PHONED_AGAIN)
    relabelled = on_small(tmp_path, "relabelled", RELABELLED)
    assert main(["verify", "--edition", str(relabelled), "--moved-from", str(SMALL_FILE)]) == 0
    assert "移すことができる" in capsys.readouterr().out
    back = ["verify", "--edition", str(SMALL_FILE), "--moved-from", str(wider), "--lang", "en"]
    assert main(back) == 1
    shown = capsys.readouterr().out
    assert "emergency=phoned_again" in shown
    assert "type: edition_changed" in shown
    folder = tmp_path / "cases"
    assert main([*back, "--cases", str(folder), "--json"]) == 1
    data = json.loads(capsys.readouterr().out)
    assert data["holds"] is False
    assert data["stranded"][0]["states"] == {"emergency": "phoned_again"}
    assert [file.name for file in folder.iterdir()] == ["stranded-1.yaml"]


def test_people_see_what_two_editions_judge_differently(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each kind of event, what either makes of it, and the shortest case."""
    alone = on_small(tmp_path, "alone", ONE_EMERGENCY)
    common = ["diff", str(SMALL_FILE), "--lang", "en"]
    assert main([*common, str(SMALL_FILE)]) == 0
    assert "small" in capsys.readouterr().out
    assert main([*common, str(alone)]) == 1
    shown = capsys.readouterr().out
    assert "emergency_declared" in shown
    assert "E1" in shown
    assert "format: nws-incident/case/1" in shown
    assert main([*common, str(alone), "--json"]) == 1
    data = json.loads(capsys.readouterr().out)
    assert (data["first"], data["second"]) == ("small", "alone")
    assert data["differences"][0]["second"] == []
    assert data["differences"][0]["first"][0]["rule"] == "E1"


def test_a_shipped_edition_and_a_folder_are_editions_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A case file beside one is no edition: two cases are then wanted."""
    assert main(["diff", nws.DEFAULT_EDITION, str(tmp_path / "missing.yaml")]) == 2
    assert "2017-06-16" in "".join(capsys.readouterr())


def test_times_of_a_made_up_case_are_in_order() -> None:
    """An hour apart, on a day after the notice."""
    wider = nws.verify(
        SMALL, properties=[nws.Property("x", SAID, of_configurations=never_resolved)]
    )
    case = wider.verdicts[-1].case
    assert case is not None
    assert {later.at - earlier.at for earlier, later in pairwise(case.events)} == {
        timedelta(hours=1)
    }
    assert case.events[0].at.year == AT.year


def never_resolved(configuration: nws.Configuration) -> bool:
    """Promise what is not so."""
    return configuration.investigation != "resolved"
