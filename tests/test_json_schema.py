"""The JSON Schema of case files rejects nothing that is read, and most of what is not."""

from __future__ import annotations

import json
import os
from pathlib import Path
from random import Random
from typing import Any

import attrs
import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

import nws_incident as nws
from nws_incident.casefile import yaml
from nws_incident.casefile.model import CaseFile, Expectation
from nws_incident.events import EVENT_CLASSES, Inquiry, Party, fields_of
from nws_incident.export import to_json_schema
from test_fuzz import twist

ROOT = Path(__file__).parent
FOLDERS = (ROOT.parent / "examples", ROOT / "cases", ROOT / "editions")
ROUNDS = 200_000 if os.environ.get("NWS_INCIDENT_FUZZ") == "full" else 1_000
EDITION = nws.load_edition()
SCHEMA = json.loads(to_json_schema(EDITION))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def is_read(data: object) -> bool:
    """Tell whether plain data is read as a case file."""
    try:
        nws.case_from_data(data)
    except nws.InvalidCaseFile:
        return False
    return True


def is_valid(data: object) -> bool:
    """Tell whether the schema lets plain data pass."""
    return bool(VALIDATOR.is_valid(data))


def a_case(**changes: Any) -> dict[str, Any]:
    """Return the plain data of a case with one event, changed at the top."""
    event = {"type": "self_check_delayed", "at": "2017-07-19T10:00:00+09:00", "by": "requester"}
    return {"format": "nws-incident/case/1", "id": "case-1", "events": [event], **changes}


def with_event(event_type: str, **fields: Any) -> dict[str, Any]:
    """Return the plain data of a case with one event of a type."""
    event = {"type": event_type, "at": "2017-07-19T10:00:00+09:00", "by": "requester", **fields}
    return a_case(events=[{name: value for name, value in event.items() if value != "left out"}])


def with_requester(**fields: Any) -> dict[str, Any]:
    """Return the plain data of a case whose opening has a requester with these fields."""
    party = {"name": "a", "kind": "municipality"}
    return with_event(
        "discrepancy_found", requester={**party, **fields}, provider=party, inquiry={}
    )


WRONG: dict[str, object] = {
    "no mapping": [],
    "another format": a_case(format="nws-incident/case/2"),
    "no id": {"format": "nws-incident/case/1", "events": []},
    "a blank id": a_case(id="\u3000 "),
    "a number for an id": a_case(id=20170719),
    "an unknown key": a_case(evnets=[]),
    "events that are no list": a_case(events={}),
    "an event that is no mapping": a_case(events=["self_check_delayed"]),
    "an event without a type": a_case(events=[{"by": "requester"}]),
    "an unknown type": with_event("self_chek_delayed"),
    "an unknown key of an event": with_event("self_check_delayed", nota="x"),
    "a key of another event": with_event("self_check_delayed", result="consistent"),
    "an event without its time": with_event("self_check_delayed", at="left out"),
    "an event that nobody did": with_event("self_check_delayed", by="left out"),
    "a role that there is not": with_event("self_check_delayed", by="ministry"),
    "a time without an offset": with_event("self_check_delayed", at="2017-07-19T10:00:00"),
    "a time of 24 o'clock": with_event("self_check_delayed", at="2017-07-19T24:00:00+09:00"),
    "a day alone for a time": with_event("self_check_delayed", at="2017-07-19"),
    "a number for a note": with_event("self_check_delayed", note=1),
    "a word that is none of its list": with_event("reinquiry_made", result="agrees"),
    "a word for true or false": with_event(
        "reinquiry_made", result="consistent", coordinated="yes"
    ),
    "null for true or false": with_event("reinquiry_made", result="consistent", coordinated=None),
    "a field that is missing": with_event("reinquiry_made"),
    "a word for a list": with_event("outage_checked", multi_agency=True, sources="support_site"),
    "a blank name in a list": with_event("other_requesters_checked", affected=["a", ""]),
    "a blank text": with_event("outcome_report_shared", with_case=" "),
    "a code of four digits": with_requester(code="0120"),
    "a code of no prefecture": with_requester(code="482025"),
    "a code that is a number": with_requester(code=12025),
    "a blank name": with_requester(name=""),
    "no kind of party": with_requester(kind="city"),
    "a date with slashes": {
        **with_requester(),
        "events": [{**with_requester()["events"][0], "decide_by": "2017/08/18"}],
    },
    "an expected track that there is not": a_case(expect={"tracks": {"report": "due"}}),
    "an expected state that there is not": a_case(expect={"tracks": {"reporting": "overdue"}}),
    "a negative index": a_case(expect={"refused": [-1]}),
    "an expectation of nothing known": a_case(expect={"closed": True}),
}
"""What is no case file, as an editor can tell while it is typed."""

