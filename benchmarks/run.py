"""Measure the library beside plain Python and other engines, in one run, and print one table.

Every figure is the best and the median of rounds in which all contestants take turns, so the
ratios hold for this machine and this run whatever else it was doing.  Before anything is timed,
every peer must agree with the library on every event of every example case.
"""

from __future__ import annotations

import argparse
import gc
import json
import platform
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import perf_counter

from transitions import Machine

import nws_incident as nws
from nws_incident.casefile import FORMAT
from peers import PEERS, Case, Event, Peer

# The library, as far as this script knows it: what changes there changes here.

NOW = datetime(2017, 9, 1, tzinfo=UTC)
CASES = Path(__file__).parent.parent / "examples" / "cases"


class Library:
    """The library, as a contestant like the peers."""

    NAME = "nws_incident"
    DISTRIBUTION: str | None = "nws-incident"
    COVERS = "the whole procedure, every judgement explained"

    new = staticmethod(nws.Case)

    @staticmethod
    def apply(case: Case, event: Event) -> bool:
        """Judge the event and fold it in; tell whether it was accepted."""
        try:
            case.apply(event)
        except nws.Refused:
            return False
        return True

    @staticmethod
    def fold(case: Case, event: Event) -> None:
        """Judge and fold an event that is known to be accepted."""
        case.apply(event)

    @staticmethod
    def tracks(case: Case) -> tuple[str | None, ...]:
        """Return the states of the four tracks; None for each before the opening event."""
        states = case.tracks
        return (
            states.investigation,
            states.processing,
            states.reporting,
            states.emergency,
        )

    @staticmethod
    def release(case: Case) -> None:
        """Let go of a case: nothing else holds it."""


LIBRARY: Peer = Library()


def options(case: Case) -> object:
    """Ask what may be reported next."""
    return nws.options(case)


def duties(case: Case) -> object:
    """Ask what is owed."""
    return nws.duties(case, now=NOW)


def unblock(case: Case, target: str) -> object:
    """Ask for the shortest way to an event type, or to a complete case."""
    return nws.unblock(case, target)


TARGETS = (*nws.load_edition().events, nws.COMPLETE)


def read_cases(folder: Path) -> dict[str, tuple[Event, ...]]:
    """Return the events of every case below a folder, by case id."""
    found = list(nws.read_paths([folder]))
    unreadable = [str(one.place) for one in found if isinstance(one, nws.Unreadable)]
    if unreadable:
        sys.exit(f"not readable: {', '.join(unreadable)}")
    return {one.case.id: one.case.events for one in found if isinstance(one, nws.ReadCase)}


def decode(line: str) -> tuple[Event, ...]:
    """Return the events of a case that stands as JSON on one line."""
    return nws.case_from_data(json.loads(line)).events


def bears_individual_number(event: Event) -> bool:
    """Tell whether the library refuses the event for a text, which no peer looks at."""
    return any(sighting.severity == "refused" for sighting in event.sightings)


def is_of_library(event: Event) -> bool:
    """Tell whether the event is one of the library's own, which no peer knows."""
    return event.of_library


# What is measured.

ENGINES = (LIBRARY, *PEERS)

Sequences = list[tuple[Event, ...]]
Measure = Callable[[], float]

US = 1e6
MS = 1e3
_SLOWEST = 50
SLICE = 0.05
"""Seconds that one contestant works in one round, at least."""

IMPORT = """
import time, attrs, cattrs, transitions
start = time.perf_counter()
import nws_incident
print(time.perf_counter() - start)
"""


def accepted_sequences(cases: dict[str, tuple[Event, ...]]) -> Sequences:
    """Return each case's accepted events, once every peer agrees with the library on all."""
    sequences = []
    for name, events in cases.items():
        case = Library.new()
        others = [(peer, peer.new()) for peer in PEERS]
        accepted = []
        for index, event in enumerate(events):
            verdict = Library.apply(case, event)
            if verdict:
                accepted.append(event)
            if bears_individual_number(event) or is_of_library(event):
                continue
            for peer, other in others:
                wanted = (verdict, *Library.tracks(case))
                got = (peer.apply(other, event), *peer.tracks(other))
                if got != wanted:
                    where = f"case {name}, event {index} ({event.type})"
                    sys.exit(f"{where}: {peer.NAME} gives {got}, the library {wanted}")
        for peer, other in others:
            peer.release(other)
        sequences.append(tuple(accepted))
    return [events for events in sequences if events]


