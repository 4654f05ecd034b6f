"""Where a report contradicts what the events of its cases prove, or its cases each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nws_incident.jst import show_moment
from nws_incident.notice.form import ReportField
from nws_incident.report.agreement import (
    PROVEN_FIELDS,
    answers,
    counterpart_fields,
    counterpart_names,
)
from nws_incident.report.bodies import is_named_in, is_same
from nws_incident.report.model import Counterparts
from nws_incident.report.needs import case_name
from nws_incident.report.problem import ProblemKind, ReportProblem
from nws_incident.report.proofs import Proof
from nws_incident.report.showing import say, show_briefly

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nws_incident.notice.edition import Edition
    from nws_incident.report.evidence import Evidence
    from nws_incident.report.model import ReportDraft
    from nws_incident.text import Text

# What a case says in words of its own, a form may say in others.
_IN_OWN_WORDS = frozenset(
    {ReportField.AFFAIR_NAME, ReportField.INFORMATION, ReportField.CONSULTED_WHOM}
)
_CODE_DIGITS = 5


def contradictions(
    draft: ReportDraft, evidence: tuple[Evidence, ...], edition: Edition
) -> Iterator[ReportProblem]:
    """Yield what a draft states against the proof of its cases."""
    for field in PROVEN_FIELDS:
        stated = draft.value(field)
        if field in _IN_OWN_WORDS or stated is None:
            continue
        known = answers(field, evidence)
        if stated not in known.values:
            yield from (
                _against(field, stated, one, proof, edition)
                for one, proof in known.by_case
                if proof is not None
            )
    for one in evidence:
        yield from _of_neither(draft, one, edition)
        yield from _of_reporter(draft, one, edition)
        yield from _of_counterpart(draft, one, evidence, edition)


def _against(
    field: ReportField, stated: Any, one: Evidence, proof: Proof, edition: Edition
) -> ReportProblem:
    """Say what is stated, what is proven, and by which event of which case."""
    slots: dict[str, Text | str] = {
        "field": edition.report_form.label(field),
        "stated": show_briefly(edition, field, stated),
        "proven": show_briefly(edition, field, proof.value),
        "case": case_name(one, edition),
    }
    key = "contradicts_case"
    if proof.version is not None:
        key = "contradicts_event"
        event = one.case.events[proof.version - 1]
        slots["version"] = str(proof.version)
        slots["event"] = edition.events[event.type]
        slots["at"] = show_moment(event.at)
    return ReportProblem(
        field,
        ProblemKind.CONTRADICTORY,
        key,
        edition.report_form.fields[field].clauses,
        say(edition, key, **slots),
        one.case.id,
        proof.version,
    )


def _of_neither(draft: ReportDraft, one: Evidence, edition: Edition) -> Iterator[ReportProblem]:
    """Where neither party was the cause, the report names the party that reports."""
    stated = draft.causing_party
    if one.is_neither and stated is not None and stated.value != one.party.value:
        yield _against(ReportField.CAUSING_PARTY, stated, one, Proof(one.party), edition)


def _of_reporter(draft: ReportDraft, one: Evidence, edition: Edition) -> Iterator[ReportProblem]:
    stated, body = draft.reporter, one.body
    if (
        stated.code is not None
        and body.code is not None
        and stated.code[:_CODE_DIGITS] != body.code[:_CODE_DIGITS]
    ):
        yield _against(ReportField.REPORTER_CODE, stated.code, one, Proof(body.code), edition)
    elif stated.name is not None and not is_same(stated.name, stated.code, body.name, body.code):
        yield _against(ReportField.REPORTER_NAME, stated.name, one, Proof(body.name), edition)


def _of_counterpart(
    draft: ReportDraft, one: Evidence, evidence: tuple[Evidence, ...], edition: Edition
) -> Iterator[ReportProblem]:
    """Demand each case's other side among the names, and their number as it is.

    Others that were given wrong information may be stated beside the one that asked.
    """
    how_many, names = counterpart_fields(one.party)
    name = one.counterpart.name
    stated = draft.value(names)
    if stated is not None and not is_named_in(name, stated):
        yield _against(names, stated, one, Proof(name), edition)
    found = len(counterpart_names(evidence))
    proven = Counterparts.ONE if found == 1 else Counterparts.SEVERAL
    is_open = proven is Counterparts.ONE and any(other.affected for other in evidence)
    count = draft.value(how_many)
    if count is not None and count is not proven and not is_open:
        yield _against(how_many, count, one, Proof(proven), edition)
