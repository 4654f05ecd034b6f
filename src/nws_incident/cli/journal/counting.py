"""`journal stats`: cases by state and the time between steps, as tables and as a picture."""

from __future__ import annotations

from collections import Counter
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING

from nws_incident.cli.journal.labels import state_label
from nws_incident.cli.journal.statistics import Statistics, statistics_of
from nws_incident.cli.journal.writing import say, words, write_table
from nws_incident.cli.terminal import complain
from nws_incident.cli.writing import replace_file
from nws_incident.editions import load_edition
from nws_incident.errors import MissingPackageError
from nws_incident.export.chart import MARK, Bar, Panel, to_svg
from nws_incident.facts import TRACKS

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from nws_incident.journal import Journal
    from nws_incident.notice.edition import Edition

STATS_HELP = "count cases by state, and measure the time between steps"

_UNUSABLE = 2
_DAY = 24
_PARTS = 6
_TICKS = ((0.1, "minutes"), (1, "hour"), (_DAY, "day"), (7 * _DAY, "week"), (30 * _DAY, "month"))
"""Where the scale of hours is marked; below the first mark nobody measures."""


def add_stats_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments: the numbers are of all cases."""
    parser.add_argument(
        "--svg", type=Path, metavar="FILE", help="also draw them into this file (SVG)"
    )


def run_stats(journal: Journal, options: argparse.Namespace) -> int:
    """Print how many cases are in each state, and the hours from one event to the next."""
    language = options.lang
    found = statistics_of(journal)
    still_open = found.cases - found.complete
    say("totals", language, cases=found.cases, complete=found.complete, open=still_open)
    states = [
        (_track(track, language), label, str(count))
        for track in TRACKS
        for label, count in _states(found, track, options.editions, language)
    ]
    write_table(tuple(words(name, language) for name in ("track", "state", "count")), states)
    steps = [
        (
            load_edition().events[event_type].read(language),
            str(found.waits[event_type].count),
            f"{found.waits[event_type].median:.1f}",
            f"{found.waits[event_type].ninety:.1f}",
        )
        for event_type in _steps(found)
    ]
    head = tuple(words(name, language) for name in ("step", "count", "median", "ninety"))
    write_table(head, steps)
    if options.svg is None:
        return 0
    return _draw(found, options.svg, options.editions, language)


def _states(
    found: Statistics, track: str, editions: tuple[Edition, ...], language: str
) -> Iterator[tuple[str, int]]:
    """Yield the states that cases are in by their labels, in the order of the track."""
    counts: Counter[str] = Counter()
    order = {state: place for place, state in enumerate(load_edition().tracks[track].states)}
    rows = sorted(
        ((name, state) for of, name, state in found.states if of == track),
        key=lambda row: (order.get(row[1], len(order)), row[1], row[0]),
    )
    for edition, state in rows:
        counts[state_label(edition, editions, track, state, language)] += found.states[
            track, edition, state
        ]
    yield from counts.items()


def _steps(found: Statistics) -> list[str]:
    return [event_type for event_type in load_edition().events if event_type in found.waits]


def _track(track: str, language: str) -> str:
    return load_edition().tracks[track].label.read(language)


def _draw(found: Statistics, file: Path, editions: tuple[Edition, ...], language: str) -> int:
    """Write the picture; complain where it cannot be written."""
    still_open = found.cases - found.complete
    title = words("totals", language, cases=found.cases, complete=found.complete, open=still_open)
    panels = (_panel_of_states(found, editions, language), _panel_of_steps(found, language))
    try:
        if replace_file(file, to_svg(title, panels), may_replace=_is_ours):
            return 0
        complain(words("svg_other", language, file=file))
    except MissingPackageError as error:
        complain(error.message(language))
    except OSError as error:
        reason = error.strerror or str(error)
        complain(words("svg_unwritable", language, file=file, reason=reason))
    return _UNUSABLE


def _panel_of_states(found: Statistics, editions: tuple[Edition, ...], language: str) -> Panel:
    groups = [
        (
            _track(track, language),
            [
                Bar(label, count, words("cases_counted", language, count=count))
                for label, count in _states(found, track, editions, language)
            ],
        )
        for track in TRACKS
    ]
    most = max((bar.value for _, bars in groups for bar in bars), default=0)
    step = _round_step(most)
    ticks = [(at, str(at)) for at in range(0, int(most) + step, step)]
    return Panel(words("by_state", language), [one for one in groups if one[1]], ticks)


def _panel_of_steps(found: Statistics, language: str) -> Panel:
    bars = [
        Bar(
            load_edition().events[event_type].read(language),
            found.waits[event_type].median,
            words(
                "waited",
                language,
                count=found.waits[event_type].count,
                median=f"{found.waits[event_type].median:.1f}",
                ninety=f"{found.waits[event_type].ninety:.1f}",
            ),
            found.waits[event_type].ninety,
        )
        for event_type in _steps(found)
    ]
    ticks = [(hours, words(f"scale_{name}", language)) for hours, name in _TICKS]
    return Panel(words("by_step", language), [("", bars)], ticks, is_logarithmic=True)


def _round_step(most: float) -> int:
    """Return a step of 1, 2 or 5 times a power of ten that divides a scale into a few parts."""
    step = 1
    factors = cycle((2, 2.5, 2))
    while most > step * _PARTS:
        step = int(step * next(factors))
    return step


def _is_ours(content: bytes) -> bool:
    return MARK in content
