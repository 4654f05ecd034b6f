"""The shape of a case file."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from nws_incident.editions import DEFAULT_EDITION
from nws_incident.events import Event
from nws_incident.fields import (
    KIND,
    TEXT,
    WORDS,
    Kind,
    each,
    optional,
    read_whole_number,
    shown_masked,
)

FORMAT = "nws-incident/case/1"
"""What a case file says it is, in `format`."""


_INDEXES = Kind(each(read_whole_number), each(read_whole_number), form="indexes")


@frozen
class Expectation:
    """What a case file expects of its replay; what is not given is not compared.

    `tracks` maps a track to its expected state (null: not opened); `refused` are the indexes,
    from 0, of the events that are refused.
    """

    tracks: Mapping[str, str | None] = field(factory=dict)
    refused: tuple[int, ...] | None = field(default=None, metadata={KIND: optional(_INDEXES)})
    complete: bool | None = None


@frozen
class CaseFile:
    """One case as it was written down: its id, title, edition, events and expectations.

    Its `repr` masks individual numbers.
    """

    format: str = field(metadata={KIND: WORDS})
    id: str = field(repr=shown_masked, metadata={KIND: WORDS})
    events: tuple[Event, ...]
    title: str | None = field(default=None, repr=shown_masked, metadata={KIND: optional(TEXT)})
    edition: str = field(default=DEFAULT_EDITION, metadata={KIND: WORDS})
    expect: Expectation | None = None
