"""Guards of word to the operator and the ministries: relays, and impact to be passed on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nws_incident.events import MinistryNotified
from nws_incident.guards.registry import guard
from nws_incident.terms import ConsultationTarget, Relay

if TYPE_CHECKING:
    from nws_incident.events import Event
    from nws_incident.facts import Facts


@guard("target", "via")
def operator_relays_used(facts: Facts, event: Any) -> bool:
    """Tell whether a question to the operator went through every relay its asker needs (4(2)②)."""
    return target_of(event) is not ConsultationTarget.SYSTEM_OPERATOR or not missing_relays(
        facts, event
    )


@guard("target", "via")
def ministry_relays_used(facts: Facts, event: Any) -> bool:
    """Tell whether word to a ministry went through every relay its sender needs (4(4)①)."""
    return target_of(event) is not ConsultationTarget.COMPETENT_MINISTRY or not missing_relays(
        facts, event
    )


@guard()
def no_impact_waits(facts: Facts, event: Event) -> bool:
    """Tell whether the party has passed on every impact that it expected (1(4))."""
    return event.by not in facts.impacts_waiting


@guard()
def impact_waits(facts: Facts, event: Event) -> bool:
    """Tell whether an impact that the party expected waits to be passed on (1(4))."""
    return event.by in facts.impacts_waiting


def target_of(event: Any) -> ConsultationTarget:
    """Return whom an event's word goes to; notifying the ministry goes to the ministry."""
    if isinstance(event, MinistryNotified):
        return ConsultationTarget.COMPETENT_MINISTRY
    target: ConsultationTarget = event.target
    return target


def needed_relays(facts: Facts, event: Any) -> tuple[Relay, ...]:
    """Return the relays that the party in `by` needs, as the edition's routes say."""
    party = facts.party(event.by)
    return () if party is None else facts.edition.relays[target_of(event)][party.kind]


def missing_relays(facts: Facts, event: Any) -> tuple[Relay, ...]:
    """Return the relays that the party in `by` needs and that `via` does not name."""
    return tuple(relay for relay in needed_relays(facts, event) if relay not in event.via)
