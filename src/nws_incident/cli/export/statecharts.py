"""Statecharts: for interpreters of SCXML and for XState."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nws_incident.cli.editions import shown_edition
from nws_incident.cli.export.formats import Format, Made
from nws_incident.export import statechart_of, to_scxml, to_xstate
from nws_incident.export.scxml import SCXML_NAMESPACE
from nws_incident.export.xstate import XSTATE_FORMAT
from nws_incident.judging import procedure_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from nws_incident.export import Statechart


def add_arguments(_: argparse.ArgumentParser) -> None:
    """Declare nothing: a statechart is the whole procedure."""


def _maker(write: Callable[[Statechart], str]) -> Callable[[argparse.Namespace], Made]:
    def make(options: argparse.Namespace) -> Made:
        procedure = procedure_of(shown_edition(options))
        return Made(write(statechart_of(procedure, language=options.lang)).encode())

    return make


FORMATS = (
    Format(
        "scxml",
        "a statechart of the W3C's, for interpreters of SCXML",
        _maker(to_scxml),
        mark=SCXML_NAMESPACE.encode(),
    ),
    Format(
        "xstate",
        "a machine for XState 5, in JSON",
        _maker(to_xstate),
        mark=XSTATE_FORMAT.encode(),
    ),
)
