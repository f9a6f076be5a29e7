"""The index of a file tree: bucket tables, and leaves of which one bucket is read at a time."""

import contextlib
import os
import struct
import tempfile
from bisect import bisect_left
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from pathlib import Path
from typing import IO

from trainbib.proofs.building import LEAVES_HEAD, LEAVES_MAGIC, LEAVES_VERSION, build_index
from trainbib.proofs.folding import first_key
from trainbib.proofs.leaves import Leaf, read_leaves
from trainbib.proofs.names import index_paths, leaves_path, tables_path
from trainbib.proofs.tables import (
    KEYINGS,
    BucketTable,
    IndexFileError,
    Keying,
    read_tables,
    tables_bytes,
)
from trainbib.tree import HashedFile, subtree
from trainbib.writing.atomic import replacing

__all__ = [
    "IndexFileError",
    "TreeIndex",
    "open_index",
    "temporary_index",
    "write_index",
]

_ADVICE = "run `trainbib prove --tables` to write it anew"
_IN_MEMORY = 1 << 25


class TreeIndex:
    """Bucket tables with their leaves.

    Every bucket that is read is held against the table, so that what is given out hashes to the
    roots of the tables.
    """

    def __init__(self, tables: Mapping[Keying, BucketTable], leaves: IO[bytes], name: str) -> None:
        """Take the tables and the open file of leaves.

        Args:
            tables: The table of each keying that can be asked for.
            leaves: The file of leaves; the caller closes it.
            name: What to call it in messages.

        Raises:
            IndexFileError: It is no file of leaves, or not that of the tables.
        """
        self.tables = tables
        self._file = leaves
        self._name = name
        self._buckets = 1 << next(iter(tables.values())).depth
        leaves.seek(0)
        head = leaves.read(LEAVES_HEAD.size)
        if len(head) < LEAVES_HEAD.size or not head.startswith(LEAVES_MAGIC):
            raise IndexFileError(f"{name}: not a file of leaves: {_ADVICE}")
        _, version, depth = LEAVES_HEAD.unpack(head)
        if version != LEAVES_VERSION or any(head[18:]):
            raise IndexFileError(
                f"{name}: version {version} of files of leaves is not known, {LEAVES_VERSION} is: "
                f"{_ADVICE}"
            )
        if 1 << depth != self._buckets:
            raise IndexFileError(
                f"{name}: its leaves are divided at depth {depth}, the bucket tables at "
                f"{self._buckets.bit_length() - 1}: {_ADVICE}"
            )

    def bucket(self, keying: Keying, number: int) -> list[Leaf]:
        """Read one bucket.

        Args:
            keying: Which tree.
            number: The bucket, from 0.

        Returns:
            Its leaves, ascending by key.

        Raises:
            IndexFileError: The bucket does not hash to what the table says.
            OSError: The file cannot be read.
        """
        table = self.tables[keying]
        try:
            leaves = self._read(keying, number)
            keys = [leaf.key for leaf in leaves]
            low = first_key(number, table.depth)
            inside = not keys or (keys[0] >= low and table.bucket_of(keys[-1]) == number)
            found = subtree(b"".join(keys), [leaf.hash for leaf in leaves], table.depth)
            sound = inside and found == table.hashes[number] and len(keys) == table.counts[number]
        except (ValueError, struct.error):
            sound = False
            leaves = []
        if not sound:
            raise IndexFileError(
                f"{self._name}: bucket {number} of `{keying}` is not the one of the bucket table, "
                f"so one of the two files was damaged or is of another inventory: {_ADVICE}"
            )
        return leaves

    def _read(self, keying: Keying, number: int) -> list[Leaf]:
        """Read the leaves of a bucket as they are.

        Raises:
            ValueError: The file was cut short, or its records are none.
        """
        slot = KEYINGS.index(keying) * (self._buckets + 1) + number
        self._file.seek(LEAVES_HEAD.size + 8 * slot)
        start, end = struct.unpack(">2Q", self._file.read(16))
        size = self._file.seek(0, os.SEEK_END)
        if not start <= end <= size:
            raise ValueError("the bucket lies outside of the file")
        self._file.seek(start)
        return read_leaves(self._file.read(end - start), contents=keying == "contents")

    def find(self, keying: Keying, key: bytes) -> Leaf | None:
        """Return the leaf of a key, or None if there is none.

        Raises:
            IndexFileError: As `bucket`.
            OSError: As `bucket`.
        """
        leaves = self.bucket(keying, self.tables[keying].bucket_of(key))
        at = bisect_left([leaf.key for leaf in leaves], key)
        return leaves[at] if at < len(leaves) and leaves[at].key == key else None


@contextlib.contextmanager
def open_index(
    inventory: str | os.PathLike[str], keyings: Sequence[Keying] = KEYINGS
) -> Generator[TreeIndex]:
    """Open the index that lies beside an inventory.

    Whether it is the index of the set that a manifest describes, the roots of its tables say.

    Args:
        inventory: The inventory; it is not read, and need not be there.
        keyings: Which trees are needed.

    Raises:
        FileNotFoundError: There is none.
        IndexFileError: It cannot be used.
        OSError: It cannot be read.
    """
    tables = read_tables(tables_path(inventory), keyings)
    path = leaves_path(inventory)
    with path.open("rb") as leaves:
        yield TreeIndex(tables, leaves, os.fspath(path))


@contextlib.contextmanager
def temporary_index(
    rows: Iterable[HashedFile], keyings: Sequence[Keying] = KEYINGS
) -> Generator[TreeIndex]:
    """Build an index for the time it is used; a large one lies in a temporary file.

    Args:
        rows: The files, in any order.
        keyings: Which trees are needed.

    Raises:
        ValueError: As `trainbib.proofs.build_index`.
        OSError: A temporary file cannot be written.
    """
    with tempfile.SpooledTemporaryFile(_IN_MEMORY, prefix="trainbib-") as leaves:
        tables = build_index(rows, leaves, keyings=keyings)
        yield TreeIndex(tables, leaves, "the index")


def write_index(
    rows: Iterable[HashedFile],
    inventory: str | os.PathLike[str],
    *,
    depth: int | None = None,
    check: Callable[[Mapping[Keying, BucketTable]], None] | None = None,
) -> dict[Keying, BucketTable]:
    """Write the index of a set beside its inventory: two files, each whole or not at all.

    If one of the two cannot be put in place, the other is found not to belong to it when it is
    read. Both have the permissions of the inventory, which says as much as they do.

    Args:
        rows: The files, in any order.
        inventory: Where the inventory is; its folder takes temporary files as large as the index.
        depth: The depth of the tables; by the number of files if left out.
        check: Called with the tables before anything is put in place; what it raises is raised.

    Returns:
        The tables, whose roots are those of the set.

    Raises:
        ValueError: As `trainbib.proofs.build_index`.
        OSError: A file cannot be written.
    """
    target, leaves = index_paths(inventory)
    like = Path(inventory)
    with (
        replacing(target, like=like) as new_tables,
        replacing(leaves, like=like) as new_leaves,
    ):
        with _synced(new_leaves) as file:
            tables = build_index(rows, file, depth=depth, folder=leaves.parent)
        if check is not None:
            check(tables)
        with _synced(new_tables) as file:
            file.write(tables_bytes(tables))
    return tables


@contextlib.contextmanager
def _synced(path: Path) -> Generator[IO[bytes]]:
    """Open a file, and bring it to the disk at the end."""
    with path.open("wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())
