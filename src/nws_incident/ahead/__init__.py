"""Looking ahead: the shortest way, by events, to an event being accepted or a case complete."""

from nws_incident.ahead.finding import DEFAULT_LIMIT, way_on
from nws_incident.ahead.way import COMPLETE, Reach, Step, WayOn

__all__ = ["COMPLETE", "DEFAULT_LIMIT", "Reach", "Step", "WayOn", "way_on"]
