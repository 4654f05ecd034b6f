"""Writing a case file: what `reading` reads back as the same case."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

import yaml

from nws_incident.codec import write_event
from nws_incident.editions import DEFAULT_EDITION

if TYPE_CHECKING:
    from nws_incident.casefile.model import CaseFile, Expectation

_WIDTH = 120


class _Dumper(yaml.SafeDumper):
    """Writes words of closed lists as the texts that they are."""


_Dumper.add_multi_representer(StrEnum, lambda dumper, word: dumper.represent_str(word.value))


def case_to_data(case: CaseFile) -> dict[str, Any]:
    """Return a case file as plain data; what is at its default is left out."""
    data: dict[str, Any] = {"format": case.format, "id": case.id}
    if case.title is not None:
        data["title"] = case.title
    if case.edition != DEFAULT_EDITION:
        data["edition"] = case.edition
    data["events"] = [write_event(event) for event in case.events]
    if case.expect is not None:
        data["expect"] = _expectation(case.expect)
    return data


def write_case(case: CaseFile) -> str:
    """Return a case file as YAML text."""
    return as_yaml(case_to_data(case), width=_WIDTH)


def as_yaml(data: Any, *, width: float, flow: bool = False) -> str:
    """Return plain data as YAML text: in lines of their own, or in one line where it may `flow`."""
    text: str = yaml.dump(
        data,
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=width,
        default_flow_style=flow,
    )
    return text


def _expectation(expect: Expectation) -> dict[str, Any]:
    data: dict[str, Any] = {}
    if expect.tracks:
        data["tracks"] = dict(expect.tracks)
    if expect.refused is not None:
        data["refused"] = list(expect.refused)
    if expect.complete is not None:
        data["complete"] = expect.complete
    return data
