"""Proving an edition: everything that can become of a case is explored, and each property asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import field, frozen

from nws_incident.casefile.model import CaseFile, Expectation
from nws_incident.editions import load_edition
from nws_incident.notice.properties import PropertyName
from nws_incident.proving.cases import Met, case_file, events_to, last_refused
from nws_incident.proving.checks import (
    OF_CONFIGURATIONS,
    OF_TRANSITIONS,
    OfConfiguration,
    OfTransition,
)
from nws_incident.proving.exploring import Exploration
from nws_incident.proving.sweeping import Sweep
from nws_incident.proving.whole import OF_THE_WHOLE, Failure
from nws_incident.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from nws_incident.notice.edition import Edition

_ASIDE: dict[str, Expectation] = {
    PropertyName.COMPLETE_OWES_NOTHING: Expectation(complete=False),
    PropertyName.INCOMPLETE_OWES_SOMETHING: Expectation(complete=True),
}
"""What the case of a property expects that is not about its last event."""


@frozen
class Property:
    """A property of a host's own, asked of every configuration, or of every accepted event.

    Exactly one of `of_configurations` and `of_transitions` is a predicate: true where the property
    holds.  It must depend on nothing but what it is given.
    """

    id: str
    means: Text
    clauses: tuple[str, ...] = ()
    of_configurations: OfConfiguration | None = None
    of_transitions: OfTransition | None = None


@frozen
class Verdict:
    """What became of a property: whether it holds, and where it does not, the shortest case.

    `what` names what is at fault where that is no event: a rule that never fires, say.  `case` is
    a case file that its own expectation fails on when it is replayed under the edition.
    """

    property: str
    clauses: tuple[str, ...]
    means: Text = field(repr=False)
    holds: bool
    what: str = ""
    case: CaseFile | None = field(default=None, repr=False)


@frozen
class Explored:
    """How much was looked at of what some variables can be, with the circumstances that matter.

    `tries` is how often an event was tried in a configuration, `judgements` how many outcomes of
    events could be told apart.
    """

    variables: tuple[str, ...]
    circumstances: tuple[str, ...]
    configurations: int
    tries: int
    judgements: int


@frozen
class Proof:
    """What was proved of an edition, over how much."""

    edition: str
    explored: tuple[Explored, ...]
    verdicts: tuple[Verdict, ...]

    @property
    def holds(self) -> bool:
        """Whether every property holds."""
        return all(verdict.holds for verdict in self.verdicts)

    @property
    def configurations(self) -> int:
        """How many configurations were visited."""
        return sum(one.configurations for one in self.explored)

    @property
    def tries(self) -> int:
        """How often an event was tried in a configuration."""
        return sum(one.tries for one in self.explored)


def verify(
    edition: Edition | None = None,
    *,
    properties: Iterable[Property] = (),
    progress: Callable[[int], None] | None = None,
) -> Proof:
    """Prove or refute what an edition promises in its properties, and what a host adds.

    Every configuration that events can bring about is visited, so that a property that holds does
    so whatever happens; see the page on what is proved.  `progress` is told how many have been.
    Takes about ten seconds of a processor and 300 MB.
    """
    edition = load_edition() if edition is None else edition
    return proof_of(Exploration(edition, progress=progress), properties)


def proof_of(exploration: Exploration, properties: Iterable[Property] = ()) -> Proof:
    """Prove or refute, over what was explored, what its edition promises and what is added."""
    edition = exploration.edition
    sweep = Sweep(exploration)
    rows = [
        Property(
            row.id,
            row.means,
            row.clauses,
            OF_CONFIGURATIONS.get(row.id),
            OF_TRANSITIONS.get(row.id),
        )
        for row in edition.properties.values()
    ]
    return Proof(
        edition=edition.id,
        explored=tuple(
            Explored(
                tuple(sorted(component.variables)),
                tuple(sorted(component.circumstances)),
                len(component.configurations),
                component.tries,
                len(component.judgements),
            )
            for component in exploration.components
        ),
        verdicts=tuple(_verdict(sweep, one) for one in (*rows, *properties)),
    )


def _verdict(sweep: Sweep, asked: Property) -> Verdict:
    exploration = sweep.exploration
    failures = list(_failures(sweep, asked))
    if not failures:
        return Verdict(asked.id, asked.clauses, asked.means, holds=True)
    shortest = min(failures, key=lambda one: _length(exploration, one))
    if shortest.met is None:
        what = ", ".join(one.what for one in failures)
        return Verdict(asked.id, asked.clauses, asked.means, holds=False, what=what)
    case = case_file(
        exploration,
        events_to(exploration, shortest.met),
        f"{exploration.edition.id}-{asked.id}",
        title=asked.means.read("ja"),
        expect=shortest.expect or Expectation(),
    )
    return Verdict(asked.id, asked.clauses, asked.means, holds=False, what=shortest.what, case=case)


def _length(exploration: Exploration, failure: Failure) -> int:
    return 0 if failure.met is None else failure.met.distance(exploration)


def _failures(sweep: Sweep, asked: Property) -> Iterator[Failure]:
    if asked.of_configurations is not None:
        for holds, region in sweep.configurations(asked.of_configurations):
            if not holds:
                met = Met.at(region)
                yield Failure(met=met, expect=_ASIDE.get(asked.id) or last_refused(sweep, met))
    elif asked.of_transitions is not None:
        for holds, region, judgement in sweep.transitions(asked.of_transitions):
            if not holds:
                met = Met.at(region, judgement.event)
                yield Failure(met=met, expect=last_refused(sweep, met))
    else:
        yield from OF_THE_WHOLE[asked.id](sweep)
