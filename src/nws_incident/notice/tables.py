"""Which tables the files of an edition can hold, and how a row of each is named.

Read off `Part`, so that a table that is added there can be overlaid without a word here.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

import attrs
from attrs import frozen

from nws_incident.notice.model import Part

HEAD = "edition"
"""The table that says which edition it is; an overlay has its own head in its place."""


@frozen
class Table:
    """A table: of rows, each named by its field `key`, or of entries under `depth` keys."""

    name: str
    key: str | None
    depth: int


@cache
def tables() -> Mapping[str, Table]:
    """Return every table but the head, by its name.

    A row is named by the first field of its class.
    """
    hints = get_type_hints(Part)
    return {name: _table(name, hint) for name, hint in hints.items() if name != HEAD}


def _table(name: str, hint: Any) -> Table:
    if get_origin(hint) is tuple:
        key = attrs.fields(get_args(hint)[0])[0].name
        return Table(name, key, 1)
    depth = 0
    while get_origin(hint) is Mapping:
        hint = get_args(hint)[1]
        depth += 1
    return Table(name, None, depth)
