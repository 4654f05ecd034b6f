"""Every public name can be had, and what not everybody needs is loaded only when asked for."""

from __future__ import annotations

import subprocess
import sys

import pytest

import nws_incident as nws
from nws_incident import journal


@pytest.mark.parametrize("name", nws.__all__)
def test_a_public_name_can_be_had(name: str) -> None:
    """Whether it is loaded at once or later."""
    assert getattr(nws, name) is not None


def test_the_journal_s_names_are_all_public() -> None:
    """And none of them is told to the type checker alone."""
    assert set(journal.__all__) | {"AsyncJournal"} <= set(nws.__all__)
    assert set(nws.__all__) <= set(dir(nws))


def test_a_name_that_there_is_none_of_is_an_error_as_in_any_module() -> None:
    """Python's own error, with the name."""
    with pytest.raises(AttributeError, match="no attribute 'opne_journal'"):
        nws.opne_journal  # type: ignore[attr-defined]  # noqa: B018  asking is the point


def test_importing_the_library_loads_nothing_that_not_everybody_uses() -> None:
    """They come with the first name of theirs that is used."""
    code = (
        "import sys, nws_incident as nws\n"
        "late = ('nws_incident.report', 'nws_incident.journal', 'nws_incident.comparing',"
        " 'rich', 'jpholiday', 'icalendar', 'xlsxwriter', 'defusedxml',"
        " 'sqlalchemy', 'rfc8785', 'hypothesis')\n"
        "assert not [name for name in late if name in sys.modules]\n"
        "nws.report.title, nws.open_journal, nws.compare\n"
        "assert set(late[:3]) <= set(sys.modules)\n"
    )
    done = subprocess.run(  # noqa: S603  our own
        [sys.executable, "-c", code], check=False, capture_output=True, encoding="utf-8", timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")
