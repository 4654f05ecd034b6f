"""The tables of an edition's files, each row with its place, and what the library brings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from attrs import frozen

from nws_incident.errors import ROOT
from nws_incident.notice.sheets import NOT_MOVED, Places
from nws_incident.structuring import step

if TYPE_CHECKING:
    from nws_incident.notice.model import Part, Track


@frozen
class Known:
    """What the library brings: an edition can name nothing else.

    `events` has for each event type its fields, and for each field the values it can have (or
    `None` where they are not few); `slots` are the words that a guard's texts can be filled with;
    `reads` has for each guard the fields of an event that it looks at, besides `by`.
    Of the slots of drafts, those that are certain any case fills, and those of a route need what
    stands beside them in its row; `phrases` are the parts of sentences, each with its words.
    `generals` are the guards that are asked of every event; `library` has the guards of the
    library's own rules by the type of event they judge.
    """

    tracks: tuple[str, ...]
    guards: frozenset[str]
    records: frozenset[str]
    slots: frozenset[str]
    messages: frozenset[str]
    events: Mapping[str, Mapping[str, tuple[Any, ...] | None]]
    vocabularies: Mapping[str, tuple[str, ...]]
    nested_fields: frozenset[str]
    reads: Mapping[str, tuple[str, ...]]
    draft_slots: frozenset[str]
    certain_slots: frozenset[str]
    route_slots: Mapping[str, str]
    phrases: Mapping[str, tuple[str, ...]]
    generals: frozenset[str]
    library: Mapping[str, tuple[str, ...]]


@frozen
class Placed:
    """A row of a table and where it stands."""

    place: str
    row: Any


class Parts:
    """The parts of an edition, table by table, each row with its place."""

    def __init__(self, parts: Mapping[str, Part], known: Known, places: Places = NOT_MOVED) -> None:
        """Look up the names that other tables refer to."""
        self._places = places
        self.known = known
        self.parts = parts
        self.clauses = {placed.row.number for placed in self.rows("clause")}
        self.tracks: dict[str, Track] = {placed.row.id: placed.row for placed in self.rows("track")}
        self.rules = tuple(self.rows("rule"))
        self.rule_ids = {
            placed.row.id
            for table in ("opening", "general", "rule", "library")
            for placed in self.rows(table)
        }

    def place(self, place: str) -> str:
        """Return where the thing really stands that has this place in the parts."""
        return self._places.row(place)

    def rows(self, table: str) -> Iterator[Placed]:
        """Yield the rows of a table of rows."""
        for name, part in self.parts.items():
            for index, row in enumerate(getattr(part, table)):
                yield Placed(self.place(f"{name}:{ROOT}.{table}[{index}]"), row)

    def entries(self, table: str) -> Iterator[tuple[str, str, Any]]:
        """Yield place, key and value of each entry of a table of entries."""
        for name, part in self.parts.items():
            for key, value in getattr(part, table).items():
                yield self.place(f"{name}:{ROOT}.{table}{step(key)}"), key, value
