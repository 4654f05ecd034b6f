"""`nws-incident verify`: whether everything an edition promises holds, whatever happens."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from nws_incident.casefile import case_to_data, write_case
from nws_incident.cli.editions import add_shown_edition, shown_edition
from nws_incident.cli.terminal import Line, Span, line_writer, print_json, running_count
from nws_incident.verify import verify
from nws_incident.wording import wording

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from nws_incident.verify import Explored, Proof, Verdict

NAME = "verify"
HELP = "prove what an edition promises"
DESCRIPTION = (
    "Visit everything that can become of a case under an edition, and prove each of its "
    "properties; one that does not hold is shown by the shortest case there is."
)
EXAMPLE = "nws-incident verify --edition city.toml --cases counterexamples"

_INDENT = "  "


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument(
        "--cases",
        metavar="FOLDER",
        type=Path,
        help="write the case of each property that does not hold to a file in this folder",
    )
    add_shown_edition(parser)


def run(options: argparse.Namespace) -> int:
    """Print the proof; 1 where a property does not hold."""
    edition = shown_edition(options)
    with running_count(wording("verify.exploring").read(options.lang)) as progress:
        proof = verify(edition, progress=progress)
    files = {} if options.cases is None else _written(proof, options.cases)
    if options.json:
        print_json(_as_data(proof, options.lang))
    else:
        write = line_writer()
        for line in _lines(proof, options.lang, files):
            write(line)
    return 0 if proof.holds else 1


def _written(proof: Proof, folder: Path) -> dict[str, Path]:
    """Write the case of each property that does not hold; return the files by property."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {}
    for verdict in proof.verdicts:
        if verdict.case is not None:
            file = files[verdict.property] = folder / f"{verdict.property}.yaml"
            file.write_text(write_case(verdict.case), encoding="utf-8")
    return files


def _lines(proof: Proof, language: str, files: dict[str, Path]) -> Iterator[Line]:
    for explored in proof.explored:
        yield (Span(_explored(explored, language), "dim"),)
    yield ()
    for verdict in proof.verdicts:
        yield from _verdict(verdict, language, files.get(verdict.property))
    yield ()
    yield (_summary(proof, language),)


def _explored(explored: Explored, language: str) -> str:
    text = wording("verify.explored").fill(
        configurations=f"{explored.configurations:,}",
        variables=str(len(explored.variables)),
        tries=f"{explored.tries:,}",
        judgements=f"{explored.judgements:,}",
    )
    if not explored.circumstances:
        return text.read(language)
    under = wording("verify.under").fill(circumstances=", ".join(explored.circumstances))
    return text.read(language) + under.read(language)


def _verdict(verdict: Verdict, language: str, file: Path | None) -> Iterator[Line]:
    clauses = ", ".join(verdict.clauses) or wording("verify.of_any_procedure").read(language)
    key, style = ("holds", "good") if verdict.holds else ("fails", "bad")
    yield (
        Span(wording(f"verify.{key}").read(language), style),
        Span(f"{_INDENT}{verdict.means.read(language)}{_INDENT}"),
        Span(f"[{clauses}] {verdict.property}", "dim"),
    )
    if verdict.what:
        at_fault = wording("verify.at_fault").fill(what=verdict.what)
        yield (Span(_INDENT + at_fault.read(language), "watch"),)
    if verdict.case is not None:
        events = str(len(verdict.case.events))
        if file is not None:
            shown = wording("verify.written_to").fill(events=events, file=str(file))
            yield (Span(_INDENT + shown.read(language)),)
        else:
            yield (Span(_INDENT + wording("verify.shown_by").fill(events=events).read(language)),)
            for line in write_case(verdict.case).splitlines():
                yield (Span(2 * _INDENT + line),)


def _summary(proof: Proof, language: str) -> Span:
    failed = sum(not verdict.holds for verdict in proof.verdicts)
    count = str(len(proof.verdicts))
    if not proof.verdicts:
        return Span(wording("verify.nothing_to_prove").read(language), "watch")
    if not failed:
        return Span(wording("verify.all_hold").fill(count=count).read(language), "good")
    some = wording("verify.some_fail").fill(failed=str(failed), count=count)
    return Span(some.read(language), "bad")


def _as_data(proof: Proof, language: str) -> dict[str, Any]:
    return {
        "edition": proof.edition,
        "holds": proof.holds,
        "configurations": proof.configurations,
        "tries": proof.tries,
        "explored": [
            {
                "variables": list(explored.variables),
                "circumstances": list(explored.circumstances),
                "configurations": explored.configurations,
                "tries": explored.tries,
                "judgements": explored.judgements,
            }
            for explored in proof.explored
        ],
        "properties": [
            {
                "property": verdict.property,
                "clauses": list(verdict.clauses),
                "means": verdict.means.read(language),
                "holds": verdict.holds,
                "what": verdict.what or None,
                "case": None if verdict.case is None else case_to_data(verdict.case),
            }
            for verdict in proof.verdicts
        ],
    }
