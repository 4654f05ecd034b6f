"""The report's title: made by the rule, read back, and refused where it is none."""

from __future__ import annotations

import csv
import pickle
import unicodedata
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import nws_incident as nws
from nws_incident.individual_number import mask
from nws_incident.organization import PREFECTURES, check_digit
from nws_incident.report import (
    InvalidTitle,
    MemoryNumbers,
    NumberAllocator,
    NumbersExhausted,
    PartyAtFault,
    ReportDraft,
    Reporter,
    Title,
    parse_title,
    title,
    title_of,
)
from nws_incident.report.title import ENDING
from nws_incident.report_numbers import number_key
from scenes import VALID_NUMBER

DAY = date(2017, 7, 19)
FORBIDDEN = '/\\:*?"<>|【】'
DATA = Path(__file__).parent / "data" / "local_government_codes.csv"
MUNICIPALITIES = [
    (row["code"], row["prefecture"], row["name"])
    for row in csv.DictReader(DATA.read_text(encoding="utf-8").splitlines())
]
EXAMPLES = [
    ("17071901202-01 北海道函館市【顛末報告書】", DAY, "北海道函館市", "012025", 1),
    (
        "17111313101-02 東京都千代田区【顛末報告書】",
        date(2017, 11, 13),
        "東京都千代田区",
        "131016",
        2,
    ),
    ("17080140000-01 福岡県【顛末報告書】", date(2017, 8, 1), "福岡県", "400009", 1),
    ("170719-01 厚生労働省【顛末報告書】", DAY, "厚生労働省", None, 1),
]


PLACES = {
    "title_form": "$",
    "title_day": "$.drafted_on",
    "title_century": "$.drafted_on",
    "title_number": "$.number",
    "code_check_digit": "$.code",
    "code_form": "$.code",
    "code_prefecture": "$.code",
    "title_space": "$.name",
    "title_characters": "$.name",
    "title_too_long": "$.name",
    "individual_number": "$.name",
}
"""The part of a title that is to blame."""


def keys_of(error: InvalidTitle) -> set[str]:
    """Return the keys of what is wrong, each told of the part that it is wrong with."""
    for problem in error.problems:
        assert problem.path == PLACES[problem.key]
    return {problem.key for problem in error.problems}


def refused(**changes: object) -> set[str]:
    """Return why the title of these parts cannot be made."""
    parts: dict[str, object] = {"drafted_on": DAY, "name": "厚生労働省", "code": None, "number": 1}
    with pytest.raises(InvalidTitle) as caught:
        title(**{**parts, **changes})  # type: ignore[arg-type]
    assert caught.value.message("ja")
    return keys_of(caught.value)


@st.composite
def codes(draw: st.DrawFn) -> str | None:
    """Draw a code with or without its check digit, or none."""
    code5 = f"{draw(st.integers(1, 47)):02}{draw(st.integers(0, 999)):03}"
    return draw(st.sampled_from((None, code5, code5 + check_digit(code5))))


def names() -> st.SearchStrategy[str]:
    """Draw a name that a file can have."""
    alphabet = st.characters(codec="utf-8", exclude_characters=FORBIDDEN)
    return st.text(alphabet, min_size=1, max_size=40).filter(_is_allowed)


def _is_allowed(name: str) -> bool:
    has_control = any(unicodedata.category(char) == "Cc" for char in name)
    fits = name == name.strip() and len(name.encode()) < 200
    return fits and not has_control and not nws.scan(name)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), names(), codes(), st.integers(1, 99))
def test_a_title_reads_back_to_its_parts(
    day: date, name: str, code: str | None, number: int
) -> None:
    """Whatever the parts; and it is a name that any file can have."""
    made = title(drafted_on=day, name=name, code=code, number=number)
    parts = parse_title(made)
    assert (parts.drafted_on, parts.number) == (day, number)
    assert parts.code5 == (None if code is None else code[:5])
    assert name.endswith(parts.name)
    if "郡" not in name:
        assert parts.name == name
        assert title(drafted_on=day, name=name, code=parts.code5, number=number) == made
    assert len(f"{made}.xlsx".encode()) <= 255
    assert made[0].isdigit()  # so it is none of the names that Windows keeps for itself
    assert made.endswith("】")  # neither a dot nor a space, which Windows drops
    assert not any(unicodedata.category(char) == "Cc" for char in made)


