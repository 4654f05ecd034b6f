"""An edition that does not hold together fails at load, with the file and the path."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from string import Template
from typing import TYPE_CHECKING, Any

import pytest

import nws_incident as nws
from own_editions import DUTIES, INVESTIGATION, REPORTING, append, change, problems_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def test_an_unbroken_copy_loads(edition: Path) -> None:
    """A folder with the shipped files is an edition."""
    assert nws.load_edition(edition).id == "2017-06-16"


def test_the_shipped_edition_is_loaded_once() -> None:
    """The same name is the same object, and there is no other name."""
    assert nws.load_edition() is nws.load_edition("2017-06-16")
    with pytest.raises(nws.InvalidEdition, match="unknown edition"):
        nws.load_edition("1999-01-01")


REPLACED = [
    (
        INVESTIGATION,
        'advises = ["faq_not_skipped"]',
        "advice = []",
        "rule[7].advice",
        "unknown_key",
    ),
    (INVESTIGATION, '"source_named"', '"source_nmaed"', "rule[0].guards", "edition_unknown_guard"),
    (INVESTIGATION, '"no_outage"', '"no_outrage"', "rule[0].records", "edition_unknown_record"),
    (INVESTIGATION, '"2柱書", "2(1)"', '"2(9)"', "rule[0].clauses", "edition_unknown_clause"),
    (INVESTIGATION, 'clauses = ["2(2)"]', "clauses = []", "rule[1].clauses", "edition_incomplete"),
    (INVESTIGATION, 'to = "self_check"', 'to = "selfcheck"', "rule[0].to", "edition_unknown_state"),
    (
        INVESTIGATION,
        'from = ["outage_check"]',
        'from = ["nowhere"]',
        "rule[0].from",
        "edition_unknown_state",
    ),
    (INVESTIGATION, 'from = ["outage_check"]\n', "", "rule[0]", "edition_incomplete"),
    (INVESTIGATION, 'by = ["requester"]\n', "", "rule[0]", "edition_incomplete"),
    (INVESTIGATION, 'by = ["requester"]', 'by = ["clerk"]', "rule[0].by[0]", "unknown_value"),
    (
        INVESTIGATION,
        'track = "investigation"',
        'track = "inquest"',
        "rule[0].track",
        "edition_unknown_track",
    ),
    (
        INVESTIGATION,
        'event = "outage_checked"',
        'event = "outage_chequed"',
        "rule[0].event",
        "edition_unknown_event",
    ),
    (
        INVESTIGATION,
        "when = { multi_agency = [false] }",
        "when = { multi_agencies = [false] }",
        "rule[0].when",
        "edition_unknown_field",
    ),
    (
        INVESTIGATION,
        'finding = ["information_wrong"]',
        'finding = ["information_odd"]',
        "rule[8].when.finding",
        "edition_unknown_word",
    ),
    (
        INVESTIGATION,
        'during = { processing = ["pending"] }',
        'during = { proceedings = ["pending"] }',
        "rule[4].during",
        "edition_unknown_track",
    ),
    (
        REPORTING,
        'rides_on = ["P1"]',
        'rides_on = ["P9"]',
        "rule[3].rides_on",
        "edition_unknown_rule",
    ),
    (
        REPORTING,
        'clauses = ["2(2)"]',
        'clauses = ["9"]',
        "report[0].clauses",
        "edition_unknown_clause",
    ),
    ("rules-1-opening.toml", 'id = "O2"', 'id = "O1"', "opening[1]", "edition_duplicate"),
    (
        "rules-1-opening.toml",
        'event = "discrepancy_found"',
        'event = "found"',
        "opening[0].event",
        "edition_unknown_event",
    ),
    ("guards.toml", 'name = "source_named"', 'name = "x"', "guard[4].name", "edition_unused"),
    ("guards.toml", "${kind}", "${colour}", "guard[5].otherwise", "edition_slots"),
    ("readings.toml", 'on = ["I4"]', 'on = ["I99"]', "reading[4].on", "edition_unknown_rule"),
    ("tracks.toml", 'id = "emergency"', 'id = "alarm"', "track[3].id", "edition_unknown_track"),
    ("tracks.toml", 'id = "phone_due"', 'id = "none"', "track[3].state", "edition_duplicate"),
    ("labels.toml", "phone = {", "telephone = {", "vocabulary.channel", "edition_missing_row"),
    ("labels.toml", "consulted = {", "consulting = {", "event.consulting", "edition_unused"),
    ("messages.toml", "unknown = {", "unheard = {", "message.unheard", "edition_unused"),
    (
        "tables.toml",
        'id = "provision_fault"',
        'id = "inquiry_wrong"',
        "finding[3]",
        "edition_duplicate",
    ),
    ("edition.toml", 'languages = ["ja", "en"]', 'languages = ["ja"]', "title", "edition_language"),
    (
        "clauses.toml",
        'force = ["information"]',
        'force = ["information", "advice"]',
        "clause[0].force[1]",
        "unknown_value",
    ),
    (
        "clauses.toml",
        'force = ["information"]',
        "force = []",
        "clause[0].force",
        "edition_incomplete",
    ),
    (DUTIES, 'by = ["requester"]', "by = []", "duty[0].by", "edition_incomplete"),
    (DUTIES, '"1(1)"', '"1(9)"', "duty[0].clauses", "edition_unknown_clause"),
    (
        DUTIES,
        '"self_check_inconclusive"',
        '"self_check"',
        "duty[0].discharged_by[0]",
        "edition_unknown_event",
    ),
    (
        DUTIES,
        'investigation = ["self_check"]',
        'investigation = ["checking"]',
        "duty[0].during",
        "edition_unknown_state",
    ),
    (
        DUTIES,
        "investigation = [",
        "inquest = [",
        "duty[0].during",
        "edition_unknown_track",
    ),
    (DUTIES, '"done_by_causing_party"', '"x"', "duty[3].guards", "edition_unknown_guard"),
    (
        DUTIES,
        '"done_by_causing_party"',
        '"finding_fits_kind"',
        "duty[3].guards",
        "edition_reads_event",
    ),
    (
        DUTIES,
        'name = "emergency_declared_by_it"',
        'name = "emergency_by_it"',
        "duty[15].guards",
        "edition_undescribed",
    ),
    (DUTIES, 'due = "decide_by"', 'due = "soon"', "duty[11].due", "unknown_value"),
    (DUTIES, 'id = "due"', 'id = "carried"', "duty[12].branch[1]", "edition_duplicate"),
    (DUTIES, 'purpose = "emergency"', 'purpose = "x"', "duty[15].purpose", "unknown_value"),
    (DUTIES, 'each = "form"', 'each = "note"', "duty[16].each", "edition_unknown_field"),
    (DUTIES, "掲載(${form})", "掲載(${at})", "duty[16].label", "edition_slots"),
    (DUTIES, "顛末報告を、直ちに", "${at}を、直ちに", "duty[12].branch[0].means", "edition_slots"),
    (DUTIES, 'id = "reinquire"', 'id = "inform_authority"', "duty[17]", "edition_duplicate"),
    (DUTIES, 'event = "consulted"', 'event = "x"', "permission[0].event", "edition_unknown_event"),
    (DUTIES, 'rules = ["F6"]', 'rules = ["F66"]', "permission[0].rules", "edition_unknown_rule"),
    (DUTIES, 'rules = ["F6"]', 'rules = ["F7"]', "permission[0].rules", "edition_takes_other"),
    (DUTIES, 'rules = ["P1"]', 'rules = ["R4"]', "permission[1].rules", "edition_takes_other"),
    (DUTIES, 'rules = ["P1"]', "rules = []", "permission[1].rules", "edition_incomplete"),
    (DUTIES, 'each = "target"', 'each = "question"', "permission[0].each", "edition_unknown_field"),
    (DUTIES, "{ system_operator =", "{ them =", "permission[0].purposes", "edition_unknown_word"),
    (
        DUTIES,
        'during = { reporting = ["not_required"] }',
        'during = { reporting = ["spared"] }',
        "exemption[0].during",
        "edition_unknown_state",
    ),
    (
        DUTIES,
        'spares = ["reinquiry_made"]',
        'spares = ["asked_again"]',
        "exemption[1].spares[0]",
        "edition_unknown_event",
    ),
    (
        DUTIES,
        'spares = ["reinquiry_made"]',
        "spares = []",
        "exemption[1].spares",
        "edition_incomplete",
    ),
    (DUTIES, 'reason = "report"\n', 'reason = "because"\n', "exemption[0].reason", "unknown_value"),
    (
        DUTIES,
        'ppc = { ja = "個人情報保護委員会"',
        'pcc = { ja = "個人情報保護委員会"',
        "vocabulary.counterpart",
        "edition_missing_row",
    ),
    ("clauses.toml", 'number = "1(1)"\n', "", "clause[1].number", "missing"),
    ("clauses.toml", "meaning = {", "meaning = 3 #", "clause[0].meaning", "expected_mapping"),
    ("edition.toml", "[edition]", "[edition", "edition.toml:$", "edition_toml"),
    (
        "assumptions.toml",
        'event = "cause_delayed"',
        'event = "cause_late"',
        "assumption[1].event",
        "edition_unknown_event",
    ),
    (
        "assumptions.toml",
        "multi_agency = [true]",
        "agencies = [true]",
        "assumption[6].when",
        "edition_unknown_field",
    ),
    (
        "assumptions.toml",
        '"inconsistent", "failed"',
        '"inconsistent", "fails"',
        "assumption[4].when.result",
        "edition_unknown_word",
    ),
    (
        "assumptions.toml",
        "weight = 1",
        'weight = "1"',
        "assumption[0].weight",
        "expected_whole_number",
    ),
]


@pytest.mark.parametrize(("name", "old", "new", "path", "key"), REPLACED)
def test_a_broken_file_is_named_with_the_path(
    edition: Path, name: str, old: str, new: str, path: str, key: str
) -> None:
    """Whatever is changed for the worse is found, and its place is named."""
    change(edition / name, old, new)
    found = problems_of(edition)
    assert any(at.startswith(f"{name}:") and path in at and key == what for at, what in found), (
        found
    )


def test_a_guard_that_is_not_described_is_found(edition: Path) -> None:
    """A guard that a rule names must say what it demands."""
    file = edition / "guards.toml"
    text = file.read_text(encoding="utf-8")
    start = text.index('[[guard]]\nname = "source_named"')
    end = text.index("[[guard]]", start + 1)
    file.write_text(text[:start] + text[end:], encoding="utf-8")
    assert (f"{INVESTIGATION}:$.rule[0].guards", "edition_undescribed") in problems_of(edition)


def test_a_slot_that_nothing_fills_is_found(edition: Path) -> None:
    """A guard's text can only be filled with what the library knows."""
    for _ in range(2):
        change(edition / "guards.toml", "${kind}", "${colour}")
    change(edition / "guards.toml", "${kind}", "${colour}")
    change(edition / "guards.toml", "${kind}", "${colour}")
    assert ("guards.toml:$.guard[5].otherwise", "edition_unknown_word") in problems_of(edition)


