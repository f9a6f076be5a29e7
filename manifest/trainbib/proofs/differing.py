"""Comparing two sets by their bucket tables, so that only what differs is read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

from trainbib.proofs.index import TreeIndex
from trainbib.proofs.leaves import Leaf, holders_of, path_text
from trainbib.proofs.tables import BucketTable, IndexFileError, Keying

__all__ = ["DifferingBuckets", "FileDigest", "changed_files", "changed_leaves"]
__all__ += ["differing_buckets"]


@dataclass(frozen=True, slots=True)
class DifferingBuckets:
    """Which parts of two trees differ.

    Attributes:
        depth: The depth at which the two were compared: the smaller one of their tables.
        buckets: The buckets of that depth that differ, ascending. A bucket of a deeper table
            belongs to the one that its first bits say.
    """

    depth: int
    buckets: tuple[int, ...]

    def within(self, table: BucketTable) -> Iterator[int]:
        """Yield the buckets of a table that lie in those that differ.

        Args:
            table: One of the two tables.
        """
        width = 1 << table.depth - self.depth
        for bucket in self.buckets:
            yield from range(bucket * width, (bucket + 1) * width)


def differing_buckets(old: BucketTable, new: BucketTable) -> DifferingBuckets:
    """Say which buckets of two tables differ; leaves in all others are the same.

    Args:
        old: A table.
        new: Another of the same keying; the depths may differ.

    Raises:
        ValueError: The tables are of two keyings.
    """
    if old.keying != new.keying:
        raise ValueError(f"tables of `{old.keying}` and of `{new.keying}` cannot be compared")
    depth = min(old.depth, new.depth)
    pairs = zip(old.at_depth(depth).hashes, new.at_depth(depth).hashes, strict=True)
    return DifferingBuckets(
        depth, tuple(number for number, (before, after) in enumerate(pairs) if before != after)
    )


def changed_leaves(
    old: TreeIndex, new: TreeIndex, keying: Keying
) -> Iterator[tuple[Leaf | None, Leaf | None]]:
    """Yield the leaves that differ, old and new, reading only the buckets that do.

    Args:
        old: An index.
        new: Another.
        keying: Which tree.

    Yields:
        Old and new leaf of one key, ascending by key; None where there is none.

    Raises:
        IndexFileError: A bucket is not the one of its table.
        OSError: A file cannot be read.
    """
    tables = old.tables[keying], new.tables[keying]
    found = differing_buckets(*tables)
    for bucket in found.buckets:
        one = DifferingBuckets(found.depth, (bucket,))
        before, after = (
            {leaf.key: leaf for part in one.within(table) for leaf in index.bucket(keying, part)}
            for index, table in zip((old, new), tables, strict=True)
        )
        for key in sorted(before.keys() | after.keys()):
            pair = before.get(key), after.get(key)
            if pair[0] != pair[1]:
                yield pair


class FileDigest(NamedTuple):
    """A file: what a root of file trees is made of.

    Attributes:
        path: Its path; bytes that are not UTF-8 as surrogate escapes.
        bytes: Its size in bytes.
        sha256: SHA-256 of its content, 64 lower-case hexadecimal digits.
    """

    path: str
    bytes: int
    sha256: str


def changed_files(old: TreeIndex, new: TreeIndex) -> tuple[list[FileDigest], list[FileDigest]]:
    """Return the files that are in one of two sets only, reading only the buckets that differ.

    A file that changed is in both lists, with two digests; one that moved, too, with two paths.

    Args:
        old: An index with both trees.
        new: Another.

    Returns:
        The files of the old set that are not in the new one, and the other way round; sorted by the
        bytes of their paths. Memory grows with these alone.

    Raises:
        IndexFileError: A bucket is not the one of its table, or the two trees of an index are of
            two sets.
        OSError: A file cannot be read.
    """
    # Paths stand in the tree of contents, sizes in that of paths.
    sizes: tuple[dict[bytes, bytes], dict[bytes, bytes]] = ({}, {})
    for pair in changed_leaves(old, new, "paths"):
        for leaf, known in zip(pair, sizes, strict=True):
            if leaf is not None:
                known[leaf.key] = leaf.value
    only: tuple[list[tuple[bytes, FileDigest]], list[tuple[bytes, FileDigest]]] = ([], [])
    for pair in changed_leaves(old, new, "contents"):
        paths = [set(holders_of(leaf)) if leaf else set[bytes]() for leaf in pair]
        alone = (paths[0] - paths[1], paths[1] - paths[0])
        for leaf, names, known, files in zip(pair, alone, sizes, only, strict=True):
            if leaf is not None:
                files.extend(_files(leaf, names, known))
    removed, added = ([file for _, file in sorted(files)] for files in only)
    return removed, added


def _files(
    leaf: Leaf, paths: Iterable[bytes], values: dict[bytes, bytes]
) -> Iterator[tuple[bytes, FileDigest]]:
    for path in paths:
        value = values.get(sha256(path).digest())
        if value is None:
            raise IndexFileError(
                f"the trees of paths and of contents disagree about {path_text(path)!r}, so one of "
                f"them is of another inventory: "
                "run `trainbib prove --tables` to write them anew"
            )
        yield path, FileDigest(path_text(path), int.from_bytes(value[:8]), leaf.key.hex())