@pytest.mark.parametrize(("made", "day", "name", "code", "number"), EXAMPLES)
def test_titles_as_the_rule_has_them(
    made: str, day: date, name: str, code: str | None, number: int
) -> None:
    """Municipality, ward, prefecture, ministry."""
    assert title(drafted_on=day, name=name, code=code, number=number) == made
    code5 = None if code is None else code[:5]
    assert parse_title(made) == Title(day, code5, number, name)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("北海道余市郡余市町", "北海道余市町"),
        ("余市郡余市町", "余市町"),
        ("福岡県三井郡大刀洗町", "福岡県大刀洗町"),
        ("福岡県三井郡大刀洗町教育委員会", "福岡県大刀洗町教育委員会"),
        ("群馬県吾妻郡東吾妻町", "群馬県東吾妻町"),
        ("群馬県吾妻郡高山村", "群馬県高山村"),
        ("兵庫県赤穂郡上郡町", "兵庫県上郡町"),
        ("兵庫県上郡町", "兵庫県上郡町"),
        ("上郡町", "上郡町"),
        ("福島県郡山市", "福島県郡山市"),
        ("奈良県大和郡山市", "奈良県大和郡山市"),
        ("福岡県小郡市", "福岡県小郡市"),
        ("愛知県蒲郡市", "愛知県蒲郡市"),
        ("岐阜県郡上市", "岐阜県郡上市"),
        ("郡上市教育委員会", "郡上市教育委員会"),
        ("京都府相楽郡広域事務組合", "京都府相楽郡広域事務組合"),
        ("福島県郡山地方広域消防組合", "福島県郡山地方広域消防組合"),
        ("鳥取県八頭郡郡家町", "鳥取県郡家町"),
        ("群馬県", "群馬県"),
    ],
)
def test_the_district_that_a_town_lies_in_is_dropped(name: str, short: str) -> None:
    """A 郡 of the body's own name stays."""
    assert parse_title(title(drafted_on=DAY, name=name, code=None, number=1)).name == short


@pytest.mark.parametrize("district", ["", "余市郡", "郡上郡", "三井郡"])
def test_no_real_name_loses_more_than_its_district(district: str) -> None:
    """Of all local governments, with and without prefecture, in a 郡 and not, boards included."""
    assert len(MUNICIPALITIES) > 1780
    for code, prefecture, name in MUNICIPALITIES:
        if district and not name.endswith(("町", "村")):
            continue
        for before in (prefecture, ""):
            for after in ("", "教育委員会") if name else ("",):
                full = before + district * bool(name) + name + after
                short = before + name + after
                if not full:
                    continue
                made = title(drafted_on=DAY, name=full, code=code, number=1)
                assert made == f"170719{code[:5]}-01 {short}【顛末報告書】"
                assert parse_title(made).name == short


def test_a_prefecture_uses_its_own_code() -> None:
    """From 01000 to 47000."""
    for number, prefecture in enumerate(PREFECTURES, 1):
        made = title(drafted_on=DAY, name=prefecture, code=f"{number:02}000", number=1)
        assert made == f"170719{number:02}000-01 {prefecture}【顛末報告書】"


@pytest.mark.parametrize("char", [*FORBIDDEN, "\x00", "\n", "\t", "\x7f", "\x85", "\ud800"])
def test_a_name_that_no_file_can_have_is_refused(char: str) -> None:
    """On Windows, macOS or Linux; and what would not read back."""
    assert refused(name=f"厚生{char}労働省") == {"title_characters"}


@pytest.mark.parametrize("name", ["", " ", " 厚生労働省", "厚生労働省 ", "厚生労働省\u3000"])
def test_a_name_with_a_space_at_either_end_is_refused(name: str) -> None:
    """Half or full width; an empty one too."""
    assert refused(name=name) == {"title_space"}


