"""An editor checks and completes a case file by the schema, as it is typed.

The editor is the YAML language server that most editors run.
"""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

import nws_incident as nws
from node_project import PROJECT, node
from nws_incident.casefile import yaml
from nws_incident.export import to_json_schema
from test_json_schema import WRONG, a_case

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLES = PROJECT.parent.parent / "examples" / "cases"
SECONDS = 180
START = "format: nws-incident/case/1\nid: a\n"
EVENT = f"{START}events:\n  - type: "


class Editor:
    """An editor that is shown texts, all at once."""

    def __init__(self, schema: Path) -> None:
        """Keep where the schema is."""
        self._schema = schema
        schema.write_text(to_json_schema(nws.load_edition(), language="en"), encoding="utf-8")

    def shows(self, *texts: str) -> list[dict[str, Any]]:
        """Return what is wrong with each text, and what is offered where it has a caret (‸)."""
        return list(map(json.loads, self._run("\n".join(map(self._shown, texts)))))

    def _shown(self, text: str) -> str:
        whole = f"# yaml-language-server: $schema={self._schema.as_uri()}\n{text}"
        before, caret, _ = whole.partition("‸")
        row = before.count("\n")
        ask = [[row, len(before) - before.rfind("\n") - 1]] if caret else []
        return json.dumps({"text": whole.replace("‸", ""), "ask": ask})

    def _run(self, lines: str) -> list[str]:
        done = subprocess.run(  # noqa: S603  our own
            [node(), str(PROJECT / "yaml-editor.mjs")],
            input=lines + "\n",
            capture_output=True,
            check=True,
            encoding="utf-8",
            timeout=SECONDS,
        )
        return done.stdout.splitlines()


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Editor:
    """Return an editor that has the schema."""
    return Editor(tmp_path_factory.mktemp("schema") / "case.schema.json")


def test_the_examples_are_clean(editor: Editor) -> None:
    """Nothing is underlined in any of them."""
    files = sorted(EXAMPLES.glob("*.yaml"))
    seen = editor.shows(*(file.read_text(encoding="utf-8") for file in files))
    for file, one in zip(files, seen, strict=True):
        assert one["wrong"] == [], file.name


def test_what_is_wrong_is_underlined(editor: Editor) -> None:
    """Whatever the schema is to reject, the editor shows."""
    seen = editor.shows(*(json.dumps(data) for data in WRONG.values()))
    for name, one in zip(WRONG, seen, strict=True):
        assert one["wrong"], name


def test_a_mistake_is_named_where_it_is(editor: Editor) -> None:
    """The line of the mistake, and what it is, by the description of that type of event."""
    (seen,) = editor.shows(
        f"{EVENT}reinquiry_made\n    at: 2017-07-19T10:00:00\n    by: ministry\n    reslt: failed\n"
    )
    roles = ", ".join(f'"{role}"' for role in nws.Role)
    assert sorted(seen["wrong"]) == [
        [4, 'Missing property "result".'],
        [5, "must be a date and time with an offset, such as 2017-07-19T10:00:00+09:00"],
        [6, f"Value is not accepted. Valid values: {roles}."],
        [7, "Property reslt is not allowed."],
    ]


def test_what_may_stand_there_is_offered(editor: Editor) -> None:
    """Types of event, the fields of that type, words of its lists, states of a track."""
    event, field, word, state = (
        set(one["offered"][0])
        for one in editor.shows(
            f"{EVENT}‸\n",
            f"{EVENT}reinquiry_made\n    ‸\n",
            f"{EVENT}reinquiry_made\n    result: ‸\n",
            f"{START}events: []\nexpect:\n  tracks:\n    processing: ‸\n",
        )
    )
    assert event == nws.load_edition().events.keys()
    assert field >= {"at", "by", "note", "result", "coordinated"}
    assert not field & {"finding", "channel"}
    assert word == {"consistent", "inconsistent", "failed"}
    assert state == {"pending", "on_attached_documents", "on_linked_information", "null"}


def test_a_code_without_quotes_is_underlined(editor: Editor) -> None:
    """The reader takes it for text, and the editor for a number: with quotes both are content."""
    text = (
        f"{EVENT}discrepancy_found\n    at: 2017-07-19T10:00:00+09:00\n    by: requester\n"
        "    requester: {name: a, kind: municipality, code: 012025}\n"
        "    provider: {name: b, kind: other}\n    inquiry: {}\n"
    )
    plain, quoted = editor.shows(text, text.replace("012025", '"012025"'))
    assert nws.read_case(text) == nws.read_case(text.replace("012025", '"012025"'))
    assert [line for line, _ in plain["wrong"]] == [7]
    assert quoted["wrong"] == []


def test_a_case_may_be_json(editor: Editor) -> None:
    """JSON is a part of YAML, for the reader and for the editor."""
    text = json.dumps(a_case())
    assert yaml.parse(text) == a_case()
    assert editor.shows(text) == [{"wrong": [], "offered": []}]
