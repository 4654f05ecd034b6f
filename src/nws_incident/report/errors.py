"""What can go wrong with an outcome report, beside the problems that a report lists."""

from __future__ import annotations

from nws_incident.errors import InvalidDataError


class InvalidReport(InvalidDataError):  # noqa: N818  named like InvalidEvent
    """Data that cannot be a report at all: a wrong type, an unknown key, an impossible date."""
