"""What proves an entry: SHA-256 over canonical JSON (RFC 8785), each hash covering the one before.

The body is not hashed by itself but behind a random salt.  Both are erased by a purge; what then
remains cannot be guessed back from its digest.
"""

from __future__ import annotations

import hashlib
from functools import cache
from typing import TYPE_CHECKING, Any

import attrs

if TYPE_CHECKING:
    from collections.abc import Callable

    from nws_incident.journal.entries import Entry

NOTHING_BEFORE = ""
"""What stands for the hash before a case's first entry."""


def canonical(data: Any) -> str:
    """Return plain data as canonical JSON: one text for whatever means the same."""
    return _dumps()(data).decode()


def digest_of(salt: str, body: str) -> str:
    """Return the digest of a body behind its salt."""
    return hashlib.sha256(f"{salt}\n{body}".encode()).hexdigest()


def hash_of(entry: Entry) -> str:
    """Return the hash that an entry must have by what it holds."""
    # One row for all that is hashed: a name for each value, so that none can pass for another.
    head = {
        "case": entry.case_id,
        "version": entry.version,
        "tag": entry.tag,
        "schema": entry.schema,
        "edition": entry.edition,
        "recorded_at": entry.recorded_at,
        "request": entry.request_id,
        "step": entry.request_step,
        "digest": entry.digest,
        "previous": entry.previous,
    }
    return hashlib.sha256(_dumps()(head)).hexdigest()


def seal(entry: Entry) -> Entry:
    """Return an entry with the hash that it must have."""
    return attrs.evolve(entry, hash=hash_of(entry))


def is_body_intact(entry: Entry) -> bool:
    """Tell whether the body is the one that the digest was made of; an erased one is."""
    if entry.body is None or entry.salt is None:
        return entry.body is entry.salt
    return digest_of(entry.salt, entry.body) == entry.digest


def is_intact(entry: Entry) -> bool:
    """Tell whether an entry is as it was when it was sealed, for all that it says of itself."""
    return is_body_intact(entry) and hash_of(entry) == entry.hash


@cache
def _dumps() -> Callable[[Any], bytes]:
    """Return the library's function, which is looked up late: it is an optional package."""
    from rfc8785 import dumps  # noqa: PLC0415  optional

    return dumps
