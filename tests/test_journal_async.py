"""A journal from async code: awaited in threads, and inside a host's async transaction."""

from __future__ import annotations

import asyncio
import time
from contextlib import aclosing
from contextvars import ContextVar
from datetime import timedelta
from inspect import signature
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

import nws_incident as nws
from nws_incident.testing.journal_contract import CONTRACT, Demand
from scenes import AT, DELAY_TOLD, INCONCLUSIVE, TO_PROVIDER, opening

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Blocking:
    """A journal over an async one, as the contract wants it: each call runs a loop of its own."""

    def __init__(self, journal: nws.AsyncJournal) -> None:
        """Keep the journal."""
        self.journal = journal

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """Return a method that waits for the async one."""
        if name == "next_number":
            name = "next_report_number"
        method = getattr(self.journal, name)

        async def all_of(items: Any) -> list[Any]:
            return [item async for item in items]

        def call(*args: Any, **kwargs: Any) -> Any:
            answer = method(*args, **kwargs)
            is_stream = hasattr(answer, "__aiter__")
            return asyncio.run(all_of(answer) if is_stream else answer)

        return call


@pytest.mark.parametrize("check", CONTRACT, ids=lambda check: check.__name__)
def test_an_async_journal_keeps_the_contract(check: Demand, tmp_path: Path) -> None:
    """What is awaited is what is demanded of every journal."""
    with nws.open_journal(f"sqlite:///{tmp_path / 'a.db'}") as journal:
        blocking: Any = Blocking(nws.AsyncJournal(journal))
        check(blocking)


def test_every_method_is_there_with_the_same_arguments() -> None:
    """But what a `with` block needs, and the report's name for the numbers, which is not async."""
    names = {name for name in vars(nws.Journal) if not name.startswith("_")} - {"next_number"}
    assert names <= set(vars(nws.AsyncJournal))
    for name in names:
        asked = signature(getattr(nws.AsyncJournal, name)).parameters
        assert asked == signature(getattr(nws.Journal, name)).parameters, name


def test_the_loop_goes_on_while_a_call_waits(tmp_path: Path) -> None:
    """Many may append at once; each hears what became of it, and the context goes along."""
    moment = AT
    name: ContextVar[str] = ContextVar("name")
    heard = []

    def clock() -> Any:
        heard.append(name.get())
        time.sleep(0.05)
        return moment

    async def enter(journal: nws.AsyncJournal, number: int) -> str:
        name.set(f"task {number}")
        try:
            await journal.append("a", [INCONCLUSIVE], expected_version=1)
        except nws.ConflictError:
            return "conflict"
        return "stored"

    async def work() -> None:
        opened = nws.open_journal(f"sqlite:///{tmp_path / 'a.db'}", clock=clock)
        async with nws.AsyncJournal(opened, threads=2) as journal:
            name.set("first")
            await journal.append("a", [opening()], expected_version=0)
            ticks = 0

            async def tick() -> None:
                nonlocal ticks
                while True:
                    await asyncio.sleep(0.005)
                    ticks += 1

            ticking = asyncio.create_task(tick())
            told = await asyncio.gather(*(enter(journal, number) for number in range(5)))
            ticking.cancel()
            assert sorted(told) == ["conflict"] * 4 + ["stored"]
            assert ticks > 2
            assert [entry.version async for entry in journal.feed(after=1)] == [2]

    asyncio.run(work())
    assert heard[0] == "first"
    assert heard[1].startswith("task")


def test_what_was_cancelled_is_settled_by_its_request_id(tmp_path: Path) -> None:
    """The append that nobody awaits any more goes on to its end; closing waits for it."""

    def clock() -> Any:
        time.sleep(0.2)
        return AT

    async def work() -> None:
        opened = nws.open_journal(f"sqlite:///{tmp_path / 'a.db'}", clock=clock)
        async with nws.AsyncJournal(opened) as journal:
            asked: dict[str, Any] = {"expected_version": 0, "request_id": "form-1"}
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(journal.append("a", TO_PROVIDER, **asked), 0.05)
            again = await journal.append("a", TO_PROVIDER, **asked)
            assert again.repeated
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(journal.append("b", TO_PROVIDER, expected_version=0), 0.05)

    asyncio.run(work())
    with nws.open_journal(f"sqlite:///{tmp_path / 'a.db'}") as journal:
        assert [one.case_id for one in journal.cases()] == ["a", "b"]


def test_long_feeds_and_exports_come_in_parts(tmp_path: Path) -> None:
    """Nothing is skipped at the seams, and one may stop in the middle."""

    async def work() -> None:
        opened = nws.open_journal(f"sqlite:///{tmp_path / 'a.db'}")
        with nws.open_journal("memory:") as source:
            for number in range(1100):
                source.append(f"{number}", [opening()], expected_version=0)
            opened.restore(source.export())
        async with nws.AsyncJournal(opened) as journal:
            positions = [entry.position async for entry in journal.feed(after=50)]
            assert positions == list(range(51, 1101))
            assert len([line async for line in journal.export()]) == 1101
            async with aclosing(journal.export()) as lines:
                async for line in lines:
                    assert "format" in line
                    break
            assert (await journal.load("7")).version == 1
            engine: Any = opened._store._engine  # type: ignore[attr-defined]  # noqa: SLF001
            assert engine.pool.checkedout() == 0

    asyncio.run(work())


@pytest.fixture(params=["sqlite", "postgresql"])
def async_address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of a host's database for an asynchronous driver."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'host.db'}"
    address: str = request.getfixturevalue("postgresql")
    return address.replace("postgresql:", "postgresql+psycopg:")


def record(connection: Connection, case_id: str, version: int) -> int:
    """Append inside the transaction of a connection."""
    journal = nws.open_journal(connection)
    return journal.append(case_id, [opening()], expected_version=version).version


def test_an_append_joins_an_async_host_s_transaction(async_address: str) -> None:
    """By SQLAlchemy's `run_sync`: both rows after a commit, neither after an error."""
    add = text("INSERT INTO ticket VALUES (1)")

    async def fail(engine: AsyncEngine) -> None:
        async with engine.begin() as connection:
            await connection.execute(add)
            assert await connection.run_sync(record, "b", 0) == 1
            raise KeyError

    async def work() -> None:
        engine = create_async_engine(async_address)
        async with engine.begin() as connection:
            await connection.execute(text("CREATE TABLE ticket (id INTEGER)"))
            assert await connection.run_sync(record, "a", 0) == 1
        with pytest.raises(KeyError):
            await fail(engine)
        async with engine.begin() as connection:
            await connection.execute(add)
            with pytest.raises(nws.ConflictError):
                await connection.run_sync(record, "a", 0)
            with pytest.raises(nws.Refused):
                await connection.run_sync(refused)
        async with engine.begin() as connection:
            assert await connection.run_sync(record, "c", 0) == 1
        async with engine.connect() as connection:
            listed = await connection.run_sync(lambda one: nws.open_journal(one).cases())
            assert [one.case_id for one in listed] == ["a", "c"]
            assert (await connection.execute(text("SELECT count(*) FROM ticket"))).scalar() == 1
        await engine.dispose()

    def refused(connection: Connection) -> None:
        late = DELAY_TOLD.replace(at=AT + timedelta(days=1))
        nws.open_journal(connection).append("a", [late], expected_version=1)

    asyncio.run(work())
