"""`nws-incident duties`: what many cases owe, on one board, as JSON, or as a calendar file."""

from __future__ import annotations

from datetime import UTC, datetime
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

from nws_incident.casefile import Unreadable
from nws_incident.cli.board import Count, Row, board, summary
from nws_incident.cli.editions import add_known_editions, known_editions
from nws_incident.cli.owing import add_now
from nws_incident.cli.sources import (
    Found,
    add_sources,
    cases_in_files,
    cases_in_journal,
    journal_of,
    owing_cases_in_journal,
)
from nws_incident.cli.story import invalid_story, unreadable_data
from nws_incident.cli.terminal import complain, counted, line_writer, print_json
from nws_incident.cli.writing import replace_file
from nws_incident.duties.calendars import office_calendar
from nws_incident.duties.owing import duties
from nws_incident.errors import MissingPackageError
from nws_incident.export.ics import PRODUCT, to_ics
from nws_incident.plain import duty_data
from nws_incident.terms import Role
from nws_incident.wording import wording

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator

    from nws_incident.duties.calendars import Calendar
    from nws_incident.journal import Journal
    from nws_incident.notice.edition import Edition

NAME = "duties"
HELP = "show what many cases owe, by role, the most urgent first"
DESCRIPTION = (
    "Show what each role owes in all of the cases, the most urgent first, then by date.\n"
    "Refused events are passed over, as replay does. A folder means all case files below it;\n"
    "with --db the cases come out of a journal: all of them, or those whose ids are given.\n\n"
    "A calendar file is written in one step. It replaces an existing file only where that is a\n"
    "calendar file that this command wrote; its to-dos keep their ids from run to run. Cases\n"
    "that cannot be read are not in it.\n\n"
    "Exit status: 0 every case was read; 2 where one cannot be read, or the calendar file cannot\n"
    "be written."
)
EXAMPLE = "nws-incident duties examples/cases --role requester --lang en"

_UNUSABLE = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    add_sources(parser, nargs="*", several="a case file, or a folder of them")
    add_now(parser, default="the present time")
    parser.add_argument(
        "--role",
        choices=(Role.REQUESTER.value, Role.PROVIDER.value),
        help="only what this role owes (default: both)",
    )
    parser.add_argument(
        "--party", metavar="NAME", help="only cases of which this name or code is a party"
    )
    add_known_editions(parser)
    parser.add_argument("--overdue", action="store_true", help="only what is past its date")
    parser.add_argument("--json", action="store_true", help="print one JSON object a duty")
    parser.add_argument(
        "--ics", type=Path, metavar="FILE", help="also write what is shown as a calendar file"
    )


def run(options: argparse.Namespace) -> int:
    """Show the board and return the exit status."""
    if options.db is None and not options.cases:
        options.fail(wording("cli.no_cases").read(options.lang))
    now: datetime = options.now or datetime.now(UTC)
    editions = known_editions(options)
    count, rows, invalid = Count(), [], []
    try:
        calendar = office_calendar()
        with journal_of(options, editions) as journal:
            for found in counted(
                _cases(journal, options, editions),
                wording("duties.progress").read(options.lang),
            ):
                if isinstance(found, Unreadable):
                    count.invalid += 1
                    invalid.append(found)
                else:
                    own = _wanted(_rows(found, now, calendar), options)
                    count.add(own)
                    rows.extend(own)
        rows.sort(key=attrgetter("order"))
        is_written = options.ics is None or _write_ics(options.ics, rows, now, options.lang)
    except MissingPackageError as error:
        complain(error.message(options.lang))
        return _UNUSABLE
    if options.json:
        _print_json(rows, invalid, options.lang)
    else:
        _print_board(rows, invalid, count, now, options.lang)
    return 0 if is_written and not invalid else _UNUSABLE


def _cases(
    journal: Journal | None, options: argparse.Namespace, editions: tuple[Edition, ...]
) -> Iterator[Found | Unreadable]:
    """Yield the cases that are asked for; a journal finds those of a party by itself."""
    if journal is not None and not options.cases:
        yield from owing_cases_in_journal(journal, options.db, options.party)
        return
    found = (
        cases_in_files(options.cases, editions)
        if journal is None
        else cases_in_journal(journal, options.db, options.cases)
    )
    for one in found:
        if isinstance(one, Unreadable) or options.party is None or one.has_party(options.party):
            yield one


def _rows(found: Found, now: datetime, calendar: Calendar) -> list[Row]:
    return [
        Row(found.case_id, found.place, found.case.edition, duty)
        for duty in duties(found.case, now=now, calendar=calendar)
    ]


def _wanted(rows: Iterable[Row], options: argparse.Namespace) -> list[Row]:
    return [
        row
        for row in rows
        if (options.role is None or row.duty.bearer == options.role)
        and (row.duty.overdue or not options.overdue)
    ]


def _print_board(
    rows: list[Row], invalid: list[Unreadable], count: Count, now: datetime, language: str
) -> None:
    write = line_writer()
    for line in board(rows, now, language):
        write(line)
    for unreadable in invalid:
        for line in invalid_story(unreadable, language):
            write(line)
    write(summary(count, language))


def _print_json(rows: list[Row], invalid: list[Unreadable], language: str) -> None:
    for row in rows:
        file = None if row.place is None else str(row.place)
        print_json({"case": row.case_id, "file": file, **duty_data(row.duty, language)})
    for unreadable in invalid:
        print_json(unreadable_data(unreadable, language))


def _write_ics(file: Path, rows: list[Row], now: datetime, language: str) -> bool:
    """Write the calendar file; complain where it cannot be, and tell whether it was."""
    owed = ((row.case_id, row.edition, row.duty) for row in rows)
    content = to_ics(owed, now=now, language=language)
    try:
        if replace_file(file, content, may_replace=_is_ours):
            return True
        said = wording("duties.ics_other").fill(file=str(file))
    except OSError as error:
        reason = error.strerror or str(error)
        said = wording("duties.ics_unwritable").fill(file=str(file), reason=reason)
    complain(said.read(language))
    return False


def _is_ours(content: bytes) -> bool:
    return f"PRODID:{PRODUCT}".encode() in content.splitlines()
