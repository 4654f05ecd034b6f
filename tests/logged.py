"""Cases for the tests of event logs, and a token game for nets: no tool of process mining."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import nws_incident as nws
from nws_incident.casefile.model import FORMAT
from nws_incident.export.logs import logged_file
from nws_incident.export.net import END, START
from nws_incident.export.said import label_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nws_incident.export.logs import LoggedCase
    from nws_incident.export.net import Net, Transition

ROOT = Path(__file__).parent.parent
FOLDERS = (ROOT / "examples" / "cases", ROOT / "tests" / "cases")

Marking = frozenset[str]


def file_of(*events: nws.Event, case_id: str = "x", title: str | None = None) -> nws.CaseFile:
    """Make a case file of events."""
    return nws.CaseFile(format=FORMAT, id=case_id, events=events, title=title)


def example_cases(*, refused: bool = False) -> Iterator[LoggedCase]:
    """Yield the cases of the project as logs show them."""
    for found in nws.read_paths(FOLDERS):
        if isinstance(found, nws.ReadCase):
            yield logged_file(found.case, refused=refused)


def names_of(case: LoggedCase, language: str = "ja") -> list[str]:
    """Return what the events of a case are called, in order."""
    return [label_of(event).read(language) for event in case.events]


def follows_of(cases: Iterable[LoggedCase], language: str = "ja") -> Counter[tuple[str, str]]:
    """Count which event directly follows which."""
    return Counter(
        pair
        for case in cases
        for names in [names_of(case, language)]
        for pair in itertools.pairwise(names)
    )


class TokenGame:
    """Plays a net from its start: every marking that a sequence of names can lead to."""

    def __init__(self, net: Net) -> None:
        """Sort the transitions by name."""
        self._by_name: dict[str | None, list[Transition]] = defaultdict(list)
        for transition in net.transitions:
            self._by_name[transition.name].append(transition)

    def play(self, names: Iterable[str]) -> set[Marking]:
        """Return the markings after these names; none where the net cannot follow."""
        markings = {frozenset({START})}
        for name in names:
            markings = {
                marking - transition.takes | transition.gives
                for marking in markings
                for transition in self._by_name[name]
                if transition.takes <= marking
            }
        return markings

    def ends(self, markings: Iterable[Marking]) -> bool:
        """Tell whether a case can end there, by steps that no event stands for."""
        return any(self._ended(marking) == frozenset({END}) for marking in markings)

    def _ended(self, marking: Marking) -> Marking:
        for transition in self._by_name[None]:
            if transition.takes <= marking:
                return self._ended(marking - transition.takes | transition.gives)
        return marking