def folding(engine: Peer, sequences: Sequences, *, fresh: bool) -> Measure:
    """Measure the seconds that one accepted event costs; `fresh` counts making the cases too."""
    events = sum(map(len, sequences))
    fold = getattr(engine, "fold", engine.apply)

    def once() -> float:
        new = engine.new
        start = perf_counter()
        cases = [new() for _ in sequences]
        if not fresh:
            start = perf_counter()
        for case, sequence in zip(cases, sequences, strict=True):
            for event in sequence:
                fold(case, event)
        spent = perf_counter() - start
        for case in cases:
            engine.release(case)
        return spent

    return lambda: repeated(once) / events


def stages(sequences: Sequences) -> list[Case]:
    """Return every case as it stands after each of its events."""
    cases = []
    for sequence in sequences:
        for length in range(1, len(sequence) + 1):
            case = Library.new()
            for event in sequence[:length]:
                Library.fold(case, event)
            cases.append(case)
    return cases


def unblocking(sequences: Sequences, rounds: int) -> list[float]:
    """Return the seconds that each way on costs: from every stage of every case to every target.

    Each is asked once, and the slowest few again, each as often as there are rounds: then the
    best of them counts.
    """

    def once(question: tuple[Case, str]) -> float:
        start = perf_counter()
        unblock(*question)
        return perf_counter() - start

    questions = [(case, target) for case in stages(sequences) for target in TARGETS]
    gc.collect()
    gc.disable()
    try:
        taken = sorted(((once(one), index) for index, one in enumerate(questions)), reverse=True)
        slowest = [
            min(once(questions[index]) for _ in range(rounds)) for _, index in taken[:_SLOWEST]
        ]
    finally:
        gc.enable()
    return [*slowest, *(seconds for seconds, _ in taken[_SLOWEST:])]


def asking(ask: Callable[[Case], object], sequences: Sequences) -> Measure:
    """Measure the seconds that a question costs, over every step of every case."""
    cases = stages(sequences)

    def once() -> float:
        start = perf_counter()
        for case in cases:
            ask(case)
        return perf_counter() - start

    return lambda: repeated(once) / len(cases)


def triggering() -> Measure:
    """Measure the seconds that one guarded trigger of a stock `transitions` machine costs."""
    model = type("Model", (), {})()
    machine = Machine(model, ["on", "off"], initial="off", auto_transitions=False)
    machine.add_transition("flip", "off", "on", conditions=lambda: True)
    machine.add_transition("flip", "on", "off", conditions=lambda: True)
    flips = 100

    def once() -> float:
        start = perf_counter()
        for _ in range(flips):
            model.flip()
        return perf_counter() - start

    return lambda: repeated(once) / flips


def repeated(once: Callable[[], float]) -> float:
    """Return the mean of as many runs as fill a slice, with the collector out of the way."""
    spent = 0.0
    runs = 0
    gc.collect()
    gc.disable()
    try:
        while spent < SLICE:
            spent += once()
            runs += 1
    finally:
        gc.enable()
    return spent / runs


def import_seconds() -> float:
    """Measure the import of the library in a new process that has its dependencies already."""
    command = [sys.executable, "-c", IMPORT]
    done = subprocess.run(command, capture_output=True, check=True, text=True)  # noqa: S603  our own
    return float(done.stdout)


def rounds_of(measures: dict[str, Measure], rounds: int) -> dict[str, list[float]]:
    """Let the measures take turns, so many rounds long."""
    taken: dict[str, list[float]] = {name: [] for name in measures}
    for measure in measures.values():
        measure()
    for _ in range(rounds):
        for name, measure in measures.items():
            taken[name].append(measure())
    return taken


def bytes_of_case(engine: Peer, sequences: Sequences, copies: int = 20) -> float:
    """Return the bytes that a live case takes, its events being there already."""
    fold = getattr(engine, "fold", engine.apply)

    def build() -> list[Case]:
        cases = []
        for sequence in sequences:
            case = engine.new()
            for event in sequence:
                fold(case, event)
            cases.append(case)
        return cases

    for case in build():
        engine.release(case)
    gc.collect()
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        kept = [build() for _ in range(copies)]
        gc.collect()
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    for cases in kept:
        for case in cases:
            engine.release(case)
    return (after - before) / (copies * len(sequences))


