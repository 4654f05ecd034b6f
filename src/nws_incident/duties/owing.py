"""What a case owes at a point in time, with dates from the case, the notice or the host."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from attrs import evolve

from nws_incident.case import facts_of
from nws_incident.duties.calendars import next_open_day, office_calendar, plus
from nws_incident.duties.standing import Duty, standing_of
from nws_incident.errors import ROOT, InvalidDataError
from nws_incident.fields import Fault, check_date, check_moment
from nws_incident.jst import day_of
from nws_incident.judging import procedure_of
from nws_incident.notice.obligations import DueRule
from nws_incident.terms import DueSource, Role, Urgency

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from nws_incident.case import Case
    from nws_incident.duties.calendars import Calendar
    from nws_incident.duties.deadlines import Term
    from nws_incident.facts import Facts

_WEEK = 7
_Date = tuple[date | None, DueSource]
_Spell = tuple[tuple[str, Role, str | None], Urgency | None]


def duties(
    case: Case,
    *,
    now: datetime,
    calendar: Calendar | None = None,
    terms: Mapping[Urgency, Term] | None = None,
) -> tuple[Duty, ...]:
    """Return what is owed in `case`, the most urgent first, then in the order of the clauses.

    Days are counted in JST from `now`, which must have an offset (`InvalidDataError` otherwise).
    `calendar` says which days are closed; without one the office calendar does, which needs the
    extra ``calendar`` (`MissingPackageError` otherwise).  `terms` turns the notice's open words
    into dates by a policy of the host's own, counted from the day since which the duty has been
    owed without interruption; it never replaces a date that the case or the notice gives.  A case
    that is not open owes nothing.
    """
    today = _today(now)
    return _dated(case, today, office_calendar() if calendar is None else calendar, terms or {})


def duties_without_calendar(case: Case, *, now: datetime) -> tuple[Duty, ...]:
    """Return what `duties` does, but for whether a day is closed, which stays unknown."""
    return _dated(case, _today(now), None, {})


def _today(now: datetime) -> date:
    try:
        return day_of(check_moment(now))
    except Fault as fault:
        problem = fault.problem(f"{ROOT}.now")
    raise InvalidDataError([problem])


def _dated(
    case: Case, today: date, calendar: Calendar | None, terms: Mapping[Urgency, Term]
) -> tuple[Duty, ...]:
    facts = facts_of(case)
    if facts is None:
        return ()
    since: dict[_Spell, date] | None = None
    found = []
    for claim in standing_of(case.edition).owed(facts):
        duty = claim.duty
        due, source = (None, None) if claim.due is None else _DATES[claim.due](facts)
        urgency = duty.urgency
        if due is None and urgency is not None and urgency in terms and calendar is not None:
            since = _owed_since(case) if since is None else since
            due = _end_of(terms, urgency, since[_spell(duty)], calendar)
            source = DueSource.HOST
        if due is not None:
            duty = _with_date(duty, due, source, today, calendar)
        found.append(duty)
    return tuple(found)


def _decide_by(facts: Facts) -> _Date:
    return facts.opening.decide_by, DueSource.CASE


def _week_after_cause(facts: Facts) -> _Date:
    cause = facts.cause
    return None if cause is None else plus(day_of(cause.at), _WEEK), DueSource.NOTICE


_DATES: Mapping[DueRule, Callable[[Facts], _Date]] = {
    DueRule.DECIDE_BY: _decide_by,
    DueRule.WEEK_AFTER_CAUSE: _week_after_cause,
}


def _with_date(
    duty: Duty, due: date, source: DueSource | None, today: date, calendar: Calendar | None
) -> Duty:
    is_closed = None if calendar is None else calendar.is_closed(due)
    return evolve(
        duty,
        due=due,
        due_source=source,
        is_due_closed=is_closed,
        next_open_day=next_open_day(calendar, due) if calendar and is_closed else None,
        overdue=max((today - due).days, 0),
    )


def _end_of(
    terms: Mapping[Urgency, Term], urgency: Urgency, start: date, calendar: Calendar
) -> date:
    try:
        end: date = check_date(terms[urgency].end(start, calendar))
    except Fault as fault:
        problem = fault.problem(f"{ROOT}.terms.{urgency}")
    else:
        return end
    raise InvalidDataError([problem])


def _owed_since(case: Case) -> dict[_Spell, date]:
    """Return the day from which each duty has been owed, at its urgency, without interruption."""
    since: dict[_Spell, date] = {}
    stages = procedure_of(case.opened_under).stages(case.events, case.editions)
    for procedure, facts in stages:
        owed = [_spell(claim.duty) for claim in standing_of(procedure.edition).owed(facts)]
        since = {spell: since.get(spell) or day_of(facts.last_at) for spell in owed}
    return since


def _spell(duty: Duty) -> _Spell:
    return duty.key, duty.urgency
