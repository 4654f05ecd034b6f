"""What each form of field looks like in data, in the words of JSON Schema.

A pattern accepts whatever the form's reader accepts, and as little more as a pattern can.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from nws_incident.fields import DATE_PATTERN, KIND, MOMENT_PATTERN, REQUIRED_IN_DATA
from nws_incident.organization import PREFECTURES
from nws_incident.terms import VOCABULARIES
from nws_incident.wording import wording

if TYPE_CHECKING:
    from collections.abc import Callable

    from nws_incident.fields import Kind

Schema = dict[str, Any]

NULL: Schema = {"type": "null"}

# White space as `str.strip` knows it: what \s means differs from one language to the next.
_WHITE = r"\u0009-\u000d\u001c-\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_PREFECTURE = "|".join(f"{number:02}" for number in range(1, len(PREFECTURES) + 1))
_NAME_OF_LIST = {vocabulary: name for name, vocabulary in VOCABULARIES.items()}


def form_of(attribute: attrs.Attribute[Any], language: str) -> Schema:
    """Return what a field looks like, and what it is where it is left out."""
    kind: Kind = attribute.metadata[KIND]
    schema = _FORMS[kind.form](kind, language)
    if kind.is_optional:
        schema = or_null(schema)
    if attribute.default not in {attrs.NOTHING, None} and not attribute.metadata[REQUIRED_IN_DATA]:
        is_list = isinstance(attribute.default, tuple)
        schema["default"] = list(attribute.default) if is_list else attribute.default
    return schema


def part(name: str) -> Schema:
    """Refer to a description in the same document."""
    return {"$ref": f"#/$defs/{name}"}


def or_null(schema: Schema) -> Schema:
    """Let a value be null besides."""
    if "type" in schema:
        return {**schema, "type": [schema["type"], "null"]}
    return {"anyOf": [schema, NULL]}


def text_not_blank(language: str) -> Schema:
    """Return what text that is not blank looks like."""
    return _text(f"[^{_WHITE}]", "blank", language)


def _text(pattern: str, problem: str, language: str) -> Schema:
    """Return what text of a pattern looks like; editors say the problem where it does not."""
    said = wording(f"problem.{problem}").read(language)
    return {"type": "string", "pattern": pattern, "patternErrorMessage": said}


def _many(member: Callable[[Kind, str], Schema]) -> Callable[[Kind, str], Schema]:
    return lambda kind, language: {"type": "array", "items": member(kind, language)}


def _words(_: Kind, language: str) -> Schema:
    return text_not_blank(language)


def _word(kind: Kind, _: str) -> Schema:
    return part(_NAME_OF_LIST[kind.of])


def _structure(kind: Kind, _: str) -> Schema:
    return part(kind.of.__name__.lower())


_FORMS: dict[str, Callable[[Kind, str], Schema]] = {
    "text": lambda _, __: {"type": "string"},
    "words": _words,
    "names": _many(_words),
    "code": lambda _, lang: _text(f"^({_PREFECTURE})[0-9]{{3,4}}$", "code_form", lang),
    "flag": lambda _, __: {"type": "boolean"},
    "moment": lambda _, lang: _text(f"^{MOMENT_PATTERN}$", "bad_moment", lang),
    "moment_or_blank": lambda _, lang: or_null(
        _text(f"^([{_WHITE}]*|{MOMENT_PATTERN})$", "bad_moment", lang)
    ),
    "date": lambda _, lang: _text(f"^{DATE_PATTERN}$", "bad_date", lang),
    "word": _word,
    "word_list": _many(_word),
    "structure": _structure,
    "indexes": _many(lambda _, __: {"type": "integer", "minimum": 0}),
}
"""What each form looks like, by the name that its kind has for it."""
