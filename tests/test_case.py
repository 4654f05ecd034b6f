"""What a case shows, and what makes two cases the same."""

from __future__ import annotations

import pickle
from collections.abc import Hashable
from copy import copy, deepcopy
from typing import TYPE_CHECKING, Any
from unittest.mock import ANY

import pytest

import nws_incident as nws
from nws_incident.case import facts_of
from own_editions import edition_named
from scenes import (
    CAUSE_DELAYED,
    CHECK_DELAYED,
    COPY_WRONG,
    DELAY_TOLD,
    DOUBTFUL_NUMBER,
    INCONCLUSIVE,
    TO_PROVIDER,
    VALID_NUMBER,
    case_of,
    declared,
    event,
    opening,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


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


def test_a_case_is_no_other_kind_of_thing() -> None:
    """A case equals nothing but a case, and its facts nothing but facts, as far as they can say.

    Both grow, so neither has a hash.
    """
    case = case_of(opening())
    facts = facts_of(case)
    assert case != "case"
    assert facts != "facts"
    assert case == ANY
    assert facts == ANY
    assert not isinstance(case, Hashable)
    assert not isinstance(facts, Hashable)


def test_cases_differ_in_their_ids_their_editions_and_their_events(tmp_path: Path) -> None:
    """Each by itself makes another case; what else a case knows of does not."""
    own = edition_named("own", tmp_path)

    def case(
        *events: nws.Event, id_: str = "a", edition: nws.Edition | None = None, **more: Any
    ) -> nws.Case:
        return nws.Case.from_events((opening(), *events), id=id_, edition=edition, **more)

    one = case(CHECK_DELAYED)
    assert one == case(CHECK_DELAYED)
    assert one == case(CHECK_DELAYED, editions=[own])
    for other in (case(CHECK_DELAYED, id_="b"), case(CHECK_DELAYED, edition=own), case()):
        assert one != other


def test_a_case_is_shown_by_its_id_its_version_and_its_tracks() -> None:
    """An id is shown as it is: it can hold no individual number."""
    assert repr(case_of(opening())) == (
        "<Case version=1 investigation=self_check processing=pending reporting=undetermined"
        " emergency=none>"
    )
    unopened = "version=0 investigation=None processing=None reporting=None emergency=None"
    assert repr(nws.Case("a-1")) == f"<Case 'a-1' {unopened}>"


def unpickled(case: nws.Case) -> nws.Case:
    """Return what a case is after it was stored."""
    twin: nws.Case = pickle.loads(pickle.dumps(case))  # noqa: S301  our own
    return twin


@pytest.mark.parametrize("copied", [copy, deepcopy, unpickled])
def test_a_copy_is_a_case_of_its_own(copied: Callable[[nws.Case], nws.Case]) -> None:
    """It is equal, down to the facts, and goes its own way; so does one that is not open."""
    case = nws.Case.from_events([opening(), CHECK_DELAYED], id="a")
    twin = copied(case)
    assert twin == case
    assert facts_of(twin) == facts_of(case)
    assert (twin.edition, twin.editions) == (case.edition, case.editions)
    twin.apply(INCONCLUSIVE)
    assert (case.version, case.tracks.investigation) == (2, "self_check")
    unopened = copied(nws.Case("a"))
    assert unopened == nws.Case("a")
    unopened.apply(opening())
    assert unopened.is_open


def test_a_pickled_case_comes_back_under_the_shipped_edition_that_it_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Should the library ship a second one, no case is taken for one of the first."""
    shipped = {one.id: one for one in (nws.load_edition(), edition_named("second", tmp_path))}
    monkeypatch.setattr("nws_incident.case.edition_names", lambda: tuple(shipped))
    monkeypatch.setattr("nws_incident.case.load_edition", shipped.__getitem__)
    case = nws.Case.from_events([opening()], edition=shipped["second"])
    assert b"2017-06-16" not in pickle.dumps(case)
    assert unpickled(case).edition is shipped["second"]


def test_a_pickled_case_names_a_shipped_edition_and_does_not_carry_it() -> None:
    """The library that reads it brings the edition."""
    case = case_of(opening())
    pickled = pickle.dumps(case)
    assert case.edition.id.encode() in pickled
    assert next(iter(case.edition.rules)).encode() not in pickled
    assert len(pickled) < len(pickle.dumps(case.edition))
    assert unpickled(case).edition is case.edition


@pytest.mark.parametrize(
    ("case_id", "key"),
    [
        (" ", "blank"),
        (f"x {VALID_NUMBER}", "individual_number"),
        (f"x {DOUBTFUL_NUMBER}", "doubtful_number"),
    ],
)
def test_an_id_is_text_without_an_individual_number(case_id: str, key: str) -> None:
    """A blank id, or one with what is or may be such a number, is refused and never repeated."""
    with pytest.raises(nws.InvalidCaseFile) as caught:
        nws.Case(case_id)
    (problem,) = caught.value.problems
    assert (problem.path, problem.key) == ("$.id", key)
    assert VALID_NUMBER not in str(caught.value)
    assert DOUBTFUL_NUMBER not in str(caught.value)


def test_a_case_of_an_own_edition_takes_it_along(tmp_path: Path) -> None:
    """A pickled case of an edition that is not shipped brings that edition with it."""
    case = nws.Case.from_events([opening(), CHECK_DELAYED], edition=edition_named("own", tmp_path))
    twin = unpickled(case)
    assert twin == case
    assert twin.edition.id == "own"
    assert repr(twin.edition) == "<Edition 'own'>"
    assert twin != case_of(opening(), CHECK_DELAYED)
    knowing = nws.Case.from_events([opening()], editions=[case.edition])
    again = unpickled(knowing)
    assert list(again.editions) == list(knowing.editions)
    assert again.edition is knowing.edition
