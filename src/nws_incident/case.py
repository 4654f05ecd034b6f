"""A case: the public, read-only view of what is known, and the one way to add to it."""

from __future__ import annotations

from copy import copy
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, Self, cast

from nws_incident.editions import catalogue, edition_names, load_edition
from nws_incident.errors import ROOT, InvalidArgument, InvalidCaseFile
from nws_incident.explaining import advice, doubts, explain
from nws_incident.facts import TRACKS, Facts
from nws_incident.fields import Fault, number_in_id, read_whole_number, read_words
from nws_incident.findings import Finding, Refused
from nws_incident.judging import Procedure, is_admissible, procedure_of
from nws_incident.views import (
    Owed,
    Report,
    Round,
    Tracks,
    owed_of,
    report_of,
    round_of,
    tracks_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from nws_incident.events import Event, Inquiry, Opening, Party
    from nws_incident.machine import Fired, LeanTransition
    from nws_incident.notice.edition import Edition
    from nws_incident.terms import CaseKind, EmergencyKind


class Decision(NamedTuple):
    """The judgement of an event: accepted, with what it moves; or refused, with every finding.

    A named tuple, because one is made for every event: it takes half as long as a frozen class.
    `rules` are the rules that took the event, in the order in which they fired; `version` is the
    ordinal that the event has, or would have, among the case's accepted events.
    """

    event_type: str
    version: int
    fired: tuple[Fired, ...] = ()
    warnings: tuple[Finding, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def accepted(self) -> bool:
        """Whether the event was accepted: some rule took it, and nothing stood in its way."""
        return bool(self.fired)

    @property
    def rules(self) -> tuple[str, ...]:
        """The ids of the rules that took the event."""
        return tuple(fired.rule for fired in self.fired)

    @property
    def moves(self) -> tuple[Fired, ...]:
        """The rules that moved a track from one state to another."""
        return tuple(
            fired for fired in self.fired if fired.track is not None and fired.source != fired.to
        )


class Case:
    """A case under the procedure of one edition at a time.

    It starts unopened.  `apply` adds an event or raises `Refused` and leaves the case exactly as
    it was; nothing else changes it.  Two cases are equal when they have the same id, edition and
    events.  A case is not for use by several threads at once; any number of cases are.
    """

    __slots__ = ("_editions", "_events", "_facts", "_id", "_procedure", "_start")

    def __init__(
        self,
        id: str | None = None,  # noqa: A002  the public name
        *,
        edition: Edition | None = None,
        editions: Iterable[Edition] = (),
    ) -> None:
        """Start an unopened case under `edition`, which `EditionChanged` may move to another.

        The case knows the shipped editions, its own, and `editions`.  Raises `InvalidCaseFile`
        for a blank id or one with an individual number in it, `InvalidEdition` where two editions
        have the same id.
        """
        self._id = None if id is None else _checked_id(id)
        self._start = _default_procedure() if edition is None else procedure_of(edition)
        self._procedure = self._start
        self._editions = (
            _default_catalogue()
            if edition is None and not editions
            else catalogue(editions, own=edition)
        )
        self._facts: Facts | None = None
        self._events: list[Event] = []

    @classmethod
    def from_events(
        cls,
        events: Iterable[Event],
        *,
        id: str | None = None,  # noqa: A002  the public name
        edition: Edition | None = None,
        editions: Iterable[Edition] = (),
    ) -> Self:
        """Return the case that `events` make; raises `Refused` at the first that is refused.

        `edition` is the one that the case was opened under, and `editions` what it may move to.
        """
        case = cls(id, edition=edition, editions=editions)
        for event in events:
            case.apply(event)
        return case

    def apply(self, event: Event) -> Decision:
        """Add an event, or raise `Refused` with everything that stands in its way."""
        decision = self.offer(event)
        if not decision.fired:
            raise Refused(event.type, decision.findings)
        return decision

    def offer(self, event: Event) -> Decision:
        """Add an event if it is accepted; either way return the decision."""
        facts = self._facts
        if facts is None:
            return self._offer_first(event)
        if (event.sightings or event.at < facts.last_at) and not is_admissible(facts, event):
            return self._refusal(event)
        procedure = self._procedure
        taken = procedure.judge(facts, event)
        if not taken:
            return self._offer_to_library(facts, event)
        is_warned = event.sightings or event.type in procedure.advising
        warnings = self._warnings(event, taken) if is_warned else ()
        try:
            fired = procedure.fold(facts, event, taken)
            self._events.append(event)
        except BaseException:
            # Interrupted half-way (Ctrl-C, no memory): the accepted events say how things stand.
            self._refold()
            raise
        return Decision(event.type, facts.version, fired, warnings)

    def _offer_to_library(self, facts: Facts, event: Event) -> Decision:
        """Add an event that no rule of the notice took, if it moves the case to an edition."""
        if not self._procedure.admits_move(facts, event):
            return self._refusal(event)
        warnings = self._warnings(event, ())
        try:
            self._procedure, fired = self._procedure.move(facts, event)
            self._events.append(event)
        except BaseException:
            self._refold()
            raise
        return Decision(event.type, facts.version, fired, warnings)

    def _refold(self) -> None:
        self._procedure, self._facts = self._start.refold(self._events, self._editions)

    def _offer_first(self, event: Event) -> Decision:
        opened = self._procedure.open(event)
        if opened is None:
            return self._refusal(event)
        facts, fired = opened
        facts.editions = self._editions
        decision = Decision(event.type, facts.version, fired, doubts(self.edition, event))
        self._events, self._facts = [event], facts
        return decision

    def decide(self, event: Event) -> Decision:
        """Judge an event as `apply` would, changing nothing."""
        return copy(self).offer(event)

    def fork(self, *, upto: int | None = None) -> Case:
        """Return a case of its own that goes on from here, or from the version `upto`.

        Whatever happens in one does not happen in the other; the events that they have in common
        are shared, since they never change.  Without `upto` it is what `copy.copy` returns.  The
        id stays the same: a fork is for trying things out, not another case.  Raises
        `InvalidArgument` for a version that the case has not had.
        """
        fork = copy(self)
        if upto is not None:
            del fork._events[self._had(upto) :]  # noqa: SLF001  its own class
            fork._refold()  # noqa: SLF001
        return fork

    def _had(self, version: object) -> int:
        try:
            number = read_whole_number(version)
            if number <= self.version:
                return number
            fault = Fault("no_such_version", value=str(number), last=str(self.version))
        except Fault as raised:
            fault = raised
        raise InvalidArgument([fault.problem(f"{ROOT}.upto")])

    def _refusal(self, event: Event) -> Decision:
        findings = explain(self.edition, self._facts, event)
        return Decision(event.type, self.version + 1, findings=findings)

    def _warnings(self, event: Event, taken: Iterable[LeanTransition]) -> tuple[Finding, ...]:
        facts = cast("Facts", self._facts)
        return doubts(self.edition, event) + tuple(
            warning
            for transition in taken
            for warning in advice(self.edition, facts, event, transition.way)
        )

    @property
    def id(self) -> str | None:
        """The case's id, where it has one."""
        return self._id

    @property
    def edition(self) -> Edition:
        """The edition of the notice that the case runs under now."""
        return self._procedure.edition

    @property
    def opened_under(self) -> Edition:
        """The edition that the case started under: the one to store with its events."""
        return self._start.edition

    @property
    def editions(self) -> Mapping[str, Edition]:
        """Every edition that the case knows and can be moved to, by its id."""
        return self._editions

    @property
    def events(self) -> tuple[Event, ...]:
        """The accepted events, in order; the event of version 1 is the opening."""
        return tuple(self._events)

    @property
    def version(self) -> int:
        """How many events were accepted."""
        return len(self._events)

    @property
    def is_open(self) -> bool:
        """Whether the case has been opened."""
        return self._facts is not None

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to do."""
        return self._facts is not None and self._facts.is_complete

    @property
    def tracks(self) -> Tracks:
        """The state of each track."""
        return Tracks() if self._facts is None else tracks_of(self._facts)

    @property
    def kind(self) -> CaseKind | None:
        """Which section of the notice the present round runs under."""
        return None if self._facts is None else self._facts.kind

    @property
    def opening(self) -> Opening | None:
        """The event that opened the case: the parties, whether it is immediate, `decide_by`."""
        return None if self._facts is None else self._facts.opening

    @property
    def requester(self) -> Party | None:
        """The body that asked for the information."""
        return None if self._facts is None else self._facts.opening.requester

    @property
    def provider(self) -> Party | None:
        """The body that provided it, or should have."""
        return None if self._facts is None else self._facts.opening.provider

    @property
    def inquiry(self) -> Inquiry | None:
        """The inquiry, as completed so far."""
        return None if self._facts is None else self._facts.inquiry

    @property
    def round(self) -> Round:
        """What is known in the present round."""
        return Round() if self._facts is None else round_of(self._facts)

    @property
    def owed(self) -> Owed:
        """What stays owed from round to round."""
        return Owed() if self._facts is None else owed_of(self._facts)

    @property
    def report(self) -> Report:
        """Whether an outcome report is required, by whom, and by which clauses."""
        return Report() if self._facts is None else report_of(self._facts)

    @property
    def emergency_kind(self) -> EmergencyKind | None:
        """The kind of the latest emergency declared, if any was."""
        return None if self._facts is None else self._facts.emergency_kind

    def __eq__(self, other: object) -> bool:
        """Compare id, the edition that both started under, and events, which say all the rest."""
        if not isinstance(other, Case):
            return NotImplemented
        return (
            self._id == other._id
            and self.opened_under.id == other.opened_under.id
            and self._events == other._events
        )

    __hash__ = None  # type: ignore[assignment]  # a case grows

    def __repr__(self) -> str:
        """Return the id, the version and the state of each track."""
        states = " ".join(f"{track}={getattr(self.tracks, track)}" for track in TRACKS)
        name = "" if self._id is None else f" {self._id!r}"
        return f"<Case{name} version={self.version} {states}>"

    def __copy__(self) -> Case:
        """Return a case of its own with the same events."""
        twin = Case.__new__(Case)
        self._copy_to(twin)
        return twin

    def _copy_to(self, twin: Case) -> None:
        facts = None if self._facts is None else self._facts.copy()
        twin._id, twin._start, twin._procedure = self._id, self._start, self._procedure
        twin._editions, twin._facts, twin._events = self._editions, facts, list(self._events)

    def __deepcopy__(self, _: dict[int, Any]) -> Case:
        """Return a case of its own: its events never change, so they are shared."""
        return self.__copy__()

    def __reduce__(self) -> tuple[Callable[..., Case], tuple[Any, ...]]:
        """Pickle as id, editions and events; the facts are folded anew."""
        edition = self.opened_under
        others = tuple(one for one in self._editions.values() if not _is_shipped(one))
        opened_under = edition.id if _is_shipped(edition) else edition
        return _refolded, (self._id, opened_under, self.events, others)


@cache
def _default_procedure() -> Procedure:
    return procedure_of(load_edition())


@cache
def _default_catalogue() -> Mapping[str, Edition]:
    return catalogue()


def _is_shipped(edition: Edition) -> bool:
    return edition.id in edition_names() and edition is load_edition(edition.id)


def facts_of(case: Case) -> Facts | None:
    """Return the facts of a case, for the library's own modules: nobody may change them."""
    return case._facts  # noqa: SLF001  the library's own door


def _refolded(
    case_id: str | None,
    edition: Edition | str,
    events: tuple[Event, ...],
    others: tuple[Edition, ...],
) -> Case:
    if isinstance(edition, str):
        edition = load_edition(edition)
    return Case.from_events(events, id=case_id, edition=edition, editions=others)


def _checked_id(case_id: str) -> str:
    try:
        checked = read_words(case_id)
        fault = number_in_id(checked)
        if fault is None:
            return checked
    except Fault as raised:
        fault = raised
    raise InvalidCaseFile([fault.problem(f"{ROOT}.id")])
