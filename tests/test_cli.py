"""The command: for people and scripts, on a terminal and off it, in both languages."""

from __future__ import annotations

import builtins
import json
import os
import pty
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

import nws_incident as nws
from nws_incident.cli import main
from nws_incident.cli import replay as replay_command
from nws_incident.cli.terminal import breaks, complain, counted, running_count, width
from own_editions import edition_named

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PARTY = "{name: 北海道函館市, kind: municipality, code: '012025', prefecture: 北海道}"
HEAD = f"""format: nws-incident/case/1
id: hakodate-1
title: 副本の誤り
events:
  - type: discrepancy_found
    at: 2017-07-19T10:00:00+09:00
    by: requester
    requester: {PARTY}
    provider: {{name: 青森県青森市, kind: municipality}}
    inquiry: {{}}
    decide_by: 2017-07-26
"""
REFUSED = "  - {type: delay_notified, at: 2017-07-19T11:00:00+09:00, by: provider}\n"
DOUBTFUL = (
    "  - {type: wider_impact_expected, at: 2017-07-19T11:00:00+09:00, by: provider,"
    ' note: "201707191000"}\n'
)


@pytest.fixture
def case_file(tmp_path: Path) -> Callable[[str], str]:
    """Return a function that writes a case file and returns its path."""

    def write(text: str) -> str:
        file = tmp_path / "case.yaml"
        file.write_text(text, encoding="utf-8")
        return str(file)

    return write


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Run the command in this process; return its status and what it wrote."""
    status = main(words)
    written = capsys.readouterr()
    return status, written.out, written.err


def as_json(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any]]:
    """Run `replay --json` on one case; return the status and the object."""
    status, out, err = run(capsys, "replay", "--json", *words)
    assert err == ""
    data: dict[str, Any] = json.loads(out)
    return status, data


def test_json_says_everything(
    capsys: pytest.CaptureFixture[str], case_file: Callable[[str], str]
) -> None:
    """One object a case, with refusals, warnings, tracks, the report and expectations."""
    status, data = as_json(capsys, case_file(HEAD + REFUSED + DOUBTFUL))
    assert status == 1
    assert data["case"] == "hakodate-1"
    assert data["events"] == 3
    assert data["tracks"] == {
        "investigation": "self_check",
        "processing": "pending",
        "reporting": "undetermined",
        "emergency": "none",
    }
    assert data["complete"] is False
    assert data["report"] == {"required": None, "by": None, "carried": [], "clauses": []}
    assert data["expected"] is None
    assert [(duty["duty"], duty["due"]) for duty in data["duties"]] == [
        ("complete_self_check", None),
        ("notify_ministry", None),
        ("decide_application", "2017-07-26"),
    ]
    first = list(data["duties"][0])
    assert first[:6] == ["duty", "bearer", "modality", "urgency", "due", "clauses"]
    assert [one["value"] for one in data["permissions"]] == [
        "system_operator",
        "j_lis",
        "competent_ministry",
    ]
    assert data["exemptions"] == []
    (refused,) = data["refused"]
    assert (refused["index"], refused["type"]) == (1, "delay_notified")
    assert {finding["rule"] for finding in refused["findings"]} == {"F3"}
    assert all(finding["clauses"] == ["1(3)②"] for finding in refused["findings"])
    (warning,) = data["warnings"]
    assert (warning["index"], warning["rule"], warning["path"]) == (2, "G4", "$.note")
    assert "201707191000" not in json.dumps(data)


def test_a_case_that_never_opens_has_no_tracks(
    capsys: pytest.CaptureFixture[str], case_file: Callable[[str], str]
) -> None:
    """Without an accepted opening the tracks are null."""
    text = HEAD.replace("by: requester", "by: provider")
    expect = "expect: {refused: [0], complete: false, tracks: {processing: null}}"
    status, data = as_json(capsys, case_file(text + expect))
    assert (status, data["expected"]) == (0, True)
    assert set(data["tracks"].values()) == {None}
    assert data["duties"] == data["permissions"] == data["exemptions"] == []
    assert data["refused"][0]["findings"][0]["rule"] == "O1"
    status, out, _ = run(capsys, "replay", case_file(text))
    assert status == 1
    assert "未開始" in out


@pytest.mark.parametrize(
    ("expect", "status", "met"),
    [
        ("", 1, None),
        ("expect: {}", 1, True),
        ("expect: {refused: [1]}", 0, True),
        ("expect: {refused: [1, 1], tracks: {investigation: self_check}}", 0, True),
        ("expect: {refused: []}", 1, False),
        ("expect: {refused: [0, 1]}", 1, False),
        ("expect: {refused: [1], complete: true}", 1, False),
        ("expect: {refused: [1], tracks: {processing: null, emergency: none}}", 1, False),
    ],
)
def test_expectations_set_the_exit_status(
    capsys: pytest.CaptureFixture[str],
    case_file: Callable[[str], str],
    expect: str,
    status: int,
    met: bool | None,  # noqa: FBT001  a value that is expected
) -> None:
    """A refusal that is expected is met; anything else that departs is 1."""
    path = case_file(HEAD + REFUSED + expect)
    got, data = as_json(capsys, path)
    assert (got, data["expected"]) == (status, met)
    for language in ("ja", "en"):
        again, out, _ = run(capsys, "replay", path, "--lang", language)
        assert again == status
        assert ("期待と相違" in out or "Not as expected" in out) == (met is False)


def test_invalid_data_is_2_and_the_others_go_on(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A case that cannot be read is reported with its paths; the next one is replayed."""
    (tmp_path / "a.yaml").write_text(HEAD.replace("10:00:00+09:00", "10:00"), encoding="utf-8")
    (tmp_path / "b.yaml").write_text(HEAD, encoding="utf-8")
    status, out, _ = run(capsys, "replay", "--json", "--lang", "en", str(tmp_path))
    first, second = (json.loads(line) for line in out.splitlines())
    assert status == 2
    assert first["case"] == "hakodate-1"
    assert first["errors"] == [
        {
            "path": "$.events[0].at",
            "message": "the time has no offset: add one, such as +09:00 for Japan",
        }
    ]
    assert first["file"].endswith("a.yaml")
    assert second["refused"] == []
    status, out, _ = run(capsys, "replay", str(tmp_path))
    assert status == 2
    assert "$.events[0].at" in out
    assert out.splitlines()[-1].startswith("事案2件")


