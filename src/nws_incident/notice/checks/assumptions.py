"""What ways ahead take for granted: every event, field and value that is named exists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nws_incident.errors import Problem
from nws_incident.notice.checks.rules import field_values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nws_incident.notice.checks.parts import Parts


def _assumptions(edition: Parts) -> Iterator[Problem]:
    for placed in edition.rows("assumption"):
        event = placed.row.event
        if event not in edition.known.events:
            yield Problem.of(f"{placed.place}.event", "edition_unknown_event", value=event)
            continue
        for name, values in placed.row.when.items():
            yield from field_values(edition, f"{placed.place}.when", event, name, values)


CHECKS = (_assumptions,)
