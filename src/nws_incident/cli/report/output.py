"""What the report commands print: a draft with its problems, for people or as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nws_incident.cli import terminal
from nws_incident.cli.terminal import Line, Span, line_writer
from nws_incident.errors import Problem
from nws_incident.individual_number import mask
from nws_incident.report import ReportProblem, report_to_data
from nws_incident.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nws_incident.report import ReportDraft

PROBLEMS = 1
UNREADABLE = 2
"""Exit statuses."""


def say(key: str, language: str, **slots: str) -> str:
    """Return one of the library's sentences about reports."""
    return wording(f"report.{key}").fill(**slots).read(language)


def write_lines(lines: Iterable[Line]) -> None:
    """Write lines to standard output."""
    write = line_writer()
    for line in lines:
        write(line)


def problem_lines(problems: tuple[Problem | ReportProblem, ...], language: str) -> Iterator[Line]:
    """Yield a line for each problem, and before them how many there are."""
    if not problems:
        yield (Span(say("no_problems", language), "good"),)
        return
    yield (Span(say("problem_count", language, count=str(len(problems))), "strong"),)
    for problem in problems:
        clauses = "" if isinstance(problem, Problem) else f"[{', '.join(problem.clauses)}] "
        yield (Span("  × ", "bad"), Span(f"{clauses}{problem.message(language)}"))


def print_json(
    draft: ReportDraft,
    problems: tuple[Problem | ReportProblem, ...],
    language: str,
    **more: str | None,
) -> None:
    """Print a draft and its problems as one JSON object, individual numbers masked."""
    data = {
        **more,
        "report": report_to_data(draft),
        "problems": [_problem_data(problem, language) for problem in problems],
    }
    terminal.print_json(_masked(data))


def _problem_data(problem: Problem | ReportProblem, language: str) -> dict[str, Any]:
    if isinstance(problem, Problem):
        return {
            "field": problem.path,
            "kind": "unreadable",
            "key": problem.key,
            "clauses": [],
            "message": problem.message(language),
            "case": None,
            "event": None,
        }
    return {
        "field": problem.field,
        "kind": problem.kind.value,
        "key": problem.key,
        "clauses": list(problem.clauses),
        "message": problem.message(language),
        "case": problem.case,
        "event": problem.points_to,
    }


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, dict):
        return {key: _masked(member) for key, member in value.items()}
    return [_masked(member) for member in value] if isinstance(value, list) else value
