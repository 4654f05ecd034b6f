"""`python -m mutation`, from the folder `tests`: see docs/explanation/strength.md."""

from __future__ import annotations

import argparse
import os
import sys
from functools import partial
from itertools import count
from typing import TYPE_CHECKING

from mutation import baseline, ledger
from mutation.asking import Chooser, Pool, ask_anew, ask_collected
from mutation.making import SOURCE
from mutation.plan import FIRST, KEPT, PARTS, Part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mutation.asking import Outcome
    from mutation.making import Mutant


def main() -> int:
    """Run one step."""
    args = _arguments()
    KEPT.mkdir(exist_ok=True)
    sys.path.insert(0, str(SOURCE.parent))  # this code, not that of an installed package
    os.environ["PYTHONPATH"] = str(SOURCE.parent)
    part = PARTS[args.part]
    modules = [args.module] if args.module else list(part.modules)
    if args.step == "baseline":
        baseline.measure(part)
    elif args.step == "run":
        _run(part, list(_todo(modules, args)), args)
    elif args.step == "score":
        ledger.write_scores(modules)
    left = list(ledger.left(modules))
    if args.step in {"left", "run"}:
        for mutant, result in left:
            print(f"{mutant.module}:{mutant.line} {mutant.scope} {result}")
            print(f"    {mutant.before!r},\n    {mutant.after!r}")
    return 1 if left else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m mutation")
    parser.add_argument("step", choices=["baseline", "run", "left", "score"])
    parser.add_argument("part", choices=PARTS)
    parser.add_argument("--module", help="only this module of the part")
    parser.add_argument("--budget", type=float, default=8, help="seconds of tests for a mutant")
    parser.add_argument("--jobs", type=int, default=2, help="so many at a time")
    parser.add_argument("--again", action="store_true", help="ask about survivors once more")
    parser.add_argument(
        "--first", default=FIRST, help="ask the tests first whose id has this in it"
    )
    parser.add_argument("--every", type=int, default=1, help="only every so manieth mutant")
    return parser.parse_args()


def _todo(modules: list[str], args: argparse.Namespace) -> Iterator[Mutant]:
    """Yield the mutants of which nothing is known yet, or not enough."""
    known = ledger.results()
    for module in modules:
        for mutant in ledger.made(module)[:: args.every]:
            result = known.get(mutant.key)
            if result in {None, "cannot"} or (args.again and result == "survived"):
                yield mutant


def _run(part: Part, todo: list[Mutant], args: argparse.Namespace) -> None:
    chooser = Chooser(baseline.load(part))
    pool = Pool(chooser, args.budget, args.jobs, partial(_tell, len(todo), count(1)))
    known = ledger.results()
    at_once = [
        one for one in todo if not chooser.needs_import(one) and known.get(one.key) != "cannot"
    ]
    print(f"{len(at_once)} at once, {len(todo) - len(at_once)} anew", flush=True)
    if at_once:
        child = os.fork()
        if child == 0:
            ask_collected(at_once, part, args.first, pool)
            os._exit(0)
        os.waitpid(child, 0)
    known = ledger.results()
    anew = [one for one in todo if chooser.needs_import(one) or known.get(one.key) == "cannot"]
    ask_anew(anew, part, args.first, pool)
    pool.finish()


def _tell(all_of_them: int, counter: Iterator[int], outcome: Outcome) -> None:
    ledger.note(outcome)
    number = next(counter)
    if number % 100 == 0 or outcome.result != "killed":
        print(f"{number} of {all_of_them}: {outcome.result} {outcome.mutant.key}", flush=True)


sys.exit(main())
