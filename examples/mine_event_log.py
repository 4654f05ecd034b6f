"""Let a tool of process mining say how cases went, and where they left the procedure.

    python examples/mine_event_log.py [FOLDER] [PICTURE]

It takes the case files beside this script, or those in FOLDER, and draws which event follows which
into PICTURE (a file of Graphviz's, such as ``follows.png``). It needs pm4py, which is under the
AGPL and which this library neither needs nor brings: ``pip install pm4py``.
"""

import sys
import tempfile
import warnings
from collections import Counter
from pathlib import Path

import nws_incident as nws

warnings.simplefilter("ignore")  # pm4py warns of what it would like to be installed, and of more
import pm4py  # noqa: E402

EXAMPLES = Path(__file__).parent / "cases"
CASE, NAME = "case:concept:name", "concept:name"


def main() -> None:
    """Log the cases, read the log, and print what it tells."""
    given = iter(sys.argv[1:])
    folder, picture = Path(next(given, EXAMPLES)), next(given, None)
    cases = [
        nws.export.logged_file(found.case, refused=True)
        for found in nws.read_paths([folder])
        if isinstance(found, nws.ReadCase)
    ]
    net = nws.export.net_of(nws.load_edition(), language="en", unfinished=True)
    with tempfile.TemporaryDirectory() as scratch:
        written, drawn = Path(scratch, "log.xes"), Path(scratch, "net.pnml")
        written.write_bytes(b"".join(nws.export.to_xes(cases, language="en")))
        drawn.write_bytes(nws.export.to_pnml(net))
        log = pm4py.read_xes(str(written))
        model = pm4py.read_pnml(str(drawn))

    accepted = log[log["accepted"]]
    follows, starts, ends = pm4py.discover_dfg(accepted)
    print(f"{accepted[CASE].nunique()} cases, {len(accepted)} events; most often follows:")
    for (first, then), count in Counter(follows).most_common(3):
        print(f"  {count:3}  {first} -> {then}")

    aligned = pm4py.conformance_diagnostics_alignments(
        log, *model, return_diagnostics_dataframe=True
    )
    print("cases that left the procedure's course:")
    for row in aligned.sort_values("fitness").itertuples():
        if row.fitness < 1:
            print(f"  {row.fitness:.2f}  {row.case_id}")

    if picture is not None:
        pm4py.save_vis_dfg(follows, starts, ends, picture)


if __name__ == "__main__":
    main()
