"""Case files: the events of a case as a person writes them down, in YAML, JSON or JSON Lines."""

from nws_incident.casefile.model import FORMAT, CaseFile, Expectation
from nws_incident.casefile.reading import (
    Place,
    ReadCase,
    Unreadable,
    case_from_data,
    read_case,
    read_paths,
)

__all__ = [
    "FORMAT",
    "CaseFile",
    "Expectation",
    "Place",
    "ReadCase",
    "Unreadable",
    "case_from_data",
    "read_case",
    "read_paths",
]
