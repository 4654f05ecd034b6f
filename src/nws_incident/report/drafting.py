"""Drafting the report: everything that the cases' events prove, filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nws_incident.case import Case
from nws_incident.errors import ROOT
from nws_incident.events.particulars import Inquiry
from nws_incident.organization import check_digit
from nws_incident.report.agreement import PROVEN_FIELDS, answers, counterparts
from nws_incident.report.errors import InvalidReport
from nws_incident.report.evidence import gather
from nws_incident.report.model import ReportDraft, Reporter
from nws_incident.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from nws_incident.report.evidence import Evidence
    from nws_incident.terms import Role

_CODE_DIGITS = 5


def draft(
    cases: Case | Iterable[Case],
    *,
    reporter: Reporter | None = None,
    drafted_on: date,
    party: Role | None = None,
) -> ReportDraft:
    """Return the report on a case, or on several of the same cause (5また書き), as far as is known.

    What the events prove is filled in; where cases differ, and where no event says anything, the
    field stays open, and `problems` lists it.  `reporter` is the desk that reports: its body's
    name and code come from the case where it leaves them out.  `party` chooses whose report,
    where a case owes several; by default that of its present round.

    Raises `NoReportOwed` for a case that owes none, `InvalidReport` where there is no case.
    """
    covered = (cases,) if isinstance(cases, Case) else tuple(cases)
    if not covered:
        raise InvalidReport.at(f"{ROOT}.cases", "missing")
    evidence = tuple(gather(case, party) for case in covered)
    values: dict[str, Any] = {field: answers(field, evidence).value for field in PROVEN_FIELDS}
    if len({one.party for one in evidence}) == 1:
        values.update(counterparts(evidence))
    return ReportDraft(
        drafted_on=drafted_on,
        reporter=_reporter(reporter or Reporter(), evidence),
        detail=_detail(evidence),
        cases=tuple(case.id for case in covered if case.id is not None),
        edition=covered[0].edition.id,
    ).with_values(values)


def _reporter(stated: Reporter, evidence: tuple[Evidence, ...]) -> Reporter:
    """Fill in the body's name and code, where all cases are reported by the same body."""
    body = evidence[0].body
    if not all(one.body.is_same_as(body) for one in evidence):
        return stated
    code = body.code
    if code is not None and len(code) == _CODE_DIGITS:
        code += check_digit(code)
    return stated.replace(name=stated.name or body.name, code=stated.code or code)


def _detail(evidence: tuple[Evidence, ...]) -> str:
    """Compose 原因の詳細: each cause once, then each case by its processing number.

    The form has no field for either the processing number or the use of documents.  The sentence
    between is long enough that no word of a cause makes a processing number look like an
    individual number: those are told by a label at most 30 characters away.
    """
    causes = dict.fromkeys(_cause(one) for one in evidence)
    lines = (_say("detail_case", number=_number(one), more=_more(one)) for one in evidence)
    return "\n".join((*causes, _say("detail_cases"), *lines))


def _cause(one: Evidence) -> str:
    neither = _say("detail_neither") if one.is_neither else ""
    return one.cause.detail.strip() + neither


def _number(one: Evidence) -> str:
    return _stated(_inquiry(one).processing_number) or _say("detail_no_number")


def _more(one: Evidence) -> str:
    procedure = _stated(_inquiry(one).procedure)
    said = _say("detail_procedure", procedure=procedure) if procedure else ""
    return said + _say("detail_documents") if one.documents_used else said


def _stated(particular: str | None) -> str:
    """Return a particular of the inquiry, which is nothing where it is left out or blank."""
    return (particular or "").strip()


def _inquiry(one: Evidence) -> Inquiry:
    return one.case.inquiry or Inquiry()


def _say(key: str, **slots: str) -> str:
    """Return a sentence of the form, which is Japanese whatever language is shown."""
    return wording(f"report.{key}").fill(**slots).read()
