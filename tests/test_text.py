"""Texts in several languages: read, filled, joined, without a language lost on the way."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nws_incident.text import DEFAULT_LANGUAGE, Text

GREETING = Text.of({"ja": "${name}さん、こんにちは", "en": "Hello, ${name}"})


@given(st.dictionaries(st.sampled_from(("ja", "en", "fr", "de")), st.text(), min_size=1))
def test_a_text_reads_as_it_was_made(translations: dict[str, str]) -> None:
    """Each language reads back as given, and the order of the languages is kept."""
    text = Text.of(translations)
    assert text.languages == tuple(translations)
    assert {language: text.read(language) for language in text.languages} == translations
    assert text == Text.of(dict(translations))
    assert hash(text) == hash(Text.of(dict(translations)))
    assert pickle.loads(pickle.dumps(text)) == text  # noqa: S301  our own


@given(st.text(), st.text())
def test_whatever_fills_a_slot_stands_there_as_it_is(first: str, second: str) -> None:
    """What is filled in is never read as a slot itself."""
    text = Text.of({"ja": "${b}|${a}", "en": "${a}|${b}"}).fill(a=first, b=second)
    assert text.read("en") == f"{first}|{second}"
    assert text.read("ja") == f"{second}|{first}"


@given(st.lists(st.text(), max_size=4), st.text())
def test_parts_are_joined_in_each_language(parts: list[str], separator: str) -> None:
    """The separator, too, may differ by language."""
    listed = tuple(Text.of({"ja": f"{part}。", "en": part}) for part in parts)
    joined = Text.of({"ja": "、", "en": separator}).join(listed)
    assert joined.read("en") == separator.join(parts)
    assert joined.read("ja") == "、".join(f"{part}。" for part in parts)


def test_japanese_is_read_where_no_language_is_asked_for() -> None:
    """The default language is Japanese."""
    assert DEFAULT_LANGUAGE == "ja"
    assert GREETING.read() == "${name}さん、こんにちは"


def test_an_unknown_language_is_an_error_that_lists_the_known_ones() -> None:
    """Nobody is shown another language than the one asked for."""
    with pytest.raises(LookupError, match="'fr'; there is ja, en"):
        GREETING.read("fr")


def test_a_text_fills_each_language_with_its_own() -> None:
    """A slot filled with a text takes that text's wording in the same language."""
    filled = GREETING.fill(name=Text.of({"en": "Aomori", "ja": "青森"}))
    assert filled.read("ja") == "青森さん、こんにちは"
    assert filled.read("en") == "Hello, Aomori"


def test_an_unfilled_slot_is_an_error() -> None:
    """A text with a hole in it is never shown."""
    with pytest.raises(KeyError, match="name"):
        GREETING.fill(nome="Aomori")


def test_slots_are_those_of_every_language() -> None:
    """A slot that only one language has is a slot all the same."""
    assert GREETING.slots == {"name"}
    assert Text.of({"ja": "${a}", "en": "${b} and $$c"}).slots == {"a", "b"}
    assert Text.of({"ja": "100 $"}).slots == frozenset()


def test_a_name_reads_the_same_everywhere() -> None:
    """Codes, dates and names are not translated."""
    text = Text.same("1(3)①", ("ja", "en"))
    assert text.read("ja") == text.read("en") == "1(3)①"


def test_percent_and_dollar_signs_in_a_wording_are_only_signs() -> None:
    """A wording may hold what other template languages would take for a slot."""
    wording = Text.of({"ja": "100% %(x)s %d $$ {y} ${a}"})
    assert wording.fill(a="%s").read("ja") == "100% %(x)s %d $ {y} %s"
