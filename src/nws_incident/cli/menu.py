"""Every event type as it stands for a case, told to a person or as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from nws_incident.ahead import COMPLETE
from nws_incident.ahead.wording import value_of
from nws_incident.cli.choices import rows_of
from nws_incident.cli.story import heading, tracks_of
from nws_incident.cli.terminal import Line, Span, pad, width
from nws_incident.decisions import Availability, Option, options, unblock
from nws_incident.replay import finding_data
from nws_incident.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nws_incident.ahead import WayOn
    from nws_incident.casefile import Place
    from nws_incident.notice.edition import Edition
    from nws_incident.replay import Replay

_INDENT = "  "
_DETAIL = "      "
_STYLES = {
    Availability.OPEN: "good",
    Availability.CONDITIONAL: "watch",
    Availability.BLOCKED: "bad",
}


def menu(place: Place, outcome: Replay, language: str) -> Iterator[Line]:
    """Tell how a case stands and what it accepts, line by line, ending with an empty line."""
    case = outcome.case
    yield heading(place, outcome)
    yield (
        Span(f"{_INDENT}{_say('replay.tracks', language)}{_INDENT}", "dim"),
        Span(tracks_of(outcome, language)),
    )
    yield from _way(unblock(case, COMPLETE), language, _INDENT)
    marks = {one: f"[{_say(f'options.{one}', language)}]" for one in Availability}
    columns = max(width(mark) for mark in marks.values())
    for option in options(case):
        style = _STYLES[option.availability]
        yield (
            Span(_INDENT + pad(marks[option.availability], columns), style),
            Span(f" {option.label.read(language)}", "strong"),
            Span(f"  {option.event_type}", "dim"),
        )
        yield from _details(case.edition, option, language)
    yield ()


def as_data(outcome: Replay, language: str) -> dict[str, Any]:
    """Return the same as plain data, one JSON object, with messages in `language`."""
    case = outcome.case
    return {
        "case": outcome.source.id,
        "tracks": attrs.asdict(case.tracks),
        "complete": case.is_complete,
        "way_to_complete": _way_data(unblock(case, COMPLETE), language),
        "options": [
            {
                "type": option.event_type,
                "label": option.label.read(language),
                "availability": option.availability,
                "choices": [dict(choice) for choice in option.choices],
                "findings": [finding_data(finding, language) for finding in option.findings],
                "way_on": _way_data(option.way_on, language),
            }
            for option in options(case)
        ],
    }


def _say(key: str, language: str) -> str:
    return wording(key).read(language)


def _details(edition: Edition, option: Option, language: str) -> Iterator[Line]:
    if option.availability is Availability.CONDITIONAL:
        for row in rows_of(edition, option):
            said = [
                f"{edition.fields[name].read(language)}: "
                + _say("options.or", language).join(
                    value_of(edition, name, value).read(language) for value in values
                )
                for name, values in row.items()
            ]
            yield (
                Span(f"{_DETAIL}{_say('options.choice', language)}: ", "dim"),
                Span(_say("options.and", language).join(said)),
            )
    if option.availability is Availability.BLOCKED:
        yield from _reasons(option, language)
        yield from _way(option.way_on, language, _DETAIL)


def _reasons(option: Option, language: str) -> Iterator[Line]:
    """Say why an event type is blocked, each reason once, with the clauses that it rests on."""
    clauses: dict[tuple[str, str], list[str]] = {}
    for finding in option.findings:
        said = (finding.otherwise.read(language), finding.remedy.read(language))
        clauses.setdefault(said, []).extend(finding.clauses)
    for (otherwise, remedy), cited in clauses.items():
        source = f" ({', '.join(dict.fromkeys(cited))})" if cited else ""
        yield (Span(f"{_DETAIL}× {otherwise}{source}"), Span(f" → {remedy}", "dim"))


def _way(way: WayOn, language: str, indent: str) -> Iterator[Line]:
    style = "watch" if way.is_found else "bad"
    yield (Span(f"{indent}{way.describe(language)}", style),)
    if len(way.steps) > 1 or any(step.values for step in way.steps):
        for number, step in enumerate(way.steps, 1):
            yield (Span(f"{indent}{_INDENT}{number}. {step.describe(language)}", "dim"),)


def _way_data(way: WayOn, language: str) -> dict[str, Any]:
    return {
        "reach": way.reach,
        "message": way.describe(language),
        "steps": [
            {
                "type": step.event_type,
                "by": step.by,
                "values": dict(step.values),
                "rules": step.rules,
                "clauses": step.clauses,
                "starts_round": step.starts_round,
                "message": step.describe(language),
            }
            for step in way.steps
        ],
    }
