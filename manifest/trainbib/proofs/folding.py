"""Leaves, nodes and the way down a file tree (SPEC.md, section 15.1)."""

from bisect import bisect_left
from collections.abc import Sequence
from hashlib import sha256

from trainbib.tree import EMPTY, subtree

__all__ = ["BITS", "EMPTY", "bit_of", "first_key", "leaf_hash", "node_hash", "path_below"]

BITS = 256
"""Bits of a key: the greatest depth."""


def leaf_hash(key: bytes, value: bytes) -> bytes:
    """Return the hash of one leaf: H(0x00 ‖ key ‖ value)."""
    return sha256(b"\0" + key + value).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of two halves: H(0x01 ‖ left ‖ right)."""
    return sha256(b"\1" + left + right).digest()


def bit_of(key: bytes, depth: int) -> int:
    """Return the bit by which a key goes left (0) or right (1) at a depth."""
    return key[depth >> 3] >> (7 - (depth & 7)) & 1


def first_key(prefix: int, depth: int) -> bytes:
    """Return the smallest key whose first `depth` bits are the number `prefix`."""
    return (prefix << BITS - depth).to_bytes(32, "big")


def path_below(
    keys: Sequence[bytes], hashes: Sequence[bytes], depth: int, key: bytes
) -> tuple[list[bytes], int | None]:
    """Follow a key down from a depth, until it meets a single leaf or nothing.

    Args:
        keys: The keys below that depth, ascending.
        hashes: The hash of the leaf of each.
        depth: Where to begin.
        key: The key to follow; it shares the first `depth` bits.

    Returns:
        The hashes of the halves that were not taken, from above to below, and the index of the
        leaf where the path ends; None if it ends in an empty half.
    """
    siblings: list[bytes] = []
    low, high = 0, len(keys)
    number = int.from_bytes(key)
    while high - low > 1:
        depth += 1
        right = number >> BITS - depth | 1
        middle = bisect_left(keys, first_key(right, depth), low, high)
        if bit_of(key, depth - 1):
            other, low = slice(low, middle), middle
        else:
            other, high = slice(middle, high), middle
        siblings.append(subtree(b"".join(keys[other]), hashes[other], depth))
    return siblings, low if high > low else None
