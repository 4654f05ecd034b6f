"""What `journal stats` counts and draws, and what `journal import` says of refusals."""

from __future__ import annotations

import builtins
import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

import nws_incident as nws
from nws_incident.cli import main
from nws_incident.cli.journal.counting import _round_step
from nws_incident.cli.journal.statistics import Wait, statistics_of
from nws_incident.export.chart import Bar, Panel, to_svg
from scenes import AT, INCONCLUSIVE, TO_PROVIDER, opening

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples" / "cases"
WIDER = ROOT / "tests" / "editions" / "wider.toml"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Callable[..., tuple[int, str, str]]:
    """Return a function that runs an action on one journal: status, output, complaints."""

    def act(*words: object, lang: str = "en") -> tuple[int, str, str]:
        address = f"sqlite:///{tmp_path / 'journal.db'}"
        status = main(["journal", "--db", address, *map(str, words), "--lang", lang])
        written = capsys.readouterr()
        return status, written.out, written.err

    return act


def test_steps_are_measured_without_what_was_retracted() -> None:
    """From the event before that counts, in hours; median and 90 %."""
    with nws.open_journal("memory:") as journal:
        for number, hours in enumerate((1, 2, 3, 4, 10)):
            checked = INCONCLUSIVE.replace(at=AT + timedelta(hours=hours))
            journal.append(f"{number}", [opening(), checked], expected_version=0)
        mistake = nws.EventRetracted(at=AT, by="係長", why="誤記", version=2)
        late = INCONCLUSIVE.replace(at=AT + timedelta(hours=2))
        journal.append("4", [mistake, late], expected_version=2)
        found = statistics_of(journal)
    assert (found.cases, found.complete) == (5, 0)
    assert found.waits == {"self_check_inconclusive": Wait(5, 2, 3.6)}
    assert found.states["investigation", nws.DEFAULT_EDITION, "provider_contact"] == 5