def document(name: str, events: Sequence[Event]) -> dict[str, object]:
    """Return a case as it stands in a case file."""
    return {"format": FORMAT, "id": name, "events": [nws.write_event(event) for event in events]}


def case_lines(cases: dict[str, tuple[Event, ...]], copies: int = 20) -> list[str]:
    """Return the cases as JSON Lines, several copies of each under ids of their own."""
    return [
        json.dumps(document(f"{name}-{copy}", events), ensure_ascii=False)
        for copy in range(copies)
        for name, events in cases.items()
    ]


def replaying(lines: list[str]) -> tuple[float, float]:
    """Return the seconds to decode all lines, and to scan and judge what they hold."""
    gc.collect()
    gc.disable()
    try:
        start = perf_counter()
        decoded = [decode(line) for line in lines]
        decoding = perf_counter() - start
        start = perf_counter()
        for events in decoded:
            case = Library.new()
            for event in events:
                Library.apply(case, event)
        return decoding, perf_counter() - start
    finally:
        gc.enable()


# The table.

Row = tuple[str, str, str, str, str, str]

HEADINGS: Row = ("measure", "of", "best", "median", "in proportion", "demanded")

DEMANDS = {
    "bare dictionary": 5.0,
    "transitions, flat": 1 / 10,
    "transitions, hierarchical": 1 / 50,
    "python-statemachine": 1 / 50,
    "sismic": 1 / 50,
}
"""How many times as long as each peer the library may take."""


def micros(taken: Sequence[float]) -> tuple[str, str]:
    """Return best and median in microseconds."""
    return f"{min(taken) * US:.2f} µs", f"{median(taken) * US:.2f} µs"


def proportion(ours: float, theirs: float) -> str:
    """Say how the library's figure stands to a peer's."""
    if ours >= theirs:
        return f"library takes {ours / theirs:.1f} times as long"
    return f"library is {theirs / ours:.0f} times as fast"


def held(figure: float, limit: float, wanted: str) -> str:
    """Say what was demanded and whether it holds."""
    return f"{wanted}: {'yes' if figure <= limit else 'NO'}"


def folding_rows(sequences: Sequences, rounds: int) -> Iterator[Row]:
    """Compare the cost of one accepted event, with and without making the case."""
    for fresh in (True, False):
        measure = "accepted event" + (", fresh case" if fresh else ", case at hand")
        taken = rounds_of(
            {engine.NAME: folding(engine, sequences, fresh=fresh) for engine in ENGINES}, rounds
        )
        ours = min(taken[Library.NAME])
        for engine in ENGINES:
            best, middle = micros(taken[engine.NAME])
            if engine is LIBRARY:
                yield measure, Library.NAME, best, middle, "", ""
                continue
            theirs = min(taken[engine.NAME])
            limit = DEMANDS[engine.NAME]
            wanted = f"at most {limit:.0f} times" if limit > 1 else f"{1 / limit:.0f} times as fast"
            demanded = held(ours / theirs, limit, wanted) if fresh else ""
            yield measure, engine.NAME, best, middle, proportion(ours, theirs), demanded


def options_rows(sequences: Sequences, rounds: int) -> Iterator[Row]:
    """Compare `options` with a trigger of a stock machine, and `duties` with `options`."""
    taken = rounds_of(
        {
            "options": asking(options, sequences),
            "duties": asking(duties, sequences),
            "trigger": triggering(),
        },
        rounds,
    )
    triggers = min(taken["options"]) / min(taken["trigger"])
    yield (
        "all options of a case",
        Library.NAME,
        *micros(taken["options"]),
        f"{triggers:.1f} stock triggers",
        held(triggers, 18, "at most 18 triggers"),
    )
    share = min(taken["duties"]) / min(taken["options"])
    yield (
        "all duties of a case",
        Library.NAME,
        *micros(taken["duties"]),
        f"{share:.2f} of all options",
        held(share, 0.3, "under 0.3 of all options"),
    )
    yield "one stock trigger", "transitions, flat", *micros(taken["trigger"]), "", ""


def way_rows(sequences: Sequences, rounds: int) -> Iterator[Row]:
    """Compare the way on with `options`: half of all ways cost less than the median."""
    asked = min(rounds_of({"options": asking(options, sequences)}, rounds)["options"])
    taken = unblocking(sequences, rounds)
    middle, longest = median(taken), max(taken)
    yield (
        f"way on, median of {len(taken):,}",
        Library.NAME,
        "",
        f"{middle * MS:.2f} ms",
        f"{middle / asked:.1f} times all options",
        held(middle, 0.050, "under 50 ms"),
    )
    yield (
        "way on, the longest",
        Library.NAME,
        "",
        f"{longest * MS:.1f} ms",
        f"{longest / asked:.0f} times all options",
        held(longest, 0.100, "under 100 ms"),
    )