def test_people_read_a_timeline(
    capsys: pytest.CaptureFixture[str], case_file: Callable[[str], str]
) -> None:
    """Times in JST, who, what, which tracks moved, by which clause, and how things stand."""
    path = case_file(HEAD + REFUSED + DOUBTFUL)
    _, out, _ = run(capsys, "replay", path, "--now", "2017-07-28T00:00:00Z")
    assert "2017-07-19 10:00 JST  情報照会者" in out
    assert "O1 1(1) 点検・原因究明: 情報照会者の点検" in out
    assert [line[2] for line in out.splitlines() if "JST" in line] == ["0", "1", "2"]
    assert "× 不受付" in out
    assert "2017-07-26 (2日超過)" in out
    assert "! G4" in out
    _, out, _ = run(capsys, "replay", path, "--lang", "en")
    assert "2017-07-26 (days left: 7)" in out
    assert "× refused" in out


def test_a_way_on_is_told_after_a_change_of_edition_too(
    capsys: pytest.CaptureFixture[str], case_file: Callable[[str], str], tmp_path: Path
) -> None:
    """The events before it are judged again under the edition that they were judged by."""
    edition_named("later", tmp_path)
    path = case_file(
        HEAD
        + "  - {type: edition_changed, at: 2017-07-19T10:30:00+09:00, by: requester, to: later}\n"
        + "  - {type: processed_on_attached_documents, at: 2017-07-19T11:00:00+09:00, "
        + "by: requester, ground: self_check_delayed}\n"
    )
    common = ("--edition", str(tmp_path / "edition"), "--lang", "en")
    status, out, err = run(capsys, "replay", path, *common)
    assert (status, err) == (1, "")
    assert "→ First: “self-check delayed”" in out


def test_a_report_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """Whether a report is required, by whom, and what is carried."""
    _, out, _ = run(capsys, "replay", "examples/cases", "--lang", "en")
    assert "required, by the provider 1(6)" in out
    assert "not required 2(2)" in out


def in_new_process(*words: str, **kwargs: Any) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    command = [sys.executable, "-m", "nws_incident.cli", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, **kwargs)  # noqa: S603


