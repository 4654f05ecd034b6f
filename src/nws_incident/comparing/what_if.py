"""Comparing two stories, and one story with what it could have been."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from nws_incident.case import Case
from nws_incident.casefile import FORMAT, CaseFile
from nws_incident.comparing.aligning import aligned, alongside, judged_of
from nws_incident.comparing.changes import changed
from nws_incident.comparing.ending import moment_of, points_of
from nws_incident.comparing.model import Comparison, WhatIf
from nws_incident.replay import Replay, replay

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from nws_incident.comparing.changes import Change
    from nws_incident.duties.calendars import Calendar
    from nws_incident.events import Event
    from nws_incident.notice.edition import Edition

_UNNAMED = "case"


def compare(
    one: Replay,
    other: Replay,
    *,
    now: datetime | None = None,
    calendar: Calendar | None = None,
) -> Comparison:
    """Put two replays beside each other: where their stories part, and how they end.

    Duties are those at `now`, or else at the last event that either of them accepted.  Without a
    calendar it stays unknown whether a date is a closed day.
    """
    moment = moment_of(one, other) if now is None else now
    return Comparison(
        one,
        other,
        aligned(judged_of(one), judged_of(other)),
        tuple(points_of(one, other, moment, calendar)),
        moment,
    )


def what_if(
    source: CaseFile | Case,
    changes: Iterable[Change],
    *,
    now: datetime | None = None,
    calendar: Calendar | None = None,
    editions: Iterable[Edition] = (),
) -> WhatIf:
    """Replay a case as it is and as it would be had `changes` been so, and compare the two.

    The source stays as it is.  A later event that no longer fits is refused and passed over, as in
    any replay.  Raises `InvalidArgument` for a number that no event has, or has been changed
    already.  `now` and `calendar` are those of `compare`; a case file may name one of `editions`.
    """
    wanted = tuple(changes)
    placed = changed(source.events, wanted)
    supposed = tuple(place.event for place in placed)
    if isinstance(source, Case):
        one, other = _again(source, source.events), _again(source, supposed)
    else:
        known = tuple(editions)
        one = replay(source, editions=known)
        other = replay(evolve(source, events=supposed, expect=None), editions=known)
    moment = moment_of(one, other) if now is None else now
    return WhatIf(
        one,
        other,
        alongside(judged_of(one), judged_of(other), placed),
        tuple(points_of(one, other, moment, calendar)),
        moment,
        wanted,
    )


def _again(case: Case, events: tuple[Event, ...]) -> Replay:
    """Return what becomes of events in a case that begins as `case` began."""
    source = CaseFile(FORMAT, case.id or _UNNAMED, events, edition=case.opened_under.id)
    fork = case.fork(upto=0)
    return Replay(source, fork, tuple(fork.offer(event) for event in events))
