"""Explaining a refusal: every demand that was not met, over all rules that could have accepted.

Only the refusal path comes here.  A way through a rule speaks where the event's own values choose
it (`when`).  One whose unmet demands include all those of another way is not in the way: the
other is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from nws_incident.findings import Finding, Reason, Source
from nws_incident.guards import GUARDS, no_individual_number, time_not_running_back
from nws_incident.individual_number import Severity
from nws_incident.notice.model import Way
from nws_incident.situation import fill

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nws_incident.events import Event, TextSighting
    from nws_incident.facts import Facts
    from nws_incident.notice.model import Edition
    from nws_incident.text import Text

GENERAL_GUARDS = (
    "case_is_open",
    "case_is_not_open_yet",
    "time_not_running_back",
    "no_individual_number",
)
"""The guards of the rules for every event, whatever its type."""

_PARTS = ("demands", "is", "remedy")
_REACHES = ("now", "ahead", "never", "unknown")
MESSAGES = frozenset(
    {f"{what}_{part}" for what in ("state", "role", "where", "doubtful") for part in _PARTS}
    | {"finding", "warning", "list", "quoted", "unknown", "nobody", "yes", "no"}
    | {
        "complete",
        "somebody",
        "step",
        "step_value",
        "step_values",
        "way_step",
        "way_more",
        "way_list",
    }
    | {f"way_{kind}_{reach}" for kind in ("event", "complete") for reach in _REACHES}
)
"""The sentences that an edition must bring."""


@frozen
class _Demand:
    """Something that a way demands and that is not so; comparable with other ways' demands."""

    what: str
    name: str
    values: tuple[Any, ...] = ()


@frozen
class _Unmet:
    """A way and what it demands in vain."""

    way: Way
    demands: tuple[_Demand, ...]


def explain(edition: Edition, facts: Facts | None, event: Event) -> tuple[Finding, ...]:
    """Return everything that stands in the way of `event`; nothing, if nothing does.

    The rules that only ride on others never stand in the way.
    """
    findings = list(_of_every_event(edition, facts, event))
    opening = edition.openings.get(event.type)
    if opening is not None and event.by not in opening.by:
        source = Source(opening.id, opening.clauses, "investigation", opening.means)
        findings.append(_role_finding(edition, source, opening.by, event))
    if opening is None and facts is not None:
        findings.extend(_of_rules(edition, facts, event))
    return tuple(findings)


def doubts(edition: Edition, event: Event) -> tuple[Finding, ...]:
    """Return a warning for each run of digits that may be an individual number."""
    if not event.sightings:
        return ()
    source, _ = _general(edition, "no_individual_number")
    return tuple(
        _compose(
            edition,
            source,
            "no_individual_number",
            _sentence(edition, "doubtful", where=_where(edition, sighting)),
            path=sighting.path,
            sentence="warning",
        )
        for sighting in event.sightings
        if sighting.severity is Severity.DOUBTFUL
    )


def advice(edition: Edition, facts: Facts, event: Event, way: Way) -> Iterator[Finding]:
    """Yield a warning for each guard that a way merely advises and that fails."""
    for name in way.advises:
        if not GUARDS[name](facts, event):
            source = _source(edition, way)
            yield _guard_finding(edition, source, facts, event, name, sentence="warning")


def _of_every_event(edition: Edition, facts: Facts | None, event: Event) -> Iterator[Finding]:
    is_opening = event.type in edition.openings
    if facts is None and not is_opening:
        yield _plain_finding(edition, "case_is_open")
    if facts is not None and is_opening:
        yield _plain_finding(edition, "case_is_not_open_yet", points_to=1)
    if facts is not None and not time_not_running_back(facts, event):
        source, reason = _general(edition, "time_not_running_back")
        yield _compose(
            edition,
            source,
            "time_not_running_back",
            Reason(reason.demands, fill(reason.otherwise, facts, event), reason.remedy),
            points_to=facts.version,
        )
    if not no_individual_number(facts, event):
        source, reason = _general(edition, "no_individual_number")
        for sighting in event.sightings:
            if sighting.severity is Severity.REFUSED:
                otherwise = reason.otherwise.fill(where=_where(edition, sighting))
                yield _compose(
                    edition,
                    source,
                    "no_individual_number",
                    Reason(reason.demands, otherwise, reason.remedy),
                    path=sighting.path,
                )


def _general(edition: Edition, guard: str) -> tuple[Source, Reason]:
    rule = next(rule for rule in edition.generals if rule.guard == guard)
    said = edition.guards[guard]
    return (
        Source(rule.id, rule.clauses, None, rule.means),
        Reason(said.demands, said.otherwise, said.remedy),
    )


def _plain_finding(edition: Edition, guard: str, points_to: int | None = None) -> Finding:
    source, reason = _general(edition, guard)
    return _compose(edition, source, guard, reason, points_to=points_to)


def _where(edition: Edition, sighting: TextSighting) -> Text:
    """Name a place in an event's data by the labels of its fields."""
    names = [step.partition("[")[0] for step in sighting.path.split(".")[1:]]
    return edition.plain(" / ").join(tuple(edition.fields[name] for name in names))


