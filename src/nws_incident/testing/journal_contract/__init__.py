"""What every journal keeps, as functions that a host's own store can be put through.

Each takes a new, empty journal and raises `AssertionError` where it does not do what the contract
says.  With pytest::

    @pytest.mark.parametrize("check", CONTRACT, ids=lambda check: check.__name__)
    def test_my_store_keeps_the_contract(check, my_empty_journal):
        check(my_empty_journal)

`CONTRACT_ON_EDITIONS` is for a store that keeps cases under editions of its host's own.  Its
journals have to know `own_editions()`, as by ``open_journal(address, editions=own_editions())``.
"""

from nws_incident.testing.journal_contract import (
    appending,
    editions,
    listing,
    numbering,
    proving,
    retracting,
)
from nws_incident.testing.journal_contract.editions import own_editions
from nws_incident.testing.journal_contract.scenes import Demand

CONTRACT: tuple[Demand, ...] = (
    *appending.DEMANDS,
    *retracting.DEMANDS,
    *listing.DEMANDS,
    *numbering.DEMANDS,
    *proving.DEMANDS,
)
"""Every demand, as a function of an empty journal."""

CONTRACT_ON_EDITIONS: tuple[Demand, ...] = editions.DEMANDS
"""Every demand on editions of a host's own, as a function of an empty journal that knows them."""

__all__ = ["CONTRACT", "CONTRACT_ON_EDITIONS", "Demand", "own_editions"]
