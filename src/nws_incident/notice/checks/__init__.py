"""Whether an edition holds together: every name it uses exists, and every name it gives is used.

Each check yields problems whose paths start with the file's name.  All checks run, so that an
author sees everything at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nws_incident.errors import InvalidEdition
from nws_incident.notice.checks import (
    assumptions,
    contacts,
    drafts,
    form,
    library,
    obligations,
    rules,
    sheet,
    tables,
)
from nws_incident.notice.checks.parts import Known, Parts
from nws_incident.notice.sheets import NOT_MOVED, Places

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nws_incident.notice.model import Part

__all__ = ["Known", "check"]

_CHECKS = (
    *tables.CHECKS,
    *rules.CHECKS,
    *library.CHECKS,
    *obligations.CHECKS,
    *contacts.CHECKS,
    *drafts.CHECKS,
    *assumptions.CHECKS,
    *form.CHECKS,
    *sheet.CHECKS,
)


def check(parts: Mapping[str, Part], known: Known, places: Places = NOT_MOVED) -> None:
    """Raise `InvalidEdition` with everything that does not hold together in `parts`."""
    edition = Parts(parts, known, places)
    problems = [problem for one_check in _CHECKS for problem in one_check(edition)]
    if not problems:
        problems = [
            problem for one_check in rules.CHECKS_OF_WHOLE_RULES for problem in one_check(edition)
        ]
    if problems:
        raise InvalidEdition(problems)
