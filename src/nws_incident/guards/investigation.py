"""Guards of the investigation: the check, the inquiry, the cause, the delays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nws_incident.guards.registry import guard
from nws_incident.terms import CausingParty, Role

if TYPE_CHECKING:
    from nws_incident.events import Event
    from nws_incident.facts import Facts


@guard("sources")
def source_named(_: Facts, event: Any) -> bool:
    """Tell whether at least one place was looked at (2柱書)."""
    return bool(event.sources)


@guard()
def information_was_not_provided(facts: Facts, _: Event) -> bool:
    """Tell whether the round runs under section 2."""
    return facts.kind == "not_provided"


@guard("inquiry")
def inquiry_complete(facts: Facts, event: Any) -> bool:
    """Tell whether all seven particulars are given, counting what the event fills in (1(2))."""
    return not blanks_left(facts, event)


@guard("inquiry")
def inquiry_unchanged(facts: Facts, event: Any) -> bool:
    """Tell whether the event leaves what was given as it is."""
    return event.inquiry is None or not facts.inquiry.changed_by(event.inquiry)


@guard("faq_checked")
def faq_not_skipped(_: Facts, event: Any) -> bool:
    """Tell whether nothing says that the FAQ was passed over (4(5)①)."""
    return event.faq_checked is not False


@guard("faq_checked")
def faq_checked(_: Facts, event: Any) -> bool:
    """Tell whether the FAQ was looked up first (4(5)①)."""
    return event.faq_checked is True


@guard("finding")
def finding_fits_kind(facts: Facts, event: Any) -> bool:
    """Tell whether the finding can be made in this kind of case."""
    return facts.kind in facts.edition.findings[event.finding].kinds


@guard("finding", "causing_party")
def causing_party_fits_finding(facts: Facts, event: Any) -> bool:
    """Tell whether the finding can be that party's doing."""
    return event.causing_party in facts.edition.findings[event.finding].causing_parties


@guard("causing_party")
def provider_not_named_by_requester(_: Facts, event: Any) -> bool:
    """Tell whether the requester leaves it to the provider to name itself."""
    return not (event.by is Role.REQUESTER and event.causing_party is CausingParty.PROVIDER)


@guard()
def done_by_causing_party(facts: Facts, event: Event) -> bool:
    """Tell whether the causing party acts; either may where neither was the cause."""
    party = facts.causing_party
    return party is not None and (party is CausingParty.NEITHER or Role(party.value) is event.by)


@guard("coordinated")
def both_parties_agreed(_: Facts, event: Any) -> bool:
    """Tell whether both parties agreed on a second inquiry (6)."""
    return event.coordinated is True


@guard()
def self_check_delay_stated(facts: Facts, _: Event) -> bool:
    """Tell whether the requester's check is on record as delayed (1(5))."""
    return facts.self_check_delay_stated


@guard()
def self_check_delay_not_stated_yet(facts: Facts, _: Event) -> bool:
    """Tell whether the delay of the check is still to be recorded in this round."""
    return not facts.self_check_delay_stated


@guard()
def provider_is_not_the_cause(facts: Facts, _: Event) -> bool:
    """Tell whether the cause is not the provider's doing."""
    return facts.causing_party is not CausingParty.PROVIDER


@guard()
def requester_is_not_the_cause(facts: Facts, _: Event) -> bool:
    """Tell whether the cause is not the requester's doing."""
    return facts.causing_party is not CausingParty.REQUESTER


@guard()
def cause_delay_stated(facts: Facts, _: Event) -> bool:
    """Tell whether the investigation is on record as delayed (1(3)②)."""
    return facts.cause_delay_stated


@guard()
def cause_delay_not_stated_yet(facts: Facts, _: Event) -> bool:
    """Tell whether the delay of the investigation is still to be recorded in this round."""
    return not facts.cause_delay_stated


@guard()
def delay_told_to_requester(facts: Facts, _: Event) -> bool:
    """Tell whether the requester was told of the delay (1(3)②, 1(5))."""
    return facts.delay_told


@guard()
def delay_not_told_yet(facts: Facts, _: Event) -> bool:
    """Tell whether the requester is still to be told of the delay in this round."""
    return not facts.delay_told


@guard()
def check_of_others_owed(facts: Facts, _: Event) -> bool:
    """Tell whether the provider owes a check of other requesters (1(3)①)."""
    return facts.check_of_others_owed


@guard()
def word_to_others_owed(facts: Facts, _: Event) -> bool:
    """Tell whether the provider owes other requesters word (1(3)①)."""
    return facts.word_to_others_owed


def blanks_left(facts: Facts, event: Any) -> tuple[str, ...]:
    """Return the particulars that are blank even with what the event fills in."""
    inquiry = facts.inquiry
    if event.inquiry is not None and inquiry.blanks:
        inquiry = inquiry.completed_by(event.inquiry)
    return inquiry.blanks
