"""The fixed vocabulary of the procedure: roles, channels, forms and the other closed lists.

Each list is an enumeration of strings, so a member compares equal to the word that stands in a
case file (``Role.REQUESTER == "requester"``).  What a person sees for a word is a label of the
edition, never the word itself.
"""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """Who does something: the two parties, the system operator, and J-LIS (the 集約機関)."""

    REQUESTER = "requester"
    PROVIDER = "provider"
    SYSTEM_OPERATOR = "system_operator"
    J_LIS = "j_lis"


class PartyKind(StrEnum):
    """What kind of body a party is; boards of education and unions count as municipalities."""

    MUNICIPALITY = "municipality"
    PREFECTURE = "prefecture"
    NATIONAL = "national"
    OTHER = "other"


class CaseKind(StrEnum):
    """Which section of the notice a round runs under: section 1 or section 2."""

    DISCREPANCY = "discrepancy"
    NOT_PROVIDED = "not_provided"


class OutageSource(StrEnum):
    """Where the requester looked for an outage (2柱書)."""

    SHARING_SITE_01 = "sharing_site_01"
    SHARING_SITE_05 = "sharing_site_05"
    SUPPORT_SITE = "support_site"


class Channel(StrEnum):
    """How the requester reached the provider (4(1)①)."""

    PHONE = "phone"
    EMAIL = "email"
    SHARING_SITE = "sharing_site"


class FindingKind(StrEnum):
    """What the investigation found."""

    INFORMATION_WRONG = "information_wrong"
    INFORMATION_RIGHT = "information_right"
    INQUIRY_WRONG = "inquiry_wrong"
    PROVISION_FAULT = "provision_fault"


class CausingParty(StrEnum):
    """Whose doing the cause was (起因者)."""

    REQUESTER = "requester"
    PROVIDER = "provider"
    NEITHER = "neither"


class Factor(StrEnum):
    """The kind of cause, as the outcome report groups them (主な原因)."""

    SYSTEM = "system"
    HUMAN = "human"
    DATA_LAYOUT = "data_layout"
    OTHER = "other"


class ReinquiryResult(StrEnum):
    """What a second inquiry over the network brought."""

    CONSISTENT = "consistent"
    INCONSISTENT = "inconsistent"
    FAILED = "failed"


class ConsultationTarget(StrEnum):
    """Whom a party may ask while it checks or investigates (1(4))."""

    SYSTEM_OPERATOR = "system_operator"
    J_LIS = "j_lis"
    COMPETENT_MINISTRY = "competent_ministry"


class Relay(StrEnum):
    """Through whom a municipality's word goes (4(2)②, 4(4)①)."""

    PREFECTURE = "prefecture"
    J_LIS = "j_lis"


class Ground(StrEnum):
    """Why the requester may process on the attached documents (1(5), 2(2))."""

    SELF_CHECK_DELAYED = "self_check_delayed"
    CAUSE_DELAYED = "cause_delayed"
    IMMEDIATE_PROCESSING = "immediate_processing"
    MULTI_AGENCY_OUTAGE = "multi_agency_outage"


class EmergencyKind(StrEnum):
    """What kind of emergency is declared (section 3)."""

    IMPACT_SURVEY = "impact_survey"
    SECURITY_INCIDENT = "security_incident"
    INFORMATION_LEAK = "information_leak"


class Form(StrEnum):
    """The numbered forms of the system operator (別添4)."""

    FORM_02_04 = "form_02_04"
    FORM_03_03 = "form_03_03"
    FORM_03_13 = "form_03_13"


class Authority(StrEnum):
    """Authorities that are owed word of a leak or a security incident (section 3)."""

    PPC = "ppc"
    MIC_REGIONAL_SECURITY = "mic_regional_security"


class Modality(StrEnum):
    """How binding a sentence of the notice is."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"
    NEED_NOT = "need_not"


class Urgency(StrEnum):
    """The notice's open terms for how soon: an urgency, never a number of days."""

    IMMEDIATELY = "immediately"
    PROMPTLY = "promptly"


class Purpose(StrEnum):
    """What somebody turns to another body for (sections 3 to 5)."""

    INQUIRE_PROVIDER = "inquire_provider"
    ASK_SYSTEM_OPERATOR = "ask_system_operator"
    REQUEST_WORK = "request_work"
    ASK_J_LIS = "ask_j_lis"
    ASK_COMPETENT_MINISTRY = "ask_competent_ministry"
    REPORT_OUTCOME = "report_outcome"
    EMERGENCY = "emergency"


class Counterpart(StrEnum):
    """To whom something is owed, or of whom something may be asked."""

    REQUESTER = "requester"
    PROVIDER = "provider"
    OTHER_REQUESTERS = "other_requesters"
    APPLICANT = "applicant"
    SYSTEM_OPERATOR = "system_operator"
    J_LIS = "j_lis"
    COMPETENT_MINISTRY = "competent_ministry"
    PPC = "ppc"
    MIC_REGIONAL_SECURITY = "mic_regional_security"


class DueSource(StrEnum):
    """Who set a date: the case (`decide_by`), the notice (section 5), or the host's own policy."""

    CASE = "case"
    NOTICE = "notice"
    HOST = "host"


class DraftKind(StrEnum):
    """The messages that can be drafted from a case (1(2) to 1(4), 3, 4)."""

    INQUIRE_PROVIDER = "inquire_provider"
    NOTIFY_DELAY = "notify_delay"
    NOTIFY_CORRECTION = "notify_correction"
    NOTIFY_OTHER_REQUESTERS = "notify_other_requesters"
    ASK_SYSTEM_OPERATOR = "ask_system_operator"
    REQUEST_WORK = "request_work"
    EMERGENCY_PHONE = "emergency_phone"
    EMERGENCY_FORM = "emergency_form"
    NOTIFY_MINISTRY = "notify_ministry"


VOCABULARIES: dict[str, type[StrEnum]] = {
    "role": Role,
    "party_kind": PartyKind,
    "case_kind": CaseKind,
    "outage_source": OutageSource,
    "channel": Channel,
    "finding": FindingKind,
    "causing_party": CausingParty,
    "factor": Factor,
    "result": ReinquiryResult,
    "target": ConsultationTarget,
    "relay": Relay,
    "ground": Ground,
    "emergency_kind": EmergencyKind,
    "form": Form,
    "authority": Authority,
    "modality": Modality,
    "urgency": Urgency,
    "purpose": Purpose,
    "counterpart": Counterpart,
    "due_source": DueSource,
    "draft_kind": DraftKind,
}
"""Every closed list by the name under which an edition labels its words."""
