"""A case out of a journal: the accepted events that nobody retracted, folded anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nws_incident.case import Case

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nws_incident.events import Event
    from nws_incident.notice.edition import Edition


class LoadedCase(Case):
    """A case as a journal has it.

    It is a `Case` in every way but one: `version` counts the entries of the case in the journal,
    retractions and what they retract among them.  It is what `append` wants as
    `expected_version`, as long as nothing was applied to the case since it was loaded.
    """

    __slots__ = ("_withdrawn",)

    def __init__(
        self,
        id: str | None = None,  # noqa: A002  as in Case
        *,
        edition: Edition | None = None,
        editions: Iterable[Edition] = (),
    ) -> None:
        """Start an unopened case of which the journal has nothing."""
        super().__init__(id, edition=edition, editions=editions)
        self._withdrawn = 0

    @property
    def version(self) -> int:
        """How many entries the case has in the journal."""
        return len(self._events) + self._withdrawn

    def __copy__(self) -> LoadedCase:
        """Return a case of its own with the same events and version."""
        twin = LoadedCase.__new__(LoadedCase)
        self._copy_to(twin)
        twin._withdrawn = self._withdrawn  # noqa: SLF001  its own class
        return twin


def loaded_case(
    case_id: str, start: Edition, others: Iterable[Edition], events: Iterable[Event], version: int
) -> LoadedCase:
    """Fold the events that count, of `version` entries; raises `Refused` at the first refused."""
    case = LoadedCase.from_events(events, id=case_id, edition=start, editions=others)
    case._withdrawn = version - len(case.events)  # noqa: SLF001  the case is its own
    return case
