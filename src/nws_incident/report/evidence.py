"""What the events of one case prove for the report that it owes.

A report is about a round: since the opening, an announced outage, or a second inquiry that did
not agree.  What was owed from that round on (word to the ministry, the check of other requesters)
may have been given later, and counts.  That nothing is recorded proves nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from nws_incident.case import Case, facts_of
from nws_incident.events import (
    CauseDelayed,
    CauseIdentified,
    Consulted,
    CorrectionNotified,
    DelayNotified,
    Event,
    MinistryNotified,
    OtherRequestersChecked,
    OtherRequestersNotified,
    OutageAnnounced,
    ProcessedOnAttachedDocuments,
    RegisteredCopyCorrected,
    ReinquiryMade,
    WiderImpactExpected,
)
from nws_incident.jst import JST
from nws_incident.notice.form import ReportField
from nws_incident.report.errors import NoReportOwed
from nws_incident.report.model import read_cell_text
from nws_incident.terms import CausingParty, ConsultationTarget, ReinquiryResult, Role
from nws_incident.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from nws_incident.events import Party

_Numbered = tuple[int, Event]


@frozen
class Proof:
    """A value that a case proves, and the version of the event that proves it, where one does."""

    value: Any
    version: int | None = None


@frozen
class Evidence:
    """One case as its report sees it: who reports, what the cause was, and what is proven.

    `proven` maps the name of a field to its proof; `delayed` says whether the provider could not
    promptly find the cause.
    """

    case: Case
    party: Role
    cause: CauseIdentified
    delayed: bool
    documents_used: bool
    affected: tuple[str, ...]
    proven: Mapping[str, Proof]

    @property
    def body(self) -> Party:
        """The body that reports."""
        return _parties(self.case)[self.party]

    @property
    def counterpart(self) -> Party:
        """The party on the other side."""
        other = Role.PROVIDER if self.party is Role.REQUESTER else Role.REQUESTER
        return _parties(self.case)[other]

    @property
    def is_neither(self) -> bool:
        """Whether neither party was the cause."""
        return self.cause.causing_party is CausingParty.NEITHER


@frozen
class _Round:
    """A round whose report is owed: by whom, on what cause, and where it starts.

    `resolved` is the version that resolved it for good, or 0.
    """

    party: Role
    cause: CauseIdentified
    first: int
    resolved: int = 0


def gather(case: Case, party: Role | None = None) -> Evidence:
    """Return what `case` proves for the report that it owes, or that `party` owes.

    Without `party`, the report of the present round comes before one that is carried.  Raises
    `NoReportOwed` where there is none.
    """
    owed = list(_rounds(case))
    chosen = next((one for one in reversed(owed) if party in {None, one.party}), None)
    if chosen is None:
        raise _no_report(case, party if owed else None)
    since = [(v, event) for v, event in enumerate(case.events, 1) if v >= chosen.first]
    ended = [v for v, event in since[1:] if _starts_round(event)]
    within = [(v, event) for v, event in since if not ended or v < ended[0]]
    checked = _first(since, OtherRequestersChecked, after=_version_of(within, chosen.cause))
    return Evidence(
        case=case,
        party=chosen.party,
        cause=chosen.cause,
        delayed=_first(within, CauseDelayed) is not None,
        documents_used=any(isinstance(e, ProcessedOnAttachedDocuments) for e in case.events),
        affected=() if checked is None else checked[1].affected,
        proven=dict(_proofs(case, chosen, within, since, checked)),
    )


def _rounds(case: Case) -> list[_Round]:
    """Return the rounds whose report is owed or given: those carried, then the present report's.

    The facts of an earlier round are gone, so the events are folded in once more.
    """
    twin = Case(case.id, edition=case.edition)
    carried: dict[Role, _Round] = {}
    present: _Round | None = None
    first, resolved = 1, 0
    for version, event in enumerate(case.events, 1):
        if _starts_round(event):
            first, resolved = version, 0
        twin.apply(event)
        facts = facts_of(twin)
        if twin.tracks.investigation == "resolved":
            resolved = resolved or version
        if facts is None or facts.reporting_party is None:
            if present is not None and twin.report.carried:
                carried[present.party] = present
            present = None
        elif present is None and facts.cause is not None:
            present = _Round(facts.reporting_party, facts.cause, first)
    owed = [one for party, one in carried.items() if party in case.report.carried]
    if present is not None:
        owed.append(evolve(present, resolved=resolved if present.first == first else 0))
    return owed


def _starts_round(event: Event) -> bool:
    """Tell whether an accepted event makes the case start afresh (I3, and I18, I19, I21)."""
    return isinstance(event, OutageAnnounced) or (
        isinstance(event, ReinquiryMade) and event.result is not ReinquiryResult.CONSISTENT
    )


def _no_report(case: Case, party: Role | None) -> NoReportOwed:
    if party is not None:
        return NoReportOwed("not_by_party", case.id, case.report.clauses)
    if not case.is_open:
        return NoReportOwed("unopened", case.id, ())
    key = "undetermined" if case.report.required is None else "not_owed"
    return NoReportOwed(key, case.id, case.report.clauses)


def _parties(case: Case) -> dict[Role, Party]:
    opening = case.opening
    assert opening is not None  # noqa: S101  a case without an opening owes no report
    return {Role.REQUESTER: opening.requester, Role.PROVIDER: opening.provider}


def _first(events: list[_Numbered], wanted: type[Event], after: int = 0) -> Any:
    return next(((v, e) for v, e in events if v > after and isinstance(e, wanted)), None)


def _version_of(events: list[_Numbered], wanted: Event) -> int:
    return next(v for v, event in events if event is wanted)


def local_date_and_time(moment: datetime) -> tuple[date, time]:
    """Return a moment's date and time in JST to the minute, or as given at the calendar's end."""
    try:
        local = moment.astimezone(JST)
    except OverflowError:
        local = moment
    return local.date(), time(local.hour, local.minute)


def _proofs(
    case: Case,
    chosen: _Round,
    within: list[_Numbered],
    since: list[_Numbered],
    checked: tuple[int, OtherRequestersChecked] | None,
) -> Iterator[tuple[str, Proof]]:
    yield from _of_inquiry(case)
    if chosen.resolved:
        at = case.events[chosen.resolved - 1].at
        yield from _moment(_RECOVERED, at, chosen.resolved)
    if chosen.cause.causing_party is not CausingParty.NEITHER:
        version = _version_of(within, chosen.cause)
        yield ReportField.CAUSING_PARTY, Proof(chosen.cause.causing_party, version)
    yield from _of_consultations(chosen.party, within, since)
    for name, wanted in _YES:
        found = _first(within, wanted)
        if found is not None:
            yield name, Proof(value=True, version=found[0])
    if checked is not None:
        version, event = checked
        yield ReportField.OTHERS_CHECKED, Proof(value=True, version=version)
        yield ReportField.OTHERS_WRONG, Proof(bool(event.affected), version)
        told = _first(since, OtherRequestersNotified, after=version)
        if event.affected and told is not None:
            yield ReportField.OTHERS_NOTIFIED, Proof(value=True, version=told[0])


_OCCURRED = (ReportField.OCCURRED_ON, ReportField.OCCURRED_AT)
_RECOVERED = (ReportField.RECOVERED_ON, ReportField.RECOVERED_AT)
_YES: tuple[tuple[ReportField, type[Event]], ...] = (
    (ReportField.COPY_CORRECTED, RegisteredCopyCorrected),
    (ReportField.REQUESTER_NOTIFIED, CorrectionNotified),
    (ReportField.DELAY_NOTIFIED, DelayNotified),
)


def _moment(
    names: tuple[ReportField, ReportField], moment: datetime, version: int
) -> Iterator[tuple[str, Proof]]:
    for name, value in zip(names, local_date_and_time(moment), strict=True):
        yield name, Proof(value, version)


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
    party: Role, within: list[_Numbered], since: list[_Numbered]
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
    is_expected = _first(within, WiderImpactExpected) is not None
    told = _first(since if is_expected else within, MinistryNotified)
    if told is not None:
        yield ReportField.WIDER_IMPACT_NOTIFIED, Proof(value=True, version=told[0])
