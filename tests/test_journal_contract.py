"""Every store keeps the one contract, unchanged."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from typing import TYPE_CHECKING

import pytest

import nws_incident as nws
from nws_incident.testing import journal_contract
from nws_incident.testing.journal_contract import (
    CONTRACT,
    CONTRACT_ON_EDITIONS,
    own_editions,
)

if TYPE_CHECKING:
    from collections.abc import Callable


def test_every_demand_is_in_a_contract() -> None:
    """A function of a journal that is in none would demand nothing."""
    topics = [
        importlib.import_module(f"{journal_contract.__name__}.{found.name}")
        for found in pkgutil.iter_modules(journal_contract.__path__)
    ]
    written = {
        function.__name__
        for topic in topics
        for function in vars(topic).values()
        if inspect.isfunction(function)
        and function.__module__ == topic.__name__
        and list(inspect.signature(function).parameters) == ["journal"]
    }
    assert written == {check.__name__ for check in (*CONTRACT, *CONTRACT_ON_EDITIONS)}


@pytest.mark.parametrize("check", CONTRACT, ids=lambda check: check.__name__)
def test_every_store_keeps_the_contract(check: Callable[[nws.Journal], None], address: str) -> None:
    """In memory, on SQLite and on PostgreSQL the same is demanded."""
    with nws.open_journal(address) as journal:
        check(journal)


@pytest.mark.parametrize("check", CONTRACT_ON_EDITIONS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("is_asked", [False, True], ids=["given", "found"])
def test_every_store_keeps_cases_under_editions_of_the_host(
    check: Callable[[nws.Journal], None], address: str, *, is_asked: bool
) -> None:
    """Whether all of them are given, or a function finds one by its id."""
    by_id = {one.id: one for one in (*own_editions(), nws.load_edition())}
    with nws.open_journal(
        address, editions=by_id.__getitem__ if is_asked else own_editions()
    ) as journal:
        check(journal)
