"""Scan a data folder: walk, hash, tell types and count records, in as many processes as pay."""

import gc
import marshal
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from trainbib.inventory.ignore import read_ignore
from trainbib.inventory.reading import Batch, Depth, Reading, read_batch
from trainbib.inventory.rows import FileRow, sorted_rows
from trainbib.inventory.walk import Folder, Problem, link_problem, walk

__all__ = ["Progress", "Scan", "digest_files", "scan", "stat_file"]

_BATCH = 256  # files
_MOST_BATCHES = 1 << 16
_SAMPLE = 256  # files whose sizes tell how much there is to read
_SECONDS_PER_FILE = 8e-6
_SECONDS_PER_BYTE = 1e-9
_WORTH_FORKING = 0.25  # seconds


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


@dataclass(frozen=True, slots=True)
class Scan:
    """What a scan found.

    Attributes:
        rows: One row a file, sorted by the bytes of the paths.
        problems: What is not in the rows, and why; sorted by path.
    """

    rows: list[FileRow]
    problems: list[Problem]


def scan(
    root: Path | str,
    *,
    exclude: Iterable[str] = (),
    follow_links: bool = False,
    jobs: int | None = None,
    count: bool = True,
    progress: Callable[[Progress], None] | None = None,
) -> Scan:
    """Make the inventory of a data folder.

    Args:
        root: The data folder.
        exclude: Paths below it that are no data: the manifest and its inventory.
        follow_links: Whether links to files outside the folder are listed, too.
        jobs: How many processes read; None for one a processor, if there is work enough, and 1 for
            none but this one.
        count: Whether to count records.
        progress: Called now and then, in this thread.

    Returns:
        Rows and problems.

    Raises:
        InventoryError: The folder or its ignore file cannot be used; the message says what to do.
    """
    top = os.fspath(root)
    found = walk(top, read_ignore(top, exclude), follow_links=follow_links)
    depth: Depth = "records" if count else "type"
    job = _Job(top, found.folders, depth, jobs, progress)
    # Rows hold no cycles, and the collector would visit all of them again and again.
    collecting = gc.isenabled()
    gc.disable()
    try:
        rows: list[FileRow] = []
        problems = found.problems
        for reading in job.run():
            rows += map(FileRow._make, reading[0])
            problems += (Problem(*problem) for problem in reading[1])
    finally:
        if collecting:
            gc.enable()
    return Scan(sorted_rows(rows), sorted(problems, key=_problem_key))


def digest_files(
    root: Path | str,
    paths: Iterable[str],
    *,
    jobs: int | None = None,
    progress: Callable[[Progress], None] | None = None,
    problems: list[Problem] | None = None,
) -> dict[str, str]:
    """Hash certain files.

    Args:
        root: The data folder.
        paths: Paths below it.
        jobs: As for `scan`.
        progress: As for `scan`.
        problems: Takes what could not be read.

    Returns:
        SHA-256 by path, 64 hexadecimal digits each, for the files that could be read.
    """
    by_folder: dict[str, list[str]] = {}
    for path in paths:
        folder, slash, name = path.rpartition("/")
        by_folder.setdefault(folder + slash, []).append(name)
    folders = [Folder(prefix, names) for prefix, names in by_folder.items()]
    digests: dict[str, str] = {}
    for reading in _Job(os.fspath(root), folders, "digest", jobs, progress).run():
        digests.update((row[0], row[2]) for row in reading[0])
        if problems is not None:
            problems += (Problem(*problem) for problem in reading[1])
    return digests


def stat_file(root: Path | str, path: str, *, follow_links: bool = False) -> int | Problem:
    """Look at one file without reading it.

    Args:
        root: The data folder.
        path: Path below it.
        follow_links: Whether it may be a link to a file outside the folder.

    Returns:
        Its size in bytes, or why it is no file of the data folder.
    """
    top = os.fspath(root)
    full = f"{top}/{path}"
    try:
        if os.path.islink(full):  # noqa: PTH114 - one call a file
            problem = link_problem(top, path, follow_links=follow_links)
            if problem is not None:
                return problem
        return os.stat(full).st_size  # noqa: PTH116 - ditto
    except FileNotFoundError:
        return Problem("vanished", path, f"{path!r} is not there: restore it")
    except OSError as error:
        reason = f"{path!r} cannot be read ({error.strerror}): check its permissions"
        return Problem("unreadable", path, reason)


