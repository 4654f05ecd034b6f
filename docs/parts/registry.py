"""The parts by their names, and the pages that ask for them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

MARK = re.compile(r"^<!-- generated: ([a-z-]+) -->$", re.MULTILINE)
"""How a page asks for a part."""

PARTS: dict[str, Callable[[], Iterable[str]]] = {}
"""Every part by its name, as a function that returns its lines."""


def part(function: Callable[[], Iterable[str]]) -> Callable[[], Iterable[str]]:
    """Register a function as the part of its name."""
    PARTS[function.__name__.replace("_", "-")] = function
    return function


def fill(page: str) -> str:
    """Return the text of a page with every part that it asks for put in."""
    return MARK.sub(lambda found: "\n".join(PARTS[found[1]]()), page)
