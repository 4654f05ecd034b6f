"""Each kind of proof refutes what is not so: on a small edition, with faults of every kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import nws_incident as nws
from nws_incident.casefile import Expectation, case_to_data, read_case, write_case
from nws_incident.facts import Facts
from nws_incident.guards import GUARDS
from nws_incident.proving import whole
from nws_incident.proving.cases import events_to
from nws_incident.proving.variables import PLACE, Configuration, Values
from nws_incident.terms import PartyKind, Role
from own_editions import SMALL, documents_only_in, on_small, only_municipalities_hurry

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from nws_incident.events import Event

EDITION = nws.load_edition(SMALL)
SAID = nws.Text.of({"ja": "性質", "en": "a property"})
ON_LINKED_ONLY = """
[[change.rule]]
id = "I16"
during = { processing = ["on_linked_information"] }
"""
NOT_IN_REMEDY = documents_only_in("self_check", "cause_investigation")


def broken(edition: nws.Edition) -> dict[str, nws.Verdict]:
    """Return what does not hold of an edition, by property."""
    proof = nws.verify(edition)
    return {one.property: one for one in proof.verdicts if not one.holds}


def is_shown(verdict: nws.Verdict, edition: nws.Edition) -> bool:
    """Tell whether the case of a verdict, written and read, does not come out as it expects."""
    assert verdict.case is not None
    case = read_case(write_case(verdict.case), editions=[edition])
    return bool(nws.replay(case, editions=[edition]).mismatches)


@pytest.mark.parametrize("changes", [ON_LINKED_ONLY, ON_LINKED_ONLY + NOT_IN_REMEDY])
def test_an_investigation_that_processing_stops_is_found(tmp_path: Path, changes: str) -> None:
    """Whether or not it stops one step after the processing."""
    edition = nws.load_edition(on_small(tmp_path, "stopped", changes))
    assert is_shown(broken(edition)["investigation_goes_on"], edition)


def test_what_never_happens_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A guard that always refuses leaves a rule idle, and a case without an end."""
    monkeypatch.setitem(GUARDS, "information_confirmed", lambda _, __: False)
    edition = nws.load_edition(on_small(tmp_path, "idle", ""))
    found = broken(edition)
    what = "P2 (processed_on_linked_information: pending)"
    assert found["every_rule_fires"].what.startswith(what)
    assert found["every_rule_fires"].case is None
    assert is_shown(found["completion_stays_in_reach"], edition)


def test_two_rules_for_one_move_are_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where both guards hold at once, the order of the rules would decide."""
    monkeypatch.setitem(GUARDS, "response_not_awaited", lambda _, __: True)
    edition = nws.load_edition(on_small(tmp_path, "two", ""))
    verdict = broken(edition)["one_move_for_each_track"]
    assert set(verdict.what.split(", ")) <= {"R1", "R2", "R4"}
    assert is_shown(verdict, edition)


def test_a_guard_that_never_refuses_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Of duties and of who must report, as well as of rules."""
    for name in ("emergency_declared_by_it", "documents_used"):
        monkeypatch.setitem(GUARDS, name, lambda _, __: True)
    edition = nws.load_edition(on_small(tmp_path, "lenient", ""))
    what = set(broken(edition)["every_guard_refuses"].what.split(", "))
    assert "documents_used (report)" in what
    assert any(one.startswith("emergency_declared_by_it (") for one in what)


def test_a_guard_that_refuses_elsewhere_alone_is_named(tmp_path: Path) -> None:
    """Outages are looked for only where nothing was provided: I1 need not ask it, as others do."""
    idle = '[[change.rule]]\nid = "I1"\nguards = ["source_named", "information_was_not_provided"]\n'
    edition = nws.load_edition(on_small(tmp_path, "idle", idle))
    what = "information_was_not_provided (I1)"
    assert broken(edition)["every_guard_refuses"].what == what


