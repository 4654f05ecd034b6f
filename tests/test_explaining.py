"""Why an event is refused: what no example case happens to show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import nws_incident as nws
from own_editions import INVESTIGATION, PROCESSING, change, copy_edition
from scenes import DOUBTFUL_NUMBER, TO_AWAITING, VALID_NUMBER, documents, looked, opening

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
        "根拠が「点検の遅れ」、「原因究明の遅れの連絡」、「即時の事務処理」であること"
    )
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


def test_only_the_numbers_that_refuse_an_event_are_named_in_its_refusal() -> None:
    """A doubtful number beside a sure one is no reason of its own."""
    one = opening().replace(note=VALID_NUMBER)
    assert isinstance(one, nws.DiscrepancyFound)
    event = one.replace(inquiry=one.inquiry.replace(summary=DOUBTFUL_NUMBER))
    assert [sighting.severity for sighting in event.sightings] == ["refused", "doubtful"]
    decision = nws.decide(nws.Case(), event)
    assert [finding.path for finding in decision.findings] == ["$.note"]
    assert decision.warnings == ()
