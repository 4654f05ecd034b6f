"""The guards: plain functions of the facts and the event that answer with a real boolean."""

# ruff: noqa: ARG001  all guards have the same parameters

from __future__ import annotations

from .procedure import Event, Facts, completed, reporting_party

# Investigation: guards.


def is_not_provided(facts: Facts, event: Event) -> bool:
    """Tell whether the round runs under section 2."""
    return facts.kind == "not_provided"


def own_outage(facts: Facts, event: Event) -> bool:
    """Tell whether a look at one source at least found no multi-agency outage."""
    return not event.multi_agency and len(event.sources) > 0


def multi_agency_outage(facts: Facts, event: Event) -> bool:
    """Tell whether a look at one source at least found a multi-agency outage."""
    return event.multi_agency and len(event.sources) > 0


def is_pending(facts: Facts, event: Event) -> bool:
    """Tell whether the application is still to be processed."""
    return facts.processing == "pending"


def is_processed(facts: Facts, event: Event) -> bool:
    """Tell whether the application was processed, one way or the other."""
    return facts.processing != "pending"


def inquiry_complete(facts: Facts, event: Event) -> bool:
    """Tell whether none of the seven particulars is blank, counting what the event fills in."""
    inquiry = completed(facts, event)
    return inquiry is not None and None not in inquiry


def information_wrong(facts: Facts, event: Event) -> bool:
    """Tell whether the provider may find, and found, that its information was wrong."""
    return (
        event.finding == "information_wrong"
        and event.by == "provider"
        and facts.kind == "discrepancy"
        and event.causing_party != "requester"
    )


def may_identify(facts: Facts, event: Event) -> bool:
    """Tell whether the party may name the cause in the state that the investigation is in."""
    return event.by == "requester" or facts.investigation == "cause_investigation"


def information_right(facts: Facts, event: Event) -> bool:
    """Tell whether the information was found to be right, by a party that may find so."""
    return (
        event.finding == "information_right"
        and may_identify(facts, event)
        and facts.kind == "discrepancy"
        and event.causing_party != "provider"
    )


def needs_remedy(facts: Facts, event: Event) -> bool:
    """Tell whether the finding is one of those that the causing party has to put right."""
    if not may_identify(facts, event):
        return False
    if event.finding == "inquiry_wrong":
        return event.causing_party == "requester"
    return (
        event.finding == "provision_fault"
        and facts.kind == "not_provided"
        and (event.by == "provider" or event.causing_party != "provider")
    )


def by_causing_party(facts: Facts, event: Event) -> bool:
    """Tell whether the event is the causing party's to report; anybody's where it is neither."""
    return facts.causing_party in (event.by, "neither")


def by_causing_party_while_pending(facts: Facts, event: Event) -> bool:
    """Tell whether the remedy is completed by its party, with the application still pending."""
    return facts.processing == "pending" and by_causing_party(facts, event)


def by_causing_party_once_processed(facts: Facts, event: Event) -> bool:
    """Tell whether the remedy is completed by its party, with the application processed."""
    return facts.processing != "pending" and by_causing_party(facts, event)


def consistent(facts: Facts, event: Event) -> bool:
    """Tell whether the second inquiry agreed."""
    return event.result == "consistent"


def inconsistent(facts: Facts, event: Event) -> bool:
    """Tell whether the second inquiry showed a discrepancy again."""
    return event.result == "inconsistent"


def failed(facts: Facts, event: Event) -> bool:
    """Tell whether the second inquiry brought no information."""
    return event.result == "failed"


def is_confirmation(facts: Facts, event: Event) -> bool:
    """Tell whether both parties agreed to confirm what was processed on documents."""
    return event.coordinated and facts.processing == "on_attached_documents"


def confirmed_consistent(facts: Facts, event: Event) -> bool:
    """Tell whether a confirmation agreed."""
    return event.result == "consistent" and is_confirmation(facts, event)


def confirmed_inconsistent(facts: Facts, event: Event) -> bool:
    """Tell whether a confirmation showed a discrepancy."""
    return event.result == "inconsistent" and is_confirmation(facts, event)


def confirmed_failed(facts: Facts, event: Event) -> bool:
    """Tell whether a confirmation brought no information."""
    return event.result == "failed" and is_confirmation(facts, event)


def ground_holds(facts: Facts, event: Event) -> bool:
    """Tell whether the ground for processing on attached documents holds."""
    ground = event.ground
    if ground == "self_check_delayed":
        return facts.self_check_delayed
    if ground == "cause_delayed":
        return facts.delay_notified
    if ground == "immediate_processing":
        return facts.immediate
    return facts.investigation == "awaiting_operator"


# Facts that move no track: guards.


def self_check_may_be_late(facts: Facts, event: Event) -> bool:
    """Tell whether the requester may state its delay, for the first time in the round."""
    return not facts.self_check_delayed and (
        facts.investigation == "self_check" or facts.causing_party != "provider"
    )


