"""Where in a JSON text something stands that is no JSON here: its path and its line.

Python's parser tells neither of a key that comes twice nor of a number.  So a text that is found
odd is read a second time, token by token.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from attrs import define

from nws_incident.errors import ROOT, InvalidCaseFile
from nws_incident.fields import Fault
from nws_incident.structuring import step

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_NUMBER = 40
"""How many characters a whole number may have."""

_TOKEN = re.compile(
    r'(?P<text>"(?:[^"\\]|\\.)*")'
    r"|(?P<constant>-?(?:NaN|Infinity))"
    r"|(?P<number>-?[0-9][0-9.eE+-]*)"
    r"|(?P<sign>[][{},])"
)


@define
class _Open:
    """An object or a list that is still being read; `keys` are those that an object has so far."""

    path: str
    keys: set[str] | None = None
    key: str | None = None
    length: int = 0

    @property
    def place(self) -> str:
        """The path of the member that comes next."""
        if self.keys is None:
            return f"{self.path}[{self.length}]"
        return self.path if self.key is None else self.path + step(self.key)

    def next_member(self) -> None:
        """Go on behind a comma."""
        self.key = None
        self.length += 1


def oddities(text: str) -> Iterator[InvalidCaseFile]:
    """Yield what is wrong with keys and numbers in a text that is JSON otherwise, in order."""
    stack: list[_Open] = []
    for token in _TOKEN.finditer(text):
        path = stack[-1].place if stack else ROOT
        fault = _fault_of(stack, token)
        if fault is not None:
            yield InvalidCaseFile([fault.problem(stack[-1].place if stack else ROOT)])
        match token["sign"]:
            case "{":
                stack.append(_Open(path, set()))
            case "[":
                stack.append(_Open(path))
            case "}" | "]":
                stack.pop()
            case ",":
                stack[-1].next_member()


def _fault_of(stack: list[_Open], token: re.Match[str]) -> Fault | None:
    if token["constant"]:
        return Fault("json_constant", line=_line_of(token))
    if token["number"]:
        is_endless = token[0].lstrip("-").isdecimal() and len(token[0]) > LONGEST_NUMBER
        return Fault("json_number", line=_line_of(token)) if is_endless else None
    if token["text"] and stack and stack[-1].keys is not None and stack[-1].key is None:
        return _read_key(stack[-1], stack[-1].keys, token)
    return None


def _read_key(opened: _Open, keys: set[str], token: re.Match[str]) -> Fault | None:
    opened.key = key = json.loads(token[0])
    if key in keys:
        return Fault("duplicate_key_at", line=_line_of(token))
    keys.add(key)
    return None


def _line_of(token: re.Match[str]) -> str:
    return str(token.string.count("\n", 0, token.start()) + 1)
