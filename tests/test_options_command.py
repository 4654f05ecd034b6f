"""`nws-incident options`, and the way on in the story of a replay."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nws_incident as nws
from nws_incident.cli import main
from nws_incident.cli.choices import rows_of
from scenes import INCONCLUSIVE, TO_PROVIDER, case_of, documents, event, looked, opening

if TYPE_CHECKING:
    import pytest

EXAMPLES = Path(__file__).parent.parent / "examples" / "cases"


def write(folder: Path, *happened: nws.Event, name: str = "case.json", id_: str = "x-1") -> str:
    """Write the file of a case to which these events happened, and return its path."""
    file = folder / name
    data = {
        "format": "nws-incident/case/1",
        "id": id_,
        "events": [nws.write_event(one) for one in happened],
    }
    file.write_text(json.dumps(data, ensure_ascii=False) + "\n", encoding="utf-8")
    return str(file)


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Run the command in this process; return its status and what it wrote."""
    status = main(words)
    written = capsys.readouterr()
    return status, written.out, written.err


def below(out: str, event_type: str) -> list[str]:
    """Return the heading of an event type and the lines that belong to it."""
    lines = out.splitlines()
    first = next(index for index, line in enumerate(lines) if line.endswith(f"  {event_type}"))
    found = [lines[first].strip()]
    for line in lines[first + 1 :]:
        if not line.startswith("      "):
            break
        found.append(line.strip())
    return found


