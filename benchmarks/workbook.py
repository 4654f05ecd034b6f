"""Write outcome reports as workbooks beside the bare library making the same calls, in one run.

The calls that one report takes are recorded, and played back on the writing library alone: what is
left out is all that this library does (looking at texts, working out cells, choices and heights).
Both must give the same bytes before anything is timed.
"""

from __future__ import annotations

import argparse
import gc
import io
import json
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any
from unittest import mock

from attrs import define, field
from xlsxwriter import Workbook

import nws_incident as nws
from nws_incident import report

if TYPE_CHECKING:
    from collections.abc import Callable

CASE = Path(__file__).parent.parent / "examples" / "cases" / "01-registered-copy-wrong.yaml"
REPORTER = report.Reporter(
    code="022012",
    name="青森県青森市",
    department="福祉部国保年金課",
    person="○○ ○○",
    phone="017-000-0000",
    email="kokuho@example.lg.jp",
)


@define(eq=False)
class Recorded:
    """Stands for an object of the writing library, and writes down what is asked of it."""

    calls: list[tuple[Recorded, str, tuple[Any, ...], Recorded]] = field(factory=list)

    def __getattr__(self, name: str) -> Callable[..., Recorded]:
        """Return a method that is written down."""

        def method(*args: Any) -> Recorded:
            result = Recorded(self.calls)
            self.calls.append((self, name, args, result))
            return result

        return method


def recorded(draft: report.ReportDraft) -> tuple[Recorded, dict[str, Any]]:
    """Return the workbook that stands for the one written for a draft, and its options."""
    book = Recorded()
    with mock.patch("nws_incident.report.writing.Workbook", return_value=book) as made:
        report.to_bytes(draft)
    return book, made.call_args.args[1]


def play_back(book: Recorded, options: dict[str, Any]) -> bytes:
    """Make the recorded calls on the writing library, and return the workbook."""
    buffer = io.BytesIO()
    real: dict[int, Any] = {id(book): Workbook(buffer, options)}
    for target, name, args, result in book.calls:
        given = [real[id(one)] if isinstance(one, Recorded) else one for one in args]
        real[id(result)] = getattr(real[id(target)], name)(*given)
    return buffer.getvalue()


def seconds(action: Callable[[], object], count: int) -> float:
    """Return how long an action takes, done so many times."""
    gc.collect()
    gc.disable()
    try:
        start = perf_counter()
        for _ in range(count):
            action()
        return perf_counter() - start
    finally:
        gc.enable()


def main() -> None:
    """Measure, and print the rates and their proportion."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1_000, help="workbooks in all (%(default)s)")
    parser.add_argument("--rounds", type=int, default=10, help="turns taken (%(default)s)")
    options = parser.parse_args()
    file = nws.read_case(CASE.read_text(encoding="utf-8"))
    case = nws.Case(file.id)
    for event in file.events:
        case.offer(event)
    draft = report.draft(case, reporter=REPORTER, drafted_on=file.events[-1].at.date())
    book, settings = recorded(draft)
    if play_back(book, settings) != report.to_bytes(draft):
        message = "the recorded calls do not give the same workbook"
        raise SystemExit(message)
    data = report.to_bytes(draft)
    contestants = {
        "nws_incident": lambda: report.to_bytes(draft),
        "bare XlsxWriter": lambda: play_back(book, settings),
        "reading it back": lambda: report.from_bytes(data),
    }
    each = max(1, options.count // options.rounds)
    times: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(options.rounds):
        for name, action in contestants.items():
            times[name].append(seconds(action, each) / each)
    for name, found in times.items():
        best, middle = min(found), median(found)
        print(
            f"{name:16} {best * 1e3:7.2f} ms best  {middle * 1e3:7.2f} ms median  {1 / best:6.0f}/s"
        )
    ratio = min(times["nws_incident"]) / min(times["bare XlsxWriter"])
    print(json.dumps({"workbooks": each * options.rounds, "ratio": round(ratio, 2)}))


if __name__ == "__main__":
    main()
