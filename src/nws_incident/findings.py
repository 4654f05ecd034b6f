"""Findings: why an event is refused, or accepted with a warning, each with its clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import field, frozen

from nws_incident.errors import NwsIncidentError
from nws_incident.text import DEFAULT_LANGUAGE, Text

if TYPE_CHECKING:
    from collections.abc import Iterable


@frozen
class Source:
    """The rule that a finding speaks for: its id, clauses, track, and what it means."""

    rule: str
    clauses: tuple[str, ...]
    track: str | None
    means: Text


@frozen
class Reason:
    """What was demanded, what is the case, and what would unblock it."""

    demands: Text
    otherwise: Text
    remedy: Text


@frozen
class Finding:
    """One thing that stood in the way of an event, or that is to be watched.

    `rule` and `clauses` say by what; `guard` names the demand for programs (a guard's name, or
    `state`, `role`, `during`, `where`); `label` is the rule's meaning; `demands`, `otherwise` and
    `remedy` say what was demanded, what is, and what would unblock it; `text` puts them into a
    sentence.  `points_to` is the version of the accepted event it refers to, if it refers to one;
    `path` is the place in the event's data, if there is one.
    """

    rule: str
    clauses: tuple[str, ...]
    track: str | None
    guard: str
    label: Text = field(repr=False)
    demands: Text = field(repr=False)
    otherwise: Text = field(repr=False)
    remedy: Text = field(repr=False)
    text: Text = field(repr=False)
    points_to: int | None = None
    path: str | None = None

    def message(self, language: str = DEFAULT_LANGUAGE) -> str:
        """Say it in one sentence, in `language`."""
        return self.text.read(language)


class Refused(NwsIncidentError):  # noqa: N818  the public name
    """The procedure says no: a well-formed event that a rule stands in the way of.

    `findings` holds everything that stood in the way; the case is as it was.
    """

    def __init__(self, event_type: str, findings: Iterable[Finding]) -> None:
        """Keep what was refused, and why."""
        self.event_type = event_type
        self.findings = tuple(findings)
        super().__init__(event_type, self.findings)

    def __str__(self) -> str:
        """Say in English what was refused and everything that stood in the way."""
        return self.message("en")

    def message(self, language: str = DEFAULT_LANGUAGE) -> str:
        """Say in `language` what was refused and everything that stood in the way."""
        reasons = " ".join(
            f"[{finding.rule}] {finding.message(language)}" for finding in self.findings
        )
        return f"{self.event_type}: {reasons}"
