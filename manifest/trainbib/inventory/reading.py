"""Read files: hash them, tell their types and count their records, every byte read once.

A file is read to its end, and the end is where a read gives nothing: no size that was known before
is believed. A small file takes one read for its bytes and one to see that there are no more. Of a
larger one size and time of change are compared, before and after; a file that changed meanwhile is
read once more, and then reported.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from io import BytesIO
from typing import BinaryIO, Literal, NamedTuple

from trainbib.inventory.counting import GuardedCounter, failed_count, find_counter, is_utf16
from trainbib.inventory.readers import Uncounted, is_foreign, whole_counter_for
from trainbib.inventory.readers.lines import VISIBLE
from trainbib.inventory.second_hash import SecondHash
from trainbib.inventory.sniff import JSONL, is_compressed, sniff
from trainbib.inventory.stamps import Stamp, settled_stamp
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

RawRow = tuple[str, int, str, str, int | None, str | None, str | None, str | None]
"""The values of a `FileRow` but the last, as a plain tuple: what goes fastest between processes."""

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


_NONE: Mapping[int, str] = {}


class Watch(NamedTuple):
    """How reading is watched.

    Attributes:
        tick: Takes the bytes read since its last call, while a large file is read.
        mark: Takes the number of a file before a reader gets it, and -1 after.
        isolated: Whether this process may be lost; if not, readers that may crash are not used.
        careful: Whether files are marked, too, that only simple readers get.
        spared: Files that are not counted, with the reason.
        stats: Takes the stamp of each file that becomes a row.
        second: Begins the digest that is wanted besides SHA-256, if one is.
    """

    tick: Callable[[int], None] | None = None
    mark: Callable[[int], None] | None = None
    isolated: bool = True
    careful: bool = False
    spared: Mapping[int, str] = _NONE
    stats: list[Stamp] | None = None
    second: SecondHash | None = None


HEAD = 1 << 16
"""Bytes of a file that are read in one piece if there are no more: most files have fewer."""

_FIRST = 1 << 14  # bytes of the first read: room for more costs a small file more than a read
_FULL = frozenset({_FIRST, HEAD})  # as many bytes as were asked for: there may be more
_CHUNK = 1 << 18  # bytes of later reads: what stays in a processor's cache
_TICK = 1 << 25  # bytes between two reports of progress within one file
_FEW = 4  # files for which it does not pay to open their folder first
# Never wait for a pipe, never become a terminal's owner, never translate line ends.
_FLAGS = os.O_RDONLY | sum(
    getattr(os, name, 0) for name in ("O_CLOEXEC", "O_NOCTTY", "O_NONBLOCK", "O_BINARY")
)
_BY_FOLDER = os.open in os.supports_dir_fd
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
    second = watch.second
    quick = depth == "records" and not watch.careful and not watch.spared
    row: RawRow | None
    try:
        for number, name in enumerate(names, first):
            try:
                file = os.open(where + name, _FLAGS, dir_fd=folder)
                try:
                    head = _read(file, _FIRST)
                    if len(head) == _FIRST and os.fstat(file).st_size <= HEAD:
                        # Once more, from its beginning: two pieces might be of two versions.
                        os.lseek(file, 0, os.SEEK_SET)
                        head = _read(file, HEAD)
                    if len(head) in _FULL or _read(file, 1):
                        task = _Task(number, file, prefix + name, depth, watch)
                        row = task.read() or task.read()
                    elif (
                        # By far the most frequent small file: `sniff` and its reader say the same.
                        quick
                        and name[-6:] == ".jsonl"
                        and head[:2] == b'{"'
                        and b"\0" not in head
                        and min(lines := BytesIO(head).readlines()) >= VISIBLE
                    ):
                        digest = sha256(head).hexdigest()
                        other = None if second is None else second(head).hexdigest()
                        row = (
                            prefix + name,
                            len(head),
                            digest,
                            JSONL,
                            len(lines),
                            "line",
                            None,
                            other,
                        )
                    elif depth == "digest":
                        digest = sha256(head).hexdigest()
                        other = None if second is None else second(head).hexdigest()
                        row = prefix + name, len(head), digest, "", None, None, None, other
                    else:
                        task = _Task(number, file, prefix + name, depth, watch)
                        row = task.describe(head, quick=quick)
                    if stats is not None and row is not None:
                        stats.append(settled_stamp(os.fstat(file), row[1]))
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
        if quick and media in _PLAIN and not is_utf16(media, head):
            whole = whole_counter_for(media)
        if whole is None:
            counter = self._counter(media, head)
            counter.feed(head)
            count = counter.finish()
        else:
            try:
                count = whole(head)
            except Exception as error:  # noqa: BLE001 - a reader's failure must not cost the digest
                count = failed_count(error)
        records, unit, note, better = count
        second = self._watch.second
        other = None if second is None else second(head).hexdigest()
        return self._path, len(head), digest, better or media, records, unit, note, other

    def read(self) -> RawRow | None:
        """Read a file in pieces; None when it changed meanwhile."""
        file, tick = self._file, self._watch.tick
        before = os.fstat(file)
        os.lseek(file, 0, os.SEEK_SET)
        hasher = sha256()
        second = None if self._watch.second is None else self._watch.second(b"")
        size = ticked = 0
        media = ""
        counter: GuardedCounter | None = None
        chunk = _read(file, HEAD)
        if self._depth != "digest":
            media = sniff(self._path, chunk)
            counter = self._counter(media, chunk)
        while chunk:
            # Counting first: while it hashes, nothing else needs the processor's cache.
            if counter is not None:
                counter.feed(chunk)
            hasher.update(chunk)
            if second is not None:
                second.update(chunk)
            size += len(chunk)
            if tick is not None and size - ticked >= _TICK:
                tick(size - ticked)
                ticked = size
            chunk = _read(file, _CHUNK)
        after = os.fstat(file)
        if before.st_mtime_ns != after.st_mtime_ns or not before.st_size == size == after.st_size:
            return None
        digest = hasher.hexdigest()
        other = None if second is None else second.hexdigest()
        if counter is None:
            return self._path, size, digest, "", None, None, None, other
        records, unit, note, better = counter.finish()
        return self._path, size, digest, better or media, records, unit, note, other

    def _counter(self, media: str, head: bytes) -> GuardedCounter:
        """Find a counter; there always is one, if only one that says why it does not count."""
        watch = self._watch
        note = watch.spared.get(self._number)
        if note is not None:
            return GuardedCounter(Uncounted(note))
        counts = self._depth == "records"
        if not watch.isolated and (is_compressed(media) or (counts and is_foreign(media))):
            raise NeedsIsolationError(media)
        counter = find_counter(self._path, media, head, self._again, counts=counts)
        return GuardedCounter(counter, watch.mark, self._number)

    def _again(self) -> BinaryIO:
        """Open the file that is read once more, from its beginning: it need not have its name."""
        os.lseek(self._file, 0, os.SEEK_SET)
        return os.fdopen(os.dup(self._file), "rb")


def _problem(path: str, error: OSError) -> RawProblem:
    if isinstance(error, FileNotFoundError):
        message = "was there when the folder was listed, and is gone now: run it again"
        return "vanished", path, f"{path!r} {message}"
    message = f"{path!r} cannot be read ({error.strerror}): check its permissions"
    return "unreadable", path, message


def _changed(path: str) -> RawProblem:
    message = "changed while it was read, twice: run it again when nothing writes to the folder"
    return "changed-while-reading", path, f"{path!r} {message}"
