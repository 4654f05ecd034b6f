"""The commands `route` and `draft`: for people and scripts, in both languages."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import nws_incident as nws
from nws_incident.cli import main
from nws_incident.codec import write_event
from scenes import (
    DOUBTFUL_NUMBER,
    INQUIRY,
    VALID_NUMBER,
    case_of,
    declared,
    event,
    opening,
)

CASES = Path(__file__).parent.parent / "examples" / "cases"
LEAK = str(next(CASES.glob("20-*.yaml")))


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Run the command in this process; return its status and what it wrote."""
    status = main(words)
    written = capsys.readouterr()
    return status, written.out, written.err


def write_case(folder: Path, *cases: nws.Case, extra: tuple[nws.Event, ...] = ()) -> str:
    """Write cases, and events that are not accepted, as JSON Lines; return the path."""
    file = folder / "cases.jsonl"
    file.write_text(
        "".join(
            json.dumps(
                {
                    "format": "nws-incident/case/1",
                    "id": f"case-{number}",
                    "events": [write_event(one) for one in (*case.events, *extra)],
                }
            )
            + "\n"
            for number, case in enumerate(cases, start=1)
        ),
        encoding="utf-8",
    )
    return str(file)


# route


def test_a_route_is_shown_with_its_relays_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    """Each thing has its heading; what there is none of is left out."""
    status, out, err = run(capsys, "route", "ask_competent_ministry", "--sender", "municipality")
    assert (status, err) == (0, "")
    assert "1. 都道府県" in out
    assert "電話、電子メール: 都道府県の制度所管部局を通じてもよく" in out
    assert "4(4)①、4(4)②" in out
    assert "様式" not in out
    _, direct, _ = run(capsys, "route", "ask_competent_ministry", "--sender", "prefecture")
    assert "経由先" not in direct


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("inquire_provider", "--contact-known", "no"),
            ("forms that may be used", "(e-mail, sharing site)", "contact window"),
        ),
        (("inquire_provider", "--contact-known", "yes"), ("time of occurrence, what happened",)),
        (("ask_system_operator",), ("form to use as a rule", "1. the prefecture", "2. J-LIS")),
        (("emergency", "--kind", "information_leak"), ("by, in turn", "0570-00-1515", "also")),
        (("report_outcome",), ("form to use", "Annex 2")),
    ],
)
def test_every_part_of_a_route_is_said(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: tuple[str, ...]
) -> None:
    """In English too."""
    status, out, _ = run(capsys, "route", *words, "--sender", "municipality", "--lang", "en")
    assert status == 0
    for text in said:
        assert text in out


