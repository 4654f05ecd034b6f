"""Each row of the tables of permissions and exemptions, by an example and its clause."""

from __future__ import annotations

import pytest

import nws_incident as nws
from nws_incident.case import facts_of
from nws_incident.duties.permissions import _exemption
from scenes import (
    CAUSE_DELAYED,
    CHECK_DELAYED,
    COPY_WRONG,
    DELAY_TOLD,
    LINKED,
    PROMPT,
    RECOVERED,
    SECOND_ROUND,
    STATES,
    TO_AWAITING,
    TO_PROVIDER,
    case_of,
    cause,
    documents,
    event,
    looked,
    opening,
    reinquiry,
)

# Events, permission, bearer, value, clauses.
PERMITTED = [
    *(
        ((opening(),), ("consult", "requester", target, ("1(4)",)))
        for target in ("system_operator", "j_lis", "competent_ministry")
    ),
    (TO_PROVIDER, ("consult", "provider", "j_lis", ("1(4)",))),
    (
        (opening(), CHECK_DELAYED),
        ("process_on_attached_documents", "requester", "self_check_delayed", ("1(5)",)),
    ),
    (
        (*TO_PROVIDER, CAUSE_DELAYED, DELAY_TOLD),
        ("process_on_attached_documents", "requester", "cause_delayed", ("1(5)",)),
    ),
    (
        (opening(immediate=True),),
        ("process_on_attached_documents", "requester", "immediate_processing", ("1(5)",)),
    ),
    (
        TO_AWAITING,
        ("process_on_attached_documents", "requester", "multi_agency_outage", ("1(5)", "2(2)")),
    ),
    (
        (*TO_AWAITING, documents("multi_agency_outage"), RECOVERED),
        ("confirm_by_reinquiry", "requester", None, ("6",)),
    ),
    (
        STATES["copy_correction"],
        ("share_outcome_report", "provider", None, ("5", "5また書き")),
    ),
    (
        (*TO_PROVIDER, PROMPT),
        ("share_outcome_report", "provider", None, ("5", "5また書き")),
    ),
    (SECOND_ROUND, ("share_outcome_report", "provider", None, ("5", "5また書き"))),
]


@pytest.mark.parametrize(
    ("events", "row"), PERMITTED, ids=[f"{one[1][0]}-{one[1][2]}" for one in PERMITTED]
)
def test_a_permission_holds_by_its_clause(
    events: tuple[nws.Event, ...], row: tuple[str, str, str | None, tuple[str, ...]]
) -> None:
    """The row is among what is permitted, with its clauses, and the procedure takes its event."""
    case = case_of(*events)
    found = next(
        one
        for one in nws.permissions(case)
        if (one.permission, one.bearer, one.value, one.clauses) == row
    )
    assert found.modality is nws.Modality.MAY
    option = next(one for one in nws.options(case) if one.event_type == found.event)
    assert option.is_available
    assert set(found.rules) <= case.edition.rules.keys()


def test_a_permission_says_what_of_whom_and_by_which_rules() -> None:
    """In the order of the clauses; what it names is in its words, which a log leaves out."""
    used = (*TO_PROVIDER, CAUSE_DELAYED, DELAY_TOLD, COPY_WRONG)
    *asking, using, shared = nws.permissions(case_of(*used))
    assert [(one.bearer, one.value) for one in asking] == [
        (party, target)
        for party in ("requester", "provider")
        for target in ("system_operator", "j_lis", "competent_ministry")
    ]
    assert {one.rules for one in asking} == {("F6",)}
    assert asking[1].label.read("ja") == "照会(集約機関(J-LIS))"
    assert "、集約機関(J-LIS)に照会する" in asking[1].means.read("ja")
    assert (using.value, using.counterpart, using.rules) == (
        "cause_delayed",
        None,
        ("P1",),
    )
    assert (using.event, using.purpose) == ("processed_on_attached_documents", None)
    assert "原因究明の遅れの連絡" in using.label.read("ja")
    assert (shared.counterpart, shared.rules) == ("system_operator", ("R11",))
    assert (shared.value, shared.purpose, shared.note) == (None, None, None)
    assert repr(shared) == (
        "Permission(permission='share_outcome_report', bearer=<Role.PROVIDER: 'provider'>, "
        "modality=<Modality.MAY: 'may'>, "
        "counterpart=<Counterpart.SYSTEM_OPERATOR: 'system_operator'>, value=None, "
        "clauses=('5', '5また書き'), event='outcome_report_shared', rules=('R11',), purpose=None)"
    )


