"""What a case knows: the state of each track, and the facts that guards and duties read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nws_incident.terms import CausingParty, Role

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from nws_incident.events import CauseIdentified, Inquiry, Opening, Party
    from nws_incident.notice.edition import Edition
    from nws_incident.notice.model import ReportGround
    from nws_incident.terms import Authority, CaseKind, EmergencyKind, ReinquiryResult

TRACKS = ("investigation", "processing", "reporting", "emergency")
"""The four tracks, in the order in which a case shows them."""

NOBODY: frozenset[Role] = frozenset()


class Facts:
    """The facts of an opened case after `version` accepted events.

    Slotted and mutable, because folding an event in must cost next to nothing; nobody outside
    the library holds one.  Every value is itself immutable, so `copy` is shallow.
    """

    __slots__ = (
        "authorities_owed",
        "carried",
        "cause",
        "cause_delay_stated",
        "check_of_others_owed",
        "delay_told",
        "edition",
        "editions",
        "emergency",
        "emergency_declarer",
        "emergency_kind",
        "emergency_since",
        "impacts_waiting",
        "inquiry",
        "investigation",
        "investigation_since",
        "kind",
        "last_at",
        "last_reinquiry",
        "opening",
        "outage",
        "processing",
        "processing_since",
        "report_ground",
        "reporting",
        "reporting_party",
        "reporting_since",
        "round_since",
        "self_check_delay_stated",
        "version",
        "word_to_others_owed",
    )

    edition: Edition
    # Every edition that the case can be moved to, by its id.
    editions: Mapping[str, Edition]
    opening: Opening
    version: int
    last_at: datetime

    investigation: str
    processing: str
    reporting: str
    emergency: str
    # The version of the event that took each track to where it is.
    investigation_since: int
    processing_since: int
    reporting_since: int
    emergency_since: int

    kind: CaseKind
    inquiry: Inquiry

    # Of the round, and the version of the event that began it: the opening, an announced outage, or
    # a second inquiry that did not agree.
    round_since: int
    self_check_delay_stated: bool
    cause_delay_stated: bool
    delay_told: bool
    cause: CauseIdentified | None
    outage: bool | None
    last_reinquiry: ReinquiryResult | None

    # Owed from round to round, until it is given.
    check_of_others_owed: bool
    word_to_others_owed: bool
    impacts_waiting: frozenset[Role]
    authorities_owed: Mapping[Authority, Role]
    carried: frozenset[Role]

    emergency_kind: EmergencyKind | None
    emergency_declarer: Role | None
    reporting_party: Role | None
    report_ground: ReportGround | None

    def copy(self) -> Facts:
        """Return facts of their own with the same values.

        Written out, because it runs for every event: a loop over the slots takes four times as
        long.
        """
        twin = Facts.__new__(Facts)
        twin.edition = self.edition
        twin.editions = self.editions
        twin.opening = self.opening
        twin.version = self.version
        twin.last_at = self.last_at
        twin.investigation = self.investigation
        twin.processing = self.processing
        twin.reporting = self.reporting
        twin.emergency = self.emergency
        twin.investigation_since = self.investigation_since
        twin.processing_since = self.processing_since
        twin.reporting_since = self.reporting_since
        twin.emergency_since = self.emergency_since
        twin.kind = self.kind
        twin.inquiry = self.inquiry
        twin.round_since = self.round_since
        twin.self_check_delay_stated = self.self_check_delay_stated
        twin.cause_delay_stated = self.cause_delay_stated
        twin.delay_told = self.delay_told
        twin.cause = self.cause
        twin.outage = self.outage
        twin.last_reinquiry = self.last_reinquiry
        twin.check_of_others_owed = self.check_of_others_owed
        twin.word_to_others_owed = self.word_to_others_owed
        twin.impacts_waiting = self.impacts_waiting
        twin.authorities_owed = self.authorities_owed
        twin.carried = self.carried
        twin.emergency_kind = self.emergency_kind
        twin.emergency_declarer = self.emergency_declarer
        twin.reporting_party = self.reporting_party
        twin.report_ground = self.report_ground
        return twin

    def state(self, track: str) -> str:
        """Return the state of a track."""
        state: str = getattr(self, track)
        return state

    def since(self, track: str) -> int:
        """Return the version of the event that took a track to where it is."""
        version: int = getattr(self, f"{track}_since")
        return version

    def party(self, role: Role) -> Party | None:
        """Return the party in a role, where the role is a party's."""
        if role is Role.REQUESTER:
            return self.opening.requester
        if role is Role.PROVIDER:
            return self.opening.provider
        return None

    @property
    def causing_party(self) -> CausingParty | None:
        """Whose doing the round's cause was, once it is known."""
        return None if self.cause is None else self.cause.causing_party

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to do (1 to 6): every track at rest, and nothing owed."""
        return (
            self.investigation == "resolved"
            and self.processing != "pending"
            and self.reporting in _REPORTING_AT_REST
            and self.emergency in _EMERGENCY_AT_REST
            and not self.check_of_others_owed
            and not self.word_to_others_owed
            and not self.impacts_waiting
            and not self.authorities_owed
            and not self.carried
        )

    def __eq__(self, other: object) -> bool:
        """Compare every fact."""
        if not isinstance(other, Facts):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in Facts.__slots__)

    __hash__ = None  # type: ignore[assignment]  # facts change


_REPORTING_AT_REST = frozenset({"not_required", "reported", "covered"})
_EMERGENCY_AT_REST = frozenset({"none", "reported"})
