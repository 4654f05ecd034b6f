"""A plain picture of the running machines: what the renderers of each format draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from nws_incident.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nws_incident.judging import Procedure
    from nws_incident.machine import LeanTransition, TrackMachine
    from nws_incident.notice.edition import Edition


@frozen
class Arrow:
    """All transitions from one state to another by one event, with their rules and clauses."""

    source: str
    to: str
    label: str


@frozen
class Region:
    """A track: its states with their labels, where it may start, and its arrows."""

    id: str
    label: str
    states: tuple[tuple[str, str], ...]
    initial: tuple[str, ...]
    arrows: tuple[Arrow, ...]

    def bundles(self) -> Iterator[tuple[str, str, list[str]]]:
        """Yield two states and the labels of all arrows from the one to the other.

        One line with several labels is easier to follow than several lines side by side.
        """
        bundled: dict[tuple[str, str], list[str]] = {}
        for arrow in self.arrows:
            bundled.setdefault((arrow.source, arrow.to), []).append(arrow.label)
        for (source, to), labels in bundled.items():
            yield source, to, labels


@frozen
class Diagram:
    """The tracks that run side by side."""

    title: str
    regions: tuple[Region, ...]


def diagram_of(
    procedure: Procedure,
    tracks: Iterable[str] | None = None,
    *,
    language: str = "ja",
    with_records: bool = False,
) -> Diagram:
    """Return the picture of a procedure's machines, or of some of its `tracks`.

    `with_records` adds the rules that record a fact and leave the track where it is.  Raises
    `KeyError` for a track that does not exist.
    """
    edition = procedure.edition
    return Diagram(
        title=f"{edition.about.number.read(language)} ({edition.id})",
        regions=tuple(
            _region(edition, procedure.machines[track], language, with_records=with_records)
            for track in (tracks or procedure.machines)
        ),
    )


def _region(
    edition: Edition, machine: TrackMachine, language: str, *, with_records: bool
) -> Region:
    track = edition.tracks[machine.model_attribute]
    starts = {track.initial}
    if track.id == "investigation":
        starts = {opening.investigation for opening in edition.openings.values()}
    return Region(
        id=track.id,
        label=track.label.read(language),
        states=tuple(
            (state, edition.state_label(track.id, state).read(language)) for state in machine.states
        ),
        initial=tuple(state for state in machine.states if state in starts),
        arrows=tuple(_arrows(edition, machine, language, with_records=with_records)),
    )


def _arrows(
    edition: Edition, machine: TrackMachine, language: str, *, with_records: bool
) -> Iterator[Arrow]:
    grouped: dict[tuple[str, str, str], list[LeanTransition]] = {}
    for transition in machine.ways():
        if transition.is_move or with_records:
            fired = transition.fired
            key = (fired.source, fired.to, transition.way.event)
            grouped.setdefault(key, []).append(transition)
    for (source, to, event), transitions in grouped.items():
        rules = dict.fromkeys(transition.rule for transition in transitions)
        clauses = dict.fromkeys(
            clause for transition in transitions for clause in transition.way.clauses
        )
        label = edition.events[event].read(language)
        if all(not transition.is_move for transition in transitions):
            label = f"{wording('diagram.internal').read(language)}: {label}"
        yield Arrow(source, to, f"{label} [{', '.join(rules)}; {', '.join(clauses)}]")
