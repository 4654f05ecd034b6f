"""What proves a field of the report: which event, of which round, and of whose."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Any

import pytest

import nws_incident as nws
from nws_incident.report import NoReportOwed
from nws_incident.report.evidence import gather
from own_editions import INVESTIGATION, change, copy_edition
from scenes import (
    CAUSE_DELAYED,
    COPY_WRONG,
    CORRECTED,
    DELAY_TOLD,
    INCONCLUSIVE,
    INQUIRY,
    NOTIFIED,
    REPORTED,
    TO_PROVIDER,
    TO_REINQUIRY,
    case_of,
    cause,
    consulted,
    documents,
    event,
    looked,
    opening,
    reinquiry,
    spread,
)

if TYPE_CHECKING:
    from pathlib import Path

DAY = date(2018, 1, 9)
EXPECTED = event("wider_impact_expected", "provider")
MINISTRY_TOLD = event("ministry_notified", "provider", via=["prefecture"])
CHECKED = event("other_requesters_checked", "provider", affected=["秋田県秋田市"])
OTHERS_TOLD = event("other_requesters_notified", "provider")
CONTACTED_IN_FULL = event(
    "provider_contacted", channel="phone", contact_known=True, inquiry=INQUIRY
)
ASKED_J_LIS = consulted("provider", target="j_lis", via=[])


def proven(case: nws.Case, party: nws.Role | None = None) -> dict[str, tuple[Any, int | None]]:
    """Return the value and the version of each proof."""
    return {
        name: (proof.value, proof.version) for name, proof in gather(case, party).proven.items()
    }


def test_each_proof_names_the_event_that_first_gave_it() -> None:
    """From the inquiry, which the contact completed, to the second one that agreed."""
    case = case_of(
        *spread(
            opening(inquiry={"affair": " "}),
            INCONCLUSIVE,
            CONTACTED_IN_FULL,
            CAUSE_DELAYED,
            DELAY_TOLD,
            consulted("requester"),
            consulted("provider"),
            ASKED_J_LIS,
            consulted("provider"),
            ASKED_J_LIS,
            event("wider_impact_expected"),
            event("ministry_notified", via=["prefecture"]),
            COPY_WRONG,
            CORRECTED,
            NOTIFIED,
            CHECKED,
            OTHERS_TOLD,
            EXPECTED,
            MINISTRY_TOLD,
            reinquiry("consistent"),
            REPORTED,
        )
    )
    assert proven(case) == {
        "occurred_on": (date(2017, 7, 19), 3),
        "occurred_at": (time(9, 30), 3),
        "affair_name": ("児童手当の支給", 3),
        "information": ("地方税関係情報", 3),
        "recovered_on": (date(2017, 7, 19), 20),
        "recovered_at": (time(13, 10), 20),
        "causing_party": ("provider", 13),
        "consulted_operator": (True, 7),
        "consulted_others": (True, 8),
        "consulted_whom": ("地方公共団体情報システム機構", 8),
        "wider_impact_notified": (True, 19),
        "provider_caused.copy_corrected": (True, 14),
        "provider_caused.requester_notified": (True, 15),
        "provider_caused.delay_notified": (True, 5),
        "provider_caused.others_checked": (True, 16),
        "provider_caused.others_wrong": (True, 16),
        "provider_caused.others_notified": (True, 17),
    }


def test_what_is_said_twice_is_proven_by_the_first_to_say_it() -> None:
    """Each field by itself: the contact completes what the opening left out."""
    inquiry = {name: INQUIRY[name] for name in ("affair", "occurred_at")}
    found = proven(case_of(opening(inquiry=inquiry), INCONCLUSIVE, CONTACTED_IN_FULL, COPY_WRONG))
    assert found["affair_name"] == ("児童手当の支給", 1)
    assert found["occurred_at"] == (time(9, 30), 1)
    assert found["information"] == ("地方税関係情報", 3)


TWO_ROUNDS = (
    *TO_PROVIDER,
    EXPECTED,
    CAUSE_DELAYED,
    DELAY_TOLD,
    COPY_WRONG,
    CORRECTED,
    NOTIFIED,
    reinquiry("inconsistent"),
    CHECKED,
    OTHERS_TOLD,
    MINISTRY_TOLD,
    *TO_PROVIDER[1:],
    consulted("provider"),
    consulted("requester"),
    consulted("requester", target="competent_ministry", via=["prefecture"]),
    consulted("requester", target="j_lis", via=[]),
    cause("inquiry_wrong", "requester", "requester"),
)


def test_each_of_two_rounds_has_the_proofs_of_its_own() -> None:
    """What was owed from the first on may have been given in the second, by who owed it."""
    case = case_of(*spread(*TWO_ROUNDS))
    of_inquiry = {
        "occurred_on": (date(2017, 7, 19), 1),
        "occurred_at": (time(9, 30), 1),
        "affair_name": ("児童手当の支給", 1),
        "information": ("地方税関係情報", 1),
    }
    assert proven(case, nws.Role.PROVIDER) == {
        **of_inquiry,
        "causing_party": ("provider", 7),
        "wider_impact_notified": (True, 13),
        "provider_caused.copy_corrected": (True, 8),
        "provider_caused.requester_notified": (True, 9),
        "provider_caused.delay_notified": (True, 6),
        "provider_caused.others_checked": (True, 11),
        "provider_caused.others_wrong": (True, 11),
        "provider_caused.others_notified": (True, 12),
    }
    assert (
        proven(case)
        == proven(case, nws.Role.REQUESTER)
        == {
            **of_inquiry,
            "causing_party": ("requester", 20),
            "consulted_operator": (True, 17),
            "consulted_others": (True, 18),
        }
    )


def test_word_to_the_ministry_counts_where_the_round_expected_it() -> None:
    """What a later round expected is the later round's."""
    later = (reinquiry("inconsistent"), EXPECTED, MINISTRY_TOLD)
    assert "wider_impact_notified" not in proven(case_of(*TO_REINQUIRY, *later))


