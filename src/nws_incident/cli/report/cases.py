"""The cases that a report command is about, from their files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nws_incident.casefile import Unreadable, read_paths
from nws_incident.cli.terminal import complain
from nws_incident.fields import printable
from nws_incident.replay import replay
from nws_incident.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from nws_incident.case import Case
    from nws_incident.notice.edition import Edition


def cases_at(
    paths: Iterable[Path], editions: tuple[Edition, ...], language: str
) -> tuple[Case, ...] | None:
    """Return every case in files and folders, or `None`, having said what cannot be read.

    Events that the procedure refuses are left out of a case, and said to be.
    """
    cases: list[Case] = []
    is_readable = True
    for found in read_paths(paths, editions=editions):
        if isinstance(found, Unreadable):
            is_readable = False
            for problem in found.problems:
                complain(f"{found.place} {problem.path}: {problem.message(language)}")
            continue
        outcome = replay(found.case, editions=editions)
        cases.append(outcome.case)
        if outcome.refused:
            text = wording("report.refused_events").fill(
                case=printable(found.case.id), count=str(len(outcome.refused))
            )
            complain(text.read(language))
    return tuple(cases) if is_readable else None
