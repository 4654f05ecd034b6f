"""The register of guards: each by the name that an edition uses, with what it reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from nws_incident.facts import Facts

Guard = Callable[["Facts", Any], bool]
_Predicate = TypeVar("_Predicate", bound=Guard)

GUARDS: dict[str, Guard] = {}
"""Every guard of a rule by its name."""

READS: dict[str, tuple[str, ...]] = {}
"""The fields of an event that each guard looks at, besides `by`."""


def guard(*reads: str) -> Callable[[_Predicate], _Predicate]:
    """Register a function as the guard of its name, which reads these fields of an event."""

    def register(function: _Predicate) -> _Predicate:
        GUARDS[function.__name__] = function
        READS[function.__name__] = reads
        return function

    return register
