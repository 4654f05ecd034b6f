"""Processes that write to a journal, for the tests of races and kills: run as a script.

    python journal_workers.py ADDRESS WORKER APPENDS CASES

Each line of output is one thing that was acknowledged, or refused: a request's id, what became of
it, and what is to be found of it.
"""

from __future__ import annotations

import logging
import random
import sys
import time
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import nws_incident as nws
from scenes import DELAY_TOLD, consulted, opening

if TYPE_CHECKING:
    from collections.abc import Callable

Result = TypeVar("Result")

DAY = date(2017, 7, 19)
PATIENCE = 120
"""The seconds for which a worker goes on asking a store that does not answer."""


def work(address: str, worker: str, appends: int, cases: int) -> None:
    """Append at random to few cases; say what was acknowledged, at once and in order."""
    chance = random.Random(worker)
    with until_answered(lambda: nws.open_journal(address, busy_seconds=60)) as journal:
        for number in range(appends):
            request_id = f"{worker}-{number}"
            case_id = f"case-{chance.randrange(cases)}"
            say(f"{request_id} {attempt(journal, case_id, request_id, chance)}")
            if number % 50 == 0:
                try:
                    drawn = until_answered(lambda: journal.next_report_number("01202", DAY))
                    say(f"{request_id} number {drawn}")
                except nws.report.NumbersExhausted:
                    say(f"{request_id} used up")


def attempt(journal: nws.Journal, case_id: str, request_id: str, chance: random.Random) -> str:
    """Append one or two events to a case, or what is refused; until nobody was faster."""
    while True:
        try:
            version = until_answered(lambda: journal.load(case_id)).version
        except nws.UnknownCase:
            version = 0
        events = [consulted()] if version else [opening()]
        if chance.random() < 0.3:
            events.append(consulted("provider"))
        if chance.random() < 0.1:
            events.append(DELAY_TOLD)
        try:
            appended = until_answered(
                partial(
                    journal.append,
                    case_id,
                    events,
                    expected_version=version,
                    request_id=request_id,
                )
            )
        except nws.ConflictError:
            continue
        except nws.Refused:
            return f"refused {case_id}"
        return f"stored {case_id} {appended.first_version} {appended.version} {appended.position}"


def until_answered(ask: Callable[[], Result]) -> Result:
    """Ask again, the very same, while the store is away or an outcome is unknown."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return ask()
        except (nws.JournalUnavailable, nws.OutcomeUnknown):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def say(line: str) -> None:
    """Acknowledge."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    # The driver warns of what it leaves behind when a server dies, which is what the tests are for.
    logging.getLogger("psycopg").setLevel(logging.ERROR)
    work(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
