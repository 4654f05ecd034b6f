"""Parts made from the notice's data: tracks, clauses, rules, guards, tables, readings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nws_incident import load_edition
from nws_incident.folding import RECORDS
from nws_incident.notice.model import ANY_EVENT
from parts.clause_evidence import basis_of
from parts.markdown import (
    clause_anchor,
    clause_link,
    either,
    event_link,
    guard_link,
    listed,
    one_line,
    prose,
    route_link,
    rule_link,
    table,
)
from parts.registry import part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nws_incident import Text
    from nws_incident.notice.edition import Edition
    from nws_incident.notice.model import Way


@part
def tracks() -> Iterator[str]:
    """Yield the tracks and their states."""
    edition = load_edition()
    for track in edition.tracks.values():
        yield from (f"(track-{track.id})=", f"## `{track.id}`", "")
        yield from (f"**{track.label.read('ja')}** · {track.label.read('en')}", "")
        entered: dict[str, list[str]] = {state: [] for state in track.states}
        for way in edition.ways:
            if way.track == track.id and way.to is not None and way.rule not in entered[way.to]:
                entered[way.to].append(way.rule)
        for opening in edition.openings.values():
            if track.id == "investigation":
                entered[opening.investigation].insert(0, opening.id)
        yield from table(
            ("State", "Japanese", "English", "Entered by"),
            [
                (
                    f"`{state.id}`",
                    state.label.read("ja"),
                    state.label.read("en"),
                    listed(
                        [
                            *(["the opening"] if _is_first(track.id, state.id, edition) else []),
                            *(rule_link(rule) for rule in entered[state.id]),
                        ]
                    ),
                )
                for state in track.state
            ],
        )
        yield ""


def _is_first(track: str, state: str, edition: Edition) -> bool:
    return track != "investigation" and edition.tracks[track].initial == state


@part
def clauses() -> Iterator[str]:
    """Yield the clauses: what each does, and which rules rest on it."""
    edition = load_edition()
    for number, clause in edition.clauses.items():
        yield from (f"({clause_anchor(number)})=", f"## {number}", "")
        yield f"{clause.meaning.read('ja')}"
        yield ""
        yield f"{clause.meaning.read('en')}"
        yield ""
        forces = [edition.forces[one] for one in clause.force]
        said = (listed(force.read(language) for force in forces) for language in ("ja", "en"))
        yield f"Force: {' · '.join(said)}."
        basis = basis_of(number)
        rules = listed(rule_link(rule) for rule in (*basis.generals, *basis.rules))
        yield f"Rules that rest on it: {rules}." if rules else "No rule names it directly."
        routes = listed(route_link(name) for name in basis.routes)
        if routes:
            yield f"Routes that rest on it: {routes}."
        yield ""


@part
def rules() -> Iterator[str]:
    """Yield the rules, each with its ways, guards and readings."""
    edition = load_edition()
    for general in edition.generals:
        yield from _rule_heading(general.id, general.means, general.clauses)
        yield from (f"Asked of every event. Guard: {guard_link(general.guard)}.", "")
        yield from _readings_on(edition, general.id)
    for opening in edition.openings.values():
        yield from _rule_heading(opening.id, opening.means, opening.clauses)
        start = f"`{opening.investigation}`"
        yield f"Taken by {event_link(opening.event)}; starts the investigation in {start}."
        yield ""
        yield from _readings_on(edition, opening.id)
    for rule in edition.rules.values():
        yield from _rule_heading(rule.id, rule.means, rule.clauses)
        yield from table(
            ("Event", "By", "From", "Only where", "Guards", "To"),
            [_way_row(edition, way) for way in edition.ways if way.rule == rule.id],
        )
        yield ""
        riding = sorted(
            {one for way in edition.ways if way.rule == rule.id for one in way.rides_on}
        )
        if riding:
            with_ = " or ".join(rule_link(one) for one in riding)
            yield from (f"Accepts nothing by itself: it goes with {with_}.", "")
        if rule.advises:
            advised = listed(guard_link(name) for name in rule.advises)
            yield from (f"Warns where this does not hold: {advised}.", "")
        yield from _readings_on(edition, rule.id)
    for own in edition.library.values():
        yield from _rule_heading(own.id, own.means, own.clauses)
        if own.event == ANY_EVENT:
            yield "Asked of every event that no other rule takes."
        else:
            roles = listed(f"`{role}`" for role in own.by)
            yield f"Taken by {event_link(own.event)}, done by: {roles}."
        yield from (f"Guards: {listed(guard_link(name) for name in own.guards)}.", "")


def _rule_heading(rule: str, means: Text, cited: tuple[str, ...]) -> Iterator[str]:
    yield from (f"(rule-{rule.lower()})=", f"## {rule}", "")
    yield from (means.read("ja"), "", means.read("en"), "")
    if cited:
        yield from (f"Clauses: {listed(clause_link(number) for number in cited)}.", "")
    else:
        yield from ("**A rule of this library, not of the notice:** it rests on no clause.", "")


def _way_row(edition: Edition, way: Way) -> tuple[str, ...]:
    conditions = [
        f"`{name}` is {either(f'`{str(value).lower()}`' for value in sorted(values, key=str))}"
        for name, values in way.when
    ] + [
        f"{track} is in {either(f'`{state}`' for state in states)}" for track, states in way.during
    ]
    is_any = way.source == edition.tracks[way.track].states
    return (
        event_link(way.event),
        listed(f"`{role}`" for role in sorted(way.by)) or "whoever did it",
        "any state" if is_any else listed(f"`{state}`" for state in way.source),
        "; ".join(conditions),
        listed(guard_link(name) for name in way.guards),
        "stays" if way.to is None else f"`{way.to}`",
    )


def _readings_on(edition: Edition, rule: str) -> Iterator[str]:
    on = [reading.id for reading in edition.readings if rule in reading.on]
    if on:
        yield f"Readings: {listed(f'[{name}](#reading-{name})' for name in on)}."
        yield ""


@part
def guards() -> Iterator[str]:
    """Yield the guards: what each demands, what is said where it fails, what to do then."""
    edition = load_edition()
    for guard in edition.guards.values():
        yield from (f"(guard-{guard.name})=", f"## `{guard.name}`", "")
        yield from table(
            ("", "Japanese", "English"),
            [
                (head, text.read("ja"), text.read("en"))
                for head, text in (
                    ("Demands", guard.demands),
                    ("Where it fails", guard.otherwise),
                    ("What to do", guard.remedy),
                    ("Never refuses", guard.never_refuses),
                )
                if text is not None
            ],
        )
        yield ""


@part
def properties() -> Iterator[str]:
    """Yield what the edition promises, with the clauses that each promise rests on."""
    yield from table(
        ("Property", "Japanese", "English", "Clauses"),
        [
            (
                f"`{row.id}`",
                row.means.read("ja"),
                row.means.read("en"),
                listed(clause_link(number) for number in row.clauses) or "of any procedure",
            )
            for row in load_edition().properties.values()
        ],
    )


@part
def reports() -> Iterator[str]:
    """Yield who must report, on which facts."""
    edition = load_edition()
    yield from table(
        ("Kind", "Where all of these hold", "Report by", "Clause", "In words"),
        [
            (
                f"`{ground.kind}`",
                listed(guard_link(name) for name in ground.guards),
                "nobody" if ground.party is None else f"`{ground.party}`",
                listed(clause_link(number) for number in ground.clauses),
                ground.means.read("en"),
            )
            for ground in edition.reports
        ],
    )


@part
def findings() -> Iterator[str]:
    """Yield what can be found in which kind of case, and whose doing it can be."""
    edition = load_edition()
    yield from table(
        ("Finding", "Kind of case", "Causing party"),
        [
            (
                f"`{one.id}`",
                listed(f"`{kind}`" for kind in one.kinds),
                listed(f"`{party}`" for party in one.causing_parties),
            )
            for one in edition.findings.values()
        ],
    )


@part
def relays() -> Iterator[str]:
    """Yield through whom word goes."""
    edition = load_edition()
    yield from table(
        ("Target", "Asked by", "Through"),
        [
            (f"`{target}`", f"`{kind}`", listed(f"`{relay}`" for relay in via) or "nobody")
            for target, by_kind in edition.relays.items()
            for kind, via in by_kind.items()
        ],
    )


@part
def emergencies() -> Iterator[str]:
    """Yield what each kind of emergency asks for."""
    edition = load_edition()
    yield from table(
        ("Kind", "Form", "Authority owed word", "Where declared by", "Clause"),
        [
            (
                f"`{one.kind}`",
                f"`{one.form}`",
                "none" if one.authority is None else f"`{one.authority}`",
                listed(f"`{kind}`" for kind in one.owed_by),
                listed(clause_link(number) for number in one.clauses),
            )
            for one in edition.emergencies.values()
        ],
    )


@part
def readings() -> Iterator[str]:
    """Yield every reading: on which rules, what was chosen, and why, in both languages."""
    for reading in load_edition().readings:
        yield from (f"(reading-{reading.id})=", f"## {reading.id}", "")
        yield from (f"Rules: {listed(rule_link(rule) for rule in reading.on)}.", "")
        yield from (f"読み方: {reading.text.read('ja')}", "")
        yield from (f"理由: {reading.why.read('ja')}", "")
        yield from (f"**Reading.** {reading.text.read('en')}", "")
        yield from (f"**Why.** {reading.why.read('en')}", "")


@part
def records() -> Iterator[str]:
    """Yield what rules record: by its name, what is kept, and which rules name it."""
    edition = load_edition()
    yield from table(
        ("Record", "What it keeps", "Rules"),
        [
            (f"`{name}`", one_line(prose(record)), listed(rule_link(rule) for rule in rules))
            for name, record in RECORDS.items()
            if (rules := dict.fromkeys(way.rule for way in edition.ways if name in way.records))
        ],
    )
