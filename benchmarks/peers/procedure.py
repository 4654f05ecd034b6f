"""The procedure as every peer has it: what a case knows, who may do what, and when.

The rules are in `table.py`, their guards in `guards.py`, their effects in `effects.py`: all
peers use the same, so only the engines differ.

The investigation, processing and emergency tracks are judged on the facts as they were before
the event, the reporting track on the facts that the event itself brings.  So a peer judges the
reporting track last, once `facts.investigation` and `facts.processing` are up to date; an effect
of the reporting track still finds the old state in `facts.reporting`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from datetime import datetime

UNOPENED = "unopened"
"""The state of every track before the opening event."""

INQUIRY_FIELDS = (
    "occurred_at",
    "summary",
    "affair",
    "procedure",
    "information",
    "processing_number",
    "request",
)


class Event(Protocol):
    """What a peer reads of an event: what every event has, and the fields of its type."""

    type: str
    at: datetime
    by: str

    def __getattr__(self, name: str) -> Any:
        """Return a field of the event's type."""


class Facts:
    """What a case knows: the state of each track, and what its guards need."""

    __slots__ = (
        "at",
        "authorities",
        "carried",
        "cause_delayed",
        "causing_party",
        "check_owed",
        "delay_notified",
        "emergency",
        "emergency_kind",
        "finding",
        "immediate",
        "impacts",
        "inquiry",
        "investigation",
        "kind",
        "multi_agency",
        "party_kinds",
        "processing",
        "prompt_response_expected",
        "reinquiry",
        "reporting",
        "reporting_party",
        "self_check_delayed",
        "word_owed",
    )

    def __init__(self) -> None:
        """Start before the opening event, knowing nothing."""
        self.investigation = UNOPENED
        self.processing = UNOPENED
        self.reporting = UNOPENED
        self.emergency = UNOPENED
        self.at: datetime | None = None
        self.kind = ""
        self.immediate = False
        self.party_kinds: dict[str, str] = {}
        self.inquiry: tuple[object, ...] = ()
        self.multi_agency = False
        self.self_check_delayed = False
        self.cause_delayed = False
        self.delay_notified = False
        self.finding: str | None = None
        self.causing_party: str | None = None
        self.prompt_response_expected = False
        self.reinquiry: str | None = None
        self.check_owed = False
        self.word_owed = False
        self.impacts: set[str] = set()
        self.reporting_party: str | None = None
        self.carried: set[str] = set()
        self.emergency_kind: str | None = None
        self.authorities: set[str] = set()


ONLY_REQUESTER = frozenset({"requester"})
ONLY_PROVIDER = frozenset({"provider"})
EITHER_PARTY = frozenset({"requester", "provider"})
OPERATORS = frozenset({"system_operator", "j_lis"})

ROLES = {
    "discrepancy_found": ONLY_REQUESTER,
    "provision_failed": ONLY_REQUESTER,
    "outage_checked": ONLY_REQUESTER,
    "outage_announced": OPERATORS,
    "outage_recovered": OPERATORS,
    "self_check_inconclusive": ONLY_REQUESTER,
    "provider_contacted": ONLY_REQUESTER,
    "cause_identified": EITHER_PARTY,
    "registered_copy_corrected": ONLY_PROVIDER,
    "correction_notified": ONLY_PROVIDER,
    "remedy_completed": EITHER_PARTY,
    "reinquiry_made": ONLY_REQUESTER,
    "self_check_delayed": ONLY_REQUESTER,
    "cause_delayed": ONLY_PROVIDER,
    "delay_notified": ONLY_PROVIDER,
    "other_requesters_checked": ONLY_PROVIDER,
    "other_requesters_notified": ONLY_PROVIDER,
    "consulted": EITHER_PARTY,
    "wider_impact_expected": EITHER_PARTY,
    "ministry_notified": EITHER_PARTY,
    "processed_on_attached_documents": ONLY_REQUESTER,
    "processed_on_linked_information": ONLY_REQUESTER,
    "response_delayed": EITHER_PARTY,
    "outcome_reported": EITHER_PARTY,
    "outcome_report_shared": EITHER_PARTY,
    "emergency_declared": EITHER_PARTY,
    "emergency_phoned": EITHER_PARTY,
    "emergency_form_posted": EITHER_PARTY,
    "authority_informed": EITHER_PARTY,
}
"""The roles that may do each type of event."""


def admits(facts: Facts, event: Event) -> bool:
    """Tell whether role and time order let the event be judged at all."""
    return event.by in ROLES[event.type] and (facts.at is None or event.at >= facts.at)


def is_blank(value: object) -> bool:
    """Tell whether a particular of the inquiry was left out or holds white space only."""
    return value is None or (isinstance(value, str) and not value.strip())


def particulars(inquiry: object) -> tuple[object, ...]:
    """Return the seven particulars of an inquiry, each blank one as None."""
    if inquiry is None:
        return (None,) * len(INQUIRY_FIELDS)
    values = (getattr(inquiry, name) for name in INQUIRY_FIELDS)
    return tuple(None if is_blank(value) else value for value in values)


def completed(facts: Facts, event: Event) -> tuple[object, ...] | None:
    """Return the inquiry as the event completes it; None where it changes what was given."""
    if event.inquiry is None:
        return facts.inquiry
    merged = []
    for given, added in zip(facts.inquiry, particulars(event.inquiry), strict=True):
        if given is not None and added is not None and given != added:
            return None
        merged.append(added if given is None else given)
    return tuple(merged)


def reporting_party(facts: Facts) -> str | None:
    """Return the party that must report on the cause found in this round; None where none."""
    causing_party = facts.causing_party
    if facts.kind == "discrepancy":
        return None if causing_party == "neither" else causing_party
    if facts.multi_agency or facts.processing != "on_attached_documents":
        return None
    return "requester" if causing_party == "neither" else causing_party
