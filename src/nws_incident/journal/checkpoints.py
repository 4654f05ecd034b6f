"""A checkpoint: one hash over the heads of all cases, small enough to be printed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import attrs
from attrs import frozen

from nws_incident.journal.errors import JournalError
from nws_incident.journal.hashing import canonical
from nws_incident.journal.merkle import root_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nws_incident.journal.entries import Entry

FORMAT = "nws-incident/checkpoint/1"
"""What a checkpoint says it is, in `format`."""


@frozen(kw_only=True)
class Checkpoint:
    """The state of a journal up to a position: how many cases, and the root over their heads.

    Kept outside, it proves later that nothing up to `position` was altered, taken out, put in or
    reordered within its case.  It says nothing of what came after.
    """

    position: int
    cases: int
    root: str

    def text(self) -> str:
        """Return the checkpoint as one line of JSON: to print, sign, or give to somebody."""
        return canonical({"format": FORMAT, **attrs.asdict(self)})


def read_checkpoint(text: str) -> Checkpoint:
    """Return the checkpoint that stands in `text`; `JournalError` where there is none."""
    try:
        data: dict[str, Any] = json.loads(text)
        is_one = data.pop("format") == FORMAT
        checkpoint = Checkpoint(**data)
        is_one = is_one and (
            type(checkpoint.position) is type(checkpoint.cases) is int
            and type(checkpoint.root) is str
        )
    except (ValueError, TypeError, KeyError, AttributeError):
        is_one = False
    if not is_one:
        raise JournalError("bad_checkpoint", expected=FORMAT)
    return checkpoint


def leaf_of(head: Entry) -> bytes:
    """Return what stands for a case in the tree: its id, its version and its last hash."""
    return canonical([head.case_id, head.version, head.hash]).encode()


def checkpoint_of(entries: Iterable[Entry], position: int) -> Checkpoint:
    """Return the checkpoint over entries that come by case and version."""
    count = 0

    def leaves() -> Iterator[bytes]:
        nonlocal count
        for head in _heads(entries):
            count += 1
            yield leaf_of(head)

    root = root_of(leaves())
    return Checkpoint(position=position, cases=count, root=root)


def _heads(entries: Iterable[Entry]) -> Iterator[Entry]:
    last: Entry | None = None
    for entry in entries:
        if last is not None and entry.case_id != last.case_id:
            yield last
        last = entry
    if last is not None:
        yield last
