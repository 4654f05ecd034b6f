"""What can go wrong, as a tree of exceptions, each of which says what, where, why and what next.

`Refused` (the procedure says no) is raised by judging and lives in `nws_incident.findings`,
beside the findings that explain it; it descends from `NwsIncidentError` like the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from attrs import frozen

from nws_incident.individual_number import mask
from nws_incident.text import DEFAULT_LANGUAGE, Text
from nws_incident.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = "$"
"""The path of a document itself; fields are appended as in ``$.events[3].at``."""


class NwsIncidentError(Exception):
    """Anything this library raises on purpose."""

    def message(self, language: str = DEFAULT_LANGUAGE) -> str:  # noqa: ARG002  for those who say
        """Say in `language` what is wrong and what to do."""
        return str(self)


@frozen
class Problem:
    """One thing that is wrong with a piece of data.

    `path` says where (``$.events[3].inquiry.affair``), `key` names the kind of problem for
    programs, `text` says what is wrong and what to do.  Individual numbers are masked in all of
    it.
    """

    path: str
    key: str
    text: Text

    @classmethod
    def of(cls, path: str, key: str, **slots: Text | str) -> Problem:
        """Make the problem `key` of the library's wording, its slots filled and masked."""
        masked = {
            name: mask(value) if isinstance(value, str) else value for name, value in slots.items()
        }
        return cls(mask(path), key, wording(f"problem.{key}").fill(**masked))

    def under(self, prefix: str) -> Problem:
        """Return this problem as seen from a document in which its own root is at `prefix`."""
        return Problem(mask(prefix) + self.path.removeprefix(ROOT), self.key, self.text)

    def message(self, language: str = DEFAULT_LANGUAGE) -> str:
        """Say what is wrong in `language`, without the path."""
        return self.text.read(language)


class InvalidDataError(NwsIncidentError, ValueError):
    """Data of the wrong shape; `problems` lists everything that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems, in the order of their paths as they were found."""
        self.problems = tuple(problems)
        super().__init__(self.problems)

    @classmethod
    def at(cls, path: str, key: str, **slots: Text | str) -> Self:
        """Make the error for a single problem."""
        return cls([Problem.of(path, key, **slots)])

    def __str__(self) -> str:
        """List the problems in English, one after the other, each with its path."""
        return "; ".join(f"{problem.path}: {problem.message('en')}" for problem in self.problems)

    def message(self, language: str = DEFAULT_LANGUAGE) -> str:
        """List the problems in `language`, a line each, each with its path."""
        return "\n".join(
            f"{problem.path}: {problem.message(language)}" for problem in self.problems
        )


class InvalidEvent(InvalidDataError):  # noqa: N818  the public name
    """An event whose data is wrong: it cannot be judged at all, so it is not refused either."""


class InvalidCaseFile(InvalidDataError):  # noqa: N818  named like InvalidEvent
    """A case file that cannot be read as one."""


class InvalidEdition(InvalidDataError):  # noqa: N818  named like InvalidEvent
    """Edition data that does not hold together; each path starts with the file's name."""


class InvalidWorkbook(InvalidDataError):  # noqa: N818  named like InvalidEvent
    """A workbook that cannot be read as an outcome report, or a report that none can hold."""


class MissingPackageError(NwsIncidentError):
    """Something was asked for that takes an optional package, and that is not installed."""

    def __init__(self, key: str) -> None:
        """Keep what is missing, by the key of the library's wording on it."""
        self.key = key
        super().__init__(key)

    def __str__(self) -> str:
        """Say in English what is missing and how to get it."""
        return self.message("en")

    def message(self, language: str = DEFAULT_LANGUAGE) -> str:
        """Say in `language` what is missing and how to get it."""
        return wording(f"package.{self.key}").read(language)


class InvalidArgument(InvalidDataError):  # noqa: N818  named like InvalidEvent
    """Something asked for that cannot be; each path is the argument's name, as in ``$.sender``."""