def test_a_slot_that_a_duty_has_no_value_for_is_found(edition: Path) -> None:
    """A duty's texts can only be filled with the value that it is owed for."""
    for _ in range(2):
        change(edition / DUTIES, "${authority}", "${target}")
    for _ in range(2):
        change(edition / DUTIES, "${authority}", "${target}")
    found = problems_of(edition)
    assert (f"{DUTIES}:$.duty[17].label", "edition_unknown_word") in found
    assert (f"{DUTIES}:$.duty[17].means", "edition_unknown_word") in found


def test_a_state_that_nothing_enters_is_found(edition: Path) -> None:
    """Every state is where a track starts or where a rule leads."""
    append(
        edition / "tracks.toml",
        '[[track.state]]\nid = "limbo"\nlabel = { ja = "宙", en = "Limbo" }\n',
    )
    assert problems_of(edition) == [("tracks.toml:$.track[3].state[4]", "edition_unentered")]


def test_two_rules_that_accept_the_same_are_found(edition: Path) -> None:
    """Nothing may be taken by two rules of a track that no guard tells apart."""
    append(
        edition / INVESTIGATION,
        """
[[rule]]
id = "I99"
track = "investigation"
event = "self_check_inconclusive"
by = ["requester", "provider"]
from = ["self_check", "remedy"]
to = "resolved"
clauses = ["1(2)"]
means = { ja = "重複", en = "twice" }
""",
    )
    found = problems_of(edition)
    assert [key for _, key in found] == ["edition_ambiguous"]
    assert found[0][0].startswith(INVESTIGATION)