class _Job:
    """Reads files in batches, here or in other processes, and reports progress."""

    def __init__(
        self,
        root: str,
        folders: Sequence[Folder],
        depth: Depth,
        jobs: int | None,
        progress: Callable[[Progress], None] | None,
    ) -> None:
        self._root = root
        self._depth: Depth = depth
        self._progress = progress
        self._files_total = sum(len(folder.names) for folder in folders)
        self._bytes_total: int | None = None
        self._files = 0
        self._bytes = 0
        self._pending = 0  # bytes read of files in batches that are not done
        self._jobs = jobs if jobs is not None else _processors()
        seconds = self._estimate(folders)
        if (jobs is None and seconds < _WORTH_FORKING) or not hasattr(os, "fork"):
            self._jobs = 1
        if progress is not None and seconds >= _WORTH_FORKING:
            self._bytes_total = sum(_sizes(root, folders, 1))
        self._batches = list(_batches(folders, self._files_total, self._jobs))

    def _estimate(self, folders: Sequence[Folder]) -> float:
        """Guess the processor time from a sample of sizes, in seconds."""
        step = max(self._files_total // _SAMPLE, 1)
        sizes = list(_sizes(self._root, folders, step))
        mean = sum(sizes) / len(sizes) if sizes else 0.0
        return self._files_total * (_SECONDS_PER_FILE + mean * _SECONDS_PER_BYTE)

    def run(self) -> Iterator[Reading]:
        """Yield what comes of the batches, in any order."""
        if self._jobs <= 1 or len(self._batches) <= 1:
            for batch in self._batches:
                yield self._done(read_batch(self._root, batch, self._depth, self._tick))
            return
        # Signals, selectors and all that: a small set does without.
        from trainbib.inventory.workers import run_forked

        missing = set(range(len(self._batches)))
        for number, result in run_forked(len(self._batches), self._work, self._jobs, self._tick):
            missing.discard(number)
            yield self._done(Reading(*marshal.loads(result)))  # noqa: S302 - from our own fork
        for number in sorted(missing):
            yield self._done(self._rescue(self._batches[number]))

    def _work(self, number: int, tick: Callable[[int], None]) -> bytes:
        reading = read_batch(self._root, self._batches[number], self._depth, tick)
        return marshal.dumps(tuple(reading))

    def _rescue(self, batch: Batch) -> Reading:
        """Read a batch whose process died; not counting, since counting may have killed it."""
        depth: Depth = "digest" if self._depth == "digest" else "type"
        reading = read_batch(self._root, batch, depth, self._tick)
        if self._depth != "records":
            return reading
        note = "could not count: the process that read this file ended unexpectedly"
        return Reading([(*row[:4], None, None, note) for row in reading.rows], reading.problems)

    def _done(self, reading: Reading) -> Reading:
        self._files += len(reading[0]) + len(reading[1])
        self._bytes += sum([row[1] for row in reading[0]])
        self._pending = 0
        self._report()
        return reading

    def _tick(self, size: int) -> None:
        self._pending += size
        self._report()

    def _report(self) -> None:
        if self._progress is not None:
            read = self._bytes + self._pending
            self._progress(Progress(self._files, read, self._files_total, self._bytes_total))


def _batches(folders: Iterable[Folder], files: int, jobs: int) -> Iterator[Batch]:
    """Cut folders into batches: small enough to share evenly, and not too many."""
    size = max(min(_BATCH, files // (jobs * 16)), files // _MOST_BATCHES, 1) if jobs > 1 else _BATCH
    for prefix, names in folders:
        for start in range(0, len(names), size):
            yield Batch(prefix, names[start : start + size])


def _sizes(root: str, folders: Iterable[Folder], step: int) -> Iterator[int]:
    """Yield the size of every so many-th file; of those that cannot be asked, nothing."""
    skip = 0
    for prefix, names in folders:
        for name in names[skip::step]:
            try:
                yield os.stat(f"{root}/{prefix}{name}").st_size  # noqa: PTH116 - one call a file
            except OSError:
                continue
        skip = (skip - len(names)) % step


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _problem_key(problem: Problem) -> tuple[bytes, str]:
    return problem.path.encode("utf-8", "surrogateescape"), problem.kind
