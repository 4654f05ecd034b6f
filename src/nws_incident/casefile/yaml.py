"""YAML by its 1.2 core rules, safely: plain values only, no tags, no surprises.

PyYAML parses; what its events mean is decided here, so that nothing can run code, nesting and
aliases are bounded, and words keep their shape: ``no``, ``12:30``, dates, and numbers that start
with a zero stay text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml
from attrs import define, field

from nws_incident.casefile.yaml_reasons import reason_of
from nws_incident.errors import ROOT, InvalidCaseFile
from nws_incident.structuring import step
from nws_incident.wording import wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DEEPEST = 64
"""How many levels a document may be nested."""

LARGEST = 1_000_000
"""How many values a document may hold once its aliases are spelled out."""

LONGEST = 64 * 1024 * 1024
"""How many characters its texts may have then; a file has no room for more without aliases."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CORE_SCHEMA: tuple[tuple[re.Pattern[str], Callable[[str], Any]], ...] = (
    (re.compile(r"|~|null|Null|NULL"), lambda _: None),
    (re.compile(r"true|True|TRUE"), lambda _: True),
    (re.compile(r"false|False|FALSE"), lambda _: False),
    (re.compile(r"[-+]?(?:0|[1-9][0-9]{0,40})"), int),
    (
        re.compile(r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]{1,6})?"),
        float,
    ),
    (
        re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"),
        lambda word: float(word.replace(".", "", 1)),
    ),
)
"""What a plain word can mean: the first pattern that matches all of it says."""

_UNREADABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""A character that no YAML text may hold."""


def parse(text: str) -> Any:
    """Return the one document in `text` as mappings, lists, text, numbers, true, false, null.

    Raises `InvalidCaseFile` with the line where the text is not such a document; an empty text
    is null.
    """
    try:
        return _Builder().build(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        index, line, column = (0, 0, 0) if mark is None else (mark.index, mark.line, mark.column)
        reason = reason_of(error.problem or "", text[index : index + 1])
        line, column = line + 1, column + 1
    except (UnicodeEncodeError, yaml.YAMLError):
        # Depending on its parser, an error counts characters or bytes: so the text is asked.
        found = _UNREADABLE.search(text)
        position = 0 if found is None else found.start()
        reason = wording("yaml.character")
        line = text.count("\n", 0, position) + 1
        column = position - text.rfind("\n", 0, position)
    raise InvalidCaseFile.at(ROOT, "yaml_syntax", line=str(line), column=str(column), reason=reason)


@define
class _Node:
    """A value, and how many values and characters it holds with every alias spelled out."""

    value: Any
    size: int = 1
    length: int = 0


@define
class _Open:
    """A mapping or list that is still being read."""

    path: str
    node: _Node
    anchor: str | None
    key: str | None = None


@define
class _Builder:
    """Builds one document from parser events, without recursion."""

    anchors: dict[str, _Node | None] = field(factory=dict)
    stack: list[_Open] = field(factory=list)
    root: _Node = field(factory=lambda: _Node(None))
    documents: int = 0

    def build(self, events: Iterator[Any]) -> Any:
        for event in events:
            _HANDLERS.get(type(event), _ignore)(self, event)
        return self.root.value

    def document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            raise InvalidCaseFile.at(ROOT, "yaml_second_document", line=_line(event))

    def scalar(self, event: Any) -> None:
        self.check_tag(event)
        is_key = bool(self.stack) and self.awaits_key()
        value = event.value if is_key or event.style else _plain(event.value)
        if is_key and not event.style and not isinstance(_plain(event.value), str):
            raise InvalidCaseFile.at(self.stack[-1].path, "key_not_text_at", line=_line(event))
        self.add(_Node(value, length=len(event.value)), event, event.anchor)

    def alias(self, event: Any) -> None:
        if event.anchor not in self.anchors:
            raise InvalidCaseFile.at(ROOT, "yaml_alias_unknown", line=_line(event))
        node = self.anchors[event.anchor]
        if node is None:
            raise InvalidCaseFile.at(ROOT, "yaml_alias_recursive", line=_line(event))
        self.add(node, event, None)

    def start(self, event: Any) -> None:
        self.check_tag(event)
        if self.stack and self.awaits_key():
            raise InvalidCaseFile.at(self.stack[-1].path, "key_not_text_at", line=_line(event))
        if len(self.stack) >= DEEPEST:
            raise InvalidCaseFile.at(ROOT, "too_deep", limit=str(DEEPEST))
        value: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
        if event.anchor is not None:
            self.anchors[event.anchor] = None
        self.stack.append(_Open(self.place(), _Node(value), event.anchor))

    def end(self, event: Any) -> None:
        opened = self.stack.pop()
        self.add(opened.node, event, opened.anchor)

    def add(self, node: _Node, event: Any, anchor: str | None) -> None:
        if anchor is not None:
            self.anchors[anchor] = node
        if not self.stack:
            self.root = node
            return
        parent = self.stack[-1]
        parent.node.size += node.size
        parent.node.length += node.length
        if parent.node.size > LARGEST:
            raise InvalidCaseFile.at(ROOT, "yaml_too_big", limit=str(LARGEST), line=_line(event))
        if parent.node.length > LONGEST:
            raise InvalidCaseFile.at(ROOT, "yaml_too_long", limit=str(LONGEST), line=_line(event))
        if isinstance(parent.node.value, list):
            parent.node.value.append(node.value)
        elif parent.key is None:
            self.add_key(parent, node, event)
        else:
            parent.node.value[parent.key] = node.value
            parent.key = None

    def add_key(self, parent: _Open, node: _Node, event: Any) -> None:
        if not isinstance(node.value, str):
            raise InvalidCaseFile.at(parent.path, "key_not_text_at", line=_line(event))
        if node.value in parent.node.value:
            raise InvalidCaseFile.at(
                parent.path + step(node.value), "duplicate_key_at", line=_line(event)
            )
        parent.key = node.value

    def awaits_key(self) -> bool:
        return isinstance(self.stack[-1].node.value, dict) and self.stack[-1].key is None

    def place(self) -> str:
        if not self.stack:
            return ROOT
        parent = self.stack[-1]
        if isinstance(parent.node.value, list):
            return f"{parent.path}[{len(parent.node.value)}]"
        return parent.path + step(parent.key or "")

    def check_tag(self, event: Any) -> None:
        if event.tag is not None:
            raise InvalidCaseFile.at(self.place(), "yaml_tag", line=_line(event))


def _ignore(_: _Builder, __: Any) -> None:
    """Pass over the start and end of the stream and the end of the document."""


_HANDLERS: dict[type, Callable[[_Builder, Any], None]] = {
    yaml.DocumentStartEvent: _Builder.document,
    yaml.ScalarEvent: _Builder.scalar,
    yaml.AliasEvent: _Builder.alias,
    yaml.MappingStartEvent: _Builder.start,
    yaml.SequenceStartEvent: _Builder.start,
    yaml.MappingEndEvent: _Builder.end,
    yaml.SequenceEndEvent: _Builder.end,
}


def _plain(word: str) -> Any:
    """Resolve a plain scalar by the core schema, but for leading zeros, which make text."""
    for pattern, resolve in _CORE_SCHEMA:
        if pattern.fullmatch(word):
            return resolve(word)
    return word


def _line(event: Any) -> str:
    return str(event.start_mark.line + 1)
