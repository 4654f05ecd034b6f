"""The two events that open a case."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from nws_incident.events.base import Event, by_only, fact, of
from nws_incident.events.particulars import Inquiry, Party
from nws_incident.fields import DATE, FLAG, TEXT, nested, optional
from nws_incident.terms import Role


@fact
class Opening(Event):
    """What both openings state.

    `immediate` says that the affair demands processing at once (1(5)); `decide_by` is the end of
    the standard processing period, where known.
    """

    by: Role = by_only(Role.REQUESTER)
    requester: Party = of(nested(Party, "expected_party"))
    provider: Party = of(nested(Party, "expected_party"))
    inquiry: Inquiry = of(nested(Inquiry, "expected_inquiry"))
    immediate: bool = of(FLAG, default=False)
    decide_by: date | None = of(optional(DATE), default=None)


@fact
class DiscrepancyFound(Opening):
    """The information provided and the attached documents disagree (section 1)."""

    type: ClassVar[str] = "discrepancy_found"
    tag: ClassVar[str] = "DF"


@fact
class ProvisionFailed(Opening):
    """An error occurred and nothing was provided (section 2)."""

    type: ClassVar[str] = "provision_failed"
    tag: ClassVar[str] = "PF"

    error_code: str | None = of(optional(TEXT), default=None)
