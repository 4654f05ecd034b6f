"""The incident procedure of Japan's Information Provision Network System, as a state machine.

A case grows by events.  Every event is judged by the rules of the notice (総官参第11号), and every
judgement is explained by its clause.  `Case` holds a case; `decide` and `options` ask beforehand;
`replay` judges a case file.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from nws_incident.ahead import COMPLETE, Reach, Step, WayOn
from nws_incident.case import Case, Decision
from nws_incident.casefile import (
    CaseFile,
    Place,
    ReadCase,
    Unreadable,
    case_from_data,
    case_to_data,
    read_case,
    read_paths,
    write_case,
)
from nws_incident.codec import read_event, write_event
from nws_incident.contacts.drafting import Draft, draft
from nws_incident.contacts.routing import route
from nws_incident.decisions import Availability, Option, decide, options, unblock
from nws_incident.duties.calendars import AlwaysOpen, Calendar, OfficeCalendar
from nws_incident.duties.deadlines import BusinessDays, CalendarDays, Term
from nws_incident.duties.owing import duties
from nws_incident.duties.permissions import Exemption, Permission, exemptions, permissions
from nws_incident.duties.standing import Duty
from nws_incident.editions import DEFAULT_EDITION, edition_names, load_edition
from nws_incident.errors import (
    InvalidArgument,
    InvalidCaseFile,
    InvalidDataError,
    InvalidEdition,
    InvalidEvent,
    InvalidWorkbook,
    MissingPackageError,
    NwsIncidentError,
    Problem,
)
from nws_incident.events import (
    AuthorityInformed,
    CauseDelayed,
    CauseIdentified,
    Consulted,
    CorrectionNotified,
    DelayNotified,
    DiscrepancyFound,
    EditionChanged,
    EmergencyDeclared,
    EmergencyFormPosted,
    EmergencyPhoned,
    Event,
    Inquiry,
    MinistryNotified,
    OtherRequestersChecked,
    OtherRequestersNotified,
    OutageAnnounced,
    OutageChecked,
    OutageRecovered,
    OutcomeReported,
    OutcomeReportShared,
    Party,
    ProcessedOnAttachedDocuments,
    ProcessedOnLinkedInformation,
    ProviderContacted,
    ProvisionFailed,
    RegisteredCopyCorrected,
    ReinquiryMade,
    RemedyCompleted,
    ResponseDelayed,
    SelfCheckDelayed,
    SelfCheckInconclusive,
    WiderImpactExpected,
)
from nws_incident.findings import Finding, Refused
from nws_incident.individual_number import Severity, Sighting, mask, scan
from nws_incident.letters.routes import (
    Instruction,
    Labelled,
    RelayRemark,
    RelayStep,
    Route,
    RouteChannel,
    RouteForm,
)
from nws_incident.machine import Fired
from nws_incident.notice.contacts import Phone
from nws_incident.notice.edition import Edition
from nws_incident.replay import Mismatch, Replay, replay
from nws_incident.terms import (
    Authority,
    CaseKind,
    CausingParty,
    Channel,
    ConsultationTarget,
    Counterpart,
    DraftKind,
    DueSource,
    EmergencyKind,
    Factor,
    FindingKind,
    Form,
    Ground,
    Modality,
    OutageSource,
    PartyKind,
    Purpose,
    ReinquiryResult,
    Relay,
    Role,
    Urgency,
)
from nws_incident.text import Text
from nws_incident.views import Owed, Report, Round, Tracks

if TYPE_CHECKING:
    from nws_incident import export, report
    from nws_incident.comparing import *  # noqa: F403  each of its names stands in __all__ below
    from nws_incident.journal import *  # noqa: F403  likewise
    from nws_incident.journal.awaited import AsyncJournal
    from nws_incident.proving import *  # noqa: F403  likewise

__all__ = [
    "COMPLETE",
    "DEFAULT_EDITION",
    "Added",
    "AlwaysOpen",
    "Appended",
    "Aspect",
    "AsyncJournal",
    "Authority",
    "AuthorityInformed",
    "Availability",
    "BusinessDays",
    "Calendar",
    "CalendarDays",
    "Case",
    "CaseFile",
    "CaseKind",
    "CasePurged",
    "CaseSummary",
    "CauseDelayed",
    "CauseIdentified",
    "CausingParty",
    "Change",
    "Channel",
    "Checkpoint",
    "Comparison",
    "Configuration",
    "ConflictError",
    "ConsultationTarget",
    "Consulted",
    "CorrectionNotified",
    "Counterpart",
    "Damage",
    "Decision",
    "DelayNotified",
    "Difference",
    "DiscrepancyFound",
    "Draft",
    "DraftKind",
    "Dropped",
    "DueSource",
    "Duty",
    "Edition",
    "EditionChanged",
    "EmergencyDeclared",
    "EmergencyFormPosted",
    "EmergencyKind",
    "EmergencyPhoned",
    "Entry",
    "Event",
    "EventRetracted",
    "Exemption",
    "Explored",
    "Factor",
    "Finding",
    "FindingKind",
    "Fired",
    "Flaw",
    "Form",
    "Ground",
    "HistoryEntry",
    "ImportConflict",
    "Inquiry",
    "Instruction",
    "InvalidAppend",
    "InvalidArgument",
    "InvalidCaseFile",
    "InvalidDataError",
    "InvalidEdition",
    "InvalidEvent",
    "InvalidWorkbook",
    "Journal",
    "JournalError",
    "JournalUnavailable",
    "Judged",
    "Labelled",
    "LoadedCase",
    "Migration",
    "MinistryNotified",
    "Mismatch",
    "MissingPackageError",
    "Modality",
    "Moved",
    "NwsIncidentError",
    "OfficeCalendar",
    "Option",
    "OtherRequestersChecked",
    "OtherRequestersNotified",
    "OutageAnnounced",
    "OutageChecked",
    "OutageRecovered",
    "OutageSource",
    "OutcomeReportShared",
    "OutcomeReported",
    "OutcomeUnknown",
    "Owed",
    "Pair",
    "Party",
    "PartyKind",
    "Permission",
    "Phone",
    "Place",
    "Point",
    "Problem",
    "ProcessedOnAttachedDocuments",
    "ProcessedOnLinkedInformation",
    "Proof",
    "Property",
    "ProviderContacted",
    "ProvisionFailed",
    "PurgedCase",
    "Purpose",
    "Reach",
    "ReadCase",
    "Refused",
    "RegisteredCopyCorrected",
    "ReinquiryMade",
    "ReinquiryResult",
    "Relay",
    "RelayRemark",
    "RelayStep",
    "RemedyCompleted",
    "Replaced",
    "Replay",
    "Report",
    "RequestReused",
    "ResponseDelayed",
    "Role",
    "Round",
    "Route",
    "RouteChannel",
    "RouteForm",
    "SelfCheckDelayed",
    "SelfCheckInconclusive",
    "Severity",
    "Sighting",
    "Step",
    "Stranded",
    "StrandedEvents",
    "Term",
    "Text",
    "Tracks",
    "Transition",
    "UnknownCase",
    "Unreadable",
    "UnreadableEntry",
    "Urgency",
    "Verdict",
    "Verification",
    "WayOn",
    "WhatIf",
    "WiderImpactExpected",
    "case_from_data",
    "case_to_data",
    "compare",
    "decide",
    "differences",
    "draft",
    "duties",
    "edition_names",
    "exemptions",
    "export",
    "load_edition",
    "mask",
    "migration",
    "open_journal",
    "options",
    "permissions",
    "read_case",
    "read_checkpoint",
    "read_event",
    "read_paths",
    "replay",
    "report",
    "route",
    "scan",
    "unblock",
    "verify",
    "what_if",
    "write_case",
    "write_event",
]

_MODULES = ("export", "report")
_LATE = (
    "nws_incident.comparing",
    "nws_incident.proving",
    "nws_incident.journal",
    "nws_incident.journal.awaited",
)
"""Where those public names are that nothing above imports."""


def _load(name: str) -> object:
    """Load what not everybody asks for: exports, report, journal, comparisons, proofs."""
    if name in _MODULES:
        return import_module(f"nws_incident.{name}")
    if name in __all__:
        home = next(one for one in map(import_module, _LATE) if hasattr(one, name))
        found: object = getattr(home, name)
        return found
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    """Name what is loaded late as well."""
    return sorted({*globals(), *__all__})


if not TYPE_CHECKING:
    # Hidden from type checkers, to whom every name whatsoever would be there otherwise.
    __getattr__ = _load
