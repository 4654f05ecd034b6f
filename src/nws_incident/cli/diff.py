"""`nws-incident diff`: two cases beside each other, or two editions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from nws_incident.cli.beside import beside
from nws_incident.cli.differences import is_edition, show_differences
from nws_incident.cli.editions import add_known_editions, known_editions
from nws_incident.cli.one_case import one_case
from nws_incident.cli.owing import add_now, calendar_or_none
from nws_incident.cli.story import heading
from nws_incident.cli.terminal import Span, line_writer, print_json
from nws_incident.comparing import compare
from nws_incident.comparing.plain import comparison_data
from nws_incident.replay import replay

if TYPE_CHECKING:
    import argparse

    from nws_incident.casefile import ReadCase
    from nws_incident.comparing import Comparison

NAME = "diff"
HELP = "show where the stories of two cases part, or what two editions judge differently"
DESCRIPTION = (
    "Replay two cases and show them beside each other: equal events in one line, then what only\n"
    "one of them has, and how they end.\n\n"
    "Of two editions (a shipped one's name, an overlay file, or a folder) show each kind of event\n"
    "that they judge differently, with the shortest case of it.\n\n"
    "Marks: - is only in A, + is only in B, ~ is otherwise in B.\n\n"
    "Exit status: 0 they are the same; 1 they differ; 2 where a case cannot be read."
)
EXAMPLE = (
    "nws-incident diff examples/cases/05-immediate-processing-at-the-counter.yaml"
    " examples/cases/06-information-right-linked.yaml --lang en"
)

_DIFFERENT = 1
_UNUSABLE = 2
_NAMES = ("A", "B")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    for name in _NAMES:
        parser.add_argument(name.lower(), metavar=name, help="a case file, or an edition")
    parser.add_argument(
        "--case",
        action="append",
        default=[],
        metavar="ID",
        help="the case with this id, in files of several (given twice: that in A, then that in B)",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    add_now(parser, default="that of the last event of either")
    add_known_editions(parser)


def run(options: argparse.Namespace) -> int:
    """Show the two cases, or the two editions, and return the exit status."""
    if is_edition(options.a) and is_edition(options.b):
        return show_differences(options.a, options.b, as_json=options.json, language=options.lang)
    editions = known_editions(options)
    wanted = (*options.case[:1], *options.case[-1:]) or (None, None)
    found: list[ReadCase] = []
    for path, case_id in zip((options.a, options.b), wanted, strict=True):
        one = one_case(Path(path), case_id, editions, as_json=options.json, language=options.lang)
        if one is None:
            return _UNUSABLE
        found.append(one)
    calendar = calendar_or_none()
    outcomes = (replay(one.case, editions=editions) for one in found)
    compared = compare(*outcomes, now=options.now, calendar=calendar)
    if options.json:
        print_json(comparison_data(compared, options.lang, calendar))
    else:
        _write(found, compared, options.lang)
    return 0 if compared.is_same else _DIFFERENT


def _write(found: list[ReadCase], compared: Comparison, language: str) -> None:
    write = line_writer()
    for name, one, outcome in zip(_NAMES, found, (compared.one, compared.other), strict=True):
        write((Span(f"{name} ", "strong"), *heading(one.place, outcome)))
    write(())
    for line in beside(compared, (_NAMES[0], _NAMES[1]), language):
        write(line)
