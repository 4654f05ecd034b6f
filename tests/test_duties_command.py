"""The board of what many cases owe: for people, as JSON, and as a calendar file."""

from __future__ import annotations

import builtins
import json
import os
import stat
import sys
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
import vobject

import nws_incident as nws
from nws_incident.cli import main
from nws_incident.duties.calendars import office_calendar
from nws_incident.export.ics import to_ics, uid_of
from scenes import AT, case_of, declared, opening

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PARTY = {"name": "北海道函館市", "kind": "municipality"}
NOW = "2017-07-24T09:00:00+09:00"


def case_data(case_id: str, *more: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """Return a case file that opens a case and goes on from there."""
    first: dict[str, Any] = {"type": "discrepancy_found", "at": "2017-07-19T10:00:00+09:00"}
    first |= {"by": "requester", "requester": PARTY, "provider": PARTY, "inquiry": {}, **fields}
    events = [first, *({"at": "2017-07-19T11:00:00+09:00", **one} for one in more)]
    return {"format": "nws-incident/case/1", "id": case_id, "events": events}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with three cases: one overdue, one on a closed day, one in an emergency."""
    emergency = {"type": "emergency_declared", "by": "provider", "kind": "information_leak"}
    refused = {"type": "delay_notified", "by": "provider"}
    cases = [
        case_data("c-late", decide_by="2017-07-21"),
        case_data("b-closed", refused, decide_by="2017-07-29"),
        case_data("a-urgent", emergency),
    ]
    for case in cases:
        file = tmp_path / "cases" / f"{case['id']}.json"
        file.parent.mkdir(exist_ok=True)
        file.write_text(json.dumps(case), encoding="utf-8")
    return tmp_path / "cases"


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    """Run `duties` and return its status and what it wrote."""
    status = main(["duties", *(str(word) for word in words)])
    written = capsys.readouterr()
    return status, written.out, written.err


def test_the_board_shows_each_role_the_most_urgent_first(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    """By role, urgency and date; what is late is told, and what falls on a closed day."""
    status, out, err = run(capsys, folder, "--now", NOW)
    assert (status, err) == (0, "")
    lines = out.splitlines()
    provider = lines.index("■ 情報提供者 2件")
    assert lines[0] == "■ 情報照会者 6件"
    assert "c-late" in lines[1]
    assert "2017-07-21 (3日超過)  事案で示された期限" in lines[1]
    assert "b-closed" in lines[2]
    assert "(あと5日)  事案で示された期限  閉庁日(次の開庁日は2017-07-31)" in lines[2]
    assert lines[provider + 1].startswith("  直ちに  a-urgent  電話による一報 3")
    assert "関係機関への報告(個人情報保護委員会) 3" in lines[provider + 2]
    assert lines[-1] == "事案3件のうち3件に、行うこと8件(うち期限超過1件)。データ不備0件"
    status, out, _ = run(capsys, folder, "--now", NOW, "--lang", "en", "--role", "provider")
    assert out.startswith("■ provider: 2\n  immediately  a-urgent  Phone the operator 3")


def test_only_what_is_overdue(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """`--overdue` leaves what is past its date, and says so where nothing is."""
    _, out, _ = run(capsys, folder, "--now", NOW, "--overdue")
    assert "c-late" in out
    assert "b-closed" not in out
    _, out, _ = run(capsys, folder, "--now", "2017-07-19T00:00:00Z", "--overdue")
    assert out.splitlines()[0] == "行うことはありません"
    _, out, _ = run(capsys, folder, "--overdue")
    assert "b-closed" in out  # by the present time


def test_json_is_one_duty_a_line_in_the_order_of_the_board(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    """Each has the case, the file, and the keys of a duty."""
    _, out, _ = run(capsys, folder, "--now", NOW, "--json", "--lang", "en")
    rows = [json.loads(line) for line in out.splitlines()]
    assert [(row["case"], row["duty"]) for row in rows] == [
        ("c-late", "decide_application"),
        ("b-closed", "decide_application"),
        ("a-urgent", "complete_self_check"),
        ("a-urgent", "decide_application"),
        ("b-closed", "complete_self_check"),
        ("c-late", "complete_self_check"),
        ("a-urgent", "phone_operator"),
        ("a-urgent", "inform_authority"),
    ]
    assert (rows[0]["overdue"], rows[0]["due_source"]) == (3, "case")
    assert (rows[1]["is_due_closed"], rows[1]["next_open_day"]) == (True, "2017-07-31")
    assert rows[-1]["value"] == rows[-1]["counterpart"] == "ppc"
    assert rows[0]["file"].endswith("c-late.json")


def test_a_case_that_cannot_be_read_is_told_and_the_others_are_shown(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    """The status is then 2."""
    (folder / "broken.json").write_text("{}", encoding="utf-8")
    status, out, _ = run(capsys, folder, "--now", NOW)
    assert status == 2
    assert "$.id" in out
    assert "c-late" in out
    status, out, _ = run(capsys, folder, "--now", NOW, "--json")
    assert status == 2
    assert json.loads(out.splitlines()[-1])["errors"]


def todos(file: Path) -> dict[str, Any]:
    """Read a calendar file with another library, and return its to-dos by their ids."""
    (calendar,) = vobject.readComponents(file.read_text(encoding="utf-8"))
    return {todo.uid.value: todo for todo in calendar.vtodo_list}


def test_a_calendar_file_has_a_to_do_for_each_duty(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    """Another library reads it: a date where there is one, a stable id, and when it was made."""
    file = tmp_path / "duties.ics"
    status, _, err = run(capsys, folder, "--now", NOW, "--ics", file)
    assert (status, err) == (0, "")
    first = todos(file)
    assert len(first) == 8
    assert {todo.dtstamp.value for todo in first.values()} == {datetime(2017, 7, 24, tzinfo=UTC)}
    dates = {todo.due.value: todo.summary.value for todo in first.values() if hasattr(todo, "due")}
    assert dates == {
        date(2017, 7, 21): "申請等の事務処理 (c-late)",
        date(2017, 7, 29): "申請等の事務処理 (b-closed)",
    }
    phone = next(one for one in first.values() if "一報" in one.summary.value)
    assert (phone.priority.value, phone.status.value) == ("1", "NEEDS-ACTION")
    assert phone.categories.value == ["情報提供者"]
    assert phone.description.value.splitlines() == [
        "まず、電話で運営主体に一報する。",
        "時期: 直ちに",
        "項番: 3",
    ]
    closed = next(one for one in first.values() if one.summary.value.endswith("処理 (b-closed)"))
    assert closed.description.value.splitlines()[-1] == "閉庁日(次の開庁日は2017-07-31)"
    later = "2017-07-25T00:00:00Z"
    status, _, _ = run(capsys, folder, "--now", later, "--ics", file, "--lang", "en")
    assert status == 0
    assert todos(file).keys() == first.keys()
    assert sorted(one.name for one in tmp_path.iterdir()) == ["cases", "duties.ics"]


def test_only_a_calendar_file_of_this_command_is_replaced(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    """Anything else stays as it is, and the status says so; the board is shown all the same."""
    file = tmp_path / "mine.ics"
    file.write_text("BEGIN:VCALENDAR\r\nPRODID:-//somebody else\r\nEND:VCALENDAR\r\n")
    before = file.read_bytes()
    status, out, err = run(capsys, folder, "--ics", file)
    assert status == 2
    assert "置き換えません" in err
    assert "c-late" in out
    assert file.read_bytes() == before
    status, _, err = run(capsys, folder, "--ics", tmp_path / "no" / "such.ics", "--lang", "en")
    assert status == 2
    assert "cannot be written" in err


def test_a_replaced_file_keeps_its_permissions_and_a_link_stays_a_link(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    """What others may read, they still may."""
    file, link = tmp_path / "real.ics", tmp_path / "link.ics"
    link.symlink_to(file)
    run(capsys, folder, "--ics", link)
    file.chmod(0o640)
    run(capsys, folder, "--ics", link)
    assert link.is_symlink()
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_an_interrupted_write_leaves_the_old_file(
    capsys: pytest.CaptureFixture[str],
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The file is the old one or the new one, and nothing is left lying about."""
    file = tmp_path / "duties.ics"
    run(capsys, folder, "--ics", file)
    before = file.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    status, _, err = run(capsys, folder, "--ics", file, "--lang", "en")
    assert status == 2
    assert "No space left on device" in err
    assert file.read_bytes() == before
    assert sorted(one.name for one in tmp_path.iterdir()) == ["cases", "duties.ics"]


@pytest.fixture
def _no_extras(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the packages of the extras `calendar` and `ics` be missing as a test asks."""
    real = builtins.__import__

    def without(name: str, *rest: Any, **kwargs: Any) -> Any:
        if name in {"jpholiday", "icalendar"}:
            raise ImportError(name)
        return real(name, *rest, **kwargs)

    monkeypatch.delitem(sys.modules, "jpholiday", raising=False)
    monkeypatch.setattr(builtins, "__import__", without)
    yield
    office_calendar.cache_clear()


@pytest.mark.usefixtures("_no_extras")
def test_missing_packages_are_said(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    """Each by its extra; a replay goes on, and leaves open whether a day is closed."""
    office_calendar()  # as if only the calendar package were there
    status, out, err = run(capsys, folder, "--ics", tmp_path / "x.ics")
    assert (status, out) == (2, "")
    assert "nws-incident[ics]" in err
    office_calendar.cache_clear()
    status, out, err = run(capsys, folder)
    assert (status, out) == (2, "")
    assert "nws-incident[calendar]" in err
    assert main(["replay", "--json", str(folder / "b-closed.json")]) == 1
    data = json.loads(capsys.readouterr().out)
    dated = next(duty for duty in data["duties"] if duty["due"])
    assert (dated["due"], dated["is_due_closed"]) == ("2017-07-29", None)


def test_an_id_is_masked_and_a_value_tells_duties_apart() -> None:
    """No individual number gets into a calendar, and every duty has an id of its own."""
    case = case_of(opening(), declared("information_leak"))
    found = nws.duties(case, now=AT)
    owed = [("マイナンバー 123456789018", case.edition, duty) for duty in found]
    written = to_ics(owed, now=datetime.max.replace(tzinfo=UTC), language="ja").decode()
    early = nws.duties(case, now=datetime.min.replace(tzinfo=AT.tzinfo))
    assert b"DTSTAMP:00010101T" in to_ics(
        [("x", case.edition, duty) for duty in early],
        now=datetime.min.replace(tzinfo=AT.tzinfo),
        language="en",
    )
    assert "9018" not in written.replace("\r\n ", "")
    ids = {uid_of("a", duty) for duty in found} | {uid_of("b", duty) for duty in found}
    assert len(ids) == 2 * len(found)


def test_replay_tells_what_is_owed_allowed_and_spared(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Under each case, the duties with their dates, what may be done, and what need not be."""
    used = {"type": "processed_on_attached_documents", "by": "requester"}
    case = case_data("x", {**used, "ground": "immediate_processing"}, immediate=True)
    file = tmp_path / "x.json"
    file.write_text(json.dumps(case), encoding="utf-8")
    assert main(["replay", str(file)]) == 0
    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    assert "行うこと        情報照会者: 自らの点検 1(1)" in lines
    asking = "照会(情報提供NWS運営主体)、照会(集約機関(J-LIS))、照会(所管府省) 1(4)"
    assert f"できること      情報照会者: {asking}" in lines
    assert any(line.startswith("必要のないこと  情報照会者: 再度の情報連携 6") for line in lines)
    assert main(["replay", "--json", str(file)]) == 0
    data = json.loads(capsys.readouterr().out)
    assert [(one["exemption"], one["modality"], one["reason"]) for one in data["exemptions"]] == [
        ("reinquiry", "need_not", data["exemptions"][0]["means"])
    ]
    file.write_text(json.dumps(case_data("y", decide_by="9999-12-31")), encoding="utf-8")
    assert main(["replay", str(file), "--lang", "en"]) == 0
    out = capsys.readouterr().out
    days = (date.max - date(2017, 7, 19)).days
    assert f"9999-12-31 (days left: {days})  set in the case  closed that day\n" in out