def memory_rows(sequences: Sequences) -> Iterator[Row]:
    """Compare what a live case takes beyond its events."""
    for engine in ENGINES:
        taken = bytes_of_case(engine, sequences)
        demanded = held(taken, 2000, "under 2 kB") if engine is LIBRARY else ""
        yield "live case beyond its events", engine.NAME, f"{taken:,.0f} B", "", "", demanded


def replay_rows(cases: dict[str, tuple[Event, ...]], rounds: int) -> Iterator[Row]:
    """Compare decoding with scanning and judging, over JSON Lines."""
    lines = case_lines(cases)
    events = len(lines) // len(cases) * sum(map(len, cases.values()))
    replaying(lines)
    taken = [replaying(lines) for _ in range(rounds)]
    decoding = [part / events for part, _ in taken]
    judging = [part / events for _, part in taken]
    ratio = min(judging) / min(decoding)
    share = min(judging) / (min(judging) + min(decoding))
    yield (
        "JSON Lines, an event decoded",
        Library.NAME,
        *micros(decoding),
        f"{1 - share:.0%} of both",
        "",
    )
    yield (
        "JSON Lines, an event scanned and judged",
        Library.NAME,
        *micros(judging),
        f"{share:.0%} of both",
        held(ratio, 1, "no more than decoding"),
    )


def import_rows(rounds: int) -> Iterator[Row]:
    """Measure the import beyond attrs, cattrs and transitions."""
    taken = [import_seconds() for _ in range(rounds)]
    yield (
        "import beyond attrs, cattrs, transitions",
        Library.NAME,
        f"{min(taken) * MS:.0f} ms",
        f"{median(taken) * MS:.0f} ms",
        "",
        held(median(taken), 0.150, "under 150 ms"),
    )


def as_text(rows: list[Row]) -> str:
    """Return the table with its columns lined up."""
    table: list[tuple[str, ...]] = [HEADINGS, *rows]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    table.insert(1, tuple("-" * width for width in widths))
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in table
    )


def as_markdown(rows: list[Row]) -> str:
    """Return the table in Markdown."""
    table = [HEADINGS, ("---", "---", "---:", "---:", "---", "---"), *rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in table)


def surroundings(cases: dict[str, tuple[Event, ...]], sequences: Sequences) -> str:
    """Say what was measured on what."""
    given = sum(map(len, cases.values()))
    folded = sum(map(len, sequences))
    python = f"{platform.python_implementation()} {platform.python_version()}"
    machine = " ".join(filter(None, (platform.system(), platform.machine(), platform.processor())))
    return (
        f"{python} on {machine}.\n"
        f"{len(cases)} cases, {given} events, {folded} of them accepted: the library and all peers "
        "agree on each."
    )


def coverage() -> str:
    """Say which version of what each contestant is, and which part it runs."""
    lines = []
    for engine in ENGINES:
        release = version(engine.DISTRIBUTION) if engine.DISTRIBUTION else "no package"
        lines.append(f"- {engine.NAME} ({release}): {engine.COVERS}.")
    return "\n".join(lines)


def main() -> None:
    """Check that all agree, measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--markdown", action="store_true", help="print the table in Markdown")
    parser.add_argument("--rounds", type=int, default=15, help="how many rounds (default: 15)")
    parser.add_argument("--cases", type=Path, default=CASES, help="a folder of case files")
    arguments = parser.parse_args()
    cases = read_cases(arguments.cases)
    sequences = accepted_sequences(cases)
    if not sequences:
        parser.error(f"no accepted event in any case below {arguments.cases}")
    rows = [
        *folding_rows(sequences, arguments.rounds),
        *options_rows(sequences, arguments.rounds),
        *way_rows(sequences, arguments.rounds),
        *memory_rows(sequences),
        *replay_rows(cases, arguments.rounds),
        *import_rows(arguments.rounds),
    ]
    table = as_markdown(rows) if arguments.markdown else as_text(rows)
    sys.stdout.write(f"{surroundings(cases, sequences)}\n\n{table}\n\n{coverage()}\n")


if __name__ == "__main__":
    main()
