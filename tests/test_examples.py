"""The example scripts run as an embedder would run them, and say what they are meant to say."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

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


def test_a_to_do_list_says_who_does_what_until_when() -> None:
    """What both owe, with the notice's word or a date, what is allowed, and what need not be."""
    done = run("to_do_list.py")
    assert (done.stderr, done.returncode) == ("", 0)
    owed, rest = done.stdout.split("できること\n")
    assert "□ 相手方: 原因の究明  1(3)  速やかに" in owed
    assert "期限 2017-09-17(閉庁日。次の開庁日は2017-09-19)" in owed
    allowed, spared = rest.split("必要のないこと\n")
    assert "添付書類に基づく事務処理(根拠: 原因究明の遅れの連絡)  1(5)" in allowed
    assert spared == ""


def test_an_overdue_board_lists_the_longest_first(tmp_path: Path) -> None:
    """Whatever is past a date that somebody gave; in an empty hour, nothing."""
    done = run("overdue_board.py")
    assert (done.stderr, done.returncode) == ("", 0)
    first, second, last = (line.strip() for line in done.stdout.splitlines())
    assert first == "7日超過  2017-08-11  kochi-2017-001  申請等の事務処理"
    assert second == "4日超過  2017-08-14  kochi-2017-001  顛末の報告"
    assert last == "期限を過ぎたもの 2件"
    shutil.copy(EXAMPLES / "cases" / "33-dates-that-pass.yaml", tmp_path)
    (tmp_path / "broken.yaml").write_text("format: nws-incident/case/1\n", encoding="utf-8")
    done = run("overdue_board.py", str(tmp_path), "2017-08-11T23:59:59+09:00")
    assert done.stdout.splitlines() == ["期限を過ぎたもの 0件"]


def test_own_deadlines_are_told_as_the_host_s() -> None:
    """Without a policy an open term has no date; with one the date is the host's."""
    done = run("own_deadlines.py")
    assert (done.stderr, done.returncode) == ("", 0)
    without, with_policy = done.stdout.split("自機関の基準あり\n")
    assert "遅れる旨の連絡  直ちに  期限なし" in without
    assert "自機関" not in without
    assert "遅れる旨の連絡  直ちに  2017-09-11(自機関で定めた期限)" in with_policy
    assert "申請等の事務処理    2017-09-15(事案で示された期限)" in with_policy


def test_messages_are_drafted_and_what_is_missing_is_asked_for() -> None:
    """The request lacks what the case left blank; the call lacks nothing."""
    done = run("draft_messages.py")
    assert (done.stderr, done.returncode) == ("", 0)
    request, call = (part for part in done.stdout.split("■ ") if part)
    assert "宮城県仙台市　財政局税務部市民税課　御中" in request
    assert "【未記入:依頼内容】" in request
    assert "まだ書けない事項: 依頼内容\n" in request
    assert "経由" not in request
    assert "サービスデスク　0570-00-1515" in call
    assert "様03-13" in call
    assert "まだ書けない事項" not in call


def test_running_cases_are_moved_to_a_later_edition(tmp_path: Path) -> None:
    """One case is moved and speaks by its new edition; one stays behind, and it is said why."""
    done = run("later_edition.py")
    assert (done.stderr, done.returncode) == ("", 0)
    lines = done.stdout.splitlines()
    assert "例示" in lines[0]
    assert lines[1] == "sendai-2021-001: 移行、いまの版 2021-09-01-illustration"
    assert lines[2] == "sendai-2021-002: 移行せず、いまの版 2017-06-16"
    assert "[G3]" in lines[3]
    assert "デジタル庁" in lines[4]
    assert "デジタル庁" not in lines[5]
    overlay = tmp_path / "other.toml"
    text = (EXAMPLES / "editions" / "2021-09-01-illustration.toml").read_text(encoding="utf-8")
    overlay.write_text(text.replace("-illustration", "-other"), encoding="utf-8")
    assert "いまの版 2021-09-01-other" in run("later_edition.py", str(overlay)).stdout


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


def test_a_journal_in_a_script_repeats_safely() -> None:
    """The same request twice is one event."""
    done = run("journal_in_a_script.py")
    assert (done.stderr, done.returncode) == ("", 0)
    assert done.stdout.splitlines()[1:3] == ["version 2", "again, version 2"]


def test_a_journal_joins_the_transactions_of_sqlalchemy(postgresql: str) -> None:
    """On SQLite and on PostgreSQL: the ticket whose opening is refused is not there either."""
    address = postgresql.replace("postgresql:", "postgresql+psycopg:")
    for arguments in ((), (address,)):
        done = run("journal_in_sqlalchemy.py", *arguments)
        assert (done.stderr, done.returncode) == ("", 0)
        assert done.stdout.splitlines() == [
            "opened ticket-1",
            "refused: O1",
            "tickets: ['佐藤']",
            "cases: ['ticket-1']",
        ]


def test_a_journal_joins_the_transactions_of_asynchronous_sqlalchemy(postgresql: str) -> None:
    """On SQLite by aiosqlite, and on PostgreSQL by psycopg."""
    address = postgresql.replace("postgresql:", "postgresql+psycopg:")
    for arguments in ((), (address,)):
        done = run("journal_in_async_sqlalchemy.py", *arguments)
        assert (done.stderr, done.returncode) == ("", 0)
        assert done.stdout.splitlines() == [
            "opened at version 1",
            "refused: O1",
            "tickets: ['佐藤']",
            "cases: ['ticket-1']",
        ]


def test_a_journal_joins_the_transactions_of_django(postgresql: str) -> None:
    """On SQLite and on PostgreSQL, by Django's own connection."""
    query = parse_qs(urlsplit(postgresql).query)
    options = f"options={query['options'][0]}"
    libpq = f"host={query['host'][0]} dbname=postgres user=postgres {options}"
    for arguments in ((), (libpq,)):
        done = run("journal_in_django.py", *arguments)
        assert (done.stderr, done.returncode) == ("", 0)
        assert done.stdout.splitlines() == [
            "refused: O1",
            "outside of atomic: no_transaction",
            "tickets: [1]",
            "cases: ['ticket-1']",
        ]


def test_a_journal_behind_http_tells_a_conflict_from_a_refusal() -> None:
    """409 and 422, and 200 for the same request twice."""
    done = run("journal_in_fastapi.py")
    assert (done.stderr, done.returncode) == ("", 0)
    statuses = [line.split()[:2] for line in done.stdout.splitlines()[:5]]
    assert statuses == [
        ["opening", "200"],
        ["again", "200"],
        ["conflict", "409"],
        ["refused", "422"],
        ["nonsense", "400"],
    ]


def test_the_way_on_is_shown_step_by_step() -> None:
    """What must come first, what never comes, the way to the end; then nothing is in the way."""
    done = run("way_on.py")
    assert (done.stderr, done.returncode) == ("", 0)
    lines = done.stdout.splitlines()
    assert lines[1:3] == [
        "  1. 情報提供者: 原因究明の遅れ(1(3)②)",
        "  2. 情報提供者: 遅延の連絡(1(3)②)",
    ]
    assert lines[3] == "齟齬の発見: この事案では今後受け付けられません"
    assert lines[4].startswith("事案の完了: 完了までに ")
    assert lines[-1] == "添付書類による処理: いま受け付けられます"


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
