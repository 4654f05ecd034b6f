"""A journal beside a plain dictionary: whatever is done to both, they say the same."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import NullPool, create_engine, text

import nws_incident as nws
from nws_incident.testing import next_events
from scenes import AT

CASES = ("a", "b", "甲")
KNOWN = (nws.load_edition(Path(__file__).parent / "editions" / "wider.toml"),)
"""Cases are moved to this edition and back now and then."""


class Beside(RuleBasedStateMachine):
    """Appends, conflicts, repeats, retractions, moves to an edition and reopening, on both."""

    address = "memory:"

    def __init__(self) -> None:
        """Open an empty journal, and know nothing."""
        super().__init__()
        self.entries: dict[str, list[Any]] = {case_id: [] for case_id in CASES}
        self.answers: dict[str, tuple[Any, nws.Appended]] = {}
        self.total = 0
        self.checkpoints: list[nws.Checkpoint] = []
        self.journal = nws.open_journal(self.address, editions=KNOWN)

    def teardown(self) -> None:
        """Export to another journal at the end, and let go."""
        lines = list(self.journal.export())
        with nws.open_journal("memory:", editions=KNOWN) as other:
            other.restore(lines)
            assert list(other.export()) == lines
            assert other.cases() == self.journal.cases()
        self.journal.close()

    def counting(self, case_id: str, without: frozenset[int] = frozenset()) -> list[nws.Event]:
        """Return the events that were not retracted."""
        entries = self.entries[case_id]
        gone = without | {one.version for one in entries if isinstance(one, nws.EventRetracted)}
        return [
            one
            for version, one in enumerate(entries, start=1)
            if isinstance(one, nws.Event) and version not in gone
        ]

    def case(self, case_id: str) -> nws.Case:
        """Return the case that the dictionary's events make."""
        return nws.Case.from_events(self.counting(case_id), id=case_id, editions=KNOWN)

    @rule(
        case_id=st.sampled_from(CASES), data=st.data(), named=st.booleans(), several=st.booleans()
    )
    def append(self, case_id: str, data: st.DataObject, *, named: bool, several: bool) -> None:
        """Append what the rules may accept or refuse."""
        case = self.case(case_id)
        events = [data.draw(next_events(case))]
        is_fine = case.offer(events[0]).accepted
        if is_fine and several:
            events.append(data.draw(next_events(case)))
            is_fine = case.offer(events[1]).accepted
        version = len(self.entries[case_id])
        request_id = f"r-{len(self.answers)}" if named else None
        asked: Any = {"expected_version": version, "request_id": request_id}
        if not is_fine:
            with pytest.raises(nws.Refused):
                self.journal.append(case_id, events, **asked)
            return
        appended = self.journal.append(case_id, events, **asked)
        self.entries[case_id] += events
        self.total += len(events)
        assert (appended.version, appended.position) == (version + len(events), self.total)
        if request_id is not None:
            self.answers[request_id] = ((case_id, events, version), appended)

    @rule(case_id=st.sampled_from(CASES), data=st.data(), off=st.sampled_from([-2, -1, 1, 5]))
    def conflict(self, case_id: str, data: st.DataObject, off: int) -> None:
        """Append for a version that the case does not have."""
        version = len(self.entries[case_id])
        expected = max(0, version + off)
        if expected == version:
            return
        event = data.draw(next_events(self.case(case_id)))
        with pytest.raises(nws.ConflictError) as caught:
            self.journal.append(case_id, [event], expected_version=expected)
        assert caught.value.actual == version
        assert len(caught.value.entries) == max(0, version - expected)

    @precondition(lambda self: self.answers)
    @rule(data=st.data(), changed=st.booleans())
    def repeat(self, data: st.DataObject, *, changed: bool) -> None:
        """Send a request a second time, as it was or changed."""
        request_id = data.draw(st.sampled_from(sorted(self.answers)))
        (case_id, events, version), answer = self.answers[request_id]
        asked: Any = {"expected_version": version, "request_id": request_id}
        if changed:
            with pytest.raises(nws.RequestReused):
                self.journal.append(case_id, [*events, events[0]], **asked)
        else:
            again = self.journal.append(case_id, events, **asked)
            assert again.repeated
            assert again == answer

    @rule(case_id=st.sampled_from(CASES), data=st.data())
    def retract(self, case_id: str, data: st.DataObject) -> None:
        """Retract one event, and whatever cannot stand without it; or be told what that is."""
        entries = self.entries[case_id]
        if not self.counting(case_id):
            return
        gone = {one.version for one in entries if isinstance(one, nws.EventRetracted)}
        live = [
            version
            for version, one in enumerate(entries, start=1)
            if isinstance(one, nws.Event) and version not in gone
        ]
        wanted = {data.draw(st.sampled_from(live))}
        asked: Any = {"expected_version": len(entries)}
        try:
            nws.Case.from_events(self.counting(case_id, frozenset(wanted)), editions=KNOWN)
        except nws.Refused:
            with pytest.raises(nws.StrandedEvents) as caught:
                self.journal.append(case_id, [retraction(one) for one in wanted], **asked)
            wanted |= set(caught.value.stranded)
        said = [retraction(version) for version in sorted(wanted)]
        self.journal.append(case_id, said, **asked)
        self.entries[case_id] += said
        self.total += len(said)

    @rule()
    def reopen(self) -> None:
        """Close and open again: by an export where the store goes with the process."""
        if self.address == "memory:":
            lines = list(self.journal.export())
            self.journal = nws.open_journal(self.address, editions=KNOWN)
            self.journal.restore(lines)
        else:
            self.journal.close()
            self.journal = nws.open_journal(self.address, editions=KNOWN)

    @rule()
    def take_checkpoint(self) -> None:
        """Keep a checkpoint, for later."""
        self.checkpoints.append(self.journal.checkpoint())

    @invariant()
    def they_agree(self) -> None:
        """Cases, versions, the list and the feed are those of the dictionary."""
        known = [case_id for case_id in CASES if self.entries[case_id]]
        for case_id in known:
            loaded = self.journal.load(case_id)
            assert loaded == self.case(case_id)
            assert loaded.version == len(self.entries[case_id])
            history = self.journal.history(case_id)
            assert [line.said for line in history] == self.entries[case_id]
        assert {one.case_id for one in self.journal.cases()} == set(known)
        assert [one.position for one in self.journal.feed()] == list(range(1, self.total + 1))
        found = self.journal.verify(self.checkpoints[-1] if self.checkpoints else None)
        assert found.is_clean


