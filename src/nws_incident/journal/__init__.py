"""The journal: cases that outlive the process, lose nothing, and show if somebody touched them.

Importing it needs no optional package; opening a journal needs the extra ``journal``.
"""

from nws_incident.journal.checkpoints import Checkpoint, read_checkpoint
from nws_incident.journal.contract import Journal
from nws_incident.journal.entries import Appended, CaseSummary, Entry, HistoryEntry
from nws_incident.journal.errors import (
    ConflictError,
    ImportConflict,
    InvalidAppend,
    JournalError,
    JournalUnavailable,
    OutcomeUnknown,
    PurgedCase,
    RequestReused,
    StrandedEvents,
    UnknownCase,
    UnreadableEntry,
)
from nws_incident.journal.loaded import LoadedCase
from nws_incident.journal.opening import open_journal
from nws_incident.journal.records import CasePurged, EventRetracted
from nws_incident.journal.verifying import Damage, Flaw, Verification

__all__ = [
    "Appended",
    "CasePurged",
    "CaseSummary",
    "Checkpoint",
    "ConflictError",
    "Damage",
    "Entry",
    "EventRetracted",
    "Flaw",
    "HistoryEntry",
    "ImportConflict",
    "InvalidAppend",
    "Journal",
    "JournalError",
    "JournalUnavailable",
    "LoadedCase",
    "OutcomeUnknown",
    "PurgedCase",
    "RequestReused",
    "StrandedEvents",
    "UnknownCase",
    "UnreadableEntry",
    "Verification",
    "open_journal",
    "read_checkpoint",
]
