"""A tool of process mining that others wrote reads the logs and the net, and agrees with ours.

pm4py is under the AGPL and heavy (pandas, scipy and more): it is no dependency of the package, nor
of its extra `dev`.  `tests/mining-requirements.txt` has it, `.ci/run` installs it, and where it is
missing these tests are skipped, and say so.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import warnings
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import attrs
import pytest

import nws_incident as nws
from logged import ROOT, example_cases, file_of, follows_of, names_of
from nws_incident.export.logs import LoggedCase, logged_case, logged_file
from nws_incident.export.net import net_of
from nws_incident.export.ocel import to_ocel
from nws_incident.export.pnml import to_pnml
from nws_incident.export.xes import to_xes
from random_cases import RandomCase, random_source
from scenes import (
    AT,
    CONTACTED,
    INCONCLUSIVE,
    LINKED,
    NOTIFIED,
    TO_PROVIDER,
    TO_REINQUIRY,
    event,
    opening,
    reinquiry,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of its own and of what it brings
    pm4py: Any = pytest.importorskip(
        "pm4py",
        reason="NOT CHECKED against pm4py: pip install -c constraints.txt "
        "-r tests/mining-requirements.txt",
    )

# It uses what numpy means to end; and a warning that is raised it takes for an unsound net.
pytestmark = pytest.mark.filterwarnings(
    "ignore:the matrix subclass is not the recommended way:PendingDeprecationWarning",
    "ignore:Install the optional requirement `r4pm`:UserWarning",
)

EDITION = nws.load_edition()
ACTIVITY, TIME, CASE = "concept:name", "time:timestamp", "case:concept:name"


def spaced(events: Iterable[nws.Event]) -> tuple[nws.Event, ...]:
    """Return events a minute apart, so that no tool can doubt their order."""
    return tuple(
        one.replace(at=AT + timedelta(minutes=minute)) for minute, one in enumerate(events)
    )


def walked(count: int) -> list[LoggedCase]:
    """Return cases that random events led somewhere: the accepted ones only."""
    random = random_source(11)
    types = tuple(name for name in EDITION.events if name not in EDITION.library)
    found = []
    for number in range(count):
        drawn = RandomCase(random, types)
        case = nws.Case(f"walk-{number}")
        case.apply(opening().replace(at=AT))
        for minute in range(1, 25):
            one = nws.read_event(drawn.next(attrs.asdict(case.tracks)))
            case.offer(one.replace(at=AT + timedelta(minutes=minute)))
        found.append(logged_case(case))
    return found


def read_xes(cases: Iterable[LoggedCase], folder: Path, **options: Any) -> Any:
    """Write a log in XES and have it read."""
    file = folder / "log.xes"
    file.write_bytes(b"".join(to_xes(cases, **options)))
    return pm4py.read_xes(str(file))


def read_net(folder: Path, **options: Any) -> tuple[Any, Any, Any]:
    """Write the net of the shipped edition and have it read."""
    file = folder / "net.pnml"
    file.write_bytes(to_pnml(net_of(EDITION, **options)))
    net: tuple[Any, Any, Any] = pm4py.read_pnml(str(file))
    return net


def fitness(log: Any, net: tuple[Any, Any, Any], activity: str = ACTIVITY) -> dict[str, float]:
    """Align each case of a log with a net; return the fitness by the case's id."""
    aligned = pm4py.conformance_diagnostics_alignments(
        log, *net, activity_key=activity, return_diagnostics_dataframe=True
    )
    return dict(zip(aligned["case_id"], aligned["fitness"], strict=True))


def outside(log: Any, net: tuple[Any, Any, Any]) -> list[str]:
    """Align a log of one case; return the events that the net could not follow."""
    (aligned,) = pm4py.conformance_diagnostics_alignments(log, *net)
    return [seen for seen, fired in aligned["alignment"] if fired == ">>"]


