"""One thing that keeps a report from being right, with its field, reason and clause."""

from __future__ import annotations

from enum import StrEnum

from attrs import field, frozen

from nws_incident.text import DEFAULT_LANGUAGE, Text


class ProblemKind(StrEnum):
    """What is wrong: something lacks, is too much, contradicts, is no such value, or differs."""

    MISSING = "missing"
    SUPERFLUOUS = "superfluous"
    CONTRADICTORY = "contradictory"
    INVALID = "invalid"
    DIFFERING = "differing"


@frozen
class ReportProblem:
    """One thing that is wrong with a report.

    `field` is the field's name (``reporter.code``), the name of a part (``causes``), or ``cases``
    where the cases themselves do not fit.  `key` names the reason for programs, `text` says it.
    Where a case's event proves otherwise, `case` is the case's id and `points_to` the event's
    version.  Individual numbers are masked in all of it.
    """

    field: str = field(converter=str)
    kind: ProblemKind
    key: str
    clauses: tuple[str, ...]
    text: Text
    case: str | None = None
    points_to: int | None = None

    def message(self, language: str = DEFAULT_LANGUAGE) -> str:
        """Say what is wrong in `language`, and what to do."""
        return self.text.read(language)