def test_a_completion_that_ties_parts_together_is_not_taken_as_reached_apart(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Each part may reach an end of its own, and still not both ends that go together."""

    def is_complete(facts: Facts) -> bool:
        return (facts.investigation == "resolved") == (facts.emergency == "none")

    monkeypatch.setattr(Facts, "is_complete", property(is_complete))
    edition = nws.load_edition(on_small(tmp_path, "tied", ""))
    assert broken(edition)["completion_stays_in_reach"].what == "is_complete"


def test_a_duty_that_its_event_does_not_end_is_found(tmp_path: Path) -> None:
    """What is to be done again stays owed."""
    edition = nws.load_edition(
        on_small(
            tmp_path,
            "again",
            '[[change.rule]]\nid = "I20"\nfrom = ["remedy"]\n',
        )
    )
    verdict = broken(edition)["events_discharge_duties"]
    assert verdict.case is not None
    assert verdict.case.events[-1].type == "processed_on_attached_documents"
    assert is_shown(verdict, edition)


def test_circumstances_that_two_parts_tell_apart_are_held_together(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A guard that asks for the requester's kind makes it matter to emergency and rest alike."""
    only_municipalities_hurry(monkeypatch)
    edition = nws.load_edition(on_small(tmp_path, "kinds", ""))
    proof = nws.verify(
        edition,
        properties=[nws.Property("x", SAID, of_configurations=no_city_at_once)],
    )
    assert all("requester_kind" in one.circumstances for one in proof.explored)
    assert [one.property for one in proof.verdicts if not one.holds] == ["x"]
    assert is_shown(proof.verdicts[-1], edition)


def no_city_at_once(one: nws.Configuration) -> bool:
    """Promise what is not so: of a city in a hurry that asked a province, with all stated."""
    return not (
        one.immediate
        and one.requester_kind is PartyKind.MUNICIPALITY
        and one.provider_kind is PartyKind.PREFECTURE
        and one.investigation == "cause_investigation"
        and one.emergency == "phone_due"
    )


@pytest.mark.parametrize(
    ("name", "substitute", "property_"),
    [
        ("options", lambda _: (), "asking_is_judging"),
        ("facts_of", lambda _: None, "events_alone_make_the_case"),
        ("events_to", lambda *_: [], "events_alone_make_the_case"),
    ],
)
def test_what_the_library_itself_does_is_held_against_the_exploration(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    name: str,
    substitute: Callable[..., Any],
    property_: str,
) -> None:
    """If asking, folding or applying said otherwise, it would be found."""
    edition = nws.load_edition(on_small(tmp_path, "same", ""))
    if name == "events_to":
        real = events_to

        def without_the_last(*args: Any) -> list[Event]:
            return real(*args)[:-1]

        substitute = without_the_last
    monkeypatch.setattr(whole, name, substitute)
    assert property_ in broken(edition)


def test_a_configuration_answers_for_what_a_judgement_can_ask_and_nothing_else() -> None:
    """The operator is no party; times and texts are not there."""
    configuration = Configuration(EDITION, lambda name: name)
    assert configuration.party(Role.SYSTEM_OPERATOR) is None
    assert configuration.investigation == "investigation"
    with pytest.raises(AttributeError, match="last_at"):
        configuration.last_at  # noqa: B018  asking is the point


def test_a_variable_of_too_many_values_is_an_error() -> None:
    """Rather than two values that are taken for one."""
    values, place = Values(), PLACE["investigation"]
    numbers = [values.number(place, f"state-{number}") for number in range(256)]
    assert numbers == [*range(256)]
    with pytest.raises(OverflowError, match="investigation"):
        values.number(place, "one too many")


def test_a_case_file_without_title_and_expectation_is_written_without() -> None:
    """As it was read."""
    text = "format: nws-incident/case/1\nid: a\nevents: []\n"
    assert write_case(read_case(text)) == text
    assert "expect" not in case_to_data(read_case(text))
    written = {"format": "nws-incident/case/1", "id": "a", "events": [], "expect": {}}
    assert case_to_data(nws.case_from_data(written)) == written
    assert read_case(f"{text}expect: {{}}\n").expect == Expectation()
