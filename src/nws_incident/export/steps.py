"""What a step of a case is called in a log and in a net: the event, who did it, what it said."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from nws_incident.ahead.wording import value_of

if TYPE_CHECKING:
    from nws_incident.events import Event
    from nws_incident.notice.edition import Edition
    from nws_incident.text import Text


def step_of(edition: Edition, event: Event) -> Text:
    """Return the name of an event with its role, and with the values that part ways in a rule.

    So a look that found an outage is another step than one that found none.
    """
    stated = [
        edition.messages["step_value"].fill(
            field=edition.fields[name], value=value_of(edition, name, value)
        )
        if isinstance(value := getattr(event, name), bool)
        else value_of(edition, name, value)
        for name in telling_fields(edition, event.type)
    ]
    return edition.messages["step_values"].fill(
        step=edition.events[event.type],
        values=edition.listed((edition.label("role", event.by), *stated)),
    )


@lru_cache(maxsize=1024)
def telling_fields(edition: Edition, event_type: str) -> tuple[str, ...]:
    """Return the fields by whose values the edition's rules take one way or another."""
    return tuple(
        dict.fromkeys(
            name for way in edition.ways if way.event == event_type for name, _ in way.when
        )
    )
