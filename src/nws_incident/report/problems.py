"""Everything that keeps a report from being right: missing, superfluous, unsound, contradictory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nws_incident.case import Case
from nws_incident.editions import load_edition
from nws_incident.fields import show
from nws_incident.report.contradictions import contradictions
from nws_incident.report.errors import NoReportOwed
from nws_incident.report.evidence import gather
from nws_incident.report.needs import case_name, needs
from nws_incident.report.problem import ProblemKind, ReportProblem
from nws_incident.report.showing import say
from nws_incident.report.soundness import unsound
from nws_incident.terms import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nws_incident.notice.edition import Edition
    from nws_incident.report.evidence import Evidence
    from nws_incident.report.model import ReportDraft
    from nws_incident.text import Text

_SHARED = ("5また書き",)
_OWED = ("1(6)", "5")


def problems(
    draft: ReportDraft, cases: Case | Iterable[Case] = (), *, edition: Edition | None = None
) -> tuple[ReportProblem, ...]:
    """Return everything that is wrong with a draft; nothing, where it can be sent.

    `cases` are those that the report covers: what their events prove cannot be contradicted.
    Without them the draft is judged by itself.  `edition` is needed where the draft follows one
    that is not shipped and no case is given.  First come the cases, then the fields in the
    form's order.
    """
    covered = (cases,) if isinstance(cases, Case) else tuple(cases)
    if edition is None:
        edition = covered[0].edition if covered else load_edition(draft.edition)
    evidence = []
    found = list(_of_cases(draft, covered, edition))
    for case in covered:
        try:
            evidence.append(_gathered(case, draft))
        except NoReportOwed as error:
            found.append(_not_owed(error))
    proven = tuple(evidence)
    found.extend(_of_one_report(proven, edition))
    found.extend(contradictions(draft, proven, edition))
    found.extend(unsound(draft, edition))
    found.extend(needs(draft, proven, edition))
    order = tuple(edition.report_form.fields)
    return tuple(sorted(found, key=lambda problem: _place(problem.field, order)))


def _place(name: str, order: tuple[str, ...]) -> int:
    """Return where a field, or the first field of a part, stands; the cases come first."""
    part = f"{name}."
    places = (i for i, field in enumerate(order) if field == name or field.startswith(part))
    return next(places, -1)


def _gathered(case: Case, draft: ReportDraft) -> Evidence:
    """Gather what a case proves for the party that the draft names, or whoever else reports."""
    if draft.causing_party is not None:
        try:
            return gather(case, Role(draft.causing_party))
        except NoReportOwed:
            pass
    return gather(case)


def _not_owed(error: NoReportOwed) -> ReportProblem:
    clauses = error.clauses or _OWED
    return ReportProblem(
        "cases", ProblemKind.CONTRADICTORY, error.key, clauses, error.text, error.case_id
    )


def _of_cases(
    draft: ReportDraft, cases: tuple[Case, ...], edition: Edition
) -> Iterator[ReportProblem]:
    """Compare the cases that are given with those that the draft names."""
    if not cases:
        return
    ids = tuple(case.id for case in cases if case.id is not None)
    if len(ids) == len(cases) and draft.cases and sorted(ids) != sorted(draft.cases):
        stated = edition.quoted(*(edition.plain(show(one)) for one in draft.cases))
        given = edition.quoted(*(edition.plain(one) for one in ids))
        yield _of_these_cases("other_cases", edition, stated=stated, given=given)
    if len(set(ids)) < len(ids):
        yield _of_these_cases("case_twice", edition)
    if any(case.edition.id != draft.edition for case in cases):
        yield _of_these_cases("other_edition", edition, stated=show(draft.edition))


def _of_these_cases(key: str, edition: Edition, **slots: Text | str) -> ReportProblem:
    text = say(edition, key, **slots)
    return ReportProblem("cases", ProblemKind.CONTRADICTORY, key, _SHARED, text)


def _of_one_report(evidence: tuple[Evidence, ...], edition: Edition) -> Iterator[ReportProblem]:
    """Demand what cases in one report share: causing party, factor, and who reports."""
    for key, values in (
        (
            "causing_party",
            [edition.label("causing_party", one.cause.causing_party) for one in evidence],
        ),
        ("factor", [edition.label("factor", one.cause.factor) for one in evidence]),
        ("reporting_party", [edition.label("role", one.party) for one in evidence]),
    ):
        if len(set(values)) > 1:
            yield _differ(key, values, evidence, edition)
    bodies = [one.body for one in evidence]
    if not all(body.is_same_as(bodies[0]) for body in bodies):
        names = [edition.plain(show(body.name)) for body in bodies]
        yield _differ("reporting_body", names, evidence, edition)


def _differ(
    key: str, values: list[Text], evidence: tuple[Evidence, ...], edition: Edition
) -> ReportProblem:
    said = edition.listed(
        tuple(
            say(edition, "of_case", case=case_name(one, edition), value=value)
            for one, value in zip(evidence, values, strict=True)
        )
    )
    text = say(edition, "cases_differ", what=say(edition, key), values=said)
    return ReportProblem("cases", ProblemKind.DIFFERING, f"{key}_differs", _SHARED, text)