def test_the_log_is_read_with_every_event_its_time_and_its_attributes(tmp_path: Path) -> None:
    """Cases, events and moments agree, and the keys keep their types."""
    cases = list(example_cases(refused=True))
    log = read_xes(cases, tmp_path)
    assert list(dict.fromkeys(log[CASE])) == [case.id for case in cases]
    for case, (_, rows) in zip(cases, log.groupby(CASE, sort=False), strict=True):
        assert list(rows[ACTIVITY]) == names_of(case)
        assert [one.to_pydatetime() for one in rows[TIME]] == [one.event.at for one in case.events]
        assert list(rows["accepted"]) == [one.is_accepted for one in case.events]
        assert set(rows["case:complete"]) == {case.is_complete}
        assert list(rows["round"]) == [one.round for one in case.events]
        assert set(rows["lifecycle:transition"]) == {"complete"}


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_discovered_directly_follows_graph_is_ours(tmp_path: Path, language: str) -> None:
    """Every pair with its count, where cases start, where they end, and how long they took."""
    cases = [*example_cases(), *walked(40)]
    log = read_xes(cases, tmp_path, language=language)
    follows, starts, ends = pm4py.discover_dfg(log)
    assert dict(follows) == dict(follows_of(cases, language))
    names = [names_of(case, language) for case in cases]
    assert starts == Counter(one[0] for one in names)
    assert ends == Counter(one[-1] for one in names)
    took = [(case.events[-1].event.at - case.events[0].event.at) for case in cases]
    assert sorted(pm4py.get_all_case_durations(log)) == sorted(one.total_seconds() for one in took)


def test_accepted_cases_fit_the_net_wholly(tmp_path: Path) -> None:
    """Complete ones the net that ends only there, and all of them the one that ends anywhere."""
    cases = [case for case in example_cases() if case.edition.id == EDITION.id][::2]
    cases += walked(6)
    log = read_xes(cases, tmp_path)
    assert set(fitness(log, read_net(tmp_path, unfinished=True)).values()) == {1.0}
    done = log[log["case:complete"]]
    assert len(done[CASE].unique()) > 10
    assert set(fitness(done, read_net(tmp_path)).values()) == {1.0}


def test_accepted_cases_fit_the_net_of_steps_wholly(tmp_path: Path) -> None:
    """With roles and findings in the names, too."""
    log = read_xes(walked(5), tmp_path)
    net = read_net(tmp_path, steps=True, unfinished=True)
    assert set(fitness(log, net, "step").values()) == {1.0}


DONE = (*TO_REINQUIRY, reinquiry("consistent"), LINKED)
DEPARTURES: dict[str, tuple[nws.Event, ...]] = {
    "before the opening": (INCONCLUSIVE, *TO_PROVIDER),
    "opened twice": (opening(), *TO_PROVIDER),
    "contact without a check": (opening(), CONTACTED),
    "not looked for an outage": (opening("provision_failed"), *TO_PROVIDER[1:]),
    "word of a correction before it": (*TO_REINQUIRY[:4], NOTIFIED),
    "second inquiry before the cause": (*TO_PROVIDER, reinquiry("consistent")),
    "processed on nothing confirmed": (*TO_REINQUIRY, LINKED),
    "processed twice": (*DONE, LINKED),
    "form before the phone": (
        *TO_PROVIDER,
        event("emergency_declared", kind="impact_survey"),
        event("emergency_form_posted", form="form_03_03"),
    ),
}


def test_departures_do_not_fit_and_the_tool_names_what_was_refused(tmp_path: Path) -> None:
    """Below 1 each; and the events that it sees outside the net are those that we refuse."""
    cases = [
        logged_file(file_of(*spaced(events), case_id=name), refused=True)
        for name, events in DEPARTURES.items()
    ]
    log = read_xes(cases, tmp_path)
    net = read_net(tmp_path, unfinished=True)
    found = fitness(log, net)
    assert found.keys() == DEPARTURES.keys()
    assert all(value < 1 for value in found.values()), found
    assert set(fitness(log[log["accepted"]], net).values()) == {1.0}
    for case in cases:
        names = zip(case.events, names_of(case), strict=True)
        refused = [name for one, name in names if not one.is_accepted]
        seen = outside(log[log[CASE] == case.id], net)
        # One event that is missing explains more cheaply the two that are refused for want of it.
        assert seen == ([] if case.id == "not looked for an outage" else refused)


