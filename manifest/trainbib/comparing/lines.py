"""Comparing two inventories of JSON Lines: lines that are equal are compared as they stand.

Of the old inventory every line is read as a row, of the new one only those that the old one does
not have; so both are held against the standard, at little more than the cost of reading one.
"""

from collections.abc import Callable, Sequence
from itertools import compress, count
from operator import ne
from typing import IO

from trainbib.comparing.files import DifferenceCollector, RowDifferences
from trainbib.comparing.storing import ComparedFile
from trainbib.inventory.json_rows import BLOCK, plain_lines, row_in
from trainbib.inventory.row import FileRow, PathOrder, path_bytes

__all__ = ["compare_lines"]

_RUN = 512  # lines that are looked at together


def compare_lines(
    old: str, new: str, *, kept: Callable[[str], None] | None = None
) -> RowDifferences:
    """Compare two inventories of JSON Lines.

    Args:
        old: The old file.
        new: The new file.
        kept: Called with each path that is in both, changed or not.

    Raises:
        InventoryError: One of them is no inventory.
        OSError: A file cannot be read, or a temporary one not written.
    """
    found = DifferenceCollector()
    # A name is all that is needed.
    with open(old, "rb") as first, open(new, "rb") as second:  # noqa: PTH123
        before, after = _OldSide(first, old), _NewSide(second, new)
        while before.more() and after.more():
            run = _equal(before, after)
            if run:
                paths, size = before.take(run)
                after.take_equal(paths, size)
                if kept is not None:
                    for path in paths:
                        kept(path)
                continue
            left, right = before.row(), after.row()
            if left.path == right.path:
                if left.sha256 != right.sha256:
                    found.changed.append((left, right))
                if kept is not None:
                    kept(left.path)
                before.take(1)
                after.take_row()
            elif path_bytes(left.path) < path_bytes(right.path):
                found.removed.append(left)
                before.take(1)
            else:
                found.added.append(right)
                after.take_row()
        while before.more():
            found.removed.append(before.row())
            before.take(1)
        while after.more():
            found.added.append(after.row())
            after.take_row()
        found.old_files, found.old_bytes = before.order.number, before.bytes
        found.new_files, found.new_bytes = after.order.number, after.bytes
    return found.result()


class _Side:
    """Where one inventory is read."""

    def __init__(self, file: IO[bytes], name: str) -> None:
        self._file = file
        self.order = PathOrder(name, "line")
        self.lines: Sequence[bytes] = ()
        self.at = 0
        self.bytes = 0

    def more(self) -> bool:
        """Tell whether there is another line; read on where that is needed."""
        if self.at == len(self.lines):
            self.lines = self._file.readlines(BLOCK)
            self.at = 0
            self.loaded()
        return bool(self.lines)

    def loaded(self) -> None:
        """Do what is to be done with lines that were read."""


class _OldSide(_Side):
    """The old inventory, all of whose lines are read as rows."""

    paths: Sequence[str] = ()
    sizes: Sequence[int] = ()
    digests: Sequence[str] = ()

    def loaded(self) -> None:
        """Read the lines."""
        plain = plain_lines(self.lines, self.order)
        if plain is not None:
            self.paths, self.sizes, self.digests, _ = plain
            return
        rows: list[FileRow] = []
        for raw in self.lines:
            rows.append(row_in(raw, self.order.where))
            self.order.take(path_bytes(rows[-1].path))
        self.paths = [row.path for row in rows]
        self.sizes = [row.bytes for row in rows]
        self.digests = [row.sha256 for row in rows]

    def row(self) -> ComparedFile:
        """Return the row that is next."""
        return ComparedFile(self.paths[self.at], self.sizes[self.at], self.digests[self.at])

    def take(self, run: int) -> tuple[Sequence[str], int]:
        """Go on by some rows; return their paths, and their sizes added up."""
        chosen = slice(self.at, self.at + run)
        size = sum(self.sizes[chosen])
        self.at += run
        self.bytes += size
        return self.paths[chosen], size


class _NewSide(_Side):
    """The new inventory, of which lines are only read if they are not in the old one."""

    _row: FileRow | None = None

    def row(self) -> FileRow:
        """Return the row that is next; the same until it is taken."""
        if self._row is None:
            self._row = row_in(self.lines[self.at], self.order.where)
        return self._row

    def take_row(self) -> None:
        """Go on by one row."""
        row = self.row()
        self._row = None
        self.order.take(path_bytes(row.path))
        self.bytes += row.bytes
        self.at += 1

    def take_equal(self, paths: Sequence[str], size: int) -> None:
        """Go on by lines that are the same as lines of the old inventory, and so in order."""
        self._row = None
        self.order.take(path_bytes(paths[0]))
        self.order.number += len(paths) - 1
        self.order.last = path_bytes(paths[-1])
        self.bytes += size
        self.at += len(paths)


def _equal(before: _Side, after: _Side) -> int:
    """Return how many lines are equal from here on."""
    size = min(_RUN, len(before.lines) - before.at, len(after.lines) - after.at)
    left = before.lines[before.at : before.at + size]
    right = after.lines[after.at : after.at + size]
    return next(compress(count(), map(ne, left, right)), size)
