"""The procedure as a place/transition net: what cases are aligned with in process mining.

The places are the states of the tracks, with a start and an end; a transition is one way in which
an event moves the tracks together.  Which ways there are follows from the rules: roles, fields,
states of other tracks and what goes with what are minded, and a guard counts as one that may hold
or not.  Whatever the procedure accepts the net can do; it also can do more, since it does not know
the facts that guards look at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from nws_incident.export.ways_together import complete_states, moves_of
from nws_incident.facts import TRACKS
from nws_incident.judging import procedure_of
from nws_incident.text import DEFAULT_LANGUAGE
from nws_incident.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nws_incident.export.ways_together import Move
    from nws_incident.notice.edition import Edition

START = "start"
"""The place of a case that is yet to be opened."""

OPEN = "open"
"""The place that an opened case holds to its end."""

END = "end"
"""The place of a case that has ended."""

_ENDED = "ended"


@frozen
class Place:
    """A place: a state of a track by `track.state`, or one of the few around them."""

    id: str
    label: str


@frozen
class Transition:
    """A transition: which places it takes a token from, and which it gives one.

    `name` is that of the events it stands for, or `None` where it only ends a track.  `rules` and
    `clauses` are those of the ways that move the tracks so.
    """

    id: str
    name: str | None
    takes: frozenset[str]
    gives: frozenset[str]
    rules: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()


@frozen
class Net:
    """A net with one token in `start` at first, and one in `end` when a case has ended.

    No place ever holds more than one token.
    """

    title: str
    places: tuple[Place, ...]
    transitions: tuple[Transition, ...]


def net_of(
    edition: Edition,
    *,
    language: str = DEFAULT_LANGUAGE,
    steps: bool = False,
    unfinished: bool = False,
) -> Net:
    """Return the net of an edition's procedure.

    Transitions are named like events, or by `steps` like the steps of a log, which tell roles and
    findings apart.  A case ends where its tracks are those of a complete case; `unfinished` lets
    it end anywhere.
    """
    drawn = _Drawing(edition, language)
    for move in moves_of(procedure_of(edition)):
        drawn.add(move, (move.step if steps else edition.events[move.event]).read(language))
    if unfinished:
        drawn.add_endings_anywhere()
    else:
        for states in complete_states(edition):
            drawn.add_ending(_place(*state) for state in states)
    return Net(
        title=f"{edition.about.number.read(language)} ({edition.id})",
        places=tuple(_places(edition, language, unfinished=unfinished)),
        transitions=tuple(_reachable(drawn.transitions())),
    )


class _Drawing:
    """A net in the making: transitions that look the same are one."""

    def __init__(self, edition: Edition, language: str) -> None:
        self._edition = edition
        self._language = language
        self._found: dict[
            tuple[str | None, frozenset[str], frozenset[str]], dict[str, tuple[str, ...]]
        ] = {}

    def add(self, move: Move, name: str) -> None:
        """Add what an event does to the tracks."""
        before = {_place(*state) for state in move.before} or {OPEN}
        after = {_place(*state) for state in move.after} or {OPEN}
        if move.opens:
            before, after = {START}, after | {OPEN}
        rules = self._found.setdefault((name, frozenset(before), frozenset(after)), {})
        rules.update(move.rules)

    def add_ending(self, places: Iterable[str]) -> None:
        """Let a case end that has a token in these places."""
        self._found[None, frozenset({OPEN, *places}), frozenset({END})] = {}

    def add_endings_anywhere(self) -> None:
        """Let every track end in whatever state it is, and then the case."""
        for track in TRACKS:
            for state in self._edition.tracks[track].states:
                takes = frozenset({_place(track, state)})
                self._found[None, takes, frozenset({_place(track, _ENDED)})] = {}
        self.add_ending(_place(track, _ENDED) for track in TRACKS)

    def transitions(self) -> Iterator[Transition]:
        """Yield the transitions, numbered."""
        for number, ((name, takes, gives), rules) in enumerate(self._found.items(), start=1):
            yield Transition(
                id=f"t{number}",
                name=name,
                takes=takes,
                gives=gives,
                rules=tuple(rules),
                clauses=self._edition.in_order(
                    clause for clauses in rules.values() for clause in clauses
                ),
            )


def _place(track: str, state: str) -> str:
    return f"{track}.{state}"


def _places(edition: Edition, language: str, *, unfinished: bool) -> Iterator[Place]:
    yield Place(START, wording("net.start").read(language))
    yield Place(OPEN, wording("net.open").read(language))
    for track in edition.tracks.values():
        label = track.label.read(language)
        for state in track.state:
            yield Place(_place(track.id, state.id), f"{label}: {state.label.read(language)}")
        if unfinished:
            ended = wording("net.ended").read(language)
            yield Place(_place(track.id, _ENDED), f"{label}: {ended}")
    yield Place(END, wording("net.end").read(language))


def _reachable(transitions: Iterable[Transition]) -> list[Transition]:
    """Return the transitions that some case can come to, in their order."""
    known = tuple(transitions)
    fired: set[str] = set()
    waiting = [frozenset({START})]
    seen = set(waiting)
    while waiting:
        marking = waiting.pop()
        for transition in known:
            if transition.takes <= marking:
                fired.add(transition.id)
                after = marking - transition.takes | transition.gives
                if after not in seen:
                    seen.add(after)
                    waiting.append(after)
    return [transition for transition in known if transition.id in fired]