def test_a_missing_table_is_found(edition: Path) -> None:
    """An edition without its own table, or with two, is none."""
    content = (edition / "edition.toml").read_text(encoding="utf-8")
    (edition / "second.toml").write_text(content, encoding="utf-8")
    assert ("second.toml:$.edition", "edition_duplicate") in problems_of(edition)
    (edition / "second.toml").unlink()
    (edition / "edition.toml").unlink()
    assert ("edition.toml:$.edition", "missing") in problems_of(edition)


@pytest.mark.parametrize(
    ("name", "missing"), [("tables.toml", "finding"), ("labels.toml", "vocabulary")]
)
def test_a_missing_file_is_found(edition: Path, name: str, missing: str) -> None:
    """Whatever the library needs to find in an edition is missed by its table's name."""
    (edition / name).unlink()
    paths = {path for path, key in problems_of(edition) if key == "edition_missing_row"}
    assert f"$.{missing}" in paths


def test_a_file_that_is_not_utf8_is_found(edition: Path) -> None:
    """Bytes that are no text are reported, not raised."""
    (edition / "labels.toml").write_bytes("役割 = 1".encode("shift_jis"))
    assert problems_of(edition) == [("labels.toml:$", "edition_toml")]


def language_file(edition: Path) -> dict[str, str]:
    """Return a wording in a new language for every text of an edition, by the text's path."""
    (edition / "language.xx.toml").write_text("", encoding="utf-8")
    with pytest.raises(nws.InvalidEdition) as caught:
        nws.load_edition(edition)
    assert {problem.key for problem in caught.value.problems} == {"edition_no_text"}
    return {
        problem.path.removeprefix('language.xx.toml:$["').removesuffix('"]'): problem.path
        for problem in caught.value.problems
    }


