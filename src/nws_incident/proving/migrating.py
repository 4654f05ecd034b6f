"""Whether cases can be moved from one edition to another, wherever they stand, and what then."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from attrs import field, frozen

from nws_incident.case import Case
from nws_incident.casefile.model import CaseFile, Expectation
from nws_incident.events import EditionChanged
from nws_incident.moving import LIBRARY_GUARDS, missing_states, missing_words
from nws_incident.probes import LATEST
from nws_incident.proving.cases import Met, case_file, events_to
from nws_incident.proving.component import together
from nws_incident.proving.exploring import Exploration, under_each
from nws_incident.proving.proof import Proof, Property, proof_of
from nws_incident.proving.sweeping import Sweep
from nws_incident.proving.variables import CIRCUMSTANCES, PLACE
from nws_incident.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from nws_incident.events import Event
    from nws_incident.notice.edition import Edition
    from nws_incident.proving.component import Component
    from nws_incident.proving.variables import Configuration


_WhyNot = tuple[tuple[str, ...], tuple[tuple[str, str], ...], tuple[Text, ...]]


@frozen
class Stranded:
    """Configurations of the old edition that the new one cannot take, with the shortest case.

    `guards` names what stands in the way, `states` the states that the new edition lacks, by track,
    and `words` what else it lacks.  The case's last event, which moves it, is refused.
    """

    guards: tuple[str, ...]
    states: tuple[tuple[str, str], ...]
    words: tuple[Text, ...]
    case: CaseFile = field(repr=False)


@frozen
class Migration:
    """What becomes of an old edition's cases under a new one.

    `proof` is that of the new edition over its own cases and those that were moved to it, wherever
    they stood.
    """

    stranded: tuple[Stranded, ...]
    proof: Proof

    @property
    def holds(self) -> bool:
        """Whether every case can be moved, and whatever the new edition promises holds for it."""
        return not self.stranded and self.proof.holds


def migration(
    old: Edition,
    new: Edition,
    *,
    properties: Iterable[Property] = (),
    progress: Callable[[int], None] | None = None,
) -> Migration:
    """Prove or refute that every case of an old edition can be moved to a new one, and goes on.

    Each configuration of the old is judged by the library's rule for `EditionChanged`; from those
    that it lets through, everything that can follow under the new edition is explored, and every
    property of the new edition, and each of `properties`, asked of it.
    """
    before = Exploration(old, progress=progress)
    stranded: dict[_WhyNot, list[Event]] = {}
    landed: tuple[set[int], ...] = tuple(set() for _ in before.components)
    for why, region in Sweep(before).configurations(lambda one: _why_not(one, old, new)):
        if why is None:
            for indexes, part in zip(landed, region.parts, strict=True):
                indexes.update(part.indexes)
            continue
        met = Met.at(region)
        events = [*events_to(before, met), _moved(old, new)]
        if why not in stranded or len(events) < len(stranded[why]):
            stranded[why] = events
    exploration = _Landed(before, landed, new, progress)
    return Migration(
        tuple(
            Stranded(
                *why,
                case_file(
                    before,
                    events,
                    f"{old.id}-{new.id}-{number}",
                    title=f"{old.id} → {new.id}",
                    expect=Expectation(refused=()),
                ),
            )
            for number, (why, events) in enumerate(stranded.items(), start=1)
        ),
        proof_of(exploration, properties),
    )


class _Landed(Exploration):
    """Everything that can become of a case under an edition that others may be moved to."""

    def __init__(
        self,
        before: Exploration,
        landed: tuple[set[int], ...],
        edition: Edition,
        progress: Callable[[int], None] | None,
    ) -> None:
        self._before = before
        self._landed = landed
        super().__init__(edition, progress=progress, values=before.values)

    def ties(self) -> Iterable[frozenset[str]]:
        """Keep together what the old edition ties together."""
        return [component.variables for component in self._before.components]

    def kept_at_first(self, variables: frozenset[str]) -> frozenset[str]:
        """Tell apart whatever circumstances the old edition does."""
        return frozenset[str]().union(*(one.circumstances for one, _ in self._within(variables)))

    def starts_of(self, variables: frozenset[str], kept: frozenset[str]) -> Iterator[bytes]:
        """Yield where cases start under the edition, then where those moved to it stand."""
        yield from super().starts_of(variables, kept)
        others = kept - self.kept_at_first(variables)
        for stood in merged(self._within(variables)):
            yield from under_each(stood, others, self.values)

    def unopened(self, events: Iterable[Event]) -> Case:
        """Return a case under the edition that it starts under."""
        if not any(isinstance(event, EditionChanged) for event in events):
            return super().unopened(events)
        return Case(edition=self._before.edition, editions=[self.edition])

    def beginning(self, roots: tuple[int, ...], known: Mapping[int, int]) -> list[Event]:
        """Return an opening, or the way to where a case stood and the event that moved it."""
        if self.opening_to(roots) is not None:
            return super().beginning(roots, known)
        stood = together(
            component.configurations[root]
            for component, root in zip(self.components, roots, strict=True)
        )
        where = tuple(one.number_of(stood) for one in self._before.components)
        return [
            *events_to(self._before, Met(where, known)),
            _moved(self._before.edition, self.edition),
        ]

    def _within(self, variables: frozenset[str]) -> list[tuple[Component, set[int]]]:
        return [
            (component, landed)
            for component, landed in zip(self._before.components, self._landed, strict=True)
            if component.variables <= variables
        ]


def merged(parts: Sequence[tuple[Component, Collection[int]]]) -> Iterator[bytes]:
    """Yield each configuration of several components as one, given where each of them may stand.

    Where several tell a circumstance apart, they must agree on it: a case has one of each.
    """
    told = [component.circumstances for component, _ in parts]
    tellers = {
        PLACE[name]: [number for number, names in enumerate(told) if name in names]
        for name in CIRCUMSTANCES
    }
    for stood in product(
        *(
            [component.configurations[index] for index in sorted(indexes)]
            for component, indexes in parts
        )
    ):
        if all(
            len({stood[number][place] for number in numbers}) <= 1
            for place, numbers in tellers.items()
        ):
            yield together(stood)


def _moved(old: Edition, new: Edition) -> EditionChanged:
    (by, *_) = old.library[EditionChanged.type].by
    return EditionChanged(at=LATEST, by=by, to=new.id)


def _why_not(configuration: Configuration, old: Edition, new: Edition) -> _WhyNot | None:
    """Return what keeps a configuration from being moved, or nothing."""
    configuration.editions = {old.id: old, new.id: new}
    event = _moved(old, new)
    failing = tuple(
        name
        for name in old.library[EditionChanged.type].guards
        if not LIBRARY_GUARDS[name](configuration, event)
    )
    if not failing:
        return None
    states = missing_states(configuration, event)
    return failing, states, missing_words(configuration, event)
