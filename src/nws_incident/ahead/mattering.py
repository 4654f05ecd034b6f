"""Which values of the events on a way matter: whatever is left over may be anything.

A value matters unless the whole rest of the way, up to the target, goes as well with any other.
Fields are let go one at a time, from the last event to the first, each together with all that
were let go before it; so whatever mixture the open fields have in the end will do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from attrs import define, evolve

from nws_incident.ahead.moves import Taken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nws_incident.ahead.moves import Moves
    from nws_incident.ahead.targets import Target
    from nws_incident.facts import Facts
    from nws_incident.probes import Probe

_ROLE = "by"


@define
class _Stage:
    """An event on the way: the values it is held to, and its lists with no more than it takes."""

    taken: Taken
    held: dict[str, Any]
    shorter: Mapping[str, tuple[Any, ...]]

    @property
    def values(self) -> dict[str, Any]:
        """The values that matter."""
        return {
            name: self.shorter.get(name, value)
            for name, value in self.held.items()
            if name != _ROLE
        }

    def alternatives(self, moves: Moves, facts: Facts | None) -> Iterator[Probe]:
        """Yield every event with the values that this one is held to."""
        shorter = {name: value for name, value in self.shorter.items() if name in self.held}
        for probe in moves.of(facts, self.taken.probe.event.type):
            if all(
                name in probe.values and probe.values[name] == value
                for name, value in self.held.items()
            ):
                yield _with(probe, shorter)


def values_that_matter(target: Target, moves: Moves, path: Sequence[Taken]) -> list[dict[str, Any]]:
    """Return for each event the values that matter; the role in `by` always does, and is left out.

    In each list no more is left than it takes.
    """
    stages = [_Stage(taken, dict(taken.probe.values), _shortened(moves, taken)) for taken in path]
    for index in reversed(range(len(stages))):
        stage = stages[index]
        for name in [name for name in reversed(stage.held) if name != _ROLE]:
            held = stage.held
            stage.held = {other: value for other, value in held.items() if other != name}
            if not _arrives(target, moves, stages[index:]):
                stage.held = held
    return [stage.values for stage in stages]


def _shortened(moves: Moves, taken: Taken) -> dict[str, tuple[Any, ...]]:
    """Drop from each list of an event, from its end, what makes no difference to the case."""
    shorter: dict[str, tuple[Any, ...]] = {}
    for name in taken.probe.values:
        members = getattr(taken.probe.event, name)
        if not isinstance(members, tuple):
            continue
        for member in reversed(members):
            fewer = tuple(other for other in members if other != member)
            other = moves.take(taken.before, _with(taken.probe, {**shorter, name: fewer}))
            if other is not None and moves.cone.key(other.after) == moves.cone.key(taken.after):
                members = fewer
        shorter[name] = members
    return shorter


def _with(probe: Probe, fields: Mapping[str, Any]) -> Probe:
    return evolve(probe, event=probe.event.replace(**fields)) if fields else probe


def _arrives(target: Target, moves: Moves, stages: Sequence[_Stage]) -> bool:
    """Tell whether the rest of a way leads to the target, with any values but those held."""
    cases: list[Facts | None] = [stages[0].taken.before]
    for stage in stages:
        reached: dict[Any, Facts | None] = {}
        for facts in cases:
            every = [moves.take(facts, probe) for probe in stage.alternatives(moves, facts)]
            if not every or None in every:
                return False
            reached.update((moves.cone.key(one.after), one.after) for one in every if one)
        cases = list(reached.values())
    return all(target.is_met(facts) for facts in cases if facts is not None)