def _of_rules(edition: Edition, facts: Facts, event: Event) -> Iterator[Finding]:
    candidates = [way for way in edition.ways if way.event == event.type and not way.rides_on]
    chosen = [
        way
        for way in candidates
        if all(getattr(event, name) in values for name, values in way.when)
    ]
    unmet = [_Unmet(way, tuple(_unmet_demands(facts, event, way))) for way in chosen or candidates]
    in_the_way = [
        one for one in unmet if not any(set(other.demands) < set(one.demands) for other in unmet)
    ]
    said = set()
    for one in in_the_way:
        for demand in one.demands:
            key = (one.way.rule, demand.what, demand.name)
            if key not in said:
                said.add(key)
                yield _finding(edition, facts, event, one.way, _merged(in_the_way, key))


def _unmet_demands(facts: Facts, event: Event, way: Way) -> Iterator[_Demand]:
    if facts.state(way.track) not in way.source:
        yield _Demand("state", way.track, way.source)
    if event.by not in way.by:
        yield _Demand("role", "by", tuple(sorted(way.by)))
    for name, values in way.when:
        if getattr(event, name) not in values:
            yield _Demand("where", name, tuple(sorted(values)))
    for track, states in way.during:
        if facts.state(track) not in states:
            yield _Demand("state", track, states)
    for guard in way.guards:
        if not GUARDS[guard](facts, event):
            yield _Demand("guard", guard)


def _merged(unmet: Iterable[_Unmet], key: tuple[str, str, str]) -> _Demand:
    """Return a demand with all the values that the branches of its rule would take."""
    values = dict.fromkeys(
        value
        for one in unmet
        for demand in one.demands
        if (one.way.rule, demand.what, demand.name) == key
        for value in demand.values
    )
    return _Demand(key[1], key[2], tuple(values))


def _finding(edition: Edition, facts: Facts, event: Event, way: Way, demand: _Demand) -> Finding:
    source = _source(edition, way)
    if demand.what == "guard":
        return _guard_finding(edition, source, facts, event, demand.name)
    if demand.what == "role":
        return _role_finding(edition, source, demand.values, event)
    if demand.what == "state":
        return _state_finding(edition, source, facts, demand)
    reason = _sentence(
        edition,
        "where",
        field=edition.fields[demand.name],
        values=edition.quoted(_value(edition, demand.name, value) for value in demand.values),
        value=_value(edition, demand.name, getattr(event, demand.name)),
    )
    return _compose(edition, source, "where", reason)


def _source(edition: Edition, way: Way) -> Source:
    return Source(way.rule, way.clauses, way.track, edition.rules[way.rule].means)


def _state_finding(edition: Edition, source: Source, facts: Facts, demand: _Demand) -> Finding:
    track = demand.name
    reason = _sentence(
        edition,
        "state",
        track=edition.tracks[track].label,
        states=edition.quoted(edition.state_label(track, state) for state in demand.values),
        state=edition.state_label(track, facts.state(track)),
    )
    return _compose(edition, source, "state", reason, points_to=facts.since(track))


def _role_finding(
    edition: Edition, source: Source, roles: tuple[str, ...], event: Event
) -> Finding:
    reason = _sentence(
        edition,
        "role",
        roles=edition.listed(tuple(edition.label("role", role) for role in roles)),
        role=edition.label("role", event.by),
    )
    return _compose(edition, source, "role", reason)


def _guard_finding(  # noqa: PLR0913  the last is a mere variant
    edition: Edition,
    source: Source,
    facts: Facts,
    event: Event,
    name: str,
    *,
    sentence: str = "finding",
) -> Finding:
    guard = edition.guards[name]
    source = evolve(source, clauses=tuple(dict.fromkeys(source.clauses + guard.clauses)))
    reason = Reason(
        fill(guard.demands, facts, event),
        fill(guard.otherwise, facts, event),
        fill(guard.remedy, facts, event),
    )
    return _compose(edition, source, name, reason, sentence=sentence)


def _value(edition: Edition, name: str, value: Any) -> Text:
    if isinstance(value, bool):
        return edition.messages["yes" if value else "no"]
    return edition.vocabularies.get(name, {}).get(value) or edition.plain(str(value))


def _sentence(edition: Edition, what: str, **slots: Text) -> Reason:
    demands, otherwise, remedy = (
        edition.messages[f"{what}_{part}"].fill(**slots) for part in _PARTS
    )
    return Reason(demands, otherwise, remedy)


def _compose(  # noqa: PLR0913  the last three are mere variants
    edition: Edition,
    source: Source,
    guard: str,
    reason: Reason,
    *,
    points_to: int | None = None,
    path: str | None = None,
    sentence: str = "finding",
) -> Finding:
    text = edition.messages[sentence].fill(
        demands=reason.demands,
        otherwise=reason.otherwise,
        remedy=reason.remedy,
        clauses=edition.listed(tuple(edition.plain(clause) for clause in source.clauses)),
    )
    return Finding(
        rule=source.rule,
        clauses=source.clauses,
        track=source.track,
        guard=guard,
        label=source.means,
        demands=reason.demands,
        otherwise=reason.otherwise,
        remedy=reason.remedy,
        text=text,
        points_to=points_to,
        path=path,
    )
