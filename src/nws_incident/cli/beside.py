"""Two stories told to a person beside each other: their events, and how they end."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from attrs import frozen

from nws_incident.ahead.wording import value_of
from nws_incident.cli.owing import duty_row, exemption_rows, permission_rows
from nws_incident.cli.story import reason, report_of, said_of, state_of
from nws_incident.cli.terminal import Line, Span, pad, screen_columns, width, wrapped
from nws_incident.comparing import Aspect, Judged
from nws_incident.jst import show_moment
from nws_incident.notice.edition import Edition
from nws_incident.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from nws_incident.comparing import Comparison, Pair, Point
    from nws_incident.replay import Replay

_GAP = "  "
_DETAIL = "      "
_NARROWEST = 16
_TIME_COLUMNS = len("YYYY-MM-DD HH:MM")
_MARKS = {"same": " ", "one": "-", "other": "+", "differs": "~"}
_STYLES = {"same": "", "one": "dim", "other": "strong", "differs": "watch"}
_OWING = {Aspect.DUTY: "to_do", Aspect.PERMISSION: "allowed", Aspect.EXEMPTION: "spared"}


@frozen
class _Side:
    """An event of one story as it is told, and the edition that it was judged under."""

    judged: Judged
    edition: Edition
    moment: str
    role: str
    label: str


@frozen
class _Told:
    """Something that the ends have in common or not: its name, and how it is in each."""

    name: str
    one: str
    other: str
    differs: bool


def beside(compared: Comparison, names: tuple[str, str], language: str) -> Iterator[Line]:
    """Tell two stories, line by line; `names` says what each of them is called."""
    yield from _events(compared, names, language)
    yield ()
    yield from _ends(compared, names, language)
    yield ()
    yield from _summary(compared, language)


def _say(key: str, language: str, **slots: str) -> str:
    return wording(f"beside.{key}").fill(**slots).read(language)


def _events(compared: Comparison, names: tuple[str, str], language: str) -> Iterator[Line]:
    editions = _editions_along(compared.one), _editions_along(compared.other)
    shown = [one for pair in compared.pairs for one in _sides(pair, editions, language)]
    last = max(len(compared.one.decisions), len(compared.other.decisions), 1) - 1
    digits = len(str(last))
    roles = max((width(side.role) for side in shown), default=0)
    labels = max((width(side.label) for side in shown), default=0)
    for pair in compared.pairs:
        sides = _sides(pair, editions, language)
        first = sides[0]
        kind = _kind(pair)
        numbers = (str(one.index) if one else "" for one in (pair.one, pair.other))
        head = _GAP.join(
            (
                f"{_MARKS[kind]} {' '.join(number.rjust(digits) for number in numbers)}",
                first.moment[:_TIME_COLUMNS],
                pad(first.role, roles),
                pad(first.label, labels),
            )
        )
        if kind == "same":
            yield (Span(head), Span(_GAP), _in_short(first.judged, language))
        else:
            yield (Span(head, _STYLES[kind]),)
            yield from _apart(pair, sides, names, language)


def _apart(pair: Pair, sides: list[_Side], names: tuple[str, str], language: str) -> Iterator[Line]:
    """Tell what became of an event in each story that has it."""
    fields = "; ".join(_fields(pair, sides[0].edition, language))
    if fields:
        yield (Span(_DETAIL), Span(f"{_say('fields', language)}: {fields}", "watch"))
    widest = max(map(width, names))
    told = [name for name, one in zip(names, (pair.one, pair.other), strict=True) if one]
    for name, side in zip(told, sides, strict=True):
        own = [
            said + _GAP
            for said, first in ((side.moment, sides[0].moment), (side.label, sides[0].label))
            if said != first
        ]
        yield (
            Span(f"{_DETAIL}{pad(name, widest)}{_GAP}", "dim"),
            Span("".join(own)),
            _outcome(side.judged, side.edition, language),
        )
        decision = side.judged.decision
        for finding in decision.findings:
            yield reason(finding, language, "bad")
        for warning in decision.warnings:
            yield reason(warning, language, "watch")


def _fields(pair: Pair, edition: Edition, language: str) -> Iterator[str]:
    """Say in which fields two events differ, their times aside, and how where that is short."""
    for name in pair.fields:
        if name == "at":
            continue
        values = [getattr(side.event, name) for side in (pair.one, pair.other) if side is not None]
        label = edition.fields[name].read(language)
        if all(isinstance(value, bool | StrEnum) for value in values):
            one, other = (value_of(edition, name, value).read(language) for value in values)
            yield f"{label}: {one} → {other}"
        else:
            yield label


def _kind(pair: Pair) -> str:
    if pair.other is None:
        return "one"
    if pair.one is None:
        return "other"
    return "differs" if pair.differs else "same"


def _sides(pair: Pair, editions: tuple[list[Edition], list[Edition]], language: str) -> list[_Side]:
    """Return what a pair holds, in the words of the edition that it was judged under."""
    found = zip((pair.one, pair.other), editions, strict=True)
    return [_side(one, along[one.index], language) for one, along in found if one is not None]


def _side(judged: Judged, edition: Edition, language: str) -> _Side:
    event = judged.event
    return _Side(
        judged,
        edition,
        show_moment(event.at),
        edition.label("role", event.by).read(language),
        edition.events[event.type].read(language),
    )


def _editions_along(outcome: Replay) -> list[Edition]:
    """Return for each event of a story the edition under which it was judged."""
    case = outcome.case
    edition = case.opened_under
    along = []
    for decision in outcome.decisions:
        along.append(edition)
        for fired in decision.fired:
            if fired.track is None:
                edition = case.editions[fired.to]
    return along


def _in_short(one: Judged, language: str) -> Span:
    """Say what became of an event that is the same in both: by which rules, or that it is not."""
    if one.decision.accepted:
        return Span(", ".join(one.decision.rules), "dim")
    return Span(f"× {wording('replay.refused').read(language)}", "bad")


def _outcome(one: Judged, edition: Edition, language: str) -> Span:
    if not one.decision.accepted:
        return Span(f"× {wording('replay.refused').read(language)}", "bad")
    fired = "; ".join(said_of(edition, fired, language) for fired in one.decision.fired)
    return Span(fired, "good")


def _ends(compared: Comparison, names: tuple[str, str], language: str) -> Iterator[Line]:
    told = list(_told(compared, language))
    first = max(width(row.name) for row in told)
    room = screen_columns() - len(_GAP) * 3 - first - 1
    each = max(room // 2, _NARROWEST)
    yield (Span(pad("", first + 4) + pad(names[0], each) + _GAP + names[1], "strong"),)
    same = _say("same", language)
    for row in told:
        other = row.other if row.differs else same
        left, right = wrapped(row.one, each), wrapped(other, each)
        for number in range(max(len(left), len(right))):
            one, beside_it = (part[number] if number < len(part) else "" for part in (left, right))
            yield (
                Span(f"{'~' if row.differs and not number else ' '} ", "watch"),
                Span(pad("" if number else row.name, first) + _GAP, "dim"),
                Span(pad(one, each) + _GAP),
                Span(beside_it, "strong" if row.differs else "dim"),
            )


def _told(compared: Comparison, language: str) -> Iterator[_Told]:
    """Yield everything that the ends are compared in; of a kind, only the first is named."""
    for point in compared.points:
        if point.aspect not in _OWING:
            said = (_state(compared.one, point, language), _state(compared.other, point, language))
            if point.aspect is not Aspect.EDITION or point.differs:
                yield _Told(_name(compared, point, language), *said, differs=point.differs)
    for aspect, key in _OWING.items():
        name = wording(f"replay.{key}").read(language)
        for group in _groups(point for point in compared.points if point.aspect is aspect):
            one = _owing(
                compared.one, aspect, [point.one for point in group], language, compared.now
            )
            other = _owing(
                compared.other, aspect, [point.other for point in group], language, compared.now
            )
            yield _Told(name, one, other, differs=group[0].differs)
            name = ""


def _name(compared: Comparison, point: Point, language: str) -> str:
    if point.aspect is Aspect.TRACK:
        return compared.one.case.edition.tracks[point.name].label.read(language)
    if point.aspect is Aspect.EDITION:
        return wording("replay.edition_moved").read(language)
    if point.aspect is Aspect.REPORT:
        return _say("report", language)
    return wording("replay.complete").read(language)


def _state(outcome: Replay, point: Point, language: str) -> str:
    if point.aspect is Aspect.TRACK:
        return state_of(outcome, point.name, getattr(outcome.case.tracks, point.name), language)
    if point.aspect is Aspect.EDITION:
        return outcome.case.edition.id
    if point.aspect is Aspect.REPORT:
        return report_of(outcome, language)
    return wording("replay.yes" if outcome.case.is_complete else "replay.no").read(language)


def _groups(points: Iterable[Point]) -> list[list[Point]]:
    """Put together what is told in one row, and is alike in being there and in differing."""
    alike: dict[tuple[object, ...], list[Point]] = {}
    for point in points:
        there = point.one or point.other
        bearer = None if point.aspect is Aspect.EXEMPTION else point.bearer
        key = (point.name, bearer, there.clauses, point.one is None, point.other is None)
        apart = point.value if point.aspect is Aspect.DUTY else None
        alike.setdefault((*key, point.differs, apart), []).append(point)
    return list(alike.values())


def _owing(
    outcome: Replay, aspect: Aspect, found: list[Any], language: str, now: datetime | None
) -> str:
    edition = outcome.case.edition
    there = [one for one in found if one is not None]
    if not there or now is None:
        return _say("none", language)
    if aspect is Aspect.DUTY:
        return duty_row(edition, there[0], now, language)
    rows = permission_rows if aspect is Aspect.PERMISSION else exemption_rows
    return "; ".join(rows(edition, there, language))


def _summary(compared: Comparison, language: str) -> Iterator[Line]:
    if compared.is_same:
        yield (Span(_say("all_same", language), "good"),)
        return
    yield (
        Span(
            _say(
                "summary",
                language,
                events=str(sum(pair.differs for pair in compared.pairs)),
                turned=str(len(compared.turned)),
                ends=str(len(compared.differences)),
            ),
            "strong",
        ),
    )
