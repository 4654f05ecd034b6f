"""Where two editions judge differently: found by taking the same steps under both at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from nws_incident.casefile.model import CaseFile, Expectation
from nws_incident.folding import open_case
from nws_incident.judging import Procedure, procedure_of
from nws_incident.machine import Fired
from nws_incident.proving.alphabet import events_of, openings_of
from nws_incident.proving.cases import Met, case_file, events_to
from nws_incident.proving.exploring import Exploration
from nws_incident.proving.judgements import Judgement, Learner
from nws_incident.proving.sweeping import Sweep
from nws_incident.proving.variables import VARIABLES
from nws_incident.terms import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nws_incident.events import Event, Opening
    from nws_incident.notice.edition import Edition
    from nws_incident.proving.judgements import Ask

_Moves = tuple[tuple[str | None, str, str], ...]


@frozen
class Difference:
    """A kind of event that two editions judge differently where all has been the same before.

    `first` and `second` are the rules that take it under each, none where it is refused.  `case` is
    the shortest case of it, with what the first edition makes of it as its expectation: its last
    event is the one that differs.
    """

    event_type: str
    by: Role
    first: tuple[Fired, ...]
    second: tuple[Fired, ...]
    case: CaseFile = field(repr=False)


def differences(
    first: Edition, second: Edition, *, progress: Callable[[int], None] | None = None
) -> tuple[Difference, ...]:
    """Return every kind of event that two editions judge differently, each with its shortest case.

    Both are taken the same steps from the same opening as long as they agree; what comes after a
    difference is not looked at, since the cases are different ones by then.  Two editions differ
    over an event where one accepts it and the other does not, or where another state, or other
    knowledge, comes of it.  Other texts, clauses, duties and routes are no differences here: they
    stand side by side in the editions' files.  The shortest case comes first.
    """
    both = _Both(first, second, progress)
    found: dict[tuple[str, Role, _Moves, _Moves], tuple[list[Event], _Contrast]] = {}
    for events, contrast in _contrasts(both):
        event = events[-1]
        key = (event.type, event.by, _moves(contrast.first), _moves(contrast.second))
        if key not in found or len(events) < len(found[key][0]):
            found[key] = (events, contrast)
    return tuple(
        Difference(
            events[-1].type,
            events[-1].by,
            contrast.first,
            contrast.second,
            _case(both, events, contrast, number),
        )
        for number, (events, contrast) in enumerate(
            sorted(found.values(), key=lambda one: len(one[0])), start=1
        )
    )


@frozen
class _Contrast:
    """The rules that take an event under each of two editions."""

    first: tuple[Fired, ...]
    second: tuple[Fired, ...]


class _Both(Exploration):
    """Everything that becomes of a case under two editions alike."""

    def __init__(
        self, first: Edition, second: Edition, progress: Callable[[int], None] | None
    ) -> None:
        self.second = second
        super().__init__(first, progress=progress)

    def _worth_trying(self) -> list[Event]:
        events = events_of(self.edition)
        return [*events, *(event for event in events_of(self.second) if event not in events)]

    def _opened(self) -> Iterator[tuple[Opening, bytes]]:
        """Yield what opens a case under both editions alike."""
        for event, start in super()._opened():
            if _start(self, self.second, event) == start:
                yield event, start

    def learner(self, own: frozenset[str], kept: frozenset[str]) -> Learner:
        return _LearnerOfBoth(
            self.procedure, procedure_of(self.second), self.events, self.values, own, kept
        )


class _LearnerOfBoth(Learner):
    """Learns how two procedures judge events, and accepts what both make the same of."""

    def __init__(self, procedure: Procedure, second: Procedure, *args: Any) -> None:
        super().__init__(procedure, *args)
        self._second = Learner(second, *args)

    def _judged(self, number: int, ask: Ask, read: dict[int, int]) -> Judgement:
        one = super()._judged(number, ask, read)
        other = self._second._judged(number, ask, read)  # noqa: SLF001  of its own class
        if bool(one.fired) == bool(other.fired) and _is_same(one, other, ask):
            return one
        return Judgement(number, read, difference=_Contrast(one.fired, other.fired))


def _is_same(one: Judgement, other: Judgement, ask: Ask) -> bool:
    """Tell whether two judgements leave the same known, wherever both were made."""
    first, second = dict(one.writes), dict(other.writes)
    for place in first.keys() ^ second.keys():
        ask(VARIABLES[place])  # what is written by one alone may have been so before
    return all(
        first.get(place, one.read.get(place)) == second.get(place, one.read.get(place))
        for place in first.keys() | second.keys()
    )


def _contrasts(both: _Both) -> Iterator[tuple[list[Event], _Contrast]]:
    """Yield each case that the editions part over, and how."""
    alike = [event for event, _ in both.starts]
    for event in (*openings_of(both.edition), *openings_of(both.second)):
        if event not in alike:
            first, second = (_opened_by(edition, event) for edition in (both.edition, both.second))
            yield [event], _Contrast(first, second)
    sweep = Sweep(both)
    for judgement, region in sweep.differing():
        met = Met.at(region, judgement.event)
        yield events_to(both, met), judgement.difference


def _start(both: Exploration, edition: Edition, event: Opening) -> bytes | None:
    rule = edition.openings.get(event.type)
    if rule is None or event.by not in rule.by:
        return None
    return bytes(both.values.of_facts(open_case(edition, rule, event)))


def _opened_by(edition: Edition, event: Event) -> tuple[Fired, ...]:
    opened = procedure_of(edition).open(event)
    return () if opened is None else opened[1]


def _moves(fired: tuple[Fired, ...]) -> _Moves:
    return tuple((one.track, one.source, one.to) for one in fired)


def _case(both: _Both, events: list[Event], contrast: _Contrast, number: int) -> CaseFile:
    refused = () if contrast.first else (len(events) - 1,)
    name = f"{both.edition.id}-{both.second.id}-{number}"
    return case_file(both, events, name, title=name, expect=Expectation(refused=refused))
