"""Several cases in one report (5また書き): what they prove together, and what they do not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nws_incident as nws
from owing_cases import owing_cases
from report_rules import OF_PROVIDER, facts_of, provable
from scenes import CAUSE_DELAYED, COPY_WRONG, STATES, TO_PROVIDER, consulted, event, opening

DAY = date(2019, 1, 1)
DONE_BY_ANY = ("consulted_operator", "consulted_others", "wider_impact_notified")
"""Yes where it is so in any of the cases: who asked nobody in another case proves nothing."""


def proven_of(field: str, facts: list[dict[str, Any]]) -> list[Any]:
    """Return what each case proves for a field, those left out to which it does not apply."""
    name = field.rpartition(".")[2]
    those = facts
    if name in OF_PROVIDER:
        those = [one for one in those if one["cause"] == "provider"]
    if name == "delay_notified":
        those = [one for one in those if one["delayed"]]
    if name == "others_notified":
        those = [one for one in those if one["affected"]]
    return [provable(one).get(field) for one in those]


@given(st.data())
@settings(deadline=None, max_examples=40)
def test_a_report_on_several_cases_says_what_all_of_them_prove(data: st.DataObject) -> None:
    """Where they differ, or one is silent, the field stays open and is a problem that says so."""
    several = [data.draw(owing_cases(case_id=name)) for name in ("a-1", "b-1", "c-1")]
    facts = [facts_of(case) for case in several]
    draft = nws.report.draft(several, drafted_on=DAY)
    keys = {one.field: one.key for one in nws.report.problems(draft, several)}
    for field in (
        *("occurred_on", "occurred_at", "recovered_on", "recovered_at", "causing_party"),
        *DONE_BY_ANY,
        *(f"provider_caused.{name}" for name in OF_PROVIDER),
    ):
        proven = proven_of(field, facts)
        agree = bool(proven) and all(value == proven[0] for value in proven)
        together = proven[0] if agree else None
        if field in DONE_BY_ANY:
            together = True if True in proven else None
        assert draft.value(field) == together
        if keys.get(field) in {"missing", "differs"}:
            differs = not agree and any(value is not None for value in proven)
            assert keys[field] == ("differs" if differs else "missing")


def test_whom_the_others_are_is_known_only_where_it_is_known_of_every_case() -> None:
    """J-LIS was asked in one case, and in the other some ministry, of which no event says which."""
    j_lis = consulted("provider", target="j_lis", via=[])
    ministry = consulted("provider", target="competent_ministry")
    asked, also, silent = (
        nws.Case.from_events((*TO_PROVIDER, *more, COPY_WRONG), id=name)
        for name, more in (("a-1", [j_lis]), ("b-1", [ministry]), ("c-1", []))
    )
    draft = nws.report.draft([asked, silent], drafted_on=DAY)
    assert (draft.consulted_others, draft.consulted_whom) == (
        True,
        "地方公共団体情報システム機構",
    )
    draft = nws.report.draft([asked, also], drafted_on=DAY)
    assert (draft.consulted_others, draft.consulted_whom) == (True, None)
    problem = next(
        one for one in nws.report.problems(draft, [asked, also]) if one.field == "consulted_whom"
    )
    assert problem.kind == "differing"
    assert "b-1では記録なし" in problem.message()


@pytest.mark.parametrize("affected", [[], ["秋田県秋田市"]])
def test_several_bodies_on_the_other_side_are_not_one(affected: list[str]) -> None:
    """Each case says so, whatever other bodies were given wrong information."""
    checked = event("other_requesters_checked", "provider", affected=affected)
    kushiro = {"name": "北海道釧路市", "kind": "municipality", "code": "012068"}
    several = [
        nws.Case.from_events((first, *TO_PROVIDER[1:], COPY_WRONG, checked), id=name)
        for name, first in (("a-1", opening()), ("b-1", opening(requester=kushiro)))
    ]
    draft = nws.report.draft(several, drafted_on=DAY)
    count = "provider_caused.counterparts"
    assert draft.value(count) == "several"
    assert count not in {one.field for one in nws.report.problems(draft, several)}
    problems = nws.report.problems(draft.with_values({count: "one"}), several)
    assert [(one.key, one.case) for one in problems if one.field == count] == [
        ("contradicts_case", "a-1"),
        ("contradicts_case", "b-1"),
    ]


def test_a_recovery_is_demanded_where_every_case_is_over() -> None:
    """Left out where all are resolved, it is missed; where one is not, it may stay out."""
    over, also, open_ = (
        nws.Case.from_events(STATES[state], id=name)
        for name, state in (("a-1", "resolved"), ("b-1", "resolved"), ("c-1", "reinquiry"))
    )
    recovery = ("recovered_on", "recovered_at")

    def asked(*several: nws.Case) -> list[tuple[str, str]]:
        draft = nws.report.draft(several, drafted_on=DAY).with_values(dict.fromkeys(recovery))
        problems = nws.report.problems(draft, several)
        return [(one.field, one.key) for one in problems if one.field in recovery]

    assert asked(over) == asked(over, also) == [(field, "missing") for field in recovery]
    assert asked(over, open_) == asked(open_, over) == asked(open_) == []
    assert nws.report.draft([over, open_], drafted_on=DAY).recovered_on is None


def test_what_was_found_in_one_case_the_report_must_answer() -> None:
    """A delay, and others that were given wrong information, though the other case has neither."""
    checked = event("other_requesters_checked", "provider", affected=["秋田県秋田市"])
    plain, delayed, affecting = (
        nws.Case.from_events((*TO_PROVIDER, *happened), id=name)
        for name, happened in (
            ("a-1", [COPY_WRONG]),
            ("b-1", [CAUSE_DELAYED, COPY_WRONG]),
            ("c-1", [COPY_WRONG, checked]),
        )
    )

    def missing(*several: nws.Case) -> set[str]:
        draft = nws.report.draft(several, drafted_on=DAY).with_values(
            {"provider_caused.others_wrong": None}
        )
        problems = nws.report.problems(draft, several)
        wanted = ("provider_caused.delay_notified", "provider_caused.others_notified")
        return {one.field for one in problems if one.field in wanted and one.key == "missing"}

    assert missing(plain) == set()
    assert missing(plain, delayed) == {"provider_caused.delay_notified"}
    assert missing(affecting, plain) == {"provider_caused.others_notified"}
