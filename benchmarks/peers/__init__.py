"""The peers: the same procedure run by plain Python and by other engines."""

from __future__ import annotations

from typing import Any, Protocol, TypeAlias

from . import (
    bare_dictionary,
    hierarchical_transitions,
    sismic_peer,
    statemachine_peer,
    stock_transitions,
)
from .procedure import Event

__all__ = ["PEERS", "Case", "Event", "Peer"]

Case: TypeAlias = Any
"""Whatever a peer keeps a case in."""


class Peer(Protocol):
    """What every peer's module offers.

    `COVERS` says which part of the procedure it runs, `DISTRIBUTION` which package it measures.
    A refused event changes nothing.
    """

    NAME: str
    DISTRIBUTION: str | None
    COVERS: str

    def new(self) -> Case:
        """Return a case before its opening event."""

    def apply(self, case: Case, event: Event) -> bool:
        """Judge the event and fold it in; tell whether it was accepted."""

    def tracks(self, case: Case) -> tuple[str | None, ...]:
        """Return the states of the four tracks; None for each before the opening event."""

    def release(self, case: Case) -> None:
        """Let the engine forget the case."""


PEERS: tuple[Peer, ...] = (
    bare_dictionary,
    stock_transitions,
    hierarchical_transitions,
    statemachine_peer,
    sismic_peer,
)
