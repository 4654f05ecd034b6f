"""The root of a Merkle tree over any number of leaves, in memory for a few hashes.

As in RFC 9162: leaves and nodes are hashed behind different bytes, so that none can pass for the
other, and a tree of n leaves splits at the largest power of two below n.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_LEAF = b"\x00"
_NODE = b"\x01"


def root_of(leaves: Iterable[bytes]) -> str:
    """Return the root over leaves in their order, in hexadecimal."""
    # Whole subtrees, largest first: two of the same size become one at once.
    subtrees: list[tuple[int, bytes]] = []
    for leaf in leaves:
        size, node = 1, _sha256(_LEAF + leaf)
        while subtrees and subtrees[-1][0] == size:
            _, left = subtrees.pop()
            size, node = 2 * size, _sha256(_NODE + left + node)
        subtrees.append((size, node))
    if not subtrees:
        return _sha256(b"").hex()
    _, root = subtrees.pop()
    while subtrees:
        _, left = subtrees.pop()
        root = _sha256(_NODE + left + root)
    return root.hex()


def _sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()
