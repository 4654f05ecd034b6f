"""How much an event on a way takes for granted: what decides between ways of the same length."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from nws_incident.terms import PartyKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from nws_incident.notice.edition import Edition
    from nws_incident.notice.model import Assumption
    from nws_incident.probes import Probe

_USUAL: Mapping[str, Any] = {
    "requester": PartyKind.MUNICIPALITY,
    "provider": PartyKind.MUNICIPALITY,
    "immediate": False,
    "inquiry": (),
}
"""What an opening states of itself where nothing depends on it."""

_OF_AN_ODD_OPENING = 1000
"""More than all assumptions on a way weigh: a case is not made up to be an odd one."""


@lru_cache(maxsize=16)
def weigher(edition: Edition) -> Callable[[Probe], int]:
    """Return what weighs an event by an edition's assumptions, and an opening by its oddities."""
    assumptions: dict[str, list[Assumption]] = {}
    for assumption in edition.assumptions:
        assumptions.setdefault(assumption.event, []).append(assumption)

    def weigh(probe: Probe) -> int:
        event = probe.event
        if event.type in edition.openings:
            oddities = [
                name for name, usual in _USUAL.items() if probe.values.get(name, usual) != usual
            ]
            return _OF_AN_ODD_OPENING * len(oddities)
        return sum(
            assumption.weight
            for assumption in assumptions.get(event.type, ())
            if all(getattr(event, name) in values for name, values in assumption.when.items())
        )

    return weigh
