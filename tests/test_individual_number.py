"""Individual numbers in texts: what is found, what is doubtful, what is none, and masking."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nws_incident.individual_number import (
    Severity,
    check_digit,
    is_individual_number,
    mask,
    scan,
)
from oracle import has_check_digit, sightings

VALID = "123456789018"
INVALID = "123456789011"
PIECES = (
    *"1290",
    "1234",
    "5678",
    "9018",
    VALID,
    INVALID,
    "201707191000",
    "12345678901",
    "１２３４５６７８９０１８",
    "٣",
    "①",
    " ",
    "\u3000",
    "\n",
    "-",
    "−",
    "ー",
    "・",
    "\u200b",
    "/",
    ":",
    "マイナンバー",
    "ﾏｲﾅﾝﾊﾞｰ",
    "個人番号",
    "個人 番号",
    "個人番号企画室",
    "個人番号利用事務",
    "My Number",
    "ｍｙｎｕｍｂｅｒ",
    "共通番号",
    "あ",
    "あ" * 29,
    "は",
)


def verdict(text: str) -> str:
    """Return the worst that the scan says of a text."""
    severities = {sighting.severity for sighting in scan(text)}
    if Severity.REFUSED in severities:
        return "refused"
    return "doubtful" if severities else "clean"


def with_check_digit(eleven: str) -> str:
    """Return twelve digits of which the last is the one that goes with the others."""
    return next(eleven + last for last in "0123456789" if has_check_digit(eleven + last))


twelve_digits = st.integers(0, 10**11 - 1).map(lambda number: with_check_digit(f"{number:011d}"))
nearly_moments = st.builds(
    "{:04d}{:02d}{:02d}{:02d}{}".format,
    st.sampled_from((1899, 1900, 1999, 2000, 2017, 2099, 2100)),
    st.integers(0, 13),
    st.integers(0, 32),
    st.integers(0, 24),
    st.integers(0, 6),
).map(with_check_digit)
"""Dates and times, and what is just none, all with a valid check digit."""
grouped_digits = twelve_digits.map(lambda one: f"{one[:4]}-{one[4:8]} {one[8:]}")
texts = st.lists(
    st.sampled_from(PIECES) | twelve_digits | grouped_digits | nearly_moments, max_size=9
).map("".join)


@given(texts)
def test_the_scan_agrees_with_a_naive_one(text: str) -> None:
    """Over texts made of everything that matters, both readings see the same in the same places."""
    assert list(scan(text)) == sightings(text)


@settings(max_examples=500)
@given(nearly_moments)
def test_a_date_and_time_is_told_from_what_is_none(text: str) -> None:
    """Digits that nearly read as a date and time are judged as in a naive reading."""
    assert list(scan(text)) == sightings(text)


@given(texts)
def test_masking_leaves_nothing_to_find(text: str) -> None:
    """A masked text is the text with the digits of every run replaced, and nothing else."""
    masked = mask(text)
    assert scan(masked) == ()
    hidden = {at for start, end, _ in sightings(text) for at in range(start, end)}
    assert masked == "".join(
        "●" if at in hidden and char.isdecimal() else char for at, char in enumerate(text)
    )


@given(st.integers(0, 10**11 - 1))
def test_exactly_one_last_digit_is_valid(eleven: int) -> None:
    """Of the ten numbers that share eleven digits one is an individual number."""
    digits = f"{eleven:011d}"
    valid = [last for last in "0123456789" if is_individual_number(digits + last)]
    assert valid == [str(check_digit(digits))]
    assert digits + valid[0] == with_check_digit(digits)


def test_the_check_digit_needs_eleven_digits() -> None:
    """Fewer digits have no check digit, and other lengths are no individual number."""
    with pytest.raises(ValueError, match=r"^eleven digits are needed$"):
        check_digit("123")
    assert not is_individual_number("1234567890189")
    assert not is_individual_number("12345678901x")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (VALID, "refused"),
        (INVALID, "doubtful"),
        ("１２３４５６７８９０１８", "refused"),
        ("١٢٣٤٥٦٧٨٩٠١٨", "refused"),
        ("𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗𝟎𝟏𝟖", "refused"),
        ("①②③④⑤⑥⑦⑧⑨⓪①⑧", "clean"),
        ("1234-5678-9018", "refused"),
        ("1234ー5678・9018", "refused"),
        ("1234\u200b5678\ufeff9018", "refused"),
        ("1234\u30005678\u20079018", "refused"),
        ("1234\n5678\n9018", "clean"),
        ("2015\n2016\n2017", "clean"),
        ("1234\t5678\t9018", "clean"),
        ("1234\u20285678\u20289018", "clean"),
        ("1234/5678/9018", "clean"),
        ("1234X5678X9018", "clean"),
        ("1234:5678:9018", "clean"),
        ("1234--5678-9018", "clean"),
        ("1234-5678-9018-0001", "clean"),
        ("0001-1234-5678-9018", "clean"),
        ("1234-5678-9018-00012", "refused"),
        ("12345-1234-5678-9018", "refused"),
        ("1234-5678-9018 - 0001", "refused"),
        ("1234567890181", "clean"),
        ("123456789018-01", "refused"),
        ("201707191000", "doubtful"),
        ("209902311000", "doubtful"),
        ("マイナンバーは" + INVALID, "refused"),
        ("マイナンバーは201707191000", "refused"),
        (INVALID + "が個人番号", "refused"),
        ("ＭＹ　ＮＵＭＢＥＲ" + INVALID, "refused"),
        ("共通番号" + "あ" * 30 + INVALID, "refused"),
        ("共通番号" + "あ" * 31 + INVALID, "doubtful"),
        (INVALID + "あ" * 30 + "共通番号", "refused"),
        (INVALID + "あ" * 31 + "共通番号", "doubtful"),
        ("個人番号企画室" + INVALID, "doubtful"),
        ("個人番号関係事務" + INVALID, "doubtful"),
        ("個人番号カード" + INVALID, "refused"),
        ("マイナンバー1234567890", "doubtful"),
        ("マイナンバー12345678901234", "doubtful"),
        ("マイナンバー12345678901", "doubtful"),
        ("マイナンバー1234567890123", "doubtful"),
        ("マイナンバー123456789", "clean"),
        ("マイナンバー123456789012345", "clean"),
        ("1234567890", "clean"),
        ("", "clean"),
    ],
)
def test_a_text_is_judged(text: str, expected: str) -> None:
    """What is an individual number, what may be one, and what is none."""
    assert verdict(text) == expected


def test_a_date_and_time_with_a_valid_check_digit_is_doubtful() -> None:
    """Twelve digits that read as a date and time are no proof, whatever their check digit."""
    digits = "20170719100"
    assert is_individual_number(digits + str(check_digit(digits)))
    assert verdict(digits + str(check_digit(digits))) == "doubtful"
    digits = "20990231100"
    assert verdict(digits + str(check_digit(digits))) == "refused"
    assert verdict("1899" + "0101000" + str(check_digit("18990101000"))) == "refused"


def test_every_separator_parts_groups() -> None:
    """Every dash, space and zero-width character that the rule names parts groups."""
    named = {chr(code) for code in (0x2212, 0x30FC, 0xFF70, 0x30FB, 0xFF65)}
    zero_width = {chr(code) for code in (0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF)}
    for code in range(sys.maxunicode + 1):
        char = chr(code)
        if char.isdecimal():
            continue
        parts = unicodedata.category(char) in {"Pd", "Zs"}
        expected = "refused" if parts or char in named | zero_width else "clean"
        assert verdict(f"1234{char}5678{char}9018") == expected, hex(code)


@pytest.mark.parametrize(
    "text",
    ["1" * 10**6, "1234-" * 200_000, "1234-5678-9018 " * 70_000, "個人番号" * 250_000],
)
def test_a_long_text_is_scanned(text: str) -> None:
    """A megabyte of digits or labels is nothing special."""
    assert len(mask(text)) == len(text)
