"""Reading case files: from text, from files, from folders, one case at a time."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from attrs import field, frozen

from nws_incident.casefile import json, yaml
from nws_incident.casefile.model import FORMAT, CaseFile
from nws_incident.codec import event_converter
from nws_incident.editions import catalogue
from nws_incident.errors import ROOT, InvalidCaseFile, Problem
from nws_incident.events import EditionChanged
from nws_incident.facts import TRACKS
from nws_incident.fields import number_in_id, printable, show, shown_masked, suggest
from nws_incident.individual_number import Severity, scan
from nws_incident.structuring import step, structure

if TYPE_CHECKING:
    from cattrs import Converter

    from nws_incident.notice.edition import Edition

LARGEST_CASE = 64 * 1024 * 1024
"""How many bytes one case may take up in a file."""

_LINES = ".jsonl"
_PARSERS: dict[str, Callable[[str], Any]] = {
    ".yaml": yaml.parse,
    ".yml": yaml.parse,
    ".json": json.parse,
    _LINES: json.parse,
}
_LINES_IN_A_FILE = 2**40
_BYTE_ORDER_MARK = "\ufeff"


@frozen
class Place:
    """Where a case was read from: a file, and in JSON Lines the line."""

    file: str = field(repr=shown_masked)
    line: int | None = None

    def __str__(self) -> str:
        """Return the file, and the line after a colon; individual numbers are masked."""
        file = printable(self.file)
        return file if self.line is None else f"{file}:{self.line}"


@frozen
class ReadCase:
    """A case file that was read."""

    place: Place
    case: CaseFile


@frozen
class Unreadable:
    """A case file, or a place where one was looked for, that cannot be read as one.

    `case_id` is the case's id as far as it could be read.
    """

    place: Place
    problems: tuple[Problem, ...]
    case_id: str | None = None


def read_case(
    text: str,
    parse: Callable[[str], Any] = yaml.parse,
    *,
    editions: Iterable[Edition] = (),
) -> CaseFile:
    """Return the case file that stands in `text` (YAML, of which JSON is a part).

    It may name a shipped edition, or one of `editions`.  Raises `InvalidCaseFile` with every
    problem.
    """
    return case_from_data(_parsed(text, parse), editions=editions)


def case_from_data(data: object, *, editions: Iterable[Edition] = ()) -> CaseFile:
    """Return the case file that plain data describes; raises `InvalidCaseFile`.

    It may name a shipped edition, or one of `editions`.
    """
    return _case_from_data(data, catalogue(editions))


def _case_from_data(data: object, editions: Mapping[str, Edition]) -> CaseFile:
    if isinstance(data, Mapping) and data.get("format", FORMAT) != FORMAT:
        raise InvalidCaseFile.at(f"{ROOT}.format", "unknown_format", expected=FORMAT)
    case = structure(_converter(), data, CaseFile, InvalidCaseFile)
    problems = [*_numbers(case), *_edition(case, editions), *_tracks(case, editions)]
    if problems:
        raise InvalidCaseFile(problems)
    return case


def read_paths(
    paths: Iterable[Path], *, editions: Iterable[Edition] = ()
) -> Iterator[ReadCase | Unreadable]:
    """Yield every case in files and folders, in the order given; a folder's files sorted.

    One case is held at a time.  An id that was seen before in this run is a problem of the
    later case.  Cases may name shipped editions, and those in `editions`.
    """
    known = catalogue(editions)
    seen = _SeenIds()
    for path in paths:
        for found in _cases_at(path, known):
            if isinstance(found, ReadCase):
                first = seen.add(found.case.id, found.place)
                if first is not None:
                    problem = Problem.of(f"{ROOT}.id", "id_used_twice", where=str(first))
                    yield Unreadable(found.place, (problem,), found.case.id)
                    continue
            yield found


class _SeenIds:
    """The ids of a run, and where each was first: a few bytes a case, as runs may be long."""

    def __init__(self) -> None:
        self._files: list[str] = []
        self._first: dict[int, int] = {}

    def add(self, case_id: str, place: Place) -> Place | None:
        """Remember an id, or return the place where it was seen before."""
        if not self._files or self._files[-1] != place.file:
            self._files.append(place.file)
        key = hash(case_id)
        if key in self._first:
            file, line = divmod(self._first[key], _LINES_IN_A_FILE)
            return Place(self._files[file], line or None)
        self._first[key] = (len(self._files) - 1) * _LINES_IN_A_FILE + (place.line or 0)
        return None


def _cases_at(path: Path, editions: Mapping[str, Edition]) -> Iterator[ReadCase | Unreadable]:
    place = Place(str(path))
    try:
        is_folder = stat.S_ISDIR(path.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        yield _unreadable(place, "file_missing")
        return
    except OSError as error:
        yield _forbidden(place, error)
        return
    if is_folder:
        yield from _cases_below(path, editions)
    elif path.suffix.lower() not in _PARSERS:
        yield _unreadable(place, "unknown_ending")
    else:
        yield from _cases_in(path, editions)


def _cases_below(folder: Path, editions: Mapping[str, Edition]) -> Iterator[ReadCase | Unreadable]:
    """Yield the cases of a folder's files, sorted, and each folder below it that is closed."""
    closed: dict[Path, OSError] = {}

    def note(error: OSError) -> None:
        closed[Path(error.filename)] = error

    files = [
        Path(parent) / name
        for parent, _, names in os.walk(folder, onerror=note)
        for name in names
        if Path(name).suffix.lower() in _PARSERS
    ]
    if not files and not closed:
        yield _unreadable(Place(str(folder)), "folder_empty")
    for path in sorted((*files, *closed)):
        if path in closed:
            yield _forbidden(Place(str(path)), closed[path])
        else:
            yield from _cases_in(path, editions)