def texts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield the path of each text in the tables of a file, and its Japanese wording."""
    if isinstance(value, dict) and "ja" in value:
        yield path, value["ja"]
    elif isinstance(value, dict):
        for key, member in value.items():
            yield from texts(member, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for row in (row for row in value if isinstance(row, dict)):
            name = next((row[key] for key in ("id", "number", "name") if key in row), "")
            yield from texts(row, f"{path}.{name}")


def slots_of(edition: Path) -> dict[str, str]:
    """Return the slots of every text of an edition, by the text's path."""
    return {
        path: " ".join(f"${{{slot}}}" for slot in Template(wording).get_identifiers())
        for file in edition.glob("*.toml")
        for path, wording in texts(tomllib.loads(file.read_text(encoding="utf-8")))
    }


def test_a_language_is_added_by_a_file(edition: Path) -> None:
    """A file with a wording for every text adds a language; one text short, and it is refused."""
    slots = slots_of(edition)
    keys = language_file(edition)
    lines = [f'"{key}" = "[{key}] {slots[key]}"\n' for key in keys]
    file = edition / "language.xx.toml"
    file.write_text("".join(lines), encoding="utf-8")
    speaking = nws.load_edition(edition)
    assert speaking.languages == ("ja", "en", "xx")
    assert speaking.label("role", "requester").read("xx").startswith("[vocabulary.role.requester]")
    case = nws.Case(edition=speaking)
    decision = case.decide(nws.OutageAnnounced(at=datetime.now(UTC), by=nws.Role.J_LIS))
    assert decision.findings[0].message("xx").startswith("[message.finding]")
    file.write_text("".join(lines[1:]), encoding="utf-8")
    assert [key for _, key in problems_of(edition)] == ["edition_no_text"]
    file.write_text("".join([*lines, '"no.such.text" = "x"\n']), encoding="utf-8")
    assert [key for _, key in problems_of(edition)] == ["edition_extra_text"]
