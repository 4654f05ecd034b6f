"""Explaining a refusal: every demand that was not met, over all rules that could have accepted.

Only the refusal path comes here.  `obstacles` says what stands in the way; here it is put into
words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import evolve

from nws_incident.findings import Finding, Reason, Source
from nws_incident.guards import GUARDS, no_individual_number, time_not_running_back
from nws_incident.individual_number import Severity
from nws_incident.moving import LIBRARY_GUARDS
from nws_incident.notice.model import ANY_EVENT
from nws_incident.obstacles import Demand, Obstacle, candidates_for, obstacles
from nws_incident.situation import fill, is_moot

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from nws_incident.events import Event, TextSighting
    from nws_incident.facts import Facts
    from nws_incident.notice.edition import Edition
    from nws_incident.notice.model import Way
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
    {
        f"{what}_{part}"
        for what in ("state", "other_state", "role", "where", "doubtful")
        for part in _PARTS
    }
    | {"finding", "library_finding", "state_of_track", "warning", "list", "or", "quoted"}
    | {"unknown", "yes", "no"}
    | {
        "complete",
        "nobody",
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


def explain(edition: Edition, facts: Facts | None, event: Event) -> tuple[Finding, ...]:
    """Return everything that stands in the way of `event`; nothing, if nothing does.

    The rules that only ride on others never stand in the way.
    """
    findings = list(_of_every_event(edition, facts, event))
    opening = edition.openings.get(event.type)
    if opening is not None and event.by not in opening.by:
        source = Source(opening.id, opening.clauses, "investigation", opening.means)
        findings.append(_role_finding(edition, source, opening.by, event))
    if opening is None:
        findings.extend(
            _of_role(edition, event) if facts is None else _of_rules(edition, facts, event)
        )
    if opening is None and facts is not None:
        findings.extend(_of_library(edition, facts, event))
    return tuple(findings)


def doubts(edition: Edition, event: Event) -> tuple[Finding, ...]:
    """Return a warning for each run of digits that may be an individual number."""
    if not event.sightings:
        return ()
    return tuple(
        doubt(edition, _where(edition, sighting), sighting.path)
        for sighting in event.sightings
        if sighting.severity is Severity.DOUBTFUL
    )


def doubt(edition: Edition, where: Text, path: str | None = None) -> Finding:
    """Return the warning that some place holds digits that may be an individual number."""
    source, _ = _general(edition, "no_individual_number")
    reason = _sentence(edition, "doubtful", where=where)
    return _compose(edition, source, "no_individual_number", reason, path=path, sentence="warning")


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


def _of_role(edition: Edition, event: Event) -> Iterator[Finding]:
    """Say before the opening that a role may not do this at all; what else is amiss shows later."""
    roles = {role for way in edition.ways if way.event == event.type for role in way.by}
    if roles and event.by not in roles:
        source = _source(edition, candidates_for(edition, event)[0])
        yield _role_finding(edition, source, roles, event)


def _of_rules(edition: Edition, facts: Facts, event: Event) -> Iterator[Finding]:
    standing = obstacles(edition, facts, event)
    telling = [evolve(one, demands=_telling(edition, facts, event, one)) for one in standing]
    for one in [one for one in telling if one.demands or one.alternatives] or standing:
        for demand in one.demands:
            yield _finding(edition, facts, event, one.way, demand)
        if one.alternatives:
            yield _any_of(edition, facts, event, one)


def _of_library(edition: Edition, facts: Facts, event: Event) -> Iterator[Finding]:
    """Yield what the library's own rules demand in vain: that of the type, and those of all."""
    for type_ in (event.type, ANY_EVENT):
        rule = edition.library.get(type_)
        if rule is None:
            continue
        source = Source(rule.id, rule.clauses, None, rule.means)
        if rule.by and event.by not in rule.by:
            yield _role_finding(edition, source, rule.by, event)
        for name in rule.guards:
            if not LIBRARY_GUARDS[name](facts, event):
                yield _guard_finding(edition, source, facts, event, name)


def _telling(
    edition: Edition, facts: Facts, event: Event, obstacle: Obstacle
) -> tuple[Demand, ...]:
    """Return the demands that say more than that something is not known."""
    return tuple(
        demand
        for demand in obstacle.demands
        if demand.what != "guard" or not is_moot(edition.guards[demand.name], facts, event)
    )


def _any_of(edition: Edition, facts: Facts, event: Event, obstacle: Obstacle) -> Finding:
    """Return one finding for sets of demands of which one must be met; the first gives its name."""
    sets = [
        [_finding(edition, facts, event, obstacle.way, demand) for demand in demands]
        for demands in obstacle.alternatives
    ]
    demands, otherwise, remedy = (
        edition.either(
            tuple(
                edition.listed(tuple(getattr(one, part) for one in findings)) for findings in sets
            )
        )
        for part in ("demands", "otherwise", "remedy")
    )
    clauses = dict.fromkeys(
        clause for findings in sets for one in findings for clause in one.clauses
    )
    source = evolve(_source(edition, obstacle.way), clauses=tuple(clauses))
    return _compose(edition, source, sets[0][0].guard, Reason(demands, otherwise, remedy))


def _finding(edition: Edition, facts: Facts, event: Event, way: Way, demand: Demand) -> Finding:
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
        values=_quoted(edition, (_value(edition, demand.name, value) for value in demand.values)),
        value=_value(edition, demand.name, getattr(event, demand.name)),
    )
    return _compose(edition, source, "where", reason)


def _source(edition: Edition, way: Way) -> Source:
    return Source(way.rule, way.clauses, way.track, edition.rules[way.rule].means)


def _state_finding(edition: Edition, source: Source, facts: Facts, demand: Demand) -> Finding:
    """Name the states that would do, or, where they are fewer, those that would not."""
    track = demand.name
    states = edition.tracks[track].states
    has_fewer_others = len(states) < 2 * len(demand.values)
    named = [state for state in states if (state in demand.values) is not has_fewer_others]
    reason = _sentence(
        edition,
        "other_state" if has_fewer_others else "state",
        track=edition.tracks[track].label,
        states=_quoted(edition, (edition.state_label(track, state) for state in named)),
        state=edition.state_label(track, facts.state(track)),
    )
    return _compose(edition, source, "state", reason, points_to=facts.since(track))


def _role_finding(edition: Edition, source: Source, roles: Container[str], event: Event) -> Finding:
    reason = _sentence(
        edition,
        "role",
        roles=edition.either(
            tuple(label for role, label in edition.vocabularies["role"].items() if role in roles)
        ),
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


def _quoted(edition: Edition, parts: Iterable[Text]) -> Text:
    return edition.either(tuple(edition.quoted(part) for part in parts))


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
    # Only the rules of the library rest on no clause, and their sentence says so instead.
    text = edition.messages[sentence if source.clauses else "library_finding"].fill(
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
