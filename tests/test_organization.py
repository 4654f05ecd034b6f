"""全国地方公共団体コード: every real one passes, and none with a changed last digit."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from nws_incident.organization import (
    PREFECTURES,
    check_digit,
    code_fault,
    fold,
    is_same_body,
    prefecture_of,
)

CODES = Path(__file__).parent / "data" / "local_government_codes.csv"


def real_codes() -> list[dict[str, str]]:
    """Return code, prefecture and name of every prefecture and municipality."""
    with CODES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_real_code_passes() -> None:
    """Prefectures and municipalities alike, with and without the check digit."""
    rows = real_codes()
    assert len(rows) > 1_780
    for row in rows:
        assert code_fault(row["code"]) is None, row
        assert code_fault(row["code"][:5]) is None, row
        assert prefecture_of(row["code"]) == row["prefecture"], row


def test_no_changed_last_digit_passes() -> None:
    """Each code has one check digit."""
    for row in real_codes():
        for last in set("0123456789") - {row["code"][5]}:
            assert code_fault(row["code"][:5] + last) == "code_check_digit", row
        assert check_digit(row["code"][:5]) == row["code"][5]


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("", "code_form"),
        ("0120", "code_form"),
        ("0120255", "code_form"),
        ("０１２０２５", "code_form"),
        ("01202x", "code_form"),
        (" 01202", "code_form"),
        ("00202", "code_prefecture"),
        ("48202", "code_prefecture"),
        ("012026", "code_check_digit"),
    ],
)
def test_a_faulty_code_is_told_apart(code: str, fault: str) -> None:
    """What is wrong is said: the form, the prefecture, or the check digit."""
    assert code_fault(code) == fault


def test_there_are_47_prefectures() -> None:
    """The first is 01, the last is 47."""
    assert len(set(PREFECTURES)) == 47
    assert (prefecture_of("01"), prefecture_of("47")) == ("北海道", "沖縄県")


def test_bodies_are_compared_by_code_else_by_name() -> None:
    """Width and spaces make no difference; some share a code and are bodies of their own."""
    assert fold("Ａ Ｂ　市") == "AB市"
    assert is_same_body("函館市", "012025", "北海道函館市", "01202")
    assert not is_same_body("函館市", "012025", "函館市", "022012")
    assert is_same_body("函館市", "012025", "函 館市", None)
    assert not is_same_body("函館市", None, "青森市", None)
    assert not is_same_body("函館市", "012025", "函館市教育委員会", "012025")
    assert is_same_body("函館市教育委員会", "012025", "北海道函館市教育委員会", "012025")
    for body in ("渡島廃棄物処理広域連合", "函館圏公立大学広域連合", "南渡島消防事務組合"):
        assert not is_same_body("函館市", "012025", body, "012025")
        assert is_same_body(body, "012025", f"北海道{body}", "01202")
    assert not is_same_body("函館市", "012025", "函館圏公立大学広 域 連 合", "012025")
    assert not is_same_body("南渡島消防事務組合", "012025", "函館圏公立大学広域連合", "012025")
