"""Moving a case to another edition: what an edition must have to take it, and the move itself.

The guards here belong to the rules of the library.  They look at another edition than the one
that judges, and hold where there is no such edition: that it is missing is said once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nws_incident.facts import TRACKS

if TYPE_CHECKING:
    from collections.abc import Callable

    from nws_incident.events import Event
    from nws_incident.facts import Facts
    from nws_incident.notice.model import LibraryRule
    from nws_incident.text import Text


def edition_known(facts: Facts, event: Any) -> bool:
    """Tell whether the case knows the edition that it is to be moved to."""
    to: str = event.to
    return to in facts.editions


def edition_is_another(facts: Facts, event: Any) -> bool:
    """Tell whether it is another edition than the present one."""
    to: str = event.to
    return to != facts.edition.id


def states_exist_there(facts: Facts, event: Any) -> bool:
    """Tell whether the edition moved to has the state of every track."""
    return not missing_states(facts, event)


def words_exist_there(facts: Facts, event: Any) -> bool:
    """Tell whether the edition moved to has what the facts refer to: kind, finding and so on."""
    return not missing_words(facts, event)


def event_has_a_rule(facts: Facts, event: Event) -> bool:
    """Tell whether the present edition has any rule for events of this type."""
    edition = facts.edition
    return (
        event.type in edition.openings
        or event.type in edition.library
        or any(way.event == event.type for way in edition.ways)
    )


LIBRARY_GUARDS: dict[str, Callable[[Facts, Any], bool]] = {
    guard.__name__: guard
    for guard in (
        edition_known,
        edition_is_another,
        states_exist_there,
        words_exist_there,
        event_has_a_rule,
    )
}
"""Every guard of a rule of the library by its name."""


def missing_states(facts: Facts, event: Any) -> tuple[tuple[str, str], ...]:
    """Return each track whose state the edition moved to lacks, with that state."""
    there = facts.editions.get(event.to)
    if there is None:
        return ()
    return tuple(
        (track, facts.state(track))
        for track in TRACKS
        if facts.state(track) not in there.tracks[track].states
    )


def missing_words(facts: Facts, event: Any) -> tuple[Text, ...]:
    """Return the labels of what the facts refer to and the edition moved to lacks."""
    here, there = facts.edition, facts.editions.get(event.to)
    if there is None:
        return ()
    kinds = {opening.kind for opening in there.openings.values()}
    finding = None if facts.cause is None else facts.cause.finding
    missing = [
        here.label(vocabulary, word)
        for vocabulary, word, known in (
            ("case_kind", facts.kind, kinds),
            ("finding", finding, there.findings),
            ("emergency_kind", facts.emergency_kind, there.emergencies),
        )
        if word is not None and word not in known
    ]
    ground = facts.report_ground
    if ground is not None and ground.id not in {row.id for row in there.reports}:
        missing.append(ground.means)
    return tuple(missing)


def admits(rule: LibraryRule, facts: Facts, event: Event) -> bool:
    """Tell whether a rule of the library accepts an event of its type."""
    return event.by in rule.by and all(LIBRARY_GUARDS[name](facts, event) for name in rule.guards)


def move(facts: Facts, event: Any) -> None:
    """Fold in an accepted change of edition: the rows that facts hold become those of the new."""
    edition = facts.editions[event.to]
    ground = facts.report_ground
    if ground is not None:
        facts.report_ground = next(row for row in edition.reports if row.id == ground.id)
    facts.edition = edition
    facts.version += 1
    facts.last_at = event.at
