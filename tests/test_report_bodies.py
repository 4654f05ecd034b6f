"""Names of public bodies in a report: with or without prefecture and 郡, and who has a code."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from nws_incident.organization import PREFECTURES
from nws_incident.report.bodies import from_prefecture, is_local, is_named_in, is_same

DATA = Path(__file__).parent / "data" / "local_government_codes.csv"
LOCAL = [
    (row["code"], row["prefecture"], row["name"])
    for row in csv.DictReader(DATA.read_text(encoding="utf-8").splitlines())
]
WAYS = [
    ("北海道余市郡余市町", ["北海道余市町", "余市郡余市町", "余市町", "北海道 余市郡 余市町"]),
    ("北海道函館市", ["函館市", "北海道　函館市"]),
    ("兵庫県上郡町", ["上郡町", "上郡 町", "兵庫県赤穂郡上郡町"]),
    ("青森県", ["青森県"]),
    ("ＡＢＣ機構", ["ABC機構"]),
]
"""Ways to write the same name."""
EXPECTED = [(one, other) for one, others in WAYS for other in (one, *others)]
OTHERS = [
    ("北海道余市町", "北海道仁木町"),
    ("兵庫県上郡 町", "兵庫県神河町"),
    ("青森県", "秋田県"),
    ("厚生労働省", "財務省"),
]
"""Names of two bodies."""


@pytest.mark.parametrize(("one", "other"), EXPECTED)
def test_a_name_is_the_same_with_or_without_prefecture_and_district(one: str, other: str) -> None:
    """Where one of the two has no code, the name alone decides; width and space do not."""
    for code, other_code in ((None, None), ("012025", None), (None, "012025")):
        assert is_same(one, code, other, other_code)
        assert is_same(other, code, one, other_code)
    for name, text in ((one, other), (other, one)):
        assert is_named_in(name, f"{text}、秋田県秋田市")
        assert is_named_in(name, f"秋田県秋田市、{text}")


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_two_names_are_two_bodies(one: str, other: str) -> None:
    """Neither is the other, and neither is named by the other."""
    for code, other_code in ((None, None), ("012025", None), (None, "012025")):
        assert not is_same(one, code, other, other_code)
        assert not is_same(other, code, one, other_code)
    assert not is_named_in(one, other)
    assert not is_named_in(other, one)


def test_where_both_have_a_code_the_code_decides() -> None:
    """The same name with another code is another body: there are two 府中市."""
    assert not is_same("府中市", "132063", "府中市", "342084")
    assert is_same("府中市", "132063", "府中市", None)
    assert is_same("函館市役所", "012025", "北海道函館市", "01202")
    assert not is_same("函館市教育委員会", "012025", "北海道函館市", "012025")


def test_every_local_government_reads_as_one_and_is_called_by_its_prefecture() -> None:
    """With or without its prefecture, and its board of education; a code says which that is."""
    for code, prefecture, name in LOCAL:
        whole = prefecture + name
        assert from_prefecture(whole, code) == whole
        for short in (name, f"{name}教育委員会") if name else ():
            assert is_local(short)
            assert is_local(prefecture + short)
            assert from_prefecture(short, code) == prefecture + short
            assert from_prefecture(short, code[:5]) == prefecture + short
            assert from_prefecture(short, None) == short
            assert from_prefecture(short, "480002") == short
    assert all(is_local(prefecture) for prefecture in PREFECTURES)


@pytest.mark.parametrize("name", ["厚生労働省", "日本年金機構", "市町村課", "村上財団"])
def test_other_bodies_do_not_read_as_local_governments(name: str) -> None:
    """Neither do those with 市, 区, 町 or 村 somewhere else in their name."""
    assert not is_local(name)
