"""The documentation says what the library says: nothing is missing, and nothing is out of date."""

from __future__ import annotations

import importlib
import re
import shutil
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import pytest

import nws_incident as nws
from nws_incident.casefile import Expectation
from nws_incident.cli.main import build_parser
from nws_incident.cli.menu import as_data as options_data
from nws_incident.events import EVENT_CLASSES, Inquiry, Party, fields_of
from nws_incident.judging import procedure_of
from nws_incident.replay import as_data
from nws_incident.terms import VOCABULARIES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from nws_incident.notice.model import General, LibraryRule, Opening, Rule

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted(page for page in DOCS.rglob("*.md") if "_build" not in page.parts)
EDITION = nws.load_edition()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

PARTY = {"name": "x", "kind": "other"}

NOT_DRAWN = {"I3", "I21", "R7", "R12"}
"""The rules that README.md says its pictures leave out."""


@cache
def parts() -> ModuleType:
    """Return the package that makes the generated parts, which lives beside the pages."""
    sys.path.insert(0, str(DOCS))
    return importlib.import_module("parts")


@cache
def built(page: str) -> str:
    """Return a page as it is when it is built."""
    text = (DOCS / page).read_text(encoding="utf-8")
    filled: str = parts().fill(text)
    return filled


def test_every_generated_part_is_on_a_page_and_every_page_asks_for_one_there_is() -> None:
    """A part that nobody shows, or a mark that nothing fills, is a mistake."""
    asked = {
        name for page in PAGES for name in parts().MARK.findall(page.read_text(encoding="utf-8"))
    }
    assert asked == set(parts().PARTS)


def test_the_readings_page_lists_every_reading_with_its_reason_in_both_languages() -> None:
    """A reading that is not on the page has not been told."""
    page = built("readings.md")
    for reading in EDITION.readings:
        assert f"## {reading.id}\n" in page
        for text in (reading.text, reading.why):
            for language in EDITION.languages:
                assert text.read(language) in page


def test_the_api_page_documents_every_public_name() -> None:
    """No more and no less than `nws_incident.__all__`."""
    page = (DOCS / "reference/api.md").read_text(encoding="utf-8")
    documented = re.findall(
        r"^\.\. (?:auto\w+|py:data):: nws_incident\.(\w+)(?:\(.*\))?$", page, re.MULTILINE
    )
    assert sorted(documented) == sorted(nws.__all__)


@pytest.mark.parametrize("cls", EVENT_CLASSES, ids=lambda cls: cls.type)
def test_the_events_page_has_every_event_type_with_its_fields(cls: type[nws.Event]) -> None:
    """Each type has a heading, its tag, and a row for each field of its own."""
    page = built("reference/events.md")
    _, found, section = page.partition(f"\n### `{cls.type}`\n")
    assert found
    section = section.partition("\n### ")[0]
    assert f"Tag `{cls.tag}`, schema {cls.schema}." in section
    assert ("not of the notice" in section) == cls.of_library
    common = {attribute.name for attribute in fields_of(nws.Event)}
    rows = set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE))
    assert rows == {attribute.name for attribute in fields_of(cls)} - common


def test_the_events_page_has_the_common_fields_and_the_structures() -> None:
    """What every event has, and what stands inside events."""
    page = built("reference/events.md")
    for cls in (nws.Event, Party, Inquiry):
        for attribute in fields_of(cls):
            assert f"| `{attribute.name}` |" in page
    assert "| `type` |" in page


def test_the_page_of_closed_lists_has_every_word_with_its_labels() -> None:
    """Each list with each word."""
    page = built("reference/closed-lists.md")
    for name, words in VOCABULARIES.items():
        assert f"## {words.__name__}\n" in page
        for word in words:
            label = EDITION.label(name, word)
            assert f"| `{word.value}` | {label.read('ja')} | {label.read('en')} |" in page


def test_the_notice_s_tables_are_complete() -> None:
    """Every rule, clause, guard, state and row of a table is on its page."""
    rules = built("reference/rules.md")
    subjects: tuple[General | Opening | Rule | LibraryRule, ...] = (
        *EDITION.generals,
        *EDITION.openings.values(),
        *EDITION.rules.values(),
        *EDITION.library.values(),
    )
    for subject in subjects:
        assert f"## {subject.id}\n\n{subject.means.read('ja')}" in rules
    clauses = built("reference/clauses.md")
    for number, clause in EDITION.clauses.items():
        assert f"## {number}\n\n{clause.meaning.read('ja')}" in clauses
    guards = built("reference/guards.md")
    for name, guard in EDITION.guards.items():
        assert f"## `{name}`\n" in guards
        assert guard.remedy.read("ja") in guards
    tracks = built("reference/tracks.md")
    for track in EDITION.tracks.values():
        assert f"## `{track.id}`\n" in tracks
        for state in track.state:
            assert f"| `{state.id}` | {state.label.read('ja')} |" in tracks
    tables = built("reference/tables.md")
    for word in (*EDITION.findings, *EDITION.relays, *EDITION.emergencies):
        assert f"| `{word}` |" in tables
    for ground in EDITION.reports:
        assert ground.means.read("en") in tables


