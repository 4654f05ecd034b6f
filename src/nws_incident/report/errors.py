"""What can go wrong with an outcome report, beside the problems that a report lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nws_incident.errors import InvalidDataError, NwsIncidentError
from nws_incident.text import DEFAULT_LANGUAGE
from nws_incident.wording import wording

if TYPE_CHECKING:
    from nws_incident.text import Text


class InvalidReport(InvalidDataError):  # noqa: N818  named like InvalidEvent
    """Data that cannot be a report at all: a wrong type, an unknown key, an impossible date."""


class InvalidTitle(InvalidDataError):  # noqa: N818  named like InvalidEvent
    """A title that is none, or parts that make none."""


class NoReportOwed(NwsIncidentError):  # noqa: N818  named like Refused
    """A case that owes no outcome report, or not yet; `key` tells which, `clauses` by what.

    Keys: `not_owed`, `undetermined`, `unopened`, `not_by_party`.
    """

    def __init__(self, key: str, case_id: str | None, clauses: tuple[str, ...]) -> None:
        """Keep which case, and why."""
        self.key = key
        self.case_id = case_id
        self.clauses = clauses
        super().__init__(key, case_id, clauses)

    @property
    def text(self) -> Text:
        """The reason in each language; the id of a case never has an individual number in it."""
        name = wording("report.case_unnamed") if self.case_id is None else self.case_id
        return wording(f"report.{self.key}").fill(case=name)

    def __str__(self) -> str:
        """Say the reason in English."""
        return self.message("en")

    def message(self, language: str = DEFAULT_LANGUAGE) -> str:
        """Say the reason in `language`."""
        return self.text.read(language)
