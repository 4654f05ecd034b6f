"""Four flat stock `transitions` machines, one for each track, with a model of its own each.

The machines are built once, without automatic transitions and with the engine's own event and
transition classes; the guards are their conditions, the effects their `after` callbacks.  Every
case registers four models in the normal way, by `add_model`.  The engine judges and moves one
machine at a time, so the driver keeps the states from before the event in the facts for the
guards, and triggers the reporting machine last.
"""

from __future__ import annotations

from typing import Any

from transitions import Machine

from .procedure import UNOPENED, Event, Facts, admits
from .table import (
    ACCEPTED_BY_REPORTING,
    JUDGED_FIRST,
    REPORTING_EVENTS,
    RULES,
    STATES,
    TRACKS,
)

NAME = "transitions, flat"
DISTRIBUTION: str | None = "transitions"
COVERS = "the whole procedure, as four machines"


def _machine(track: str) -> Machine:
    """Return the stock machine of a track."""
    machine = Machine(
        model=None,
        states=list(STATES[track]),
        initial=UNOPENED,
        auto_transitions=False,
        ignore_invalid_triggers=True,
    )
    for rule in RULES[track]:
        for event in rule.events:
            machine.add_transition(
                event,
                list(rule.sources),
                rule.target,
                conditions=rule.guard,
                after=rule.effect,
            )
    return machine


MACHINES = {track: _machine(track) for track in TRACKS}


class Model:
    """What a machine registers: it adds the state and one method for each trigger."""

    state: str
    trigger: Any


class Case:
    """A case: its facts, and its model in each of the four machines."""

    __slots__ = ("emergency", "facts", "investigation", "processing", "reporting")

    investigation: Model
    processing: Model
    reporting: Model
    emergency: Model

    def __init__(self) -> None:
        """Register a model for each track."""
        self.facts = Facts()
        for track, machine in MACHINES.items():
            model = Model()
            machine.add_model(model)
            setattr(self, track, model)


def new() -> Case:
    """Return a case before its opening event."""
    return Case()


def apply(case: Case, event: Event) -> bool:
    """Judge the event and fold it in; tell whether it was accepted."""
    facts = case.facts
    if not admits(facts, event):
        return False
    name = event.type
    accepted = False
    for track in JUDGED_FIRST[name]:
        if getattr(case, track).trigger(name, facts, event):
            accepted = True
    if accepted:
        facts.investigation = case.investigation.state
        facts.processing = case.processing.state
        facts.emergency = case.emergency.state
    if name in REPORTING_EVENTS and (accepted or name in ACCEPTED_BY_REPORTING):
        if case.reporting.trigger(name, facts, event):
            accepted = True
        facts.reporting = case.reporting.state
    if accepted:
        facts.at = event.at
    return accepted


def tracks(case: Case) -> tuple[str | None, ...]:
    """Return the states of the four tracks; None for each before the opening event."""
    states = tuple(getattr(case, track).state for track in TRACKS)
    return (None, None, None, None) if UNOPENED in states else states


def release(case: Case) -> None:
    """Take the models out of the machines, which hold them otherwise."""
    for track, machine in MACHINES.items():
        machine.remove_model(getattr(case, track))
