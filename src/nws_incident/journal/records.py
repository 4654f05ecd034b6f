"""The journal's own records: that an event was retracted, and that a case was purged."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from nws_incident.events.base import Fact, fact, of
from nws_incident.fields import MOMENT, WORDS, Fault, Kind

RETRACTED_TAG = "JR"
"""The tag of an entry that retracts another."""

PURGED_TAG = "JP"
"""The tag of an entry that says that its case was purged."""

OWN_TAGS = frozenset({RETRACTED_TAG, PURGED_TAG})
"""The tags of entries that are the journal's own, and no events of the procedure."""


def _read_version(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise Fault("expected_version")
    return value


VERSION = Kind(_read_version, _read_version)
"""The version of an entry: a whole number from 1."""


@fact
class EventRetracted(Fact):
    """Somebody retracts an event that was entered by mistake: which (`version`), who, and why.

    A record of the journal, not of the notice: the procedure knows no retraction.
    """

    type: ClassVar[str] = "event_retracted"
    tag: ClassVar[str] = RETRACTED_TAG
    schema: ClassVar[int] = 1

    at: datetime = of(MOMENT)
    by: str = of(WORDS)
    why: str = of(WORDS)
    version: int = of(VERSION)


@fact
class CasePurged(Fact):
    """The contents of a case's entries were erased after the retention period, by whom and why."""

    type: ClassVar[str] = "case_purged"
    tag: ClassVar[str] = PURGED_TAG
    schema: ClassVar[int] = 1

    at: datetime = of(MOMENT)
    by: str = of(WORDS)
    why: str = of(WORDS)
