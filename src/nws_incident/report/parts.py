"""What the parts of the report are made of: kinds of field, checked, and shown without numbers."""

from __future__ import annotations

from datetime import time
from typing import Any, Self, TypeVar, dataclass_transform

import attrs

from nws_incident.events.base import checked, fields_of
from nws_incident.fields import KIND, Fault, Kind, is_blank, read_text
from nws_incident.individual_number import mask
from nws_incident.report.errors import InvalidReport
from nws_incident.report.retyped import half_width_code

_Part = TypeVar("_Part", bound=type)


def read_cell_text(value: object) -> str | None:
    r"""Demand text or nothing; keep it as a cell holds it.

    White space at either end is dropped, line ends become ``\n``, and blank is nothing.
    """
    if is_blank(value):
        return None
    return read_text(value).strip().replace("\r\n", "\n").replace("\r", "\n")


def read_code(value: object) -> str | None:
    """Demand text of a cell or nothing; write a code in half-width digits, as a cell is read."""
    text = read_cell_text(value)
    return None if text is None else half_width_code(text)


def read_time(value: object) -> time:
    """Demand a time of day to the minute, as in ``09:30``."""
    text = read_text(value)
    try:
        moment = time.fromisoformat(text)
    except ValueError:
        raise Fault("bad_time") from None
    if text != f"{moment:%H:%M}":
        raise Fault("bad_time")
    return moment


def check_time(value: object) -> time:
    """Demand a time of day to the minute, with no offset."""
    if not isinstance(value, time) or value != time(value.hour, value.minute):
        raise Fault("bad_time")
    return value


CELL = Kind(read_cell_text, read_cell_text, has_text=True)
"""Text of a cell, or nothing."""
CODE = Kind(read_code, read_code, has_text=True)
"""A code of a body, or whatever stands in its place, or nothing."""
TIME = Kind(read_time, check_time)
"""A time of day in JST, to the minute."""


def of(kind: Kind, *, default: Any) -> Any:
    """Declare a field of a kind, and what it is where nothing is said."""
    return attrs.field(default=default, metadata={KIND: kind})


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(of,))
def part(cls: _Part) -> _Part:
    """Make a class of report fields: frozen, by keyword only, each field checked by its kind."""
    return attrs.frozen(kw_only=True, repr=False, field_transformer=checked(InvalidReport))(cls)


@part
class ReportPart:
    """A part of the report; its `repr` masks individual numbers and leaves out what is not said."""

    def __repr__(self) -> str:
        """Return the part as a call that would make it, texts masked."""
        said = (
            (name, getattr(self, name))
            for name in (attribute.name for attribute in fields_of(type(self)))
        )
        shown = ", ".join(f"{name}={_shown(value)}" for name, value in said if value is not None)
        return f"{type(self).__name__}({shown})"

    def replace(self, **changes: Any) -> Self:
        """Return a part like this one but for `changes`; they are checked like any others."""
        changed: Self = attrs.evolve(self, **changes)  # type: ignore[misc]  # `part` is attrs
        return changed


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return repr(mask(value))
    if isinstance(value, tuple):
        return f"({', '.join(_shown(member) for member in value)})"
    return repr(value)
