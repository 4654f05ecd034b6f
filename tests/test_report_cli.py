"""The report commands: for people and scripts, with the exit status that each outcome has."""

from __future__ import annotations

import json
import re
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import nws_incident as nws
from nws_incident.cli import main
from nws_incident.jst import JST
from nws_incident.report import workbook
from own_editions import edition_named
from scenes import VALID_NUMBER

CASES = Path(__file__).parent.parent / "examples" / "cases"
COPY_WRONG = str(CASES / "01-registered-copy-wrong.yaml")
NOT_OWED = str(CASES / "07-outage-documents-used.yaml")
TITLE = "17072402201-01 青森県青森市【顛末報告書】"
DATE = ("--date", "2017-07-24")


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Run a report command in this process; return its status and what it wrote."""
    try:
        status = main(("report", *words))
    except SystemExit as stopped:
        status = int(stopped.code or 0)
    written = capsys.readouterr()
    return status, written.out, written.err


class Books:
    """Stands in for the module of workbooks: keeps what is written, reads what it is given."""

    def __init__(self) -> None:
        """Start with nothing written."""
        self.written: dict[Path, nws.report.ReportDraft] = {}
        self.draft = nws.report.ReportDraft()
        self.problems: tuple[nws.Problem, ...] = ()
        self.error: Exception | None = None

    def write(self, draft: nws.report.ReportDraft, path: Path, *, edition: nws.Edition) -> None:
        """Keep a draft, or fail as it is told to."""
        if self.error is not None:
            raise self.error
        assert edition.id == draft.edition
        self.written[path] = draft

    def read(self, _: Path, *, editions: tuple[nws.Edition, ...]) -> Books:
        """Return what is to be read, or fail as it is told to."""
        assert editions == ()
        if self.error is not None:
            raise self.error
        return self


@pytest.fixture
def books(monkeypatch: pytest.MonkeyPatch) -> Books:
    """Put the stand-in where the module of workbooks is looked for."""
    stand_in = Books()
    monkeypatch.setattr(workbook, "write", stand_in.write)
    monkeypatch.setattr(workbook, "read", stand_in.read)
    return stand_in


def completed() -> nws.report.ReportDraft:
    """Return the report on the first example case, all answers given."""
    (found,) = nws.read_paths([Path(COPY_WRONG)])
    assert isinstance(found, nws.ReadCase)
    case = nws.replay(found.case).case
    desk = nws.report.Reporter(department="課", person="担当", phone="0", email="a@example.jp")
    draft = nws.report.draft(case, reporter=desk, drafted_on=date(2017, 7, 24))
    answers: dict[str, Any] = {
        "affair_number": "74",
        "causes.human": "provider_omission",
        "consulted_operator": False,
        "consulted_others": False,
        "wider_impact_notified": False,
        "provider_caused.impact": "decision_late_there",
    }
    return draft.with_values(answers)


def test_a_draft_is_printed_with_its_title_and_what_is_left(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Japanese by default; status 1, because a case cannot know its reporter's desk."""
    status, out, err = run(capsys, "draft", COPY_WRONG, *DATE)
    lines = out.splitlines()
    assert (status, err) == (1, "")
    assert lines[0] == f"タイトル: {TITLE}"
    assert "  ②情報照会者に対してその旨連絡した。: Yes" in lines
    assert "要確認10件" in lines
    assert "  × [5] 「部署名」が未記入です" in lines


def test_a_draft_speaks_english_where_it_is_told_to(capsys: pytest.CaptureFixture[str]) -> None:
    """Before the task or after it."""
    for words in (("draft", COPY_WRONG, *DATE, "--lang", "en"),):
        status, out, _ = run(capsys, *words)
        assert status == 1
        assert f"Title: {TITLE}" in out
        assert "  Causing party: provider" in out.splitlines()


