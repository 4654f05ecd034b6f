"""Run the examples of README.md and docs/ as tests, a page at a time and from top to bottom.

Python runs; a shell session is run and its output compared; a case file is read, and kept under
the name in its first line for the rest of the page.  A page is one test, so that its examples
stay together however the tests are spread over processes.
"""

from __future__ import annotations

import contextlib
import doctest
import json
import os
import subprocess
import sys
import tempfile
import textwrap
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sybil import Sybil
from sybil.example import SybilFailure
from sybil.parsers.myst import CodeBlockParser, PythonCodeBlockParser, SkipParser

import nws_incident as nws

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sybil import Example

ROOT = Path(__file__).parent
_PAGES = (ROOT / "docs", ROOT / "README.md")
_LENIENT = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
_PROMPT = "$ "
_SECONDS = 60
_KEPT = ROOT / ".hypothesis"
"""Where Hypothesis keeps what it worked out of Unicode: a page need not do so anew."""


def _run_session(example: Example) -> str | None:
    """Run each command of a shell session; what follows it is the output it must have."""
    status = 0
    for step in ("\n" + example.parsed).split("\n" + _PROMPT)[1:]:
        command, _, expected = step.partition("\n")
        done = subprocess.run(  # noqa: S603  the commands are our own
            ["/bin/bash", "-c", f"(exit {status}); {command}"],
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=_SECONDS,
            env={
                **os.environ,
                "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"])),
                "PYTHONUTF8": "1",
            },
        )
        status = done.returncode
        wanted = expected.rstrip("\n") + "\n"
        if not doctest.OutputChecker().check_output(
            wanted, done.stdout.rstrip("\n") + "\n", _LENIENT
        ):
            return f"{command}\n\nexpected:\n{expected}\ngot:\n{done.stdout}"
    return None


def _read_yaml(example: Example) -> None:
    """Read a case file, or a list of events; a first line `# name.yaml` keeps it as a file."""
    source = str(example.parsed)  # the YAML parser wants no subclass of text
    first = source.partition("\n")[0]
    if first.startswith("# ") and first.endswith(".yaml"):
        Path(first.removeprefix("# ")).write_text(source, encoding="utf-8")
    if source.startswith("- "):
        source = f"format: nws-incident/case/1\nid: x\nevents:\n{textwrap.indent(source, '  ')}"
    nws.read_case(source)


def _read_json(example: Example) -> None:
    json.loads(example.parsed)


def _read_toml(example: Example) -> None:
    tomllib.loads(example.parsed)


SYBIL = Sybil(
    parsers=[
        PythonCodeBlockParser(doctest_optionflags=_LENIENT),
        CodeBlockParser("console", _run_session),
        CodeBlockParser("yaml", _read_yaml),
        CodeBlockParser("json", _read_json),
        CodeBlockParser("toml", _read_toml),
        SkipParser(),
    ],
)


class Page(pytest.File):
    """A page with examples."""

    def collect(self) -> Iterator[pytest.Item]:
        """Yield the one test of a page that has examples."""
        if any(True for _ in SYBIL.parse(self.path).examples()):
            yield PageExamples.from_parent(self, name="examples")


class PageExamples(pytest.Item):
    """All examples of a page, in an empty folder that sees the project's `examples`."""

    def runtest(self) -> None:
        """Evaluate the examples in order."""
        with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
            Path("examples").symlink_to(ROOT / "examples")
            _KEPT.mkdir(exist_ok=True)
            Path(_KEPT.name).symlink_to(_KEPT)
            for example in SYBIL.parse(self.path).examples():
                example.evaluate()

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> object:
        """Show what an example should have said, without the way there."""
        if isinstance(excinfo.value, SybilFailure):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style="short")

    def reportinfo(self) -> tuple[Path, None, str]:
        """Name the page."""
        return self.path, None, f"examples of {self.path.relative_to(ROOT)}"


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> Page | None:
    """Collect README.md and the pages of docs/."""
    is_page = file_path.suffix == ".md" and any(
        file_path == pages or pages in file_path.parents for pages in _PAGES
    )
    if not is_page or "_build" in file_path.parts:
        return None
    return Page.from_parent(parent, path=file_path)
