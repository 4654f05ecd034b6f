"""What is missing in a report, and what is too much: the form's needs, field by field."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from nws_incident.notice.form import FormField, Need, ReportField
from nws_incident.report.agreement import Answers, answers
from nws_incident.report.conditions import holds
from nws_incident.report.problem import ProblemKind, ReportProblem
from nws_incident.report.showing import say, show_briefly

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nws_incident.notice.edition import Edition
    from nws_incident.report.evidence import Evidence
    from nws_incident.report.model import ReportDraft
    from nws_incident.text import Text


def needs(
    draft: ReportDraft, evidence: tuple[Evidence, ...], edition: Edition
) -> Iterator[ReportProblem]:
    """Yield what is missing or superfluous in a draft."""
    for field in edition.report_form.fields.values():
        is_empty = draft.value(field.id) is None
        if field.required is Need.ALWAYS and is_empty:
            yield _missing(field, evidence, edition)
        elif field.when is not None:
            needed = holds(field.when, draft, evidence)
            if needed and is_empty:
                yield _missing(field, evidence, edition)
            elif needed is False and not is_empty:
                yield _superfluous(field, edition)
    yield from _one_of_groups(draft, evidence, edition)


def _missing(field: FormField, evidence: tuple[Evidence, ...], edition: Edition) -> ReportProblem:
    known = answers(field.id, evidence)
    if field.id is ReportField.CAUSING_PARTY and any(one.is_neither for one in evidence):
        by = edition.label("role", evidence[0].party)
        text = say(edition, "neither_party", field=field.label, by=by)
        return ReportProblem(field.id, ProblemKind.MISSING, "neither_party", field.clauses, text)
    if known.is_open:
        text = say(edition, "differs", field=field.label, values=_by_case(known, edition))
        return ReportProblem(field.id, ProblemKind.DIFFERING, "differs", ("5また書き",), text)
    if field.when is None:
        text = say(edition, "missing", field=field.label)
    else:
        when = edition.report_form.conditions[field.when]
        text = say(edition, "missing_in_case", field=field.label, when=when)
    return ReportProblem(field.id, ProblemKind.MISSING, "missing", field.clauses, text)


def _superfluous(field: FormField, edition: Edition) -> ReportProblem:
    assert field.when is not None  # noqa: S101  only such a field can be too much
    when = edition.report_form.conditions[field.when]
    text = say(edition, "superfluous", field=field.label, when=when)
    return ReportProblem(field.id, ProblemKind.SUPERFLUOUS, "superfluous", field.clauses, text)


def _by_case(known: Answers, edition: Edition) -> Text:
    """Say for each case what it proves, or that nothing is recorded."""
    return edition.listed(
        tuple(
            say(
                edition,
                "of_case",
                case=case_name(one, edition),
                value=say(edition, "not_recorded")
                if proof is None
                else show_briefly(edition, known.field, proof.value),
            )
            for one, proof in known.by_case
        )
    )


def case_name(one: Evidence, edition: Edition) -> Text:
    """Return a case's id, or that it has none."""
    case_id = one.case.id
    return say(edition, "case_unnamed") if case_id is None else edition.plain(case_id)


def _one_of_groups(
    draft: ReportDraft, evidence: tuple[Evidence, ...], edition: Edition
) -> Iterator[ReportProblem]:
    """Demand at least one of a group, and under the factor that the cases' cause has."""
    form = edition.report_form
    wanted = [field for field in form.fields.values() if field.required is Need.ONE_OF_GROUP]
    for group, members in groupby(wanted, key=lambda field: field.group):
        fields = tuple(members)
        factors = {f"causes.{one.cause.factor}" for one in evidence}
        proven = [field for field in fields if field.id in factors]
        if len(proven) == 1 and draft.value(proven[0].id) is None:
            text = say(edition, "missing_factor", field=proven[0].label)
            yield ReportProblem(
                proven[0].id, ProblemKind.MISSING, "missing_factor", proven[0].clauses, text
            )
        elif all(draft.value(field.id) is None for field in fields):
            labels = edition.quoted(*(field.label for field in fields))
            text = say(edition, "missing_one", group=form.groups[group].label, fields=labels)
            name = fields[0].id.partition(".")[0]
            yield ReportProblem(name, ProblemKind.MISSING, "missing_one", fields[0].clauses, text)
