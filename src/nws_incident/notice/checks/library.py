"""What judging relies on whatever the edition: guards of every event, and the library's rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nws_incident.errors import ROOT, Problem
from nws_incident.notice.model import ANY_EVENT, Force

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nws_incident.notice.checks.parts import Parts


def _generals(edition: Parts) -> Iterator[Problem]:
    """Demand a row for each guard that is asked of every event, and no other guard there."""
    wanted = edition.known.generals
    asked = {placed.row.guard for placed in edition.rows("general")}
    for placed in edition.rows("general"):
        yield from _strange(f"{placed.place}.guard", (placed.row.guard,), wanted)
    for guard in sorted(wanted - asked):
        yield Problem.of(f"{ROOT}.general", "edition_missing_row", value=guard)


def _reserved(edition: Parts) -> Iterator[Problem]:
    """Demand that no rule or duty of the notice names a guard that is no rule's to name."""
    reserved = edition.known.generals.union(*edition.known.library.values())
    for table in ("rule", "report", "duty"):
        for placed in edition.rows(table):
            for place, row in (
                (placed.place, placed.row),
                *(
                    (f"{placed.place}.branch[{index}]", branch)
                    for index, branch in enumerate(getattr(placed.row, "branch", ()))
                ),
            ):
                named = {*(row.guards or ()), *getattr(row, "advises", ())} & reserved
                yield from _strange(f"{place}.guards", named, edition.known.guards - reserved)


def _library(edition: Parts) -> Iterator[Problem]:
    """Demand that a rule of the library judges by the guards that its type of event needs."""
    wanted = edition.known.library
    judged = {placed.row.event for placed in edition.rows("library")}
    if ANY_EVENT not in judged:
        yield Problem.of(f"{ROOT}.library", "edition_missing_row", value=ANY_EVENT)
    for placed in edition.rows("library"):
        rule = placed.row
        if rule.event not in wanted:
            yield Problem.of(f"{placed.place}.event", "edition_unknown_event", value=rule.event)
            continue
        if rule.event != ANY_EVENT and not rule.by:
            yield Problem.of(f"{placed.place}.by", "edition_incomplete", value="by")
        needed = frozenset(wanted[rule.event])
        yield from _strange(f"{placed.place}.guards", set(rule.guards) - needed, needed)
        for guard in sorted(needed - set(rule.guards)):
            yield Problem.of(f"{placed.place}.guards", "edition_missing_row", value=guard)


def _strange(place: str, guards: Iterable[str], allowed: frozenset[str]) -> Iterator[Problem]:
    """Yield a problem for each guard that is not one of those allowed."""
    for guard in sorted(set(guards) - allowed):
        yield Problem.of(
            place, "edition_unknown_guard", value=guard, allowed=", ".join(sorted(allowed))
        )


def _starts(edition: Parts) -> Iterator[Problem]:
    """Demand that each track starts in a state of its own."""
    for placed in edition.rows("track"):
        track = placed.row
        if track.initial not in track.states:
            yield Problem.of(
                f"{placed.place}.initial",
                "edition_unknown_state",
                track=track.id,
                value=track.initial,
            )


def _forces(edition: Parts) -> Iterator[Problem]:
    """Demand a label for whatever a clause does, and for nothing else."""
    forces = set(Force)
    labelled = {key for _, key, _ in edition.entries("force")}
    for force in sorted(forces - labelled):
        yield Problem.of(f"{ROOT}.force", "edition_missing_row", value=force)
    for place, key, _ in edition.entries("force"):
        if key not in forces:
            yield Problem.of(place, "edition_unused", value=key)


CHECKS = (_generals, _reserved, _library, _starts, _forces)