def test_people_see_what_is_accepted_what_is_not_and_the_way_on(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Every type has its line; a blocked one says why and what comes first."""
    file = write(tmp_path, *TO_PROVIDER)
    status, out, err = run(capsys, "options", file)
    assert (status, err) == (0, "")
    assert "  状態  点検・原因究明: 情報提供者の原因究明 / " in out
    assert "\n  完了までに 情報照会者の「原因の判明」" in out
    assert below(out, "cause_delayed") == ["[可]       原因究明の遅れ  cause_delayed"]
    remedy = "先に情報提供者が「原因究明の遅れ」を記録する(1(3)②)"
    assert below(out, "delay_notified") == [
        "[不可]     遅延の連絡  delay_notified",
        f"× 原因究明の遅れは記録されていない (1(3)②) → {remedy}",
        "先に 情報提供者の「原因究明の遅れ」(1(3)②)が必要です",
    ]
    assert below(out, "processed_on_attached_documents")[-3:] == [
        "先に 情報提供者の「原因究明の遅れ」(1(3)②)、情報提供者の「遅延の連絡」(1(3)②)が必要です",
        "1. 情報提供者: 原因究明の遅れ(1(3)②)",
        "2. 情報提供者: 遅延の連絡(1(3)②)",
    ]
    assert below(out, "discrepancy_found")[-1] == "この事案では今後受け付けられません"
    assert [
        line.removeprefix("受け付けるもの: ") for line in below(out, "cause_identified")[1:]
    ] == [
        "究明の結果: 提供された情報は正しい、起因者: 情報照会者又はどちらでもない",
        "究明の結果: 照会側の誤り、起因者: 情報照会者",
        "主体: 情報提供者、究明の結果: 提供された情報の誤り、起因者: 情報提供者又はどちらでもない",
    ]
    for event_type in nws.load_edition().events:
        assert f"  {event_type}\n" in out


def test_english_says_the_same(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """With --lang en."""
    file = write(tmp_path, *TO_PROVIDER)
    _, out, _ = run(capsys, "options", file, "--lang", "en")
    assert below(out, "delay_notified") == [
        "[blocked] delay notified  delay_notified",
        "× no delay is on record (1(3)②) → the provider first records “cause delayed” (1(3)②)",
        "First: “cause delayed” by the provider (1(3)②)",
    ]
    assert below(out, "consulted")[1:] == [
        "accepted: FAQ looked up: yes, through: prefecture, J-LIS",
        "accepted: FAQ looked up: yes, asked: J-LIS, through: nobody",
    ]


def test_before_the_opening_every_way_starts_with_one(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A case that never opened has its options too."""
    file = write(tmp_path, INCONCLUSIVE)
    status, out, _ = run(capsys, "options", file)
    assert status == 0
    assert "未開始" in out
    assert below(out, "discrepancy_found") == ["[可]       齟齬の発見  discrepancy_found"]
    assert below(out, "outage_announced")[-1] == (
        "先に 情報照会者の「提供エラーの発生」(2柱書)が必要です"
    )


def test_json_has_one_object_a_case(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """With stable keys, and nothing but words and numbers in the values."""
    file = write(tmp_path, opening("provision_failed"))
    status, out, err = run(capsys, "options", file, "--json", "--lang", "en")
    assert (status, err) == (0, "")
    data: dict[str, Any] = json.loads(out)
    assert list(data) == ["case", "tracks", "complete", "way_to_complete", "options"]
    assert (data["case"], data["complete"]) == ("x-1", False)
    assert data["tracks"]["investigation"] == "outage_check"
    assert data["way_to_complete"]["reach"] == "ahead"
    options = {option["type"]: option for option in data["options"]}
    assert list(options) == list(nws.load_edition().events)
    assert options["outage_checked"]["availability"] == "conditional"
    assert {"multi_agency", "sources", "by"} == options["outage_checked"]["choices"][0].keys()
    assert options["outage_checked"]["way_on"]["reach"] == "now"
    blocked = options["self_check_inconclusive"]
    assert blocked["findings"][0]["rule"] == "I7"
    assert blocked["way_on"] == {
        "reach": "ahead",
        "message": "First: “outage checked” by the requester (2柱書, 2(1))",
        "steps": [
            {
                "type": "outage_checked",
                "by": "requester",
                "values": {"multi_agency": False, "sources": ["sharing_site_01"]},
                "rules": ["I1"],
                "clauses": ["2柱書", "2(1)"],
                "starts_round": False,
                "message": "requester: outage checked (2柱書, 2(1)) [hits many agencies: no, "
                "sources looked at: sharing site, 01 (notices of the operator)]",
            }
        ],
    }


def test_one_case_of_a_file_can_be_picked(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """By its id; all are shown where none is named, and an id that no case has is an error."""
    lines = [
        Path(write(tmp_path, opening(), id_=name)).read_text(encoding="utf-8")
        for name in ("x-1", "x-2")
    ]
    file = tmp_path / "cases.jsonl"
    file.write_text("".join(lines), encoding="utf-8")
    _, out, _ = run(capsys, "options", str(file), "--json")
    assert [json.loads(line)["case"] for line in out.splitlines()] == ["x-1", "x-2"]
    status, out, _ = run(capsys, "options", str(file), "--json", "--case", "x-2")
    assert (status, json.loads(out)["case"]) == (0, "x-2")
    status, out, err = run(capsys, "options", str(file), "--case", "x-3")
    assert (status, out) == (2, "")
    assert err == "nws-incident: id が「x-3」の事案はありません\n"


def test_what_cannot_be_read_is_said_and_the_status_is_2(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """For people and as JSON; the other cases are shown all the same."""
    write(tmp_path, opening())
    (tmp_path / "broken.yaml").write_text("id: y\n", encoding="utf-8")
    status, out, _ = run(capsys, "options", str(tmp_path))
    assert status == 2
    assert "データ不備" in out
    assert "■ x-1" in out
    status, out, _ = run(capsys, "options", str(tmp_path), "--json")
    assert status == 2
    broken, sound = (json.loads(line) for line in out.splitlines())
    assert list(broken) == ["case", "file", "errors"]
    assert broken["case"] == "y"
    assert sound["case"] == "x-1"
    status, out, _ = run(capsys, "options", str(tmp_path), "--case", "x-1", "--json")
    assert (status, json.loads(out)["case"]) == (0, "x-1")


def test_every_example_case_can_be_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """In both languages, with every type of event for each."""
    for language in ("ja", "en"):
        status, out, err = run(capsys, "options", str(EXAMPLES), "--lang", language)
        assert (status, err) == (0, "")
        assert "${" not in out
        assert out.count("  discrepancy_found\n") == len(list(EXAMPLES.glob("*.yaml")))


def test_rows_say_what_the_choices_say() -> None:
    """Merged rows stand for the same choices: all mixtures of their values, and no others."""
    case = case_of(*TO_PROVIDER)
    for option in nws.options(case):
        rows = rows_of(case.edition, option)
        for choice in option.choices:
            assert any(
                all(choice.get(name) in values for name, values in row.items()) for row in rows
            )
        assert len(rows) <= max(1, len(option.choices))
    blank = case_of(opening(inquiry={}), INCONCLUSIVE)
    (contact,) = (one for one in nws.options(blank) if one.event_type == "provider_contacted")
    (row,) = rows_of(blank.edition, contact)
    assert len(row["inquiry"][0]) == 7


def test_the_story_of_a_replay_says_what_should_have_come_first(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Where a refused event had a way in its round; the JSON of a replay is as it was."""
    file = write(
        tmp_path,
        *TO_PROVIDER,
        documents("cause_delayed"),
        documents("immediate_processing"),
        event("cause_delayed", "provider"),
        documents("cause_delayed"),
        looked(multi_agency=False),
    )
    _, out, _ = run(capsys, "replay", file)
    assert [line.strip() for line in out.splitlines() if "→ 先に" in line] == [
        "→ 先に 情報提供者の「原因究明の遅れ」(1(3)②)、情報提供者の「遅延の連絡」(1(3)②)が必要です",
        "→ 先に 情報提供者の「遅延の連絡」(1(3)②)が必要です",
    ]
    _, out, _ = run(capsys, "replay", file, "--json")
    assert "way" not in out
