"""Why an event is refused: what no example case happens to show."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import nws_incident as nws
from nws_incident.case import facts_of
from nws_incident.guards import GUARDS
from nws_incident.obstacles import candidates_for, obstacles
from nws_incident.testing import cases, events
from own_editions import INVESTIGATION, PROCESSING, change, copy_edition
from scenes import (
    AT,
    CAUSE_DELAYED,
    CHECK_DELAYED,
    CONTACTED,
    DOUBTFUL_NUMBER,
    INCONCLUSIVE,
    REPORTED,
    STATES,
    TO_AWAITING,
    TO_REINQUIRY,
    VALID_NUMBER,
    case_of,
    cause,
    consulted,
    documents,
    event,
    looked,
    opening,
    reinquiry,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_a_value_that_no_rule_takes_is_named_with_those_that_are_taken(tmp_path: Path) -> None:
    """Where an edition has no way for a value of a field, the finding says which it has."""
    folder = copy_edition(tmp_path)
    change(
        folder / PROCESSING,
        '[[rule.branch]]\nwhen = { ground = ["multi_agency_outage"] }\n'
        'during = { investigation = ["awaiting_operator"] }\nclauses = ["2(2)"]\n',
        "",
    )
    edition = nws.load_edition(folder)
    case = nws.Case.from_events(TO_AWAITING, edition=edition)
    findings = nws.decide(case, documents("multi_agency_outage")).findings
    (finding,) = [one for one in findings if one.guard == "where"]
    assert (finding.rule, finding.clauses) == ("P1", ("1(5)",))
    assert finding.demands.read("ja") == (
        "根拠が「点検の遅れ」、「原因究明の遅れの連絡」又は「即時の事務処理」であること"
    )
    assert {one.guard for one in findings if one.rule == "P1"} == {"where"}
    assert "多数機関" in finding.otherwise.read("ja")


def test_yes_and_no_are_said_in_words(tmp_path: Path) -> None:
    """A flag that no rule takes is shown as yes or no."""
    folder = copy_edition(tmp_path)
    file = folder / INVESTIGATION
    change(file, "when = { multi_agency = [true] }", "when = { multi_agency = [false] }")
    change(
        file,
        'guards = ["source_named"]\nto = "awaiting_operator"',
        'guards = ["information_was_not_provided"]\nto = "awaiting_operator"',
    )
    case = nws.Case.from_events([opening("provision_failed")], edition=nws.load_edition(folder))
    findings = nws.decide(case, looked(multi_agency=True)).findings
    (finding,) = [one for one in findings if one.guard == "where" and one.rule == "I1"]
    assert finding.demands.read("ja").endswith("が「いいえ」であること")
    assert finding.otherwise.read("en") == "it is “yes”"


def told(case: nws.Case, one: nws.Event) -> list[tuple[str, str, str]]:
    """Return rule, guard and demand, in English, of each finding on a refused event."""
    findings = nws.decide(case, one).findings
    assert findings
    return [(said.rule, said.guard, said.demands.read("en")) for said in findings]


FOR_THE_PROVIDER = (
    "Investigation is in “Provider's investigation”, “Correction of the registered copy”, "
    "“Notice of the correction” or “Remedy”"
)


@pytest.mark.parametrize(
    ("before", "one", "expected"),
    [
        # What the provider may do elsewhere does not name the requester.
        (
            STATES["resolved"],
            cause("information_right", "requester", "provider"),
            [("I10", "state", "Investigation is in “Provider's investigation”")],
        ),
        (STATES["resolved"], consulted("provider"), [("F6", "state", FOR_THE_PROVIDER)]),
        (STATES["self_check"], consulted("provider"), [("F6", "state", FOR_THE_PROVIDER)]),
        (
            STATES["resolved"],
            consulted("requester"),
            [("F6", "state", "Investigation is in any state but “Resolved”")],
        ),
        # A role that no way through the rule admits: that of the nearest way, or of all.
        (STATES["self_check"], consulted("j_lis"), [("F6", "role", "it is done by: requester")]),
        (
            STATES["resolved"],
            consulted("j_lis"),
            [
                ("F6", "state", "Investigation is in any state but “Resolved”"),
                ("F6", "role", "it is done by: requester or provider"),
            ],
        ),
        # The provider's way is no way for the requester.
        (
            (opening("provision_failed"), looked(multi_agency=False)),
            cause("provision_fault", "provider", "requester"),
            [
                (
                    "I11",
                    "provider_not_named_by_requester",
                    "the requester does not name the provider as the causing party",
                )
            ],
        ),
        # Of two ways, the one that starts where the case stands says what is wrong with it.
        (
            STATES["remedy"],
            CAUSE_DELAYED,
            [("F2", "requester_is_not_the_cause", "the requester is not the causing party")],
        ),
        (
            (
                opening("provision_failed"),
                looked(multi_agency=False),
                INCONCLUSIVE,
                CONTACTED,
                cause("provision_fault", "provider"),
            ),
            CHECK_DELAYED,
            [("F1", "provider_is_not_the_cause", "the provider is not the causing party")],
        ),
        # Two ways that differ in nothing but where they start are one demand.
        (
            (*STATES["remedy"], event("remedy_completed")),
            CHECK_DELAYED,
            [("F1", "state", "Investigation is in “Requester's own check” or “Remedy”")],
        ),
        # What nobody declared, caused, owes or carries is not spoken of.
        (
            STATES["self_check"],
            event("emergency_form_posted", form="form_03_03"),
            [("E3", "state", "Emergency is in “Form due”")],
        ),
        (
            STATES["self_check"],
            event("remedy_completed"),
            [("I15", "state", "Investigation is in “Remedy”")],
        ),
        (STATES["self_check"], REPORTED, [("R10", "state", "Outcome report is in “Due”")]),
        (
            STATES["copy_correction"],
            event("outcome_reported"),
            [("R10", "done_by_reporting_party", "the reporting party does it")],
        ),
        (
            (*TO_REINQUIRY, reinquiry("inconsistent")),
            event("outcome_reported"),
            [
                ("R10", "state", "Outcome report is in “Due”"),
                (
                    "R13",
                    "carried_report_owed",
                    "that party owes a report carried from an earlier round",
                ),
            ],
        ),
        # Before the opening, a role that may not do this at all is named as well.
        (
            (),
            cause("information_wrong", "provider", "j_lis"),
            [
                ("G1", "case_is_open", "the case has been opened"),
                ("I9", "role", "it is done by: requester or provider"),
            ],
        ),
        (
            (),
            cause("information_wrong", "provider", "requester"),
            [("G1", "case_is_open", "the case has been opened")],
        ),
    ],
)
def test_a_refusal_says_what_would_help(
    before: tuple[nws.Event, ...], one: nws.Event, expected: list[tuple[str, str, str]]
) -> None:
    """No finding names a role that is not at fault, or a state that would not help."""
    assert told(case_of(*before), one) == expected


def test_a_rule_that_would_take_an_event_does_not_stand_in_its_way() -> None:
    """Where only its time is wrong, the finding speaks of the time and of nothing else."""
    case = case_of(opening())
    early = INCONCLUSIVE.replace(at=AT - timedelta(minutes=1))
    assert [guard for _, guard, _ in told(case, early)] == ["time_not_running_back"]


TWO_GROUNDS = """
[[rule.branch]]
from = ["self_check"]
guards = ["self_check_delay_not_stated_yet", "information_was_not_provided"]
[[rule.branch]]
from = ["self_check"]
guards = ["opened_as_immediate", "provider_is_not_the_cause"]
"""


def test_time_is_named_exactly_where_it_runs_back() -> None:
    """An event at the time of the last one is refused for what it is, an earlier one for its time.

    An earlier event that the procedure would take is refused for its time alone.
    """
    case = case_of(opening(), CHECK_DELAYED)
    guards = {one.guard for one in nws.decide(case, REPORTED).findings}
    assert guards
    assert "time_not_running_back" not in guards
    earlier = AT - timedelta(microseconds=1)
    findings = nws.decide(case, INCONCLUSIVE.replace(at=earlier)).findings
    assert [one.guard for one in findings] == ["time_not_running_back"]
    assert nws.decide(case, INCONCLUSIVE).accepted


@pytest.mark.parametrize(
    "one", [CONTACTED, event("ministry_notified", via=["prefecture"])], ids=lambda one: one.type
)
@pytest.mark.parametrize(("looked_up", "warned"), [(True, False), (None, False), (False, True)])
def test_passing_the_faq_over_is_warned_of(
    one: nws.Event, *, looked_up: bool | None, warned: bool
) -> None:
    """To say that the FAQ was passed over brings a warning; to say nothing of it does not."""
    case = case_of(opening(), event("wider_impact_expected"), INCONCLUSIVE)
    decision = case.apply(one.replace(faq_checked=looked_up))
    assert [said.guard for said in decision.warnings] == ["faq_not_skipped"] * warned
    assert all("4(5)①" in said.clauses for said in decision.warnings)


def test_ways_with_nothing_in_common_are_told_as_alternatives(tmp_path: Path) -> None:
    """Where either of two things would do, one finding says so, and cites the clauses of both."""
    folder = copy_edition(tmp_path)
    file = folder / INVESTIGATION
    text = file.read_text(encoding="utf-8")
    start = text.index("[[rule.branch]]", text.index('id = "F1"'))
    end = text.index("[[rule]]", start)
    file.write_text(text[:start] + TWO_GROUNDS + text[end:], encoding="utf-8")
    change(
        folder / "guards.toml",
        'name = "opened_as_immediate"\n',
        'name = "opened_as_immediate"\nclauses = ["6"]\n',
    )
    case = nws.Case.from_events([opening()], edition=nws.load_edition(folder))
    (finding,) = nws.decide(case, CHECK_DELAYED).findings
    assert (finding.rule, finding.guard) == ("F1", "information_was_not_provided")
    assert finding.clauses == ("1(5)", "6")
    assert finding.demands.read("ja") == (
        "情報が提供されなかった事案であること又は即時の事務処理が求められる事案として始まっていること"
    )
    assert finding.otherwise.read("en") == (
        "this case is of kind “discrepancy” or the case was not opened as immediate"
    )


def test_what_is_not_known_is_said_where_nothing_else_is(tmp_path: Path) -> None:
    """A guard that can only say that there is nothing to speak of speaks where it is alone."""
    folder = copy_edition(tmp_path)
    change(folder / "rules-5-emergency.toml", 'from = ["form_due"]', 'from = ["*"]')
    case = nws.Case.from_events([opening()], edition=nws.load_edition(folder))
    (finding,) = nws.decide(case, event("emergency_form_posted", form="form_03_03")).findings
    assert finding.guard == "form_fits_emergency"
    assert "未判明" in finding.otherwise.read("ja")


def test_an_authority_that_is_owed_no_word_is_told_when_it_would_be(tmp_path: Path) -> None:
    """The remedy names who must declare what; an edition may have an authority of none."""
    one = event("authority_informed", authority="mic_regional_security")
    (finding,) = nws.decide(case_of(opening()), one).findings
    assert "市区町村又は都道府県が「セキュリティインシデント」を" in finding.remedy.read("ja")
    folder = copy_edition(tmp_path)
    change(folder / "rules-5-emergency.toml", 'authority = "mic_regional_security"\n', "")
    edition = nws.load_edition(folder)
    (finding,) = nws.decide(nws.Case.from_events([opening()], edition=edition), one).findings
    assert "未判明が「未判明」を" in finding.remedy.read("ja")


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases(), st.data())
def test_a_role_is_named_only_where_no_way_of_its_rule_admits_it(
    case: nws.Case, data: st.DataObject
) -> None:
    """Whoever may do a thing by a rule, in some state, is never told that others must do it."""
    one = data.draw(events(at=case.events[-1].at))
    for finding in nws.decide(case, one).findings:
        if finding.guard == "role" and finding.rule in case.edition.rules:
            ways = [way for way in candidates_for(case.edition, one) if way.rule == finding.rule]
            assert all(one.by not in way.by for way in ways)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases(), st.data())
def test_what_is_demanded_is_not_so(case: nws.Case, data: st.DataObject) -> None:
    """Every demand that is told is unmet, and none is told twice."""
    one = data.draw(events(at=case.events[-1].at))
    decision = nws.decide(case, one)
    told_for = [(said.rule, said.guard, said.demands) for said in decision.findings]
    assert len(told_for) == len(set(told_for))
    facts = facts_of(case)
    assert facts is not None
    standing = obstacles(case.edition, facts, one)
    if decision.accepted:
        assert standing == []
    for obstacle in standing:
        for demand in obstacle.demands:
            if demand.what == "state":
                assert facts.state(demand.name) not in demand.values
            elif demand.what == "role":
                assert one.by not in demand.values
            elif demand.what == "where":
                assert getattr(one, demand.name) not in demand.values
            else:
                assert not GUARDS[demand.name](facts, one)


def test_only_the_numbers_that_refuse_an_event_are_named_in_its_refusal() -> None:
    """A doubtful number beside a sure one is no reason of its own."""
    one = opening().replace(note=VALID_NUMBER)
    assert isinstance(one, nws.DiscrepancyFound)
    event = one.replace(inquiry=one.inquiry.replace(summary=DOUBTFUL_NUMBER))
    assert [sighting.severity for sighting in event.sightings] == ["refused", "doubtful"]
    decision = nws.decide(nws.Case(), event)
    assert [finding.path for finding in decision.findings] == ["$.note"]
    assert decision.warnings == ()
