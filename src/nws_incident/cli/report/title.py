"""`nws-incident report title`: the report's title, made or taken apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nws_incident.cli.report.draft import day, number
from nws_incident.cli.report.output import UNREADABLE
from nws_incident.cli.terminal import complain, print_json
from nws_incident.editions import load_edition
from nws_incident.notice.form import ReportField
from nws_incident.report import InvalidTitle, Title, parse_title, title
from nws_incident.wording import wording

if TYPE_CHECKING:
    import argparse

NAME = "title"
HELP = "make the report's title, or take one apart"
DESCRIPTION = (
    "Print the title alone, which is the file's name before .xlsx too; or with --parse, the parts\n"
    "of a title.\n\n"
    "Exit status: 0, or 2 where the parts make no title or the text is none."
)
EXAMPLE = "nws-incident report title --date 2017-07-19 --name 北海道函館市 --code 012025"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("--date", type=day, metavar="DATE", help="the date of the draft")
    parser.add_argument(
        "--name", metavar="NAME", help="the body's name, from the prefecture on where it is local"
    )
    parser.add_argument(
        "--code", metavar="CODE", help="its 全国地方公共団体コード; national bodies have none"
    )
    parser.add_argument(
        "--number",
        type=number,
        default=1,
        metavar="N",
        help="the number of the report among its body's reports of the day (default: 1)",
    )
    parser.add_argument("--parse", metavar="TITLE", help="take this title apart")
    parser.add_argument("--json", action="store_true", help="print the parts as a JSON object")
    parser.set_defaults(fail=parser.error)


def run(options: argparse.Namespace) -> int:
    """Print the title or its parts; 2 where there is none."""
    try:
        if options.parse is None:
            made = _made(options)
            parts = parse_title(made)
        else:
            made, parts = "", parse_title(options.parse)
    except InvalidTitle as error:
        complain(error.message(options.lang))
        return UNREADABLE
    if options.json:
        print_json(_data(parts))
    elif made:
        print(made)
    else:
        _print_parts(parts, options.lang)
    return 0


def _made(options: argparse.Namespace) -> str:
    if options.date is None or options.name is None:
        options.fail("--parse, or --date and --name")
    return title(
        drafted_on=options.date, name=options.name, code=options.code, number=options.number
    )


def _data(parts: Title) -> dict[str, Any]:
    return {
        "drafted_on": parts.drafted_on.isoformat(),
        "code5": parts.code5,
        "number": parts.number,
        "name": parts.name,
    }


def _print_parts(parts: Title, language: str) -> None:
    form = load_edition().report_form
    labels = (
        form.label(ReportField.DRAFTED_ON),
        form.label(ReportField.REPORTER_CODE),
        wording("report.number"),
        form.label(ReportField.REPORTER_NAME),
    )
    for label, value in zip(labels, _data(parts).values(), strict=True):
        print(f"{label.read(language)}: {'' if value is None else value}".rstrip())