def test_a_name_too_long_for_a_file_is_refused() -> None:
    """255 bytes with the ending, as Linux counts."""
    assert ENDING == ".xlsx"
    room = 255 - len("170719-01 【顛末報告書】.xlsx".encode())
    longest = "省" * (room // 3) + "X" * (room % 3)
    made = title(drafted_on=DAY, name=longest, code=None, number=1)
    assert len(f"{made}.xlsx".encode()) == 255
    assert refused(name=longest + "X") == {"title_too_long"}


def test_an_individual_number_in_a_name_is_refused_and_not_repeated() -> None:
    """A title is shown to everybody."""
    with pytest.raises(InvalidTitle) as caught:
        title(drafted_on=DAY, name=VALID_NUMBER, code=None, number=1)
    assert keys_of(caught.value) == {"individual_number"}
    assert VALID_NUMBER not in str(caught.value)


@pytest.mark.parametrize(
    ("part", "value", "key"),
    [
        ("number", 0, "title_number"),
        ("number", 100, "title_number"),
        ("number", True, "title_number"),
        ("code", "012024", "code_check_digit"),
        ("code", "0120", "code_form"),
        ("code", "00000", "code_prefecture"),
        ("drafted_on", date(1999, 12, 31), "title_century"),
        ("drafted_on", date(2100, 1, 1), "title_century"),
    ],
)
def test_parts_that_make_no_title_are_refused(part: str, value: object, key: str) -> None:
    """A number from 1 to 99, a sound code, a year that two digits tell."""
    assert refused(**{part: value}) == {key}


def test_everything_that_is_wrong_is_told_at_once() -> None:
    """An author sees all of it."""
    assert refused(number=0, code="1", name="a/b ") == {
        "title_number",
        "code_form",
        "title_characters",
        "title_space",
    }


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "title_form"),
        ("170719-01 厚生労働省", "title_form"),
        ("170719-01 厚生労働省【顛末報告書】.xlsx", "title_form"),
        ("170719-01 厚生労働省【顛末報告書】 ", "title_form"),
        ("170719-01 【顛末報告書】", "title_form"),
        ("170719-01厚生労働省【顛末報告書】", "title_form"),
        ("170719-01\u3000厚生労働省【顛末報告書】", "title_form"),
        ("170719-01  厚生労働省【顛末報告書】", "title_space"),
        ("170719-01 厚生労働省 【顛末報告書】", "title_space"),
        ("170719-1 厚生労働省【顛末報告書】", "title_form"),
        ("170719-001 厚生労働省【顛末報告書】", "title_form"),
        ("170719 厚生労働省【顛末報告書】", "title_form"),
        ("170719-00 厚生労働省【顛末報告書】", "title_number"),
        ("1707190120-01 北海道函館市【顛末報告書】", "title_form"),
        ("170719012025-01 北海道函館市【顛末報告書】", "title_form"),
        ("１７０７１９-01 厚生労働省【顛末報告書】", "title_form"),
        ("17071901202-０１ 北海道函館市【顛末報告書】", "title_form"),
        ("170719０１２０２-01 北海道函館市【顛末報告書】", "title_form"),
        ("17071901202－01 北海道函館市【顛末報告書】", "title_form"),
        ("17071901202-01 北海道函館市[顛末報告書]", "title_form"),
        ("170230-01 厚生労働省【顛末報告書】", "title_day"),
        ("171301-01 厚生労働省【顛末報告書】", "title_day"),
        ("170700-01 厚生労働省【顛末報告書】", "title_day"),
        ("170229-01 厚生労働省【顛末報告書】", "title_day"),
        ("17071948202-01 北海道函館市【顛末報告書】", "code_prefecture"),
        ("17071900202-01 北海道函館市【顛末報告書】", "code_prefecture"),
        ("170719-01 厚生/労働省【顛末報告書】", "title_characters"),
        ("170719-01 厚生\n労働省【顛末報告書】", "title_characters"),
        ("170719-01 【厚生】労働省【顛末報告書】", "title_characters"),
        (f"170719-01 {VALID_NUMBER}【顛末報告書】", "individual_number"),
    ],
)
def test_what_is_no_title_does_not_parse(text: str, key: str) -> None:
    """An impossible date, a code of another length, full width, number 00, a bad name."""
    with pytest.raises(InvalidTitle) as caught:
        parse_title(text)
    assert keys_of(caught.value) == {key}


def test_a_leap_day_parses() -> None:
    """Where there is one."""
    assert parse_title("200229-01 厚生労働省【顛末報告書】").drafted_on == date(2020, 2, 29)


def test_a_title_names_a_file_here_and_in_a_zip(tmp_path: Path) -> None:
    """The name is the same when it comes back."""
    for made, *_ in EXAMPLES:
        (tmp_path / f"{made}.xlsx").write_bytes(b"x")
    archive = tmp_path / "all.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for made, *_ in EXAMPLES:
            packed.write(tmp_path / f"{made}.xlsx", f"{made}.xlsx")
    with zipfile.ZipFile(archive) as packed:
        assert sorted(packed.namelist()) == sorted(f"{made}.xlsx" for made, *_ in EXAMPLES)


def test_the_title_of_a_draft_has_its_reporter_from_the_prefecture_on() -> None:
    """A name without its prefecture gets it from the code; a ministry's stays."""

    def made(name: str | None, code: str | None, day: date | None = DAY) -> str:
        reporter = Reporter(name=name, code=code)
        draft = ReportDraft(drafted_on=day, reporter=reporter, causing_party=PartyAtFault.PROVIDER)
        return title_of(draft, 1)

    assert made("函館市", "012025") == "17071901202-01 北海道函館市【顛末報告書】"
    assert made("北海道函館市", "012025") == "17071901202-01 北海道函館市【顛末報告書】"
    assert made("大刀洗町", "405035") == "17071940503-01 福岡県大刀洗町【顛末報告書】"
    assert made("厚生労働省", None) == "170719-01 厚生労働省【顛末報告書】"
    for name, day, paths in (
        (None, DAY, ["$.reporter.name"]),
        ("厚生労働省", None, ["$.drafted_on"]),
        (None, None, ["$.drafted_on", "$.reporter.name"]),
    ):
        with pytest.raises(InvalidTitle) as caught:
            made(name, None, day)
        found = [(problem.path, problem.key) for problem in caught.value.problems]
        assert found == [(path, "missing") for path in paths]
    with pytest.raises(InvalidTitle, match="check digit"):
        made("函館市", "012024")


