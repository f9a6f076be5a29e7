"""The leaves of a file tree, gathered batch by batch, and the roots of both keyings.

Many files have more leaves than should lie in memory. Their records are parted by the first bits of
the keys, a part goes to a temporary file as it grows, and every part is one subtree: it is sorted
and folded alone, by whoever is free (SPEC.md, section 15).
"""

import os
import struct
from binascii import unhexlify
from bisect import bisect_left
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from hashlib import sha256
from itertools import groupby, islice
from operator import eq
from typing import IO, NamedTuple, Self, TypeVar

from trainbib.tree import Roots, joined_root, subtree

__all__ = ["ContentLeaves", "LeafParts", "LeafStore", "content_leaves", "fold_contents"]
__all__ += ["fold_paths", "leaf_parts", "prefix_bits"]

_IN_A_PART = 1 << 14  # leaves; what is folded together should stay in a processor's cache
_MOST_BITS = 12
_WORTH_SHARING = 30_000  # leaves that are folded faster by several processes
_HELD = 1 << 24  # bytes of all parts that are held in memory
_PATH_RECORD = 64  # key and hash of a leaf
_HEX = 64
_LENGTHS = [number.to_bytes(8, "big") for number in range(512)]
_ONE = _LENGTHS[1]
# By the length of a record: how the value of a content begins that lies at one path.
_ALONE = [_ONE + _LENGTHS[max(length - _HEX, 0)] for length in range(_HEX + len(_LENGTHS))]

_Text = TypeVar("_Text", str, bytes)


class LeafParts(NamedTuple):
    """The leaves of some files, parted by the first bits of their keys.

    Attributes:
        paths: Of the keying by path: key and hash of each leaf, 64 bytes.
        contents: Of the keying by content: for each file its digest in hexadecimal and its path,
            ended by a null byte.
    """

    paths: list[bytes]
    contents: list[bytes]


def prefix_bits(files: int) -> int:
    """Return by how many bits leaves are parted.

    Args:
        files: How many files there are, or about as many.
    """
    bits = 0
    while files >> bits > _IN_A_PART and bits < _MOST_BITS:
        bits += 1
    return bits


def leaf_parts(
    paths: Sequence[str], sizes: Sequence[int], digests: Sequence[str], bits: int
) -> LeafParts:
    """Make the leaves of some files.

    Args:
        paths: Their paths.
        sizes: Their sizes in bytes.
        digests: Their SHA-256, 64 lower-case hexadecimal digits each.
        bits: By how many bits the keys are parted.
    """
    count = len(paths)
    raw = "\0".join(paths).encode("utf-8", "surrogateescape").split(b"\0") if count else []
    values = struct.unpack("32s" * count, unhexlify("".join(digests)))
    lengths = struct.unpack("8s" * count, struct.pack(f">{count}Q", *sizes))
    records: list[bytes] = []
    for path, size, digest in zip(raw, lengths, values, strict=True):
        key = sha256(path).digest()
        records.append(key + sha256(b"\0" + key + size + digest).digest())
    named = [f"{digest}{path}" for digest, path in zip(digests, paths, strict=True)]
    if not bits:
        return LeafParts([b"".join(records)], [_joined(named)])
    records.sort()
    named.sort()
    prefixes = range(1, 1 << bits)
    cuts = _cuts(records, [(prefix << 16 - bits).to_bytes(2, "big") for prefix in prefixes])
    named_cuts = _cuts(named, [f"{prefix << 16 - bits:04x}" for prefix in prefixes])
    return LeafParts(
        [b"".join(records[start:end]) for start, end in cuts],
        [_joined(named[start:end]) for start, end in named_cuts],
    )


def _cuts(records: Sequence[_Text], bounds: Sequence[_Text]) -> list[tuple[int, int]]:
    ends: list[int] = [0]
    for bound in bounds:
        ends.append(bisect_left(records, bound, ends[-1]))
    return list(zip(ends, [*ends[1:], len(records)], strict=True))


def _joined(named: list[str]) -> bytes:
    return "\0".join([*named, ""]).encode("utf-8", "surrogateescape")


class _Part:
    """The records of one prefix and keying: some in memory, the others in a file."""

    __slots__ = ("extents", "held")

    def __init__(self) -> None:
        self.held = bytearray()
        self.extents: list[tuple[int, int]] = []