@pytest.mark.parametrize("purpose", list(nws.Purpose))
@pytest.mark.parametrize("sender", list(nws.PartyKind))
def test_a_route_as_json_has_all_of_it(
    capsys: pytest.CaptureFixture[str], purpose: str, sender: str
) -> None:
    """One object, with a name for programs and a label for people."""
    words = ("--contact-known", "no", "--kind", "information_leak", "--json", "--lang", "en")
    status, out, _ = run(capsys, "route", purpose, "--sender", sender, *words)
    data = json.loads(out)
    way = nws.route(purpose, sender=sender, contact_known=False, kind="information_leak")
    assert status == 0
    assert data["purpose"] == purpose
    for key in ("relays", "channels", "forms", "must_contain", "do_first", "must_not"):
        assert [one["id"] for one in data[key]] == [one.id for one in getattr(way, key)]
    assert data["clauses"] == list(way.clauses)
    assert (data["phone"] is None) == (way.phone is None)
    assert (data["category"] is None) == (way.category is None)
    assert data["in_turn"] == way.in_turn
    assert [one["id"] for one in data["authorities"]] == [one.id for one in way.authorities]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("ask_jlis", "--sender", "other"), "「ask_j_lis」の間違いではありませんか"),
        (("ask_j_lis", "--sender", "city"), "municipality, prefecture"),
        (("inquire_provider", "--sender", "other"), "把握しているかどうか"),
        (("emergency", "--sender", "other"), "種別を示してください"),
    ],
)
def test_a_route_that_cannot_be_asked_for_is_a_matter_of_usage(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    """Status 2, with what would be right, in the language asked for."""
    status, out, err = run(capsys, "route", *words)
    assert (status, out) == (2, "")
    assert said in err


# draft


def test_a_draft_goes_to_standard_output_and_its_gaps_to_the_other(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A draft with gaps is a draft: the status is 0."""
    details = ("--detail", "desk=税務課", "--detail", "person=乙野=太郎")
    status, out, err = run(capsys, "draft", LEAK, "emergency_phone", *details)
    assert status == 0
    assert "　福岡県の税務課、乙野=太郎です。" in out
    assert "【未記入:電話番号】" in out
    assert "未記入の事項: " in err
    assert "電話番号 (phone)" in err
    assert "未記入の事項" not in out


def test_a_draft_without_gaps_leaves_standard_error_empty(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Nothing to say, nothing said."""
    names = ("date", "desk", "person", "phone", "email", "recipient_desk")
    details = [word for name in names for word in ("--detail", f"{name}=x")]
    status, out, err = run(capsys, "draft", LEAK, "notify_correction", *details, "--lang", "en")
    assert (status, err) == (0, "")
    assert "Registered copy corrected at: 2017-10-17 15:00 JST" in out


def test_a_draft_as_json_has_text_gaps_and_route(capsys: pytest.CaptureFixture[str]) -> None:
    """One object, and nothing on standard error."""
    words = ("--json", "--lang", "en", "--by", "requester")
    status, out, err = run(capsys, "draft", LEAK, "ask_system_operator", *words)
    assert (status, err) == (0, "")
    data = json.loads(out)
    assert data["kind"] == "ask_system_operator"
    assert data["by"] == "requester"
    assert data["form"]["id"] == "form_02_04"
    assert [step["id"] for step in data["route"]["relays"]] == ["prefecture", "j_lis"]
    assert {"id": "question", "label": "question"} in data["missing"]
    assert data["text"].startswith("For form 02-04")
    _, out, _ = run(capsys, "draft", LEAK, "notify_delay", "--json")
    assert (json.loads(out)["route"], json.loads(out)["form"]) == (None, None)


def test_the_case_is_chosen_where_there_are_several(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Without a choice the ids are named; a wrong one is said to be wrong."""
    file = write_case(tmp_path, case_of(opening()), case_of(opening("provision_failed")))
    status, out, err = run(capsys, "draft", file, "inquire_provider")
    assert (status, out) == (2, "")
    assert "case-1, case-2" in err
    status, out, _ = run(capsys, "draft", file, "inquire_provider", "--case", "case-2")
    assert status == 0
    assert "提供されない事象" in out
    status, _, err = run(capsys, "draft", file, "inquire_provider", "--case", "case-3")
    assert status == 2
    assert "「case-3」はありません" in err


def test_refused_events_and_doubts_are_told_beside_the_draft(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """The draft does without what was refused, and digits in doubt are a warning."""
    doubtful = {**INQUIRY, "processing_number": DOUBTFUL_NUMBER}
    file = write_case(
        tmp_path, case_of(opening(inquiry=doubtful)), extra=(event("delay_notified", "provider"),)
    )
    status, _, err = run(capsys, "draft", file, "inquire_provider")
    assert status == 0
    assert "受け付けられない事象が1件" in err
    assert "処理通番に個人番号かもしれない数字がある" in err


def test_control_characters_do_not_reach_the_terminal(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """They are replaced, line by line; wide spaces and line ends stay."""
    case = case_of(opening(inquiry={**INQUIRY, "summary": "一行目\n\x1b[31m二行目"}))
    _, out, _ = run(capsys, "draft", write_case(tmp_path, case), "inquire_provider")
    assert "\x1b" not in out
    assert "　　一行目\n\N{REPLACEMENT CHARACTER}[31m二行目\n" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("notify_dealy",), "「notify_delay」の間違いではありませんか"),
        (("notify_delay", "--detail", "dsek=x"), "「desk」の間違いではありませんか"),
        (("notify_delay", "--detail", f"desk={VALID_NUMBER}"), "取り除いてください"),
        (("notify_delay", "--by", "requester"), "作る者: provider"),
        (("notify_delay", "--detail", "cause=x"), "$.details.cause"),
    ],
)
def test_what_cannot_be_drafted_is_a_matter_of_usage(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    """Status 2, and never the digits."""
    status, out, err = run(capsys, "draft", LEAK, *words)
    assert (status, out) == (2, "")
    assert said in err
    assert VALID_NUMBER not in err


def test_a_detail_without_a_value_is_a_matter_of_usage(capsys: pytest.CaptureFixture[str]) -> None:
    """The parser says how it must look."""
    with pytest.raises(SystemExit) as ended:
        main(["draft", LEAK, "notify_delay", "--detail", "desk"])
    assert ended.value.code == 2
    assert "KEY=VALUE" in capsys.readouterr().err


def test_an_unopened_case_and_an_unreadable_file_are_status_two(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """The path and every problem are said."""
    shutil.copy(LEAK, tmp_path / "a.yaml")
    broken = tmp_path / "b.yaml"
    broken.write_text("format: nws-incident/case/1\nid: b\n", encoding="utf-8")
    status, out, err = run(capsys, "draft", str(broken), "notify_delay")
    assert (status, out) == (2, "")
    assert "b.yaml $.events" in err
    assert run(capsys, "draft", str(tmp_path), "notify_delay", "--case", "osaka-2017-020")[0] == 0
    assert run(capsys, "draft", str(tmp_path), "notify_delay", "--case", "b")[0] == 2
    unopened = write_case(tmp_path, nws.Case(), extra=(declared("impact_survey"),))
    status, _, err = run(capsys, "draft", unopened, "emergency_phone")
    assert status == 2
    assert "まだ始まっていない" in err
