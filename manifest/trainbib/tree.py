"""The root of a file tree: a prefix Merkle tree over SHA-256, in two keyings.

The tree is a binary trie over 256-bit keys (SPEC.md, section 15):

- a leaf's hash is ``SHA-256(0x00 || key || value)``;
- an inner node's hash is ``SHA-256(0x01 || left || right)``;
- an empty subtree is 32 zero bytes;
- a subtree that holds exactly one leaf is that leaf's hash, at whatever depth;
- any other subtree is the node of its two halves, split by the next bit of the key, most
  significant bit first, 0 to the left.

The root so depends on the set of leaves alone: not on the order in which they were found, and not
on how the work was split. The domain bytes 0x00 and 0x01 are those of RFC 9162, section 2.1.

Two keyings of the same files answer two questions. ``paths`` (key: hash of the path) says whether
a folder is the folder that was described; ``contents`` (key: hash of the content) says whether a
certain file is, or is not, in the set, whatever it is called there.
"""

import sys
from array import array
from collections.abc import Iterable, Sequence
from hashlib import sha256
from itertools import islice
from operator import xor
from typing import NamedTuple, Protocol

__all__ = [
    "EMPTY",
    "HashedFile",
    "Roots",
    "joined_root",
    "merkle_root",
    "roots",
    "subtree",
]

EMPTY = bytes(32)
"""The hash of a tree with no leaf."""

_BYTES = 32
_BITS = 256
_SHORT_BITS = 64
_NODE_EMPTY = b"\1" + EMPTY
_ONE = (1).to_bytes(8, "big")


class HashedFile(Protocol):
    """What a file needs for it to be a leaf; an inventory's row is one."""

    @property
    def path(self) -> str:
        """Path below the files root; bytes that are not UTF-8 as surrogate escapes (PEP 383)."""
        ...

    @property
    def bytes(self) -> int:
        """Size in bytes."""
        ...

    @property
    def sha256(self) -> str:
        """SHA-256 of the content, 64 hexadecimal digits."""
        ...


class Roots(NamedTuple):
    """Both roots of one file tree, each printed as ``sha256:`` and 64 hexadecimal digits."""

    paths: str
    contents: str


def merkle_root(leaves: Iterable[tuple[bytes, bytes]]) -> bytes:
    """Compute the root of the tree that holds `leaves`.

    Args:
        leaves: Pairs of a 32-byte key and a value of any length, in any order.

    Returns:
        The 32-byte root; 32 zero bytes when there is no leaf.

    Raises:
        ValueError: A key is given twice, or is not 32 bytes long.
    """
    pairs = list(leaves)
    for key, _ in pairs:
        if len(key) != _BYTES:
            raise ValueError(f"key {key.hex()} has {len(key)} bytes: every key must have {_BYTES}")
    hashes = {key: sha256(b"\0" + key + value).digest() for key, value in pairs}
    if len(hashes) != len(pairs):
        key = _twice(key for key, _ in pairs)
        raise ValueError(f"key {key.hex()} is given twice: every key names one leaf")
    return _fold(hashes)


def roots(rows: Iterable[HashedFile]) -> Roots:
    """Compute both roots in one pass over the rows.

    Args:
        rows: The files, in any order.

    Returns:
        Both roots.

    Raises:
        ValueError: A path is given twice, a size is not between 0 and 2^64 - 1, or a digest is
            not 64 hexadecimal digits.
    """
    paths, sizes, digests = _columns(rows)
    return Roots(
        paths=_printed(_by_path(paths, sizes, digests)),
        contents=_printed(_by_content(paths, digests)),
    )


def _printed(root: bytes) -> str:
    return "sha256:" + root.hex()


# Whole columns are worked on one after the other: that is a third faster than row by row.


def _columns(rows: Iterable[HashedFile]) -> tuple[list[bytes], list[bytes], list[bytes]]:
    """Return the path bytes, the 8-byte sizes and the 32-byte digests of the rows."""
    files = list(rows)
    paths = [file.path.encode("utf-8", "surrogateescape") for file in files]
    try:
        sizes = [file.bytes.to_bytes(8, "big") for file in files]
        digests = [bytes.fromhex(file.sha256) for file in files]
    except (ValueError, OverflowError) as error:
        raise ValueError(_bad_file(files)) from error
    if any(len(digest) != _BYTES for digest in digests):
        raise ValueError(_bad_file(files))
    return paths, sizes, digests


def _bad_file(files: Iterable[HashedFile]) -> str:
    """Describe the first file whose size or digest cannot be hashed."""
    for file in files:
        try:
            good = 0 <= file.bytes < 1 << 64 and len(bytes.fromhex(file.sha256)) == _BYTES
        except ValueError:
            good = False
        if not good:
            return (
                f"file {file.path!r} has size {file.bytes} and digest {file.sha256!r}: the size "
                "must be between 0 and 2^64 - 1, the digest 64 hexadecimal digits"
            )
    raise AssertionError("every file is sound")


def _by_path(paths: list[bytes], sizes: list[bytes], digests: list[bytes]) -> bytes:
    """Return the root of the files keyed by the hash of their path."""
    keys = [sha256(path).digest() for path in paths]
    hashes = {
        key: sha256(b"\0" + key + size + digest).digest()
        for key, size, digest in zip(keys, sizes, digests, strict=True)
    }
    if len(hashes) != len(paths):
        path = _twice(paths).decode("utf-8", "surrogateescape")
        raise ValueError(f"path {path!r} is given twice: every path names one file")
    return _fold(hashes)


