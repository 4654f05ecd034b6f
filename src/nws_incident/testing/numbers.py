"""Strategies for texts with made-up individual numbers, to see what becomes of them.

The numbers are made up from the published rule of the check digit; no register is asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from nws_incident.individual_number import Severity, check_digit, scan

if TYPE_CHECKING:
    from collections.abc import Callable

_ZEROES = (*"000", "０", "٠", "०", "𝟎")
_BREAKS = (*"    ", *"-‐–—−ーｰ・･", "\u3000", "\u200b", "\u2060")
_LABELS = ("個人番号", "マイナンバー", "ﾏｲﾅﾝﾊﾞｰ", "My Number", "ＭＹ ＮＵＭＢＥＲ", "共通番号")
_FILLING = st.text("はのを、。:（）", max_size=20)


def individual_numbers() -> st.SearchStrategy[str]:
    """Draw twelve digits whose check digit is valid, and that do not read as a date and time."""
    return st.text("0123456789", min_size=11, max_size=11).map(_completed).filter(_is_refused)


@st.composite
def numbered_texts(draw: st.DrawFn) -> str:
    """Draw a text that is sure to be refused for an individual number.

    The digits may be of any script and grouped; the number has a valid check digit or a label.
    """
    written = _written(draw)
    if draw(st.booleans()):
        return _surrounded(draw, written(draw(individual_numbers())))
    run = written(draw(st.text("0123456789", min_size=12, max_size=12)))
    gap = draw(_FILLING)
    label = draw(st.sampled_from(_LABELS))
    return _surrounded(draw, draw(st.sampled_from((label + gap + run, run + gap + label))))


@st.composite
def doubtful_texts(draw: st.DrawFn) -> str:
    """Draw a text that is accepted with a warning: twelve digits that are no individual number."""
    digits = draw(st.text("0123456789", min_size=11, max_size=11).map(_spoilt))
    return _surrounded(draw, _written(draw)(digits))


def _completed(eleven: str) -> str:
    return f"{eleven}{check_digit(eleven)}"


def _spoilt(eleven: str) -> str:
    return f"{eleven}{(check_digit(eleven) + 1) % 10}"


def _is_refused(text: str) -> bool:
    return any(sighting.severity is Severity.REFUSED for sighting in scan(text))


def _written(draw: st.DrawFn) -> Callable[[str], str]:
    """Draw a way to write twelve digits: their script, and whether they stand in groups."""
    zero = ord(draw(st.sampled_from(_ZEROES)))
    breaks = draw(st.just(("", "")) | st.tuples(*[st.sampled_from(_BREAKS)] * 2))

    def write(digits: str) -> str:
        scripted = "".join(chr(zero + int(digit)) for digit in digits)
        return f"{scripted[:4]}{breaks[0]}{scripted[4:8]}{breaks[1]}{scripted[8:]}"

    return write


def _surrounded(draw: st.DrawFn, text: str) -> str:
    return f"{draw(_FILLING)}{text}{draw(_FILLING)}"
