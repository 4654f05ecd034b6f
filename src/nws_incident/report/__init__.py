"""The outcome report (顛末報告書): drafted from cases, checked, titled, and shown."""

from nws_incident.report.errors import InvalidReport
from nws_incident.report.model import (
    REPORT_FIELDS,
    Causes,
    Counterparts,
    PartyAtFault,
    ProviderCaused,
    ReportDraft,
    Reporter,
    RequesterCaused,
)

__all__ = [
    "REPORT_FIELDS",
    "Causes",
    "Counterparts",
    "InvalidReport",
    "PartyAtFault",
    "ProviderCaused",
    "ReportDraft",
    "Reporter",
    "RequesterCaused",
]
