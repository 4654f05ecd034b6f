"""Prove an edition, and say what it takes: configurations, tries, time, memory, in one run.

The peer is the procedure itself, asked directly: every event is judged on the facts of a case that
stands where the exploration came, and folded in where it is accepted, for a sample of such cases.
What the exploration saves is the ratio of tries in a second.
"""

from __future__ import annotations

import argparse
import random
import resource
from time import perf_counter, process_time

import nws_incident as nws
from nws_incident.case import facts_of
from nws_incident.proving.cases import Met, events_to
from nws_incident.proving.exploring import Exploration
from nws_incident.proving.proof import proof_of

_SAMPLE = 2_000
_SEED = 20170616
_KILOBYTES = 1024


def main() -> None:
    """Prove the edition and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--edition", default=nws.DEFAULT_EDITION, help="a name or a path")
    edition = nws.load_edition(parser.parse_args().edition)

    started, busy = perf_counter(), process_time()
    exploration = Exploration(edition)
    explored = process_time() - busy
    proof = proof_of(exploration)
    took, busy = perf_counter() - started, process_time() - busy

    tries, plain = plainly(exploration)
    rate, plain_rate = proof.tries / explored, tries / plain
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KILOBYTES
    for label, value in (
        ("edition", edition.id),
        (
            "properties that hold",
            f"{sum(one.holds for one in proof.verdicts)}/{len(proof.verdicts)}",
        ),
        ("configurations", f"{proof.configurations:,}"),
        ("tries", f"{proof.tries:,}"),
        ("outcomes told apart", f"{sum(one.judgements for one in proof.explored):,}"),
        ("seconds, all of it", f"{took:.1f} ({busy:.1f} of one processor)"),
        ("seconds, exploring", f"{explored:.1f} of one processor"),
        ("memory at most", f"{peak:.0f} MB"),
        ("tries in a second", f"{rate:,.0f}"),
        ("the procedure asked directly", f"{plain_rate:,.0f}"),
        ("ratio", f"{rate / plain_rate:.1f} x"),
    ):
        print(f"{label:<30} {value}")


def plainly(exploration: Exploration) -> tuple[int, float]:
    """Try every event on sampled cases by the procedure itself; return the tries and seconds."""
    chance = random.Random(_SEED)  # noqa: S311  a sample
    edition = exploration.edition
    tries, took = 0, 0.0
    for _ in range(_SAMPLE):
        where = tuple(
            chance.randrange(len(component.configurations)) for component in exploration.components
        )
        facts = facts_of(
            nws.Case.from_events(events_to(exploration, Met(where, {})), edition=edition)
        )
        if facts is None:
            raise AssertionError(where)
        started = process_time()
        for event in exploration.events:
            taken = exploration.procedure.judge(facts, event)
            if taken:
                exploration.procedure.fold(facts.copy(), event, taken)
        took += process_time() - started
        tries += len(exploration.events)
    return tries, took


if __name__ == "__main__":
    main()