def test_the_duties_page_has_every_row() -> None:
    """Every duty, permission and exemption, in both languages."""
    page = built("reference/duties.md")
    for rows in (EDITION.duties, EDITION.permissions, EDITION.exemptions):
        for name, row in rows.items():
            assert f"### `{name}`\n\n**{row.label.read('ja')}** · {row.label.read('en')}" in page
            assert row.means.read("en") in page


def test_the_contacts_page_has_every_route_and_every_draft_with_its_details() -> None:
    """Each way with its relays, channels and clauses; each draft with whatever it can lack."""
    page = built("reference/contacts.md")
    for row in EDITION.contacts.routes:
        section = page.partition(f"(route-{row.id.replace('_', '-')})=")[2].partition("\n(")[0]
        assert f"## `{row.purpose}`" in section
        for relay in row.relay:
            assert relay.does.read("ja") in section
        for channel in row.channel:
            assert f"| By `{channel.id}` |" in section
        for number in row.clauses:
            assert f"[{number}](#" in section
    for draft in EDITION.drafts.rows:
        section = page.partition(f"(draft-{draft.id.replace('_', '-')})=")[2].partition("\n(")[0]
        for name in draft.slots & EDITION.drafts.blanks.keys():
            assert f"| `{name}` |" in section


def commands() -> Iterator[tuple[str, Any]]:
    """Yield each command with its parser."""
    for action in build_parser()._actions:  # noqa: SLF001  argparse has no other way
        if isinstance(action.choices, dict):
            yield from action.choices.items()


def test_the_commands_page_has_every_command_and_every_argument() -> None:
    """Each command has a section, and each of its arguments a row in it."""
    page = built("reference/commands.md")
    seen = []
    for name, parser in commands():
        seen.append(name)
        section = page.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
        for action in parser._actions:  # noqa: SLF001  argparse has no other way
            wanted = action.option_strings[-1] if action.option_strings else action.metavar
            assert wanted == "--help" or (wanted or "{") in section
    assert "replay" in seen


def test_the_json_page_has_every_key_of_the_output() -> None:
    """Whatever a replay prints is described."""
    page = (DOCS / "reference/json-output.md").read_text(encoding="utf-8")
    event = {"type": "consulted", "at": "2017-07-19T10:00:00+09:00", "by": "requester"}
    event |= {"target": "j_lis", "question": "…"}
    file = nws.case_from_data(
        {
            "format": "nws-incident/case/1",
            "id": "x",
            "events": [{**event, "faq_checked": True}],
        }
    )
    data = as_data(nws.replay(file))
    opened = nws.case_from_data(
        {
            "format": "nws-incident/case/1",
            "id": "y",
            "events": [
                {
                    "type": "provision_failed",
                    "at": event["at"],
                    "by": "requester",
                    "requester": PARTY,
                    "provider": PARTY,
                    "inquiry": {},
                },
                {
                    "type": "outage_checked",
                    "at": event["at"],
                    "by": "requester",
                    "multi_agency": True,
                    "sources": ["support_site"],
                },
            ],
        }
    )
    more = as_data(nws.replay(opened))
    keys = {*data, *data["report"], *data["refused"][0], *data["refused"][0]["findings"][0]}
    keys |= {*more["duties"][0], *more["permissions"][0], *more["exemptions"][0]}
    missing = [key for key in keys if f"`{key}`" not in page]
    assert missing == []


def test_the_json_page_has_every_key_of_the_options() -> None:
    """Whatever `options --json` prints is described."""
    page = (DOCS / "reference/json-output.md").read_text(encoding="utf-8")
    data = options_data(
        nws.replay(nws.CaseFile(format="nws-incident/case/1", id="x", events=())), "en"
    )
    option = next(one for one in data["options"] if one["way_on"]["steps"])
    keys = {*data, *option, *option["way_on"], *option["way_on"]["steps"][0]}
    missing = [key for key in keys if f"`{key}`" not in page]
    assert missing == []


def test_the_case_file_page_has_every_key() -> None:
    """Of a case file, and of its expectations."""
    page = (DOCS / "reference/case-file.md").read_text(encoding="utf-8")
    for cls in (nws.CaseFile, Expectation):
        for attribute in attrs.fields(cls):
            assert f"| `{attribute.name}` |" in page


def test_the_errors_page_has_every_error() -> None:
    """Every public exception stands in the tree."""
    page = built("reference/errors.md")
    for name in nws.__all__:
        if isinstance(found := getattr(nws, name), type) and issubclass(found, Exception):
            assert name in page
    assert "| `naive_moment` |" in page


def test_every_dependency_has_its_reason() -> None:
    """No package comes in without a sentence on why."""
    page = (DOCS / "explanation/dependencies.md").read_text(encoding="utf-8")
    wanted = [
        *PROJECT["dependencies"],
        *(package for extra in PROJECT["optional-dependencies"].values() for package in extra),
    ]
    names = {re.split(r"[\[<>=~! ]", package)[0] for package in wanted} - {PROJECT["name"]}
    missing = [name for name in names if not re.search(rf"\b{re.escape(name)}\b", page)]
    assert missing == []


