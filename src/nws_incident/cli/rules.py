"""`nws-incident rules`: the rules as a table, or one of them in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nws_incident.cli.editions import add_shown_edition, shown_edition
from nws_incident.cli.terminal import Line, Span, complain, line_writer, pad, width
from nws_incident.fields import show, suggest
from nws_incident.notice.model import ANY_EVENT, General, LibraryRule, Opening, Rule
from nws_incident.wording import wording

if TYPE_CHECKING:
    import argparse
    from collections.abc import Container, Iterable, Iterator

    from nws_incident.notice.edition import Edition
    from nws_incident.notice.model import Way
    from nws_incident.text import Text

NAME = "rules"
HELP = "list the rules, or show one in full"
DESCRIPTION = "List the rules, or show one with its clauses, guards and readings."
EXAMPLE = "nws-incident rules P1"

_UNUSABLE = 2
_GAP = "  "

_Subject = General | Opening | Rule | LibraryRule


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("id", nargs="?", metavar="ID", help="a rule's id, such as I8 or P1")
    add_shown_edition(parser)


def run(options: argparse.Namespace) -> int:
    """Print the table, or the rule; 2 for a rule that does not exist."""
    edition = shown_edition(options)
    write = line_writer()
    wanted = None if options.id is None else options.id.upper()
    if wanted is None:
        lines = _table(edition, options.lang)
    elif wanted in _subjects(edition):
        lines = _in_full(edition, wanted, options.lang)
    else:
        hint = suggest(wanted, tuple(_subjects(edition)))
        unknown = wording("rules.unknown_rule").fill(value=show(options.id), suggestion=hint)
        complain(unknown.read(options.lang))
        return _UNUSABLE
    for line in lines:
        write(line)
    return 0


def _subjects(edition: Edition) -> dict[str, _Subject]:
    """Return everything that has a rule id, in the order of the procedure."""
    everything: tuple[_Subject, ...] = (
        *edition.generals,
        *edition.openings.values(),
        *edition.rules.values(),
        *edition.library.values(),
    )
    return {subject.id: subject for subject in everything}


def _say(key: str, language: str) -> str:
    return wording(f"rules.{key}").read(language)


def _table(edition: Edition, language: str) -> Iterator[Line]:
    rows = [
        (
            subject.id,
            _track(edition, subject, language),
            ", ".join(subject.clauses) or _say("of_library", language),
            subject.means.read(language),
        )
        for subject in _subjects(edition).values()
    ]
    head = tuple(_say(name, language) for name in ("id", "track", "clauses", "means"))
    columns = [max(width(row[index]) for row in [head, *rows]) for index in range(len(head))]
    for number, row in enumerate([head, *rows]):
        cells = _GAP.join(pad(cell, columns[index]) for index, cell in enumerate(row))
        yield (Span(cells, "" if number else "strong"),)


def _track(edition: Edition, subject: _Subject, language: str) -> str:
    if isinstance(subject, (General, LibraryRule)):
        return ""
    track = subject.track if isinstance(subject, Rule) else "investigation"
    return edition.tracks[track].label.read(language)


def _in_full(edition: Edition, rule_id: str, language: str) -> Iterator[Line]:
    subject = _subjects(edition)[rule_id]
    yield (Span(f"{rule_id}  {subject.means.read(language)}", "strong"),)
    for number in subject.clauses:
        yield from _clause(edition, number, language)
    for way in edition.ways:
        if way.rule == rule_id:
            yield ()
            yield from _way(edition, way, language)
    if isinstance(subject, General):
        yield from _guards(edition, (subject.guard,), language)
    if isinstance(subject, LibraryRule):
        yield from _of_library(edition, subject, language)
    for reading in edition.readings:
        if rule_id in reading.on:
            yield ()
            yield (
                Span(f"{_say('reading', language)}: ", "strong"),
                Span(reading.text.read(language)),
            )
            yield (Span(f"{_GAP}{_say('why', language)}: {reading.why.read(language)}", "dim"),)


def _of_library(edition: Edition, rule: LibraryRule, language: str) -> Iterator[Line]:
    yield (Span(f"{_GAP}{_say('of_library_only', language)}", "dim"),)
    yield ()
    if rule.event != ANY_EVENT:
        roles = _listed(edition.label("role", role).read(language) for role in rule.by)
        event = f"{edition.events[rule.event].read(language)} ({rule.event})"
        yield from _facts([("event", event), ("by", roles)], language)
    yield from _guards(edition, rule.guards, language)


def _clause(edition: Edition, number: str, language: str) -> Iterator[Line]:
    clause = edition.clauses[number]
    force = _listed(edition.forces[one].read(language) for one in clause.force)
    yield (Span(f"{_GAP}{number} ({force}): {clause.meaning.read(language)}", "dim"),)


def _way(edition: Edition, way: Way, language: str) -> Iterator[Line]:
    any_state = way.source == edition.tracks[way.track].states
    facts = [
        ("track", edition.tracks[way.track].label.read(language)),
        ("event", f"{edition.events[way.event].read(language)} ({way.event})"),
        ("by", _listed(_labels(edition, "role", way.by, language))),
        ("rides_on", _listed(rule for rule in edition.rules if rule in way.rides_on)),
        (
            "from",
            _say("any_state", language)
            if any_state
            else _listed(edition.state_label(way.track, s).read(language) for s in way.source),
        ),
        *(("where", _where(edition, name, values, language)) for name, values in way.when),
        *(
            (
                "only_while",
                f"{edition.tracks[track].label.read(language)}: "
                + _listed(edition.state_label(track, s).read(language) for s in states),
            )
            for track, states in way.during
        ),
        (
            "to",
            _say("same_state", language)
            if way.to is None
            else edition.state_label(way.track, way.to).read(language),
        ),
        ("clauses", _listed(way.clauses)),
    ]
    yield from _facts(facts, language)
    yield from _guards(edition, way.guards, language)
    yield from _guards(edition, way.advises, language, key="advises")


def _facts(facts: list[tuple[str, str]], language: str) -> Iterator[Line]:
    columns = max(width(_say(key, language)) for key, _ in facts)
    for key, value in facts:
        if value:
            yield (
                Span(f"{_GAP}{pad(_say(key, language), columns)}{_GAP}", "dim"),
                Span(value),
            )


def _where(edition: Edition, name: str, values: frozenset[str | bool], language: str) -> str:
    flags = {True: edition.messages["yes"], False: edition.messages["no"]}
    said = (
        _labels(edition, name, values, language)
        if name in edition.vocabularies
        else (
            flags[value].read(language) if isinstance(value, bool) else value
            for value in sorted(values, key=str)
        )
    )
    return f"{edition.fields[name].read(language)}: {_listed(said)}"


def _labels(
    edition: Edition, vocabulary: str, words: Container[object], language: str
) -> Iterator[str]:
    """Yield the labels of some words of a closed list, in its own order."""
    for word, label in edition.vocabularies[vocabulary].items():
        if word in words:
            yield label.read(language)


def _guards(
    edition: Edition, names: Iterable[str], language: str, key: str = "demands"
) -> Iterator[Line]:
    for name in names:
        guard = edition.guards[name]
        yield (
            Span(f"{_GAP}{_say(key, language)}{_GAP}", "dim"),
            Span(f"{_open(guard.demands).read(language)} ({name})"),
        )
        remedy = f"{_say('remedy', language)}: {_open(guard.remedy).read(language)}"
        yield (Span(f"{_GAP * 2}{remedy}", "dim"),)


def _open(text: Text) -> Text:
    """Return a text with a mark in place of what only a case can fill in."""
    return text.fill(**dict.fromkeys(text.slots, "…"))


def _listed(parts: Iterable[str]) -> str:
    return ", ".join(parts)
