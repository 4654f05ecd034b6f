"""A replayed case told to a person: what happened, what was refused, and how things stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nws_incident.cli.owing import standing_rows
from nws_incident.cli.terminal import Line, Span, pad, width
from nws_incident.cli.ways import ways_on
from nws_incident.facts import TRACKS
from nws_incident.fields import printable
from nws_incident.jst import show_moment
from nws_incident.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from nws_incident.casefile import Place, Unreadable
    from nws_incident.cli.replay import Tally
    from nws_incident.duties.calendars import Calendar
    from nws_incident.findings import Finding
    from nws_incident.machine import Fired
    from nws_incident.notice.edition import Edition
    from nws_incident.replay import Mismatch, Replay
    from nws_incident.text import Text

_INDENT = "  "
_REASON = "      "
_GAP = "  "
_TIME_COLUMNS = len("YYYY-MM-DD HH:MM JST")


def story(
    place: Place,
    outcome: Replay,
    language: str,
    now: datetime | None = None,
    calendar: Calendar | None = None,
) -> Iterator[Line]:
    """Tell one case, line by line, ending with an empty line."""
    yield heading(place, outcome)
    yield from _timeline(outcome, language)
    yield from _standing(outcome, language, now, calendar)
    yield ()


def invalid_story(unreadable: Unreadable, language: str) -> Iterator[Line]:
    """Tell of a case that cannot be read: where, and everything that is wrong with it."""
    name = unreadable.case_id or str(unreadable.place)
    yield (
        Span(f"■ {printable(name)}", "strong"),
        Span(f"  [{unreadable.place}]  ", "dim"),
        Span(_say("replay.invalid", language), "bad"),
    )
    for problem in unreadable.problems:
        yield (Span(f"{_INDENT}{problem.path}", "strong"), Span(f"  {problem.message(language)}"))
    yield ()


def unreadable_data(unreadable: Unreadable, language: str) -> dict[str, Any]:
    """Return a case that cannot be read as plain data: where, and everything that is wrong."""
    return {
        "case": unreadable.case_id,
        "file": str(unreadable.place),
        "errors": [
            {"path": problem.path, "message": problem.message(language)}
            for problem in unreadable.problems
        ],
    }


def summary(tally: Tally, language: str) -> Line:
    """Tell how many cases went which way, in one line."""
    text = wording("replay.summary").fill(
        cases=str(tally.clean + tally.refusing + tally.invalid),
        clean=str(tally.clean),
        refusing=str(tally.refusing),
        invalid=str(tally.invalid),
        met=str(tally.met),
        unmet=str(tally.unmet),
    )
    return (Span(text.read(language), "strong"),)


def _say(key: str, language: str, **slots: Text | str) -> str:
    return wording(key).fill(**slots).read(language)


def heading(place: Place, outcome: Replay) -> Line:
    """Name a case: its id, its title, and where it was read."""
    title = "" if outcome.source.title is None else f" {printable(outcome.source.title)}"
    return (
        Span(f"■ {printable(outcome.source.id)}{title}", "strong"),
        Span(f"  [{place}]", "dim"),
    )


def _timeline(outcome: Replay, language: str) -> Iterator[Line]:
    case = outcome.case
    edition = case.edition
    roles = {role: label.read(language) for role, label in edition.vocabularies["role"].items()}
    events = {type_: label.read(language) for type_, label in edition.events.items()}
    role_columns = max(width(label) for label in roles.values())
    event_columns = max(width(label) for label in events.values())
    index_columns = len(str(len(outcome.decisions)))
    edition = case.opened_under
    ways = ways_on(outcome)
    pairs = zip(outcome.source.events, outcome.decisions, strict=True)
    for index, (event, decision) in enumerate(pairs):
        head = _GAP.join(
            (
                str(index).rjust(index_columns),
                pad(show_moment(event.at), _TIME_COLUMNS),
                pad(roles[event.by], role_columns),
                pad(events[event.type], event_columns),
            )
        )
        if decision.accepted:
            said = "; ".join(said_of(edition, fired, language) for fired in decision.fired)
            yield (Span(f"{_INDENT}{head}{_GAP}"), Span(said, "good"))
            if decision.fired[0].track is None:
                edition = case.editions[decision.fired[0].to]
        else:
            yield (
                Span(f"{_INDENT}{head}{_GAP}"),
                Span(f"× {_say('replay.refused', language)}", "bad"),
            )
        for finding in decision.findings:
            yield reason(finding, language, "bad")
        if index in ways:
            yield (Span(f"{_REASON}→ {ways[index].describe(language)}", "watch"),)
        for warning in decision.warnings:
            yield reason(warning, language, "watch")


def said_of(edition: Edition, fired: Fired, language: str) -> str:
    """Say what a rule did: its id and clauses, and where it took its track."""
    source = f"{fired.rule} {_clauses(fired.clauses)}"
    is_opening = any(opening.id == fired.rule for opening in edition.openings.values())
    if fired.track is None:
        moved = _say("replay.edition_moved", language)
        return f"{source}{moved}: {fired.source}→{fired.to}"
    if fired.source == fired.to and not is_opening:
        return source
    track = edition.tracks[fired.track].label.read(language)
    return f"{source} {track}: {edition.state_label(fired.track, fired.to).read(language)}"


def _clauses(clauses: tuple[str, ...]) -> str:
    return ", ".join(clauses)


def reason(finding: Finding, language: str, style: str) -> Line:
    """Say in a line what stood in the way of an event, or what is to be watched."""
    mark = "×" if style == "bad" else "!"
    return (
        Span(f"{_REASON}{mark} {finding.rule}", style),
        Span(f" {finding.message(language)}"),
    )


def _standing(
    outcome: Replay, language: str, now: datetime | None, calendar: Calendar | None
) -> Iterator[Line]:
    rows = [
        (_say("replay.tracks", language), tracks_of(outcome, language)),
        (_say("replay.report", language), report_of(outcome, language)),
    ]
    rows.extend(standing_rows(outcome, language, now, calendar))
    columns = max(width(name) for name, _ in rows)
    for name, said in rows:
        yield (Span(f"{_INDENT}{pad(name, columns)}{_GAP}", "dim"), Span(said))
    is_complete = outcome.case.is_complete
    key, style = ("complete", "good") if is_complete else ("incomplete", "watch")
    spans = [Span(f"{_INDENT}{_say(f'replay.{key}', language)}", style)]
    if outcome.expected is not None:
        met, style = ("met", "good") if outcome.expected else ("unmet", "bad")
        spans.append(Span(f"{_GAP}{_say(f'replay.expected_{met}', language)}", style))
    yield tuple(spans)
    for mismatch in outcome.mismatches:
        yield (Span(_REASON + _mismatch(outcome, mismatch, language), "bad"),)


def tracks_of(outcome: Replay, language: str) -> str:
    """Say where each track is, in one line."""
    if not outcome.case.is_open:
        return _say("replay.unopened", language)
    return " / ".join(
        f"{outcome.case.edition.tracks[track].label.read(language)}: "
        f"{state_of(outcome, track, getattr(outcome.case.tracks, track), language)}"
        for track in TRACKS
    )


def report_of(outcome: Replay, language: str) -> str:
    """Say whether an outcome report is required, by whom, and whose is still owed."""
    edition, report = outcome.case.edition, outcome.case.report
    if report.required is None:
        said = [_say("replay.report_undetermined", language)]
    elif report.by is None:
        said = [_say("replay.report_not_required", language)]
    else:
        by = edition.label("role", report.by)
        said = [_say("replay.report_required", language, by=by)]
    if report.clauses:
        said[0] += f" {_clauses(report.clauses)}"
    said.extend(
        _say("replay.report_carried", language, by=edition.label("role", party))
        for party in report.carried
    )
    return "; ".join(said)


def _mismatch(outcome: Replay, mismatch: Mismatch, language: str) -> str:
    if mismatch.what in TRACKS:
        what = outcome.case.edition.tracks[mismatch.what].label.read(language)
    elif mismatch.what == "refused":
        what = _say("replay.refused_indexes", language)
    else:
        what = _say("replay.complete", language)
    return _say(
        "replay.expected_but_is",
        language,
        what=what,
        expected=_shown(outcome, mismatch.what, mismatch.expected, language),
        actual=_shown(outcome, mismatch.what, mismatch.actual, language),
    )


def _shown(outcome: Replay, what: str, value: Any, language: str) -> str:
    if isinstance(value, bool):
        return _say("replay.yes" if value else "replay.no", language)
    if isinstance(value, tuple):
        return ", ".join(str(index) for index in value) or _say("replay.none", language)
    return state_of(outcome, what, value, language)


def state_of(outcome: Replay, track: str, state: str | None, language: str) -> str:
    """Say where a track is."""
    if state is None:
        return _say("replay.unopened", language)
    return outcome.case.edition.state_label(track, state).read(language)
