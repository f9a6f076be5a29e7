"""Building bucket tables and sorted leaves from the rows of an inventory, in bounded memory.

The rows may come in any order and number. Their leaves are sorted in runs; then the tree is built
bucket after bucket, and no more than one bucket and one run are held.
"""

import os
import struct
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import IO

from trainbib.collection import collection_paused
from trainbib.proofs.folding import first_key
from trainbib.proofs.leaves import (
    Columns,
    HeldBucket,
    content_records,
    contents_bucket,
    path_records,
    paths_bucket,
)
from trainbib.proofs.sorting import PREFIX_BITS, RUN, PrefixSorter
from trainbib.proofs.tables import KEYINGS, BucketTable, Keying, suggested_depth
from trainbib.tree import HashedFile, subtree

__all__ = ["LEAVES_HEAD", "LEAVES_MAGIC", "LEAVES_VERSION", "build_index"]

LEAVES_MAGIC = b"trainbib.leaves\n"
LEAVES_VERSION = 1
LEAVES_HEAD = struct.Struct(">16sBB6x")

_BATCH = 8192
_BINARY = [(number << 4).to_bytes(2) for number in range(1 << PREFIX_BITS)]
_HEXADECIMAL = [b"%03x" % number for number in range(1 << PREFIX_BITS)]


@collection_paused()
def build_index(
    rows: Iterable[HashedFile],
    leaves: IO[bytes] | None = None,
    *,
    keyings: Sequence[Keying] = KEYINGS,
    depth: int | None = None,
    folder: str | os.PathLike[str] | None = None,
    run: int = RUN,
) -> dict[Keying, BucketTable]:
    """Build the bucket tables of a set, and with them its roots.

    Args:
        rows: The files, in any order.
        leaves: Takes the leaves, sorted by key, as the content of a file of leaves (SPEC.md,
            section 15.4); it must be seekable and empty.
        keyings: Which trees are built; one that is not has no leaves.
        depth: The depth of the tables, at most 24; by the number of files if left out.
        folder: Where temporary files are made, as large as the leaves; where the system has them
            if left out.
        run: How many leaves of a keying are held in memory; the result does not depend on it.

    Returns:
        The table of each keying. The roots do not depend on the depth.

    Raises:
        ValueError: A path is given twice (which is seen where `paths` is built), a size is not
            between 0 and 2^64 - 1, a digest is not 64 hexadecimal digits, or a path holds a null
            byte.
        OSError: A temporary file or the leaves cannot be written.
    """
    where = None if folder is None else os.fspath(folder)
    tables: dict[Keying, BucketTable] = {}
    with (
        PrefixSorter(72, _BINARY, folder=where, run=run) as by_path,
        PrefixSorter(None, _HEXADECIMAL, folder=where, run=run) as by_content,
    ):
        files = _sort(rows, by_path, by_content, keyings, min(run, _BATCH))
        if depth is None:
            depth = suggested_depth(files)
        writer = None if leaves is None else _LeavesWriter(leaves, depth)
        sorters = {"paths": by_path, "contents": by_content}
        for keying in KEYINGS:
            if keying in keyings:
                tables[keying] = _table(sorters[keying], keying, depth, writer)
            elif writer is not None:
                writer.end_of_keying(0)
    if writer is not None:
        writer.finish()
    return tables


def _sort(
    rows: Iterable[HashedFile],
    by_path: PrefixSorter,
    by_content: PrefixSorter,
    keyings: Sequence[Keying],
    size: int,
) -> int:
    """Hand the leaves of all rows to the sorters; return how many rows there were."""
    files = 0
    unread = iter(rows)
    while batch := list(islice(unread, size)):
        files += len(batch)
        columns = Columns.of(batch)
        if "paths" in keyings:
            records = path_records(columns)
            by_path.add(records, b"".join(records)[::72])
        if "contents" in keyings:
            by_content.add(content_records(columns), columns.firsts)
    return files


def _table(
    sorter: PrefixSorter, keying: Keying, depth: int, writer: "_LeavesWriter | None"
) -> BucketTable:
    """Build the table of one keying, bucket after bucket."""
    make: Callable[[Sequence[bytes]], HeldBucket]
    make = paths_bucket if keying == "paths" else contents_bucket
    hashes: list[bytes] = []
    counts: list[int] = []
    for records in _buckets(sorter, keying, depth):
        bucket = make(records)
        try:
            hashes.append(subtree(bucket.keys, bucket.hashes, depth))
        except ValueError as error:
            raise ValueError(f"a path is given twice: {error}, its SHA-256") from None
        counts.append(len(bucket.hashes))
        if writer is not None:
            writer.add(bucket.records)
    if writer is not None:
        writer.end_of_keying(len(counts))
    return BucketTable(keying, depth, hashes, counts)


def _buckets(sorter: PrefixSorter, keying: Keying, depth: int) -> Iterator[list[bytes]]:
    """Yield the sorted records of each bucket."""
    coarse = min(depth, PREFIX_BITS)
    fine = 1 << depth - coarse
    for number, records in enumerate(sorter.groups(coarse)):
        if fine == 1:
            yield records
            continue
        at = 0
        for bucket in range(number * fine + 1, (number + 1) * fine):
            key = first_key(bucket, depth)[:4]  # a greatest depth of 24 bits is in these
            boundary = key if keying == "paths" else key.hex().encode()
            end = bisect_left(records, boundary, at)
            yield records[at:end]
            at = end
        yield records[at:]


class _LeavesWriter:
    """Writes a file of leaves: where each bucket begins is filled in at the end."""

    def __init__(self, file: IO[bytes], depth: int) -> None:
        self._file = file
        self._buckets = 1 << depth
        self._head = LEAVES_HEAD.pack(LEAVES_MAGIC, LEAVES_VERSION, depth)
        self._at = len(self._head) + 2 * 8 * (self._buckets + 1)
        self._starts: list[int] = []
        file.seek(self._at)

    def add(self, records: bytes) -> None:
        """Write the records of the next bucket."""
        self._starts.append(self._at)
        self._at += self._file.write(records)

    def end_of_keying(self, written: int) -> None:
        """Note the end of a keying of which so many buckets were written: all, or none."""
        self._starts += [self._at] * (self._buckets - written + 1)

    def finish(self) -> None:
        """Write the head."""
        self._file.seek(0)
        self._file.write(self._head + struct.pack(f">{len(self._starts)}Q", *self._starts))
        self._file.seek(0, os.SEEK_END)
