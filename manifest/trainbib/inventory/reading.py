"""Read files: hash them, tell their types and count their records, every byte read once.

A file is read to its end, and the end is where a read gives nothing: no size that was known before
is believed. A small file takes one read for its bytes and one to see that there are no more. Of a
larger one size and time of change are compared, before and after; a file that changed meanwhile is
read once more, and then reported.
"""

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Literal, NamedTuple

from trainbib.inventory.readers import (
    Count,
    Counter,
    FileReader,
    Uncounted,
    counter_for,
    file_reader_for,
    is_foreign,
    uncounted,
    whole_counter_for,
)
from trainbib.inventory.readers.lines import filled_lines
from trainbib.inventory.sniff import BINARY, JSONL, is_compressed, is_jsonl, sniff
from trainbib.inventory.walk import ProblemKind

__all__ = [
    "HEAD",
    "Batch",
    "Depth",
    "NeedsIsolationError",
    "RawProblem",
    "RawRow",
    "Reading",
    "Watch",
    "read_batch",
]

Depth = Literal["digest", "type", "records"]
"""How much is wanted: the digest alone, the media type too, or the number of records as well."""

RawRow = tuple[str, int, str, str, int | None, str | None, str | None]
"""The values of a `FileRow`, as a plain tuple: that is what goes fastest between processes."""

RawProblem = tuple[ProblemKind, str, str]
"""The values of a `Problem`."""


class Batch(NamedTuple):
    """Some files of one folder.

    Attributes:
        prefix: The folder's path below the root with a ``/`` at the end, "" for the root itself.
        names: Names of the files; they may have ``/`` in them.
    """

    prefix: str
    names: Sequence[str]


class Reading(NamedTuple):
    """What came of a batch.

    Attributes:
        rows: The files that were read, in the order of the batch.
        problems: The files that were not.
    """

    rows: list[RawRow]
    problems: list[RawProblem]


class NeedsIsolationError(Exception):
    """A file's reader may crash, and nobody would survive it here."""


@dataclass(frozen=True, slots=True)
class Watch:
    """How reading is watched.

    Attributes:
        tick: Takes the bytes read since its last call, while a large file is read.
        mark: Takes the number of a file before a reader gets it, and -1 after.
        isolated: Whether this process may be lost; if not, readers that may crash are not used.
        careful: Whether files are marked, too, that only simple readers get.
        spared: Files that are not counted, with the reason.
        stats: Takes time of change and inode of each file that becomes a row; zeros where the
            file changed too short a time ago for that to tell.
    """

    tick: Callable[[int], None] | None = None
    mark: Callable[[int], None] | None = None
    isolated: bool = True
    careful: bool = False
    spared: Mapping[int, str] = field(default_factory=dict[int, str])
    stats: list[tuple[int, int]] | None = None


HEAD = 1 << 16
"""Bytes of the first read: most files of most sets are smaller."""

_CHUNK = 1 << 18  # bytes of later reads: what stays in a processor's cache
_TICK = 1 << 25  # bytes between two reports of progress within one file
_FEW = 4  # files for which it does not pay to open their folder first
# Never wait for a pipe, never become a terminal's owner, never translate line ends.
_FLAGS = os.O_RDONLY | sum(
    getattr(os, name, 0) for name in ("O_CLOEXEC", "O_NOCTTY", "O_NONBLOCK", "O_BINARY")
)
_BY_FOLDER = os.open in os.supports_dir_fd
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_SETTLED = 2_000_000_000  # nanoseconds; what some file systems take for the same moment
# Their readers look at lines, and do nothing that could crash or take long.
_PLAIN = frozenset({"application/jsonl", "text/plain"})
_UNWATCHED = Watch()

# Named here so that a test can stand in for the operating system.
_read = os.read


