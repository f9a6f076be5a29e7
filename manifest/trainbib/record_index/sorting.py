"""Sorting more digests than fit in memory.

Digests are spread evenly, so that those with one first byte are about a 256th of all: runs are
sorted and put into files, and then read again by the first byte.
"""

import mmap
import os
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from tempfile import mkstemp
from typing import Any

from trainbib.records.parquet import pyarrow_module

__all__ = ["DigestSorter", "SortedDigests"]

RUN = 1 << 21
"""How many digests are held in memory."""

_BYTES = 8
_FIRSTS = 256
_HEAD = (_FIRSTS + 1) * _BYTES


class DigestSorter:
    """Collects digests of 8 bytes and puts them into sorted runs."""

    def __init__(self, folder: Path, *, held: int = RUN) -> None:
        """Begin with none.

        Args:
            folder: Where runs are put.
            held: How many digests are held in memory.
        """
        self.runs: list[str] = []
        self._folder = folder
        self._most = held * _BYTES
        self._held = bytearray()

    def add(self, digests: bytes) -> None:
        """Take digests, most significant byte first, joined."""
        self._held += digests
        if len(self._held) >= self._most:
            self.spill()

    def spill(self) -> None:
        """Put what is held into a run."""
        if not self._held:
            return
        numbers = array("Q")
        numbers.frombytes(self._held)
        self._held = bytearray()
        if sys.byteorder == "little":
            numbers.byteswap()
        data = _sorted(numbers)
        view = memoryview(data).cast("B").cast("Q")
        starts = array("Q", (bisect_left(view, first << 56) for first in range(_FIRSTS)))
        starts.append(len(view))
        handle, path = mkstemp(dir=self._folder, suffix=".digests")
        with os.fdopen(handle, "wb") as file:
            file.write(starts)
            file.write(data)
        self.runs.append(path)


class SortedDigests:
    """All digests of some runs, each once, ascending, in a file that is read where it is needed.

    Attributes:
        count: How many there are.
        digest: SHA-256 of all, 8 bytes each, most significant byte first.
    """

    def __init__(self, runs: Sequence[str], folder: Path) -> None:
        """Merge runs.

        Args:
            runs: Their files.
            folder: Where the file is put.
        """
        hashed = sha256()
        handle, path = mkstemp(dir=folder, suffix=".sorted")
        self.count = 0
        with os.fdopen(handle, "wb") as file:
            for data in _merged(runs):
                file.write(data)
                self.count += len(data) // _BYTES
                numbers = array("Q")
                numbers.frombytes(data)
                if sys.byteorder == "little":
                    numbers.byteswap()
                hashed.update(numbers)
        self.digest = f"sha256:{hashed.hexdigest()}"
        self._path = path

    def buckets(self, depth: int) -> Iterator[bytes]:
        """Yield the digests that begin with each number of so many bits, where there are any.

        Args:
            depth: How many bits.

        Yields:
            Numbers of 8 bytes in this machine's order.
        """
        if not self.count:
            return
        with (
            Path(self._path).open("rb") as file,
            mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped,
            memoryview(mapped) as raw,
            raw.cast("Q") as view,
        ):
            at = 0
            for bucket in range(1, 1 << depth):
                end = bisect_left(view, bucket << 64 - depth, at)
                if end > at:
                    yield mapped[at * _BYTES : end * _BYTES]
                at = end
            if at < self.count:
                yield mapped[at * _BYTES :]


def _merged(runs: Sequence[str]) -> Iterator[bytes]:
    """Yield the digests with each first byte, sorted, each once."""
    heads: list[array[int]] = []
    for run in runs:
        head = array("Q")
        with Path(run).open("rb") as file:
            head.frombytes(file.read(_HEAD))
        heads.append(head)
    for first in range(_FIRSTS):
        numbers = array("Q")
        parts = 0
        for run, head in zip(runs, heads, strict=True):
            start, end = head[first], head[first + 1]
            if end > start:
                parts += 1
                with Path(run).open("rb") as file:
                    file.seek(_HEAD + start * _BYTES)
                    numbers.frombytes(file.read((end - start) * _BYTES))
        if parts == 1:
            yield numbers.tobytes()
        elif parts:
            yield bytes(_sorted(numbers))


def _sorted(numbers: "array[int]") -> Any:
    """Return a buffer of the numbers sorted, each once."""
    arrow = pyarrow_module("pyarrow")
    unsorted = arrow.Array.from_buffers(
        arrow.uint64(), len(numbers), [None, arrow.py_buffer(numbers)]
    )
    found = pyarrow_module("pyarrow.compute").unique(unsorted).sort()
    data = found.buffers()[1]
    return data[found.offset * _BYTES : (found.offset + len(found)) * _BYTES]
