"""Which files differ between two inventories: one merge of sorted rows, moves found by content.

Memory does not grow with the inventories, nor with how much differs: where that is much, it is put
into a temporary file.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from trainbib.comparing.moves import find_many_moves, find_moves
from trainbib.comparing.storing import FilePair, Listed, pair_store, row_store
from trainbib.tree import HashedFile

__all__ = ["DifferenceCollector", "RowDifferences", "RowOrderError", "compare_rows", "find_moves"]


class RowOrderError(ValueError):
    """Rows are not sorted by the bytes of their paths, or a path is given twice."""


@dataclass(slots=True)
class RowDifferences:
    """The rows that differ; those that do not are only counted.

    Attributes:
        added: Rows of new paths that hold no content of a removed one.
        removed: Rows of old paths whose content is in no new one.
        changed: Old and new row of one path.
        moved: Old and new row of one content.
        old_files: Number of old rows.
        old_bytes: Their sizes added up.
        new_files: Number of new rows.
        new_bytes: Their sizes added up.
    """

    added: Listed[HashedFile] = field(default_factory=list[HashedFile])
    removed: Listed[HashedFile] = field(default_factory=list[HashedFile])
    changed: Listed[FilePair] = field(default_factory=list[FilePair])
    moved: Listed[FilePair] = field(default_factory=list[FilePair])
    old_files: int = 0
    old_bytes: int = 0
    new_files: int = 0
    new_bytes: int = 0


class DifferenceCollector:
    """Takes what differs, in order of path, and finds the moves."""

    def __init__(self) -> None:
        self.added = row_store()
        self.removed = row_store()
        self.changed = pair_store()
        self.old_files = self.old_bytes = 0
        self.new_files = self.new_bytes = 0

    def result(self) -> RowDifferences:
        """Return what differs.

        Raises:
            OSError: A temporary file cannot be written.
        """
        removed, added = self.removed.listed(), self.added.listed()
        if isinstance(removed, list) and isinstance(added, list):
            moved, removed, added = find_moves(removed, added)
        else:
            moved, removed, added = find_many_moves(removed, added)
        return RowDifferences(
            added=added,
            removed=removed,
            changed=self.changed.listed(),
            moved=moved,
            old_files=self.old_files,
            old_bytes=self.old_bytes,
            new_files=self.new_files,
            new_bytes=self.new_bytes,
        )


def compare_rows(
    old: Iterable[HashedFile],
    new: Iterable[HashedFile],
    *,
    kept: Callable[[str], None] | None = None,
) -> RowDifferences:
    """Compare two inventories.

    Both are read once, side by side.

    Args:
        old: Old rows, sorted by the bytes of their paths.
        new: New rows, sorted in the same way.
        kept: Called with each path that is in both, changed or not.

    Raises:
        RowOrderError: If rows are not in order.
        OSError: If a temporary file cannot be written.
    """
    found = DifferenceCollector()
    before, after = _in_order(old, "old"), _in_order(new, "new")
    left, right = next(before, None), next(after, None)
    while left is not None or right is not None:
        first = _first(left, right)
        if left is not None and first <= 0:
            found.old_files += 1
            found.old_bytes += left.bytes
        if right is not None and first >= 0:
            found.new_files += 1
            found.new_bytes += right.bytes
        if left is not None and right is not None and first == 0:
            if left.sha256 != right.sha256:
                found.changed.append((left, right))
            if kept is not None:
                kept(left.path)
        elif left is not None and first < 0:
            found.removed.append(left)
        elif right is not None:
            found.added.append(right)
        if first <= 0:
            left = next(before, None)
        if first >= 0:
            right = next(after, None)
    return found.result()


def _first(left: HashedFile | None, right: HashedFile | None) -> int:
    """Say whose turn it is: -1 the old row's, 1 the new row's, 0 both."""
    if left is None:
        return 1
    if right is None:
        return -1
    if left.path == right.path:
        return 0
    return -1 if _path_bytes(left.path) < _path_bytes(right.path) else 1


def _path_bytes(path: str) -> bytes:
    return path.encode("utf-8", "surrogateescape")


def _in_order(rows: Iterable[HashedFile], side: str) -> Iterator[HashedFile]:
    before: str | None = None
    for row in rows:
        # Text mostly sorts as its bytes do, so these are only asked where it does not.
        if (
            before is not None
            and row.path <= before
            and _path_bytes(row.path) <= _path_bytes(before)
        ):
            raise RowOrderError(
                f"{side} row `{row.path}` comes after `{before}`; rows are sorted by the bytes of "
                "their paths, and each path has one"
            )
        before = row.path
        yield row
