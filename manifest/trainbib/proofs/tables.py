"""Bucket tables: the hashes of a tree at one depth, which hash to its root (SPEC.md, 15.4)."""

import os
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Literal

from trainbib.proofs.folding import BITS, EMPTY, bit_of

__all__ = [
    "KEYINGS",
    "BucketTable",
    "IndexFileError",
    "Keying",
    "TablePath",
    "read_tables",
    "suggested_depth",
    "tables_bytes",
]

Keying = Literal["paths", "contents"]
KEYINGS: tuple[Keying, Keying] = ("paths", "contents")
"""Both keyings, in the order in which they stand in a file."""

MAX_DEPTH = 24
"""The greatest depth of a table that is read: 2^24 buckets, 640 MiB a keying."""

_LEAVES_A_BUCKET = 1024
_DEEPEST = 16

_MAGIC = b"trainbib.buckets"
_VERSION = 1
_HEAD = struct.Struct(">16sBB6x")
_SECTION = struct.Struct(">Q32s")
_ENTRY = 40


class IndexFileError(ValueError):
    """A file of an index cannot be used; the message says why and what to do."""


def suggested_depth(files: int) -> int:
    """Return the depth to divide a set of so many files at: 1024 leaves a bucket, at most 2^16."""
    depth = 0
    while depth < _DEEPEST and files > _LEAVES_A_BUCKET << depth:
        depth += 1
    return depth


@dataclass(frozen=True, slots=True)
class TablePath:
    """What a table knows of the way from the root to a key.

    Attributes:
        siblings: The hashes of the halves that were not taken, from the root down.
        bucket: The bucket where the way goes on; None if it ends in an empty half.
        below: The depth at which the way leaves the table; less than that of the table if the
            subtree there has a single leaf, which then is in `bucket`.
    """

    siblings: tuple[bytes, ...]
    bucket: int | None
    below: int


@dataclass(frozen=True, slots=True)
class _Level:
    """The hashes of all subtrees at a depth, and how many leaves are in each."""

    hashes: Sequence[bytes]
    counts: Sequence[int]

    def above(self) -> "_Level":
        """Return the level that is one shallower."""
        hashes, counts = self.hashes, self.counts
        both = list(map(int.__add__, counts[::2], counts[1::2]))
        # One leaf or none is not divided, so its hash goes up as it is.
        folded = [
            sha256(b"\1" + left + right).digest() if count > 1 else right if left == EMPTY else left
            for left, right, count in zip(hashes[::2], hashes[1::2], both, strict=True)
        ]
        return _Level(folded, both)


@dataclass(frozen=True, slots=True)
class BucketTable:
    """The hashes of all subtrees at one depth.

    Attributes:
        keying: Which tree.
        depth: The depth d; there are 2^d buckets, that of a key being its first d bits.
        hashes: The hash of each bucket: 32 bytes.
        counts: How many leaves are in each.
    """

    keying: Keying
    depth: int
    hashes: Sequence[bytes]
    counts: Sequence[int]
    _levels: "list[_Level]" = field(
        default_factory=list["_Level"], init=False, repr=False, compare=False
    )

    @property
    def leaves(self) -> int:
        """How many leaves the tree has."""
        return sum(self.counts)

    @property
    def root(self) -> str:
        """The root of the tree: ``sha256:`` and 64 hexadecimal digits."""
        return "sha256:" + self._folded()[0].hashes[0].hex()

    def bucket_of(self, key: bytes) -> int:
        """Return the bucket in which a key belongs."""
        return int.from_bytes(key) >> BITS - self.depth

    def at_depth(self, depth: int) -> "BucketTable":
        """Return the table of the same tree at a smaller depth, or at the same.

        Raises:
            ValueError: The depth is greater than that of the table.
        """
        if not 0 <= depth <= self.depth:
            raise ValueError(f"depth {depth} cannot be told from a table of depth {self.depth}")
        level = self._folded()[depth]
        return BucketTable(self.keying, depth, level.hashes, level.counts)

    def _folded(self) -> "list[_Level]":
        """Return the hashes and counts at each depth from the root down; computed once."""
        if not self._levels:
            level = _Level(self.hashes, self.counts)
            levels = [level]
            while len(level.hashes) > 1:
                level = level.above()
                levels.append(level)
            self._levels.extend(reversed(levels))
        return self._levels

    def path_to(self, key: bytes) -> TablePath:
        """Follow a key from the root as far as the table goes."""
        siblings: list[bytes] = []
        levels = self._folded()
        at = 0
        for depth, level in enumerate(levels):
            if level.counts[at] == 0:
                return TablePath(tuple(siblings), None, depth)
            if level.counts[at] == 1:
                return TablePath(tuple(siblings), self._single(at, depth), depth)
            if depth < self.depth:
                at = at * 2 + bit_of(key, depth)
                siblings.append(levels[depth + 1].hashes[at ^ 1])
        return TablePath(tuple(siblings), at, self.depth)

    def _single(self, at: int, depth: int) -> int:
        """Return the bucket with the only leaf below a place."""
        width = 1 << self.depth - depth
        below = self.counts[at * width : (at + 1) * width]
        return at * width + next(index for index, count in enumerate(below) if count)


