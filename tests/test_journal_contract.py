"""Every store keeps the one contract, unchanged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import nws_incident as nws
from nws_incident.testing.journal_contract import CONTRACT

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize("check", CONTRACT, ids=lambda check: check.__name__)
def test_every_store_keeps_the_contract(check: Callable[[nws.Journal], None], address: str) -> None:
    """In memory, on SQLite and on PostgreSQL the same is demanded."""
    with nws.open_journal(address) as journal:
        check(journal)
