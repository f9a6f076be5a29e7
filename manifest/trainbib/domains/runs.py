"""Sums by domain that do not fit in memory: sorted runs in files, merged as they are read.

A row of a run is a line: the domain and its numbers, parted by tabs. Domains are ASCII without
blanks, so that their order as text is that of their bytes.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from heapq import merge
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from tempfile import mkstemp
from typing import Any

__all__ = ["Row", "Sums", "domain_order", "rank_order", "ranked", "summed"]

Row = tuple[str, tuple[int, ...]]
"""A domain and its numbers: records, bytes, and bytes of each modality."""

HELD = 1 << 19
"""How many domains are held in memory."""

_MERGED = 64  # runs read at a time: well below the number of files that may be open


def domain_order(row: Row) -> str:
    """Return what rows are summed by."""
    return row[0]


def rank_order(row: Row) -> tuple[int, str]:
    """Return what a table is sorted by: most bytes first, then the domain."""
    return -row[1][1], row[0]


class Sums:
    """Adds up numbers by domain; what is too much is put into runs."""

    def __init__(self, folder: Path, *, held: int = HELD) -> None:
        """Begin with nothing.

        Args:
            folder: Where runs are put.
            held: How many domains are held in memory.
        """
        self.runs: list[str] = []
        self._folder = folder
        self._held = held
        self._cells: dict[str, list[int]] = {}

    @property
    def is_full(self) -> bool:
        """Whether it is time to `spill`."""
        return len(self._cells) >= self._held

    def cell(self, domain: str, width: int = 2) -> list[int]:
        """Return the numbers of a domain, to be added to until the next `spill`."""
        cell = self._cells.get(domain)
        if cell is None:
            cell = self._cells[domain] = [0] * width
        return cell

    def add(self, row: Row) -> None:
        """Add a row."""
        domain, numbers = row
        cell = self.cell(domain, len(numbers))
        for at, number in enumerate(numbers):
            cell[at] += number
        if self.is_full:
            self.spill()

    def spill(self) -> None:
        """Put what is held into a run."""
        if self._cells:
            self.runs.append(_written(self._rows(), self._folder))
            self._cells = {}

    def _rows(self) -> Iterator[Row]:
        for domain in sorted(self._cells):
            yield domain, tuple(self._cells[domain])

    def sources(self) -> list[Iterable[Row]]:
        """Return what `summed` takes: the runs, and what is held."""
        return [*map(_read, _few(self.runs, self._folder, domain_order)), self._rows()]


def summed(sources: Sequence[Iterable[Row]]) -> Iterator[Row]:
    """Merge rows that are sorted by domain, and add up those of one domain."""
    rows = merge(*sources, key=domain_order) if len(sources) > 1 else iter(sources[0])
    for domain, same in groupby(rows, itemgetter(0)):
        numbers = [row[1] for row in same]
        yield (
            domain,
            numbers[0] if len(numbers) == 1 else tuple(map(sum, zip(*numbers, strict=True))),
        )


def ranked(rows: Iterable[Row], folder: Path, *, held: int = HELD) -> Callable[[], Iterator[Row]]:
    """Sort rows by rank.

    Args:
        rows: The rows, each domain once.
        folder: Where runs are put.
        held: How many rows are held in memory.

    Returns:
        What yields the rows in order, as often as it is called.
    """
    runs: list[str] = []
    waiting: list[Row] = []
    for row in rows:
        waiting.append(row)
        if len(waiting) >= held:
            waiting.sort(key=rank_order)
            runs.append(_written(waiting, folder))
            waiting = []
    waiting.sort(key=rank_order)
    if not runs:
        return lambda: iter(waiting)
    few = _few(runs, folder, rank_order)
    return lambda: merge(*map(_read, few), waiting, key=rank_order)


def _few(runs: Sequence[str], folder: Path, order: Callable[[Row], Any]) -> list[str]:
    """Merge runs until they are few enough to be read at once."""
    waiting = list(runs)
    while len(waiting) > _MERGED:
        first, waiting = waiting[:_MERGED], waiting[_MERGED:]
        rows: Iterator[Row] = merge(*map(_read, first), key=order)
        if order is domain_order:
            rows = summed([rows])
        waiting.append(_written(rows, folder))
        for path in first:
            Path(path).unlink()
    return waiting


def _written(rows: Iterable[Row], folder: Path) -> str:
    handle, path = mkstemp(dir=folder, suffix=".run")
    with os.fdopen(handle, "w", encoding="ascii", newline="\n", buffering=1 << 20) as file:
        file.writelines(map(_line, rows))
    return path


def _line(row: Row) -> str:
    return "\t".join([row[0], *map(str, row[1])]) + "\n"


def _read(path: str) -> Iterator[Row]:
    with Path(path).open(encoding="ascii", newline="\n") as file:
        for line in file:
            domain, *numbers = line.split("\t")
            yield domain, tuple(map(int, numbers))
