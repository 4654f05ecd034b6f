"""`nws-incident journal`: what a user does, from the import to the byte that was altered."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import nws_incident as nws
from nws_incident.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable

EXAMPLES = Path(__file__).parent.parent / "examples" / "cases"
EXPORT = Path(__file__).parent / "data" / "journal-format-1.jsonl"
OPENING = """{type: discrepancy_found, at: 2017-07-19T10:00:00+09:00, by: requester,
  requester: {name: 甲市, kind: municipality}, provider: {name: 乙市, kind: municipality},
  inquiry: {}}"""
CHECKED = "{type: self_check_inconclusive, at: 2017-07-19T11:00:00+09:00, by: requester}"
LINKED = "{type: processed_on_linked_information, at: 2017-07-19T12:00:00+09:00, by: requester}"
RETRACTED = (
    "{type: event_retracted, at: 2017-07-20T09:00:00+09:00, by: 係長, why: 誤記, version: %d}"
)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Callable[..., tuple[int, str, str]]:
    """Return a function that runs an action on one journal: status, output, complaints."""

    def act(*words: object, lang: str = "en") -> tuple[int, str, str]:
        address = f"sqlite:///{tmp_path / 'journal.db'}"
        arguments = [str(word) for word in words]
        status = main(["journal", "--db", address, *arguments, "--lang", lang])
        written = capsys.readouterr()
        return status, written.out, written.err

    return act


@pytest.fixture
def events(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes a file of events."""

    def write(*lines: str) -> Path:
        file = tmp_path / "events.yaml"
        file.write_text("\n".join(f"- {line}" for line in lines), encoding="utf-8")
        return file

    return write