class Asked:
    """Numbers that remember whose were asked for."""

    def __init__(self) -> None:
        """Start with nobody."""
        self.bodies: list[tuple[str | None, date]] = []

    def next_number(self, code: str | None, day: date) -> int:
        """Return a number that nobody else would."""
        self.bodies.append((code, day))
        return 41 + len(self.bodies)


def test_a_number_is_asked_for_by_code_or_else_by_name() -> None:
    """And stands in the title."""
    numbers: NumberAllocator = (asked := Asked())
    draft = ReportDraft(drafted_on=DAY, reporter=Reporter(name="函館市", code="012025"))
    assert title_of(draft, numbers) == "17071901202-42 北海道函館市【顛末報告書】"
    ministry = draft.replace(reporter=Reporter(name="厚生労働省"))
    assert title_of(ministry, numbers) == "170719-43 厚生労働省【顛末報告書】"
    assert asked.bodies == [("012025", DAY), ("厚生労働省", DAY)]


def test_no_number_is_used_up_for_what_makes_no_title() -> None:
    """All else is looked at first."""
    asked = Asked()
    for reporter in (Reporter(name="a/b"), Reporter(name="函館市", code="1"), Reporter()):
        with pytest.raises(InvalidTitle):
            title_of(ReportDraft(drafted_on=DAY, reporter=reporter), asked)
    assert asked.bodies == []


def test_numbers_run_from_1_to_99_for_each_body_and_day() -> None:
    """Then there is no more, and the error says whose and when."""
    numbers: NumberAllocator = MemoryNumbers()
    assert [numbers.next_number("01202", DAY) for _ in range(99)] == list(range(1, 100))
    for _ in range(2):
        with pytest.raises(NumbersExhausted) as caught:
            numbers.next_number("012025", DAY)
    assert caught.value.message() == (
        "01202の2017-07-19の番号は01から99まですべて使われています。起票日付を改めてください"
    )
    assert str(caught.value) == (
        "all numbers of 01202 for 2017-07-19, 01 to 99, are used: date the draft another day"
    )
    assert numbers.next_number("01202", DAY + timedelta(days=1)) == 1
    assert numbers.next_number("02201", DAY) == 1


def test_a_body_without_a_code_counts_by_its_name() -> None:
    """Two ministries do not share numbers; width and 郡 make no difference."""
    numbers = MemoryNumbers()
    assert numbers.next_number("厚生労働省", DAY) == 1
    assert numbers.next_number("日本年金機構", DAY) == 1
    assert numbers.next_number(" 厚生労働省", DAY) == 2
    assert numbers.next_number("福岡県三井郡大刀洗町", DAY) == 1
    assert numbers.next_number("福岡県大刀洗町", DAY) == 2
    assert numbers.next_number(None, DAY) == 1
    assert numbers.next_number(None, DAY) == 2


def test_what_numbers_are_kept_under_stays_the_same() -> None:
    """Journals keep them for years."""
    assert number_key("012025") == number_key("01202") == "01202"
    assert number_key("福岡県三井郡大刀洗町") == "福岡県大刀洗町"
    assert number_key(None) == ""


@pytest.mark.parametrize(("body", "shown"), [("", "-"), (VALID_NUMBER, "●" * 12)])
def test_the_end_of_the_numbers_survives_another_process(body: str, shown: str) -> None:
    """It is told as it was, and never by an individual number."""
    error = NumbersExhausted(body, "2017-07-19")
    other = pickle.loads(pickle.dumps(error))  # noqa: S301  our own
    assert str(other) == str(error)
    assert other.message("ja") == error.message()
    assert str(error).startswith(f"all numbers of {shown} for 2017-07-19, ")
    kept = mask(body)
    assert repr(other) == repr(error) == f"NumbersExhausted('{kept}', '2017-07-19')"


def test_threads_never_get_the_same_number() -> None:
    """Eight departments race for one body's numbers."""
    numbers = MemoryNumbers()
    with ThreadPoolExecutor(8) as threads:
        drawn = list(threads.map(lambda _: numbers.next_number("01202", DAY), range(99)))
    assert sorted(drawn) == list(range(1, 100))
