"""Guards: each says which fields of an event it reads, and reads those."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import nws_incident as nws
from nws_incident.case import facts_of
from nws_incident.events import CLASS_BY_TYPE, fields_of
from nws_incident.guards import GUARDS, READS
from own_editions import change, copy_edition
from scenes import COPY_WRONG, TO_PROVIDER, event

CASES = (Path(__file__).parent / "cases", Path(__file__).parent.parent / "examples" / "cases")


class Watched:
    """An event that notes which of its fields are looked at."""

    def __init__(self, event: nws.Event) -> None:
        """Pass an event for what it is."""
        self._event = event
        self.seen: set[str] = set()

    @property  # type: ignore[misc]
    def __class__(self) -> type:
        """Be an instance of the event's class."""
        return type(self._event)

    def __getattr__(self, name: str) -> Any:
        """Note the name."""
        self.seen.add(name)
        return getattr(self._event, name)


def test_a_guard_reads_the_fields_that_it_says_it_reads() -> None:
    """Over all events of all cases, it reads no other field than those, and each of them once."""
    seen: defaultdict[str, set[str]] = defaultdict(set)
    for found in nws.read_paths(CASES):
        assert isinstance(found, nws.ReadCase)
        case = nws.Case()
        for one in found.case.events:
            facts = facts_of(case)
            fields = {field.name for field in fields_of(type(one))}
            for name, guard in GUARDS.items():
                if facts is not None and fields.issuperset(READS[name]):
                    watched = Watched(one)
                    assert isinstance(guard(facts, watched), bool)
                    seen[name] |= watched.seen - {"by"}
            case.offer(one)
    assert seen == {name: set(reads) for name, reads in READS.items()}
    assert seen.keys() == GUARDS.keys()


def test_what_guards_read_are_fields_of_events() -> None:
    """Each stands in some type of event."""
    known = {one.name for cls in CLASS_BY_TYPE.values() for one in fields_of(cls)}
    assert {name for reads in READS.values() for name in reads} <= known


def test_who_must_report_may_hang_on_the_event(tmp_path: Path) -> None:
    """A row of an edition may ask a guard that looks at the event which names the cause."""
    folder = copy_edition(tmp_path)
    file = folder / "rules-4-reporting.toml"
    change(
        file, 'guards = ["cause_with_a_party"]', 'guards = ["cause_with_a_party", "impact_waits"]'
    )
    edition = nws.load_edition(folder)
    expected = event("wider_impact_expected", "provider")
    waiting = nws.Case.from_events((*TO_PROVIDER, expected, COPY_WRONG), edition=edition)
    assert waiting.report.by is nws.Role.PROVIDER
    elsewhere = nws.Case.from_events((*TO_PROVIDER, COPY_WRONG), edition=edition)
    assert elsewhere.report.required is None
