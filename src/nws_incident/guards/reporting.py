"""Guards of the outcome report, and the row of the edition that says who must report."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from nws_incident.guards.registry import GUARDS, Guard, guard
from nws_incident.notice.model import Reporter
from nws_incident.terms import CaseKind, CausingParty, Role

if TYPE_CHECKING:
    from nws_incident.events import Event
    from nws_incident.facts import Facts
    from nws_incident.notice.edition import Edition
    from nws_incident.notice.model import ReportGround

_RESOLVED = "resolved"
_ON_DOCUMENTS = "on_attached_documents"
_ON_LINKED_INFORMATION = "on_linked_information"


@guard()
def outage_known(facts: Facts, _: Event) -> bool:
    """Tell whether the round knows of an outage that hits many agencies (2(2))."""
    return facts.outage is True


@guard()
def documents_used(facts: Facts, _: Event) -> bool:
    """Tell whether the application was processed on the documents, in whichever round."""
    return facts.processing == _ON_DOCUMENTS


@guard()
def linked_information_used(facts: Facts, _: Event) -> bool:
    """Tell whether the application was processed on the linked information."""
    return facts.processing == _ON_LINKED_INFORMATION


@guard()
def cause_with_a_party(facts: Facts, _: Event) -> bool:
    """Tell whether the round's cause is known to lie with a party."""
    return facts.cause is not None and facts.cause.causing_party is not CausingParty.NEITHER


@guard()
def cause_with_neither_party(facts: Facts, _: Event) -> bool:
    """Tell whether the round's cause is known to lie with neither party."""
    return facts.cause is not None and facts.cause.causing_party is CausingParty.NEITHER


@guard()
def report_required(facts: Facts, event: Event) -> bool:
    """Tell whether a party must report (1(6), 2(1))."""
    ground = ground_of(facts, event)
    return ground is not None and ground.party is not None


@guard()
def report_not_required(facts: Facts, event: Event) -> bool:
    """Tell whether it is settled that nobody must report (1(6), 2(2))."""
    ground = ground_of(facts, event)
    return ground is not None and ground.party is None


@guard()
def response_awaited(facts: Facts, _: Event) -> bool:
    """Tell whether the response is expected promptly and is not finished (5)."""
    return (
        facts.cause is not None
        and facts.cause.prompt_response_expected
        and facts.investigation != _RESOLVED
    )


@guard()
def response_not_awaited(facts: Facts, event: Event) -> bool:
    """Tell whether the response is not expected promptly, or is finished (5)."""
    return not response_awaited(facts, event)


@guard()
def done_by_reporting_party(facts: Facts, event: Event) -> bool:
    """Tell whether the party that must report acts."""
    return event.by is facts.reporting_party


@guard()
def carried_report_owed(facts: Facts, event: Event) -> bool:
    """Tell whether the party carries a report of an earlier round (1(6))."""
    return event.by in facts.carried


def ground_of(facts: Facts, event: Event) -> ReportGround | None:
    """Return the row that says who must report, or nothing while that is open."""
    for ground, guards in _grounds(facts.edition)[facts.kind]:
        for holds in guards:
            if not holds(facts, event):
                break
        else:
            return ground
    return None


@lru_cache(maxsize=16)
def _grounds(edition: Edition) -> dict[CaseKind, list[tuple[ReportGround, list[Guard]]]]:
    """Look up the guards of an edition's rows, by kind of case."""
    return {
        kind: [
            (ground, [GUARDS[name] for name in ground.guards])
            for ground in edition.reports
            if ground.kind is kind
        ]
        for kind in CaseKind
    }


def reporter_of(ground: ReportGround, facts: Facts) -> Role | None:
    """Return the party that must report on a ground, if any must."""
    if ground.party is None:
        return None
    if ground.party is Reporter.REQUESTER or facts.causing_party is None:
        return Role.REQUESTER
    return Role(facts.causing_party)
