"""What is owed as a calendar file (RFC 5545): one to-do for each duty."""

from __future__ import annotations

import json
from datetime import UTC
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from nws_incident.errors import MissingPackageError
from nws_incident.fields import printable
from nws_incident.terms import Urgency
from nws_incident.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from nws_incident.duties.standing import Duty
    from nws_incident.notice.edition import Edition

PRODUCT = "-//nws-incident//duties//JA"
"""The mark (PRODID) by which a calendar file of this library is known."""

_NAMESPACE = uuid5(NAMESPACE_URL, "nws-incident:duty")
_PRIORITIES = {Urgency.IMMEDIATELY: 1, Urgency.PROMPTLY: 5}
"""High and medium, as RFC 5545 has them."""


def to_ics(owed: Iterable[tuple[str, Edition, Duty]], *, now: datetime, language: str) -> bytes:
    """Return a calendar file with a to-do for each duty, given with its case's id and edition.

    The same duty of the same case has the same UID in every file.  Individual numbers in ids are
    masked.  Raises `MissingPackageError` where the extra ``ics`` is not installed.
    """
    try:
        from icalendar import Calendar, Todo  # noqa: PLC0415  optional
    except ImportError:
        raise MissingPackageError("ics_missing") from None
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    for case_id, edition, duty in owed:
        todo = Todo()
        todo.add("uid", uid_of(case_id, duty))
        todo.add("dtstamp", _in_utc(now))
        if duty.due is not None:
            todo.add("due", duty.due)
        todo.add("summary", f"{duty.label.read(language)} ({printable(case_id)})")
        todo.add("description", _description(edition, duty, language))
        todo.add("categories", [edition.label("role", duty.bearer).read(language)])
        todo.add("status", "NEEDS-ACTION")
        if duty.urgency is not None:
            todo.add("priority", _PRIORITIES[duty.urgency])
        calendar.add_component(todo)
    written: bytes = calendar.to_ical()
    return written


def uid_of(case_id: str, duty: Duty) -> str:
    """Return the id of a duty of a case: the same whenever, and by whomever, it is worked out."""
    return str(uuid5(_NAMESPACE, json.dumps([case_id, *duty.key])))


def _in_utc(moment: datetime) -> datetime:
    """Return a moment in UTC, or the one there with the same digits at the ends of the calendar."""
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return moment.replace(tzinfo=UTC)


def _description(edition: Edition, duty: Duty, language: str) -> str:
    lines = [duty.means.read(language)]
    if duty.urgency is not None:
        label = edition.label("urgency", duty.urgency)
        lines.append(wording("duties.ics_urgency").fill(urgency=label).read(language))
    clauses = ", ".join(duty.clauses)
    lines.append(wording("duties.ics_clauses").fill(clauses=clauses).read(language))
    if duty.due_source is not None:
        lines.append(edition.label("due_source", duty.due_source).read(language))
    if duty.next_open_day is not None:
        day = duty.next_open_day.isoformat()
        lines.append(wording("duties.next_open_day").fill(day=day).read(language))
    return "\n".join(lines)
