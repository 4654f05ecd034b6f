"""The kinds of field that facts have: how each is read from data, and what it demands.

A *kind* serves both doors: data from a file (`read`, which starts from text, true and false,
lists) and values given by Python code (`check`).  Both raise `Fault`, which the door that was
used turns into a problem with a path.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import evolve, frozen

from nws_incident.errors import ROOT, InvalidDataError, Problem
from nws_incident.individual_number import Severity, mask, scan
from nws_incident.organization import code_fault
from nws_incident.wording import wording

if TYPE_CHECKING:
    from nws_incident.text import Text

KIND = "kind"
"""The key of an attribute's metadata under which its kind stands."""

REQUIRED_IN_DATA = "required_in_data"
"""Metadata of a field that Python code may leave to its default but data must state."""

_LOOKS_LIKE_A_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?"
    r"(?P<offset>[Zz]|[+-][0-9]{2}:[0-9]{2})?",
)
# `datetime` itself is not strict in every version about 24:00 and the minutes of an offset.
MOMENT_PATTERN = (
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ](?:[01][0-9]|2[0-3]):[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?"
    r"(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
)
"""What a date and time with an offset looks like: a regular expression, also of ECMAScript."""

DATE_PATTERN = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
"""What a date looks like."""

_MOMENT = re.compile(MOMENT_PATTERN)
_DATE = re.compile(DATE_PATTERN)
_LONGEST_ECHO = 40
_MINUTE = 60


class Fault(Exception):  # noqa: N818  not an error of its own: it becomes a Problem
    """What is wrong with one value: the key of a problem and the slots of its text."""

    def __init__(self, key: str, **slots: Text | str) -> None:
        """Keep the key and the slots for whoever knows the path."""
        super().__init__(key)
        self.key = key
        self.slots = slots

    def problem(self, path: str = ROOT) -> Problem:
        """Return this fault as the problem of the value at `path`."""
        return Problem.of(path, self.key, **self.slots)


class Missing:
    """Stands in data for a value that is not there at all."""


MISSING = Missing()


@frozen
class Kind:
    """A kind of field: `read` takes a value as it stands in data, `check` one from Python code.

    Each returns the value to keep, or raises `Fault` (or, for a list, `InvalidDataError` with a
    problem for each faulty member).  A structure of its own has no `read`: its class says how.
    `has_text` says that the value is, or holds, free text; `values` lists all values there are,
    where they are few.  `form` names what the value looks like in data, for those who describe
    it, `of` the closed list or the structure that it is made of.
    """

    read: Callable[[Any], Any] | None
    check: Callable[[Any], Any]
    has_text: bool = False
    values: tuple[Any, ...] | None = None
    form: str = ""
    of: Any = None
    is_optional: bool = False


def suggest(name: str, known: tuple[str, ...]) -> Text:
    """Return the end of a message that proposes the known name nearest to a misspelt one."""
    near = difflib.get_close_matches(name[:_LONGEST_ECHO], known, n=1)
    if not near:
        return wording("problem.no_suggestion")
    return wording("problem.suggestion").fill(name=near[0])


def one_line(text: str) -> str:
    """Return `text` with whatever cannot be printed on one line replaced."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)


def printable(text: str) -> str:
    """Return `text` masked and on one line."""
    return one_line(mask(text))


def show(value: str) -> str:
    """Return `value` fit to be repeated in a message: printable, and short."""
    clean = printable(value)
    return clean if len(clean) <= _LONGEST_ECHO else clean[:_LONGEST_ECHO] + "…"


def shown_masked(text: str | None) -> str:
    """Return the `repr` of a text, or of none, with individual numbers masked."""
    return repr(None if text is None else mask(text))


def number_in_id(case_id: str) -> Fault | None:
    """Say what is wrong with a case's id that holds, or may hold, an individual number.

    An id is repeated wherever the case is spoken of, and masked it would tell no case from
    another: so even digits that merely may be an individual number are out of place in it.
    """
    sightings = scan(case_id)
    if not sightings:
        return None
    is_sure = any(sighting.severity is Severity.REFUSED for sighting in sightings)
    return Fault("individual_number" if is_sure else "doubtful_number")


def is_blank(value: object) -> bool:
    """Tell whether a value is left out, null, empty, or white space only."""
    return value is None or (isinstance(value, str) and not value.strip())


def read_text(value: object) -> str:
    """Demand text, blank or not; a subclass of text becomes plain text."""
    text = value if type(value) is str else _as_text(value)
    if "\x00" in text:
        raise Fault("nul")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise Fault("surrogate") from None
    return text


def _as_text(value: object) -> str:
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, Missing):
        raise Fault("missing")
    raise Fault("number_for_text" if is_number(value) else "expected_text")


def is_number(value: object) -> bool:
    """Tell whether a value is a number; true and false are none."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def show_number(value: Any) -> str:
    """Return a number fit to be repeated in a message."""
    is_short = isinstance(value, float) or abs(value) < 10**_LONGEST_ECHO
    return show(str(value)) if is_short else "…"


def read_words(value: object) -> str:
    """Demand text that is not blank."""
    text = read_text(value)
    if is_blank(text):
        raise Fault("blank")
    return text


def read_code(value: object) -> str:
    """Demand a sound 全国地方公共団体コード, with or without its check digit."""
    code = read_text(value)
    fault = code_fault(code)
    if fault is not None:
        raise Fault(fault)
    return code


def read_flag(value: object) -> bool:
    """Demand true or false."""
    if not isinstance(value, bool):
        raise Fault("expected_flag")
    return value


