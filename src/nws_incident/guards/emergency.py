"""Guards of an emergency, of its declarer, and of the authority that is owed word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nws_incident.guards.registry import guard

if TYPE_CHECKING:
    from nws_incident.facts import Facts


@guard("form")
def form_fits_emergency(facts: Facts, event: Any) -> bool:
    """Tell whether the form goes with the latest emergency (3)."""
    kind = facts.emergency_kind
    return kind is not None and event.form is facts.edition.emergencies[kind].form


@guard("authority")
def authority_owed_word(facts: Facts, event: Any) -> bool:
    """Tell whether the authority is owed word (3)."""
    return event.authority in facts.authorities_owed


@guard()
def emergency_declared_by_it(facts: Facts, event: Any) -> bool:
    """Tell whether the party declared the latest emergency (3)."""
    return event.by is facts.emergency_declarer


@guard("authority")
def authority_owed_its_word(facts: Facts, event: Any) -> bool:
    """Tell whether the authority is owed word by the party, which declared it first (3)."""
    return facts.authorities_owed.get(event.authority) is event.by
