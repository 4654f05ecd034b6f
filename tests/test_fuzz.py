"""Whatever a file holds, replaying it ends in a report: never in an exception."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from random import Random
from typing import Any

import pytest

import nws_incident as nws
from nws_incident.cli import main
from nws_incident.individual_number import is_individual_number

CASES = sorted((Path(__file__).parent.parent / "examples" / "cases").glob("*.yaml"))
ROUNDS = 100_000 if os.environ.get("NWS_INCIDENT_FUZZ") == "full" else 2_000
A_BATCH = 500
ENDINGS = (".yaml", ".json", ".jsonl")
ODD: tuple[Any, ...] = (
    "",
    " ",
    "\x00",
    "\ud800",
    "null",
    "123456789018",
    "0000-01-01T00:00:00Z",
    "9999-12-31T23:59:59-23:59",
    "0001-01-01T00:00:00+23:59",
    "2017-07-19T10:00:00+24:00",
    "2017-13-40T25:61:00Z",
    "1e999",
    "x" * 10_000,
    0,
    -1,
    10**400,
    float("inf"),
    True,
    None,
    [],
    {},
    [[]],
    {"": {"": {}}},
)


def replay_all(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Replay a folder both ways, and check what every line of the output owes its reader."""
    status = main(["replay", "--json", str(folder)])
    out = capsys.readouterr().out
    assert status in {0, 1, 2}
    for line in out.splitlines():
        data = json.loads(line)
        if "errors" in data:
            assert data["file"]
            assert data["errors"]
            assert all(error["path"] and error["message"] for error in data["errors"])
    assert main(["replay", str(folder)]) == status
    out += capsys.readouterr().out
    for digits in re.findall(r"(?<!\d)\d{12}(?!\d)", out):
        assert not is_individual_number(digits)


def fill(folder: Path, contents: list[tuple[str, bytes]]) -> None:
    """Write files into a folder, in place of those before."""
    for old in folder.iterdir():
        old.unlink()
    for number, (ending, raw) in enumerate(contents):
        (folder / f"{number:04}{ending}").write_bytes(raw)


def cut(random: Random, raw: bytes) -> bytes:
    """Cut, repeat, swap or change some bytes."""
    start, end = sorted((random.randrange(len(raw)), random.randrange(len(raw))))
    return random.choice(
        (
            raw[:start],
            raw[start:end],
            raw[:start] + raw[end:],
            raw[:end] + raw[start:],
            raw[:start] + bytes([random.randrange(256)]) + raw[start + 1 :],
            raw.decode().encode("utf-16"),
            raw.decode().encode("shift_jis", errors="replace"),
            b"\xef\xbb\xbf" + raw,
        )
    )


def twist(random: Random, value: Any) -> Any:
    """Change one thing somewhere in plain data: a value, a key, or how it is nested."""
    if isinstance(value, dict) and value and random.random() < 0.8:
        key = random.choice(list(value))
        twisted = dict(value)
        change = random.randrange(4)
        if change == 0:
            twisted[f"{key}x"] = twisted.pop(key)
        elif change == 1:
            del twisted[key]
        else:
            twisted[key] = twist(random, twisted[key])
        return twisted
    if isinstance(value, list) and value and random.random() < 0.8:
        index = random.randrange(len(value))
        return [*value[:index], twist(random, value[index]), *value[index + 1 :]]
    return random.choice((*ODD, [value], {"note": value}))


def as_data(file: Path) -> dict[str, Any]:
    """Return an example case as plain data."""
    case = nws.read_case(file.read_text(encoding="utf-8"))
    events = [nws.write_event(event) for event in case.events]
    return {"format": case.format, "id": case.id, "events": events}


def in_batches(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], contents: list[tuple[str, bytes]]
) -> None:
    """Replay contents a folder at a time."""
    for start in range(0, len(contents), A_BATCH):
        fill(tmp_path, contents[start : start + A_BATCH])
        replay_all(tmp_path, capsys)


def test_random_bytes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Bytes at random, of which some spell YAML or JSON."""
    random = Random(1)
    spelling = b"-:[]{}&*!|>'\"%@`,#?0123456789.eE+ \n\t" + "あ".encode()
    contents = []
    for _ in range(ROUNDS):
        size = random.randrange(60)
        raw = (
            random.randbytes(size)
            if random.random() < 0.3
            else bytes(random.choice(spelling) for _ in range(size))
        )
        contents.append((random.choice(ENDINGS), raw))
    in_batches(tmp_path, capsys, contents)


def test_mutilated_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Example cases, cut and recoded."""
    random = Random(2)
    raws = [file.read_bytes() for file in CASES]
    contents = [(".yaml", cut(random, random.choice(raws))) for _ in range(ROUNDS // 10)]
    in_batches(tmp_path, capsys, contents)


def test_twisted_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Example cases with keys renamed, values retyped and nested anew."""
    random = Random(3)
    cases = [as_data(file) for file in CASES]
    contents = []
    for _ in range(ROUNDS // 2):
        data = random.choice(cases)
        for _ in range(random.randrange(1, 4)):
            data = twist(random, data)
        contents.append((random.choice((".json", ".jsonl")), json.dumps(data).encode()))
    in_batches(tmp_path, capsys, contents)


@pytest.mark.parametrize(
    "raw",
    [
        b"[" * 10_000,
        b"{" * 10_000,
        b"a: " * 10_000,
        b"- " * 10_000,
        b'{"a":' * 100_000,
        b"note: " + b"x" * 10_000_000,
        b'{"note": "' + b"1" * 10_000_000 + b'"}',
        b'{"n": ' + b"9" * 100_000 + b"}",
        b"n: " + b"9" * 100_000,
        b"n: 1e999999",
        b"? " * 5_000,
        b"&a [" * 1_000,
    ],
)
def test_monstrous_files(tmp_path: Path, capsys: pytest.CaptureFixture[str], raw: bytes) -> None:
    """Deep nesting, long text and huge numbers."""
    fill(tmp_path, [(ending, raw) for ending in ENDINGS])
    replay_all(tmp_path, capsys)
