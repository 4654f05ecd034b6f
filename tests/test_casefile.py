"""Case files: YAML, JSON and JSON Lines, read strictly and safely, one case at a time."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
import yaml as pyyaml
from hypothesis import given
from hypothesis import strategies as st

import nws_incident as nws
from nws_incident.casefile import json as strict_json
from nws_incident.casefile import reading, yaml
from nws_incident.casefile.json_places import oddities

CASE: dict[str, Any] = {
    "format": "nws-incident/case/1",
    "id": "case-1",
    "events": [{"type": "self_check_delayed", "at": "2017-07-19T10:00:00Z", "by": "requester"}],
}
NUMBER = "123456789018"


def yaml_problem(text: str) -> tuple[str, str]:
    """Return the path and key of what is wrong with a YAML text."""
    with pytest.raises(nws.InvalidCaseFile) as caught:
        yaml.parse(text)
    (problem,) = caught.value.problems
    assert problem.message("ja") != problem.message("en")
    return problem.path, problem.key


def case_problems(data: object) -> dict[str, str]:
    """Return the paths and keys of what is wrong with a case."""
    with pytest.raises(nws.InvalidCaseFile) as caught:
        nws.case_from_data(data)
    return {problem.path: problem.key for problem in caught.value.problems}


def read(*paths: Path) -> list[nws.ReadCase | nws.Unreadable]:
    """Read files and folders."""
    return list(nws.read_paths(paths))


def keys(found: nws.ReadCase | nws.Unreadable) -> list[str]:
    """Return the keys of what is wrong with a case that could not be read."""
    assert isinstance(found, nws.Unreadable)
    return [problem.key for problem in found.problems]


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("012025", "012025"),
        ("131016", 131016),
        ("no", "no"),
        ("off", "off"),
        ("12:30", "12:30"),
        ("2017-07-19", "2017-07-19"),
        ("1_000", "1_000"),
        ("true", True),
        ("FALSE", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("-12", -12),
        ("1.5", 1.5),
        ("1e3", 1000.0),
        ("1e999", float("inf")),
        ("-.inf", float("-inf")),
        ("0", 0),
        ("'131016'", "131016"),
        ('"true"', "true"),
        ("<<", "<<"),
        ("北海道", "北海道"),
    ],
)
def test_a_plain_word_means_what_the_core_schema_says(word: str, value: object) -> None:
    """Words keep their shape; only plain numbers, true, false and null are more than text."""
    assert yaml.parse(f"key: {word}") == {"key": value}


def test_not_a_number_is_read() -> None:
    """Even `.nan` is a number, and so no text."""
    value = yaml.parse(".nan")
    assert value != value  # noqa: PLR0124  that is what makes it one


def test_structures_are_built() -> None:
    """Nesting, flow style, block text and aliases come out as plain values."""
    text = "a: &x [1, {b: c}]\nd: *x\ne: |\n  two\n  lines\n"
    assert yaml.parse(text) == {"a": [1, {"b": "c"}], "d": [1, {"b": "c"}], "e": "two\nlines\n"}
    assert yaml.parse("# nothing\n") is None


@pytest.mark.parametrize(
    ("text", "path", "key"),
    [
        ("a: 1\na: 2", "$.a", "duplicate_key_at"),
        ("b: {a: 1, 'a': 2}", "$.b.a", "duplicate_key_at"),
        ("a: 1\n---\nb: 2", "$", "yaml_second_document"),
        ("a: !!python/name:os.system x", "$.a", "yaml_tag"),
        ("a: !!str 1", "$.a", "yaml_tag"),
        ("a: !x {b: 1}", "$.a", "yaml_tag"),
        ("a: *b", "$", "yaml_alias_unknown"),
        ("a: &b [*b]", "$", "yaml_alias_recursive"),
        ("1: a", "$", "key_not_text_at"),
        ("- null: a", "$[0]", "key_not_text_at"),
        ("? [a]\n: b", "$", "key_not_text_at"),
        ("a: &b [x]\n*b : c", "$", "key_not_text_at"),
        ("[" * 100 + "]" * 100, "$", "too_deep"),
        ("a: [", "$", "yaml_syntax"),
        ("a: '", "$", "yaml_syntax"),
        ("\tb: c", "$", "yaml_syntax"),
        ("a: \x07", "$", "yaml_syntax"),
        ("@", "$", "yaml_syntax"),
        ("a: \ud800", "$", "yaml_syntax"),
        ("[" * 10_000, "$", "too_deep"),
    ],
)
def test_odd_yaml_is_refused(text: str, path: str, key: str) -> None:
    """What is no plain document is refused, and the place is said."""
    assert yaml_problem(text) == (path, key)


@pytest.mark.parametrize("parser", ["CSafeLoader", "SafeLoader"])
@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        ("a: [1, 2", None, "[ ] 又は { } が閉じていない"),
        ("a: {b: c", None, "[ ] 又は { } が閉じていない"),
        ("a: 'x", "1行6桁", "引用符が閉じていません"),
        ("a: b: c", "1行5桁", "ここに「:」は書けません"),
        ("? a\n-b", None, "項目名の後の「:」がありません"),
        ("a:\n\tb: c", "2行1桁", "字下げにタブは使えません"),
        ("a: @x", "1行4桁", "引用符で囲みます"),
        ("a: * 注意", "1行5桁", "引用符で囲みます"),
        ('a: "\\q"', None, "「\\」の後の書き方"),
        ("- a\nb: c", "2行1桁", "字下げがそろっていない"),
        ("{a: b}}", "1行7桁", "文書の終わりの後"),
        ("a: |0\n x", "1行5桁", "解析器の説明: "),
        ("日本: 語\nb: 語 \x00x", "2行6桁", "使えない文字"),
        ("日本: 語\nb: 語 \x07", "2行6桁", "使えない文字"),
        ("語: \ud800", "1行4桁", "使えない文字"),
    ],
)
def test_what_is_wrong_with_yaml_is_said_in_the_reader_s_language(
    monkeypatch: pytest.MonkeyPatch, parser: str, text: str, place: str | None, reason: str
) -> None:
    """The kind of mistake and its place are told, whichever parser is at work."""
    monkeypatch.setattr(yaml, "_LOADER", getattr(pyyaml, parser))
    with pytest.raises(nws.InvalidCaseFile) as caught:
        yaml.parse(text)
    message = caught.value.message("ja")
    assert reason in message
    assert place is None or place in message
    assert "…" not in message


def test_texts_may_not_be_repeated_without_end() -> None:
    """Aliases may not make a document longer than a file could be, in characters either."""
    text = f"a: &a {'x' * 1_000_000}\n" + "".join(f"b{n}: *a\n" for n in range(67))
    assert yaml_problem(text) == ("$", "yaml_too_long")
    assert len(yaml.parse(text[: text.index("b66")])) == 67


def test_a_bomb_of_aliases_is_refused() -> None:
    """Aliases may not make a document larger than any case could be."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    assert yaml_problem("\n".join(lines)) == ("$", "yaml_too_big")


