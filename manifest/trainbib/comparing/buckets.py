"""Comparing two inventories by their bucket tables: only the buckets that differ are read.

Beside an inventory may lie the bucket tables of its tree, and the leaves of that tree by bucket
(SPEC.md, section 15.4). If both sides have them, and the tables hash to the roots that the
manifests pin, then so does whatever is read of the leaves, and the inventories are not needed.
"""

import contextlib
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from trainbib.comparing.files import RowDifferences, RowOrderError, compare_rows
from trainbib.comparing.model import ComparisonInputError

if TYPE_CHECKING:
    from trainbib.proofs import BucketTable, Keying

__all__ = ["PinnedTree", "compare_buckets"]

_LEAF_COSTS_ROWS = 8  # a leaf is read in the time in which so many rows of Parquet are compared
_MOST_LEAVES = 1 << 20  # even if all of so many differed, they would fit in memory


class PinnedTree(NamedTuple):
    """What a manifest pins of its inventory.

    Attributes:
        beside: Gives a file by its path relative to the manifest.
        path: The inventory.
        roots: Keying to root.
        files: How many files there are.
        bytes: Their sizes added up.
    """

    beside: Callable[[str], AbstractContextManager[Path]]
    path: str
    roots: Mapping[str, object]
    files: object
    bytes: object


def compare_buckets(old: PinnedTree, new: PinnedTree) -> RowDifferences | None:
    """Compare two trees by their bucket tables.

    Args:
        old: What the old manifest pins.
        new: What the new manifest pins.

    Returns:
        What differs; None if the inventories have to be read: one side has no tables, or such that
        cannot be used, or so much differs that reading the inventories costs less.
    """
    from trainbib.proofs import IndexFileError, TreeIndex, changed_files

    if not (isinstance(old.bytes, int) and isinstance(new.bytes, int)):
        return None
    with contextlib.ExitStack() as stack:
        try:
            before, after = _tables(old), _tables(new)
            if before is None or after is None or not _is_worth_it(before, after):
                return None
            indexes: list[TreeIndex] = []
            for side, tables in ((old, before), (new, after)):
                file = stack.enter_context(side.beside(f"{side.path}.leaves"))
                leaves = stack.enter_context(file.open("rb"))
                indexes.append(TreeIndex(tables, leaves, str(file)))
            found = compare_rows(*changed_files(*indexes))
        # The two trees may be of two sets: then paths are missing, or given twice.
        except (IndexFileError, RowOrderError, ComparisonInputError, OSError):
            return None
    found.old_files, found.old_bytes = before["paths"].leaves, old.bytes
    found.new_files, found.new_bytes = after["paths"].leaves, new.bytes
    return found


def _tables(side: PinnedTree) -> "Mapping[Keying, BucketTable] | None":
    """Read the tables of one side; None if they are not those of the set that is pinned.

    Raises:
        ComparisonInputError: There are none.
        IndexFileError: They cannot be used.
        OSError: They cannot be read.
    """
    from trainbib.proofs import read_tables

    with side.beside(f"{side.path}.buckets") as file:
        tables = read_tables(file)
    for keying, table in tables.items():
        if side.roots.get(keying) != table.root:
            return None
    return tables if tables["paths"].leaves == side.files else None


def _is_worth_it(old: "Mapping[Keying, BucketTable]", new: "Mapping[Keying, BucketTable]") -> bool:
    """Tell from the tables alone whether few enough leaves lie in buckets that differ."""
    from trainbib.proofs import differing_buckets

    leaves = 0
    for before, after in zip(old.values(), new.values(), strict=True):
        differing = differing_buckets(before, after)
        for table in (before, after):
            leaves += sum(map(table.counts.__getitem__, differing.within(table)))
    rows = old["paths"].leaves + new["paths"].leaves
    return leaves <= _MOST_LEAVES and leaves * _LEAF_COSTS_ROWS <= rows
