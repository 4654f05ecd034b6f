"""The example scripts run as an embedder would run them, and say what they are meant to say."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parent.parent / "examples"
SCRIPTS = sorted(EXAMPLES.glob("*.py"))


def run(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a script of the examples in an interpreter of its own."""
    return subprocess.run(  # noqa: S603  the scripts are our own
        [sys.executable, "-W", "error", "-X", "utf8", str(EXAMPLES / script), *arguments],
        check=False,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )


def test_replaying_the_example_cases_is_clean() -> None:
    """Every example case can be read, and nothing is refused but what a case file expects."""
    done = run("replay_folder.py")
    assert done.stderr == ""
    assert done.returncode == 0
    files = len(list((EXAMPLES / "cases").glob("*.yaml")))
    assert f"{files} cases replayed, {files} of them clean; 0 could not be read" in done.stdout


def test_replaying_another_folder_tells_what_is_wrong_there(tmp_path: Path) -> None:
    """A file that is no case file is named, and the exit status says so."""
    shutil.copy(EXAMPLES / "cases" / "01-registered-copy-wrong.yaml", tmp_path)
    (tmp_path / "broken.yaml").write_text("format: nws-incident/case/1\n", encoding="utf-8")
    done = run("replay_folder.py", str(tmp_path))
    assert done.returncode == 1
    assert "broken.yaml $.events: required field missing" in done.stdout
    assert "ok  hakodate-2017-001: 10 events, complete" in done.stdout
    assert "1 cases replayed, 1 of them clean; 1 could not be read" in done.stdout


def test_a_counter_screen_has_live_and_grey_buttons() -> None:
    """A live button shows what may be chosen; a grey one says why, with the clause."""
    done = run("counter_buttons.py")
    assert (done.stderr, done.returncode) == ("", 0)
    lines = done.stdout.splitlines()
    assert "  [可] 点検では解決せず" in lines
    documents = lines.index("  [可] 添付書類による処理")
    assert lines[documents + 1].strip() == "選べるもの: 点検の遅れ"
    delayed = lines.index("  [灰] 点検の遅れ")
    assert "1(5)" in lines[delayed + 1]
    assert "→" in lines[delayed + 1]


def test_a_message_is_sent_only_once_nothing_stands_in_its_way() -> None:
    """Two attempts are refused, without ever repeating the digits; the third is sent."""
    done = run("judge_before_sending.py")
    assert (done.stderr, done.returncode) == ("", 0)
    first, second, third = (part for part in done.stdout.split("回目: ")[1:] if part)
    assert "[G4]" in first
    assert "[I8]" in first
    assert "[G4]" not in second
    assert "[I8]" in second
    assert "送信しました" not in first + second
    assert "送信しました" in third
    assert "注意 [I8]" in third
    assert "9018" not in done.stdout


def test_a_case_in_an_own_dataclass_survives_being_stored() -> None:
    """The case made from the stored events is the same, and goes on from there."""
    done = run("own_dataclass.py")
    assert (done.stderr, done.returncode) == ("", 0)
    assert "same case after loading: True" in done.stdout
    assert "now: awaiting_operator, report not_required" in done.stdout


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_an_example_imports_the_library_as_an_embedder_would(script: Path) -> None:
    """No example reaches into a module of the library: the public names are enough."""
    tree = ast.parse(script.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)
    imported = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    } | {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert "nws_incident" in imported
    assert not [name for name in imported if name and name.startswith("nws_incident.")]


def test_a_case_file_becomes_a_report_and_the_event_that_records_it() -> None:
    """What is left after the draft is answered, the title made, and the event accepted."""
    done = run("outcome_report.py")
    assert (done.stderr, done.returncode) == ("", 0)
    asked, _, rest = done.stdout.partition("回答を記入した後に残っているもの: ")
    assert "affair_number" in asked
    assert "copy_corrected" not in asked
    assert rest.startswith("0件")
    assert "タイトル: 17072402201-01 青森県青森市【顛末報告書】" in rest
    assert rest.endswith("記録: R10、顛末報告は reported\n")