def test_a_draft_takes_its_desk_number_and_party(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """The desk from a file, as YAML or JSON."""
    desk = tmp_path / "desk.yaml"
    desk.write_text('department: 税務課\nphone: "0123"\n', encoding="utf-8")
    words = ("--reporter", str(desk), "--number", "12", "--by", "provider", "--json")
    status, out, err = run(capsys, "draft", COPY_WRONG, *DATE, *words)
    data = json.loads(out)
    assert (status, err) == (1, "")
    assert data["title"] == "17072402201-12 青森県青森市【顛末報告書】"
    assert data["report"]["reporter"]["department"] == "税務課"
    assert nws.report.report_from_data(data["report"]).reporter.phone == "0123"
    problem = data["problems"][0]
    assert set(problem) == {"field", "kind", "key", "clauses", "message", "case", "event"}
    assert problem["field"] == "reporter.person"


def test_a_draft_is_dated_today_in_japan(capsys: pytest.CaptureFixture[str]) -> None:
    """Unless it is told otherwise."""
    before = datetime.now(JST).date()
    _, out, _ = run(capsys, "draft", COPY_WRONG, "--json")
    drafted_on = json.loads(out)["report"]["drafted_on"]
    assert drafted_on in {before.isoformat(), (before + timedelta(days=1)).isoformat()}


def test_a_report_that_is_not_owed_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    """Status 1, with the reason."""
    status, out, err = run(capsys, "draft", NOT_OWED)
    assert (status, out) == (1, "")
    assert "顛末報告は必要ありません" in err


def test_events_that_are_refused_are_left_out_and_said_to_be(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """The draft is made from what the procedure accepts."""
    text = Path(COPY_WRONG).read_text(encoding="utf-8")
    text, _, _ = text.partition("expect:")
    again = "  - {type: correction_notified, at: 2017-07-24T17:00:00+09:00, by: provider}\n"
    file = tmp_path / "case.yaml"
    file.write_text(text + again, encoding="utf-8")
    status, out, err = run(capsys, "draft", str(file), *DATE)
    assert status == 1
    assert TITLE in out
    assert "hakodate-2017-001: 受け付けられない事象1件" in err


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("case.yaml", b"format: 1\n", "case.yaml $"),
        ("case.yaml", None, "case.yaml"),
    ],
)
def test_a_case_that_cannot_be_read_is_status_2(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    name: str,
    content: bytes | None,
    said: str,
) -> None:
    """With the file and the path."""
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)
    status, out, err = run(capsys, "draft", str(file))
    assert (status, out) == (2, "")
    assert said in err


@pytest.mark.parametrize(
    "content",
    [b"nom: x\n", b"- x\n", b"\xff", b"a: [", None],
    ids=["key", "list", "utf8", "yaml", "no"],
)
def test_a_desk_that_cannot_be_read_is_status_2(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: bytes | None
) -> None:
    """The file is named."""
    desk = tmp_path / "desk.yaml"
    if content is not None:
        desk.write_bytes(content)
    status, _, err = run(capsys, "draft", COPY_WRONG, "--reporter", str(desk))
    assert status == 2
    assert "desk.yaml $" in err