def test_a_wrong_role_fits_by_events_and_not_by_steps(tmp_path: Path) -> None:
    """What a net can tell is what its names tell."""
    wrong = spaced((opening(), event("self_check_inconclusive", "provider")))
    log = read_xes([logged_file(file_of(*wrong), refused=True)], tmp_path)
    assert fitness(log, read_net(tmp_path, unfinished=True)) == {"x": 1.0}
    by_steps = fitness(log, read_net(tmp_path, steps=True, unfinished=True), "step")
    assert by_steps["x"] < 1


def test_a_case_under_way_does_not_fit_the_net_of_complete_cases(tmp_path: Path) -> None:
    """That is what it says: something is left to do."""
    log = read_xes([logged_file(file_of(*spaced(TO_PROVIDER)))], tmp_path)
    assert fitness(log, read_net(tmp_path))["x"] < 1
    assert fitness(log, read_net(tmp_path, unfinished=True)) == {"x": 1.0}


def test_the_net_is_a_sound_workflow_net(tmp_path: Path) -> None:
    """One place to start, one to end, and everything on a way between."""
    net, start, end = read_net(tmp_path)
    assert ([str(one) for one in start], [str(one) for one in end]) == (["start"], ["end"])
    assert pm4py.check_is_workflow_net(net)


def test_the_object_centric_log_is_read_with_all_its_ties(tmp_path: Path) -> None:
    """Events, objects and what ties them agree; by the case it is the same log as in XES."""
    cases = [*example_cases(), *walked(10)]
    file = tmp_path / "log.json"
    file.write_bytes(b"".join(to_ocel(cases)))
    ocel = pm4py.read_ocel2(str(file))
    assert len(ocel.events) == sum(len(case.events) for case in cases)
    assert sorted(pm4py.ocel_get_object_types(ocel)) == [
        "authority",
        "case",
        "emergency",
        "provider",
        "report",
        "requester",
        "round",
    ]
    kinds = Counter(ocel.objects["ocel:type"])
    assert kinds["case"] == len(cases)
    assert kinds["round"] == sum(one.starts_round for case in cases for one in case.events)
    flat = pm4py.ocel_flattening(ocel, "case")
    follows, _, _ = pm4py.discover_dfg(flat)
    assert dict(follows) == dict(follows_of(cases))
    by_case = flat[CASE].value_counts()
    assert {f"case:{case.id}": len(case.events) for case in cases} == dict(by_case)
    graph = pm4py.discover_ocdfg(ocel)
    assert "report" in graph["edges"]["event_couples"]


def test_the_example_script_names_the_cases_that_left_the_course(tmp_path: Path) -> None:
    """It reads a folder, and the page on process mining shows what it prints."""
    names = ("01-registered-copy-wrong", "31-departures-consulting-and-emergency")
    for name in names:
        shutil.copy(ROOT / "examples" / "cases" / f"{name}.yaml", tmp_path)
    script = ROOT / "examples" / "mine_event_log.py"
    done = subprocess.run(  # noqa: S603  the script is our own
        [sys.executable, "-W", "error", "-X", "utf8", str(script), str(tmp_path)],
        check=True,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    page = (ROOT / "docs" / "how-to" / "process-mining.md").read_text(encoding="utf-8")
    assert "2 cases, " in done.stdout
    told = done.stdout.partition("cases that left the procedure's course:\n")[2].strip()
    assert told == "0.89  naha-2017-031"
    assert told in page
