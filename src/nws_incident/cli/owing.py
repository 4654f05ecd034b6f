"""What a case owes, allows and spares, told to a person; and what that takes of a command line."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from nws_incident.duties.calendars import office_calendar
from nws_incident.duties.permissions import exemptions, permissions
from nws_incident.errors import MissingPackageError
from nws_incident.fields import Fault, read_moment
from nws_incident.jst import day_of
from nws_incident.replay import owed
from nws_incident.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from nws_incident.duties.calendars import Calendar
    from nws_incident.duties.permissions import Exemption, Permission
    from nws_incident.duties.standing import Duty
    from nws_incident.notice.edition import Edition
    from nws_incident.replay import Replay
    from nws_incident.text import Text

_GAP = "  "


def add_now(parser: argparse.ArgumentParser, *, default: str) -> None:
    """Declare the argument that says from when days are counted."""
    parser.add_argument(
        "--now",
        type=_moment,
        metavar="TIME",
        help="the time from which days are counted, such as 2017-07-26T09:00:00+09:00 "
        f"(default: {default})",
    )


def _moment(text: str) -> datetime:
    try:
        return read_moment(text)
    except Fault as fault:
        raise argparse.ArgumentTypeError(fault.problem().message("en")) from None


def calendar_or_none() -> Calendar | None:
    """Return the office calendar; nothing, where the package that it needs is missing."""
    try:
        return office_calendar()
    except MissingPackageError:
        return None


def standing_rows(
    outcome: Replay, language: str, now: datetime | None, calendar: Calendar | None
) -> Iterator[tuple[str, str]]:
    """Say what is owed, allowed and spared, a row for each; only the first of a kind is named."""
    case = outcome.case
    if not case.is_open:
        return
    moment = case.events[-1].at if now is None else now
    kinds = {
        "to_do": [
            duty_row(case.edition, duty, moment, language)
            for duty in owed(outcome, moment, calendar)
        ],
        "allowed": permission_rows(case.edition, permissions(case), language),
        "spared": exemption_rows(case.edition, exemptions(case), language),
    }
    for kind, rows in kinds.items():
        for number, row in enumerate(rows):
            yield "" if number else wording(f"replay.{kind}").read(language), row


def duty_row(edition: Edition, duty: Duty, now: datetime, language: str) -> str:
    """Say what is owed: by whom, what, by which clauses, how soon, until when."""
    said = (
        _by(edition, (duty.bearer,), (duty.label,), duty.clauses, language),
        urgency_of(edition, duty, language),
        due_of(edition, duty, now, language),
    )
    return _GAP.join(filter(None, said))


def permission_rows(edition: Edition, found: Iterable[Permission], language: str) -> list[str]:
    """Say what is permitted, a row for each name, bearer and clauses."""
    alike: dict[tuple[object, ...], list[Permission]] = {}
    for one in found:
        alike.setdefault((one.permission, one.bearer, one.clauses), []).append(one)
    return [
        _by(edition, (group[0].bearer,), [one.label for one in group], group[0].clauses, language)
        for group in alike.values()
    ]


def exemption_rows(edition: Edition, found: Iterable[Exemption], language: str) -> list[str]:
    """Say from what there is an exemption, a row for each name, with its bearers and reason."""
    alike: dict[str, list[Exemption]] = {}
    for one in found:
        alike.setdefault(one.exemption, []).append(one)
    return [
        _by(
            edition,
            [one.bearer for one in group],
            (group[0].label,),
            group[0].clauses,
            language,
        )
        + _GAP
        + group[0].reason.read(language)
        for group in alike.values()
    ]


def _by(
    edition: Edition,
    bearers: Iterable[str],
    labels: Iterable[Text],
    clauses: Iterable[str],
    language: str,
) -> str:
    roles = edition.listed(tuple(edition.label("role", bearer) for bearer in bearers))
    what = edition.listed(tuple(labels))
    return f"{roles.read(language)}: {what.read(language)} {', '.join(clauses)}"


def urgency_of(edition: Edition, duty: Duty, language: str) -> str:
    """Say how soon a duty is owed in the notice's own open term; nothing where it has none."""
    return "" if duty.urgency is None else edition.label("urgency", duty.urgency).read(language)


def due_of(edition: Edition, duty: Duty, now: datetime, language: str) -> str:
    """Say until when a duty is owed, how far off that is, and who says so, if anybody does."""
    if duty.due is None or duty.due_source is None:
        return ""
    days = (duty.due - day_of(now)).days
    key = "days_left" if days >= 0 else "days_over"
    left = wording(f"replay.{key}").fill(days=str(abs(days))).read(language)
    source = edition.label("due_source", duty.due_source).read(language)
    return _GAP.join(
        filter(None, (f"{duty.due.isoformat()} ({left})", source, _closed(duty, language)))
    )


def _closed(duty: Duty, language: str) -> str:
    if not duty.is_due_closed:
        return ""
    if duty.next_open_day is None:
        return wording("duties.closed").read(language)
    day = duty.next_open_day.isoformat()
    return wording("duties.next_open_day").fill(day=day).read(language)
