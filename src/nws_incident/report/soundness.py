"""Values that cannot be right whatever the case: codes, choices, an order of time, numbers."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from nws_incident.fields import show
from nws_incident.individual_number import Severity, scan
from nws_incident.notice.form import Entry, FormField, ReportField
from nws_incident.organization import code_fault
from nws_incident.report.problem import ProblemKind, ReportProblem
from nws_incident.report.showing import say
from nws_incident.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nws_incident.notice.edition import Edition
    from nws_incident.report.model import ReportDraft
    from nws_incident.text import Text

_CODE_WITH_CHECK_DIGIT = 6
_CARE = ("4(5)②",)


def unsound(draft: ReportDraft, edition: Edition) -> Iterator[ReportProblem]:
    """Yield the values of a draft that cannot be right."""
    for field in edition.report_form.fields.values():
        value = draft.value(field.id)
        if isinstance(value, str):
            yield from _of_number(field.id, value, edition)
            if field.entry is Entry.CHOICE:
                yield from _of_choice(field, value, draft, edition)
    for case_id in draft.cases:
        yield from _of_number("cases", case_id, edition)
    yield from _of_code(draft, edition)
    yield from _of_times(draft, edition)


def _of_number(field: str, text: str, edition: Edition) -> Iterator[ReportProblem]:
    if any(sighting.severity is Severity.REFUSED for sighting in scan(text)):
        reason = _reason(edition, field, wording("problem.individual_number"))
        yield ReportProblem(field, ProblemKind.INVALID, "individual_number", _CARE, reason)


def _of_choice(
    field: FormField, value: str, draft: ReportDraft, edition: Edition
) -> Iterator[ReportProblem]:
    """Demand a choice of the form's lists: of the causing party's, where one is stated."""
    choices = edition.report_form.choices(field.id, draft.causing_party)
    if all(choice.id != value for choice in choices):
        known = edition.report_form.choice(field.id, value)
        text = say(
            edition,
            "unknown_choice",
            field=field.label,
            value=edition.plain(show(value)) if known is None else known.label,
            allowed=edition.quoted(*dict.fromkeys(choice.label for choice in choices)),
        )
        yield ReportProblem(field.id, ProblemKind.INVALID, "unknown_choice", field.clauses, text)


def _of_code(draft: ReportDraft, edition: Edition) -> Iterator[ReportProblem]:
    code = draft.reporter.code
    if code is None:
        return
    key = code_fault(code)
    if key is not None:
        reason = wording(f"problem.{key}")
    elif len(code) < _CODE_WITH_CHECK_DIGIT:
        key = "code_without_check_digit"
        reason = wording(f"report.{key}")
    else:
        return
    field = edition.report_form.fields[ReportField.REPORTER_CODE]
    text = _reason(edition, field.id, reason)
    yield ReportProblem(field.id, ProblemKind.INVALID, key, field.clauses, text)


def _of_times(draft: ReportDraft, edition: Edition) -> Iterator[ReportProblem]:
    """Demand occurrence, recovery and draft in that order, as far as they are stated."""
    occurred = (ReportField.OCCURRED_ON, ReportField.OCCURRED_AT)
    recovered = (ReportField.RECOVERED_ON, ReportField.RECOVERED_AT)
    if _is_before(_moments(draft, recovered), _moments(draft, occurred)):
        yield _order(edition, recovered[0], occurred[0])
    for earlier in (occurred[0], recovered[0]):
        stated = draft.value(earlier)
        if draft.drafted_on is not None and stated is not None and draft.drafted_on < stated:
            yield _order(edition, ReportField.DRAFTED_ON, earlier)


def _moments(
    draft: ReportDraft, names: tuple[ReportField, ReportField]
) -> tuple[date | None, time | None]:
    on, at = (draft.value(name) for name in names)
    return on, at


def _is_before(
    one: tuple[date | None, time | None], other: tuple[date | None, time | None]
) -> bool:
    """Tell whether a moment is before another; without both times the dates decide."""
    (one_on, one_at), (other_on, other_at) = one, other
    if one_on is None or other_on is None:
        return False
    if one_at is None or other_at is None:
        return one_on < other_on
    return datetime.combine(one_on, one_at) < datetime.combine(other_on, other_at)


def _order(edition: Edition, field: ReportField, before: ReportField) -> ReportProblem:
    form = edition.report_form
    text = say(edition, "before", field=form.label(field), other=form.label(before))
    key = f"before_{before}"
    clauses = form.fields[field].clauses
    return ReportProblem(field, ProblemKind.CONTRADICTORY, key, clauses, text)


def _reason(edition: Edition, field: str, reason: Any) -> Text:
    form = edition.report_form
    label = form.label(field) if field in form.fields else say(edition, field)
    return say(edition, "invalid", field=label, reason=reason)