def test_the_changelog_has_the_version() -> None:
    """The version of the project file has a section."""
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## [{PROJECT['version']}]" in changelog


def test_the_pictures_in_the_readme_show_the_moves_of_the_machines() -> None:
    """Every arrow is a move with its rules, and every move has an arrow, but for those left out."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    pictures = re.findall(r"```mermaid\n(.*?)```", readme, re.DOTALL)
    machines = procedure_of(EDITION).machines
    assert len(pictures) == len(machines)
    for picture, (track, machine) in zip(pictures, machines.items(), strict=True):
        drawn = {
            (source, to): set(re.findall(r"\b[A-Z]\d+\b", label))
            for source, to, label in re.findall(
                r"^ +(\w+) --> (\w+) : (.*)$", picture, re.MULTILINE
            )
        }
        moves: dict[tuple[str, str], set[str]] = {}
        for way in machine.ways():
            if way.dest is not None and way.source != way.dest and way.rule not in NOT_DRAWN:
                moves.setdefault((way.source, way.dest), set()).add(way.rule)
        assert drawn == moves
        for state in EDITION.tracks[track].state:
            assert f'state "{state.id} {state.label.read("ja")}" as {state.id}\n' in picture


def test_the_readme_s_commands_stand_between_their_marks_and_again_in_japanese() -> None:
    """A script runs what stands between the marks: one line each."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for mark in ("main job", "tests"):
        block = readme.partition(f"<!-- {mark} -->\n")[2].partition(f"<!-- /{mark} -->")[0]
        fence, command, end = block.strip().splitlines()
        assert (fence, end) == ("```sh", "```")
        assert readme.count(command) == 2


@pytest.mark.parametrize("page", [ROOT / "README.md", *PAGES], ids=lambda page: page.stem)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    """A relative link names a file that exists."""
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)\s#:]+)(?:#[^)]*)?\)", text):
        assert (page.parent / target).exists(), target


def test_adding_a_guard_works_as_the_page_says(tmp_path: Path) -> None:
    """The page's predicate, description and rule, put into a copy of the library, do their work."""
    page = (DOCS / "how-to/add-a-guard.md").read_text(encoding="utf-8")
    predicate, description, named = re.findall(r"```(?:python|toml)\n(.*?)```", page, re.DOTALL)
    package = tmp_path / "nws_incident"
    shutil.copytree(ROOT / "src/nws_incident", package)
    edition = package / "notice/editions" / EDITION.id

    def append(file: Path, text: str) -> None:
        file.write_text(f"{file.read_text(encoding='utf-8')}\n{text}", encoding="utf-8")

    append(package / "guards/investigation.py", predicate)
    append(edition / "guards.toml", description)
    rules = edition / "rules-2-investigation.toml"
    text = rules.read_text(encoding="utf-8")
    assert text.count('guards = ["source_named"]') == 3
    rules.write_text(text.replace('guards = ["source_named"]', named.strip()), encoding="utf-8")
    done = subprocess.run(  # noqa: S603  the copy is our own
        [sys.executable, "-c", _TRY_THE_GUARD],
        check=False,
        capture_output=True,
        encoding="utf-8",
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path), "PYTHONUTF8": "1"},
        timeout=60,
    )
    assert done.stderr == ""
    assert done.stdout.splitlines() == ["two_sources_named", "True"]


_TRY_THE_GUARD = """
import nws_incident as nws

party = {"name": "x", "kind": "other"}
opening = {"type": "provision_failed", "at": "2017-07-19T10:00:00+09:00", "by": "requester"}
opening |= {"requester": party, "provider": party, "inquiry": {}}
check = {"type": "outage_checked", "at": "2017-07-19T10:05:00+09:00", "by": "requester"}
check |= {"multi_agency": False}
case = nws.Case.from_events([nws.read_event(opening)])
one = nws.decide(case, nws.read_event(check | {"sources": ["support_site"]}))
two = nws.decide(case, nws.read_event(check | {"sources": ["support_site", "sharing_site_01"]}))
print(*(finding.guard for finding in one.findings))
print(two.accepted)
"""


def test_the_api_page_documents_every_name_of_the_report() -> None:
    """No more and no less than `nws_incident.report.__all__`."""
    page = (DOCS / "reference/api.md").read_text(encoding="utf-8")
    documented = re.findall(
        r"^\.\. (?:auto\w+|py:data):: nws_incident\.report\.(\w+)$", page, re.MULTILINE
    )
    assert sorted(documented) == sorted(nws.report.__all__)


def test_the_page_of_the_form_has_every_field_condition_and_choice() -> None:
    """With its labels in both languages."""
    page = built("reference/report-form.md")
    form = EDITION.report_form
    for field in form.fields.values():
        assert f"| `{field.id}` | {field.label.read('ja')} | {field.label.read('en')} |" in page
    for condition, means in form.conditions.items():
        assert f"| `{condition}` | {means.read('ja')} | {means.read('en')} |" in page
    for one in form.lists.values():
        for choice in one.choice:
            assert f"| `{choice.id}` | {choice.label.read('ja')} |" in page
