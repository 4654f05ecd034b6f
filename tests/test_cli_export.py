"""`nws-incident export`: formats, files, and what not every format takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import nws_incident as nws
from nws_incident.cli import main
from nws_incident.export import statechart_of, to_json_schema, to_scxml, to_xstate
from nws_incident.judging import procedure_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

EDITION = nws.load_edition()
PROCEDURE = procedure_of(EDITION)
WRITERS: dict[str, Callable[[str], str]] = {
    "scxml": lambda language: to_scxml(statechart_of(PROCEDURE, language=language)),
    "xstate": lambda language: to_xstate(statechart_of(PROCEDURE, language=language)),
    "json-schema": lambda language: to_json_schema(EDITION, language=language),
}


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """Run the command; return its status, its output and its complaints."""
    status = main(["export", *map(str, arguments)])
    said = capsys.readouterr()
    return status, said.out, said.err


@pytest.mark.parametrize("form", ["mermaid", "dot"])
def test_a_drawing_is_the_one_that_diagram_draws(
    capsys: pytest.CaptureFixture[str], form: str
) -> None:
    """Both commands draw the same, one track or all, with records or without."""
    for more in ([], ["--track", "emergency"], ["--records", "--lang", "en"]):
        status, out, err = run(capsys, "--format", form, *more)
        assert (status, err) == (0, "")
        assert main(["diagram", "--format", form, *more]) == 0
        assert out == capsys.readouterr().out


def test_a_file_is_replaced_only_by_its_own_kind(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """What holds something else stays as it is, and the complaint says so."""
    file = tmp_path / "tracks"
    assert run(capsys, "--format", "dot", "--output", file) == (0, "", "")
    first = file.read_bytes()
    assert run(capsys, "--format", "dot", "--output", file, "--lang", "en")[0] == 0
    assert file.read_bytes() != first
    status, out, err = run(capsys, "--format", "mermaid", "--output", file, "--lang", "en")
    assert (status, out) == (2, "")
    assert "something else than mermaid" in err
    assert b"digraph" in file.read_bytes()


def test_a_file_that_cannot_be_written_is_said_so(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """The status is 2, and the complaint names the file and the reason."""
    file = tmp_path / "nowhere" / "tracks"
    status, out, err = run(capsys, "--format", "dot", "--output", file, "--lang", "en")
    assert (status, out) == (2, "")
    assert "cannot be written: No such file or directory" in err


@pytest.mark.parametrize("form", ["scxml", "xstate", "json-schema"])
def test_what_a_format_does_not_take_is_said(capsys: pytest.CaptureFixture[str], form: str) -> None:
    """A statechart and a schema are of the whole procedure."""
    status, out, err = run(capsys, "--format", form, "--track", "emergency", "--lang", "en")
    assert (status, out) == (2, "")
    assert err == f"nws-incident: --format {form} does not take --track\n"


@pytest.mark.parametrize(("form", "write"), WRITERS.items())
def test_it_is_what_the_library_writes(
    capsys: pytest.CaptureFixture[str], form: str, write: Callable[[str], str]
) -> None:
    """In the language that is asked for."""
    for language in ("ja", "en"):
        assert run(capsys, "--format", form, "--lang", language) == (0, write(language), "")
