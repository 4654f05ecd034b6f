"""One `python-statemachine` chart whose four tracks are parallel regions: StateChart.

It expresses the whole procedure, with three concessions:

- The whole chart has one set of state ids, so each bears its track's name.
- A step selects the transitions of all regions before it takes any, so guards see the case as it
  was; but the reporting track is judged on the facts that the event itself brings, so its
  transitions listen to an event of their own, `judge_<type>`, sent when the other three are done.
- `event` is a name that the engine injects, so guards and effects are called through a wrapper;
  an action that returns True on every transition tells a step from none.
"""

from __future__ import annotations

from types import new_class
from typing import TYPE_CHECKING

from statemachine import State, StateChart

from .procedure import UNOPENED, Event, Facts, admits
from .table import ACCEPTED_BY_REPORTING, REPORTING_EVENTS, RULES, STATES, TRACKS, Effect, Judge

if TYPE_CHECKING:
    from collections.abc import Callable

NAME = "python-statemachine"
DISTRIBUTION: str | None = "python-statemachine"
COVERS = "the whole procedure, as one chart with four parallel regions"


def _injected(function: Judge | Effect) -> Callable[[Facts, Event], bool | None]:
    """Return a guard or effect whose parameters are named as they are sent."""

    def callback(facts: Facts, reported: Event) -> bool | None:
        return function(facts, reported)

    return callback


def _moved() -> bool:
    """Tell the sender that a transition was taken."""
    return True


def _region(track: str) -> type:
    """Return a track as a compound state, with its transitions."""
    states = {state: State(state, initial=state == UNOPENED) for state in STATES[track]}
    prefix = "judge_" if track == "reporting" else ""
    for rule in RULES[track]:
        for source in rule.sources:
            for event in rule.events:
                states[source].to(
                    None if rule.target is None else states[rule.target],
                    event=prefix + event,
                    cond=None if rule.guard is None else _injected(rule.guard),
                    on=[_moved] if rule.effect is None else [_moved, _injected(rule.effect)],
                )
    named = {f"{track}_{name}": state for name, state in states.items()}
    return new_class(track, (State.Compound,), {}, lambda body: body.update(named))


class Chart(StateChart):  # type: ignore[type-arg]
    """The chart of the whole procedure."""

    catch_errors_as_events = False

    case = new_class(
        "case",
        (State.Parallel,),
        {},
        lambda body: body.update((track, _region(track)) for track in TRACKS),
    )


class Case:
    """A case: its facts and its running chart."""

    __slots__ = ("chart", "facts")

    def __init__(self) -> None:
        """Start the chart before the opening event."""
        self.facts = Facts()
        self.chart = Chart()


def new() -> Case:
    """Return a case before its opening event."""
    return Case()


def _keep_states(case: Case) -> None:
    """Keep the states in the facts, where guards of the other regions read them."""
    for value in case.chart.configuration_values:
        track, _, state = value.partition("_")
        if state:
            setattr(case.facts, track, state)


def apply(case: Case, event: Event) -> bool:
    """Judge the event and fold it in; tell whether it was accepted."""
    facts = case.facts
    if not admits(facts, event):
        return False
    name = event.type
    accepted = False
    if name not in ACCEPTED_BY_REPORTING:
        if not case.chart.send(name, facts=facts, reported=event):
            return False
        accepted = True
        _keep_states(case)
    if name in REPORTING_EVENTS and case.chart.send("judge_" + name, facts=facts, reported=event):
        accepted = True
        _keep_states(case)
    if accepted:
        facts.at = event.at
    return accepted


def tracks(case: Case) -> tuple[str | None, ...]:
    """Return the states of the four tracks; None for each before the opening event."""
    active = dict(value.split("_", 1) for value in case.chart.configuration_values if "_" in value)
    states = tuple(active[track] for track in TRACKS)
    return (None, None, None, None) if UNOPENED in states else states


def release(case: Case) -> None:
    """Let go of a case: nothing else holds it."""
