"""One `transitions` machine whose four tracks are parallel states: HierarchicalMachine.

It expresses the whole procedure, with four concessions:

- State names hold underscores, so the separator of nested names has to be another one.
- The reporting track is judged on the facts that the event itself brings, so its transitions
  listen to a trigger of their own, `judge_<type>`, sent when the other three are done.
- Regions are judged and moved one after the other, so guards read the states from before the
  event out of the facts.
- Where two regions have transitions for one trigger, the trigger returns the last one's result
  and can deny a move that was made; so an `after` callback on every transition records it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from transitions.extensions import HierarchicalMachine
from transitions.extensions.nesting import NestedState

from .procedure import UNOPENED, Event, Facts, admits
from .table import ACCEPTED_BY_REPORTING, REPORTING_EVENTS, RULES, STATES, TRACKS, Effect, Judge

if TYPE_CHECKING:
    from collections.abc import Callable

NAME = "transitions, hierarchical"
DISTRIBUTION: str | None = "transitions"
COVERS = "the whole procedure, as one machine with four parallel states"

ROOT = "case"
SEPARATOR = "/"


class State(NestedState):
    """A nested state whose full name is parted by slashes."""

    separator = SEPARATOR


class ParallelMachine(HierarchicalMachine):
    """A hierarchical machine of such states."""

    state_cls = State


class Case:
    """A case, and the model that the machine registers for it."""

    state: list[str]
    trigger: Any

    def __init__(self) -> None:
        """Start before the opening event; the machine adds the states and triggers."""
        self.facts = Facts()
        self.moved = False


def _record(case: Case, _: Event) -> None:
    """Record that a transition was made."""
    case.moved = True


def _on_facts(function: Judge | Effect) -> Callable[[Case, Event], bool | None]:
    """Return a guard or effect that takes the facts out of the case."""

    def callback(case: Case, event: Event) -> bool | None:
        return function(case.facts, event)

    return callback


def _path(track: str, state: str) -> str:
    """Return the full name of a track's state."""
    return SEPARATOR.join((ROOT, track, state))


def _machine() -> ParallelMachine:
    """Return the machine of the whole procedure."""
    regions = [
        {"name": track, "initial": UNOPENED, "children": list(STATES[track])} for track in TRACKS
    ]
    machine = ParallelMachine(
        model=None,
        states=[{"name": ROOT, "parallel": regions}],
        initial=ROOT,
        auto_transitions=False,
        ignore_invalid_triggers=True,
    )
    for track in TRACKS:
        prefix = "judge_" if track == "reporting" else ""
        for rule in RULES[track]:
            for event in rule.events:
                machine.add_transition(
                    prefix + event,
                    [_path(track, source) for source in rule.sources],
                    None if rule.target is None else _path(track, rule.target),
                    conditions=None if rule.guard is None else _on_facts(rule.guard),
                    after=[
                        _record,
                        *([] if rule.effect is None else [_on_facts(rule.effect)]),
                    ],
                )
    return machine


MACHINE = _machine()


def new() -> Case:
    """Return a case before its opening event."""
    case = Case()
    MACHINE.add_model(case)
    return case


def apply(case: Case, event: Event) -> bool:
    """Judge the event and fold it in; tell whether it was accepted."""
    facts = case.facts
    if not admits(facts, event):
        return False
    name = event.type
    case.moved = False
    if name not in ACCEPTED_BY_REPORTING:
        case.trigger(name, case, event)
        if not case.moved:
            return False
        _keep_states(case)
    if name in REPORTING_EVENTS:
        case.trigger("judge_" + name, case, event)
        if case.moved:
            _keep_states(case)
    if case.moved:
        facts.at = event.at
    return case.moved


def _keep_states(case: Case) -> None:
    """Keep the states in the facts, where guards read them."""
    for path in case.state:
        _, track, state = path.split(SEPARATOR)
        setattr(case.facts, track, state)


def tracks(case: Case) -> tuple[str | None, ...]:
    """Return the states of the four tracks; None for each before the opening event."""
    reached = dict(path.split(SEPARATOR)[1:] for path in case.state)
    states = tuple(reached[track] for track in TRACKS)
    return (None, None, None, None) if UNOPENED in states else states


def release(case: Case) -> None:
    """Take the case out of the machine, which holds it otherwise."""
    MACHINE.remove_model(case)
