"""Comparing two inventories column by column: whole pieces at once where they are equal.

A piece is some thousand rows of both with the same greatest path. Within one, paths are matched by
a table of them and digests compared as one array each; only rows that differ become objects. Needs
pyarrow, as inventories in Parquet do.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from trainbib.comparing.files import DifferenceCollector, RowDifferences
from trainbib.comparing.storing import ComparedFile
from trainbib.inventory.json_rows import read_json_rows
from trainbib.inventory.parquet_rows import FileColumns, column_batches, row_columns
from trainbib.inventory.rows import is_parquet, must_be_lines

__all__ = ["compare_columns"]

_PIECE = 8192  # rows whose paths stay in a processor's cache


def compare_columns(
    old: str, new: str, *, kept: Callable[[str], None] | None = None
) -> RowDifferences:
    """Compare two inventories, one of them at least in Parquet.

    Args:
        old: The old file.
        new: The new file.
        kept: Called with each path that is in both, changed or not.

    Raises:
        InventoryError: One of them is no inventory, or pyarrow is not installed.
        OSError: A file cannot be read, or a temporary one not written.
    """
    found = DifferenceCollector()
    before, after = _Cursor(_columns(old)), _Cursor(_columns(new))
    while (left := before.piece()) is not None and (right := after.piece()) is not None:
        least = min(left.paths[-1].as_py(), right.paths[-1].as_py())
        left, right = before.take(left, least), after.take(right, least)
        _compare(left, right, found, kept)
    while (left := before.piece()) is not None:
        found.removed.extend(_rows(before.take(left, None)))
    while (right := after.piece()) is not None:
        found.added.extend(_rows(after.take(right, None)))
    found.old_files, found.old_bytes = before.files, before.bytes
    found.new_files, found.new_bytes = after.files, after.bytes
    return found.result()


def _columns(name: str) -> Iterator[FileColumns]:
    if is_parquet(name):
        return column_batches(name)
    must_be_lines(name)
    return row_columns(read_json_rows(name), 2 * _PIECE)


class _Cursor:
    """Where one inventory is read."""

    def __init__(self, batches: Iterator[FileColumns]) -> None:
        self._batches = batches
        self._batch: FileColumns | None = None
        self._at = 0
        self.files = 0
        self.bytes = 0

    def piece(self) -> FileColumns | None:
        """Return the next rows; None at the end."""
        if self._batch is None:
            self._batch = next(self._batches, None)
            self._at = 0
            if self._batch is None:
                return None
            compute = import_module("pyarrow.compute")
            self.files += len(self._batch.paths)
            self.bytes += int(compute.sum(self._batch.sizes).as_py())
        return _slice(self._batch, self._at, _PIECE)

    def take(self, piece: FileColumns, greatest: bytes | None) -> FileColumns:
        """Go on behind the rows of a piece whose paths are not greater than one."""
        paths = piece.paths
        count = len(paths)
        if greatest is not None and paths[-1].as_py() > greatest:
            count = bisect_right(range(count), greatest, key=lambda at: paths[at].as_py())
            piece = _slice(piece, 0, count)
        self._at += count
        if self._batch is not None and self._at >= len(self._batch.paths):
            self._batch = None
        return piece


def _slice(columns: FileColumns, start: int, length: int) -> FileColumns:
    return FileColumns(*(column.slice(start, length) for column in columns))


def _filtered(columns: FileColumns, mask: Any) -> FileColumns:
    return FileColumns(*(column.filter(mask) for column in columns))


def _rows(columns: FileColumns) -> Iterator[ComparedFile]:
    return map(
        ComparedFile,
        [path.decode("utf-8", "surrogateescape") for path in columns.paths.to_pylist()],
        columns.sizes.to_pylist(),
        [digest.hex() for digest in columns.digests.to_pylist()],
    )


def _compare(
    old: FileColumns,
    new: FileColumns,
    found: DifferenceCollector,
    kept: Callable[[str], None] | None,
) -> None:
    """Compare pieces: whatever path is in both inventories is in both pieces, or in neither."""
    compute = import_module("pyarrow.compute")
    paths, before, after = old.paths, old.digests, new.digests
    old_places = new_places = None
    if not paths.equals(new.paths):
        match = compute.index_in(paths, value_set=new.paths)
        if match.null_count:
            gone = match.is_null()
            found.removed.extend(_rows(_filtered(old, gone)))
            there = compute.invert(gone)
            old_places = compute.indices_nonzero(there)
            before = before.filter(there)
            paths = paths if kept is None else paths.filter(there)
        if len(before) != len(after):
            new_places = match.drop_null()
            numbers = import_module("pyarrow").array(range(len(after)), match.type)
            there = compute.is_in(numbers, value_set=new_places)
            found.added.extend(_rows(_filtered(new, compute.invert(there))))
            after = after.filter(there)
    if not before.equals(after):
        differ = compute.not_equal(before, after)
        pairs = zip(_at(old, old_places, differ), _at(new, new_places, differ), strict=True)
        found.changed.extend(pairs)
    if kept is not None:
        for path in paths.to_pylist():
            kept(path.decode("utf-8", "surrogateescape"))


def _at(columns: FileColumns, places: Any, mask: Any) -> Iterator[ComparedFile]:
    """Return rows that a mask chooses: of certain places, or of all if these are None."""
    if places is None:
        return _rows(_filtered(columns, mask))
    chosen = places.filter(mask)
    return _rows(FileColumns(*(column.take(chosen) for column in columns)))
