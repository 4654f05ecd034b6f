"""The choices of an option in as few rows as say the same: fields with all values that go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nws_incident.probes import probes_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nws_incident.decisions import Option
    from nws_incident.notice.edition import Edition

_Row = dict[str, tuple[Any, ...]]


def rows_of(edition: Edition, option: Option) -> list[_Row]:
    """Return rows that together are the option's choices; any mixture of a row's values goes.

    A field that may have any value is left out.
    """
    rows: list[_Row] = [
        {name: (value,) for name, value in choice.items()} for choice in option.choices
    ]
    merged = True
    while merged:
        merged = _merge_two(rows)
    everything = _values(edition, option)
    return [
        {
            name: values
            for name, values in row.items()
            if len(values) == 1 or set(values) != everything.get(name)
        }
        for row in rows
    ]


def _merge_two(rows: list[_Row]) -> bool:
    """Merge two rows that differ in one field alone; tell whether there were any."""
    for index, one in enumerate(rows):
        for other in rows[index + 1 :]:
            differing = [name for name in one if other.get(name) != one[name]]
            if one.keys() == other.keys() and len(differing) == 1:
                name = differing[0]
                one[name] += other[name]
                rows.remove(other)
                return True
    return False


def _values(edition: Edition, option: Option) -> Mapping[str, set[Any]]:
    values: dict[str, set[Any]] = {}
    for probe in probes_of(edition, option.event_type):
        for name, value in probe.values.items():
            values.setdefault(name, set()).add(value)
    return values