def test_each_exemption_has_a_reason_of_its_own() -> None:
    """6: that no second inquiry is needed has nothing to do with why nobody need report."""
    checking = (opening(), CHECK_DELAYED, documents("self_check_delayed"))
    neither = cause("information_right", "neither", "requester")
    spared = nws.exemptions(case_of(*checking, neither))
    assert [(one.exemption, one.bearer, one.clauses) for one in spared] == [
        ("outcome_report", "requester", ("1(6)",)),
        ("outcome_report", "provider", ("1(6)",)),
        ("reinquiry", "requester", ("6",)),
    ]
    assert [one.reason.read("en") for one in spared[1:]] == [
        "Neither party was the cause: no report.",
        "Processing on the documents is complete, so no second inquiry is needed.",
    ]
    assert repr(spared[2]) == (
        "Exemption(exemption='reinquiry', bearer=<Role.REQUESTER: 'requester'>, "
        "modality=<Modality.NEED_NOT: 'need_not'>, clauses=('6',))"
    )


def test_every_permission_and_exemption_of_the_edition_has_an_example() -> None:
    """No row of these tables goes untested either."""
    edition = nws.load_edition()
    assert {row[0] for _, row in PERMITTED} == set(edition.permissions)
    assert {row[0] for _, row in SPARED} == set(edition.exemptions)


def test_the_provider_is_not_told_that_it_may_consult_before_it_investigates() -> None:
    """1(4): 情報提供者 may ask in the course of its investigation, 情報照会者 of its check."""
    before = {one.bearer for one in nws.permissions(case_of(opening()))}
    after = {one.bearer for one in nws.permissions(case_of(*STATES["reinquiry"]))}
    assert before == {"requester"}
    assert {one.permission for one in nws.permissions(case_of(*STATES["resolved"]))} == {
        "share_outcome_report"
    }
    assert "provider" in after


def test_a_question_has_a_route_and_a_record_is_shown_to_the_person_concerned() -> None:
    """1(4), 6: whom to ask is the counterpart; who may see the record is noted."""
    asked = {one.value: (one.counterpart, one.purpose) for one in nws.permissions(case_of(*OPEN))}
    assert asked == {
        "system_operator": ("system_operator", "ask_system_operator"),
        "j_lis": ("j_lis", "ask_j_lis"),
        "competent_ministry": ("competent_ministry", "ask_competent_ministry"),
    }
    used = case_of(*TO_AWAITING, documents("multi_agency_outage"), RECOVERED)
    (confirming,) = nws.permissions(used)
    assert confirming.note is not None
    assert "マイナポータル" in confirming.note.read("ja")
    assert "開示請求" in confirming.note.read("ja")


OPEN = (opening(),)
LOOKED = (opening("provision_failed"), looked(multi_agency=False))

# Events, exemption, bearer, clauses.
SPARED = [
    *((TO_AWAITING, ("outcome_report", party, ("2(2)",))) for party in ("requester", "provider")),
    (
        (*TO_PROVIDER, cause("information_right", "neither")),
        ("outcome_report", "provider", ("1(6)",)),
    ),
    (
        (
            *LOOKED,
            cause("inquiry_wrong", "requester", "requester"),
            event("remedy_completed"),
            reinquiry("consistent"),
            LINKED,
        ),
        ("outcome_report", "requester", ("2(1)",)),
    ),
    (
        (opening(), CHECK_DELAYED, documents("self_check_delayed")),
        ("reinquiry", "requester", ("6",)),
    ),
]


@pytest.mark.parametrize(("events", "row"), SPARED)
def test_an_exemption_holds_by_its_clause_and_says_why(
    events: tuple[nws.Event, ...], row: tuple[str, str, tuple[str, ...]]
) -> None:
    """Nobody need do it, and the reason is the ground on which that is settled."""
    case = case_of(*events)
    found = next(
        one for one in nws.exemptions(case) if (one.exemption, one.bearer, one.clauses) == row
    )
    assert found.modality is nws.Modality.NEED_NOT
    assert "必要" in found.reason.read("ja")
    if row[0] == "outcome_report":
        assert found.clauses == case.report.clauses


def test_an_exemption_without_a_ground_gives_its_own_reason() -> None:
    """An edition may settle that no report is needed without saying on which ground."""
    case = case_of(*TO_AWAITING)
    facts = facts_of(case)
    assert facts is not None
    facts = facts.copy()
    facts.report_ground = None
    row = case.edition.exemptions["outcome_report"]
    found = _exemption(facts, row, nws.Role.PROVIDER)
    assert (found.reason, found.clauses) == (row.means, row.clauses)
    assert (found.label, found.means, found.bearer) == (row.label, row.means, "provider")


def test_a_case_that_is_not_open_allows_and_spares_nothing() -> None:
    """Before the opening there is nothing to do."""
    case = nws.Case()
    assert nws.permissions(case) == ()
    assert nws.exemptions(case) == ()
