"""What is asked of every event, whatever its type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nws_incident.individual_number import Severity

if TYPE_CHECKING:
    from nws_incident.events import Event
    from nws_incident.facts import Facts


def time_not_running_back(facts: Facts, event: Event) -> bool:
    """Tell whether the event is no earlier than the last accepted one."""
    return event.at >= facts.last_at


def no_individual_number(_: Facts | None, event: Event) -> bool:
    """Tell whether no text of the event is sure to hold an individual number."""
    return not event.sightings or all(
        sighting.severity is not Severity.REFUSED for sighting in event.sightings
    )
