"""Events of the outcome report (1(6), 5)."""

from __future__ import annotations

from typing import ClassVar

from nws_incident.events.base import Event, fact, of
from nws_incident.fields import TEXT, WORDS, optional


@fact
class ResponseDelayed(Event):
    """The reporting party no longer expects to finish the response promptly (5)."""

    type: ClassVar[str] = "response_delayed"
    tag: ClassVar[str] = "RD"


@fact
class OutcomeReported(Event):
    """The reporting party sent the outcome report to the operator (1(6), 5)."""

    type: ClassVar[str] = "outcome_reported"
    tag: ClassVar[str] = "RR"

    title: str | None = of(optional(TEXT), default=None)


@fact
class OutcomeReportShared(Event):
    """The report of another case with the same cause covers this case too (5また書き)."""

    type: ClassVar[str] = "outcome_report_shared"
    tag: ClassVar[str] = "RS"

    with_case: str = of(WORDS)
