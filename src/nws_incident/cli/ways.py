"""The ways on that there were for the events of a replay when they were refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nws_incident.ahead import Reach
from nws_incident.decisions import unblock

if TYPE_CHECKING:
    from nws_incident.ahead import WayOn
    from nws_incident.replay import Replay

_COURSES = 1000
"""How many courses of a case are looked at for one refused event."""

_EVENTS = 100
"""For how many refused events of a case a way is looked for: the first ones."""


def ways_on(outcome: Replay) -> dict[int, WayOn]:
    """Return by index what would have had to come before each refused event, where that helps.

    A way through a new round does not: the record at hand is of the round it is in.  The case is
    judged once more for it, up to its last refused event.
    """
    ways = {}
    case = outcome.case.fork(upto=0)
    for index in range(max(outcome.refused[:_EVENTS], default=-1) + 1):
        event = outcome.source.events[index]
        if outcome.decisions[index].accepted:
            case.apply(event)
        else:
            way = unblock(case, event, limit=_COURSES)
            if way.reach is Reach.AHEAD and not any(step.starts_round for step in way.steps):
                ways[index] = way
    return ways
