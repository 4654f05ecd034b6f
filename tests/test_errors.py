"""Errors say what is wrong, in the language that is asked for where they have one."""

from __future__ import annotations

import nws_incident as nws


def test_an_error_without_words_of_its_own_says_what_it_was_raised_with() -> None:
    """Whatever the language."""
    assert nws.NwsIncidentError("x").message() == "x"
    assert nws.NwsIncidentError("x").message("en") == "x"
