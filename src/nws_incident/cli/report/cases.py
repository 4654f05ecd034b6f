"""The cases that a report command is about, from their files or from a journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nws_incident.casefile import Unreadable
from nws_incident.cli.terminal import complain
from nws_incident.fields import printable
from nws_incident.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nws_incident.case import Case
    from nws_incident.cli.sources import Found


def readable_cases(found: Iterable[Found | Unreadable], language: str) -> tuple[Case, ...] | None:
    """Return every case that was found, or `None`, having said what cannot be read.

    Events that the procedure refuses are left out of a case, and said to be.
    """
    cases: list[Case] = []
    is_readable = True
    for one in found:
        if isinstance(one, Unreadable):
            is_readable = False
            for problem in one.problems:
                complain(f"{one.place} {problem.path}: {problem.message(language)}")
            continue
        cases.append(one.case)
        if one.refused:
            text = wording("report.refused_events").fill(
                case=printable(one.case_id), count=str(one.refused)
            )
            complain(text.read(language))
    return tuple(cases) if is_readable else None