@pytest.mark.parametrize(
    ("text", "path", "key", "place"),
    [
        ('{"a": 1, "a": 2}', "$.a", "duplicate_key_at", "line 1"),
        ('{"b": [{}, {"a": 1,\n"\\u0061": 2}]}', "$.b[1].a", "duplicate_key_at", "line 2"),
        ('{"a": "\\"a", "b": {"a": 1.5}, "a": 2}', "$.a", "duplicate_key_at", "line 1"),
        ('\n{"a": NaN}', "$.a", "json_constant", "line 2"),
        ('{"a": [1,\n-Infinity]}', "$.a[1]", "json_constant", "line 2"),
        ("NaN", "$", "json_constant", "line 1"),
        ('{"a": ' + "1" * 5_000 + "}", "$.a", "json_number", "line 1"),
        ("1" * 50, "$", "json_number", "line 1"),
        ('{"a": }', "$", "json_syntax", "line 1, column 7"),
        ("[" * 100_000, "$", "too_deep", "64 levels"),
    ],
)
def test_odd_json_is_refused(text: str, path: str, key: str, place: str) -> None:
    """Duplicates, constants and endless numbers are no JSON here, and the place is said."""
    with pytest.raises(nws.InvalidCaseFile) as caught:
        strict_json.parse(text)
    (problem,) = caught.value.problems
    assert (problem.path, problem.key) == (path, key)
    assert place in problem.message("en")


_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(_JSON)
def test_plain_json_is_read_as_it_stands(value: object) -> None:
    """Whatever is JSON has nothing odd in it, and is read as Python's own reader does."""
    text = json.dumps(value, indent=1)
    assert strict_json.parse(text) == value
    assert list(oddities(text)) == []


