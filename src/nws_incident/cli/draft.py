"""`nws-incident draft`: a message of the procedure as text, filled from a case file."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nws_incident.casefile import ReadCase, Unreadable, read_paths
from nws_incident.cli.editions import add_known_editions, known_editions
from nws_incident.cli.route import as_data as route_data
from nws_incident.cli.route import labelled
from nws_incident.cli.terminal import Span, complain, line_writer, print_json
from nws_incident.contacts.drafting import draft
from nws_incident.errors import InvalidArgument
from nws_incident.fields import one_line, show
from nws_incident.replay import finding_data, replay
from nws_incident.terms import DraftKind
from nws_incident.wording import wording

if TYPE_CHECKING:
    from nws_incident.contacts.drafting import Draft
    from nws_incident.replay import Replay

NAME = "draft"
HELP = "draft a message from a case file"
DESCRIPTION = (
    "Draft a message from a case as its file leaves it, and print the text. What neither the case\n"
    "nor a detail says is shown as a gap, and listed on standard error: the status is 0 all the\n"
    "same, as a draft may be prepared before its time.\n\n"
    f"Purposes: {', '.join(DraftKind)}."
)
EXAMPLE = (
    "nws-incident draft examples/cases/03-self-check-delayed-documents-used.yaml inquire_provider "
    "--detail desk=福祉課"
)

_UNUSABLE = 2
_WIDE_SPACE = "\u3000"
"""Indents Japanese letters, and is no mark of anything unprintable."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("file", type=Path, metavar="FILE", help="a case file")
    parser.add_argument("purpose", metavar="PURPOSE", help="what for, such as notify_delay")
    parser.add_argument(
        "--case", metavar="ID", help="the case's id, where the file holds more than one"
    )
    parser.add_argument(
        "--detail",
        action="append",
        default=[],
        type=_pair,
        metavar="KEY=VALUE",
        help="something that the case cannot know, such as desk=福祉課; may be given repeatedly",
    )
    parser.add_argument("--by", metavar="ROLE", help="who writes, where either party may")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    add_known_editions(parser)


def run(options: argparse.Namespace) -> int:
    """Print the draft; 2 where the case cannot be read or the draft cannot be made."""
    outcome = _found(options)
    if outcome is None:
        return _UNUSABLE
    try:
        made = draft(
            outcome.case,
            options.purpose,
            lang=options.lang,
            details=dict(options.detail),
            by=options.by,
        )
    except InvalidArgument as error:
        complain(error.message(options.lang))
        return _UNUSABLE
    if options.json:
        print_json(_as_data(made))
        return 0
    write = line_writer()
    for line in made.text.split("\n"):
        write((Span(_WIDE_SPACE.join(one_line(part) for part in line.split(_WIDE_SPACE))),))
    _remark(outcome, made)
    return 0


def _pair(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(wording("draft.pair").read("en"))
    return key, value


def _found(options: argparse.Namespace) -> Replay | None:
    """Return the one case that is meant, replayed, or complain that there is none such."""
    editions = known_editions(options)
    cases: dict[str, ReadCase] = {}
    for found in read_paths([options.file], editions=editions):
        if isinstance(found, Unreadable):
            if options.case in {None, found.case_id}:
                for problem in found.problems:
                    complain(f"{found.place} {problem.path}: {problem.message(options.lang)}")
                return None
        elif options.case in {None, found.case.id}:
            cases[found.case.id] = found
    if len(cases) == 1:
        return replay(cases.popitem()[1].case, editions=editions)
    if cases:
        ids = ", ".join(show(name) for name in cases)
        said = wording("draft.several_cases").fill(ids=ids)
    else:
        said = wording("draft.no_such_case").fill(id=show(options.case or ""))
    complain(said.read(options.lang))
    return None


def _remark(outcome: Replay, made: Draft) -> None:
    """Say on standard error what the text does not: gaps, doubts, and events passed over."""
    if outcome.refused:
        refused = wording("draft.refused").fill(count=str(len(outcome.refused)))
        complain(refused.read(made.language))
    for warning in made.warnings:
        complain(warning.message(made.language))
    if made.missing:
        names = ", ".join(f"{gap.label.read(made.language)} ({gap.id})" for gap in made.missing)
        complain(wording("draft.missing").fill(names=names).read(made.language))


def _as_data(made: Draft) -> dict[str, Any]:
    language = made.language
    return {
        "kind": made.kind,
        "by": made.by,
        "language": language,
        "subject": made.subject,
        "text": made.text,
        "missing": [labelled(gap, language) for gap in made.missing],
        "warnings": [finding_data(warning, language) for warning in made.warnings],
        "clauses": list(made.clauses),
        "form": None if made.form is None else labelled(made.form, language),
        "route": None if made.route is None else route_data(made.route, language),
    }
