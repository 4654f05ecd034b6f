"""Verifying: what can become of a case, all of it visited, and what is promised of it proved."""

from nws_incident.verify.proof import Explored, Proof, Property, Verdict, verify
from nws_incident.verify.sweeping import Step
from nws_incident.verify.variables import Configuration

__all__ = ["Configuration", "Explored", "Proof", "Property", "Step", "Verdict", "verify"]
