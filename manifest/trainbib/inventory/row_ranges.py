"""The rows of an inventory by ranges of paths: found by halving, since rows are sorted."""

import os
import re
from io import BytesIO
from typing import NamedTuple, Self

from trainbib.inventory.json_rows import plain_lines, row_in
from trainbib.inventory.row import FileRow, InventoryError, PathOrder, path_bytes

__all__ = ["RowRange", "RowRanges"]

_BLOCK = 1 << 10
_NEAR = 1 << 16  # bytes; the first row of the next batch mostly is not farther
_PATH = re.compile(rb'\{"path":"([^"\\\x00-\x1f]+)"')


class RowRange(NamedTuple):
    """Lines from one path on up to another, and where in the file they begin and end."""

    block: bytes
    first: bytes | None
    end: bytes | None
    place: tuple[int, int]


class RowRanges:
    """The rows of an inventory, by ranges of paths.

    The file is read, not mapped: what is mapped counts as memory of the process.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._file = os.open(name, os.O_RDONLY | os.O_CLOEXEC)
        self.size = os.fstat(self._file).st_size
        self._last = b"", 0  # a path and its offset: batches come in order

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._file)

    def between(self, first: bytes | None, end: bytes | None) -> RowRange:
        """Read the lines from one path on up to another; None for the beginning and the end.

        Raises:
            InventoryError: A row that was looked at on the way is damaged.
        """
        start = 0 if first is None else self._offset(first)
        stop = self.size if end is None else self._offset(end)
        return RowRange(self._read(start, stop), first, end, (start, stop))

    def parsed(self, lines_between: RowRange) -> list[FileRow]:
        """Parse lines.

        Raises:
            InventoryError: A row is damaged or out of order. That the message names the right
                line needs the rows before, so that the caller has to read the whole inventory.
        """
        block, first, end, _ = lines_between
        lines = BytesIO(block).readlines()  # a row ends at a line feed, and nowhere else
        order = PathOrder(self.name, "line")
        plain = plain_lines(lines, order)
        if plain is not None:
            rows = list(plain.rows())
        else:
            rows = []
            for line in lines:
                rows.append(row_in(line, order.where))
                order.take(path_bytes(rows[-1].path))
        if rows:
            paths = path_bytes(rows[0].path), path_bytes(rows[-1].path)
            if (first is not None and paths[0] < first) or (end is not None and paths[1] >= end):
                raise InventoryError(f"{self.name}: rows are not sorted by their paths")
        return rows

    def _offset(self, path: bytes) -> int:
        """Find where the first row begins whose path is not less."""
        last, offset = self._last
        low, high = (offset if path >= last else 0), self.size
        reach = _NEAR
        while low < high:
            start, line = self._line(min((low + high) // 2, low + reach), low)
            match = _PATH.match(line)
            found = path_bytes(row_in(line, self.name).path) if match is None else match[1]
            if found < path:
                low = start + len(line)
                reach *= 2
            else:
                high = start
        self._last = path, low
        return low

    def _line(self, at: int, low: int) -> tuple[int, bytes]:
        """Return the line that holds a byte, and where it begins: at `low` or after it."""
        size = _BLOCK
        while True:
            begin = max(at - size, low)
            block = self._read(begin, min(at + size, self.size))
            start = block.rfind(b"\n", 0, at - begin) + 1
            end = block.find(b"\n", at - begin) + 1
            if (start or begin == low) and (end or at + size >= self.size):
                return begin + start, block[start : end or len(block)]
            size *= 2

    def _read(self, start: int, end: int) -> bytes:
        parts: list[bytes] = []
        while start < end and (data := os.pread(self._file, end - start, start)):
            parts.append(data)
            start += len(data)
        return b"".join(parts)
