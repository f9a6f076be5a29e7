"""Reading many files: in as many processes as pay, with news of how far it is.

A file whose reader crashes or never ends loses its count and nothing else: its process is replaced,
and the batch is read again without counting that file.
"""

import os
import struct
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, NamedTuple

from trainbib.inventory.batches import Batches
from trainbib.inventory.reading import (
    Batch,
    Depth,
    NeedsIsolationError,
    RawProblem,
    RawRow,
    Reading,
    Watch,
    read_batch,
)
from trainbib.inventory.second_hash import second_hash
from trainbib.inventory.stamps import Stamp
from trainbib.inventory.walk import Folder

if TYPE_CHECKING:
    from trainbib.inventory.workers import Lost, Mark, Tick

__all__ = ["Job", "Progress", "processors"]

_SECONDS_PER_FILE = 8e-6
_SECONDS_PER_BYTE = 1e-9
_WORTH_FORKING = 0.25  # seconds
_PATIENCE = 60.0  # seconds that a reader may take for a piece of a file
_TRIES = 3
_DONE = struct.Struct("=QQ")  # files and bytes of a batch

_CRASHED = "could not count: the process that read this file ended unexpectedly"
_HUNG = "could not count: the reader of this file did not come to an end"
_DEADLY = "ended the process that read it, twice: check the file and the machine"

Finish = Callable[[int, Reading, list[Stamp] | None], bytes]
"""Makes what is sent to the parent of a batch's number and what was read."""

Choose = Callable[[int, list[Batch]], list[Batch]]
"""Chooses which files of a batch are read, given its number; called just before."""


def _all_of_them(_: int, parts: list[Batch]) -> list[Batch]:
    return parts


class Progress(NamedTuple):
    """How far a scan is.

    Attributes:
        files: Files read so far.
        bytes: Bytes read so far.
        files_total: Files to read.
        bytes_total: Bytes to read; None for what is done before it is worth asking.
    """

    files: int
    bytes: int
    files_total: int
    bytes_total: int | None


