"""Leaves of both keyings: made from the rows of an inventory, written and read (SPEC.md, 15.4)."""

import struct
from binascii import unhexlify
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from operator import add
from typing import NamedTuple

from trainbib.inventory.leaves import content_leaves
from trainbib.inventory.row import path_bytes, path_text
from trainbib.proofs.folding import leaf_hash
from trainbib.tree import HashedFile

__all__ = [
    "Columns",
    "HeldBucket",
    "Leaf",
    "content_preimage",
    "content_records",
    "contents_bucket",
    "holders_of",
    "path_bytes",
    "path_records",
    "path_text",
    "paths_bucket",
    "read_leaves",
]

_KEY = 32
_PATH_RECORD = 72
_HEX = 64


class Leaf(NamedTuple):
    """A leaf.

    Attributes:
        key: 32 bytes.
        value: `paths`: size, 8 bytes, and SHA-256 of the content. `contents`: 32 bytes.
        holders: `contents`: what the value is the SHA-256 of; empty for `paths`.
    """

    key: bytes
    value: bytes
    holders: bytes = b""

    @property
    def hash(self) -> bytes:
        """The hash of the leaf."""
        return leaf_hash(self.key, self.value)


def content_preimage(paths: Iterable[bytes]) -> bytes:
    """Return what the value of a content's leaf is the SHA-256 of.

    Args:
        paths: The paths with that content, ascending.
    """
    held = list(paths)
    parts = [len(held).to_bytes(8)]
    for path in held:
        parts += (len(path).to_bytes(8), path)
    return b"".join(parts)


def holders_of(leaf: Leaf) -> list[bytes]:
    """Return the paths that a leaf of `contents` stands for.

    Raises:
        ValueError: It is not such a leaf.
    """
    data = leaf.holders
    paths: list[bytes] = []
    at = 8
    while at < len(data):
        size = int.from_bytes(data[at : at + 8])
        paths.append(data[at + 8 : at + 8 + size])
        at += 8 + size
    if at != len(data) or int.from_bytes(data[:8]) != len(paths):
        raise ValueError("the record of a content was cut short")
    return paths


# Whole columns are worked on one after the other: that is a third faster than row by row.


@dataclass(frozen=True, slots=True)
class Columns:
    """Some files.

    Attributes:
        paths: Their paths.
        sizes: Their sizes, 8 bytes each.
        digests: Their digests in hexadecimal.
        firsts: The first byte of each digest.
    """

    paths: list[bytes]
    sizes: list[bytes]
    digests: list[bytes]
    firsts: bytes

    @staticmethod
    def of(files: Sequence[HashedFile]) -> "Columns":
        """Take the columns of some files.

        Raises:
            ValueError: A size or a digest cannot be hashed, or a path is empty or holds a null
                byte.
        """
        if not files:
            return Columns([], [], [], b"")
        count = len(files)
        try:
            paths = "\0".join([file.path for file in files])
            raw = paths.encode("utf-8", "surrogateescape").split(b"\0")
            sizes = [file.bytes.to_bytes(8) for file in files]
            digests = [file.sha256.lower().encode("ascii") for file in files]
            firsts = unhexlify(b"".join(digests))[::_KEY]
        except (ValueError, OverflowError) as error:
            raise ValueError(_bad_file(files)) from error
        if len(raw) != count or b"" in raw or any(len(digest) != _HEX for digest in digests):
            raise ValueError(_bad_file(files))
        return Columns(raw, sizes, digests, firsts)


def _bad_file(files: Iterable[HashedFile]) -> str:
    """Describe the first file that cannot be a leaf."""
    for file in files:
        try:
            good = 0 <= file.bytes < 1 << 64 and len(unhexlify(file.sha256)) == _KEY
            good = good and bool(path_bytes(file.path)) and "\0" not in file.path
        except ValueError:
            good = False
        if not good:
            return (
                f"file {file.path!r} has size {file.bytes} and digest {file.sha256!r}: the path "
                "must be given and hold no null byte, the size be between 0 and 2^64 - 1, the "
                "digest have 64 hexadecimal digits"
            )
    raise AssertionError("every file is sound")


def path_records(columns: Columns) -> list[bytes]:
    """Return for each file the record of its leaf of `paths`: key, size, digest; 72 bytes."""
    digests = map(unhexlify, columns.digests)
    values = map(add, columns.sizes, digests)
    return [
        sha256(path).digest() + value for path, value in zip(columns.paths, values, strict=True)
    ]


def content_records(columns: Columns) -> list[bytes]:
    """Return for each file its digest in hexadecimal, and its path: what sorts as the leaves do."""
    return list(map(add, columns.digests, columns.paths))


class HeldBucket(NamedTuple):
    """The leaves of one bucket, ascending by key.

    Attributes:
        keys: Their keys, joined.
        hashes: The hash of each.
        records: Their records, joined.
    """

    keys: bytes
    hashes: list[bytes]
    records: bytes


def paths_bucket(records: Sequence[bytes]) -> HeldBucket:
    """Make a bucket of `paths` from sorted records of files."""
    joined = b"".join(records)
    return HeldBucket(
        b"".join(struct.unpack("32s40x" * len(records), joined)),
        [sha256(b"\0" + record).digest() for record in records],
        joined,
    )


def contents_bucket(records: Sequence[bytes]) -> HeldBucket:
    """Make a bucket of `contents` from sorted records of files."""
    leaves = content_leaves(records)
    keys = struct.unpack("32s" * len(leaves.hashes), leaves.keys)
    return HeldBucket(leaves.keys, leaves.hashes, b"".join(map(add, keys, leaves.preimages)))


def read_leaves(data: bytes, *, contents: bool) -> list[Leaf]:
    """Read the records of one bucket.

    Args:
        data: The records, joined.
        contents: Whether the keying is `contents`.

    Raises:
        ValueError: They were cut short.
    """
    leaves: list[Leaf] = []
    if not contents:
        if len(data) % _PATH_RECORD:
            raise ValueError(f"{len(data)} bytes are no whole number of records")
        for key, value in struct.iter_unpack("32s40s", data):
            leaves.append(Leaf(key, value))
        return leaves
    at = 0
    while at < len(data):
        start = at + _KEY
        count = int.from_bytes(data[start : start + 8])
        end = start + 8
        for _ in range(count):
            size = int.from_bytes(data[end : end + 8])
            end += 8 + size
            if end > len(data) or not size:
                raise ValueError("the record of a content was cut short")
        holders = data[start:end]
        if end > len(data) or not count:
            raise ValueError("the record of a content was cut short")
        leaves.append(Leaf(data[at:start], sha256(holders).digest(), holders))
        at = end
    return leaves
