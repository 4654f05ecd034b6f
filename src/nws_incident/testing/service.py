"""A state machine for Hypothesis that holds an embedder's own service against the library.

The service keeps a case in its own way: it is told events, and says whether it takes them.  The
machine tells it events that the library accepts and refuses, in one case and in several side by
side, and compares each answer, and where the tracks are, with what the library says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

import attrs
from attrs import define, field
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from nws_incident.case import Case, Decision
from nws_incident.events import Event
from nws_incident.facts import TRACKS
from nws_incident.findings import Refused
from nws_incident.testing.cases import accepted_events, next_events, refused_events
from nws_incident.testing.story import as_case_file, event_line
from nws_incident.views import Tracks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nws_incident.notice.edition import Edition

Service = TypeVar("Service", bound=Callable[[Any], Any])
States = Tracks | Mapping[str, str | None]

_AT_ONCE = 3
_LONGEST = 12
"""How many events a story has at most that is made shorter by leaving events out."""
_AN_EARLIER_CASE = "Does the service keep anything from one case to another?"


class Difference(AssertionError):  # noqa: N818  what was found, not what went wrong
    """A service and the library differ; the message tells the case up to there."""


class _Told:
    """An event as the steps of a failing run show it: of attrs classes Hypothesis shows it all."""

    def __init__(self, event: Event) -> None:
        self.event = event

    def __repr__(self) -> str:
        return f"<{event_line(self.event)}>"


@define
class _Pair:
    """A case as the library keeps it and as the service does, and all that both were told."""

    case: Case
    service: Any
    tracks: Callable[[Any], States] | None
    told: list[tuple[Event, Decision]] = field(factory=list)

    def tell(self, event: Event) -> str | None:
        """Tell both an event; return how they differ, if they do."""
        decision = self.case.offer(event)
        self.told.append((event, decision))
        is_accepted = _verdict(self.service, event)
        if is_accepted and not decision.accepted:
            return "The service accepts what the library refuses."
        if decision.accepted and not is_accepted:
            return "The service refuses what the library accepts."
        if self.tracks is None or not self.case.is_open:
            return None
        said = self.tracks(self.service)
        states = attrs.asdict(said) if isinstance(said, Tracks) else said
        for track in TRACKS:
            state = getattr(self.case.tracks, track)
            if states.get(track, state) != state:
                return f"The service has {track} in {states[track]}, the library in {state}."
        return None


@st.composite
def _told(draw: st.DrawFn, machine: Any, strategy: Callable[[Case], Any]) -> _Told:
    return _Told(draw(strategy(machine.case)))


def _of_case(strategy: Callable[[Case], st.SearchStrategy[Event]]) -> st.SearchStrategy[_Told]:
    """Draw an event for the case that the machine is at."""
    return st.runner().flatmap(lambda machine: _told(machine, strategy))


class _ServiceMachine(RuleBasedStateMachine):
    """Services and cases that are told the same."""

    start: ClassVar[Any]

    def __init__(self) -> None:
        """Start with one case."""
        super().__init__()
        self._pairs: list[_Pair] = [self.start()]
        self._at = 0
        self._error: Exception | None = None

    @property
    def case(self) -> Case:
        """The case that is told of now."""
        return self._pairs[self._at].case

    @rule(told=_of_case(accepted_events))
    def accepted(self, told: _Told) -> None:
        """Tell an event that the case accepts."""
        self._tell(told.event)

    @rule(told=_of_case(accepted_events))
    def accepted_too(self, told: _Told) -> None:
        """Tell more of those, so that cases get somewhere."""
        self._tell(told.event)

    @rule(told=_of_case(refused_events))
    def refused(self, told: _Told) -> None:
        """Tell an event that the case refuses."""
        self._tell(told.event)

    @rule(told=_of_case(next_events))
    def any_other(self, told: _Told) -> None:
        """Tell any event, also one that comes too early."""
        self._tell(told.event)

    @rule(number=st.integers(1, _AT_ONCE))
    def turn_to_case(self, number: int) -> None:
        """Go on with another case, or start one more."""
        self._at = min(number - 1, len(self._pairs))
        if self._at == len(self._pairs):
            self._pairs.append(self.start())

    def _tell(self, event: Event) -> None:
        pair = self._pairs[self._at]
        if self._error is not None:
            pair.case.offer(event)
            return
        try:
            found = pair.tell(event)
        except Exception as error:  # noqa: BLE001  whatever the service raises is told of
            error.add_note(_story(pair))
            self._error = error
            return
        if found is not None:
            others = any(other.told for other in self._pairs if other is not pair)
            story = _story(_shortest(pair, found, self.start), others=others)
            self._error = Difference(f"{found}\n{story}")

    def teardown(self) -> None:
        """Say what was found: only now, so that what is drawn never hangs on the service."""
        if self._error is not None:
            raise self._error


def service_machine(
    make_service: Callable[[], Service],
    *,
    tracks: Callable[[Service], States] | None = None,
    edition: Edition | None = None,
    editions: Sequence[Edition] = (),
) -> type[RuleBasedStateMachine]:
    """Return a state machine that holds services against the library.

    `make_service` is called for each case, and returns a callable that takes an event and says
    whether it accepts it: true or false, a `Decision`, or by raising `Refused`.  `tracks` returns
    the state of each track, or of some, from such a service; it is asked once a case is open.
    """

    def start() -> _Pair:
        return _Pair(Case(edition=edition, editions=editions), make_service(), tracks)

    return type("ServiceMachine", (_ServiceMachine,), {"start": staticmethod(start)})


def _verdict(service: Callable[[Any], Any], event: Event) -> bool:
    try:
        said = service(event)
    except Refused:
        return False
    if isinstance(said, Decision):
        return said.accepted
    if not isinstance(said, bool):
        message = f"a service says True or False, returns a Decision or raises Refused: {said!r}"
        raise TypeError(message)
    return said


def _shortest(pair: _Pair, found: str, start: Callable[[], _Pair]) -> _Pair:
    """Leave events out, by ones and more at a time, as long as the same is found at the last."""
    events = [event for event, _ in pair.told]
    size = len(events) - 1 if len(events) <= _LONGEST else 0
    while size:
        for at in range(len(events) - size):
            again = start()
            fewer = events[:at] + events[at + size :]
            first = next(filter(None, map(again.tell, fewer)), None)
            if first == found and len(again.told) == len(fewer):
                pair, events = again, fewer
                size = len(events)
                break
        size -= 1
    return pair


def _story(pair: _Pair, *, others: bool = False) -> str:
    """Tell what the case was told, with what the library says; then the same as a case file."""
    lines = ["What the case was told, and what the library says:"]
    for number, (event, decision) in enumerate(pair.told, start=1):
        said = f"accepted by {', '.join(decision.rules)}" if decision.accepted else "refused"
        lines.append(f"  {number}. {event_line(event)}: {said}")
        lines += [f"     [{one.rule}] {one.message('en')}" for one in decision.findings]
    if others or len(pair.told) == 1:
        lines.append(_AN_EARLIER_CASE)
    events = [event for event, _ in pair.told]
    return "\n".join([*lines, "As a case file:", as_case_file(events, "difference")])