def test_others_told_before_the_check_were_told_of_another() -> None:
    """Of the round before, whose report was given."""
    case = case_of(
        *TO_PROVIDER,
        COPY_WRONG,
        CORRECTED,
        NOTIFIED,
        CHECKED,
        reinquiry("inconsistent"),
        REPORTED,
        OTHERS_TOLD,
        INCONCLUSIVE,
        TO_PROVIDER[2],
        COPY_WRONG,
        CHECKED,
    )
    found = proven(case)
    assert found["provider_caused.others_wrong"] == (True, 14)
    assert "provider_caused.others_notified" not in found


def test_a_check_that_found_nothing_proves_that_nothing_was_found() -> None:
    """Which is more than that it was made."""
    clean = event("other_requesters_checked", "provider", affected=[])
    found = proven(case_of(*TO_PROVIDER, COPY_WRONG, clean))
    assert found["provider_caused.others_checked"] == (True, 5)
    assert found["provider_caused.others_wrong"] == (False, 5)
    assert "provider_caused.others_notified" not in found


def test_recovery_is_the_event_that_resolved_the_round() -> None:
    """Not what happened after it, nor before a round that is not resolved."""
    resolved = spread(*TO_REINQUIRY, reinquiry("consistent"), CHECKED, REPORTED)
    assert proven(case_of(*resolved))["recovered_at"] == (time(11), 7)
    begun_anew = case_of(*spread(*TWO_ROUNDS))
    for party in nws.Role.PROVIDER, nws.Role.REQUESTER:
        assert "recovered_on" not in proven(begun_anew, party)


def test_rounds_are_told_by_the_rules_of_the_case_s_own_edition(tmp_path: Path) -> None:
    """Another edition may accept what the shipped one refuses."""
    folder = copy_edition(tmp_path)
    change(folder / INVESTIGATION, 'guards = ["source_named"]', "guards = []")
    happened = (
        opening("provision_failed", immediate=True),
        looked(multi_agency=False, sources=()),
        documents("immediate_processing"),
        cause("provision_fault", "requester", "requester"),
    )
    with pytest.raises(nws.Refused):
        case_of(*happened)
    case = nws.Case.from_events(happened, edition=nws.load_edition(folder))
    assert proven(case)["causing_party"] == ("requester", 4)


NEITHER = cause("information_right", "neither")
NOT_OWED: list[tuple[tuple[nws.Event, ...], nws.Role | None, str, tuple[str, ...], str, str]] = [
    (
        (),
        nws.Role.PROVIDER,
        "unopened",
        (),
        "a-1: 事案が始まっていないため、顛末報告書を起票できません",
        "a-1: the case has not been opened, so there is nothing to report",
    ),
    (
        TO_PROVIDER,
        nws.Role.PROVIDER,
        "undetermined",
        (),
        "a-1: 顛末報告の要否がまだ定まっていません",
        "a-1: whether an outcome report is owed is not determined yet",
    ),
    (
        (*TO_PROVIDER, NEITHER),
        None,
        "not_owed",
        ("1(6)",),
        "a-1: この事案に顛末報告は必要ありません",
        "a-1: this case owes no outcome report",
    ),
    (
        (*TO_PROVIDER, COPY_WRONG),
        nws.Role.REQUESTER,
        "not_by_party",
        ("1(6)",),
        "a-1: この事案の顛末報告を行う者ではありません",
        "a-1: this party does not owe the outcome report of the case",
    ),
]


@pytest.mark.parametrize(("happened", "party", "key", "clauses", "ja", "en"), NOT_OWED)
def test_a_report_that_is_not_owed_is_told_with_its_reason(
    happened: tuple[nws.Event, ...],
    party: nws.Role | None,
    key: str,
    clauses: tuple[str, ...],
    ja: str,
    en: str,
) -> None:
    """Of which case, why, and by what clause."""
    case = nws.Case.from_events(happened, id="a-1")
    with pytest.raises(NoReportOwed) as caught:
        nws.report.draft(case, drafted_on=DAY, party=party)
    error = caught.value
    assert (error.key, error.case_id, error.clauses) == (key, "a-1", clauses)
    assert (error.message("ja"), str(error)) == (ja, en)
