"""Event logs say what happened in cases: all of it, in order, by the standards, and no number."""

from __future__ import annotations

import json
import re
import tracemalloc
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import attrs
import jsonschema
import pytest
import xmlschema
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import nws_incident as nws
from logged import ROOT, example_cases, file_of, names_of
from nws_incident.export.logs import LoggedCase, logged_case, logged_file
from nws_incident.export.ocel import to_ocel
from nws_incident.export.of_journal import logged_journal
from nws_incident.export.said import said_of_event
from nws_incident.export.xes import to_xes
from nws_incident.individual_number import scan
from nws_incident.journal import EventRetracted
from nws_incident.testing import cases, events, individual_numbers, nasty_texts
from scenes import (
    AT,
    CHECK_DELAYED,
    COPY_WRONG,
    CORRECTED,
    DOUBTFUL_NUMBER,
    HAKODATE,
    INCONCLUSIVE,
    INQUIRY,
    LINKED,
    NOTIFIED,
    TO_PROVIDER,
    TO_REINQUIRY,
    VALID_NUMBER,
    consulted,
    declared,
    event,
    opening,
    reinquiry,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nws_incident.export.logs import LoggedEvent

JST = timedelta(hours=9)
PROPERTIES = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@cache
def xes_schema() -> xmlschema.XMLSchema:
    """Return what XES asks of a document."""
    return xmlschema.XMLSchema(ROOT / "tests" / "data" / "xes.xsd")


@cache
def ocel_schema() -> jsonschema.Draft202012Validator:
    """Return what OCEL 2.0 asks of a document."""
    text = (ROOT / "tests" / "data" / "ocel2.schema.json").read_text(encoding="utf-8")
    return jsonschema.Draft202012Validator(json.loads(text))


def xes_of(logged: Iterable[LoggedCase], **options: Any) -> ET.Element:
    """Write a log in XES, hold it against the schema, and return it."""
    written = b"".join(to_xes(logged, **options))
    xes_schema().validate(BytesIO(written))
    return ET.fromstring(written)  # noqa: S314  our own


def ocel_of(logged: Iterable[LoggedCase], **options: Any) -> dict[str, Any]:
    """Write a log in OCEL, hold it against the schema and what no schema says, and return it."""
    found: dict[str, Any] = json.loads(b"".join(to_ocel(logged, **options)))
    ocel_schema().validate(found)
    objects = {one["id"]: one["type"] for one in found["objects"]}
    assert len(objects) == len(found["objects"])
    assert len({one["id"] for one in found["events"]}) == len(found["events"])
    for kind in ("event", "object"):
        declared_types = {one["name"]: one["attributes"] for one in found[f"{kind}Types"]}
        for one in found[f"{kind}s"]:
            assert all(tie["objectId"] in objects for tie in one["relationships"])
            types = {each["name"]: each["type"] for each in declared_types[one["type"]]}
            for attribute in one["attributes"]:
                assert types[attribute["name"]] == _type(attribute["value"])
    return found


def _type(value: object) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    is_time = re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d", str(value))
    return "time" if is_time else "string"


def attributes(element: ET.Element) -> dict[str, str]:
    """Return the attributes of a log, a trace or an event in XES."""
    return {one.attrib["key"]: one.attrib["value"] for one in element if "key" in one.attrib}


def objects_by(found: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """Return the objects of a type."""
    return [one for one in found["objects"] if one["type"] == kind]


def ties(found: dict[str, Any], object_id: str) -> list[tuple[str, str]]:
    """Return which events an object is tied to, and as what."""
    return [
        (_value(one, "event"), tie["qualifier"])
        for one in found["events"]
        for tie in one["relationships"]
        if tie["objectId"] == object_id
    ]


def _value(one: dict[str, Any], name: str) -> Any:
    return next(each["value"] for each in one["attributes"] if each["name"] == name)


@st.composite
def files(draw: st.DrawFn) -> nws.CaseFile:
    """Draw a case file with events that are accepted and events that are not."""
    case = draw(cases(max_events=12))
    mixed = list(case.events)
    for _ in range(draw(st.integers(0, 4))):
        mixed.insert(draw(st.integers(0, len(mixed))), draw(events()))
    return file_of(*mixed, title=draw(nasty_texts()))


@given(file=files(), refused=st.booleans(), texts=st.booleans(), lang=st.sampled_from(("ja", "en")))
@PROPERTIES
def test_a_log_holds_to_the_standard_and_shows_every_event_once_in_order(
    *, file: nws.CaseFile, refused: bool, texts: bool, lang: str
) -> None:
    """Whatever the case: both formats are valid, and tell the same events at the same times."""
    case = logged_file(file, refused=refused)
    outcome = nws.replay(file)
    shown = [
        (one, decision)
        for one, decision in zip(file.events, outcome.decisions, strict=True)
        if refused or decision.accepted
    ]
    assert [(one.event, one.decision) for one in case.events] == shown
    assert [one.number for one in case.events] == list(range(1, len(shown) + 1))
    log = xes_of([case], language=lang, texts=texts)
    found = ocel_of([case], language=lang, texts=texts)
    traced = [attributes(one) for one in log.iter("event")]
    assert [one["concept:name"] for one in traced] == names_of(case, lang)
    assert [one["type"] for one in found["events"]] == names_of(case, lang)
    assert [one["event"] for one in traced] == [one.type for one, _ in shown]
    assert [one["accepted"] == "true" for one in traced] == [one.accepted for _, one in shown]
    times = [one.at for one, _ in shown]
    assert [datetime.fromisoformat(one["time:timestamp"]) for one in traced] == times
    assert [datetime.fromisoformat(one["time"]) for one in found["events"]] == times
    assert len(list(log.iter("trace"))) == len(objects_by(found, "case")) == bool(shown)


@given(number=individual_numbers(), where=st.sampled_from(("note", "title", "name", "question")))
@PROPERTIES
def test_no_log_holds_an_individual_number(number: str, where: str) -> None:
    """Neither in a refused event's texts nor in a title, and texts are told only when asked for."""
    noted = INCONCLUSIVE.replace(note=f"番号は{number}" if where == "note" else None)
    asked = consulted(question=number if where == "question" else "いつか")
    name = f"甲{number}" if where == "name" else "甲市"
    first = opening(requester={**HAKODATE, "name": name})
    file = file_of(opening(), first, noted, asked, title=number if where == "title" else "題")
    case = logged_file(file, refused=True)
    for texts in (False, True):
        for write in (to_xes, to_ocel):
            written = b"".join(write([case], texts=texts)).decode()
            assert number not in written
            assert not any(scan(line) for line in re.split(r'[<>"\n]', written))
            assert ("いつか" in written) == (texts and where != "question")


def test_a_number_broken_over_lines_or_only_doubtful_is_masked_too() -> None:
    """What lines keep apart in a text stands on one line in a log."""
    broken = f"{VALID_NUMBER[:4]}\n{VALID_NUMBER[4:8]}\n{VALID_NUMBER[8:]}"
    events_ = (opening(), INCONCLUSIVE.replace(note=f"{broken} {DOUBTFUL_NUMBER}"))
    (written,) = (
        attributes(one)["note"]
        for one in xes_of([logged_file(file_of(*events_))], texts=True).iter("event")
        if "note" in attributes(one)
    )
    assert written == "●●●● ●●●● ●●●● ●●●●●●●●●●●●"


def test_free_texts_stay_at_home_unless_they_are_asked_for() -> None:
    """A log tells closed lists, times and who took part; what people wrote only with `texts`."""
    case = logged_file(file_of(*TO_PROVIDER, consulted(), COPY_WRONG, title="甲市の件"))
    told = {texts: b"".join(to_xes([case], texts=texts)).decode() for texts in (False, True)}
    for words in (
        INQUIRY["summary"],
        INQUIRY["processing_number"],
        "類似の事例はあるか",
        "入力の誤り",
        "甲市の件",
    ):
        assert words not in told[False]
        assert words in told[True]
    for words in (
        "information_wrong",
        "北海道函館市",
        "inquiry.occurred_at",
        'value="prefecture j_lis"',
    ):
        assert words in told[False]


def test_an_event_is_told_with_what_the_standard_names_and_with_its_judgement() -> None:
    """The extensions, and the keys of our own."""
    log = xes_of([logged_file(file_of(*TO_PROVIDER))], language="en")
    first, second, _ = (attributes(one) for one in log.iter("event"))
    assert second == {
        "concept:name": "self-check inconclusive",
        "org:resource": "北海道函館市",
        "org:role": "requester",
        "time:timestamp": "2017-07-19T10:00:00+09:00",
        "lifecycle:transition": "complete",
        "event": "self_check_inconclusive",
        "by": "requester",
        "step": "self-check inconclusive [requester]",
        "accepted": "true",
        "rules": "I7",
        "clauses": "1(2)",
        "edition": "2017-06-16",
        "round": "1",
        "investigation": "provider_contact",
        "processing": "pending",
        "reporting": "undetermined",
        "emergency": "none",
    }
    assert first["immediate"] == "false"
    assert first["inquiry.occurred_at"] == "2017-07-19T09:30:00+09:00"
    trace = attributes(next(log.iter("trace")))
    assert trace == {
        "concept:name": "x",
        "edition": "2017-06-16",
        "complete": "false",
        "requester": "北海道函館市",
        "requester_kind": "municipality",
        "requester_code": "012025",
        "provider": "青森県青森市",
        "provider_kind": "municipality",
        "provider_code": "022012",
    }
    assert attributes(log)["lifecycle:model"] == "standard"


def test_a_refused_event_says_by_what_and_one_before_the_opening_has_no_tracks() -> None:
    """With rules, clauses and guards that stood in the way; a party has its name by the opening."""
    case = logged_file(file_of(INCONCLUSIVE, opening(), LINKED), refused=True)
    before, _, after = (attributes(one) for one in xes_of([case]).iter("event"))
    assert before["accepted"] == "false"
    assert before["guards"] == "case_is_open"
    assert before["rules"] == "G1"
    assert "investigation" not in before
    assert before["org:resource"] == "北海道函館市"
    assert after["accepted"] == "false"
    assert "P2" in after["rules"].split()
    assert "information_confirmed" in after["guards"].split()
    ocel_of([case])
    never = logged_file(file_of(INCONCLUSIVE), refused=True)
    (nobody,) = (attributes(one) for one in xes_of([never]).iter("event"))
    assert nobody["org:resource"] == nobody["org:role"] == "情報照会者"
    assert [one["type"] for one in ocel_of([never])["objects"]] == ["case"]


def test_moments_are_in_japan_s_time_or_as_given_at_the_end_of_the_calendar() -> None:
    """The offset is always there."""
    ends = datetime.max.replace(tzinfo=UTC)
    file = file_of(opening().replace(at=AT.astimezone(UTC)), INCONCLUSIVE.replace(at=ends))
    first, last = (attributes(one) for one in xes_of([logged_file(file)]).iter("event"))
    assert first["time:timestamp"] == "2017-07-19T10:00:00+09:00"
    assert last["time:timestamp"] == "9999-12-31T23:59:59.999999+00:00"


def test_rounds_reports_and_emergencies_are_objects_with_their_own_events() -> None:
    """A report that is carried into a second round is given by its party's report."""
    reported = event("outcome_reported", "provider")
    case = logged_file(
        file_of(
            *TO_REINQUIRY,
            declared("security_incident", "provider"),
            event("emergency_phoned", "provider"),
            reinquiry("inconsistent"),
            reported,
            event("authority_informed", "provider", authority="mic_regional_security"),
            event("emergency_form_posted", form="form_03_13"),
            declared("impact_survey"),
        )
    )
    found = ocel_of([case])
    assert [one["id"] for one in objects_by(found, "round")] == ["case:x/round/1", "case:x/round/2"]
    assert ties(found, "case:x/round/1")[-1] == ("reinquiry_made", "ends")
    assert ties(found, "case:x/round/2")[:2] == [
        ("reinquiry_made", "starts"),
        ("outcome_reported", "in"),
    ]
    (report,) = objects_by(found, "report")
    assert ties(found, report["id"]) == [
        ("cause_identified", "due"),
        ("reinquiry_made", "carried"),
        ("outcome_reported", "given"),
    ]
    assert report["relationships"] == [
        {"objectId": "case:x", "qualifier": "part_of"},
        {"objectId": "provider:02201", "qualifier": "owed_by"},
    ]
    assert [one["value"] for one in report["attributes"]] == ["due", "carried", "given"]
    first, second = objects_by(found, "emergency")
    assert ties(found, first["id"]) == [
        ("emergency_declared", "phone_due"),
        ("emergency_phoned", "form_due"),
        ("authority_informed", "form_due"),
        ("emergency_form_posted", "reported"),
    ]
    assert [_value(one, "kind") for one in (first, second)] == [
        "security_incident",
        "impact_survey",
    ]
    (authority,) = objects_by(found, "authority")
    assert authority["id"] == "authority:mic_regional_security"
    assert ties(found, authority["id"]) == [("authority_informed", "authority")]


def test_each_report_has_its_own_object_and_what_an_outage_ends_is_not_required() -> None:
    """A response that takes its time is due, then an outage lifts it; the next round's is new."""
    prompt = COPY_WRONG.replace(prompt_response_expected=True)
    shared = event("outcome_report_shared", "provider", with_case="other")
    lifted = logged_file(
        file_of(
            opening("provision_failed"),
            event("outage_checked", multi_agency=False, sources=["support_site"]),
            CHECK_DELAYED,
            event("processed_on_attached_documents", ground="self_check_delayed"),
            INCONCLUSIVE,
            TO_PROVIDER[2],
            event(
                "cause_identified",
                "provider",
                causing_party="provider",
                factor="system",
                detail="x",
                finding="provision_fault",
                prompt_response_expected=True,
            ),
            event("outage_announced", "j_lis"),
        )
    )
    given = logged_file(
        file_of(*TO_PROVIDER, prompt, CORRECTED, NOTIFIED, reinquiry("consistent"), shared)
    )
    found = ocel_of([attrs.evolve(lifted, id="a"), attrs.evolve(given, id="b")])
    one, other = objects_by(found, "report")
    assert [_value_of["value"] for _value_of in one["attributes"]] == [
        "after_response",
        "not_required",
    ]
    assert [_value_of["value"] for _value_of in other["attributes"]] == [
        "after_response",
        "due",
        "covered",
    ]
    assert {name for name, _ in ties(found, "authority:j_lis")} == {"outage_announced"}


@given(case=cases(max_events=25))
@PROPERTIES
def test_every_report_that_was_owed_is_an_object_and_those_left_are_still_owed(
    case: nws.Case,
) -> None:
    """What the objects say last is what the case says."""
    logged = logged_case(case, "x")
    found = ocel_of([logged])
    last = Counter(one["attributes"][-1]["value"] for one in objects_by(found, "report"))
    assert last["carried"] == len(case.report.carried)
    still = case.tracks.reporting
    assert last["due"] + last["after_response"] == (still in ("due", "after_response"))
    rounds = [one for one in logged.events if one.starts_round]
    assert len(objects_by(found, "round")) == len(rounds) == logged.events[-1].round


def test_parties_are_the_same_object_in_many_cases_whatever_way_their_code_is_written() -> None:
    """With or without the check digit; without a code, by the name."""
    bare = {"name": "厚生労働省", "kind": "national"}
    short = {**HAKODATE, "code": "01202"}
    made = [
        logged_file(file_of(opening(requester=requester, provider=bare), case_id=str(number)))
        for number, requester in enumerate((HAKODATE, short, HAKODATE))
    ]
    found = ocel_of(made)
    assert [one["id"] for one in objects_by(found, "requester")] == ["requester:01202"]
    assert [one["id"] for one in objects_by(found, "provider")] == ["provider:厚生労働省"]
    assert len(ties(found, "provider:厚生労働省")) == 3
    assert all(
        one["time"] == "1970-01-01T00:00:00+00:00"
        for one in objects_by(found, "provider")[0]["attributes"]
    )


def test_the_states_of_a_case_are_told_with_their_times() -> None:
    """Each when it was entered, and only then."""
    late = timedelta(days=1)
    second = INCONCLUSIVE.replace(at=AT + late)
    (case,) = objects_by(ocel_of([logged_file(file_of(opening(), second))]), "case")
    states = [
        (one["value"], one["time"]) for one in case["attributes"] if one["name"] == "investigation"
    ]
    assert states == [
        ("self_check", "2017-07-19T10:00:00+09:00"),
        ("provider_contact", "2017-07-20T10:00:00+09:00"),
    ]


def test_a_case_in_hand_is_logged_like_its_file_and_needs_an_id() -> None:
    """With the rules that took its events, though the case itself keeps only the events."""
    case = nws.Case.from_events(TO_REINQUIRY, id="x")
    assert b"".join(to_xes([logged_case(case)])) == b"".join(
        to_xes([logged_file(file_of(*TO_REINQUIRY))])
    )
    with pytest.raises(ValueError, match="needs an id"):
        logged_case(nws.Case.from_events(TO_REINQUIRY))
    assert logged_case(nws.Case.from_events(TO_REINQUIRY), "y").id == "y"


def test_a_case_with_nothing_to_show_is_left_out() -> None:
    """An empty log is a log."""
    for made in ([], [logged_file(file_of(INCONCLUSIVE))]):
        assert not list(xes_of(made).iter("trace"))
        assert ocel_of(made) == {"events": [], "objects": [], "eventTypes": [], "objectTypes": []}


def test_the_example_cases_are_logged_the_same_every_time() -> None:
    """In both languages, refused events and texts too."""
    for language in ("ja", "en"):
        for write in (to_xes, to_ocel):
            first, second = (
                b"".join(write(example_cases(refused=True), language=language, texts=True))
                for _ in range(2)
            )
            assert first == second
        xes_of(example_cases(refused=True), language=language)
        ocel_of(example_cases(refused=True), language=language)


def test_steps_tell_apart_what_an_event_found() -> None:
    """By role and by the values that the rules part ways by."""

    def step(one: LoggedEvent) -> object:
        return said_of_event(one, "en")["step"]

    case = logged_file(
        file_of(
            opening("provision_failed"),
            event("outage_checked", multi_agency=True, sources=["support_site"]),
            event("outage_checked", multi_agency=False, sources=["support_site"]),
        )
    )
    assert [step(one) for one in case.events[1:]] == [
        "outage checked [requester, hits many agencies: yes]",
        "outage checked [requester, hits many agencies: no]",
    ]


def test_the_log_of_a_journal_shows_what_counts() -> None:
    """An event that was retracted was entered by mistake; a purged case says nothing any more."""
    skipped: list[str] = []
    with nws.open_journal("memory:") as journal:
        for number in range(250):
            journal.append(f"c-{number}", TO_PROVIDER, expected_version=0)
        retraction = EventRetracted(at=AT, by="係", why="誤入力", version=3)
        journal.append("c-1", [retraction], expected_version=3)
        done = (*TO_REINQUIRY, reinquiry("consistent"), LINKED)
        given = (
            event("other_requesters_checked", "provider", affected=[]),
            event("outcome_reported", "provider"),
        )
        journal.append("old", (*done, *given), expected_version=0)
        journal.purge(older_than=AT + timedelta(days=1), by="係", why="保存期間満了")
        found = list(logged_journal(journal, skipped=skipped.append))
        assert [one.id for one in logged_journal(journal)] == [one.id for one in found]
    assert [one.id for one in found] == [f"c-{number}" for number in range(250)]
    assert [len(one.events) for one in found[:3]] == [3, 2, 3]
    assert skipped == ["old"]


@pytest.mark.parametrize("write", [to_xes, to_ocel])
def test_a_large_log_needs_no_more_memory_than_a_small_one(write: Any) -> None:
    """Ten times the cases, and the peak stays where it was (the parties are few)."""
    logged_file(file_of(*TO_REINQUIRY))  # whatever is made once, is made before
    peaks = []
    for count in (150, 1500):
        made = (attrs.evolve(one, id=f"c{number}") for number, one in _copies(count))
        tracemalloc.start()
        size = sum(len(piece) for piece in write(made))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert size > 5_000_000
    assert peaks[1] < max(1.5 * peaks[0], 1.5e6 + peaks[0])


def _copies(count: int) -> Iterator[tuple[int, LoggedCase]]:
    case = logged_file(file_of(*TO_REINQUIRY))
    return ((number, case) for number in range(count))
