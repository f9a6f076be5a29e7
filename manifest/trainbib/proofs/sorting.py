"""Sorting more records than fit in memory, read again by the first bits of their keys."""

import struct
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain, pairwise
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO, Self

__all__ = ["PREFIX_BITS", "RUN", "PrefixSorter"]

PREFIX_BITS = 12
"""Records can be read again by so many bits of their keys, or by fewer."""

_PREFIXES = 1 << PREFIX_BITS
RUN = 65_536
"""How many records are held in memory unless another number is given."""


class PrefixSorter:
    """Sorts records: runs of them are sorted in memory and put into one temporary file.

    What is read at a time are all records whose keys begin with certain bits.
    """

    def __init__(
        self, size: int | None, boundary: Sequence[bytes], *, run: int, folder: str | None
    ) -> None:
        """Make a sorter.

        Args:
            size: Bytes of each record; None if they vary, and hold no null byte.
            boundary: For each number of `PREFIX_BITS` bits the smallest record that begins so.
            run: How many records are held in memory.
            folder: Where the temporary file is made; where the system has them if None.
        """
        self._size = size
        self._boundary = boundary
        self._run = run
        self._folder = folder
        self._held: list[list[bytes]] = [[] for _ in range(256)]
        self._number = 0
        self._file: IO[bytes] | None = None
        self._starts: list[array[int]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is not None:
            self._file.close()

    def add(self, records: Sequence[bytes], firsts: bytes) -> None:
        """Take records, in any order.

        Args:
            records: The records.
            firsts: The first 8 bits of the key of each.
        """
        # Small lists are sorted in a processor's cache, which halves the time.
        into = [held.append for held in self._held]
        for first, record in zip(firsts, records, strict=True):
            into[first](record)
        self._number += len(records)
        if self._number >= self._run:
            self._spill()

    def _take(self) -> list[bytes]:
        """Return what is held, sorted, and hold nothing any more."""
        held, self._held = self._held, [[] for _ in range(256)]
        self._number = 0
        for records in held:
            records.sort()
        return list(chain.from_iterable(held))

    def groups(self, bits: int) -> Iterator[list[bytes]]:
        """Yield, for each number of so many bits in order, the sorted records that begin so.

        Args:
            bits: At most `PREFIX_BITS`.
        """
        if self._file is not None:
            self._spill()
        held = self._take()
        step = _PREFIXES >> bits
        cuts = self._cuts(held)
        for low in range(0, _PREFIXES, step):
            high = low + step
            if self._file is None:
                yield held[cuts[low] : cuts[high]]
                continue
            records: list[bytes] = []
            for starts in self._starts:
                if starts[high] > starts[low]:
                    self._file.seek(starts[low])
                    records += self._divided(self._file.read(starts[high] - starts[low]))
            if len(self._starts) > 1:
                records.sort()
            yield records

    def _cuts(self, records: Sequence[bytes]) -> list[int]:
        """Return where, in sorted records, those of each prefix begin, and the end."""
        cuts: list[int] = []
        at = 0
        for boundary in self._boundary:
            at = bisect_left(records, boundary, at)
            cuts.append(at)
        cuts.append(len(records))
        return cuts

    def _spill(self) -> None:
        """Put what is held into the file as a sorted run."""
        records = self._take()
        if not records:
            return
        if self._file is None:
            self._file = TemporaryFile(prefix="trainbib-", dir=self._folder)  # noqa: SIM115 - closed by __exit__
        cuts = self._cuts(records)
        start = self._file.seek(0, 2)
        if self._size is None:
            parts = [b"\0".join([*records[at:end], b""]) for at, end in pairwise(cuts)]
            self._file.write(b"".join(parts))
            self._starts.append(array("Q", accumulate(map(len, parts), initial=start)))
        else:
            self._file.write(b"".join(records))
            self._starts.append(array("Q", (start + cut * self._size for cut in cuts)))

    def _divided(self, data: bytes) -> list[bytes]:
        if self._size is None:
            return data[:-1].split(b"\0")
        return list(struct.unpack(f"{self._size}s" * (len(data) // self._size), data))
