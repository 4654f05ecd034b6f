"""A comparison as plain data: what JSON output shows of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from nws_incident.comparing.changes import Added, Change, Dropped, Moved
from nws_incident.comparing.model import Aspect, WhatIf
from nws_incident.plain import duty_data, exemption_data, permission_data
from nws_incident.replay import as_data, finding_data

if TYPE_CHECKING:
    from nws_incident.comparing.model import Comparison, Judged, Pair, Point
    from nws_incident.duties.calendars import Calendar
    from nws_incident.events import Event


def comparison_data(
    compared: Comparison, language: str, calendar: Calendar | None = None
) -> dict[str, Any]:
    """Return a comparison as plain data, one JSON object, with messages in `language`."""
    one, other = (
        as_data(outcome, language, now=compared.now, calendar=calendar)
        for outcome in (compared.one, compared.other)
    )
    data = {
        "is_same": compared.is_same,
        "parting": compared.parting,
        "pairs": [_pair_data(pair, language) for pair in compared.pairs],
        "differences": [_point_data(point, language) for point in compared.differences],
        "one": one,
        "other": other,
    }
    if isinstance(compared, WhatIf):
        return {"changes": [_change_data(change) for change in compared.changes], **data}
    return data


def _change_data(change: Change) -> dict[str, Any]:
    if isinstance(change, Dropped):
        return {"change": "dropped", "index": change.index}
    if isinstance(change, Moved):
        moved = {"index": change.index, "to": change.to, "keeps_time": change.keeps_time}
        return {"change": "moved", **moved}
    kind = "added" if isinstance(change, Added) else "replaced"
    return {"change": kind, "index": change.index, **_event_data(change.event)}


def _event_data(event: Event) -> dict[str, Any]:
    """Return what an event is, without its texts: they may hold what is not to be shown."""
    return {"type": event.type, "at": event.at.isoformat(), "by": event.by}


def _pair_data(pair: Pair, language: str) -> dict[str, Any]:
    return {
        "differs": pair.differs,
        "turns": pair.turns,
        "fields": list(pair.fields),
        "one": _judged_data(pair.one, language),
        "other": _judged_data(pair.other, language),
    }


def _judged_data(judged: Judged | None, language: str) -> dict[str, Any] | None:
    if judged is None:
        return None
    decision = judged.decision
    return {
        "index": judged.index,
        **_event_data(judged.event),
        "accepted": decision.accepted,
        "rules": list(decision.rules),
        "findings": [finding_data(finding, language) for finding in decision.findings],
        "warnings": [finding_data(warning, language) for warning in decision.warnings],
    }


def _point_data(point: Point, language: str) -> dict[str, Any]:
    return {
        "aspect": point.aspect,
        "name": point.name,
        "bearer": point.bearer,
        "value": point.value,
        "one": _value_data(point.aspect, point.one, language),
        "other": _value_data(point.aspect, point.other, language),
    }


def _value_data(aspect: Aspect, value: Any, language: str) -> Any:
    if value is None:
        return None
    match aspect:
        case Aspect.REPORT:
            return attrs.asdict(value)
        case Aspect.DUTY:
            return duty_data(value, language)
        case Aspect.PERMISSION:
            return permission_data(value, language)
        case Aspect.EXEMPTION:
            return exemption_data(value, language)
    return value
