"""What the demands are made of: a few events of one case, and what they expect to be raised."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from typing import Any

import nws_incident as nws

Demand = Callable[[nws.Journal], None]
"""What a contract is made of: a function of an empty journal."""

START = datetime(2017, 7, 19, 10, tzinfo=timezone(timedelta(hours=9)))
NUMBER = "123456789018"


class Raised:
    """What a block raised."""

    error: Any = None


@contextmanager
def raises(kind: type[Exception]) -> Iterator[Raised]:
    """Demand that the block raises an error of a kind, and keep it."""
    raised = Raised()
    try:
        yield raised
    except kind as error:
        raised.error = error
    else:
        message = f"{kind.__name__} was not raised"
        raise AssertionError(message)


def at(hours: int) -> datetime:
    """Return a moment, in hours from the opening."""
    return START + timedelta(hours=hours)


def opening(hours: int = 0, **fields: Any) -> nws.Event:
    """Make an opening, with fields of one's own."""
    stated: dict[str, Any] = {
        "requester": nws.Party(name="甲市", kind=nws.PartyKind.MUNICIPALITY, code="012025"),
        "provider": nws.Party(name="乙省", kind=nws.PartyKind.NATIONAL),
        "inquiry": nws.Inquiry(processing_number="A-1"),
    }
    return nws.DiscrepancyFound(at=at(hours), **{**stated, **fields})


def linked(hours: int) -> nws.Event:
    """Make the record that the requester processed on linked information."""
    return nws.ProcessedOnLinkedInformation(at=at(hours), by=nws.Role.REQUESTER)


CHECKED = nws.SelfCheckInconclusive(at=at(1))
CONTACTED = nws.ProviderContacted(
    at=at(2),
    channel=nws.Channel.PHONE,
    contact_known=True,
    inquiry=nws.Inquiry(
        occurred_at=START,
        summary="相違",
        affair="手当",
        procedure="認定",
        information="所得",
        request="確認",
    ),
)
RIGHT = nws.CauseIdentified(
    at=at(3),
    by=nws.Role.PROVIDER,
    causing_party=nws.CausingParty.REQUESTER,
    factor=nws.Factor.HUMAN,
    detail="読み違い",
    finding=nws.FindingKind.INFORMATION_RIGHT,
    prompt_response_expected=True,
)
STEPS = (opening(), CHECKED, CONTACTED)


def retraction(version: int, hours: int = 9) -> nws.EventRetracted:
    """Make a retraction."""
    return nws.EventRetracted(at=at(hours), by="係長", why="誤記", version=version)


def complete(journal: nws.Journal, case_id: str) -> int:
    """Bring a case to its end, and return its version."""
    reported = nws.OutcomeReported(at=at(5), by=nws.Role.REQUESTER)
    events = [*STEPS, RIGHT, linked(4), reported]
    return journal.append(case_id, events, expected_version=0).version
