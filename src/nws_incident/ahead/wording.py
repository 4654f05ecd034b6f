"""What a way on is called: its steps and the sentence about it, from the edition's texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nws_incident.ahead.way import COMPLETE, Reach, Step
from nws_incident.fields import show
from nws_incident.folding import records_of
from nws_incident.terms import VOCABULARIES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nws_incident.ahead.moves import Taken
    from nws_incident.notice.edition import Edition
    from nws_incident.text import Text

_VOCABULARY_OF = {words: name for name, words in VOCABULARIES.items()}
_PARTICULARS = "inquiry"
_NEW_ROUND = "new_round"
_STEPS_TOLD = 3
"""How many steps a sentence names; of the others it gives the number."""


def step_of(edition: Edition, taken: Taken, values: Mapping[str, Any]) -> Step:
    """Return an event on a way as a step, with the values that matter."""
    event = taken.probe.event
    clauses = tuple(dict.fromkeys(clause for fired in taken.fired for clause in fired.clauses))
    label = edition.messages["step"].fill(**_said(edition, event.type, event.by, clauses))
    stated = tuple(
        edition.messages["step_value"].fill(
            field=edition.fields[name], value=value_of(edition, name, value)
        )
        for name, value in values.items()
    )
    rules = tuple(fired.rule for fired in taken.fired)
    return Step(
        event_type=event.type,
        by=event.by,
        values=dict(values),
        rules=rules,
        clauses=clauses,
        starts_round=_NEW_ROUND in records_of(edition, event, taken.fired),
        label=label,
        text=edition.messages["step_values"].fill(step=label, values=edition.listed(stated))
        if stated
        else label,
    )


def label_of(edition: Edition, target: str) -> Text:
    """Return what a target is called."""
    return edition.messages["complete"] if target == COMPLETE else edition.events[target]


def sentence(
    edition: Edition, target: str, reach: Reach, steps: Sequence[Step], searched: int
) -> Text:
    """Say in one sentence what must come first, or that nothing helps."""
    kind = "complete" if target == COMPLETE else "event"
    text = edition.messages[f"way_{kind}_{reach}"]
    first = [
        edition.messages["way_step"].fill(**_said(edition, step.event_type, step.by, step.clauses))
        for step in steps[:_STEPS_TOLD]
    ]
    if steps[_STEPS_TOLD:]:
        left = str(len(steps[_STEPS_TOLD:]))
        first.append(edition.messages["way_more"].fill(count=left))
    listed = edition.messages["way_list"].join(tuple(first))
    return text.fill(steps=listed, searched=str(searched))


def _said(
    edition: Edition, event_type: str, role: str, clauses: tuple[str, ...]
) -> dict[str, Text]:
    return {
        "role": edition.label("role", role),
        "event": edition.events[event_type],
        "clauses": edition.listed(tuple(edition.plain(clause) for clause in clauses)),
    }


def value_of(edition: Edition, name: str, value: Any) -> Text:
    """Return what a value of a field is called."""
    if isinstance(value, bool):
        return edition.messages["yes" if value else "no"]
    if value is None:
        return edition.messages["unknown"]
    if isinstance(value, tuple):
        return _members(edition, name, value)
    if type(value) is str:
        return edition.plain(show(value))
    return edition.label(_VOCABULARY_OF[type(value)], value)


def _members(edition: Edition, name: str, members: tuple[Any, ...]) -> Text:
    if not members:
        return edition.messages["nobody"]
    if name == _PARTICULARS:
        return edition.listed(tuple(edition.fields[member] for member in members))
    return edition.listed(
        tuple(
            edition.label(_VOCABULARY_OF[type(member)], member)
            if type(member) in _VOCABULARY_OF
            else edition.messages["somebody"]
            for member in members
        )
    )