def _by_content(paths: list[bytes], digests: list[bytes]) -> bytes:
    """Return the root of the files keyed by their content digest."""
    values = [sha256(_ONE + len(path).to_bytes(8, "big") + path).digest() for path in paths]
    value_of = dict(zip(digests, values, strict=True))
    if len(value_of) != len(paths):
        value_of |= _shared(paths, digests)
    return _fold(
        {digest: sha256(b"\0" + digest + value).digest() for digest, value in value_of.items()}
    )


def _shared(paths: list[bytes], digests: list[bytes]) -> dict[bytes, bytes]:
    """Return the leaf values of the contents that lie at more than one path."""
    found: dict[bytes, list[bytes]] = {}
    for path, digest in zip(paths, digests, strict=True):
        found.setdefault(digest, []).append(path)
    values: dict[bytes, bytes] = {}
    for digest, holders in found.items():
        if len(holders) > 1:
            parts = [len(holders).to_bytes(8, "big")]
            for path in sorted(holders):
                parts += (len(path).to_bytes(8, "big"), path)
            values[digest] = sha256(b"".join(parts)).digest()
    return values


def _twice(names: Iterable[bytes]) -> bytes:
    """Return the first name that was seen before."""
    seen: set[bytes] = set()
    for name in names:
        if name in seen:
            return name
        seen.add(name)
    raise AssertionError("no name is given twice")


def _fold(hashes: dict[bytes, bytes]) -> bytes:
    """Fold leaf hashes, by key, into the root."""
    keys = sorted(hashes)
    return subtree(b"".join(keys), [hashes[key] for key in keys])


def subtree(keys: bytes, hashes: Sequence[bytes], depth: int = 0) -> bytes:
    """Fold the hashes of leaves into that of the subtree which holds them.

    One pass over the sorted keys. The height of the node where two neighbours part is the number of
    bits from the first in which they differ; the root has height 256. A left half waits, at that
    height, until its right half is complete, which is when a greater height follows; at most 256
    halves wait at any time. Calls in the loop are those that it cannot do without.

    Args:
        keys: The keys of the leaves, ascending, joined; all begin with the same `depth` bits.
        hashes: The hash of each leaf.
        depth: Where the subtree hangs; 0 for the whole tree.

    Returns:
        32 bytes; zeros when there is no leaf. A single leaf is its own hash.

    Raises:
        ValueError: A key is given twice.
    """
    if len(hashes) <= 1:
        return hashes[0] if hashes else EMPTY
    # Keys are digests: mostly their first 64 bits tell them apart, and small numbers are faster.
    short = array("Q", keys)[:: _BYTES // 8]
    if sys.byteorder == "little":
        short.byteswap()
    numbers = short.tolist()
    heights = list(map(int.bit_length, map(xor, numbers, islice(numbers, 1, None))))
    top = _SHORT_BITS - depth
    if top <= 0 or not all(heights):
        numbers = [int.from_bytes(keys[at : at + _BYTES]) for at in range(0, len(keys), _BYTES)]
        heights = list(map(int.bit_length, map(xor, numbers, islice(numbers, 1, None))))
        top = _BITS - depth
        if not all(heights):
            at = heights.index(0) * _BYTES
            raise ValueError(f"key {keys[at : at + _BYTES].hex()} is given twice")
    heights.append(top + 1)  # after the last leaf everything that waits is completed
    halves: list[bytes] = []
    waiting = [top + 2]  # the heights of the halves, below them one that is never reached
    lowest = waiting[0]
    node = EMPTY
    for node, number, height in zip(hashes, numbers, heights, strict=True):
        while lowest < height:
            node = sha256(halves.pop() + node).digest()  # noqa: PLW2901 - folded on
            at = waiting.pop()
            lowest = waiting[-1]
            target = lowest if lowest < height else height  # noqa: FURB136 - `min` costs twice that
            while at + 1 < target:  # every further bit its keys share has an empty other half
                pair = _NODE_EMPTY + node if number >> at & 1 else b"\1" + node + EMPTY
                node = sha256(pair).digest()  # noqa: PLW2901 - folded on
                at += 1
        halves.append(b"\1" + node)
        waiting.append(height)
        lowest = height
    return node


def joined_root(subtrees: Sequence[tuple[int, bytes]]) -> bytes:
    """Join the subtrees of one depth into the root.

    Args:
        subtrees: Of all prefixes of that depth, ascending: how many leaves, and the hash.

    Returns:
        The 32-byte root.
    """
    level = list(subtrees)
    while len(level) > 1:
        level = [_join(*pair) for pair in zip(level[::2], level[1::2], strict=True)]
    return level[0][1]


def _join(left: tuple[int, bytes], right: tuple[int, bytes]) -> tuple[int, bytes]:
    leaves = left[0] + right[0]
    if leaves > 1:
        return leaves, sha256(b"\1" + left[1] + right[1]).digest()
    # No leaf is an empty half, and one is its own hash at whatever depth.
    return leaves, left[1] if left[0] else right[1]
