"""What many tests are given: an edition to break, and a PostgreSQL server out of a wheel."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import NullPool, create_engine

from own_editions import copy_edition
from servers import own_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_numbers = count(1)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """Start a server on a socket of its own, and return its address."""
    with own_server() as server:
        yield server.address


@pytest.fixture
def postgresql(postgresql_server: str) -> Iterator[str]:
    """Return the address of an empty schema, which is dropped afterwards."""
    schema = f"test_{next(_numbers)}"
    address = postgresql_server.replace("postgresql://", "postgresql+psycopg://")
    engine = create_engine(address, poolclass=NullPool)  # some tests end all idle connections
    with engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE SCHEMA {schema}")
    separator = "&" if "?" in postgresql_server else "?"
    yield f"{postgresql_server}{separator}options=-csearch_path%3D{schema}"
    with engine.begin() as connection:
        connection.exec_driver_sql(f"DROP SCHEMA {schema} CASCADE")


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of an empty store of each kind."""
    makers: dict[str, Callable[[], str]] = {
        "memory": lambda: "memory:",
        "sqlite": lambda: f"sqlite:///{tmp_path / 'journal.db'}",
        "postgresql": lambda: str(request.getfixturevalue("postgresql")),
    }
    return makers[request.param]()


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    """Copy the shipped edition to where it may be broken."""
    return copy_edition(tmp_path)
