"""`duties --db` and `report draft --db`: the board and the draft straight from the journal."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import nws_incident as nws
from nws_incident.cli import main
from scenes import AT, TO_PROVIDER, opening

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples" / "cases"
OVERLAY = ROOT / "examples" / "editions" / "2021-09-01-illustration.toml"
NOW = ("--now", "2017-08-18T09:00:00+09:00")
LATE = "kochi-2017-001"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Return a function that runs a command in English: status, output, complaints."""

    def act(*words: object) -> tuple[int, str, str]:
        status = main([*map(str, words), "--lang", "en"])
        written = capsys.readouterr()
        return status, written.out, written.err

    return act


@pytest.fixture
def db(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """Return the address of a journal with the example cases."""
    address = f"sqlite:///{tmp_path / 'cases.db'}"
    main(["journal", "--db", address, "import", str(EXAMPLES)])
    capsys.readouterr()
    return address


def rows(out: str) -> list[dict[str, object]]:
    """Return what was printed as JSON, without where each case stands, in a fixed order."""
    read = [json.loads(line) for line in out.splitlines()]
    return sorted(({**row, "file": None} for row in read), key=json.dumps)


@pytest.mark.parametrize(
    "asked",
    [(), ("--role", "requester"), ("--overdue",), ("--party", "甲市"), ("--party", "高知県高知市")],
)
def test_the_board_of_a_journal_is_the_board_of_its_files(
    run: Callable[..., tuple[int, str, str]], db: str, asked: tuple[str, ...]
) -> None:
    """Whatever is asked for; only where a case stands is not told."""
    status, out, _ = run("duties", "--db", db, *NOW, *asked, "--json")
    from_files = run("duties", EXAMPLES, *NOW, *asked, "--json")[1]
    assert (status, rows(out)) == (0, rows(from_files))
    assert {json.loads(line)["file"] for line in out.splitlines()} <= {None}


def test_a_board_is_of_some_cases_where_their_ids_are_given(
    run: Callable[..., tuple[int, str, str]], db: str
) -> None:
    """And one that is not there is named, beside the board of the others."""
    status, out, _ = run("duties", "--db", db, LATE, *NOW, "--overdue")
    assert status == 0
    assert "Report the outcome 1(6), 5  2017-08-14 (days past: 4)" in out
    assert out.endswith("1 cases, 1 of them with something to do: 2 in all, 2 overdue; 0 invalid\n")
    assert "[" not in out
    status, out, _ = run("duties", "--db", db, LATE, "nobody", *NOW)
    assert status == 2
    assert "the journal has no case nobody" in out
    status, out, _ = run("duties", "--db", db, "nobody", "--json")
    assert json.loads(out)["errors"] == [{"path": "$", "message": "the journal has no case nobody"}]
    assert run("duties", "--db", db, LATE, *NOW, "--party", "nobody", "--json")[1] == ""


def test_a_case_that_cannot_be_read_is_named_and_no_password_is_shown(
    run: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    """Its edition is not known, unless `--edition` says it."""
    db = f"sqlite:///{tmp_path / 'cases.db'}"
    later = nws.load_edition(OVERLAY)
    with nws.open_journal(db, editions=[later]) as journal:
        journal.append("a", [opening()], expected_version=0, edition=later.id)
        journal.append("b", TO_PROVIDER, expected_version=0)
    status, out, _ = run("duties", "--db", db, *NOW)
    assert status == 2
    assert later.id in out
    assert "2 cases, 1 of them" in out
    status, out, _ = run("duties", "--db", db, *NOW, "--edition", OVERLAY)
    assert (status, "2 cases, 2 of them" in out) == (0, True)


def test_a_journal_that_fails_ends_the_board(
    run: Callable[..., tuple[int, str, str]], db: str
) -> None:
    """It is no case that cannot be read, but the journal, and that is said once."""
    with closing(sqlite3.connect(db.removeprefix("sqlite:///"))) as database:
        database.execute("DROP TABLE nws_entry")
    status, out, err = run("duties", "--db", db)
    assert (status, out, len(err.splitlines())) == (2, "", 1)
    assert "no such table" in err


def test_a_password_in_the_address_is_not_repeated(
    run: Callable[..., tuple[int, str, str]], postgresql: str
) -> None:
    """Where a case is said to be missing."""
    address = postgresql.replace("postgres:@", "postgres:secret@")
    assert ":secret@" in address
    nws.open_journal(address).close()
    _, out, err = run("duties", "--db", address, "nobody", *NOW)
    assert "postgresql://postgres:***@" in out
    assert "secret" not in out + err


def test_what_is_no_journal_is_said_and_nothing_is_made(
    run: Callable[..., tuple[int, str, str]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A file that is not there, a file without tables, and no cases at all."""
    missing = tmp_path / "missing.db"
    for command in (
        ("duties",),
        ("report", "draft", "a"),
        ("export", "--format", "xes"),
        ("journal", "cases"),
        ("journal", "verify"),
    ):
        status, out, err = run(*command, "--db", f"sqlite:///{missing}")
        assert (status, out, "No such file" in err) == (2, "", True)
        assert not missing.exists()
    missing.touch()
    status, _, err = run("duties", "--db", f"sqlite:///{missing}")
    assert (status, "tables are missing" in err) == (2, True)
    with pytest.raises(SystemExit):
        run("duties")
    assert "--db" in capsys.readouterr().err


def test_a_draft_from_a_journal_is_that_from_the_file(
    run: Callable[..., tuple[int, str, str]], db: str
) -> None:
    """With the same problems and the same status; several cases go in together."""
    name = "01-registered-copy-wrong.yaml"
    asked = ("--date", "2017-07-24", "--json")
    (found,) = nws.read_paths([EXAMPLES / name])
    assert isinstance(found, nws.ReadCase)
    assert run("report", "draft", "--db", db, found.case.id, *asked) == run(
        "report", "draft", EXAMPLES / name, *asked
    )
    status, _, err = run("report", "draft", "--db", db, "nobody")
    assert (status, "no case nobody" in err) == (2, True)


def test_a_journal_hands_out_the_number_of_the_title(
    run: Callable[..., tuple[int, str, str]],
    db: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The next one each time, none for a draft that has no title, and none without a journal."""
    draft = ("report", "draft", "--db", db, "hakodate-2017-001", "--date", "2017-07-24")
    for number in (1, 2):
        _, out, _ = run(*draft, "--number", "next", "--out", tmp_path)
        file = tmp_path / f"17072402201-0{number} 青森県青森市【顛末報告書】.xlsx"
        assert str(file) in out
        assert file.exists()
    nameless = tmp_path / "desk.yaml"
    nameless.write_text("name: 青森/市\n", encoding="utf-8")
    assert run(*draft, "--number", "next", "--reporter", nameless)[0] == 1
    with nws.open_journal(db) as journal:
        assert journal.next_number("02201", AT.date().replace(day=24)) == 3
    with pytest.raises(SystemExit):
        run("report", "draft", EXAMPLES, "--number", "next")
    assert "--db" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        run(*draft, "--number", "last")
