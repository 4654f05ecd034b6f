"""`nws-incident what-if` and `nws-incident diff`, for people and for scripts."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import nws_incident as nws
from nws_incident.cli import main
from nws_incident.cli.terminal import screen_columns, width, wrapped
from nws_incident.testing import nasty_texts
from scenes import (
    AT,
    CAUSE_DELAYED,
    CHECK_DELAYED,
    CONTACTED,
    DELAY_TOLD,
    INCONCLUSIVE,
    TO_REINQUIRY,
    VALID_NUMBER,
    documents,
    event,
    file_of,
    opening,
    spread,
)

EXAMPLES = Path(__file__).parent.parent / "examples"
USED = spread(
    opening(decide_by="2017-07-26"),
    INCONCLUSIVE,
    CONTACTED,
    CAUSE_DELAYED,
    DELAY_TOLD,
    documents("cause_delayed"),
    *TO_REINQUIRY[3:],
)


def data_of(*happened: nws.Event, id_: str = "x-1", **more: Any) -> str:
    """Return a case as a line of JSON."""
    file = file_of(happened, id_)
    data = {"format": file.format, "id": id_, "events": [nws.write_event(one) for one in happened]}
    return json.dumps({**data, **more}, ensure_ascii=False) + "\n"


@pytest.fixture
def used(tmp_path: Path) -> str:
    """Return the file of a case in which the documents were used on a delay that was told."""
    file = tmp_path / "used.json"
    file.write_text(data_of(*USED, title="長引いた究明"), encoding="utf-8")
    return str(file)


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Run the command in this process; return its status and what it wrote."""
    status = main(words)
    written = capsys.readouterr()
    return status, written.out, written.err


def lines(text: str) -> list[str]:
    """Return the lines of a text that are not empty."""
    return [line for line in text.splitlines() if line]


def test_a_clerk_sees_what_is_beside_what_would_be(
    capsys: pytest.CaptureFixture[str], used: str
) -> None:
    """What is supposed, every event with its marks, both ends, and how much differs."""
    status, out, err = run(capsys, "what-if", used, "--without", "4")
    assert (status, err) == (0, "")
    shown = lines(out)
    assert shown[0].startswith("■ x-1 長引いた究明  [")
    assert shown[1] == "  もし、4番の情報提供者の「遅延の連絡」がなかったら"
    assert shown[2] == "  0 0  2017-07-19 10:00  情報照会者  齟齬の発見          O1"
    assert shown[6:11] == [
        "- 4    2017-07-19 10:40  情報提供者  遅延の連絡",
        "      実際  F3 1(3)②",
        "~ 5 4  2017-07-19 10:50  情報照会者  添付書類による処理",
        "      実際  P1 1(5) 事務処理: 添付書類により処理済み",
        "      仮定  × 不受付",
    ]
    assert shown[11].startswith("      × P1 必要なこと: 情報提供者から遅れる旨の連絡")
    assert "                  実際                           仮定" in shown
    assert "~ 事務処理        添付書類により処理済み         未処理" in shown
    assert "  緊急連絡        なし                           同じ" in shown
    assert "~                 なし                           情報照会者: 再度の情報照会" in shown
    assert shown[-1].startswith("相違: 事象3件(受付と不受付が入れ替わるもの1件)、結果")
    assert all(width(line) <= 80 for line in shown[shown.index(shown[11]) + 1 : -1])


