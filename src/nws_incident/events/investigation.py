"""Events of the investigation: the checks, the contact, the cause, what was put right."""

from __future__ import annotations

from typing import ClassVar

from nws_incident.events.base import Event, by_only, fact, of
from nws_incident.events.particulars import Inquiry
from nws_incident.fields import (
    FLAG,
    NAMES,
    TEXT,
    WORDS,
    nested,
    optional,
    word,
    words_of,
)
from nws_incident.terms import (
    CausingParty,
    Channel,
    ConsultationTarget,
    Factor,
    FindingKind,
    OutageSource,
    ReinquiryResult,
    Relay,
    Role,
)


@fact
class OutageChecked(Event):
    """The requester looked whether an outage hits many agencies (2柱書)."""

    type: ClassVar[str] = "outage_checked"
    tag: ClassVar[str] = "OC"

    by: Role = by_only(Role.REQUESTER)
    multi_agency: bool = of(FLAG)
    sources: tuple[OutageSource, ...] = of(words_of(OutageSource))


@fact
class OutageAnnounced(Event):
    """The operator or J-LIS announced an outage that hits many agencies (2(2))."""

    type: ClassVar[str] = "outage_announced"
    tag: ClassVar[str] = "OA"


@fact
class OutageRecovered(Event):
    """The operator or J-LIS announced that the outage is over (2(2))."""

    type: ClassVar[str] = "outage_recovered"
    tag: ClassVar[str] = "OR"


@fact
class SelfCheckInconclusive(Event):
    """The requester's own check did not settle the doubt (1(2))."""

    type: ClassVar[str] = "self_check_inconclusive"
    tag: ClassVar[str] = "SI"

    by: Role = by_only(Role.REQUESTER)


@fact
class SelfCheckDelayed(Event):
    """The requester's own check cannot be finished promptly (1(5))."""

    type: ClassVar[str] = "self_check_delayed"
    tag: ClassVar[str] = "SD"

    by: Role = by_only(Role.REQUESTER)


@fact
class ProviderContacted(Event):
    """The requester asked the provider to check (1(2)), perhaps completing the inquiry.

    `contact_known` says whether the right desk was known (4(1)③) or had to be asked for (4(1)①);
    `faq_checked` whether the FAQ was looked up first (4(5)①).
    """

    type: ClassVar[str] = "provider_contacted"
    tag: ClassVar[str] = "PC"

    by: Role = by_only(Role.REQUESTER)
    channel: Channel = of(word(Channel))
    contact_known: bool = of(FLAG)
    message: str | None = of(optional(TEXT), default=None)
    inquiry: Inquiry | None = of(optional(nested(Inquiry, "expected_inquiry")), default=None)
    faq_checked: bool | None = of(optional(FLAG), default=None)


@fact
class CauseIdentified(Event):
    """The cause was found (1(3)): whose doing, of what kind, and what it means.

    `prompt_response_expected` says whether the response can be finished in about a week
    (section 5).
    """

    type: ClassVar[str] = "cause_identified"
    tag: ClassVar[str] = "CI"

    causing_party: CausingParty = of(word(CausingParty))
    factor: Factor = of(word(Factor))
    detail: str = of(WORDS)
    finding: FindingKind = of(word(FindingKind))
    prompt_response_expected: bool = of(FLAG)


@fact
class CauseDelayed(Event):
    """The provider cannot promptly confirm the right information (1(3)②)."""

    type: ClassVar[str] = "cause_delayed"
    tag: ClassVar[str] = "CD"

    by: Role = by_only(Role.PROVIDER)


@fact
class DelayNotified(Event):
    """The provider told the requester of the delay (1(3)②)."""

    type: ClassVar[str] = "delay_notified"
    tag: ClassVar[str] = "DN"

    by: Role = by_only(Role.PROVIDER)


@fact
class RegisteredCopyCorrected(Event):
    """The provider corrected its registered copy (1(3)①)."""

    type: ClassVar[str] = "registered_copy_corrected"
    tag: ClassVar[str] = "CC"

    by: Role = by_only(Role.PROVIDER)


@fact
class CorrectionNotified(Event):
    """The provider told the requester of the correction (1(3)①)."""

    type: ClassVar[str] = "correction_notified"
    tag: ClassVar[str] = "CN"

    by: Role = by_only(Role.PROVIDER)


@fact
class RemedyCompleted(Event):
    """The party that was the cause put it right (1(3))."""

    type: ClassVar[str] = "remedy_completed"
    tag: ClassVar[str] = "RC"


@fact
class ReinquiryMade(Event):
    """The requester inquired again over the network (1(3)①, 6).

    `coordinated` records that both parties agreed on a confirmation after the fact (section 6).
    """

    type: ClassVar[str] = "reinquiry_made"
    tag: ClassVar[str] = "RM"

    by: Role = by_only(Role.REQUESTER)
    result: ReinquiryResult = of(word(ReinquiryResult))
    coordinated: bool = of(FLAG, default=False)


@fact
class OtherRequestersChecked(Event):
    """The provider checked whether others were given the same wrong information (1(3)①)."""

    type: ClassVar[str] = "other_requesters_checked"
    tag: ClassVar[str] = "XC"

    by: Role = by_only(Role.PROVIDER)
    affected: tuple[str, ...] = of(NAMES)


@fact
class OtherRequestersNotified(Event):
    """The provider told the other requesters that were given wrong information (1(3)①)."""

    type: ClassVar[str] = "other_requesters_notified"
    tag: ClassVar[str] = "XN"

    by: Role = by_only(Role.PROVIDER)


@fact
class Consulted(Event):
    """A party asked the operator, J-LIS or the ministry in charge (1(4)).

    `via` names the relays the question went through, in any order; whose relays they are is the
    business of the party in `by`.
    """

    type: ClassVar[str] = "consulted"
    tag: ClassVar[str] = "CO"

    target: ConsultationTarget = of(word(ConsultationTarget))
    via: tuple[Relay, ...] = of(words_of(Relay), default=())
    faq_checked: bool = of(FLAG)
    question: str = of(WORDS)


@fact
class WiderImpactExpected(Event):
    """A party expects trouble for other local governments too (1(4))."""

    type: ClassVar[str] = "wider_impact_expected"
    tag: ClassVar[str] = "WI"


@fact
class MinistryNotified(Event):
    """The party that expected wider impact told the ministry in charge (1(4))."""

    type: ClassVar[str] = "ministry_notified"
    tag: ClassVar[str] = "MN"

    via: tuple[Relay, ...] = of(words_of(Relay), default=())
    faq_checked: bool | None = of(optional(FLAG), default=None)
