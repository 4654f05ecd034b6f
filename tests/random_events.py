"""Random events as plain data: well-formed, with every value that a rule looks at, mostly apt."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from nws_incident.events import CLASS_BY_TYPE

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

Data = dict[str, Any]

START = datetime(2017, 7, 19, tzinfo=UTC)
KINDS = ("municipality", "prefecture", "national", "other")
ROLES = ("requester", "provider", "system_operator", "j_lis")
OPENINGS = ("discrepancy_found", "provision_failed")
INQUIRY = {
    "occurred_at": "2017-07-19T09:30:00+09:00",
    "summary": "照会結果と書類の額が異なる",
    "affair": "保育所入所",
    "procedure": "保育料の決定",
    "information": "地方税関係情報",
    "processing_number": "A-0001",
    "request": "登録内容の確認",
}
NOTES = ("123456789018", "マイナンバー 123456789012", "201707191000", "備考")


class EventMaker:
    """Makes one event after another; times mostly go on, and now and then run back."""

    def __init__(self, random: Random) -> None:
        """Start an hour into the first day."""
        self.random = random
        self.minutes = 60

    def opening(self) -> Data:
        """Make an event that opens a case, now and then by the wrong role."""
        choose = self.random.choice
        return {
            **self._head(choose(OPENINGS), "requester" if self.random.random() < 0.9 else None),
            "requester": {"name": "北海道函館市", "kind": choose(KINDS)},
            "provider": {"name": "青森県青森市", "kind": choose(KINDS)},
            "inquiry": self._inquiry() if self.random.random() < 0.5 else dict(INQUIRY),
            "immediate": choose((True, False)),
        }

    def any_event(self) -> Data:
        """Make an event of any type."""
        event_type = self.random.choice(tuple(CLASS_BY_TYPE))
        if event_type in OPENINGS:
            return self.opening()
        event = self._head(event_type, None)
        if event_type in _FIELDS:
            event |= _FIELDS[event_type](self.random)
        if event_type == "provider_contacted" and self.random.random() < 0.7:
            event["inquiry"] = self._inquiry()
        if self.random.random() < 0.02:
            event["note"] = self.random.choice(NOTES)
        return event

    def _head(self, event_type: str, by: str | None) -> Data:
        self.minutes += self.random.choice((0, 1, 1, 1))
        if self.random.random() < 0.02:
            self.minutes -= 2
        parties_only = ROLES[:2] if self.random.random() < 0.8 else ROLES
        return {
            "type": event_type,
            "at": (START + timedelta(minutes=self.minutes)).isoformat(),
            "by": by or self.random.choice(parties_only),
        }

    def _inquiry(self) -> Data:
        """Fill some particulars, now and then with another value."""
        inquiry = {
            name: value if self.random.random() < 0.97 else "別の値"
            for name, value in INQUIRY.items()
            if self.random.random() < 0.9
        }
        if "occurred_at" in inquiry:
            inquiry["occurred_at"] = self.random.choice(
                (INQUIRY["occurred_at"], "2017-07-19T00:30:00+00:00", "2017-07-19T00:31:00Z")
            )
        return inquiry


_FIELDS: dict[str, Callable[[Random], Data]] = {
    "outage_checked": lambda random: {
        "multi_agency": random.choice((True, False)),
        "sources": random.choice(([], ["support_site"], ["sharing_site_01", "sharing_site_05"])),
    },
    "provider_contacted": lambda random: {
        "channel": random.choice(("phone", "email", "sharing_site")),
        "contact_known": random.choice((True, False)),
        "faq_checked": random.choice((True, False, None)),
    },
    "cause_identified": lambda random: {
        "causing_party": random.choice(("requester", "provider", "neither")),
        "factor": random.choice(("system", "human", "data_layout", "other")),
        "detail": "設定の誤り",
        "finding": random.choice(
            ("information_wrong", "information_right", "inquiry_wrong", "provision_fault")
        ),
        "prompt_response_expected": random.choice((True, False)),
    },
    "reinquiry_made": lambda random: {
        "result": random.choice(("consistent", "inconsistent", "failed")),
        "coordinated": random.choice((True, False)),
    },
    "other_requesters_checked": lambda random: {
        "affected": random.choice(([], ["東京都千代田区"])),
    },
    "consulted": lambda random: {
        "target": random.choice(("system_operator", "j_lis", "competent_ministry")),
        "via": random.choice(([], ["prefecture"], ["j_lis"], ["j_lis", "prefecture"])),
        "faq_checked": random.random() < 0.8,
        "question": "切り分けの方法",
    },
    "ministry_notified": lambda random: {
        "via": random.choice(([], ["prefecture"])),
        "faq_checked": random.choice((True, False, None)),
    },
    "processed_on_attached_documents": lambda random: {
        "ground": random.choice(
            ("self_check_delayed", "cause_delayed", "immediate_processing", "multi_agency_outage")
        ),
    },
    "outcome_report_shared": lambda _: {"with_case": "another-case"},
    "emergency_declared": lambda random: {
        "kind": random.choice(("impact_survey", "security_incident", "information_leak")),
    },
    "emergency_form_posted": lambda random: {
        "form": random.choice(("form_02_04", "form_03_03", "form_03_13")),
    },
    "authority_informed": lambda random: {
        "authority": random.choice(("ppc", "mic_regional_security")),
    },
}
