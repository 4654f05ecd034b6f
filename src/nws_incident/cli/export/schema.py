"""The JSON Schema of case files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nws_incident.cli.editions import shown_edition
from nws_incident.cli.export.formats import Format, Made
from nws_incident.export import to_json_schema
from nws_incident.export.json_schema import SCHEMA_ID

if TYPE_CHECKING:
    import argparse


def add_arguments(_: argparse.ArgumentParser) -> None:
    """Declare nothing: a schema is of an edition, in a language."""


def _make(options: argparse.Namespace) -> Made:
    return Made(to_json_schema(shown_edition(options), language=options.lang).encode())


FORMATS = (
    Format(
        "json-schema",
        "the shape of case files, for editors and validators",
        _make,
        mark=SCHEMA_ID.encode(),
    ),
)
