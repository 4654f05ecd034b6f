"""The events of the procedure: facts that somebody reports, one class for each type."""

from __future__ import annotations

from nws_incident.events.base import Event, Fact, TextSighting, fields_of
from nws_incident.events.emergency import (
    AuthorityInformed,
    EmergencyDeclared,
    EmergencyFormPosted,
    EmergencyPhoned,
)
from nws_incident.events.investigation import (
    CauseDelayed,
    CauseIdentified,
    Consulted,
    CorrectionNotified,
    DelayNotified,
    MinistryNotified,
    OtherRequestersChecked,
    OtherRequestersNotified,
    OutageAnnounced,
    OutageChecked,
    OutageRecovered,
    ProviderContacted,
    RegisteredCopyCorrected,
    ReinquiryMade,
    RemedyCompleted,
    SelfCheckDelayed,
    SelfCheckInconclusive,
    WiderImpactExpected,
)
from nws_incident.events.library import EditionChanged
from nws_incident.events.opening import (
    DiscrepancyFound,
    Opening,
    ProvisionFailed,
)
from nws_incident.events.particulars import (
    Inquiry,
    Party,
)
from nws_incident.events.processing import (
    ProcessedOnAttachedDocuments,
    ProcessedOnLinkedInformation,
)
from nws_incident.events.reporting import (
    OutcomeReported,
    OutcomeReportShared,
    ResponseDelayed,
)

EVENT_CLASSES: tuple[type[Event], ...] = (
    DiscrepancyFound,
    ProvisionFailed,
    OutageChecked,
    OutageAnnounced,
    OutageRecovered,
    SelfCheckInconclusive,
    SelfCheckDelayed,
    ProviderContacted,
    CauseIdentified,
    CauseDelayed,
    DelayNotified,
    RegisteredCopyCorrected,
    CorrectionNotified,
    RemedyCompleted,
    ReinquiryMade,
    OtherRequestersChecked,
    OtherRequestersNotified,
    Consulted,
    WiderImpactExpected,
    MinistryNotified,
    ProcessedOnAttachedDocuments,
    ProcessedOnLinkedInformation,
    ResponseDelayed,
    OutcomeReported,
    OutcomeReportShared,
    EmergencyDeclared,
    EmergencyPhoned,
    EmergencyFormPosted,
    AuthorityInformed,
    EditionChanged,
)
"""Every event class, in the order of the procedure; what is not of the notice comes last."""

CLASS_BY_TYPE: dict[str, type[Event]] = {cls.type: cls for cls in EVENT_CLASSES}
"""Every event class by its public type."""

__all__ = [
    "CLASS_BY_TYPE",
    "EVENT_CLASSES",
    "AuthorityInformed",
    "CauseDelayed",
    "CauseIdentified",
    "Consulted",
    "CorrectionNotified",
    "DelayNotified",
    "DiscrepancyFound",
    "EditionChanged",
    "EmergencyDeclared",
    "EmergencyFormPosted",
    "EmergencyPhoned",
    "Event",
    "Fact",
    "Inquiry",
    "MinistryNotified",
    "Opening",
    "OtherRequestersChecked",
    "OtherRequestersNotified",
    "OutageAnnounced",
    "OutageChecked",
    "OutageRecovered",
    "OutcomeReportShared",
    "OutcomeReported",
    "Party",
    "ProcessedOnAttachedDocuments",
    "ProcessedOnLinkedInformation",
    "ProviderContacted",
    "ProvisionFailed",
    "RegisteredCopyCorrected",
    "ReinquiryMade",
    "RemedyCompleted",
    "ResponseDelayed",
    "SelfCheckDelayed",
    "SelfCheckInconclusive",
    "TextSighting",
    "WiderImpactExpected",
    "fields_of",
]