def read_whole_number(value: object) -> int:
    """Demand a whole number, nought or more."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise Fault("expected_whole_number")
    return value


def read_moment(value: object) -> datetime:
    """Demand a date and time with an offset, as in RFC 3339."""
    if is_number(value):
        raise Fault("bad_moment")
    text = read_text(value)
    if _MOMENT.fullmatch(text) is None:
        raise _no_moment(text)
    try:
        moment = datetime.fromisoformat(text.upper())
    except ValueError:
        raise Fault("no_such_moment") from None
    return moment.replace(tzinfo=_zone(moment.utcoffset()))


def _no_moment(text: str) -> Fault:
    match = _LOOKS_LIKE_A_MOMENT.fullmatch(text)
    if match is None:
        return Fault("bad_moment")
    return Fault("naive_moment" if match["offset"] is None else "no_such_moment")


@lru_cache(maxsize=64)
def _zone(offset: timedelta) -> timezone:
    """Return one object for each offset: moments that share it compare several times as fast."""
    return timezone(offset)


def check_moment(value: object) -> datetime:
    """Demand a datetime that has an offset, and keep the offset rather than its time zone.

    Two datetimes of one zone compare by the clock on the wall, which runs back when summer ends.
    """
    if not isinstance(value, datetime):
        raise Fault("bad_moment")
    offset = value.utcoffset()
    if offset is None:
        raise Fault("naive_moment")
    if offset.seconds % _MINUTE or offset.microseconds:
        raise Fault("no_such_moment")
    if type(value.tzinfo) is timezone:
        return value
    return value.replace(tzinfo=_zone(offset), fold=0)


def read_date(value: object) -> date:
    """Demand a date, as in ISO 8601."""
    if is_number(value):
        raise Fault("bad_date")
    text = read_text(value)
    if _DATE.fullmatch(text) is None:
        raise Fault("bad_date")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Fault("no_such_date") from None


def check_date(value: object) -> date:
    """Demand a date that is not a date and time."""
    if not isinstance(value, date) or isinstance(value, datetime):
        raise Fault("bad_date")
    return value


_Word = TypeVar("_Word", bound=StrEnum)


def one_of(words: type[_Word]) -> Callable[[object], _Word]:
    """Demand a word of a closed list."""
    known = tuple(word.value for word in words)

    def read(value: object) -> _Word:
        text = show_number(value) if is_number(value) else read_text(value)
        if text not in known:
            raise Fault(
                "unknown_value",
                value=show(text),
                allowed=", ".join(known),
                suggestion=suggest(text, known),
            )
        return words(text)

    return read


def each(read: Callable[[Any], Any]) -> Callable[[object], tuple[Any, ...]]:
    """Demand a list whose every member passes `read`; all that do not are reported together."""

    def read_each(value: object) -> tuple[Any, ...]:
        if not isinstance(value, (list, tuple)):
            raise Fault("expected_list")
        members = []
        problems = []
        for index, member in enumerate(value):
            try:
                members.append(read(member))
            except Fault as fault:
                problems.append(fault.problem(f"{ROOT}[{index}]"))
        if problems:
            raise InvalidDataError(problems)
        return tuple(members)

    return read_each


def or_none(read: Callable[[Any], Any]) -> Callable[[object], Any]:
    """Let a value be null."""
    return lambda value: None if value is None else read(value)


def or_blank(read: Callable[[Any], Any]) -> Callable[[object], Any]:
    """Let a value be blank, which is kept as null."""
    return lambda value: None if is_blank(value) else read(value)


def instance_of(wanted: type, key: str) -> Callable[[object], Any]:
    """Demand an instance of a class."""

    def check(value: object) -> object:
        if not isinstance(value, wanted):
            raise Fault(key)
        return value

    return check


def word(vocabulary: type[StrEnum]) -> Kind:
    """Return the kind of field that holds a word of a closed list."""
    read = one_of(vocabulary)
    return Kind(read, read, values=tuple(vocabulary), form="word", of=vocabulary)


def words_of(vocabulary: type[StrEnum]) -> Kind:
    """Return the kind of field that holds a list of words of a closed list."""
    read = each(one_of(vocabulary))
    return Kind(read, read, form="word_list", of=vocabulary)


def nested(wanted: type, key: str) -> Kind:
    """Return the kind of field that holds a structure of its own, read by its own fields."""
    return Kind(None, instance_of(wanted, key), has_text=True, form="structure", of=wanted)


def optional(kind: Kind) -> Kind:
    """Return `kind` but for null, which stands for nothing said."""
    values = None if kind.values is None else (None, *kind.values)
    read = None if kind.read is None else or_none(kind.read)
    return evolve(kind, read=read, check=or_none(kind.check), values=values, is_optional=True)


WORDS = Kind(read_words, read_words, has_text=True, form="words")
"""Text that must not be blank."""
TEXT = Kind(read_text, read_text, has_text=True, form="text")
"""Text, blank or not."""
CODE = Kind(read_code, read_code, has_text=True, form="code")
"""A 全国地方公共団体コード."""
NAMES = Kind(each(read_words), each(read_words), has_text=True, form="names")
"""A list of names, none of them blank."""
FLAG = Kind(read_flag, read_flag, values=(False, True), form="flag")
"""True or false."""
MOMENT = Kind(read_moment, check_moment, form="moment")
"""A date and time with an offset."""
MOMENT_OR_BLANK = Kind(or_blank(read_moment), or_blank(check_moment), form="moment_or_blank")
"""A date and time with an offset, or blank."""
DATE = Kind(read_date, check_date, form="date")
"""A date."""