def test_the_picture_says_what_the_tables_say(
    run: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    """As texts that can be read and searched, with a stack of Japanese fonts; always the same."""
    run("import", EXAMPLES)
    file = tmp_path / "stats.svg"
    status, out, err = run("stats", "--svg", file, lang="ja")
    assert (status, err) == (0, "")
    svg = file.read_bytes()
    texts = [node.text for node in fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]
    assert out.splitlines()[0] in texts
    edition = nws.load_edition()
    for label in (edition.tracks["investigation"].label, edition.events["cause_identified"]):
        assert label.read("ja") in texts
    (row,) = [line.split() for line in out.splitlines() if line.startswith("原因の判明")]
    assert f"{row[2]}/{row[3]}時間({row[1]}件)" in texts
    assert "Noto Sans CJK JP" in svg.decode()
    assert "DejaVu" not in svg.decode()
    assert run("stats", "--svg", file, lang="ja")[0] == 0
    assert file.read_bytes() == svg
    run("stats", "--svg", file)
    assert "Cases by state" in file.read_text(encoding="utf-8")


def test_a_picture_replaces_only_a_picture_of_its_own(
    run: Callable[..., tuple[int, str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And it is said where it cannot be written, or the package is missing."""
    run("import", EXAMPLES / "01-registered-copy-wrong.yaml")
    other = tmp_path / "other.svg"
    other.write_text("<svg/>", encoding="utf-8")
    status, out, err = run("stats", "--svg", other)
    assert (status, "is not replaced" in err, "median" in out) == (2, True, True)
    assert other.read_text(encoding="utf-8") == "<svg/>"
    status, _, err = run("stats", "--svg", tmp_path / "nowhere" / "a.svg")
    assert (status, "cannot be written: No such file" in err) == (2, True)
    real = builtins.__import__

    def without(name: str, *more: Any, **named: Any) -> Any:
        if name.startswith("matplotlib"):
            raise ImportError(name)
        return real(name, *more, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    status, _, err = run("stats", "--svg", tmp_path / "a.svg")
    assert (status, "nws-incident[charts]" in err) == (2, True)


def test_nothing_is_counted_and_drawn_too(
    run: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    """An empty journal has a picture without bars."""
    nws.open_journal(f"sqlite:///{tmp_path / 'journal.db'}").close()
    status, out, _ = run("stats", "--svg", tmp_path / "a.svg")
    assert (status, out.startswith("0 cases")) == (0, True)
    assert "0 cases" in (tmp_path / "a.svg").read_text(encoding="utf-8")


def test_drawing_needs_no_font_and_says_nothing(tmp_path: Path) -> None:
    """Missing glyphs and families are nobody's business: the viewer has the fonts."""
    code = (
        "from nws_incident.export.chart import Bar, Panel, to_svg\n"
        "panel = Panel('見出し', [('群', [Bar('名', 1, '1件')])], [(0, '0'), (1, '1')])\n"
        f"open({str(tmp_path / 'a.svg')!r}, 'wb').write(to_svg('題', [panel]))\n"
    )
    done = subprocess.run(  # noqa: S603  our own
        [sys.executable, "-W", "error::UserWarning", "-c", code],
        check=False,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        env={"MPLCONFIGDIR": str(tmp_path), "PYTHONPATH": ":".join(sys.path), "PATH": ""},
    )
    assert done.returncode == 0
    assert "lyph" not in done.stderr
    panel = Panel("見出し", [("群", [Bar("名", 1, "1件")])], [(0, "0"), (1, "1")])
    assert (tmp_path / "a.svg").read_bytes() == to_svg("題", [panel])


@given(most=st.integers(0, 10**9))
def test_a_scale_has_few_round_marks(most: int) -> None:
    """At most seven, at 1, 2 or 5 times a power of ten, and never without need."""
    step = _round_step(most)
    assert str(step).rstrip("0") in {"1", "2", "5"}
    assert most <= 6 * step
    assert step == 1 or most > 2 * step


def test_own_editions_are_told_by_their_labels(
    run: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    """In lists, counts and histories; without the edition, a state is told by its id."""
    phoned = nws.EmergencyPhoned(at=AT + timedelta(hours=4), by=nws.Role.REQUESTER)
    posted = nws.EmergencyFormPosted(
        at=AT + timedelta(hours=4), by=nws.Role.REQUESTER, form=nws.Form.FORM_03_03
    )
    declared = nws.EmergencyDeclared(
        at=AT + timedelta(hours=4),
        by=nws.Role.REQUESTER,
        kind=nws.EmergencyKind.IMPACT_SURVEY,
    )
    case = nws.Case.from_events(
        [*TO_PROVIDER, declared, phoned, posted, phoned], edition=nws.load_edition(WIDER)
    )
    file = tmp_path / "case.jsonl"
    events = [nws.write_event(one) for one in case.events]
    data = {"format": "nws-incident/case/1", "id": "a", "edition": "wider", "events": events}
    file.write_text(json.dumps(data), encoding="utf-8")
    assert run("import", file)[0] == 2
    assert run("import", file, "--edition", WIDER)[0] == 0
    yaml = tmp_path / "other.yaml"
    yaml.write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    assert run("append", "b", yaml)[0] == 2
    assert run("append", "b", yaml, "--edition", WIDER)[0] == 0
    known = ("--edition", WIDER)
    assert "Phoned again" in run("stats", *known)[1]
    assert "phoned_again" in run("stats")[1]
    assert len(run("cases", "--track", "emergency=phoned_again", *known)[1].splitlines()) == 3
    assert len(run("cases", "--under", "wider")[1].splitlines()) == 3
    with pytest.raises(SystemExit):
        run("cases", "--track", "emergency=phoned_again")
    with pytest.raises(SystemExit):
        run("cases", "--track", "emergency")
    assert run("history", "a", *known)[0] == 0
    assert run("verify")[0] == 1
    assert run("verify", *known)[0] == 0


def test_overdue_cases_are_listed(run: Callable[..., tuple[int, str, str]]) -> None:
    """On a day that is given; no clock is read."""
    run("import", EXAMPLES)
    assert len(run("cases", "--overdue-on", "2017-08-18", "--json")[1].splitlines()) == 1
    _, out, _ = run("cases", "--overdue-on", "2017-08-18")
    assert "kochi-2017-001" in out
    assert run("cases", "--overdue-on", "2017-07-01", "--json")[1] == ""
    with pytest.raises(SystemExit):
        run("cases", "--overdue-on", "18.8.2017")


def test_an_import_counts_what_refused_by_rule(run: Callable[..., tuple[int, str, str]]) -> None:
    """Refused events are not stored, so this is where they can be counted."""
    _, out, err = run("import", EXAMPLES)
    head, *lines = out.splitlines()[1:]
    assert head.split() == ["count", "refused", "by", "what", "it", "says"]
    counts = [int(line.split()[0]) for line in lines]
    assert counts == sorted(counts, reverse=True)
    assert sum(counts) >= err.count("refused by") > 0
    assert any(line.split()[1] == "L1" for line in lines)
    assert "Refused" not in run("import", EXAMPLES / "01-registered-copy-wrong.yaml")[1]
