"""Names of public bodies as a report writes them: from the prefecture on, without 郡."""

from __future__ import annotations

import re

from nws_incident.organization import (
    code_fault,
    fold,
    is_same_body,
    prefecture_in,
    prefecture_of,
    without_district,
)

_LOCAL = re.compile(r"[市区町村]\Z|教育委員会|一部事務組合|広域連合")


def from_prefecture(name: str, code: str | None) -> str:
    """Return a name with its prefecture before it, where a sound code tells which that is."""
    if code is None or code_fault(code) is not None or prefecture_in(name):
        return name
    return prefecture_of(code) + name


def is_local(name: str) -> bool:
    """Tell whether a name reads as a local government's, which has a code."""
    return bool(prefecture_in(name)) or _LOCAL.search(name) is not None


def is_same(name: str, code: str | None, other_name: str, other_code: str | None) -> bool:
    """Tell whether two descriptions name the same body, with or without prefecture and 郡."""
    if code is None or other_code is None:
        return _core(name) == _core(other_name)
    return is_same_body(name, code, other_name, other_code)


def is_named_in(name: str, text: str) -> bool:
    """Tell whether a text names a body, with or without prefecture and 郡."""
    return _core(name) in fold(text)


def _core(name: str) -> str:
    """Return what every way to write a name ends with; of a prefecture that is all of it."""
    short = without_district(fold(name))
    return short.removeprefix(prefecture_in(short)) or short