def test_every_kind_of_change_is_told_in_english(
    capsys: pytest.CaptureFixture[str], used: str, tmp_path: Path
) -> None:
    """Inline or out of a file, with a time or without, in the order in which they are given."""
    file = tmp_path / "event.yaml"
    file.write_text("{type: self_check_delayed, by: requester}\n", encoding="utf-8")
    status, out, _ = run(
        capsys,
        *("what-if", used, "--lang", "en"),
        *("--event", str(file), "--at-index", "1"),
        *("--move", "3:2", "--without", "1"),
        *("--replace", "5", "{type: processed_on_linked_information, by: requester}"),
        *("--event", "{type: wider_impact_expected, by: provider}"),
        *("--event", f"{{type: response_delayed, by: provider, at: '{AT.isoformat()}'}}"),
    )
    assert status == 0
    used_, linked = "“processed on attached documents”", "“processed on linked information”"
    assert lines(out)[1:8] == [
        "  What if “self-check delayed” by the requester had come besides?",
        "  What if event 3, “cause delayed” by the provider, had come at 2?",
        "  What if event 1, “self-check inconclusive” by the requester, had not come?",
        f"  What if event 5 had not been {used_} by the requester, but {linked} by the requester?",
        "  What if “wider impact expected” by the provider had come besides?",
        "  What if “response delayed” by the provider had come besides?",
        "   0  0  2017-07-19 10:00  requester  discrepancy found                O1",
    ]
    assert "+     2  2017-07-19 10:00  provider   response delayed" in out
    assert "+     1  2017-07-19 10:00  requester  self-check delayed" in out
    assert "-  1     2017-07-19 10:10  requester  self-check inconclusive" in out
    assert "+    10  2017-07-19 11:20  provider   wider impact expected" in out
    assert "      what if   processed on linked information  × refused" in out


def test_fields_that_differ_are_named_with_their_words(
    capsys: pytest.CaptureFixture[str], used: str
) -> None:
    """A free text by its name alone; a time that differs stands with its side."""
    other = "{type: provider_contacted, by: requester, channel: email, contact_known: true,"
    other += " note: 急ぎ, at: '2017-07-19T10:25:00+09:00'}"
    _, out, _ = run(capsys, "what-if", used, "--replace", "2", other)
    shown = lines(out)
    place = shown.index("~ 2 2  2017-07-19 10:20  情報照会者  情報提供者への連絡")
    assert shown[place + 1] == "      異なる項目: 備考; 連絡手段: 電話 → 電子メール"
    assert shown[place + 2].startswith("      実際  I8 ")
    assert shown[place + 3].startswith("      仮定  2017-07-19 10:25 JST  I8 ")


def test_a_moved_event_may_keep_its_time(capsys: pytest.CaptureFixture[str], used: str) -> None:
    """And is then judged as it is: what follows runs back in time."""
    _, out, _ = run(capsys, "what-if", used, "--move", "4:1", "--json")
    fitted = json.loads(out)
    _, out, _ = run(capsys, "what-if", used, "--move", "4:1", "--keep-time", "--json")
    kept = json.loads(out)
    assert fitted["changes"] == [{"change": "moved", "index": 4, "to": 1, "keeps_time": False}]
    assert kept["changes"][0]["keeps_time"] is True
    moved = [next(pair for pair in one["pairs"] if not pair["one"]) for one in (fitted, kept)]
    times = [one["other"]["at"][11:16] for one in moved]
    assert times == ["10:10", "10:40"]


def test_scripts_get_one_object(capsys: pytest.CaptureFixture[str], used: str) -> None:
    """With both replays, every pair and every difference; no text of an event is in it."""
    given_ = f"{{type: self_check_delayed, by: requester, note: '{VALID_NUMBER}'}}"
    status, out, err = run(
        capsys,
        "what-if",
        used,
        "--event",
        given_,
        "--json",
        "--lang",
        "en",
        "--now",
        AT.isoformat(),
    )
    data = json.loads(out)
    assert (status, err) == (0, "")
    assert VALID_NUMBER not in out
    assert data["case"] == "x-1"
    assert data["changes"][0]["index"] == len(USED)
    assert data["pairs"][-1]["other"]["findings"][0]["rule"] == "G4"
    assert data["differences"] == []
    assert not data["is_same"]
    assert data["one"]["tracks"] == data["other"]["tracks"]


