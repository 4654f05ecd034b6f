"""`nws-incident verify`: whether everything an edition promises holds, whatever happens."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from nws_incident.casefile import case_to_data, write_case
from nws_incident.cli.editions import add_shown_edition, shown_edition
from nws_incident.cli.terminal import Line, Span, line_writer, print_json, running_count
from nws_incident.editions import load_edition
from nws_incident.proving import migration, verify
from nws_incident.wording import wording

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Mapping

    from nws_incident.casefile import CaseFile
    from nws_incident.notice.edition import Edition
    from nws_incident.proving import Explored, Proof, Stranded, Verdict

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
        "--moved-from",
        metavar="EDITION",
        help="prove also that every case of this edition can be moved to the other, and goes on",
    )
    parser.add_argument(
        "--cases",
        metavar="FOLDER",
        type=Path,
        help="write each case that shows a failure to a file in this folder",
    )
    add_shown_edition(parser)


def run(options: argparse.Namespace) -> int:
    """Print the proof; 1 where a property does not hold, or a case cannot be moved."""
    edition = shown_edition(options)
    earlier = None if options.moved_from is None else load_edition(options.moved_from)
    with running_count(wording("verify.exploring").read(options.lang)) as progress:
        if earlier is None:
            stranded: tuple[Stranded, ...] = ()
            proof = verify(edition, progress=progress)
        else:
            moved = migration(earlier, edition, progress=progress)
            stranded, proof = moved.stranded, moved.proof
    cases = {f"stranded-{number}": one.case for number, one in enumerate(stranded, start=1)}
    cases |= {one.property: one.case for one in proof.verdicts if one.case is not None}
    files = {} if options.cases is None else _written(cases, options.cases)
    if options.json:
        print_json(_as_data(proof, stranded, options.lang, is_moved=earlier is not None))
    else:
        write = line_writer()
        for line in _lines(proof, options.lang, files):
            write(line)
        if earlier is not None:
            for line in _moved_lines(earlier, edition, stranded, options.lang, files):
                write(line)
    return 0 if proof.holds and not stranded else 1


def _written(cases: Mapping[str, CaseFile], folder: Path) -> dict[str, Path]:
    """Write cases to files by their names; return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {name: folder / f"{name}.yaml" for name in cases}
    for name, file in files.items():
        file.write_text(write_case(cases[name]), encoding="utf-8")
    return files


def _moved_lines(
    earlier: Edition,
    edition: Edition,
    stranded: tuple[Stranded, ...],
    language: str,
    files: Mapping[str, Path],
) -> Iterator[Line]:
    """Yield whether cases can be moved, and for those that cannot, what is lacking."""
    between = {"earlier": earlier.id, "later": edition.id}
    if not stranded:
        yield (Span(wording("verify.all_move").fill(**between).read(language), "good"),)
        return
    yield (Span(wording("verify.some_stay").fill(**between).read(language), "bad"),)
    for number, one in enumerate(stranded, start=1):
        lacking = [f"{track}={state}" for track, state in one.states]
        lacking.extend(word.read(language) for word in one.words)
        what = ", ".join(lacking) or ", ".join(one.guards)
        yield (Span(_INDENT + wording("verify.at_fault").fill(what=what).read(language), "watch"),)
        yield from case_lines(one.case, files.get(f"stranded-{number}"), language)


def _lines(proof: Proof, language: str, files: Mapping[str, Path]) -> Iterator[Line]:
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
    under = wording("verify.under").fill(circumstances=", ".join(explored.circumstances) or "-")
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
        yield from case_lines(verdict.case, file, language)


def case_lines(case: CaseFile, file: Path | None, language: str, style: str = "") -> Iterator[Line]:
    """Yield a case, or the file that it was written to."""
    events = str(len(case.events))
    if file is not None:
        shown = wording("verify.written_to").fill(events=events, file=str(file))
        yield (Span(_INDENT + shown.read(language)),)
        return
    yield (Span(_INDENT + wording("verify.shown_by").fill(events=events).read(language)),)
    for line in write_case(case).splitlines():
        yield (Span(2 * _INDENT + line, style),)


def _summary(proof: Proof, language: str) -> Span:
    failed = sum(not verdict.holds for verdict in proof.verdicts)
    count = str(len(proof.verdicts))
    if not proof.verdicts:
        return Span(wording("verify.nothing_to_prove").read(language), "watch")
    if not failed:
        return Span(wording("verify.all_hold").fill(count=count).read(language), "good")
    some = wording("verify.some_fail").fill(failed=str(failed), count=count)
    return Span(some.read(language), "bad")


def _as_data(
    proof: Proof, stranded: tuple[Stranded, ...], language: str, *, is_moved: bool
) -> dict[str, Any]:
    data = _proof_data(proof, language)
    if is_moved:
        data["holds"] = proof.holds and not stranded
        data["stranded"] = [
            {
                "guards": list(one.guards),
                "states": dict(one.states),
                "words": [word.read(language) for word in one.words],
                "case": case_to_data(one.case),
            }
            for one in stranded
        ]
    return data


def _proof_data(proof: Proof, language: str) -> dict[str, Any]:
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
