"""Turning what structuring raises into problems with paths."""

from __future__ import annotations

import pytest

from nws_incident.structuring import flatten


def test_what_is_no_problem_of_the_data_is_raised_on() -> None:
    """A fault of the program is never shown as a fault of the data."""
    with pytest.raises(ZeroDivisionError):
        flatten(ZeroDivisionError())
