"""What `journal stats` counts and measures, before it is shown in any way."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import datetime
from statistics import median, quantiles
from typing import TYPE_CHECKING

from attrs import frozen

from nws_incident.cli.sources import every_case
from nws_incident.events import CLASS_BY_TYPE
from nws_incident.facts import TRACKS
from nws_incident.journal.records import RETRACTED_TAG

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nws_incident.journal import Journal

_HOUR = 3600
_SHORTEST = 2


@frozen
class Wait:
    """How long it takes to come to an event from the one before it, in hours."""

    count: int
    median: float
    ninety: float


@frozen
class Statistics:
    """How many cases there are, in which states, and how long each step takes.

    `states` counts by track, edition and state; `waits` is by the type of event.
    """

    cases: int
    complete: int
    states: Mapping[tuple[str, str, str], int]
    waits: Mapping[str, Wait]


def statistics_of(journal: Journal) -> Statistics:
    """Count and measure all cases of a journal; what was retracted does not count."""
    cases = complete = 0
    states: Counter[tuple[str, str, str]] = Counter()
    for summary in every_case(journal):
        cases += 1
        complete += summary.complete
        for track in TRACKS:
            if track in summary.tracks:
                states[track, summary.edition, summary.tracks[track]] += 1
    hours: dict[str, list[float]] = defaultdict(list)
    for event_type, wait in _waits(journal):
        hours[event_type].append(wait)
    waits = {
        event_type: Wait(len(found), median(found), _ninety(found))
        for event_type, found in hours.items()
    }
    return Statistics(cases, complete, states, waits)


def _waits(journal: Journal) -> Iterator[tuple[str, float]]:
    """Yield each event's type with the hours since the event before it in its case."""
    type_of = {cls.tag: name for name, cls in CLASS_BY_TYPE.items()}
    retracted = {
        (entry.case_id, json.loads(entry.body)["version"])
        for entry in journal.feed()
        if entry.tag == RETRACTED_TAG and entry.body is not None
    }
    last: dict[str, datetime] = {}
    for entry in journal.feed():
        if entry.body is None or entry.is_own or (entry.case_id, entry.version) in retracted:
            continue
        at = datetime.fromisoformat(json.loads(entry.body)["at"])
        if entry.case_id in last:
            yield type_of[entry.tag], (at - last[entry.case_id]).total_seconds() / _HOUR
        last[entry.case_id] = at


def _ninety(values: list[float]) -> float:
    if len(values) < _SHORTEST:
        return values[0]
    return quantiles(values, n=10, method="inclusive")[-1]