def read_batch(
    root: str, batch: Batch, depth: Depth, watch: Watch = _UNWATCHED, first: int = 0
) -> Reading:
    """Read the files of one folder.

    Args:
        root: The data folder.
        batch: Which files.
        depth: How much is wanted.
        watch: How that is watched.
        first: The number of the first file, where files are marked and spared.

    Returns:
        The rows and the problems; no file raises an error.

    Raises:
        NeedsIsolationError: A reader may crash, and this process must not be lost.
    """
    prefix, names = batch
    rows: list[RawRow] = []
    problems: list[RawProblem] = []
    folder = _open_folder(root, batch)
    where = "" if folder is not None else f"{root}/{prefix}"
    stats = watch.stats
    quick = depth == "records" and not watch.careful and not watch.spared
    row: RawRow | None
    try:
        for number, name in enumerate(names, first):
            try:
                file = os.open(where + name, _FLAGS, dir_fd=folder)
                try:
                    head = _read(file, HEAD)
                    if len(head) == HEAD or _read(file, 1):
                        task = _Task(number, file, prefix + name, depth, watch)
                        row = task.read() or task.read()
                    elif (
                        # By far the most frequent small file: `sniff` and its reader say the same.
                        quick
                        and name.endswith(".jsonl")
                        and is_jsonl(head)
                        and (records := filled_lines(head)) is not None
                    ):
                        digest = sha256(head).hexdigest()
                        row = prefix + name, len(head), digest, JSONL, records, "line", None
                    elif depth == "digest":
                        digest = sha256(head).hexdigest()
                        row = prefix + name, len(head), digest, "", None, None, None
                    else:
                        task = _Task(number, file, prefix + name, depth, watch)
                        row = task.describe(head, quick=quick)
                    if stats is not None and row is not None:
                        stats.append(_stamp(file, row[1]))
                finally:
                    os.close(file)
            except OSError as error:
                problems.append(_problem(prefix + name, error))
                continue
            if row is None:
                problems.append(_changed(prefix + name))
            else:
                rows.append(row)
    finally:
        if folder is not None:
            os.close(folder)
    return Reading(rows, problems)


def _stamp(file: int, size: int) -> tuple[int, int]:
    """Return by what a file is known again: time of change and inode."""
    found = os.fstat(file)
    # What was written in the same moment in which it was read may change without a trace.
    if found.st_size != size or time.time_ns() - found.st_mtime_ns < _SETTLED:
        return 0, 0
    return found.st_mtime_ns, found.st_ino