def test_a_terminal_gets_colours_and_its_width(case_file: Callable[[str], str]) -> None:
    """On a terminal the output is coloured and broken at its width."""
    path = case_file(HEAD + REFUSED)
    parent, child = pty.openpty()
    environment = {**os.environ, "COLUMNS": "60", "TERM": "xterm-256color"}
    command = [sys.executable, "-m", "nws_incident.cli", "replay", path]
    with subprocess.Popen(command, stdout=child, env=environment) as process:  # noqa: S603
        os.close(child)
        written = b""
        while True:
            try:
                chunk = os.read(parent, 65_536)
            except OSError:
                break
            if not chunk:
                break
            written += chunk
        assert process.wait() == 1
    os.close(parent)
    text = written.decode()
    assert "\x1b[" in text
    assert "不受付" in text


def test_lines_break_where_japanese_breaks() -> None:
    """A line breaks beside a wide character or at a space, and within a word only if it must."""
    assert breaks("abc def ghi", 7, 0) == [4]
    assert breaks("日本語の文", 6, 2) == [3]
    assert breaks("abcdefghij", 4, 0) == [4, 8]
    assert breaks("", 4, 0) == []
    assert width("か\u3099") == 2


def test_plain_output_where_rich_is_missing(
    capsys: pytest.CaptureFixture[str],
    case_file: Callable[[str], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A terminal without `rich` gets plain lines, and completion says what to install."""
    real = builtins.__import__

    def without(name: str, *rest: Any, **kwargs: Any) -> Any:
        if name.partition(".")[0] in {"rich", "shtab"}:
            raise ImportError(name)
        return real(name, *rest, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    status, out, _ = run(capsys, "replay", case_file(HEAD))
    assert status == 0
    assert "\x1b[" not in out
    monkeypatch.setattr(sys.stdout, "isatty", lambda: False, raising=False)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    assert list(counted([1, 2], "x")) == [1, 2]
    with running_count("x") as tell:
        assert tell is None
    assert main(["completion", "bash"]) == 2
    assert "nws-incident[cli]" in capsys.readouterr().err


def test_rich_writes_here_too(
    capsys: pytest.CaptureFixture[str],
    case_file: Callable[[str], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The same lines go through `rich`, and long runs are counted on standard error."""
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    _, out, _ = run(capsys, "replay", case_file(HEAD + REFUSED))
    lines = re.sub(r"\x1b\[[0-9;]*m", "", out).splitlines()
    assert max(width(line) for line in lines) <= 40
    monkeypatch.setattr(sys.stdout, "isatty", lambda: False, raising=False)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    assert list(counted([1, 2], "x")) == [1, 2]
    with running_count("x") as tell:
        assert tell is not None
        tell(1_000)


def test_a_closed_pipe_is_one_line(tmp_path: Path) -> None:
    """Whoever stops reading ends the run with 141 and one line."""
    lines = (
        json.dumps({"format": "nws-incident/case/1", "id": f"c{n}", "events": []})
        for n in range(20_000)
    )
    file = tmp_path / "many.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    command = [sys.executable, "-m", "nws_incident.cli", "replay", "--json", str(file)]
    with subprocess.Popen(  # noqa: S603  our own
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        complaint = process.stderr.read()
        assert process.wait() == 141
    assert complaint == "nws-incident: 出力先が閉じられました\n"


def test_a_closed_pipe_in_this_process(
    capfd: pytest.CaptureFixture[str],
    case_file: Callable[[str], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The status is 141 whoever notices that nobody reads."""

    def refuse(_: object) -> int:
        raise BrokenPipeError

    monkeypatch.setattr(replay_command, "run", refuse)
    monkeypatch.setattr(os, "dup2", lambda *_: None)
    assert main(["replay", case_file(HEAD), "--lang", "en"]) == 141
    assert capfd.readouterr().err == "nws-incident: nobody reads the output any more\n"


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("rules > /dev/full", "nws-incident: 出力できません: No space left on device\n"),
        ("rules --lang en > /dev/full", "cannot be written: No space left on device\n"),
        ("replay --json examples/cases > /dev/full", "No space left on device\n"),
        ("diagram > /dev/full", "No space left on device\n"),
        ("rules >&-", "nws-incident: 標準出力が閉じられているため、何も書けません\n"),
        ("replay --json examples/cases >&-", "何も書けません\n"),
        ("rules >&- 2>&-", ""),
        ("replay examples/cases > /dev/full 2>&-", ""),
    ],
)
def test_output_that_cannot_be_written_is_one_line(command: str, said: str) -> None:
    """A full disk and a closed output end the run with 2 and one line."""
    done = subprocess.run(  # noqa: S603  our own
        ["/bin/bash", "-c", f'"{sys.executable}" -m nws_incident.cli {command}'],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.endswith(said)
    assert done.stderr.count("\n") == said.count("\n")


def test_a_run_without_standard_error_goes_on(case_file: Callable[[str], str]) -> None:
    """Nobody is told how far it is, and that is all."""
    done = subprocess.run(  # noqa: S603  our own
        [
            "/bin/bash",
            "-c",
            f'"{sys.executable}" -m nws_incident.cli replay {case_file(HEAD)} 2>&-',
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    assert "hakodate-1" in done.stdout


@pytest.mark.parametrize(
    ("stream", "status", "said"),
    [
        ("stdout", 2, "nws-incident: 標準出力が閉じられているため、何も書けません\n"),
        ("stderr", 0, ""),
    ],
)
def test_a_missing_stream_in_this_process(
    capsys: pytest.CaptureFixture[str],
    case_file: Callable[[str], str],
    monkeypatch: pytest.MonkeyPatch,
    stream: str,
    status: int,
    said: str,
) -> None:
    """A stream that was closed before the start is none, which is no reason for a traceback."""
    monkeypatch.setattr(sys, stream, None)
    complain("nobody hears" if stream == "stderr" else said.removeprefix("nws-incident: ")[:-1])
    assert main(["replay", case_file(HEAD)]) == status
    monkeypatch.undo()
    assert capsys.readouterr().err == said * 2


def test_a_full_disk_in_this_process(
    capfd: pytest.CaptureFixture[str],
    case_file: Callable[[str], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The status is 2 wherever the output gives out."""

    def fill_up(_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(replay_command, "run", fill_up)
    monkeypatch.setattr(os, "dup2", lambda *_: None)
    assert main(["replay", case_file(HEAD), "--lang", "en"]) == 2
    said = "nws-incident: the output cannot be written: No space left on device\n"
    assert capfd.readouterr().err == said


@pytest.mark.parametrize("encoding", ["ascii", "shift_jis", "utf-8"])
def test_json_survives_any_encoding(case_file: Callable[[str], str], encoding: str) -> None:
    """No character of a JSON object is lost to an encoding that does not have it."""
    path = case_file(HEAD.replace("hakodate-1", "函館𠮷-1") + REFUSED)
    done = in_new_process(
        "replay",
        "--json",
        path,
        env={**os.environ, "PYTHONIOENCODING": encoding},
        encoding=encoding,
    )
    data = json.loads(done.stdout)
    assert data["case"] == "函館𠮷-1"
    assert data["refused"][0]["findings"][0]["message"].startswith("必要なこと")
    assert ("函館" in done.stdout) == (encoding == "utf-8")


@pytest.mark.parametrize(
    ("last", "now"),
    [
        ("9999-12-31T23:59:59-01:00", None),
        ("2017-07-19T10:00:00+09:00", "9999-12-31T23:00:00-05:00"),
        ("2017-07-19T10:00:00+09:00", "0001-01-01T00:00:00+14:00"),
    ],
)
def test_days_are_counted_to_the_end_of_the_calendar(
    capsys: pytest.CaptureFixture[str],
    case_file: Callable[[str], str],
    last: str,
    now: str | None,
) -> None:
    """Where Japan's calendar ends, the day is the one that was given."""
    text = HEAD.replace("2017-07-19T10:00:00+09:00", last)
    words = () if now is None else ("--now", now)
    status, out, _ = run(capsys, "replay", case_file(text), *words)
    assert status == 0
    assert "2017-07-26 (" in out


def test_a_doubtful_number_in_a_title_is_masked(
    capsys: pytest.CaptureFixture[str], case_file: Callable[[str], str]
) -> None:
    """A title is shown without the digits that may be an individual number."""
    path = case_file(HEAD.replace("副本の誤り", "受付 123456789012"))
    status, out, _ = run(capsys, "replay", path)
    assert status == 0
    assert "受付 ●●●●●●●●●●●●" in out
    path = case_file(HEAD.replace("hakodate-1", '"201707190001"'))
    status, out, _ = run(capsys, "replay", path)
    assert status == 2
    assert "201707190001" not in out


def test_an_expectation_that_was_not_met_is_readable(
    capsys: pytest.CaptureFixture[str], case_file: Callable[[str], str]
) -> None:
    """What was expected and what is are told apart."""
    path = case_file(HEAD + REFUSED + "expect: {complete: true, refused: [0]}")
    _, out, _ = run(capsys, "replay", path)
    assert "完了: 期待「はい」、実際「いいえ」" in out
    assert "不受付の事象: 期待「0」、実際「1」" in out


def test_an_interruption_is_one_line(
    capsys: pytest.CaptureFixture[str],
    case_file: Callable[[str], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Ctrl-C ends the run with 130, and a library error with 2."""

    def interrupt(_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(replay_command, "run", interrupt)
    assert main(["replay", case_file(HEAD)]) == 130
    assert capsys.readouterr().err == "nws-incident: 中断しました\n"

    def fail(_: object) -> int:
        raise nws.InvalidEdition.at("$", "missing")

    monkeypatch.setattr(replay_command, "run", fail)
    assert main(["replay", case_file(HEAD)]) == 2
    assert capsys.readouterr().err == "nws-incident: $: 必須の項目がありません\n"
    assert main(["replay", case_file(HEAD), "--lang", "en"]) == 2
    assert capsys.readouterr().err == "nws-incident: $: required field missing\n"

    def refuse(_: object) -> int:
        raise nws.Refused("consulted", ())

    monkeypatch.setattr(replay_command, "run", refuse)
    assert main(["replay", case_file(HEAD)]) == 2
    assert capsys.readouterr().err == "nws-incident: consulted: \n"


@pytest.mark.parametrize(
    "words",
    [
        ["--version"],
        ["--help"],
        *(
            [command, "--help"]
            for command in ("replay", "duties", "diagram", "rules", "completion")
        ),
    ],
)
def test_help_shows_an_example(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    """Each command's help has an example; the version is said."""
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 0
    out = capsys.readouterr().out
    assert "example:" in out or out.startswith("nws-incident 0")


@pytest.mark.parametrize(
    "words",
    [[], ["replay"], ["replay", "x", "--now", "2017-07-19"], ["fly"], ["rules", "--lang", "fr"]],
)
def test_wrong_usage_is_2(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    """What the command line cannot be is said on standard error."""
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_output_that_cannot_show_japanese() -> None:
    """An encoding without Japanese shows marks instead of ending the run."""
    done = in_new_process("rules", env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0
    assert "?" in done.stdout


def test_rules_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """All rules in a table, each in full, and a misspelt one is suggested."""
    edition = nws.load_edition()
    _, out, _ = run(capsys, "rules", "--lang", "en")
    listed = [line.split()[0] for line in out.splitlines()[1:]]
    assert set(edition.rules) < set(listed)
    for rule in listed:
        for language in ("ja", "en"):
            status, out, _ = run(capsys, "rules", rule, "--lang", language)
            assert status == 0
            assert out.startswith(rule)
            assert "${" not in out
    assert run(capsys, "rules", "i8") == run(capsys, "rules", "I8")
    _, out, _ = run(capsys, "rules", "I9")
    assert "「…」は次の" not in out
    assert "起因者は次のいずれかにする: …" in out
    _, out, _ = run(capsys, "rules", "I1")
    assert "多数機関への影響: いいえ" in out
    _, out, _ = run(capsys, "rules", "R12")
    assert "I18, I19, I21" in out
    assert "齟齬あり, 提供されず" in out
    _, out, _ = run(capsys, "rules", "I3")
    assert "情報提供NWS運営主体, 集約機関(J-LIS)" in out
    status, _, err = run(capsys, "rules", "i1o", "--lang", "en")
    assert status == 2
    assert "did you mean" in err


@pytest.mark.parametrize("form", ["mermaid", "dot"])
def test_tracks_are_drawn(capsys: pytest.CaptureFixture[str], form: str) -> None:
    """All tracks or one, with or without what is merely recorded."""
    _, moves, _ = run(capsys, "diagram", "--format", form)
    _, records, _ = run(capsys, "diagram", "--format", form, "--records", "--lang", "en")
    _, one, _ = run(capsys, "diagram", "--format", form, "--track", "emergency")
    assert "I8" in moves
    assert "F8" not in moves
    assert "F8" in records
    assert "E1" in one
    assert "I8" not in one


def test_completion_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    """A script for each shell that can be completed in."""
    for shell in ("bash", "zsh", "tcsh"):
        status, out, _ = run(capsys, "completion", shell)
        assert status == 0
        assert "replay" in out