def test_a_draft_whose_title_cannot_be_made_is_printed_without(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """The reason goes to standard error."""
    desk = tmp_path / "desk.json"
    desk.write_text('{"name": "青森県/青森市"}', encoding="utf-8")
    status, out, err = run(capsys, "draft", COPY_WRONG, "--reporter", str(desk), *DATE)
    assert status == 1
    assert "タイトル" not in out
    assert "ファイル名に使えない文字" in err
    status, out, _ = run(capsys, "draft", COPY_WRONG, "--reporter", str(desk), *DATE, "--json")
    assert json.loads(out)["title"] is None


def test_a_workbook_is_written_under_its_title(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, books: Books
) -> None:
    """Into the folder, and its path is printed."""
    status, out, err = run(capsys, "draft", COPY_WRONG, *DATE, "--out", str(tmp_path))
    path = tmp_path / f"{TITLE}.xlsx"
    assert (status, err) == (1, "")
    assert out.splitlines()[0] == str(path)
    assert books.written[path].reporter.name == "青森県青森市"
    _, out, _ = run(capsys, "draft", COPY_WRONG, *DATE, "--out", str(tmp_path), "--json")
    assert json.loads(out)["file"] == str(path)


def test_the_folder_of_a_workbook_is_made(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, books: Books
) -> None:
    """A folder that is not there yet is no mistake."""
    folder = tmp_path / "reports" / "2017"
    assert run(capsys, "draft", COPY_WRONG, *DATE, "--out", str(folder))[0] == 1
    assert folder.is_dir()
    assert list(books.written) == [folder / f"{TITLE}.xlsx"]


def test_a_workbook_that_cannot_be_written_is_status_2(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, books: Books
) -> None:
    """A file that is there already, or a text that no cell can hold."""
    words = ("draft", COPY_WRONG, *DATE, "--out", str(tmp_path))
    for error, said in (
        (FileExistsError(17, "File exists"), "File exists"),
        (OSError("no room"), "no room"),
        (nws.InvalidDataError.at("$.detail", "blank"), "$.detail"),
    ):
        books.error = error
        status, out, err = run(capsys, *words)
        assert (status, out) == (2, "")
        assert said in err


def test_a_workbook_without_a_title_is_not_written(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, books: Books
) -> None:
    """There is no name to write it under."""
    desk = tmp_path / "desk.json"
    desk.write_text('{"name": "青森県/青森市"}', encoding="utf-8")
    words = ("--reporter", str(desk), "--out", str(tmp_path))
    assert run(capsys, "draft", COPY_WRONG, *DATE, *words)[0] == 1
    assert books.written == {}


def test_a_complete_report_that_agrees_with_its_case_is_status_0(
    capsys: pytest.CaptureFixture[str], books: Books
) -> None:
    """By itself and against the case."""
    books.draft = completed()
    for words in ((), ("--case", COPY_WRONG)):
        status, out, err = run(capsys, "check", "report.xlsx", *words)
        assert (status, err) == (0, "")
        assert out == "記入漏れ・矛盾はありません\n"


def test_a_report_against_its_case_is_told(
    capsys: pytest.CaptureFixture[str], books: Books
) -> None:
    """What cannot be read, what is missing, and the event that says otherwise."""
    books.draft = completed().with_values({"provider_caused.requester_notified": False})
    books.problems = (nws.Problem.of("$.occurred_at", "bad_time"),)
    status, out, _ = run(capsys, "check", "report.xlsx", "--case", COPY_WRONG, "--lang", "en")
    assert status == 1
    assert re.search(r"× must be a time of day", out)
    assert re.search(r"× \[1\(3\)①\] .* by event 7 of hakodate-2017-001", out)


def test_what_cannot_be_read_is_status_2(
    capsys: pytest.CaptureFixture[str], books: Books, tmp_path: Path
) -> None:
    """A workbook that is none, one that is not there, or its case."""
    for error, said in (
        (nws.InvalidDataError.at("$", "blank"), "report.xlsx"),
        (FileNotFoundError(2, "No such file"), "No such file"),
        (OSError("broken"), "broken"),
    ):
        books.error = error
        for task in ("check", "read"):
            status, out, err = run(capsys, task, "report.xlsx")
            assert (status, out) == (2, "")
            assert said in err
    books.error = None
    assert run(capsys, "check", "report.xlsx", "--case", str(tmp_path / "no.yaml"))[0] == 2


def test_a_workbook_is_read_for_people_and_as_json(
    capsys: pytest.CaptureFixture[str], books: Books
) -> None:
    """Status 1 where some cells could not be read; individual numbers are masked."""
    books.draft = completed().replace(detail=f"対象者 {VALID_NUMBER}", cases=("a-1",))
    status, out, _ = run(capsys, "read", "report.xlsx")
    assert status == 0
    assert "  起因者: 情報提供者" in out.splitlines()
    books.problems = (nws.Problem.of("$.occurred_at", "bad_time"),)
    status, as_json, _ = run(capsys, "read", "report.xlsx", "--json")
    data = json.loads(as_json)
    assert status == 1
    assert data["report"]["causing_party"] == "provider"
    assert data["problems"][0]["field"] == "$.occurred_at"
    assert VALID_NUMBER not in out + as_json


def test_a_title_is_printed_alone(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing but the title, so that a script can take it."""
    words = ("--date", "2017-07-24", "--name", "青森県青森市", "--code", "022012")
    assert run(capsys, "title", *words) == (0, f"{TITLE}\n", "")
    status, out, _ = run(capsys, "title", *words, "--number", "2", "--json")
    assert (status, json.loads(out)["number"]) == (0, 2)


def test_a_title_is_taken_apart(capsys: pytest.CaptureFixture[str]) -> None:
    """For people, or as JSON."""
    status, out, _ = run(capsys, "title", "--parse", TITLE)
    assert (status, out.splitlines()) == (
        0,
        ["起票日付: 2017-07-24", "機関コード: 02201", "番号: 1", "機関名: 青森県青森市"],
    )
    status, out, _ = run(capsys, "title", "--parse", "170719-01 厚生労働省【顛末報告書】", "--json")
    assert (status, json.loads(out)) == (
        0,
        {"drafted_on": "2017-07-19", "code5": None, "number": 1, "name": "厚生労働省"},
    )


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--date", "2017-07-24"),
        ("--date", "2017-7-24", "--name", "甲"),
        ("--date", "2017-07-24", "--name", "甲/乙"),
        ("--date", "2017-07-24", "--name", "甲", "--number", "100"),
        ("--date", "2017-07-24", "--name", "甲", "--number", "１"),
        ("--parse", "170719-00 厚生労働省【顛末報告書】"),
    ],
)
def test_what_makes_no_title_is_status_2(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    """Nothing on standard output."""
    status, out, err = run(capsys, "title", *words)
    assert (status, out) == (2, "")
    assert err


def test_the_language_may_stand_before_the_task(capsys: pytest.CaptureFixture[str]) -> None:
    """And what stands after it wins."""
    bad = ("title", "--parse", "x")
    assert "タイトルではありません" in run(capsys, *bad)[2]
    assert "is not the title" in run(capsys, "--lang", "en", *bad)[2]
    assert "タイトルではありません" in run(capsys, "--lang", "en", *bad, "--lang", "ja")[2]


def test_a_report_follows_an_edition_of_the_hosts_own(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """It is drafted, written, read and checked with it, and not to be read without."""
    edition_named("own", tmp_path)
    own = ("--edition", str(tmp_path / "edition"), "--lang", "en")
    case = tmp_path / "case.yaml"
    text = Path(COPY_WRONG).read_text(encoding="utf-8")
    case.write_text(text.replace("\nid:", "\nedition: own\nid:", 1), encoding="utf-8")
    status, out, err = run(capsys, "draft", str(case), *DATE, *own)
    assert (status, f"Title: {TITLE}" in out, err) == (1, True, "")
    assert run(capsys, "draft", str(case), *DATE, *own, "--out", str(tmp_path))[0] == 1
    file = str(tmp_path / f"{TITLE}.xlsx")
    status, out, err = run(capsys, "read", file, *own)
    assert (status, "2017/07/24" in out, err) == (0, True, "")
    for cases in ((), ("--case", str(case))):
        status, out, err = run(capsys, "check", file, *cases, *own)
        assert (status, "edition" in out, err) == (1, False, "")
    status, out, err = run(capsys, "read", file, "--lang", "en")
    assert (status, out, "unknown edition “own”" in err) == (2, "", True)
