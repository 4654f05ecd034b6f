"""One `sismic` statechart whose four tracks are the regions of an orthogonal state.

It expresses the whole procedure, with three concessions:

- The whole chart has one set of state names, so each bears its track's name.
- A step selects the transitions of all regions before it takes any, so guards see the case as it
  was; but the reporting track is judged on the facts that the event itself brings, so its
  transitions listen to an event of their own, `judge_<type>`, queued when the other three are
  done.
- Two transitions of one region that are both enabled are an error, so the order of the rules
  becomes their priority.

Guards and actions are Python code, as the engine wants them: each calls the function of the rule.
Contracts, which nobody states here, are switched off.
"""

from __future__ import annotations

from sismic.interpreter import Interpreter
from sismic.model import BasicState, CompoundState, OrthogonalState, Statechart, Transition
from sismic.model import Event as Trigger

from .procedure import UNOPENED, Event, Facts, admits
from .table import ACCEPTED_BY_REPORTING, REPORTING_EVENTS, RULES, STATES, TRACKS

NAME = "sismic"
DISTRIBUTION: str | None = "sismic"
COVERS = "the whole procedure, as one chart with four orthogonal regions"

GUARDS = {rule.id: rule.guard for rules in RULES.values() for rule in rules}
EFFECTS = {rule.id: rule.effect for rules in RULES.values() for rule in rules}


def _statechart() -> Statechart:
    """Return the statechart of the whole procedure."""
    chart = Statechart("incident")
    chart.add_state(OrthogonalState("case"), None)
    for track in TRACKS:
        chart.add_state(CompoundState(track, initial=f"{track}_{UNOPENED}"), "case")
        for state in STATES[track]:
            chart.add_state(BasicState(f"{track}_{state}"), track)
        prefix = "judge_" if track == "reporting" else ""
        for position, rule in enumerate(RULES[track]):
            guard = f"guards[{rule.id!r}](facts, event.reported)"
            action = f"effects[{rule.id!r}](facts, event.reported)"
            for source in rule.sources:
                for event in rule.events:
                    chart.add_transition(
                        Transition(
                            f"{track}_{source}",
                            None if rule.target is None else f"{track}_{rule.target}",
                            event=prefix + event,
                            guard=None if rule.guard is None else guard,
                            action=None if rule.effect is None else action,
                            priority=-position,
                        )
                    )
    chart.validate()
    return chart


STATECHART = _statechart()


class Case:
    """A case: its facts and its interpreter."""

    __slots__ = ("facts", "interpreter")

    def __init__(self) -> None:
        """Start the interpreter before the opening event."""
        self.facts = Facts()
        self.interpreter = Interpreter(
            STATECHART,
            initial_context={"facts": self.facts, "guards": GUARDS, "effects": EFFECTS},
            ignore_contract=True,
        )
        self.interpreter.execute()


def new() -> Case:
    """Return a case before its opening event."""
    return Case()


def _step(case: Case, name: str, event: Event) -> bool:
    """Let the chart take one event; tell whether a transition was taken."""
    # Without a stated delay the engine formats the whole event to say that it has none.
    case.interpreter.queue(Trigger(name, reported=event, delay=0))
    step = case.interpreter.execute_once()
    if step is None or not step.transitions:
        return False
    for entered in step.entered_states:
        track, _, state = entered.partition("_")
        setattr(case.facts, track, state)
    return True


def apply(case: Case, event: Event) -> bool:
    """Judge the event and fold it in; tell whether it was accepted."""
    facts = case.facts
    if not admits(facts, event):
        return False
    name = event.type
    accepted = False
    if name not in ACCEPTED_BY_REPORTING:
        accepted = _step(case, name, event)
        if not accepted:
            return False
    if name in REPORTING_EVENTS and _step(case, "judge_" + name, event):
        accepted = True
    if accepted:
        facts.at = event.at
    return accepted


def tracks(case: Case) -> tuple[str | None, ...]:
    """Return the states of the four tracks; None for each before the opening event."""
    active = dict(name.split("_", 1) for name in case.interpreter.configuration if "_" in name)
    states = tuple(active[track] for track in TRACKS)
    return (None, None, None, None) if UNOPENED in states else states


def release(case: Case) -> None:
    """Let go of a case: nothing else holds it."""