def test_the_json_page_has_every_key(capsys: pytest.CaptureFixture[str], used: str) -> None:
    """Of the object itself, of its pairs and events, of its differences and of its changes."""
    page = (EXAMPLES.parent / "docs/reference/json-output.md").read_text(encoding="utf-8")
    section = page.partition("\n## Two stories beside each other\n")[2].partition("\n## ")[0]
    event_ = "{type: self_check_delayed, by: requester}"
    _, out, _ = run(
        capsys, "what-if", used, "--without", "4", "--move", "3:3", "--event", event_, "--json"
    )
    data = json.loads(out)
    keys = {*data, *data["pairs"][0], *data["pairs"][0]["one"], *data["differences"][0]}
    keys |= {key for change in data["changes"] for key in change}
    assert [key for key in sorted(keys) if f"`{key}`" not in section] == []
    assert {one["aspect"] for one in data["differences"]} <= set(nws.Aspect)
    assert [aspect for aspect in nws.Aspect if f"`{aspect}`" not in section] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "say what may have gone otherwise: --event, --without, --move or --replace"),
        (("--without", "9"), "$.changes[0].index: there is no event number 9: there are 9 events"),
        (("--event", "{by: requester}"), "--event.type: required field missing"),
        (("--replace", "1", "[]"), "--replace: must be a mapping"),
        (("--event", "{"), "--event: is not YAML"),
        (("--event", "gone.yaml"), "--event gone.yaml: cannot be read: No such file or directory"),
        (("--without", "1", "--case", "y"), "there is no case with the id “y”"),
    ],
)
def test_what_cannot_be_supposed_is_said_in_a_line(
    capsys: pytest.CaptureFixture[str], used: str, words: tuple[str, ...], said: str
) -> None:
    """What is wrong, where, and what to do; nothing else is written."""
    status, out, err = run(capsys, "what-if", used, "--lang", "en", *words)
    assert (status, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--move", "1"), "argument --move: '1' is not two numbers, such as 5:3"),
        (("--at-index", "1"), "--at-index says where the --event before it comes"),
        (("--without", "1", "--at-index", "1"), "--at-index says where the --event before it"),
        (("--replace", "x", "{}"), "argument --replace: 'x' is not the number of an event"),
    ],
)
def test_a_command_line_that_makes_no_sense_is_told_so(
    capsys: pytest.CaptureFixture[str], used: str, words: tuple[str, ...], said: str
) -> None:
    """As argparse tells it."""
    with pytest.raises(SystemExit) as ended:
        main(["what-if", used, *words])
    assert ended.value.code == 2
    assert said in capsys.readouterr().err


def test_an_event_file_that_is_not_utf8_is_told_so(
    capsys: pytest.CaptureFixture[str], used: str, tmp_path: Path
) -> None:
    """With the byte at which it goes wrong."""
    file = tmp_path / "event.yaml"
    file.write_bytes("{note: 急}".encode("shift_jis"))
    status, _, err = run(capsys, "what-if", used, "--event", str(file), "--lang", "en")
    assert status == 2
    assert "is not UTF-8 text (byte 8)" in err