def retraction(version: int) -> nws.EventRetracted:
    """Make a retraction."""
    return nws.EventRetracted(at=AT, by="係長", why="誤記", version=version)


@pytest.mark.parametrize("store", ["memory", "sqlite", "postgresql"])
def test_a_journal_does_what_a_dictionary_does(store: str, request: pytest.FixtureRequest) -> None:
    """Over random walks of appends, refusals, conflicts, repeats, retractions and reopening."""
    if store == "postgresql":
        postgresql = request.getfixturevalue("postgresql")

        class OnPostgreSQL(Beside):
            def __init__(self) -> None:
                """Empty the schema first."""
                self.address = postgresql
                empty(postgresql)
                super().__init__()

        machine: type[Beside] = OnPostgreSQL
    elif store == "sqlite":

        class OnSQLite(Beside):
            def __init__(self) -> None:
                """Make a file."""
                self.folder = tempfile.TemporaryDirectory()
                self.address = f"sqlite:///{Path(self.folder.name) / 'journal.db'}"
                super().__init__()

            def teardown(self) -> None:
                """Remove the file."""
                super().teardown()
                self.folder.cleanup()

        machine = OnSQLite
    else:
        machine = Beside
    examples = {"memory": 25, "sqlite": 6, "postgresql": 3}[store]
    run_state_machine_as_test(
        machine,
        settings=settings(max_examples=examples, stateful_step_count=20, deadline=None),
    )


def empty(address: str) -> None:
    """Drop everything in the schema of an address."""
    schema = address.rpartition("%3D")[2]
    engine = create_engine(
        address.replace("postgresql:", "postgresql+psycopg:"), poolclass=NullPool
    )
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
        connection.execute(text(f"CREATE SCHEMA {schema}"))
