"""The editions that a journal's cases run under and can be moved to: shipped, and a host's own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from attrs import frozen

from nws_incident.editions import catalogue
from nws_incident.errors import ROOT, InvalidEdition
from nws_incident.events import EditionChanged
from nws_incident.fields import show
from nws_incident.notice.edition import Edition

if TYPE_CHECKING:
    from nws_incident.journal.stored import Said

Editions = Iterable[Edition] | Callable[[str], Edition]
"""The editions that a host makes known: all of them, or what finds one by its name."""

_UNKNOWN = frozenset({"unknown_edition", "unfound_edition"})
_REMEMBERED = 64


@frozen
class KnownEditions:
    """Finds editions by name; `others` are those that every case knows besides the shipped ones."""

    find: Callable[[str], Edition]
    others: tuple[Edition, ...] = ()

    def moved_to(self, said: Iterable[Said]) -> Iterable[Edition]:
        """Yield the editions that changes of edition name, as far as there are such editions."""
        for words in said:
            if isinstance(words, EditionChanged):
                try:
                    yield self.find(words.to)
                except InvalidEdition as error:
                    # The rules answer a name that nobody knows; what is broken is another matter.
                    if any(problem.key not in _UNKNOWN for problem in error.problems):
                        raise


def known_editions(editions: Editions) -> KnownEditions:
    """Return what finds the editions that a host makes known.

    What a host's function finds is remembered, as the same name has to be the same edition.
    Raises `InvalidEdition` where two editions have one id.
    """
    if callable(editions):
        return KnownEditions(lru_cache(maxsize=_REMEMBERED)(_asking(editions)))
    others = tuple(editions)
    return KnownEditions(_among(catalogue(others)), others)


def _asking(host: Callable[[str], Edition]) -> Callable[[str], Edition]:
    def find(name: str) -> Edition:
        try:
            return host(name)
        except LookupError:
            raise InvalidEdition.at(ROOT, "unfound_edition", value=show(name)) from None

    return find


def _among(known: Mapping[str, Edition]) -> Callable[[str], Edition]:
    def find(name: str) -> Edition:
        if name in known:
            return known[name]
        allowed = ", ".join(map(show, known))
        raise InvalidEdition.at(ROOT, "unknown_edition", value=show(name), allowed=allowed)

    return find


def without_twins(start: Edition, others: Sequence[Edition]) -> tuple[Edition, ...]:
    """Return each edition once, leaving out the one that a case starts under."""
    by_id = {start.id: start, **{one.id: one for one in others}}
    return tuple(one for one in by_id.values() if one.id != start.id)
