"""`nws-incident report draft`: everything that the cases' events prove, filled in."""

from __future__ import annotations

import argparse
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from nws_incident.casefile import yaml
from nws_incident.cli.editions import add_known_editions, known_editions
from nws_incident.cli.report.cases import readable_cases
from nws_incident.cli.report.output import (
    PROBLEMS,
    UNREADABLE,
    print_json,
    problem_lines,
    say,
    write_lines,
)
from nws_incident.cli.sources import add_sources, cases_in_files, cases_in_journal, journal_of
from nws_incident.cli.terminal import Span, complain
from nws_incident.errors import InvalidDataError
from nws_incident.fields import Fault, read_date
from nws_incident.jst import JST
from nws_incident.report import (
    InvalidTitle,
    NoReportOwed,
    ReportDraft,
    Reporter,
    as_text,
    draft,
    problems,
    reporter_from_data,
    title_of,
    workbook,
)
from nws_incident.report.title import ENDING
from nws_incident.report_numbers import LAST_NUMBER
from nws_incident.terms import Role

if TYPE_CHECKING:
    from nws_incident.case import Case
    from nws_incident.notice.edition import Edition
    from nws_incident.report import NumberAllocator, ReportProblem

NAME = "draft"
HELP = "draft the report from case files, or from cases in a journal"
DESCRIPTION = (
    "Fill the report in from one case, or from several of the same cause, and list what is\n"
    "missing. Without --out it is printed; with it, the workbook is written into the folder,\n"
    "named by its title. An existing file is never overwritten.\n\n"
    "With --db the cases are those of a journal, by their ids, and `--number next` takes the next\n"
    "number that the journal hands out for the reporting body on that day. A number is handed out\n"
    "once and for all: look at the draft first, and take one when you write the workbook.\n\n"
    "Exit status: 0 nothing is missing or wrong; 1 something is, or no report is owed;\n"
    "2 a file cannot be read."
)
EXAMPLE = "nws-incident report draft examples/cases/01-registered-copy-wrong.yaml --lang en"

NEXT = "next"
"""What `--number` says where the journal is to hand one out."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    add_sources(parser, nargs="+", several="a case file or folder")
    parser.add_argument(
        "--reporter",
        type=Path,
        metavar="FILE",
        help="the reporting desk, as YAML or JSON: code, name, department, title, person, phone, "
        "fax, email",
    )
    parser.add_argument(
        "--date", type=day, metavar="DATE", help="the date of the draft (default: today)"
    )
    parser.add_argument(
        "--number",
        type=number_or_next,
        default=1,
        metavar="N",
        help="the number of the report among its body's reports of the day (default: 1), or "
        f"`{NEXT}`: the journal's next",
    )
    parser.add_argument(
        "--by",
        choices=(Role.REQUESTER.value, Role.PROVIDER.value),
        help="whose report, where a case owes several (default: that of its present round)",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    add_known_editions(parser)
    parser.add_argument(
        "--out", type=Path, metavar="FOLDER", help="write the workbook into this folder"
    )


def run(options: argparse.Namespace) -> int:
    """Draft the report, print or write it, and return the exit status."""
    if options.number == NEXT and options.db is None:
        options.fail(f"--number {NEXT}: --db URL")
    editions = known_editions(options)
    with journal_of(options, editions) as journal:
        if journal is None:
            cases = readable_cases(cases_in_files(options.cases, editions), options.lang)
        else:
            found = cases_in_journal(journal, options.db, options.cases)
            cases = readable_cases(found, options.lang)
        return UNREADABLE if cases is None else _draft(cases, journal, options)


def _draft(
    cases: tuple[Case, ...], journal: NumberAllocator | None, options: argparse.Namespace
) -> int:
    try:
        reporter = None if options.reporter is None else _reporter_at(options.reporter)
    except InvalidDataError as error:
        complain(f"{options.reporter} {error.message(options.lang)}")
        return UNREADABLE
    try:
        drafted = draft(
            cases,
            reporter=reporter,
            drafted_on=options.date or datetime.now(JST).date(),
            party=None if options.by is None else Role(options.by),
        )
    except NoReportOwed as error:
        complain(error.message(options.lang))
        return PROBLEMS
    numbers = journal if options.number == NEXT and journal is not None else options.number
    return _show(drafted, cases, numbers, options)


def _show(
    drafted: ReportDraft,
    cases: tuple[Case, ...],
    number: int | NumberAllocator,
    options: argparse.Namespace,
) -> int:
    found = problems(drafted, cases)
    status = PROBLEMS if found else 0
    try:
        title = title_of(drafted, number)
    except InvalidTitle as error:
        complain(error.message(options.lang))
        title, status = None, PROBLEMS
    if options.out is not None:
        return _write(drafted, title, found, cases[0].edition, options) or status
    if options.json:
        print_json(drafted, found, options.lang, title=title)
    else:
        _print(drafted, title, found, cases[0].edition, options.lang)
    return status


def _print(
    drafted: ReportDraft,
    title: str | None,
    found: tuple[ReportProblem, ...],
    edition: Edition,
    language: str,
) -> None:
    if title is not None:
        write_lines([(Span(f"{say('title', language)}: {title}", "strong"),)])
    lines = as_text(drafted, language, edition=edition).split("\n")
    write_lines((Span(line),) for line in lines)
    write_lines(problem_lines(found, language))


def _write(
    drafted: ReportDraft,
    title: str | None,
    found: tuple[ReportProblem, ...],
    edition: Edition,
    options: argparse.Namespace,
) -> int:
    if title is None:
        return PROBLEMS
    path = options.out / f"{title}{ENDING}"
    try:
        options.out.mkdir(parents=True, exist_ok=True)
        workbook.write(drafted, path, edition=edition)
    except InvalidDataError as error:
        complain(f"{path}: {error.message(options.lang)}")
        return UNREADABLE
    except OSError as error:
        complain(f"{path}: {error.strerror or error}")
        return UNREADABLE
    if options.json:
        print_json(drafted, found, options.lang, title=title, file=str(path))
    else:
        write_lines([(Span(str(path), "strong"),)])
        write_lines(problem_lines(found, options.lang))
    return 0


def day(text: str) -> date:
    """Read a date from the command line."""
    try:
        return read_date(text)
    except Fault as fault:
        raise argparse.ArgumentTypeError(fault.problem().message("en")) from None


def number(text: str) -> int:
    """Read a report's number from the command line."""
    if not (text.isascii() and text.isdecimal() and 1 <= int(text) <= LAST_NUMBER):
        raise argparse.ArgumentTypeError(f"1 to {LAST_NUMBER}")
    return int(text)


def number_or_next(text: str) -> int | str:
    """Read a report's number from the command line, or the word for the journal's next."""
    return text if text == NEXT else number(text)


def _reporter_at(file: Path) -> Reporter:
    """Read the reporting desk; `InvalidDataError` where it cannot be read as one."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else error.reason
    else:
        return reporter_from_data(yaml.parse(text))
    raise InvalidDataError.at("$", "file_unreadable", reason=str(reason))
