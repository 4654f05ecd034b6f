"""A seeded source of events as plain data, quick and blind to the library: for long runs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Event = dict[str, Any]

_START = datetime(2017, 7, 19, 1, tzinfo=UTC)
_PARTIES = ("requester", "provider")
_ROLES = (*_PARTIES, "system_operator", "j_lis")
_KINDS = ("municipality", "municipality", "prefecture", "national", "other")
_INSTANTS = ("2017-07-19T09:30:00+09:00", "2017-07-19T00:30:00Z", "2017-07-19T00:31:00+00:00")
_TEXTS = ("甲", "甲", "甲", "甲", "甲", "甲", "甲", "甲", "乙", "", "\u3000", None)
_NUMBERS = ("123456789018", "マイナンバーは1234-5678-9012", "201707191000", "123456789012")
_PARTICULARS = ("summary", "affair", "procedure", "information", "processing_number", "request")

# What tends to come next: by the state of the investigation, of the report, of the emergency.
_NEXT: dict[str, tuple[str, ...]] = {
    "outage_check": ("outage_checked",),
    "awaiting_operator": (
        "outage_recovered",
        "outage_recovered",
        "outage_checked",
        "processed_on_attached_documents",
    ),
    "self_check": (
        "self_check_inconclusive",
        "self_check_inconclusive",
        "self_check_delayed",
        "cause_identified",
        "processed_on_attached_documents",
    ),
    "provider_contact": ("provider_contacted",),
    "cause_investigation": (
        "cause_identified",
        "cause_delayed",
        "delay_notified",
        "processed_on_attached_documents",
    ),
    "copy_correction": ("registered_copy_corrected", "cause_delayed", "other_requesters_checked"),
    "correction_notice": ("correction_notified", "other_requesters_checked"),
    "remedy": ("remedy_completed", "self_check_delayed", "cause_delayed", "delay_notified"),
    "reinquiry": ("reinquiry_made", "reinquiry_made", "processed_on_attached_documents"),
    "resolved": ("processed_on_linked_information", "reinquiry_made", "other_requesters_notified"),
    "after_response": ("outcome_report_shared", "response_delayed"),
    "due": ("outcome_reported", "outcome_report_shared"),
    "phone_due": ("emergency_phoned",),
    "form_due": ("emergency_form_posted", "authority_informed"),
}
_BY_PROVIDER = frozenset(
    {
        "registered_copy_corrected",
        "correction_notified",
        "cause_delayed",
        "delay_notified",
        "other_requesters_checked",
        "other_requesters_notified",
    }
)
EDITION = "2017-06-16"
OTHER_EDITION = "other"
"""The names of editions that an event may move a case to; some cases know the other one."""

_BY_OPERATOR = frozenset({"outage_announced", "outage_recovered"})
_BY_EITHER = frozenset(
    {
        "cause_identified",
        "remedy_completed",
        "consulted",
        "wider_impact_expected",
        "ministry_notified",
        "response_delayed",
        "outcome_reported",
        "outcome_report_shared",
        "emergency_declared",
        "emergency_phoned",
        "emergency_form_posted",
        "authority_informed",
    }
)


class RandomCase:
    """The events of one case, drawn one by one; most fit where the case stands."""

    def __init__(self, random: Random, event_types: tuple[str, ...]) -> None:
        """Start before the opening."""
        self._random = random
        self._types = event_types
        self._minutes = 0

    def opening(self) -> Event:
        """Draw an opening that mostly opens."""
        return self._event(self._random.choice(("discrepancy_found", "provision_failed")))

    def next(self, tracks: Mapping[str, str | None]) -> Event:
        """Draw an event: mostly one that tends to come next where the tracks are."""
        likely = [
            event_type for state in tracks.values() for event_type in _NEXT.get(state or "", ())
        ]
        if not likely or self._random.random() < 0.25:
            return self._event(self._random.choice(self._types))
        return self._event(self._random.choice(likely))

    def _event(self, event_type: str) -> Event:
        self._minutes = max(0, self._minutes + self._random.choice((0, 1, 1, 1, 1, 1, 1, 30, -1)))
        at = _START + timedelta(minutes=self._minutes)
        event = {"type": event_type, "at": at.isoformat(), "by": self._role(event_type)}
        if event_type in _FIELDS:
            event.update(_FIELDS[event_type](self._random))
        if self._random.random() < 0.02:
            event["note"] = self._random.choice(_NUMBERS)
        return event

    def _role(self, event_type: str) -> str:
        if self._random.random() < 0.08:
            return self._random.choice(_ROLES)
        if event_type in _BY_PROVIDER:
            return "provider"
        if event_type == "edition_changed":
            return self._random.choice(_ROLES)
        if event_type in _BY_OPERATOR:
            return self._random.choice(_ROLES[2:])
        return self._random.choice(_PARTIES) if event_type in _BY_EITHER else "requester"


def random_source(seed: int) -> Random:
    """Return a source of chance that does the same on every run."""
    return Random(seed)


def _inquiry(random: Random) -> Event:
    inquiry: Event = {name: random.choice(_TEXTS) for name in _PARTICULARS}
    return {**inquiry, "occurred_at": random.choice((*_INSTANTS[:2] * 4, *_INSTANTS, None))}


def _full_inquiry(_: Random) -> Event:
    return {**dict.fromkeys(_PARTICULARS, "甲"), "occurred_at": _INSTANTS[0]}


def _opening(random: Random) -> Event:
    return {
        "requester": {"name": "a", "kind": random.choice(_KINDS)},
        "provider": {"name": "b", "kind": random.choice(_KINDS)},
        "inquiry": random.choice((_inquiry, _full_inquiry, _full_inquiry))(random),
        "immediate": random.random() < 0.3,
    }


def _contact(random: Random) -> Event:
    filled = random.choice((None, None, _inquiry(random), _full_inquiry(random)))
    checked = random.choice((None, None, True, False))
    return {"channel": "phone", "contact_known": True, "inquiry": filled, "faq_checked": checked}


def _cause(random: Random) -> Event:
    return {
        "causing_party": random.choice((*_PARTIES, "neither")),
        "factor": "system",
        "detail": "x",
        "finding": random.choice(
            ("information_wrong", "information_right", "inquiry_wrong", "provision_fault")
        ),
        "prompt_response_expected": random.random() < 0.5,
    }


def _via(random: Random) -> list[str]:
    return random.choice(([], ["prefecture"], ["j_lis"], ["j_lis", "prefecture"]))


_FIELDS: dict[str, Callable[[Random], Event]] = {
    "discrepancy_found": _opening,
    "provision_failed": _opening,
    "outage_checked": lambda random: {
        "multi_agency": random.random() < 0.5,
        "sources": random.choice(([], ["support_site"], ["sharing_site_01", "support_site"])),
    },
    "provider_contacted": _contact,
    "cause_identified": _cause,
    "reinquiry_made": lambda random: {
        "result": random.choice(("consistent", "inconsistent", "failed")),
        "coordinated": random.random() < 0.5,
    },
    "other_requesters_checked": lambda random: {"affected": random.choice(([], ["c"]))},
    "consulted": lambda random: {
        "target": random.choice(("system_operator", "j_lis", "competent_ministry")),
        "via": _via(random),
        "faq_checked": random.random() < 0.7,
        "question": "x",
    },
    "ministry_notified": lambda random: {
        "via": _via(random),
        "faq_checked": random.choice((None, True, False)),
    },
    "processed_on_attached_documents": lambda random: {
        "ground": random.choice(
            ("self_check_delayed", "cause_delayed", "immediate_processing", "multi_agency_outage")
        )
    },
    "outcome_report_shared": lambda _: {"with_case": "x"},
    "emergency_declared": lambda random: {
        "kind": random.choice(("impact_survey", "security_incident", "information_leak"))
    },
    "emergency_form_posted": lambda random: {
        "form": random.choice(("form_02_04", "form_03_03", "form_03_13"))
    },
    "edition_changed": lambda random: {"to": random.choice((EDITION, OTHER_EDITION, "1999-01-01"))},
    "authority_informed": lambda random: {
        "authority": random.choice(("ppc", "mic_regional_security"))
    },
}