class Job:
    """Reads files in batches, here or in other processes, and reports progress.

    Args:
        root: The data folder.
        folders: The files in it, in the order of paths.
        depth: How much is wanted.
        jobs: How many processes read; None for one a processor, if there is work enough.
        progress: Called now and then.
        also: Which digests are wanted besides SHA-256.

    Attributes:
        batches: The files.
        jobs: How many processes read; 1 for none but this one, unless a reader may crash.

    Raises:
        InventoryError: A digest is not known, or cannot be computed here.
    """

    def __init__(
        self,
        root: str,
        folders: Iterable[Folder],
        depth: Depth,
        jobs: int | None,
        progress: Callable[[Progress], None] | None,
        *,
        also: Collection[str] = (),
    ) -> None:
        self._root = root
        self._second = second_hash(also)
        self._depth: Depth = depth
        self._progress = progress
        self.jobs = jobs if jobs is not None else processors()
        self.batches = Batches(folders, self.jobs)
        self._bytes_total: int | None = None
        self._files = 0
        self._bytes = 0
        self._pending = 0  # bytes read of files in batches that are not done
        self._choose: Choose = _all_of_them
        self._stats_from: float | None = None
        mean = self.batches.mean_size(root)
        seconds = self.batches.files * (_SECONDS_PER_FILE + mean * _SECONDS_PER_BYTE)
        self._forks = hasattr(os, "fork")
        small = seconds < _WORTH_FORKING
        if (jobs is None and small) or not self._forks:
            self.jobs = 1
        self._here = self.jobs <= 1 and (small or not self._forks)
        if progress is not None and not small:
            self._bytes_total = sum(self.batches.sizes(root))

    def run(
        self, finish: Finish, *, choose: Choose = _all_of_them, stats: float | None = None
    ) -> Iterator[tuple[int, bytes]]:
        """Read all files.

        Args:
            finish: Makes the result of a batch; called in the process that read it.
            choose: Chooses what is read of a batch; called there, too.
            stats: After how many seconds `finish` is given the stamps of files; None for never.

        Yields:
            The number of a batch and its result, in any order.
        """
        self._choose = choose
        self._stats_from = None if stats is None else time.monotonic() + stats
        numbers = list(range(len(self.batches)))
        if self._here:
            later: list[int] = []
            for number in numbers:
                try:
                    result = self._read(number, finish, self._watch())
                except NeedsIsolationError:
                    later.append(number)
                else:
                    yield number, self._done(result)
            numbers = later
        if numbers:
            yield from self._forked(numbers, finish)

    def _watch(self) -> Watch:
        """Watch reading in this process, which must not be lost if there can be others."""
        return Watch(self._tick, isolated=not self._forks, stats=self._stats(), second=self._second)

    def _stats(self) -> list[Stamp] | None:
        """Return what takes the stamps of files, if it is time for that."""
        due = self._stats_from is not None and time.monotonic() >= self._stats_from
        return [] if due else None

    def _forked(self, numbers: list[int], finish: Finish) -> Iterator[tuple[int, bytes]]:
        # Signals, selectors and all that: a small set does without.
        from trainbib.inventory.workers import Lost, run_watched

        losses = _Losses()
        todo = numbers

        def work(index: int, tick: "Tick", mark: "Mark") -> bytes:
            number = todo[index]
            watch = Watch(
                tick,
                mark,
                careful=losses.any,
                spared=losses.spared.get(number, {}),
                stats=self._stats(),
                second=self._second,
            )
            return self._read(number, finish, watch, losses.refused.get(number, set()))

        while todo:
            again: list[int] = []
            missing = set(todo)
            for index, result in run_watched(len(todo), work, self.jobs, self._tick, _PATIENCE):
                number = todo[index]
                if not isinstance(result, Lost):
                    missing.discard(number)
                    yield number, self._done(result)
                elif losses.note(number, result):
                    missing.discard(number)
                    again.append(number)
            # No process can be started, or lives: read here, and do not count what may crash.
            for number in sorted(missing):
                lost = number in losses.tries
                yield number, self._done(self._rescue(number, finish, lost=lost))
            todo = again

    def _rescue(self, number: int, finish: Finish, *, lost: bool) -> bytes:
        watch = self._watch()
        try:
            if not lost:
                return self._read(number, finish, watch)
        except NeedsIsolationError:
            watch = self._watch()
        files = sum(len(part.names) for part in self.batches[number])
        spared = dict.fromkeys(range(files), _CRASHED)
        return self._read(number, finish, watch._replace(spared=spared, isolated=True))

    def _read(
        self, number: int, finish: Finish, watch: Watch, refused: AbstractSet[int] = frozenset()
    ) -> bytes:
        """Read a batch, and return what it holds in numbers and what is made of it."""
        rows: list[RawRow] = []
        problems: list[RawProblem] = []
        first = 0
        whole = self.batches[number]
        for part in self._choose(number, whole):
            for start, end in _between(refused, first, len(part.names)):
                piece = part._replace(names=part.names[start:end])
                found = read_batch(self._root, piece, self._depth, watch, first + start)
                rows += found.rows
                problems += found.problems
            for item in sorted(refused):
                if 0 <= item - first < len(part.names):
                    path = part.prefix + part.names[item - first]
                    problems.append(("unreadable", path, f"{path!r} {_DEADLY}"))
            first += len(part.names)
        size = sum([row[1] for row in rows])
        made = finish(number, Reading(rows, problems), watch.stats)
        return _DONE.pack(sum(len(part.names) for part in whole), size) + made

    def _done(self, result: bytes) -> bytes:
        files, size = _DONE.unpack_from(result)
        self._files += files
        self._bytes += size
        self._pending = 0
        self._report()
        return result[_DONE.size :]

    def _tick(self, size: int) -> None:
        self._pending += size
        self._report()

    def _report(self) -> None:
        if self._progress is not None:
            read = self._bytes + self._pending
            self._progress(Progress(self._files, read, self.batches.files, self._bytes_total))


class _Losses:
    """What is known of files with which processes were lost.

    Attributes:
        spared: By batch: files that are not counted any more, and why.
        refused: By batch: files that are not even read any more.
        tries: By batch: how often it was lost, and nothing said with which file.
        any: Whether there were any losses, so that every file is marked.
    """

    def __init__(self) -> None:
        self.spared: dict[int, dict[int, str]] = {}
        self.refused: dict[int, set[int]] = {}
        self.any = False
        self.tries: dict[int, int] = {}

    def note(self, number: int, lost: "Lost") -> bool:
        """Learn from a loss; say whether the batch is worth another process."""
        self.any = True
        if lost.item is None:  # nothing says which file it was, so all of them are marked next time
            self.tries[number] = self.tries.get(number, 0) + 1
            return self.tries[number] < _TRIES
        spared = self.spared.setdefault(number, {})
        if lost.item in spared:
            self.refused.setdefault(number, set()).add(lost.item)
        spared[lost.item] = _HUNG if lost.hung else _CRASHED
        return True


def _between(refused: AbstractSet[int], first: int, count: int) -> Iterator[tuple[int, int]]:
    """Yield the ranges of a part's files between those that are refused."""
    start = 0
    for item in sorted(refused):
        at = item - first
        if 0 <= at < count:
            if start < at:
                yield start, at
            start = at + 1
    if start < count:
        yield start, count


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