def test_example_cases_are_imported_and_again_changes_nothing(
    run: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    """Refused events are passed over, as a replay does; an export has the same hashes again."""
    status, out, err = run("import", EXAMPLES)
    assert status == 1
    assert "is refused by G1 and passed over" in err
    cases = len(list(nws.read_paths([EXAMPLES])))
    assert f"{cases} cases grew" in out
    _, again, _ = run("import", EXAMPLES)
    assert f"0 cases grew, 0 entries added, {cases} cases were there already" in again
    assert run("verify")[0] == 0
    status, exported, _ = run("export", "--jsonl")
    assert status == 0
    file = tmp_path / "export.jsonl"
    file.write_text(exported + "\n", encoding="utf-8")
    status, out, _ = run("import", file)
    assert (status, out.startswith("0 cases grew, 0 entries")) == (0, True)
    with nws.open_journal("memory:") as other:
        other.restore(json.loads(line) for line in exported.splitlines())
        assert f"{other.checkpoint().text()}\n" == run("checkpoint")[1]
    _, as_files, _ = run("export", "--cases")
    file.write_text(as_files, encoding="utf-8")
    assert main(["replay", str(file)]) == 0
    assert len(as_files.splitlines()) == cases


def test_an_import_goes_on_where_it_was_broken_off(
    run: Callable[..., tuple[int, str, str]], events: Callable[..., Path], tmp_path: Path
) -> None:
    """What is missing of a case is added; what differs is left alone; what is no case is named."""
    run("append", "a", events(OPENING))
    file = tmp_path / "a.yaml"
    head = "format: nws-incident/case/1\nid: a\nevents:\n"
    file.write_text(f"{head}  - {OPENING}\n  - {CHECKED}\n", encoding="utf-8")
    assert run("import", file)[:2] == (
        0,
        (
            "1 cases grew, 1 entries added, 0 cases were there already;"
            " 0 events refused, 0 cases differ, 0 could not be read\n"
        ),
    )
    file.write_text(f"{head}  - {OPENING.replace('甲市', '丙市')}\n", encoding="utf-8")
    status, out, err = run("import", file)
    assert (status, "1 cases differ" in out, "left as it is" in err) == (1, True, True)
    file.write_text("format: other\n", encoding="utf-8")
    status, out, err = run("import", file)
    assert (status, "1 could not be read" in out, "a.yaml" in err) == (2, True, True)
    (tmp_path / "lines.jsonl").write_text("{}\n", encoding="utf-8")
    assert run("import", tmp_path / "lines.jsonl")[0] == 2


def test_events_are_appended_refused_and_in_conflict(
    run: Callable[..., tuple[int, str, str]], events: Callable[..., Path]
) -> None:
    """Each ends with a status of its own, and says why."""
    file = events(OPENING)
    assert run("append", "a", file, "--request-id", "r")[:2] == (
        0,
        "case a: 1 stored, now at version 1\n",
    )
    status, out, _ = run("append", "a", file, "--version", 0, "--request-id", "r")
    assert (status, "was stored before" in out) == (0, True)
    status, _, err = run("append", "a", events(LINKED), lang="ja")
    assert (status, "P2" in err) == (1, True)
    run("append", "a", events(CHECKED))
    status, _, err = run("append", "a", events(CHECKED), "--version", 1)
    assert (status, "somebody was faster" in err) == (3, True)
    status, _, err = run("append", "a", events(RETRACTED % 1))
    assert (status, "version 2: self_check_inconclusive" in err) == (1, True)
    assert run("append", "a", events(RETRACTED % 2))[0] == 0
    status, out, _ = run("history", "a")
    assert status == 0
    assert "retracted by version 3" in out
    assert "version 2: 誤記" in out
    _, out, _ = run("history", "a", "--json")
    lines = [json.loads(line) for line in out.splitlines()]
    assert [line["retracted_by"] for line in lines] == [None, 3, None]
    assert lines[2]["event"]["why"] == "誤記"


def test_what_cannot_be_read_is_2(
    run: Callable[..., tuple[int, str, str]],
    events: Callable[..., Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A file, an event, a case, a checkpoint, an address."""
    assert run("append", "a", tmp_path / "nowhere.yaml")[0] == 2
    assert run("append", "a", tmp_path)[0] == 2
    assert run("append", "a", events("{type: nothing}"))[0] == 2
    assert run("append", "a", events(RETRACTED % 0))[0] == 2
    assert run("append", "a", events(RETRACTED % 1))[0] == 2
    (tmp_path / "bytes").write_bytes(b"\xff")
    assert run("append", "a", tmp_path / "bytes")[0] == 2
    assert run("verify", "--checkpoint", tmp_path / "bytes")[0] == 2
    assert run("verify", "--checkpoint", tmp_path / "nowhere")[0] == 2
    assert run("verify", "--checkpoint", events("x"))[0] == 2
    assert run("history", "nobody")[0] == 2
    assert main(["journal", "checkpoint"]) == 2
    assert "--db" in capsys.readouterr().err
    assert main(["journal", "checkpoint", "--db", "nowhere"]) == 2
    single = tmp_path / "single.yaml"
    single.write_text(OPENING, encoding="utf-8")
    assert run("append", "one", single)[0] == 0
    single.write_text(f"format: nws-incident/case/1\nid: x\nevents:\n- {OPENING}", encoding="utf-8")
    assert run("append", "two", single)[0] == 0


def test_an_altered_byte_is_named(run: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    """With a checkpoint that was kept, and without."""
    run("import", EXPORT)
    checkpoint = tmp_path / "checkpoint.json"
    checkpoint.write_text(run("checkpoint")[1], encoding="utf-8")
    status, out, _ = run("verify", "--checkpoint", checkpoint)
    assert (status, "what the checkpoint says" in out) == (0, True)
    with closing(sqlite3.connect(tmp_path / "journal.db")) as database:
        database.execute("DROP TRIGGER nws_entry_no_update")
        database.execute("UPDATE nws_entry SET body = replace(body, '誤り', '偽り')")
        database.commit()
    status, out, err = run("verify", lang="ja")
    assert status == 1
    assert err == "nws-incident: hakodate-1 4: 記録が改変されています\n"
    assert "異常があります" in out
    assert run("verify", "--checkpoint", checkpoint)[0] == 1


def test_cases_are_listed_and_counted(run: Callable[..., tuple[int, str, str]]) -> None:
    """By the filters, as a table and as JSON; and with the time between steps."""
    run("import", EXPORT)
    _, out, _ = run("cases")
    assert [line.split()[1] for line in out.splitlines()[1:]] == ["hakodate-1", "hakodate-2"]
    _, out, _ = run("cases", "--complete", "--json", "--limit", 5, "--after", 0)
    (line,) = out.splitlines()
    assert json.loads(line)["case"] == "hakodate-1"
    _, out, _ = run("cases", "--track", "emergency=none", "--party", "012025", "--no-complete")
    assert "hakodate-2" in out
    _, out, _ = run("cases", "--under", "1999-12-31", "--json")
    assert out == ""
    with pytest.raises(SystemExit):
        run("cases", "--track", "emergency=unheard_of")
    status, out, _ = run("stats")
    assert status == 0
    assert "2 cases: 1 complete, 1 open" in out
    assert "Second inquiry" in out or "second inquiry" in out.lower()
    run("import", EXAMPLES / "01-registered-copy-wrong.yaml")
    assert run("stats", lang="ja")[1].startswith("事案3件: 完了2件")


def test_old_cases_are_purged(run: Callable[..., tuple[int, str, str]]) -> None:
    """With who and why; what remains is listed, told, counted, exported and verified."""
    run("import", EXPORT)
    asked = ("purge", "--by", "文書管理者", "--why", "保存期間満了", "--older-than")
    with pytest.raises(SystemExit):
        run(*asked, "2030-01-01T00:00:00")
    assert run(*asked, "2030-01-01T00:00:00+09:00")[:2] == (0, "hakodate-1\n1 cases purged\n")
    assert "purged" in run("cases")[1]
    _, out, _ = run("history", "hakodate-1")
    assert "(erased)" in out
    assert "保存期間満了" in out
    assert '"event"' not in run("history", "hakodate-1", "--json")[1].splitlines()[0]
    assert run("stats")[0] == run("verify")[0] == 0
    _, out, err = run("export", "--cases")
    assert ("hakodate-1" in out, "left out" in err) == (False, True)
    assert run("import", EXPORT)[0] == 0


def test_a_purged_case_is_not_imported_anew(
    run: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    """The id stays taken: what was erased does not come back by a case file."""
    run("import", EXPORT)
    _, out, _ = run("export", "--cases")
    file = tmp_path / "cases.jsonl"
    file.write_text(out, encoding="utf-8")
    run("purge", "--by", "x", "--why", "y", "--older-than", "2030-01-01T00:00:00+09:00")
    assert "0 cases grew, 0 entries added, 2 cases were there already" in run("import", file)[1]