def _cases_in(file: Path, editions: Mapping[str, Edition]) -> Iterator[ReadCase | Unreadable]:
    try:
        with file.open("rb") as stream:
            if file.suffix.lower() == _LINES:
                yield from _lines_in(file, stream, editions)
            else:
                raw = stream.read(LARGEST_CASE + 1)
                parse = _PARSERS[file.suffix.lower()]
                yield _case_at(Place(str(file)), raw, parse, editions)
    except OSError as error:
        yield _forbidden(Place(str(file)), error)


def _lines_in(
    file: Path, stream: BinaryIO, editions: Mapping[str, Edition]
) -> Iterator[ReadCase | Unreadable]:
    number = 0
    cases = 0
    while raw := stream.readline(LARGEST_CASE + 1):
        number += 1
        if len(raw) > LARGEST_CASE:
            yield _too_large(Place(str(file), number))
            return
        if raw.strip():
            cases += 1
            yield _case_at(Place(str(file), number), raw, json.parse, editions)
    if not cases:
        yield _unreadable(Place(str(file)), "empty", expected=FORMAT)


def _case_at(
    place: Place, raw: bytes, parse: Callable[[str], Any], editions: Mapping[str, Edition]
) -> ReadCase | Unreadable:
    if len(raw) > LARGEST_CASE:
        return _too_large(place)
    data: object = None
    try:
        data = _parsed(_decoded(raw), parse)
        return ReadCase(place, _case_from_data(data, editions))
    except InvalidCaseFile as error:
        return Unreadable(place, error.problems, _id_of(data))


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8").removeprefix(_BYTE_ORDER_MARK)
    except UnicodeDecodeError as error:
        position = error.start
    raise InvalidCaseFile.at(ROOT, "not_utf8", position=str(position + 1))


def _parsed(text: str, parse: Callable[[str], Any]) -> object:
    data = parse(text) if text.strip() else None
    if data is None:
        raise InvalidCaseFile.at(ROOT, "empty", expected=FORMAT)
    return data


def _id_of(data: object) -> str | None:
    """Return a case's id out of data that is not a case, if it may be shown."""
    case_id = data.get("id") if isinstance(data, Mapping) else None
    if not isinstance(case_id, str) or not case_id.strip() or not case_id.isprintable():
        return None
    return None if scan(case_id) else case_id


def _unreadable(place: Place, key: str, **slots: str) -> Unreadable:
    return Unreadable(place, (Problem.of(ROOT, key, **slots),))


def _forbidden(place: Place, error: OSError) -> Unreadable:
    reason = error.strerror or type(error).__name__
    return _unreadable(place, "file_unreadable", reason=reason)


def _too_large(place: Place) -> Unreadable:
    return _unreadable(place, "too_large", limit=str(LARGEST_CASE))


@cache
def _converter() -> Converter:
    """Return the events' converter: case files are made of the same kinds of field."""
    return event_converter()


def _numbers(case: CaseFile) -> Iterator[Problem]:
    fault = number_in_id(case.id)
    if fault is not None:
        yield fault.problem(f"{ROOT}.id")
    if any(sighting.severity is Severity.REFUSED for sighting in scan(case.title or "")):
        yield Problem.of(f"{ROOT}.title", "individual_number")


def _edition(case: CaseFile, editions: Mapping[str, Edition]) -> Iterator[Problem]:
    if case.edition not in editions:
        yield Problem.of(
            f"{ROOT}.edition",
            "unknown_edition",
            value=show(case.edition),
            allowed=", ".join(show(name) for name in editions),
        )


def _tracks(case: CaseFile, editions: Mapping[str, Edition]) -> Iterator[Problem]:
    """Demand tracks and states of the edition that is named, or that an event moves the case to."""
    expected = {} if case.expect is None else case.expect.tracks
    if case.edition not in editions:
        return
    moves = [event.to for event in case.events if isinstance(event, EditionChanged)]
    ends = [editions[name] for name in (case.edition, *moves) if name in editions]
    for track, state in expected.items():
        path = f"{ROOT}.expect.tracks{step(track)}"
        if track not in TRACKS:
            yield Problem.of(path, "unknown_key", suggestion=suggest(track, TRACKS))
            continue
        states = dict.fromkeys(known for one in ends for known in one.tracks[track].states)
        if state is not None and state not in states:
            yield Problem.of(path, "unknown_state", value=show(state), allowed=", ".join(states))
