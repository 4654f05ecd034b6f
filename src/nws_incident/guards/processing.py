"""Guards of the processing of the application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nws_incident.guards.registry import guard
from nws_incident.terms import FindingKind, ReinquiryResult

if TYPE_CHECKING:
    from nws_incident.events import Event
    from nws_incident.facts import Facts


@guard()
def opened_as_immediate(facts: Facts, _: Event) -> bool:
    """Tell whether the case demands processing at once (1(5))."""
    return facts.opening.immediate


@guard()
def information_confirmed(facts: Facts, _: Event) -> bool:
    """Tell whether the information was confirmed in this round (1(3)①)."""
    return facts.last_reinquiry is ReinquiryResult.CONSISTENT or (
        facts.cause is not None and facts.cause.finding is FindingKind.INFORMATION_RIGHT
    )