def _open_folder(root: str, batch: Batch) -> int | None:
    """Open a folder so that its files are found from there; a fifth of a small file's time."""
    if not _BY_FOLDER or len(batch.names) < _FEW:
        return None
    try:
        return os.open(f"{root}/{batch.prefix}", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None


class _Task:
    """One file that is open."""

    __slots__ = ("_depth", "_file", "_number", "_path", "_watch")

    def __init__(self, number: int, file: int, path: str, depth: Depth, watch: Watch) -> None:
        self._number = number
        self._file = file
        self._path = path
        self._depth: Depth = depth
        self._watch = watch

    def describe(self, head: bytes, *, quick: bool) -> RawRow:
        """Describe a file that was read in one piece.

        Args:
            head: The file.
            quick: Whether simple readers need not be watched.
        """
        digest = sha256(head).hexdigest()
        media = sniff(self._path, head)
        whole = None
        if quick and media in _PLAIN and head < b"\xfe":  # UTF-16 begins with a greater byte
            whole = whole_counter_for(media)
        if whole is None:
            counter = self._counter(media, head)
            count = self._feed(counter, head) or self._finish(counter)
        else:
            try:
                count = whole(head)
            except Exception as error:  # noqa: BLE001 - a reader's failure must not cost the digest
                count = uncounted(_failure(error))
        records, unit, note, better = count
        return self._path, len(head), digest, better or media, records, unit, note

    def read(self) -> RawRow | None:
        """Read a file in pieces; None when it changed meanwhile."""
        file, tick = self._file, self._watch.tick
        before = os.fstat(file)
        os.lseek(file, 0, os.SEEK_SET)
        hasher = sha256()
        size = ticked = 0
        media = ""
        counter: Counter | None = None
        failed: Count | None = None
        chunk = _read(file, HEAD)
        if self._depth != "digest":
            media = sniff(self._path, chunk)
            counter = self._counter(media, chunk)
        while chunk:
            hasher.update(chunk)
            size += len(chunk)
            if counter is not None and failed is None:
                failed = self._feed(counter, chunk)
            if tick is not None and size - ticked >= _TICK:
                tick(size - ticked)
                ticked = size
            chunk = _read(file, _CHUNK)
        after = os.fstat(file)
        if before.st_mtime_ns != after.st_mtime_ns or not before.st_size == size == after.st_size:
            return None
        if counter is None:
            return self._path, size, hasher.hexdigest(), "", None, None, None
        records, unit, note, better = failed or self._finish(counter)
        return self._path, size, hasher.hexdigest(), better or media, records, unit, note

    def _counter(self, media: str, head: bytes) -> Counter:
        """Find a counter; there always is one, if only one that says why it does not count."""
        note = self._watch.spared.get(self._number)
        if note is not None:
            return Uncounted(note)
        compressed = is_compressed(media)
        counts = self._depth == "records"
        if not self._watch.isolated and (compressed or (counts and is_foreign(media))):
            raise NeedsIsolationError(media)
        if compressed:
            from trainbib.inventory.readers.compressed import CompressedCounter

            return CompressedCounter(media, self._path, count=counts)
        if not counts:
            return Uncounted(None)
        if head[:2] in _UTF16 and (media.startswith("text/") or "json" in media):
            return Uncounted("the text is UTF-16, not UTF-8")
        counter = counter_for(media)
        if counter is not None:
            return counter
        read = file_reader_for(media)
        if read is not None:
            return _IndexedCounter(read, self._file, media)
        if media != BINARY:
            return Uncounted(f"no reader for {media}")
        return Uncounted("unknown format" if head else "the file is empty")

    def _feed(self, counter: Counter, chunk: bytes) -> Count | None:
        """Give a counter the next bytes; return why it does not count if it fails."""
        mark = self._watch.mark
        if mark is not None:
            mark(self._number)
        try:
            counter.feed(chunk)
        except Exception as error:  # noqa: BLE001 - a reader's failure must not cost the digest
            return uncounted(_failure(error))
        finally:
            if mark is not None:
                mark(-1)
        return None

    def _finish(self, counter: Counter) -> Count:
        mark = self._watch.mark
        if mark is not None:
            mark(self._number)
        try:
            return counter.finish()
        except Exception as error:  # noqa: BLE001 - a reader's failure must not cost the digest
            return uncounted(_failure(error))
        finally:
            if mark is not None:
                mark(-1)


class _IndexedCounter:
    """Lets the bytes pass, and reads the file by its index at the end."""

    def __init__(self, read: FileReader, file: int, media: str) -> None:
        self._read = read
        self._file = file
        self._media = media

    def feed(self, chunk: bytes, /) -> None:
        """Let the next bytes of the file pass."""

    def finish(self) -> Count:
        """Read the index of the file that was hashed: it is still open."""
        os.lseek(self._file, 0, os.SEEK_SET)
        with os.fdopen(os.dup(self._file), "rb") as opened:
            return self._read(opened, self._media)


def _failure(error: Exception) -> str:
    reason = str(error).strip().split("\n", 1)[0] or type(error).__name__
    return f"could not count: {reason[:200]}"


def _problem(path: str, error: OSError) -> RawProblem:
    if isinstance(error, FileNotFoundError):
        message = "was there when the folder was listed, and is gone now: run it again"
        return "vanished", path, f"{path!r} {message}"
    message = f"{path!r} cannot be read ({error.strerror}): check its permissions"
    return "unreadable", path, message


def _changed(path: str) -> RawProblem:
    message = "changed while it was read, twice: run it again when nothing writes to the folder"
    return "changed-while-reading", path, f"{path!r} {message}"
