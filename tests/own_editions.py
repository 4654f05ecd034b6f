"""Editions of a test's own: the shipped one, copied to where it may be changed."""

from __future__ import annotations

import shutil
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import nws_incident as nws
from nws_incident.guards import GUARDS
from nws_incident.terms import PartyKind, Role

if TYPE_CHECKING:
    from nws_incident.events import Event

SMALL = Path(__file__).parent / "editions" / "small.toml"
"""An edition in which far less can become of a case than in the shipped one."""

DUTIES = "duties.toml"
INVESTIGATION = "rules-2-investigation.toml"
PROCESSING = "rules-3-processing.toml"
REPORTING = "rules-4-reporting.toml"

RECORDS_BESIDE = """
[[rule]]
id = "X1"
track = "investigation"
event = "cause_identified"
by = ["provider"]
from = ["cause_investigation", "copy_correction"]
guards = ["cause_delay_not_stated_yet"]
records = ["cause_delay"]
clauses = ["1(3)②"]
means = { ja = "記録", en = "recorded" }
"""
"""A rule of the investigation that may record beside another that moves it."""


def copy_edition(parent: Path) -> Path:
    """Copy the shipped edition to a folder below `parent`."""
    folder = parent / "edition"
    shipped = resources.files("nws_incident") / "notice" / "editions" / "2017-06-16"
    with resources.as_file(shipped) as source:
        shutil.copytree(source, folder)
    return folder


def edition_named(name: str, parent: Path) -> nws.Edition:
    """Return an edition that says what the shipped one says, by another name."""
    folder = copy_edition(parent)
    change(folder / "edition.toml", f'id = "{nws.DEFAULT_EDITION}"', f'id = "{name}"')
    return nws.load_edition(folder)


def problems_of(folder: Path) -> list[tuple[str, str]]:
    """Return the paths and keys of what is wrong with an edition."""
    with pytest.raises(nws.InvalidEdition) as caught:
        nws.load_edition(folder)
    assert str(caught.value)
    return [(problem.path, problem.key) for problem in caught.value.problems]


def change(file: Path, old: str, new: str) -> None:
    """Replace the first `old` in a file, which must be there."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def append(file: Path, text: str) -> None:
    """Add to the end of a file."""
    file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")


def on_small(folder: Path, name: str, changes: str) -> Path:
    """Write an overlay on the small edition of the tests, and return its file."""
    file = folder / f"{name}.toml"
    head = f'[overlay]\nid = "{name}"\nbase = "{SMALL}"\n'
    note = 'note = { ja = "試験用の版。", en = "An edition for tests." }\n'
    file.write_text(head + note + changes, encoding="utf-8")
    return file


def documents_only_in(*at_once: str) -> str:
    """Return a change of P1: for immediate processing in these states, else in one for a ground."""
    states = ", ".join(f'"{state}"' for state in at_once)
    return f"""
[[change.rule]]
id = "P1"
[[change.rule.branch]]
when = {{ ground = ["immediate_processing"] }}
during = {{ investigation = [{states}] }}
guards = ["opened_as_immediate"]
[[change.rule.branch]]
when = {{ ground = ["self_check_delayed"] }}
during = {{ investigation = ["self_check"] }}
guards = ["self_check_delay_stated"]
[[change.rule.branch]]
when = {{ ground = ["cause_delayed"] }}
during = {{ investigation = ["copy_correction"] }}
guards = ["delay_told_to_requester"]
[[change.rule.branch]]
when = {{ ground = ["multi_agency_outage"] }}
during = {{ investigation = ["awaiting_operator"] }}
clauses = ["2(2)"]
"""


def only_municipalities_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a guard ask for the requester's kind, by which it matters to what becomes of a case."""
    asked = GUARDS["opened_as_immediate"]

    def of_a_municipality(facts: Any, event: Event | None) -> bool:
        return asked(facts, event) and facts.party(Role.REQUESTER).kind is PartyKind.MUNICIPALITY

    monkeypatch.setitem(GUARDS, "opened_as_immediate", of_a_municipality)
