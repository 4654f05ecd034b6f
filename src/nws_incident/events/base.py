"""What every event has, and how classes of facts are made from kinds of field."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar, dataclass_transform

import attrs

from nws_incident.errors import ROOT, InvalidDataError, InvalidEvent, Problem
from nws_incident.fields import (
    KIND,
    MOMENT,
    REQUIRED_IN_DATA,
    TEXT,
    Fault,
    Kind,
    optional,
    word,
)
from nws_incident.individual_number import Severity, mask, scan
from nws_incident.terms import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

_Fact = TypeVar("_Fact", bound=type)


def of(kind: Kind, *, default: Any = attrs.NOTHING, required_in_data: bool = False) -> Any:
    """Declare a field of a kind; without a default it is mandatory."""
    return attrs.field(default=default, metadata={KIND: kind, REQUIRED_IN_DATA: required_in_data})


def fields_of(cls: type) -> tuple[attrs.Attribute[Any], ...]:
    """Return the fields of a class of facts; the type checker cannot see that it has any."""
    found: tuple[attrs.Attribute[Any], ...] = attrs.fields(cls)
    return found


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(of,))
def fact(cls: _Fact) -> _Fact:
    """Make a class of facts: frozen, by keyword only, each field checked by its kind."""
    return attrs.frozen(kw_only=True, repr=False, field_transformer=checked(InvalidEvent))(cls)


def checked(error: type[InvalidDataError]) -> Any:
    """Return what has each field of a class checked by its kind, and `error` raised if it is not.

    A `field_transformer` of attrs.
    """

    def check(value: Any, attribute: attrs.Attribute[Any]) -> Any:
        path = f"{ROOT}.{attribute.name}"
        problems: tuple[Problem, ...]
        try:
            return attribute.metadata[KIND].check(value)
        except Fault as fault:
            problems = (fault.problem(path),)
        except InvalidDataError as invalid:
            problems = tuple(problem.under(path) for problem in invalid.problems)
        raise error(problems)

    def transform(_: type, attributes: list[attrs.Attribute[Any]]) -> list[attrs.Attribute[Any]]:
        converter = attrs.Converter(check, takes_field=True)
        return [attribute.evolve(converter=converter) for attribute in attributes]

    return transform


@attrs.frozen
class TextSighting:
    """Where in a fact's texts an individual number was sighted: a path, never the digits."""

    path: str
    severity: Severity


@fact
class Fact:
    """Something stated, with checked fields; its `repr` masks individual numbers."""

    def __repr__(self) -> str:
        """Return the fact as a call that would make it, texts masked."""
        shown = ", ".join(
            f"{name}={_shown(value)}" for name, value in self.values() if value is not None
        )
        return f"{type(self).__name__}({shown})"

    @cached_property
    def sightings(self) -> tuple[TextSighting, ...]:
        """Every individual number, sure or doubtful, in the texts of this fact.

        Each text is scanned by itself; `type`, `at` and `by` are no texts.  Found once and kept:
        a fact never changes.
        """
        found: list[TextSighting] = []
        for name, value in self.values(text_only=True):
            for path, text in _texts(f".{name}", value):
                found.extend(
                    TextSighting(ROOT + path, sighting.severity) for sighting in scan(text)
                )
        return tuple(found)

    def replace(self, **changes: Any) -> Self:
        """Return a fact like this one but for `changes`; they are checked like any others."""
        changed: Self = attrs.evolve(self, **changes)  # type: ignore[misc]  # `fact` is attrs
        return changed

    def values(self, *, text_only: bool = False) -> Iterator[tuple[str, Any]]:
        """Yield each field's name and value, or only those that are, or hold, free text."""
        for attribute in fields_of(type(self)):
            if not text_only or attribute.metadata[KIND].has_text:
                yield attribute.name, getattr(self, attribute.name)


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return repr(mask(value))
    if isinstance(value, tuple):
        return f"({', '.join(_shown(member) for member in value)})"
    return repr(value)


def _texts(path: str, value: Any) -> Iterator[tuple[str, str]]:
    if type(value) is str:
        yield path, value
    elif isinstance(value, tuple):
        for index, member in enumerate(value):
            yield from _texts(f"{path}[{index}]", member)
    elif isinstance(value, Fact):
        for name, member in value.values(text_only=True):
            yield from _texts(f"{path}.{name}", member)


@fact
class Event(Fact):
    """A fact that somebody reports: when (`at`, with an offset), by whom, and a free note.

    `type` is the public name in case files, `tag` the short stable name of the stored form, and
    `schema` the number of the stored form's shape.  `of_library` marks what this library adds to
    the events of the notice.
    """

    type: ClassVar[str]
    tag: ClassVar[str]
    schema: ClassVar[int] = 1
    of_library: ClassVar[bool] = False

    at: datetime = of(MOMENT)
    by: Role = of(word(Role))
    note: str | None = of(optional(TEXT), default=None)


def by_only(role: Role) -> Any:
    """Declare `by` where only one role may do the thing: Python code need not repeat it."""
    return of(word(Role), default=role, required_in_data=True)
