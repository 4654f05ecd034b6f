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
from nws_incident.casefile.writing import case_to_data, write_case

__all__ = [
    "FORMAT",
    "CaseFile",
    "Expectation",
    "Place",
    "ReadCase",
    "Unreadable",
    "case_from_data",
    "case_to_data",
    "read_case",
    "read_paths",
    "write_case",
]
