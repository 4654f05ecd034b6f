"""The variables of a configuration, and facts that tell whoever reads them apart.

A configuration is what a judgement of the procedure can depend on: the states of the tracks and
what a case knows, without times, texts and versions.  It is kept as one byte for each variable, the
number of the value that it has.  The code that judges is the very code that judges cases: it is
handed a `Configuration`, which looks like any other facts and reports each variable that is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

from nws_incident.events import Inquiry
from nws_incident.facts import Facts
from nws_incident.notice.model import ReportGround
from nws_incident.terms import CausingParty, FindingKind, PartyKind, Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from nws_incident.events import CauseIdentified
    from nws_incident.notice.edition import Edition

CIRCUMSTANCES: dict[str, tuple[Any, ...]] = {
    "immediate": (False, True),
    "requester_kind": tuple(PartyKind),
    "provider_kind": tuple(PartyKind),
}
"""What the opening settles for good, with every value it can have."""

KNOWN = tuple(
    name
    for name in Facts.__slots__
    if name not in {"edition", "editions", "opening", "version", "last_at"}
    and not name.endswith("_since")
)
"""What a case knows and a judgement can depend on; versions and times are never asked."""

VARIABLES = (*KNOWN, *CIRCUMSTANCES)
"""Every variable: what a case knows, then the circumstances."""

PLACE = {name: place for place, name in enumerate(VARIABLES)}
_MOST_VALUES = 255


@frozen
class KnownCause:
    """The cause as judgements see it; whatever else the event says cannot be asked of it."""

    finding: FindingKind
    causing_party: CausingParty
    prompt_response_expected: bool


class Values:
    """The values that each variable has had so far, numbered as they come up."""

    def __init__(self) -> None:
        """Start with the circumstances, which are known."""
        self.of: list[list[Any]] = [[] for _ in VARIABLES]
        self._numbers: list[dict[Any, int]] = [{} for _ in VARIABLES]
        for name, values in CIRCUMSTANCES.items():
            for value in values:
                self.number(PLACE[name], value)

    def number(self, place: int, value: Any) -> int:
        """Return the number of a value of a variable, a new one where it is new."""
        kept = _kept(value)
        key = _key(kept)
        numbers = self._numbers[place]
        number = numbers.get(key)
        if number is None:
            number = numbers[key] = len(numbers)
            if number > _MOST_VALUES:
                message = f"{VARIABLES[place]} has more values than a byte can number"
                raise OverflowError(message)
            self.of[place].append(kept)
        return number

    def of_facts(self, facts: Facts) -> bytearray:
        """Return what facts know as a configuration; circumstances are left at their first."""
        known = [self.number(PLACE[name], getattr(facts, name)) for name in KNOWN]
        return bytearray(known + [0] * len(CIRCUMSTANCES))


def _kept(value: Any) -> Any:
    """Return a value without what no judgement can ask of it."""
    if hasattr(value, "prompt_response_expected"):
        cause: CauseIdentified = value
        return KnownCause(cause.finding, cause.causing_party, cause.prompt_response_expected)
    return value


def _key(value: Any) -> Any:
    """Return what tells a value from others.

    Rows of an edition are told apart by their names, inquiries by what they leave blank: whatever a
    full one says, there is an event that says the same and one that says otherwise.
    """
    if isinstance(value, ReportGround):
        return value.id
    if isinstance(value, Inquiry):
        return value.blanks
    return frozenset(value.items()) if isinstance(value, dict) else value


class Configuration(Facts):
    """What a case knows, each variable of it asked for when it is first read.

    It has the attributes that `VARIABLES` names, and `is_complete`; of a party and of the cause it
    has what a judgement can ask.  Whatever reads it is told apart by what it read.
    """

    # The slots stay empty, so that Python comes to `__getattr__` for whatever was not written.

    __slots__ = ("ask",)

    def __init__(self, edition: Edition, ask: Callable[[str], Any]) -> None:
        """Ask `ask` for the value of a variable by its name."""
        self.ask = ask
        self.edition = edition
        self.editions = {edition.id: edition}
        self.version = 0

    def __getattr__(self, name: str) -> Any:
        """Return the value of a variable, which somebody reads before anybody wrote it."""
        if name == "opening":
            return _Opening(self.ask)
        if name not in PLACE:
            raise AttributeError(name, name=name, obj=self)
        return self.ask(name)

    def written(self) -> dict[str, Any]:
        """Return what was written, by the names of the variables."""
        return {name: value for name in KNOWN if (value := _slot(self, name)) is not _EMPTY}

    @property
    def immediate(self) -> bool:
        """Whether the application must be processed at once (1(5))."""
        answer: bool = self.ask("immediate")
        return answer

    @property
    def requester_kind(self) -> PartyKind:
        """What kind of body asks."""
        answer: PartyKind = self.ask("requester_kind")
        return answer

    @property
    def provider_kind(self) -> PartyKind:
        """What kind of body provides."""
        answer: PartyKind = self.ask("provider_kind")
        return answer

    def supposing(self, name: str, value: Any) -> Configuration:
        """Return this configuration but for one variable, which has another value."""
        return Configuration(self.edition, lambda read: value if read == name else self.ask(read))

    def party(self, role: Role) -> Any:
        """Return a party in a role: of whom nothing can be asked but its kind."""
        if role not in {Role.REQUESTER, Role.PROVIDER}:
            return None
        return _Party(self.ask, f"{role}_kind")


_EMPTY = object()


def _slot(facts: Configuration, name: str) -> Any:
    try:
        return getattr(Facts, name).__get__(facts)
    except AttributeError:
        return _EMPTY


class _Opening:
    """The opening, of which nothing can be asked but the circumstances."""

    __slots__ = ("ask",)

    def __init__(self, ask: Callable[[str], Any]) -> None:
        self.ask = ask

    @property
    def immediate(self) -> bool:
        """Whether the application must be processed at once."""
        answer: bool = self.ask("immediate")
        return answer


class _Party:
    """A party, of which nothing can be asked but its kind."""

    __slots__ = ("_name", "ask")

    def __init__(self, ask: Callable[[str], Any], name: str) -> None:
        self.ask = ask
        self._name = name

    @property
    def kind(self) -> PartyKind:
        """What kind of body it is."""
        answer: PartyKind = self.ask(self._name)
        return answer
