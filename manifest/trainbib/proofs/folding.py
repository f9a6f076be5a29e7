"""Hashes of leaves, nodes and subtrees at any depth of a file tree (SPEC.md, section 15.1)."""

from bisect import bisect_left
from collections.abc import Sequence
from hashlib import sha256
from itertools import islice
from operator import xor

from trainbib.tree import EMPTY

__all__ = ["BITS", "EMPTY", "bit_of", "first_key", "leaf_hash", "node_hash", "path_below"]
__all__ += ["subtree_hash"]

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


def subtree_hash(keys: Sequence[bytes], hashes: Sequence[bytes], depth: int) -> bytes:
    """Compute the hash at a depth of the leaves below it.

    Args:
        keys: 32-byte keys, ascending, equal in their first `depth` bits.
        hashes: The hash of the leaf of each.
        depth: From 0, the root, to 256.

    Returns:
        The 32-byte hash; 32 zero bytes if there is no leaf.

    Raises:
        ValueError: A key is given twice, or the keys are not all of one subtree.
    """
    if len(keys) <= 1:
        return hashes[0] if hashes else EMPTY
    # One pass: the height of the node where two neighbours part is the number of bits from the
    # first in which they differ. A left half waits, at that height, until its right half is
    # complete, which is when a greater height follows.
    numbers = list(map(int.from_bytes, keys))
    heights = list(map(int.bit_length, map(xor, numbers, islice(numbers, 1, None))))
    top = BITS - depth
    if not min(heights):
        twice = keys[heights.index(0)]
        raise ValueError(f"key {twice.hex()} is given twice: every key names one leaf")
    if max(heights) > top:
        raise ValueError(f"the keys do not have their first {depth} bits in common")
    heights.append(top + 1)  # after the last leaf everything that waits is completed
    halves: list[bytes] = []
    waiting = [top + 2]  # the heights of the halves, below them one that is never reached
    lowest = top + 2
    node = EMPTY
    for node, number, height in zip(hashes, numbers, heights, strict=True):
        while lowest < height:
            node = sha256(b"\1" + halves.pop() + node).digest()  # noqa: PLW2901 - folded on
            at = waiting.pop()
            lowest = waiting[-1]
            target = lowest if lowest < height else height  # noqa: FURB136 - `min` costs twice that
            if at + 1 < target:
                node = _lift(node, number, at, target - 1)  # noqa: PLW2901 - folded on
        halves.append(node)
        waiting.append(height)
        lowest = height
    return node


def _lift(node: bytes, key: int, height: int, target: int) -> bytes:
    """Raise a node to a greater height: every bit its keys share has an empty other half."""
    for bit in range(height, target):
        node = node_hash(EMPTY, node) if key >> bit & 1 else node_hash(node, EMPTY)
    return node


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
    prefix = int.from_bytes(key)
    while high - low > 1:
        depth += 1
        right = prefix >> BITS - depth | 1
        middle = bisect_left(keys, first_key(right, depth), low, high)
        if bit_of(key, depth - 1):
            other, low = slice(low, middle), middle
        else:
            other, high = slice(middle, high), middle
        siblings.append(subtree_hash(keys[other], hashes[other], depth))
    return siblings, low if high > low else None
