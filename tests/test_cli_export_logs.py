"""`nws-incident export` of event logs and of the net: from files, from a journal, to a file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

import nws_incident as nws
from logged import ROOT, file_of
from nws_incident.cli import main
from nws_incident.export.logs import logged_file
from nws_incident.export.net import net_of
from nws_incident.export.pnml import to_pnml
from nws_incident.export.xes import to_xes
from own_editions import copy_edition
from scenes import AT, LINKED, TO_PROVIDER, TO_REINQUIRY, event, opening, reinquiry

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLES = ROOT / "examples" / "cases"
ONE = EXAMPLES / "02-own-mistake-found-by-self-check.yaml"


def run(capfdbinary: pytest.CaptureFixture[bytes], *arguments: object) -> tuple[int, bytes, str]:
    """Run the command; return its status, its output and its complaints."""
    status = main(["export", *map(str, arguments)])
    said = capfdbinary.readouterr()
    return status, said.out, said.err.decode()


def test_a_log_of_files_is_the_library_s(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """With the options that say how much of the cases to tell."""
    case = nws.read_case(ONE.read_text(encoding="utf-8"))
    for options, wanted in (
        ([], b"".join(to_xes([logged_file(case)]))),
        (
            ["--refused", "--texts", "--lang", "en"],
            b"".join(to_xes([logged_file(case, refused=True)], texts=True, language="en")),
        ),
    ):
        assert run(capfdbinary, "--format", "xes", ONE, *options) == (0, wanted, "")
    status, out, _ = run(capfdbinary, "--format", "ocel2", EXAMPLES)
    assert status == 0
    assert sum(one["type"] == "case" for one in json.loads(out)["objects"]) == 33


def test_a_case_that_cannot_be_read_is_told_and_the_others_are_logged(
    capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    """The status is 2; a log of nothing but such cases is an empty one."""
    bad = tmp_path / "bad.yaml"
    bad.write_text("format: nws-incident/case/1\nid: bad\nevents: 1\n", encoding="utf-8")
    status, out, err = run(capfdbinary, "--format", "xes", bad, ONE, "--lang", "en")
    assert status == 2
    assert "bad.yaml: $.events: " in err
    assert len(list(ET.fromstring(out).iter("trace"))) == 1  # noqa: S314  our own
    status, out, _ = run(capfdbinary, "--format", "xes", tmp_path / "none")
    assert status == 2
    assert not list(ET.fromstring(out).iter("trace"))  # noqa: S314  our own


def test_a_log_of_a_journal_leaves_out_what_was_purged_and_says_so(
    capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    """The journal's own cases, and an edition of one's own where it is made known."""
    folder = copy_edition(tmp_path)
    text = (folder / "edition.toml").read_text(encoding="utf-8")
    (folder / "edition.toml").write_text(text.replace('id = "2017-06-16"', 'id = "own"'), "utf-8")
    own = nws.load_edition(folder)
    url = f"sqlite:///{tmp_path / 'cases.db'}"
    done = (
        *TO_REINQUIRY,
        reinquiry("consistent"),
        LINKED,
        event("other_requesters_checked", "provider", affected=[]),
        event("outcome_reported", "provider"),
    )
    with nws.open_journal(
        url, editions=lambda name: own if name == "own" else nws.load_edition(name)
    ) as journal:
        journal.append("old", done, expected_version=0)
        journal.purge(older_than=AT.replace(year=2018), by="係", why="保存期間満了")
        journal.append("new", TO_PROVIDER, expected_version=0)
        journal.append("own", [opening()], expected_version=0, edition="own")
    status, out, err = run(
        capfdbinary, "--format", "xes", "--db", url, "--edition", folder, "--lang", "en"
    )
    assert status == 0
    assert "old" in err
    assert "purged" in err
    ids = [one[0].attrib["value"] for one in ET.fromstring(out).iter("trace")]  # noqa: S314
    assert ids == ["new", "own"]


def test_a_journal_that_is_not_there_is_said_so(
    capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    """Rather than made, and before half a log is written."""
    file = tmp_path / "none.db"
    url = f"sqlite:///{file}"
    status, out, err = run(capfdbinary, "--format", "ocel2", "--db", url, "--lang", "en")
    assert (status, out, "No such file" in err) == (2, b"", True)
    assert not file.exists()
    file.touch()
    status, out, err = run(capfdbinary, "--format", "ocel2", "--db", url, "--lang", "en")
    assert (status, out, "tables are missing" in err) == (2, b"", True)


@pytest.mark.parametrize("cases", [[], [ONE, "--db", "memory:"]])
def test_either_files_or_a_journal_must_be_named(
    capfdbinary: pytest.CaptureFixture[bytes], cases: list[object]
) -> None:
    """One of them, and not both."""
    status, out, err = run(capfdbinary, "--format", "xes", *cases, "--lang", "en")
    assert (status, out) == (2, b"")
    assert "say which cases" in err


def test_what_a_format_does_not_take_is_refused(
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    """Paths are for logs, and steps for the net."""
    status, out, err = run(capfdbinary, "--format", "pnml", ONE, "--lang", "en")
    assert (status, out) == (2, b"")
    assert "--format pnml does not take PATH" in err
    status, _, err = run(capfdbinary, "--format", "xes", ONE, "--steps", "--lang", "en")
    assert status == 2
    assert "--format xes does not take --steps" in err


def test_a_log_replaces_a_log_and_nothing_else(
    capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    """Each in one step; a failure on the way leaves the old one."""
    file = tmp_path / "log"
    assert run(capfdbinary, "--format", "xes", ONE, "--output", file) == (0, b"", "")
    first = file.read_bytes()
    assert run(capfdbinary, "--format", "xes", EXAMPLES, "--output", file) == (0, b"", "")
    assert len(file.read_bytes()) > len(first)
    status, _, _ = run(capfdbinary, "--format", "ocel2", ONE, "--output", file)
    assert status == 2
    kept = file.read_bytes()
    url = f"sqlite:///{tmp_path / 'none.db'}"
    assert run(capfdbinary, "--format", "xes", "--db", url, "--output", file)[0] == 2
    assert file.read_bytes() == kept
    assert sorted(one.name for one in tmp_path.iterdir() if one.suffix != ".db") == ["log"]


def test_the_net_is_the_library_s(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """Of the shipped edition, in the language and with the names that are asked for."""
    edition = nws.load_edition()
    assert run(capfdbinary, "--format", "pnml") == (0, to_pnml(net_of(edition)), "")
    options = ["--steps", "--unfinished", "--lang", "en"]
    wanted = to_pnml(net_of(edition, language="en", steps=True, unfinished=True))
    assert run(capfdbinary, "--format", "pnml", *options) == (0, wanted, "")


def test_a_file_of_a_case_is_enough_for_the_library(tmp_path: Path) -> None:
    """What it wrote is one document, whatever the pieces."""
    (tmp_path / "log.xes").write_bytes(b"".join(to_xes([logged_file(file_of(*TO_PROVIDER))])))
    assert ET.parse(tmp_path / "log.xes").getroot().tag == "log"  # noqa: S314  our own