class LeafStore:
    """Gathers leaves; a context that ends with its temporary file.

    Args:
        files: How many files there will be, or about as many.
        folder: Where the temporary file is made; where the system has them if None.
    """

    def __init__(self, files: int, folder: str | None = None) -> None:
        self.bits = prefix_bits(files)
        self._folder = folder
        self._file: IO[bytes] | None = None
        self._paths = [_Part() for _ in range(1 << self.bits)]
        self._contents = [_Part() for _ in range(1 << self.bits)]
        self._held = 0
        self._end = 0
        self._leaves = 0
        self._closing = ExitStack()

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Remove the temporary file."""
        self._closing.close()

    def add(self, parts: LeafParts, files: int) -> None:
        """Take the leaves of some files, parted by `bits`."""
        for mine, records in ((self._paths, parts[0]), (self._contents, parts[1])):
            for part, more in zip(mine, records, strict=True):
                part.held += more
                self._held += len(more)
        self._leaves += files
        if self._held > _HELD:
            self._put_down()

    def _put_down(self) -> None:
        if self._file is None:
            import tempfile

            file = tempfile.TemporaryFile(  # noqa: SIM115 - closed with the store
                dir=self._folder, buffering=0
            )
            self._file = self._closing.enter_context(file)
        for part in (*self._paths, *self._contents):
            if part.held:
                self._file.write(part.held)
                part.extents.append((self._end, len(part.held)))
                self._end += len(part.held)
                part.held = bytearray()
        self._held = 0

    def roots(self, jobs: int) -> Roots:
        """Fold all leaves.

        Args:
            jobs: How many processes may work.

        Returns:
            Both roots.

        Raises:
            ValueError: A path is given twice.
        """
        count = 1 << self.bits
        folded: list[tuple[int, bytes] | None] = [None] * (2 * count)
        if jobs > 1 and self._leaves > _WORTH_SHARING:
            from trainbib.inventory.workers import run_forked

            for number, result in run_forked(2 * count, self._work, jobs, lambda _: None):
                folded[number] = (int.from_bytes(result[32:], "big"), result[:32])
        every = [self._fold(number) if done is None else done for number, done in enumerate(folded)]
        paths, contents = joined_root(every[:count]), joined_root(every[count:])
        return Roots(f"sha256:{paths.hex()}", f"sha256:{contents.hex()}")

    def _work(self, number: int, _: Callable[[int], None]) -> bytes:
        leaves, node = self._fold(number)
        return node + leaves.to_bytes(8, "big")

    def _fold(self, number: int) -> tuple[int, bytes]:
        count = 1 << self.bits
        if number < count:
            return fold_paths(self._records(self._paths[number]), self.bits)
        return fold_contents(self._records(self._contents[number - count]), self.bits)

    def _records(self, part: _Part) -> bytes:
        if self._file is None:
            return bytes(part.held)
        file = self._file.fileno()
        # Another process may read the same file, so none moves its place in it.
        pieces = [os.pread(file, length, start) for start, length in part.extents]
        return b"".join([*pieces, part.held])


def fold_paths(records: bytes, depth: int) -> tuple[int, bytes]:
    """Fold the leaves of one part of the keying by path.

    Args:
        records: Key and hash of each leaf, 64 bytes, in any order; as in `LeafParts`.
        depth: How many bits the keys have in common.

    Returns:
        How many leaves there are, and the hash of their subtree.

    Raises:
        ValueError: A path is given twice.
    """
    count = len(records) // _PATH_RECORD
    ordered = sorted(struct.unpack("64s" * count, records))
    joined = b"".join(ordered)
    keys = b"".join(struct.unpack("32s32x" * count, joined))
    return count, subtree(keys, struct.unpack("32x32s" * count, joined), depth)


def fold_contents(records: bytes, depth: int) -> tuple[int, bytes]:
    """Fold the leaves of one part of the keying by content.

    Args:
        records: Digest in hexadecimal, path and a null byte of each file, in any order; as in
            `LeafParts`.
        depth: How many bits the digests have in common.

    Returns:
        How many contents there are, and the hash of their subtree.
    """
    named = records.split(b"\0")
    named.pop()
    named.sort()
    leaves = content_leaves(named)
    return len(leaves.hashes), subtree(leaves.keys, leaves.hashes, depth)


class ContentLeaves(NamedTuple):
    """Leaves of the keying by content, ascending by key.

    Attributes:
        keys: Their keys, joined.
        preimages: What the value of each is the SHA-256 of: its paths.
        hashes: The hash of each.
    """

    keys: bytes
    preimages: list[bytes]
    hashes: list[bytes]


def content_leaves(named: Sequence[bytes]) -> ContentLeaves:
    """Make leaves of the contents of some files.

    Args:
        named: Of each file its digest in hexadecimal and its path; ascending.
    """
    keys = unhexlify(b"".join([record[:_HEX] for record in named]))
    values = struct.unpack("32s" * len(named), keys)
    if any(map(eq, values, islice(values, 1, None))):
        values = tuple(dict.fromkeys(values))
        keys = b"".join(values)
        held = _shared(named)
    else:
        try:
            held = [_ALONE[len(record)] + record[_HEX:] for record in named]
        except IndexError:  # a very long path
            held = [_ONE + _length(record) + record[_HEX:] for record in named]
    hashes = [
        sha256(b"\0" + key + sha256(paths).digest()).digest()
        for key, paths in zip(values, held, strict=True)
    ]
    return ContentLeaves(keys, held, hashes)


def _shared(named: Sequence[bytes]) -> list[bytes]:
    """Return what the values of contents are the hash of, where some lie at several paths."""
    held: list[bytes] = []
    for _, group in groupby(named, lambda record: record[:_HEX]):
        records = list(group)
        parts = [len(records).to_bytes(8, "big")]
        for record in records:
            parts += (_length(record), record[_HEX:])
        held.append(b"".join(parts))
    return held


def _length(record: bytes) -> bytes:
    """Return the length of the path in a record as eight bytes."""
    length = len(record) - _HEX
    return _LENGTHS[length] if length < len(_LENGTHS) else length.to_bytes(8, "big")
