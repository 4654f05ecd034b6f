"""The command `nws-incident`: what the library does, for people and scripts."""

from nws_incident.cli.main import main

__all__ = ["main"]
