"""Verifying: what can become of a case, all of it visited, and what is promised of it proved."""

from nws_incident.verify.differing import Difference, differences
from nws_incident.verify.migrating import Migration, Stranded, migration
from nws_incident.verify.proof import Explored, Proof, Property, Verdict, verify
from nws_incident.verify.sweeping import Step
from nws_incident.verify.variables import Configuration

__all__ = [
    "Configuration",
    "Difference",
    "Explored",
    "Migration",
    "Proof",
    "Property",
    "Step",
    "Stranded",
    "Verdict",
    "differences",
    "migration",
    "verify",
]