@given(_JSON)
def test_a_key_that_comes_twice_is_found_wherever_it_stands(value: object) -> None:
    """Its path and its line lead to the second of the two."""
    text = json.dumps({"a": [value, {"b": value}]}, indent=1)
    text = f'{text.removesuffix("}")},\n"\\u0061": 1}}'
    with pytest.raises(nws.InvalidCaseFile) as caught:
        strict_json.parse(text)
    (problem,) = caught.value.problems
    assert (problem.path, problem.key) == ("$.a", "duplicate_key_at")
    assert f"line {text.count(chr(10)) + 1}" in problem.message("en")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"format": "nws-incident/case/2"}, {"$.format": "unknown_format"}),
        ({"format": 1}, {"$.format": "unknown_format"}),
        ({"id": 5}, {"$.id": "number_for_text"}),
        ({"id": " "}, {"$.id": "blank"}),
        ({"id": NUMBER}, {"$.id": "individual_number"}),
        ({"title": f"件 {NUMBER}"}, {"$.title": "individual_number"}),
        ({"edition": "2018-01-01"}, {"$.edition": "unknown_edition"}),
        ({"events": None}, {"$.events": "expected_list"}),
        ({"events": ["x"]}, {"$.events[0]": "expected_mapping"}),
        ({"notes": "x"}, {"$.notes": "unknown_key"}),
        ({"expect": []}, {"$.expect": "expected_mapping"}),
        ({1: 2}, {"$": "key_not_text"}),
        ({1: 2, "note": 3, None: 4}, {"$.note": "unknown_key", "$": "key_not_text"}),
        ({"expect": {"tracks": []}}, {"$.expect.tracks": "expected_mapping"}),
        ({"expect": {"tracks": {1: "x"}}}, {"$.expect.tracks": "key_not_text"}),
        ({"expect": {"refuse": []}}, {"$.expect.refuse": "unknown_key"}),
        (
            {"expect": {"refused": [-1, True, "x"]}},
            {
                "$.expect.refused[0]": "expected_whole_number",
                "$.expect.refused[1]": "expected_whole_number",
                "$.expect.refused[2]": "expected_whole_number",
            },
        ),
        ({"expect": {"complete": "yes"}}, {"$.expect.complete": "expected_flag"}),
        ({"expect": {"tracks": {"trial": "x"}}}, {"$.expect.tracks.trial": "unknown_key"}),
        (
            {"expect": {"tracks": {"processing": "x"}}},
            {"$.expect.tracks.processing": "unknown_state"},
        ),
        ({"edition": "x", "expect": {"tracks": {"a": "b"}}}, {"$.edition": "unknown_edition"}),
    ],
)
def test_a_wrong_case_is_named(changes: dict[str, Any], expected: dict[str, str]) -> None:
    """Each problem of a case file has its path."""
    assert case_problems({**CASE, **changes}) == expected


def test_a_case_needs_its_fields() -> None:
    """Format, id and events are mandatory; a document that is no mapping is none."""
    assert case_problems({}) == {"$.format": "missing", "$.id": "missing", "$.events": "missing"}
    assert case_problems([]) == {"$": "expected_mapping"}
    with pytest.raises(nws.InvalidCaseFile, match="empty"):
        nws.read_case("  \n")
    assert nws.read_case(json.dumps(CASE)).id == "case-1"


def test_folders_are_read_in_order(tmp_path: Path) -> None:
    """A folder means every case file below it, sorted, whatever its ending."""
    (tmp_path / "b").mkdir()
    names = ("b/2.yml", "b/1.json", "a.jsonl", "c.YAML")
    for number, name in enumerate(names):
        text = json.dumps({**CASE, "id": f"case-{number}"})
        (tmp_path / name).write_text(f"{text}\n", encoding="utf-8")
    (tmp_path / "readme.txt").write_text("x", encoding="utf-8")
    found = read(tmp_path)
    assert [one.case.id for one in found if isinstance(one, nws.ReadCase)] == [
        "case-2",
        "case-1",
        "case-0",
        "case-3",
    ]


def test_json_lines_hold_a_case_each(tmp_path: Path) -> None:
    """Each line stands for itself: a bad one does not stop the others, blank ones are nothing."""
    file = tmp_path / "cases.jsonl"
    lines = [json.dumps(CASE), "", "{", json.dumps({**CASE, "id": "case-2"}), json.dumps(CASE)]
    file.write_text("\n".join(lines), encoding="utf-8")
    found = read(file)
    assert [str(one.place).rpartition(":")[2] for one in found] == ["1", "3", "4", "5"]
    assert keys(found[1]) == ["json_syntax"]
    assert keys(found[3]) == ["id_used_twice"]
    assert found[3].problems[0].message("en").count("cases.jsonl:1")  # type: ignore[union-attr]
    file.write_text("\n\n", encoding="utf-8")
    assert keys(read(file)[0]) == ["empty"]


def test_an_id_is_used_once_in_a_run(tmp_path: Path) -> None:
    """The later case is the one that is wrong, and the first is named."""
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text(json.dumps(CASE), encoding="utf-8")
    first, second = read(tmp_path)
    assert isinstance(first, nws.ReadCase)
    assert keys(second) == ["id_used_twice"]
    assert second.case_id == "case-1"  # type: ignore[union-attr]
    assert "a.json" in second.problems[0].message()  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        ("形式: x".encode("shift_jis"), "not_utf8"),
        ("format: x".encode("utf-16"), "not_utf8"),
        (b"format: \xff", "not_utf8"),
    ],
)
def test_other_encodings_are_refused(tmp_path: Path, raw: bytes, key: str) -> None:
    """A file is UTF-8, with or without a byte order mark."""
    file = tmp_path / "case.yaml"
    file.write_bytes(raw)
    assert keys(read(file)[0]) == [key]
    file.write_bytes(b"\xef\xbb\xbf" + json.dumps(CASE).encode())
    assert isinstance(read(file)[0], nws.ReadCase)


