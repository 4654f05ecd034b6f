"""The library's own words: every language says everything, and nothing is said that is not used."""

from __future__ import annotations

import ast
import string
import tomllib
from functools import cache
from pathlib import Path

import pytest

import nws_incident
from nws_incident.wording import languages, wording

SOURCE = Path(nws_incident.__file__).parent
WORDS = SOURCE / "words"
MAY_BE_EMPTY = {"problem.no_suggestion"}
KEY_POSITION = {"of": 1, "at": 1, "Fault": 0, "_unreadable": 1, "nested": 1, "instance_of": 1}
"""Which argument of what makes a problem is its key."""
NOT_SLOTS = {"nested", "instance_of"}


def spoken(language: str) -> dict[str, str]:
    """Return what a language's file says, by dotted key."""
    tables = tomllib.loads((WORDS / f"{language}.toml").read_text(encoding="utf-8"))
    return {f"{table}.{name}": text for table in tables for name, text in tables[table].items()}


@cache
def nodes() -> tuple[ast.AST, ...]:
    """Return every node of the library's source."""
    return tuple(
        node
        for file in sorted(SOURCE.rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    )


@cache
def constants() -> frozenset[str]:
    """Return every literal text of the source, the fixed parts of f-strings among them."""
    return frozenset(
        node.value
        for node in nodes()
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def literals(node: ast.AST) -> set[str]:
    """Return the texts that an argument can be, where the source says them outright."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return {node.value}
    if isinstance(node, ast.IfExp):
        return literals(node.body) | literals(node.orelse)
    return set()


@cache
def problems_made() -> dict[str, set[frozenset[str]]]:
    """Return the key of every problem that the source makes, with the slots it fills."""
    made: dict[str, set[frozenset[str]]] = {}
    for node in nodes():
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
        position = KEY_POSITION.get(name)
        if position is None or len(node.args) <= position:
            continue
        slots = frozenset(keyword.arg or "**" for keyword in node.keywords)
        for key in literals(node.args[position]):
            made.setdefault(key, set()).add(frozenset() if name in NOT_SLOTS else slots)
    for node in nodes():
        if isinstance(node, ast.FunctionDef) and node.name == "code_fault":
            for inner in ast.walk(node):
                if isinstance(inner, ast.Return) and inner.value is not None:
                    for key in literals(inner.value):
                        made.setdefault(key, set()).add(frozenset())
    return made


def slots_of(text: str) -> set[str]:
    """Return the names of a text's slots."""
    return set(string.Template(text).get_identifiers())


def test_japanese_comes_first_and_each_file_is_a_language() -> None:
    """The files are the languages, Japanese and English before all others."""
    assert languages()[:2] == ("ja", "en")
    assert sorted(languages()) == sorted(file.stem for file in WORDS.glob("*.toml"))


@pytest.mark.parametrize("language", [file.stem for file in sorted(WORDS.glob("*.toml"))])
def test_every_language_says_everything_with_the_same_slots(language: str) -> None:
    """No language lacks a key, has one of its own, or another hole to fill."""
    said, japanese = spoken(language), spoken("ja")
    assert list(said) == list(japanese)
    for key, text in said.items():
        assert string.Template(text).is_valid(), key
        assert slots_of(text) == slots_of(japanese[key]), key
        assert bool(text.strip()) == (key not in MAY_BE_EMPTY), key
        assert wording(key).read(language) == text


def test_japanese_is_japanese_and_english_is_english() -> None:
    """The two languages do not say the same, but where there is nothing to say."""
    japanese, english = spoken("ja"), spoken("en")
    same = {key for key in japanese if japanese[key] == english[key]}
    assert same == MAY_BE_EMPTY


def test_a_key_that_no_language_has_is_an_error() -> None:
    """Nothing is said for an unknown key."""
    with pytest.raises(KeyError):
        wording("problem.no_such_problem")


def test_every_problem_that_can_arise_has_words_and_fills_their_slots() -> None:
    """Wherever the source makes a problem, its wording is there, and all its slots are filled."""
    made = problems_made()
    assert len(made) > 40
    for key, fillings in made.items():
        for filled in fillings:
            assert filled == wording(f"problem.{key}").slots, key


def test_no_problem_has_words_that_nothing_says() -> None:
    """Each wording of a problem is that of some problem in the source."""
    in_words = {key.partition(".")[2] for key in spoken("ja") if key.startswith("problem.")}
    assert in_words == set(problems_made()) | {"suggestion", "no_suggestion"}


def test_every_other_wording_is_used() -> None:
    """What the commands say is named in the source, outright or put together from parts."""
    parts = constants() | {""}
    for key in spoken("ja"):
        name = key.partition(".")[2]
        assert any(
            whole[:cut] in parts and whole[cut:] in parts
            for whole in (key, name)
            for cut in range(len(whole) + 1)
        ), key


def test_every_wording_that_is_named_exists() -> None:
    """A dotted key in the source is one that the languages have."""
    tables = {key.partition(".")[0] for key in spoken("ja")}
    named = {
        text
        for text in constants()
        if text.partition(".")[0] in tables and text.partition(".")[2].replace("_", "").isalpha()
    }
    incomplete = {text for text in named if text.endswith("_")}
    assert len(named) > 20
    assert named - incomplete <= set(spoken("ja"))
