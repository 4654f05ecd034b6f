"""Individual numbers (個人番号, マイナンバー) in texts: found, judged, masked, never repeated.

The notice forbids using the individual number in any communication of the procedure (1(2),
4(5)②).  `scan` judges one text; `mask` replaces what `scan` objects to, for everything that is
shown, logged or raised.  Both take time linear in the length of the text.

The check digit is that of 総務省令第85号 第5条.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from datetime import datetime
from enum import StrEnum
from operator import itemgetter
from typing import NamedTuple

DIGITS = 12
"""How many digits an individual number has."""

MASK = "●"
"""What stands for each digit in a masked text."""

_WEIGHTS = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
_GROUP = 4
_LABEL_REACH = 30
_LABELLED_DOUBTFUL_LENGTHS = frozenset({10, 11, 13, 14})
_CENTURIES = range(1900, 2100)

# Nothing shorter can hold a run that matters, so most texts stop here.
_WORTH_A_LOOK = re.compile(r"\d{10}|\d{4}\D\d{4}\D\d{4}")
_DIGIT_BLOCK = re.compile(r"\d+")
_LABEL = re.compile(
    r"個人\s?番号(?!企画室|利用事務|関係事務)"
    r"|共通\s?番号"
    r"|[マﾏ][イｲ]\s?[ナﾅ][ンﾝ](?:バ|[ハﾊ][\u3099\uff9e])[ーｰ]"
    r"|[mｍ][yｙ]\s?[nｎ][uｕ][mｍ][bｂ][eｅ][rｒ]",
    re.IGNORECASE,
)
_DASHES_BESIDES_PD = frozenset("\u2212ーｰ・･")
_SPACES_AND_DASHES = frozenset({"Zs", "Pd"})
_ZERO_WIDTH = frozenset("\u200b\u200c\u200d\u2060\ufeff")


class Severity(StrEnum):
    """How sure it is that a run of digits is an individual number."""

    REFUSED = "refused"
    DOUBTFUL = "doubtful"


class Sighting(NamedTuple):
    """A run of digits that may be an individual number: where it stands, never what it says."""

    start: int
    end: int
    severity: Severity


_Span = tuple[int, int]


def check_digit(digits: str) -> int:
    """Return the check digit that belongs to the first eleven `digits` (総務省令第85号 第5条).

    Raises `ValueError` unless `digits` starts with eleven decimal digits.
    """
    if len(digits) < len(_WEIGHTS):
        message = "eleven digits are needed"
        raise ValueError(message)
    total = sum(
        unicodedata.decimal(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False)
    )
    remainder = total % 11
    return 0 if remainder <= 1 else 11 - remainder


def is_individual_number(digits: str) -> bool:
    """Tell whether `digits` are twelve decimal digits whose check digit is valid."""
    return (
        len(digits) == DIGITS
        and digits.isdecimal()
        and check_digit(digits) == unicodedata.decimal(digits[-1])
    )


def scan(text: str) -> tuple[Sighting, ...]:
    """Return every run of digits in `text` that is refused or doubtful, in order.

    A run is a maximal sequence of decimal digits of any script, contiguous or in groups of
    4-4-4 parted by one separator each.  With a label nearby, twelve digits are refused whatever
    their check digit; without one, only where the check digit is valid and the digits do not
    read as a date and time.
    """
    if _WORTH_A_LOOK.search(text) is None:
        return ()
    runs = _runs(text)
    if not runs:
        return ()
    labels = [match.span() for match in _LABEL.finditer(text)]
    sightings = []
    for start, end, digits in runs:
        severity = _severity(digits, labelled=_is_labelled((start, end), labels))
        if severity is not None:
            sightings.append(Sighting(start, end, severity))
    return tuple(sightings)


def mask(text: str) -> str:
    """Return `text` with each digit of a refused or doubtful run replaced by `MASK`."""
    sightings = scan(text)
    if not sightings:
        return text
    parts = []
    position = 0
    for sighting in sightings:
        parts.append(text[position : sighting.start])
        run = text[sighting.start : sighting.end]
        parts.append("".join(MASK if char.isdecimal() else char for char in run))
        position = sighting.end
    parts.append(text[position:])
    return "".join(parts)


def _runs(text: str) -> list[tuple[int, int, str]]:
    blocks = [match.span() for match in _DIGIT_BLOCK.finditer(text)]
    runs = [
        (start, end, text[start:end])
        for start, end in blocks
        if end - start >= min(_LABELLED_DOUBTFUL_LENGTHS)
    ]
    grouped = [
        (chain[0][0], chain[-1][1], "".join(text[start:end] for start, end in chain))
        for chain in _chains_of_four(text, blocks)
        if len(chain) * _GROUP == DIGITS
    ]
    return sorted(runs + grouped)


def _chains_of_four(text: str, blocks: list[_Span]) -> list[list[_Span]]:
    """Chain the blocks of exactly four digits that stand one separator apart.

    Three in a chain are an individual number's grouping; four or more are something else.
    """
    chains: list[list[_Span]] = []
    for block in blocks:
        if block[1] - block[0] != _GROUP:
            continue
        last = chains[-1][-1] if chains else None
        if last is not None and block[0] - last[1] == 1 and _is_separator(text[last[1]]):
            chains[-1].append(block)
        else:
            chains.append([block])
    return chains


def _is_separator(char: str) -> bool:
    """Tell whether a character may part groups: a space, a dash, or one of no width.

    What ends a line or a cell (newline, tab) stands between numbers, not within one.
    """
    return (
        char in _DASHES_BESIDES_PD
        or char in _ZERO_WIDTH
        or unicodedata.category(char) in _SPACES_AND_DASHES
    )


def _is_labelled(run: _Span, labels: list[_Span]) -> bool:
    """Tell whether a label stands before or after `run` with at most 30 characters between."""
    start, end = run
    before = bisect_right(labels, start, key=itemgetter(1)) - 1
    if before >= 0 and start - labels[before][1] <= _LABEL_REACH:
        return True
    after = bisect_left(labels, end, key=itemgetter(0))
    return after < len(labels) and labels[after][0] - end <= _LABEL_REACH


def _severity(digits: str, *, labelled: bool) -> Severity | None:
    if len(digits) != DIGITS:
        if labelled and len(digits) in _LABELLED_DOUBTFUL_LENGTHS:
            return Severity.DOUBTFUL
        return None
    if labelled:
        return Severity.REFUSED
    if is_individual_number(digits) and not _reads_as_date_and_time(digits):
        return Severity.REFUSED
    return Severity.DOUBTFUL


def _reads_as_date_and_time(digits: str) -> bool:
    folded = "".join(str(unicodedata.decimal(digit)) for digit in digits)
    year, month, day, hour, minute = (
        int(folded[start:end]) for start, end in ((0, 4), (4, 6), (6, 8), (8, 10), (10, 12))
    )
    if year not in _CENTURIES:
        return False
    try:
        datetime(year, month, day, hour, minute)  # noqa: DTZ001  only asked whether it exists
    except ValueError:
        return False
    return True
