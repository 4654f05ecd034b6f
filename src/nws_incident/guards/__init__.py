"""Guards: predicates over the facts of a case and an event, by the names that an edition uses.

A guard returns a real `bool` (`transitions` compares with ``==``) and looks at nothing else.  What
it demands, and what to do where it fails, is the edition's to say; `situation` supplies the words
that fill those texts.  Where a rule is asked whether a duty holds, the bearer stands in the
event's place.
"""

from nws_incident.guards import emergency, processing
from nws_incident.guards.general import no_individual_number, time_not_running_back
from nws_incident.guards.investigation import blanks_left
from nws_incident.guards.registry import GUARDS, READS
from nws_incident.guards.relays import missing_relays, needed_relays
from nws_incident.guards.reporting import ground_of, reporter_of

__all__ = [
    "GUARDS",
    "READS",
    "blanks_left",
    "emergency",
    "ground_of",
    "missing_relays",
    "needed_relays",
    "no_individual_number",
    "processing",
    "reporter_of",
    "time_not_running_back",
]
