"""Two stories beside each other: two cases, or one case and what it could have been."""

from nws_incident.comparing.changes import Added, Change, Dropped, Moved, Replaced
from nws_incident.comparing.model import Aspect, Comparison, Judged, Pair, Point, WhatIf
from nws_incident.comparing.what_if import compare, what_if

__all__ = [
    "Added",
    "Aspect",
    "Change",
    "Comparison",
    "Dropped",
    "Judged",
    "Moved",
    "Pair",
    "Point",
    "Replaced",
    "WhatIf",
    "compare",
    "what_if",
]
