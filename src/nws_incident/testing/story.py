"""How a test that failed tells of events: a line for each, and a case file to keep."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Any

from nws_incident.casefile import FORMAT
from nws_incident.casefile.writing import as_yaml
from nws_incident.codec import write_event
from nws_incident.events import fields_of
from nws_incident.individual_number import mask

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nws_incident.events import Event

_NEVER_SAID = ("at", "by")


def event_line(event: Event) -> str:
    """Say an event in one line: its type, who, and what it states beyond its defaults.

    Of an opening's parties the kinds are said, and of an inquiry what is blank.
    """
    said = [f"{event.type} by {event.by}"]
    for attribute in fields_of(type(event)):
        value = getattr(event, attribute.name)
        if attribute.name not in _NEVER_SAID and value != attribute.default:
            said.append(f"{attribute.name}={_shown(value)}")
    return ", ".join(said)


def as_case_file(events: Iterable[Event], case_id: str) -> str:
    """Return events as a case file in YAML, one event a line."""
    lines = [f"format: {FORMAT}", f"id: {case_id}", "events:"]
    lines += [
        f"  - {as_yaml(write_event(event), width=inf, flow=True).strip()}" for event in events
    ]
    return "\n".join(lines)


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(_shown(member) for member in value)}]"
    if isinstance(value, bool):
        return str(value).lower()
    if hasattr(value, "kind"):
        return str(value.kind)
    if hasattr(value, "blanks"):
        return f"all but {', '.join(value.blanks)}" if value.blanks else "complete"
    return mask(str(value)) if type(value) is not str else repr(mask(value))
