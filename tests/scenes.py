"""Cases and events that many tests start from: short names for what happens in the procedure."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import nws_incident as nws

if TYPE_CHECKING:
    from collections.abc import Sequence

JST = timezone(timedelta(hours=9))
AT = datetime(2017, 7, 19, 10, tzinfo=JST)
VALID_NUMBER = "123456789018"
DOUBTFUL_NUMBER = "123456789012"

HAKODATE: dict[str, Any] = {"name": "北海道函館市", "kind": "municipality", "code": "012025"}
AOMORI: dict[str, Any] = {"name": "青森県青森市", "kind": "municipality", "code": "022012"}
INQUIRY: dict[str, Any] = {
    "occurred_at": "2017-07-19T09:30:00+09:00",
    "summary": "所得額が添付書類と異なる",
    "affair": "児童手当の支給",
    "procedure": "認定の請求",
    "information": "地方税関係情報",
    "processing_number": "A-0001",
    "request": "副本の確認",
}


def event(event_type: str, by: str = "requester", /, **fields: Any) -> nws.Event:
    """Make an event that happens at ten o'clock, from the values of a case file."""
    return nws.read_event({"type": event_type, "at": AT.isoformat(), "by": by, **fields})


def opening(event_type: str = "discrepancy_found", **fields: Any) -> nws.Event:
    """Make an opening between two municipalities, with a full inquiry."""
    stated = {"requester": HAKODATE, "provider": AOMORI, "inquiry": INQUIRY}
    return event(event_type, **{**stated, **fields})


def cause(
    finding: str, party: str, by: str = "provider", *, prompt: bool = False, **fields: Any
) -> nws.Event:
    """Make the finding of a cause."""
    return event(
        "cause_identified",
        by,
        **{
            "causing_party": party,
            "factor": "human",
            "detail": "入力の誤り",
            "finding": finding,
            "prompt_response_expected": prompt,
            **fields,
        },
    )


def looked(*, multi_agency: bool, sources: tuple[str, ...] = ("support_site",)) -> nws.Event:
    """Make a look at the notices of outages."""
    return event("outage_checked", multi_agency=multi_agency, sources=list(sources))


def documents(ground: str) -> nws.Event:
    """Make the processing on the attached documents."""
    return event("processed_on_attached_documents", ground=ground)


def reinquiry(result: str, **fields: Any) -> nws.Event:
    """Make a second inquiry."""
    return event("reinquiry_made", result=result, **fields)


def consulted(by: str = "requester", **fields: Any) -> nws.Event:
    """Make a question to the system operator through the relays, the FAQ looked up."""
    stated = {
        "target": "system_operator",
        "via": ["prefecture", "j_lis"],
        "faq_checked": True,
        "question": "類似の事例はあるか",
    }
    return event("consulted", by, **{**stated, **fields})


def declared(kind: str, by: str = "requester") -> nws.Event:
    """Make the declaration of an emergency."""
    return event("emergency_declared", by, kind=kind)


def case_of(*events: nws.Event) -> nws.Case:
    """Make the case of these events, all of which must be accepted."""
    return nws.Case.from_events(events)


def after(minutes: int, one: nws.Event) -> nws.Event:
    """Return an event that happens so long after ten o'clock."""
    return one.replace(at=AT + timedelta(minutes=minutes))


def spread(*happened: nws.Event) -> tuple[nws.Event, ...]:
    """Let the events happen ten minutes apart."""
    return tuple(after(10 * number, one) for number, one in enumerate(happened))


def file_of(happened: Sequence[nws.Event], id_: str = "x-1", **more: Any) -> nws.CaseFile:
    """Return the file of a case to which these events happened."""
    return nws.CaseFile("nws-incident/case/1", id_, tuple(happened), **more)


INCONCLUSIVE = event("self_check_inconclusive")
CONTACTED = event("provider_contacted", channel="phone", contact_known=True)
COPY_WRONG = cause("information_wrong", "provider")
PROMPT = cause("information_wrong", "provider", prompt=True)
CORRECTED = event("registered_copy_corrected", "provider")
NOTIFIED = event("correction_notified", "provider")
CHECK_DELAYED = event("self_check_delayed")
CAUSE_DELAYED = event("cause_delayed", "provider")
DELAY_TOLD = event("delay_notified", "provider")
ANNOUNCED = event("outage_announced", "j_lis")
RECOVERED = event("outage_recovered", "system_operator")
LINKED = event("processed_on_linked_information")
REPORTED = event("outcome_reported", "provider")
SHARED = event("outcome_report_shared", "provider", with_case="other-1")

TO_PROVIDER = (opening(), INCONCLUSIVE, CONTACTED)
TO_REINQUIRY = (*TO_PROVIDER, COPY_WRONG, CORRECTED, NOTIFIED)
TO_AWAITING = (opening("provision_failed"), looked(multi_agency=True))
SECOND_ROUND = (*TO_REINQUIRY, reinquiry("inconsistent"))
USED = (*TO_PROVIDER, CAUSE_DELAYED, DELAY_TOLD, documents("cause_delayed"))
"""Event sequences that lead into a stage of the procedure."""

STATES: dict[str, tuple[nws.Event, ...]] = {
    "outage_check": (opening("provision_failed"),),
    "awaiting_operator": TO_AWAITING,
    "self_check": (opening(),),
    "provider_contact": (opening(), INCONCLUSIVE),
    "cause_investigation": TO_PROVIDER,
    "copy_correction": (*TO_PROVIDER, COPY_WRONG),
    "correction_notice": (*TO_PROVIDER, COPY_WRONG, CORRECTED),
    "remedy": (*TO_PROVIDER, cause("inquiry_wrong", "requester")),
    "reinquiry": TO_REINQUIRY,
    "resolved": (*TO_REINQUIRY, reinquiry("consistent")),
}
"""For each state of the investigation, events that lead there."""


def gaps_of(made: nws.Draft) -> list[str]:
    """Return the names of what a draft lacks."""
    return [gap.id for gap in made.missing]
