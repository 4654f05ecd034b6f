"""Replay a folder of case files and say, case by case, what became of them.

    python examples/replay_folder.py [FOLDER]

Without an argument it takes the case files beside this script. The exit status is 0 where every
case could be read and nothing was refused but what a case file expects.
"""

import sys
from pathlib import Path

import nws_incident as nws

EXAMPLES = Path(__file__).parent / "cases"


def tell(outcome: nws.Replay) -> str:
    """Return one line on a case that was replayed."""
    tracks = outcome.case.tracks
    standing = "complete" if outcome.case.is_complete else f"now in {tracks.investigation}"
    refused = f", {len(outcome.refused)} refused" if outcome.refused else ""
    mark = "ok " if outcome.is_clean else "!! "
    return f"{mark} {outcome.source.id}: {len(outcome.decisions)} events{refused}, {standing}"


def main() -> int:
    """Replay every case below a folder and print a summary."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else EXAMPLES
    replayed = clean = unreadable = 0
    rules: set[str] = set()
    for found in nws.read_paths([folder]):
        if isinstance(found, nws.Unreadable):
            unreadable += 1
            for problem in found.problems:
                print(f"!!  {found.place} {problem.path}: {problem.message('en')}")
            continue
        outcome = nws.replay(found.case)
        replayed += 1
        clean += outcome.is_clean
        rules.update(rule for decision in outcome.decisions for rule in decision.rules)
        print(tell(outcome))
    print(f"{replayed} cases replayed, {clean} of them clean; {unreadable} could not be read")
    print(f"{len(rules)} different rules took an event")
    return 0 if clean == replayed and not unreadable else 1


if __name__ == "__main__":
    raise SystemExit(main())
