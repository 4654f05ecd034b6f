"""The effects: plain functions that write down what an accepted event leaves behind."""

# ruff: noqa: ARG001  all effects have the same parameters

from __future__ import annotations

from .procedure import Event, Facts, completed, particulars, reporting_party

LOCAL_GOVERNMENTS = frozenset({"municipality", "prefecture"})


def open_case(facts: Facts, event: Event) -> None:
    """Write down what the opening says."""
    facts.kind = "discrepancy" if event.type == "discrepancy_found" else "not_provided"
    facts.immediate = event.immediate
    facts.party_kinds = {"requester": event.requester.kind, "provider": event.provider.kind}
    facts.inquiry = particulars(event.inquiry)


def forget_round(facts: Facts) -> None:
    """Forget the facts of the round."""
    facts.multi_agency = False
    facts.self_check_delayed = False
    facts.cause_delayed = False
    facts.delay_notified = False
    facts.finding = None
    facts.causing_party = None
    facts.prompt_response_expected = False
    facts.reinquiry = None


def know_outage(facts: Facts, event: Event) -> None:
    """Know what the requester's look found."""
    facts.multi_agency = event.multi_agency


def announce_outage(facts: Facts, event: Event) -> None:
    """Start the round afresh, with the outage known."""
    forget_round(facts)
    facts.multi_agency = True


def fill_inquiry(facts: Facts, event: Event) -> None:
    """Keep what the event filled in."""
    facts.inquiry = completed(facts, event) or facts.inquiry


def know_cause(facts: Facts, event: Event) -> None:
    """Know the finding and whose doing it was."""
    facts.finding = event.finding
    facts.causing_party = event.causing_party
    facts.prompt_response_expected = event.prompt_response_expected


def know_wrong_information(facts: Facts, event: Event) -> None:
    """Know the finding, which owes a check of the other requesters."""
    know_cause(facts, event)
    facts.check_owed = True


def know_consistent(facts: Facts, event: Event) -> None:
    """Know that the second inquiry agreed."""
    facts.reinquiry = event.result


def start_discrepancy_round(facts: Facts, event: Event) -> None:
    """Start a new round under section 1."""
    forget_round(facts)
    facts.kind = "discrepancy"


def start_not_provided_round(facts: Facts, event: Event) -> None:
    """Start a new round under section 2."""
    forget_round(facts)
    facts.kind = "not_provided"


def delay_self_check(facts: Facts, event: Event) -> None:
    """Know that the requester is late."""
    facts.self_check_delayed = True


def delay_cause(facts: Facts, event: Event) -> None:
    """Know that the provider is late."""
    facts.cause_delayed = True


def tell_delay(facts: Facts, event: Event) -> None:
    """Know that the requester was told."""
    facts.delay_notified = True


def check_other_requesters(facts: Facts, event: Event) -> None:
    """Discharge the check; word is owed from now on to whoever was named."""
    facts.check_owed = False
    if event.affected:
        facts.word_owed = True


def notify_other_requesters(facts: Facts, event: Event) -> None:
    """Discharge the word owed."""
    facts.word_owed = False


def expect_impact(facts: Facts, event: Event) -> None:
    """Know that the party's expected impact waits to be passed on."""
    facts.impacts.add(event.by)


def pass_impact_on(facts: Facts, event: Event) -> None:
    """Know that the party passed its expected impact on."""
    facts.impacts.discard(event.by)


def declare_emergency(facts: Facts, event: Event) -> None:
    """Know the emergency's kind and the authority that it owes word to."""
    facts.emergency_kind = event.kind
    if event.kind == "information_leak":
        facts.authorities.add("ppc")
    elif event.kind == "security_incident" and facts.party_kinds[event.by] in LOCAL_GOVERNMENTS:
        facts.authorities.add("mic_regional_security")


def inform_authority(facts: Facts, event: Event) -> None:
    """Discharge the word owed to the authority."""
    facts.authorities.discard(event.authority)


def owe_report(facts: Facts, event: Event) -> None:
    """Fix the reporting party."""
    facts.reporting_party = reporting_party(facts)


def give_report(facts: Facts, event: Event) -> None:
    """Discharge the report that the party carried, if it did."""
    facts.carried.discard(event.by)


def carry_report(facts: Facts, event: Event) -> None:
    """Carry a report that was still owed into the new round."""
    if facts.reporting in ("after_response", "due") and facts.reporting_party is not None:
        facts.carried.add(facts.reporting_party)