def tables_bytes(tables: Mapping[Keying, BucketTable]) -> bytes:
    """Write both tables of one set as the content of a file.

    Args:
        tables: Both, of one depth.
    """
    depth = tables["paths"].depth
    parts = [_HEAD.pack(_MAGIC, _VERSION, depth)]
    for keying in KEYINGS:
        table = tables[keying]
        parts.append(_SECTION.pack(table.leaves, bytes.fromhex(table.root[7:])))
        parts += [
            digest + count.to_bytes(8)
            for digest, count in zip(table.hashes, table.counts, strict=True)
        ]
    return b"".join(parts)


def read_tables(
    path: str | os.PathLike[str], keyings: Sequence[Keying] = KEYINGS
) -> dict[Keying, BucketTable]:
    """Read a file of bucket tables and make sure that they hash to the roots they state.

    Whether these are the roots of a certain set, a manifest says.

    Args:
        path: The file.
        keyings: Which tables are wanted.

    Returns:
        The table of each keying.

    Raises:
        IndexFileError: The file is no such file, was cut short, or does not hash to its roots.
        OSError: It cannot be read.
    """
    name = os.fspath(path)
    with Path(path).open("rb") as file:
        depth = _depth_of(file.read(_HEAD.size), name)
        size = _SECTION.size + (_ENTRY << depth)
        # A byte more than there may be, so that a longer file is seen to be one.
        data = file.read(2 * size + 1)
    if len(data) != 2 * size:
        raise IndexFileError(
            f"{name}: a table of depth {depth} has {_HEAD.size + 2 * size} bytes, the file "
            f"{'more' if len(data) > 2 * size else _HEAD.size + len(data)}: {_ADVICE}"
        )
    return {
        keying: _table(data[start : start + size], keying, depth, name)
        for keying, start in zip(KEYINGS, (0, size), strict=True)
        if keying in keyings
    }


_ADVICE = "run `trainbib prove --tables` to write it anew"


def _depth_of(head: bytes, name: str) -> int:
    if len(head) < _HEAD.size or not head.startswith(_MAGIC):
        raise IndexFileError(f"{name}: not a file of bucket tables: {_ADVICE}")
    _, version, depth = _HEAD.unpack(head)
    if version != _VERSION or any(head[18:]):
        raise IndexFileError(
            f"{name}: version {version} of bucket tables is not known, {_VERSION} is: {_ADVICE}"
        )
    if depth > MAX_DEPTH:
        raise IndexFileError(
            f"{name}: a table of depth {depth} is too large, {MAX_DEPTH} is the greatest: {_ADVICE}"
        )
    return int(depth)


def _table(data: bytes, keying: Keying, depth: int, name: str) -> BucketTable:
    """Read the section of one keying."""
    leaves, root = _SECTION.unpack_from(data)
    hashes: list[bytes] = []
    counts: list[int] = []
    for digest, count in struct.iter_unpack(">32sQ", data[_SECTION.size :]):
        hashes.append(digest)
        counts.append(count)
    table = BucketTable(keying, depth, hashes, counts)
    agree = all((count == 0) == (digest == EMPTY) for digest, count in zip(hashes, counts))  # noqa: B905 - of one length
    if not agree or table.leaves != leaves or table.root != f"sha256:{root.hex()}":
        raise IndexFileError(
            f"{name}: the buckets of `{keying}` do not hash to the root that the file states, so "
            f"it was damaged: {_ADVICE}"
        )
    return table