def test_what_is_not_there_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Missing files, empty folders, other endings, unreadable and huge files each say so."""
    assert keys(read(tmp_path / "none.yaml")[0]) == ["file_missing"]
    assert keys(read(tmp_path)[0]) == ["folder_empty"]
    other = tmp_path / "case.txt"
    other.write_text("x", encoding="utf-8")
    assert keys(read(other)[0]) == ["unknown_ending"]
    file = tmp_path / "case.yaml"
    file.write_text(json.dumps(CASE), encoding="utf-8")
    lines = tmp_path / "case.jsonl"
    lines.write_text(json.dumps(CASE), encoding="utf-8")
    monkeypatch.setattr(reading, "LARGEST_CASE", 10)
    assert keys(read(file)[0]) == ["too_large"]
    assert keys(read(lines)[0]) == ["too_large"]

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert keys(read(file)[0]) == ["file_unreadable"]


def test_a_path_that_cannot_be_looked_at_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that is too long, or a folder that is closed, is no reason to stop."""
    assert keys(read(tmp_path / ("x" * 300 + ".yaml"))[0]) == ["file_unreadable"]
    assert keys(read(Path("nul\0.yaml"))[0]) == ["file_missing"]
    (tmp_path / "case.yaml").write_text(json.dumps(CASE), encoding="utf-8")
    assert keys(read(tmp_path / "case.yaml" / "x.yaml")[0]) == ["file_missing"]

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "stat", refuse)
    assert keys(read(tmp_path / "case.yaml")[0]) == ["file_unreadable"]


def test_a_closed_folder_below_is_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be looked into is reported in its place among the files that can."""
    real = os.scandir

    def scandir(path: Any) -> Any:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    (tmp_path / "closed").mkdir()
    (only,) = read(tmp_path)
    assert keys(only) == ["file_unreadable"]
    for number, name in enumerate(("a.json", "z.json")):
        text = json.dumps({**CASE, "id": f"case-{number}"})
        (tmp_path / name).write_text(text, encoding="utf-8")
    first, closed, last = read(tmp_path)
    assert isinstance(first, nws.ReadCase)
    assert isinstance(last, nws.ReadCase)
    assert keys(closed) == ["file_unreadable"]
    assert closed.place == nws.Place(str(tmp_path / "closed"))
    (itself,) = read(tmp_path / "closed")
    assert keys(itself) == ["file_unreadable"]


def test_doubtful_digits_are_no_id_and_are_masked_in_a_title(tmp_path: Path) -> None:
    """An id that may be an individual number tells no case apart once it is masked."""
    for doubtful in ("123456789012", "201707190001", "1234-5678-9012"):
        assert case_problems({**CASE, "id": doubtful}) == {"$.id": "doubtful_number"}
        file = tmp_path / "case.json"
        file.write_text(json.dumps({**CASE, "id": doubtful}), encoding="utf-8")
        (found,) = read(file)
        assert isinstance(found, nws.Unreadable)
        assert found.case_id is None
        place = nws.Place(f"{doubtful}.yaml")
        kept = nws.CaseFile(CASE["format"], doubtful, (), doubtful)
        one = nws.ReadCase(place, nws.case_from_data({**CASE, "title": doubtful}))
        for shown in (repr(place), repr(kept), repr(one), repr(nws.replay(one.case))):
            assert doubtful not in shown
    assert nws.case_from_data({**CASE, "id": "20170719-0001"}).id == "20170719-0001"
    assert repr(nws.case_from_data(CASE)).endswith("title=None, edition='2017-06-16', expect=None)")


def test_a_number_in_a_name_is_never_shown(tmp_path: Path) -> None:
    """Neither the name of a file nor the id of a case shows an individual number."""
    file = tmp_path / f"{NUMBER}.yaml"
    file.write_text(f"id: '{NUMBER}'\nformat: x", encoding="utf-8")
    (found,) = read(file)
    assert isinstance(found, nws.Unreadable)
    assert NUMBER not in str(found.place)
    assert found.case_id is None
    for case_id in ("a\nb", " ", 5, None):
        file.write_text(json.dumps({**CASE, "id": case_id, "format": "x"}), encoding="utf-8")
        (found,) = read(file)
        assert isinstance(found, nws.Unreadable)
        assert found.case_id is None