ONLY_READ: dict[str, object] = {
    "an edition that is not known": a_case(edition="1999-01-01"),
    "a day that is in no calendar": with_event("self_check_delayed", at="2017-02-30T10:00:00Z"),
    "a check digit that does not fit": with_requester(code="012024"),
    "a prefecture that is not the code's": with_requester(code="012025", prefecture="青森県"),
    "an individual number in the title": a_case(title="123456789018"),
    "digits in the id that may be one": a_case(id="123456789012"),
    "a NUL": with_event("self_check_delayed", note="\0"),
    "half a character": with_event("self_check_delayed", note="\ud800"),
    "a number that is whole, with a point": a_case(expect={"refused": [1.0]}),
}
"""What is no case file, and takes a reader to tell; docs/reference/formats.md lists them."""


@pytest.mark.parametrize("language", ["ja", "en"])
def test_it_is_a_schema(language: str) -> None:
    """By the rules of its own dialect, in each language."""
    schema = json.loads(to_json_schema(EDITION, language=language))
    jsonschema.Draft202012Validator.check_schema(schema)


def test_it_knows_each_key() -> None:
    """The keys of a case file and of what it expects, and the fields of every event."""
    described = {"case": SCHEMA, **SCHEMA["$defs"]}
    for name, cls in {"case": CaseFile, "expectation": Expectation}.items():
        assert described[name]["properties"].keys() == {one.name for one in attrs.fields(cls)}
    for part in (Party, Inquiry):
        own = described[part.__name__.lower()]["properties"].keys()
        assert own == {one.name for one in fields_of(part)}
    for event in EVENT_CLASSES:
        own = described[event.type]["properties"].keys()
        assert own == {"type", *(one.name for one in fields_of(event))}


def test_every_case_file_that_is_read_is_valid() -> None:
    """All examples and all cases of the tests, each by the schema of its edition."""
    editions = [nws.load_edition(file) for folder in FOLDERS for file in folder.rglob("*.toml")]
    known = {one.id: one for one in (EDITION, *editions)}
    count = 0
    for found in nws.read_paths(FOLDERS, editions=editions):
        assert isinstance(found, nws.ReadCase), found
        data = yaml.parse(Path(found.place.file).read_text(encoding="utf-8"))
        jsonschema.validate(data, json.loads(to_json_schema(known[found.case.edition])))
        count += 1
    assert count > 70


@pytest.mark.parametrize("data", WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_seen_while_it_is_typed(data: object) -> None:
    """Neither the schema nor the reader takes it."""
    assert not is_valid(data)
    assert not is_read(data)


@pytest.mark.parametrize("data", ONLY_READ.values(), ids=ONLY_READ)
def test_some_faults_only_the_reader_finds(data: object) -> None:
    """The schema takes it, the reader does not."""
    assert is_valid(data)
    assert not is_read(data)


def test_whatever_is_read_is_valid() -> None:
    """However a case is twisted: what the schema rejects, the reader rejects."""
    random = Random(7)
    files = [found for found in nws.read_paths(FOLDERS[:1]) if isinstance(found, nws.ReadCase)]
    cases = [yaml.parse(Path(one.place.file).read_text(encoding="utf-8")) for one in files]
    outcomes = set()
    for _ in range(ROUNDS):
        data = random.choice(cases)
        for _ in range(random.choice((1, 1, 2))):
            data = twist(random, data)
        outcome = is_read(data), is_valid(data)
        assert outcome != (True, False), data
        outcomes.add(outcome)
    assert outcomes == {(True, True), (False, False), (False, True)}


BLANKS = [chr(point) for point in range(0x3001) if not chr(point).strip()]
DIGITS = "0123456789"


@given(st.text("0123456789-T:+.Zz t", max_size=30) | st.datetimes().map(str) | st.text(BLANKS))
def test_a_time_that_is_read_is_valid(text: str) -> None:
    """Also where it may be blank."""
    for data in (
        with_event("self_check_delayed", at=text),
        with_event(
            "provider_contacted", channel="phone", contact_known=True, inquiry={"occurred_at": text}
        ),
    ):
        assert is_valid(data) or not is_read(data)


@given(st.text([*BLANKS, "a", "\ufeff", "\u180e"]))
def test_blank_is_what_the_reader_takes_for_blank(text: str) -> None:
    """White space of every kind, and nothing else."""
    data = with_event("outcome_report_shared", with_case=text)
    assert is_valid(data) == is_read(data)


@given(st.text(DIGITS, min_size=4, max_size=7))
def test_a_code_that_is_read_is_valid(code: str) -> None:
    """With a check digit or without, of any prefecture."""
    data = with_requester(code=code)
    assert is_valid(data) or not is_read(data)
