"""What a case shows, and what makes two cases the same."""

from __future__ import annotations

import pickle
from pathlib import Path
from threading import Barrier, Thread

import pytest

import nws_incident as nws
from nws_incident.case import facts_of
from nws_incident.facts import TRACKS, Facts
from own_editions import change, copy_edition
from scenes import (
    CAUSE_DELAYED,
    CHECK_DELAYED,
    COPY_WRONG,
    DELAY_TOLD,
    TO_PROVIDER,
    VALID_NUMBER,
    case_of,
    declared,
    event,
    opening,
)

EXAMPLES = Path(__file__).parent.parent / "examples" / "cases"
THREADS = 8


def test_an_unopened_case_shows_that_nothing_is_known() -> None:
    """Before its opening a case has no tracks, no parties and nothing owed."""
    case = nws.Case("a")
    assert (case.id, case.version, case.is_open, case.is_complete) == ("a", 0, False, False)
    assert case.tracks == nws.Tracks()
    assert (case.kind, case.opening, case.requester, case.provider) == (None,) * 4
    assert (case.inquiry, case.emergency_kind) == (None, None)
    assert (case.round, case.owed, case.report) == (nws.Round(), nws.Owed(), nws.Report())
    assert case.events == ()


def test_an_opened_case_shows_what_its_events_said() -> None:
    """Parties, inquiry, round, what is owed and the latest emergency are all to be seen."""
    first = opening()
    case = case_of(*TO_PROVIDER, CAUSE_DELAYED, DELAY_TOLD, COPY_WRONG, declared("impact_survey"))
    case.apply(event("wider_impact_expected"))
    assert case.opening == first
    assert isinstance(first, nws.DiscrepancyFound)
    assert (case.requester, case.provider) == (first.requester, first.provider)
    assert case.inquiry == first.inquiry
    assert case.kind is nws.CaseKind.DISCREPANCY
    assert isinstance(COPY_WRONG, nws.CauseIdentified)
    assert case.round == nws.Round(cause_delay_stated=True, delay_told=True, cause=COPY_WRONG)
    assert case.owed == nws.Owed(check_of_others=True, impacts_waiting=(nws.Role.REQUESTER,))
    assert case.emergency_kind is nws.EmergencyKind.IMPACT_SURVEY
    assert case.report == nws.Report(required=True, by=nws.Role.PROVIDER, clauses=("1(6)",))


def test_a_case_just_opened_knows_its_opening_and_nothing_else() -> None:
    """Every fact is as at the start: no flag up, nothing owed, all tracks since the first event."""
    first = opening()
    case = case_of(first)
    facts = facts_of(case)
    assert isinstance(first, nws.DiscrepancyFound)
    assert {name: getattr(facts, name) for name in Facts.__slots__} == {
        "edition": case.edition,
        "editions": case.editions,
        "opening": first,
        "version": 1,
        "last_at": first.at,
        "investigation": "self_check",
        "processing": "pending",
        "reporting": "undetermined",
        "emergency": "none",
        **{f"{track}_since": 1 for track in TRACKS},
        "kind": nws.CaseKind.DISCREPANCY,
        "inquiry": first.inquiry,
        "self_check_delay_stated": False,
        "cause_delay_stated": False,
        "delay_told": False,
        "cause": None,
        "outage": None,
        "last_reinquiry": None,
        "check_of_others_owed": False,
        "word_to_others_owed": False,
        "impacts_waiting": frozenset(),
        "authorities_owed": {},
        "carried": frozenset(),
        "emergency_kind": None,
        "emergency_declarer": None,
        "reporting_party": None,
        "report_ground": None,
    }
    assert case.editions[case.edition.id] is case.edition


def test_a_decision_tells_the_rules_that_fired_from_those_that_moved() -> None:
    """Every rule that took the event is listed; a rule that only records moves nothing."""
    decision = case_of(*TO_PROVIDER).apply(COPY_WRONG)
    assert decision.rules == tuple(fired.rule for fired in decision.fired)
    moved = [(fired.track, fired.source, fired.to) for fired in decision.moves]
    assert moved == [
        ("investigation", "cause_investigation", "copy_correction"),
        ("reporting", "undetermined", "due"),
    ]
    recorded = case_of(*TO_PROVIDER).apply(CAUSE_DELAYED)
    assert recorded.rules
    assert recorded.moves == ()


def test_a_case_is_no_other_kind_of_thing() -> None:
    """A case equals nothing but a case, and its facts nothing but facts."""
    case = case_of(opening())
    facts = facts_of(case)
    assert case != "case"
    assert facts != "facts"
    assert case != nws.Case("other")
    assert "investigation=self_check" in repr(case)
    assert repr(nws.Case("a-1")).startswith("<Case 'a-1' version=0")


@pytest.mark.parametrize(
    ("case_id", "key"), [(" ", "blank"), (f"x {VALID_NUMBER}", "individual_number")]
)
def test_an_id_is_text_without_an_individual_number(case_id: str, key: str) -> None:
    """A blank id, or one with an individual number, is refused and never repeated."""
    with pytest.raises(nws.InvalidCaseFile) as caught:
        nws.Case(case_id)
    (problem,) = caught.value.problems
    assert (problem.path, problem.key) == ("$.id", key)
    assert VALID_NUMBER not in str(caught.value)


def test_a_case_of_an_own_edition_takes_it_along(tmp_path: Path) -> None:
    """A pickled case of an edition that is not shipped brings that edition with it."""
    folder = copy_edition(tmp_path)
    change(folder / "edition.toml", 'id = "2017-06-16"', 'id = "own"')
    case = nws.Case.from_events([opening(), CHECK_DELAYED], edition=nws.load_edition(folder))
    twin = pickle.loads(pickle.dumps(case))  # noqa: S301  our own
    assert twin == case
    assert twin.edition.id == "own"
    assert repr(twin.edition) == "<Edition 'own'>"
    assert twin != case_of(opening(), CHECK_DELAYED)


def test_threads_share_the_machines() -> None:
    """Eight threads that judge over the same machines come to what one thread comes to."""
    sources = [one.case for one in nws.read_paths([EXAMPLES]) if isinstance(one, nws.ReadCase)]
    alone = [nws.replay(source).decisions for source in sources]
    start = Barrier(THREADS)
    together: dict[int, list[tuple[nws.Decision, ...]]] = {}

    def judge(number: int) -> None:
        start.wait()
        together[number] = [nws.replay(source).decisions for source in sources]

    threads = [Thread(target=judge, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert together == dict.fromkeys(range(THREADS), alone)
