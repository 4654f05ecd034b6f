"""Parts made from the event classes: types, fields, closed lists."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

import attrs

from nws_incident import load_edition
from nws_incident.events import EVENT_CLASSES, Event, Fact, Inquiry, Party, fields_of
from nws_incident.fields import KIND, REQUIRED_IN_DATA, Fault
from nws_incident.terms import VOCABULARIES
from parts.markdown import listed, prose, rule_link, table
from parts.registry import part

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nws_incident.fields import Kind
    from nws_incident.notice.edition import Edition

_NAME_OF_LIST = {cls: name for name, cls in VOCABULARIES.items()}


@part
def events() -> Iterator[str]:
    """Yield every event type: what it means, who may do it, its fields."""
    edition = load_edition()
    common = {attribute.name for attribute in fields_of(Event)}
    for cls in EVENT_CLASSES:
        label = edition.events[cls.type]
        yield from (f"(event-{cls.type})=", f"### `{cls.type}`", "")
        yield f"**{label.read('ja')}** · {label.read('en')}"
        yield ""
        yield prose(cls)
        yield ""
        if cls.of_library:
            yield "**An event of this library, not of the notice:** no clause speaks of it."
            yield ""
        yield f"Class {{py:class}}`~nws_incident.{cls.__name__}`."
        yield f"Tag `{cls.tag}`, schema {cls.schema}."
        yield f"Done by: {listed(f'`{role}`' for role in _roles(edition, cls.type))}."
        yield f"Rules: {listed(rule_link(rule) for rule in _rules_of(edition, cls.type))}."
        yield ""
        own = [one for one in fields_of(cls) if one.name not in common]
        if own:
            yield from _field_table(edition, cls, own)
        else:
            yield "No fields of its own."
        yield ""


@part
def common_fields() -> Iterator[str]:
    """Yield the fields that every event has."""
    edition = load_edition()
    yield from table(
        ("Field", "Label", "Value", "Given"),
        [
            ("`type`", "", "the event type, one of the headings below", "always"),
            *(_field_row(edition, Event, attribute) for attribute in fields_of(Event)),
        ],
    )


@part
def parties_and_inquiries() -> Iterator[str]:
    """Yield the two structures inside events."""
    edition = load_edition()
    for cls in (Party, Inquiry):
        yield from (f"(structure-{cls.__name__.lower()})=", f"### {cls.__name__}", "")
        yield from (prose(cls), "")
        yield from _field_table(edition, cls, fields_of(cls))
        yield ""


@part
def vocabularies() -> Iterator[str]:
    """Yield every closed list: its words and their labels."""
    edition = load_edition()
    for name, words in VOCABULARIES.items():
        yield from (f"(list-{name})=", f"## {words.__name__}", "", prose(words), "")
        yield from table(
            ("Word", "Japanese", "English"),
            [
                (
                    f"`{word.value}`",
                    edition.label(name, word).read("ja"),
                    edition.label(name, word).read("en"),
                )
                for word in words
            ],
        )
        yield ""


def _field_table(edition: Edition, cls: type[Fact], fields: Iterable[Any]) -> Iterator[str]:
    yield from table(
        ("Field", "Label", "Value", "Given"),
        [_field_row(edition, cls, attribute) for attribute in fields],
    )


def _field_row(edition: Edition, cls: type[Fact], attribute: Any) -> tuple[str, ...]:
    label = edition.fields[attribute.name]
    return (
        f"`{attribute.name}`",
        f"{label.read('ja')} · {label.read('en')}",
        _value(get_type_hints(cls)[attribute.name], attribute.metadata[KIND]),
        _given(attribute),
    )


def _given(attribute: Any) -> str:
    if attribute.metadata[REQUIRED_IN_DATA]:
        return f"always; Python code may leave out `{attribute.default}`"
    if attribute.default is attrs.NOTHING:
        return "always"
    if attribute.default is None:
        return "may be left out"
    plain = "[]" if attribute.default == () else str(attribute.default).lower()
    return f"may be left out: `{plain}`"


_PLAIN = {
    "bool": "true or false",
    "date": "date (`2017-08-18`)",
    "datetime": "date and time with an offset (`2017-07-19T10:00:00+09:00`)",
}


def _value(hint: Any, kind: Kind) -> str:
    """Say what a field can hold, from its type and from what its kind refuses."""
    inner = [one for one in get_args(hint) if one is not type(None) and one is not Ellipsis]
    if getattr(hint, "__origin__", None) is tuple:
        member = inner[0]
        return "list of names" if member is str else f"list of words: {_words_link(member)}"
    if inner:
        return _value(inner[0], kind)
    if issubclass(hint, StrEnum):
        return f"word: {_words_link(hint)}"
    if issubclass(hint, Fact):
        return f"[{hint.__name__}](#structure-{hint.__name__.lower()})"
    if hint is str:
        return _text(kind)
    return _PLAIN[hint.__name__]


def _text(kind: Kind) -> str:
    try:
        kind.check(" ")
    except Fault as fault:
        said = {"blank": "text, not blank", "code_form": "全国地方公共団体コード, in quotes"}
        return said[fault.key]
    return "text"


def _words_link(words: type[StrEnum]) -> str:
    return f"[{words.__name__}](#list-{_NAME_OF_LIST[words]})"


def _roles(edition: Edition, event_type: str) -> tuple[str, ...]:
    opening = edition.openings.get(event_type) or edition.library.get(event_type)
    if opening is not None:
        return tuple(opening.by)
    by = {role for way in edition.ways if way.event == event_type for role in way.by}
    return tuple(role for role in VOCABULARIES["role"] if role in by)


def _rules_of(edition: Edition, event_type: str) -> tuple[str, ...]:
    opening = edition.openings.get(event_type) or edition.library.get(event_type)
    if opening is not None:
        return (opening.id,)
    return tuple(dict.fromkeys(way.rule for way in edition.ways if way.event == event_type))
