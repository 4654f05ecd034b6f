"""What the events of a round prove, field by field: each value with the event that proves it."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Any

from attrs import frozen

from nws_incident.events import (
    Consulted,
    CorrectionNotified,
    DelayNotified,
    Event,
    MinistryNotified,
    OtherRequestersChecked,
    OtherRequestersNotified,
    RegisteredCopyCorrected,
    WiderImpactExpected,
)
from nws_incident.jst import JST
from nws_incident.notice.form import ReportField
from nws_incident.report.parts import read_cell_text
from nws_incident.terms import CausingParty, ConsultationTarget
from nws_incident.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from nws_incident.case import Case
    from nws_incident.report.rounds import ReportedRound
    from nws_incident.terms import Role

Numbered = tuple[int, Event]
"""An event and its version."""

_OCCURRED = (ReportField.OCCURRED_ON, ReportField.OCCURRED_AT)
_RECOVERED = (ReportField.RECOVERED_ON, ReportField.RECOVERED_AT)
_YES: tuple[tuple[ReportField, type[Event]], ...] = (
    (ReportField.COPY_CORRECTED, RegisteredCopyCorrected),
    (ReportField.REQUESTER_NOTIFIED, CorrectionNotified),
    (ReportField.DELAY_NOTIFIED, DelayNotified),
)


@frozen
class Proof:
    """A value that a case proves, and the version of the event that proves it, where one does."""

    value: Any
    version: int | None = None


def proofs(
    case: Case,
    chosen: ReportedRound,
    within: list[Numbered],
    since: list[Numbered],
    checked: tuple[int, OtherRequestersChecked] | None,
) -> Iterator[tuple[str, Proof]]:
    """Yield the name of each field that a round's events prove, and its proof.

    `within` are the events of the round after the one that started it, `since` those and all that
    came later; `checked` is the check of other requesters that the round's cause made due.
    """
    yield from _of_inquiry(case)
    if chosen.resolved is not None:
        at = case.events[chosen.resolved - 1].at
        yield from _moment(_RECOVERED, at, chosen.resolved)
    if chosen.cause.causing_party is not CausingParty.NEITHER:
        version = version_of(within, chosen.cause)
        yield ReportField.CAUSING_PARTY, Proof(chosen.cause.causing_party, version)
    yield from _of_consultations(chosen.party, within, since)
    for name, wanted in _YES:
        found = first(within, wanted)
        if found is not None:
            yield name, Proof(value=True, version=found[0])
    if checked is not None:
        version, event = checked
        yield ReportField.OTHERS_CHECKED, Proof(value=True, version=version)
        yield ReportField.OTHERS_WRONG, Proof(bool(event.affected), version)
        told = first(since, OtherRequestersNotified, after=version)
        if event.affected and told is not None:
            yield ReportField.OTHERS_NOTIFIED, Proof(value=True, version=told[0])


def _moment(
    names: tuple[ReportField, ReportField], moment: datetime, version: int
) -> Iterator[tuple[str, Proof]]:
    day, hour = _local_date_and_time(moment)
    yield names[0], Proof(day, version)
    yield names[1], Proof(hour, version)


def _of_inquiry(case: Case) -> Iterator[tuple[str, Proof]]:
    """Yield what the inquiry says; the version is that of the event which first said so."""
    said = [
        (version, inquiry)
        for version, event in enumerate(case.events, 1)
        if (inquiry := getattr(event, "inquiry", None)) is not None
    ]
    for version, inquiry in said:
        if inquiry.occurred_at is not None:
            yield from _moment(_OCCURRED, inquiry.occurred_at, version)
            break
    for name, particular in (
        (ReportField.AFFAIR_NAME, "affair"),
        (ReportField.INFORMATION, "information"),
    ):
        for version, inquiry in said:
            text = read_cell_text(getattr(inquiry, particular))
            if text is not None:
                yield name, Proof(text, version)
                break


def _of_consultations(
    party: Role, within: list[Numbered], since: list[Numbered]
) -> Iterator[tuple[str, Proof]]:
    """Yield whom the reporting party asked in the round, and whether it told the ministry."""
    within, since = ([(v, e) for v, e in some if e.by == party] for some in (within, since))
    asked: dict[ConsultationTarget, int] = {}
    for version, event in within:
        if isinstance(event, Consulted):
            asked.setdefault(event.target, version)
    operator = asked.pop(ConsultationTarget.SYSTEM_OPERATOR, None)
    if operator is not None:
        yield ReportField.CONSULTED_OPERATOR, Proof(value=True, version=operator)
    if asked:
        yield ReportField.CONSULTED_OTHERS, Proof(value=True, version=min(asked.values()))
    if asked.keys() == {ConsultationTarget.J_LIS}:
        name = wording("report.j_lis").read()
        yield ReportField.CONSULTED_WHOM, Proof(name, asked[ConsultationTarget.J_LIS])
    # Whoever expected wider impact in the round may have told the ministry after it.
    is_expected = first(within, WiderImpactExpected) is not None
    told = first(since if is_expected else within, MinistryNotified)
    if told is not None:
        yield ReportField.WIDER_IMPACT_NOTIFIED, Proof(value=True, version=told[0])


def first(events: list[Numbered], wanted: type[Event], after: int = 0) -> Any:
    """Return the first event of a class, with its version, later than version `after`."""
    return next(((v, e) for v, e in events if v > after and isinstance(e, wanted)), None)


def version_of(events: list[Numbered], wanted: Event) -> int:
    """Return the version of an event."""
    return next(v for v, event in events if event is wanted)


def _local_date_and_time(moment: datetime) -> tuple[date, time]:
    """Return a moment's date and time in JST to the minute, or as given at the calendar's end."""
    try:
        local = moment.astimezone(JST)
    except OverflowError:
        local = moment
    return local.date(), time(local.hour, local.minute)