def test_a_case_is_picked_out_of_a_file_of_several(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Without its id it is not clear which; a case that cannot be read is shown as such."""
    file = tmp_path / "cases.jsonl"
    file.write_text(data_of(*USED) + data_of(*USED[:3], id_="x-2") + '{"id": "x-3"}\n', "utf-8")
    status, _, err = run(capsys, "what-if", str(file), "--without", "1", "--lang", "en")
    assert status == 2
    assert "holds 3 cases: name one with --case" in err
    _, out, _ = run(capsys, "what-if", str(file), "--without", "2", "--case", "x-2", "--json")
    assert json.loads(out)["case"] == "x-2"
    status, out, _ = run(capsys, "diff", str(file), str(file), "--case", "x-3")
    assert status == 2
    assert "$.format" in out
    status, out, _ = run(capsys, "diff", str(file), str(file), "--case", "x-3", "--json")
    assert status == 2
    assert json.loads(out)["errors"]
    words = ("--case", "x-1", "--case", "x-2", "--json")
    status, out, _ = run(capsys, "diff", str(file), str(file), *words)
    assert status == 1
    data = json.loads(out)
    assert (data["one"]["case"], data["other"]["case"]) == ("x-1", "x-2")
    assert data["parting"] == 3


def test_two_cases_are_shown_beside_each_other(
    capsys: pytest.CaptureFixture[str], used: str, tmp_path: Path
) -> None:
    """Status 1 where they differ; a case beside itself is the same."""
    assert run(capsys, "diff", used, used)[0] == 0
    status, out, _ = run(capsys, "diff", used, used, "--lang", "en")
    assert (status, lines(out)[-1]) == (0, "There is no difference")
    other = tmp_path / "other.yaml"
    doubtful = event("wider_impact_expected", note="201707191000")
    refused = event("delay_notified", "provider")
    other.write_text(data_of(*spread(opening(decide_by="2017-07-26"), refused, doubtful)), "utf-8")
    status, out, err = run(capsys, "diff", used, str(other), "--lang", "en")
    assert (status, err) == (1, "")
    shown = lines(out)
    assert [line[:8] for line in shown[:2]] == ["A ■ x-1 ", "B ■ x-1 "]
    assert "  0 0  2017-07-19 10:00  requester  discrepancy found                O1" in shown
    assert any(line.startswith("      ! G4") for line in shown)
    assert "~ Processing      Done on attached documents     Pending" in shown
    status, out, _ = run(capsys, "diff", str(other), str(other))
    assert "× 不受付" in out
    assert status == 0


def test_cases_that_were_never_opened_or_have_no_events_can_be_compared(
    capsys: pytest.CaptureFixture[str], used: str, tmp_path: Path
) -> None:
    """There is little to say of them; what would open them can be tried."""
    empty, unopened = tmp_path / "empty.json", tmp_path / "unopened.json"
    empty.write_text(data_of(), encoding="utf-8")
    unopened.write_text(data_of(CHECK_DELAYED), encoding="utf-8")
    assert run(capsys, "diff", str(empty), str(empty))[0] == 0
    assert "未開始" in run(capsys, "diff", str(unopened), used)[1]
    first = json.dumps(nws.write_event(opening()), ensure_ascii=False)
    status, out, _ = run(capsys, "what-if", str(empty), "--event", first)
    assert status == 0
    assert "~ 点検・原因究明  未開始" in out
    status, _, err = run(
        capsys, "what-if", str(empty), "--event", "{type: self_check_delayed, by: requester}"
    )
    assert status == 2
    assert "--event.at" in err


def test_a_case_that_changes_its_edition_is_told_in_the_words_of_each(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The edition at the end is shown where it differs."""
    overlay = str(EXAMPLES / "editions" / "2021-09-01-illustration.toml")
    file = str(EXAMPLES / "editions" / "cases" / "1-moved-on-the-way.yaml")
    (found,) = nws.read_paths([Path(file)], editions=[nws.load_edition(overlay)])
    assert isinstance(found, nws.ReadCase)
    moves = [one.type for one in found.case.events].index("edition_changed")
    status, out, _ = run(capsys, "what-if", file, "--without", str(moves), "--edition", overlay)
    assert status == 0
    assert "~ 版              2021-09-01-illustration" in out


def test_the_columns_are_those_of_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Or 80 where nobody looks on."""
    assert screen_columns() == 80
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "132")
    assert screen_columns() == 132
    assert "COLUMNS" in os.environ


@given(nasty_texts() | st.text(), st.integers(2, 40))
def test_a_wrapped_text_fits_and_is_all_there(text: str, columns: int) -> None:
    """But for spaces where it is broken."""
    parts = wrapped(text, columns)
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(width(part) <= columns for part in parts)
    assert parts
