"""A way on: the events that would have to happen before something is accepted or complete."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from attrs import field, frozen

from nws_incident.terms import Role
from nws_incident.text import DEFAULT_LANGUAGE, Text

COMPLETE = "complete"
"""Stands in place of an event type for the case being complete."""


class Reach(StrEnum):
    """How far off a target is: there already, ahead, never to be reached, or not found so far."""

    NOW = "now"
    AHEAD = "ahead"
    NEVER = "never"
    UNKNOWN = "unknown"


@frozen
class Step:
    """An event that would have to happen: its type, who does it, and the values that matter.

    `values` maps fields to values; any others will do for what it leaves out.  Where particulars
    of the inquiry must be filled in, `inquiry` names them; `requester` and `provider` of an
    opening stand by their kind; `…` in a list stands for some name.  `rules` and `clauses` are
    those by which the event is taken.  `starts_round` tells that what the round found is forgotten
    with it: a case comes there only by a second discrepancy, error or outage.
    """

    event_type: str
    by: Role
    values: Mapping[str, Any]
    rules: tuple[str, ...]
    clauses: tuple[str, ...]
    starts_round: bool
    label: Text = field(repr=False)
    text: Text = field(repr=False)

    def describe(self, language: str = DEFAULT_LANGUAGE) -> str:
        """Say in `language` who does what, by which clauses, with the values that matter."""
        return self.text.read(language)


@frozen
class WayOn:
    """The shortest way to a target: an event type, or `complete`.

    `steps` are events that would have to happen, in order; where the target is there already, or
    no way is known, there are none, and `reach` says which.  `searched` is how many different
    cases were looked at.
    """

    target: str
    reach: Reach
    steps: tuple[Step, ...]
    searched: int = field(eq=False)
    label: Text = field(repr=False)
    text: Text = field(repr=False)

    @property
    def is_found(self) -> bool:
        """Whether there is a way, or no need of one."""
        return self.reach in {Reach.NOW, Reach.AHEAD}

    def describe(self, language: str = DEFAULT_LANGUAGE) -> str:
        """Say in one sentence, in `language`, what must come first, or that nothing helps."""
        return self.text.read(language)
