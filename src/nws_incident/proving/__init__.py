"""Proving: what can become of a case, all of it visited, and what is promised of it proved."""

from nws_incident.proving.differing import Difference, differences
from nws_incident.proving.migrating import Migration, Stranded, migration
from nws_incident.proving.proof import Explored, Proof, Property, Verdict, verify
from nws_incident.proving.sweeping import Transition
from nws_incident.proving.variables import Configuration

__all__ = [
    "Configuration",
    "Difference",
    "Explored",
    "Migration",
    "Proof",
    "Property",
    "Stranded",
    "Transition",
    "Verdict",
    "differences",
    "migration",
    "verify",
]
