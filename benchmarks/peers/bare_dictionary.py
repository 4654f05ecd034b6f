"""The yardstick: plain Python over dictionaries, one for each event type and track.

Such a dictionary leads from a state to the rules to try, in order, each a guard (or None), the
next state (or None) and an effect (or None).  A case is one slotted object.  Nothing here can be
configured, drawn, explained or checked beyond the procedure itself: whatever an engine gives
more than this, it is paid for above this.  (One dictionary for each track, keyed by state and
event type, reads a little better and takes a quarter more time.)
"""

from __future__ import annotations

from .procedure import ROLES, UNOPENED, Event, Facts
from .table import ACCEPTED_BY_REPORTING, RULES, Effect, Judge

NAME = "bare dictionary"
DISTRIBUTION: str | None = None
COVERS = "the whole procedure"

Choices = tuple[tuple[Judge | None, str | None, Effect | None], ...]
ByState = dict[str, Choices]


def _by_state(event_type: str, track: str) -> ByState:
    """Return a track's rules for a type by state; nothing where it has none."""
    compiled: ByState = {}
    for rule in RULES[track]:
        if event_type in rule.events:
            choice = (rule.guard, rule.target, rule.effect)
            for source in rule.sources:
                compiled[source] = (*compiled.get(source, ()), choice)
    return compiled


PLANS = {
    event_type: (
        roles,
        _by_state(event_type, "investigation"),
        _by_state(event_type, "processing"),
        _by_state(event_type, "emergency"),
        _by_state(event_type, "reporting"),
        event_type in ACCEPTED_BY_REPORTING,
    )
    for event_type, roles in ROLES.items()
}


def new() -> Facts:
    """Return a case before its opening event."""
    return Facts()


def apply(case: Facts, event: Event) -> bool:  # noqa: C901, PLR0912  a helper costs a call each time
    """Judge the event and fold it in; tell whether it was accepted."""
    roles, investigation, processing, emergency, reporting, by_reporting = PLANS[event.type]
    at = event.at
    if event.by not in roles or (case.at is not None and at < case.at):
        return False
    accepted = False
    investigated = case.investigation
    if investigation:
        for guard, target, effect in investigation.get(investigated, ()):
            if guard is None or guard(case, event):
                accepted = True
                if effect is not None:
                    effect(case, event)
                if target is not None:
                    investigated = target
                break
    if processing:
        for guard, target, _ in processing.get(case.processing, ()):
            if guard is None or guard(case, event):
                accepted = True
                if target is not None:
                    case.processing = target
                break
    case.investigation = investigated
    if emergency:
        for guard, target, effect in emergency.get(case.emergency, ()):
            if guard is None or guard(case, event):
                accepted = True
                if effect is not None:
                    effect(case, event)
                if target is not None:
                    case.emergency = target
                break
    if reporting and (accepted or by_reporting):
        for guard, target, effect in reporting.get(case.reporting, ()):
            if guard is None or guard(case, event):
                accepted = True
                if effect is not None:
                    effect(case, event)
                if target is not None:
                    case.reporting = target
                break
    if accepted:
        case.at = at
    return accepted


def tracks(case: Facts) -> tuple[str | None, ...]:
    """Return the states of the four tracks; None for each before the opening event."""
    if case.investigation == UNOPENED:
        return (None, None, None, None)
    return (case.investigation, case.processing, case.reporting, case.emergency)


def release(case: Facts) -> None:
    """Let go of a case: nothing else holds it."""