def is_providers_turn(facts: Facts) -> bool:
    """Tell whether what the round waits for is not the requester's remedy."""
    return facts.investigation != "remedy" or facts.causing_party != "requester"


def cause_may_be_late(facts: Facts, event: Event) -> bool:
    """Tell whether the provider may find itself late, for the first time in the round."""
    return not facts.cause_delayed and is_providers_turn(facts)


def delay_may_be_told(facts: Facts, event: Event) -> bool:
    """Tell whether a delay was found that the requester has not been told yet."""
    return facts.cause_delayed and not facts.delay_notified and is_providers_turn(facts)


def check_is_owed(facts: Facts, event: Event) -> bool:
    """Tell whether the provider still owes a check of the other requesters."""
    return facts.check_owed


def word_is_owed(facts: Facts, event: Event) -> bool:
    """Tell whether the provider still owes word to other requesters."""
    return facts.word_owed


PROVIDER_CONSULTS = frozenset(
    {"cause_investigation", "copy_correction", "correction_notice", "remedy"}
)


def consults_properly(facts: Facts, event: Event) -> bool:
    """Tell whether the FAQ was looked up, at the party's time, through the relays it needs."""
    if not event.faq_checked:
        return False
    if event.by == "provider" and facts.investigation not in PROVIDER_CONSULTS:
        return False
    if event.target == "j_lis" or facts.party_kinds[event.by] != "municipality":
        return True
    if "prefecture" not in event.via:
        return False
    return event.target != "system_operator" or "j_lis" in event.via


def expects_no_impact_yet(facts: Facts, event: Event) -> bool:
    """Tell whether none of the party's expected impacts waits to be passed on."""
    return event.by not in facts.impacts


def passes_impact_on(facts: Facts, event: Event) -> bool:
    """Tell whether one of the party's own impacts waits, and goes through its relay."""
    return event.by in facts.impacts and (
        facts.party_kinds[event.by] != "municipality" or "prefecture" in event.via
    )


# Processing: guards.


def documents_may_be_used(facts: Facts, event: Event) -> bool:
    """Tell whether an outage was looked for, nothing is resolved yet, and the ground holds."""
    return facts.investigation not in ("resolved", "outage_check") and ground_holds(facts, event)


def linked_information_is_right(facts: Facts, event: Event) -> bool:
    """Tell whether the resolved round showed that the linked information can be used."""
    return facts.investigation == "resolved" and (
        facts.reinquiry == "consistent" or facts.finding == "information_right"
    )


# Emergency: guards.


def form_fits(facts: Facts, event: Event) -> bool:
    """Tell whether the form is the one for the latest declaration's kind."""
    survey = facts.emergency_kind == "impact_survey"
    return event.form == ("form_03_03" if survey else "form_03_13")


def authority_is_owed(facts: Facts, event: Event) -> bool:
    """Tell whether that authority is still owed word."""
    return event.authority in facts.authorities


# Reporting: guards.  They read what the event itself brought.


def response_goes_on(facts: Facts) -> bool:
    """Tell whether a prompt response is expected and this event does not finish it."""
    return facts.prompt_response_expected and facts.investigation != "resolved"


def owed_after_response(facts: Facts, event: Event) -> bool:
    """Tell whether a report is required, but only when the response is finished."""
    return response_goes_on(facts) and reporting_party(facts) is not None


def owed_at_once(facts: Facts, event: Event) -> bool:
    """Tell whether a report is required now."""
    return not response_goes_on(facts) and reporting_party(facts) is not None


def owed_by_nobody(facts: Facts, event: Event) -> bool:
    """Tell whether a discrepancy was neither party's doing."""
    return facts.kind == "discrepancy" and facts.causing_party == "neither"


def documents_owe_after_response(facts: Facts, event: Event) -> bool:
    """Tell whether using documents makes a known cause reportable, after the response."""
    return (
        facts.kind == "not_provided"
        and facts.finding is not None
        and owed_after_response(facts, event)
    )


def documents_owe_at_once(facts: Facts, event: Event) -> bool:
    """Tell whether using documents makes a known cause reportable now."""
    return facts.kind == "not_provided" and facts.finding is not None and owed_at_once(facts, event)


def response_is_finished(facts: Facts, event: Event) -> bool:
    """Tell whether the event took the investigation to resolved."""
    return facts.investigation == "resolved"


def outage_is_multi_agency(facts: Facts, event: Event) -> bool:
    """Tell whether the outage is known to be the operator's."""
    return facts.multi_agency


def outage_is_not_multi_agency(facts: Facts, event: Event) -> bool:
    """Tell whether the outage is known to be no multi-agency one."""
    return not facts.multi_agency


def by_reporting_party(facts: Facts, event: Event) -> bool:
    """Tell whether the report of this round is the party's."""
    return event.by == facts.reporting_party


def not_consistent(facts: Facts, event: Event) -> bool:
    """Tell whether a second inquiry started a new round."""
    return event.result != "consistent"


def by_carrier(facts: Facts, event: Event) -> bool:
    """Tell whether the party still owes a report of an earlier round."""
    return event.by in facts.carried
