"""Read files: hash them, tell their types and count their records, every byte read once.

A file is read to its end, and the end is where a read gives nothing: no size that was known before
is believed. A small file takes one read for its bytes and one to see that there are no more. Of a
larger one size and time of change are compared, before and after; a file that changed meanwhile is
read once more, and then reported.
"""

import os
from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Literal, NamedTuple

from trainbib.inventory.readers import (
    Count,
    Counter,
    FileReader,
    Uncounted,
    counter_for,
    file_reader_for,
    uncounted,
    whole_counter_for,
)
from trainbib.inventory.sniff import BINARY, is_compressed, sniff
from trainbib.inventory.walk import ProblemKind

__all__ = ["HEAD", "Batch", "Depth", "RawProblem", "RawRow", "Reading", "read_batch"]

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

# Named here so that a test can stand in for the operating system.
_read = os.read


def read_batch(
    root: str, batch: Batch, depth: Depth, tick: Callable[[int], None] | None = None
) -> Reading:
    """Read the files of one folder.

    Args:
        root: The data folder.
        batch: Which files.
        depth: How much is wanted.
        tick: Called with the bytes read since its last call, while a large file is read.

    Returns:
        The rows and the problems; no file raises an error.
    """
    prefix, names = batch
    rows: list[RawRow] = []
    problems: list[RawProblem] = []
    folder = _open_folder(root, batch)
    where = "" if folder is not None else f"{root}/{prefix}"
    row: RawRow | None
    try:
        for name in names:
            path = prefix + name
            try:
                file = os.open(where + name, _FLAGS, dir_fd=folder)
                try:
                    head = _read(file, HEAD)
                    if len(head) < HEAD and not _read(file, 1):
                        row = _small(file, path, head, depth)
                    else:
                        row = _large(file, path, depth, tick) or _large(file, path, depth, tick)
                finally:
                    os.close(file)
            except OSError as error:
                problems.append(_problem(path, error))
                continue
            if row is None:
                problems.append(_changed(path))
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


def _small(file: int, path: str, head: bytes, depth: Depth) -> RawRow:
    """Describe a file that was read in one piece."""
    digest = sha256(head).hexdigest()
    if depth == "digest":
        return path, len(head), digest, "", None, None, None
    media = sniff(path, head)
    # The usual case makes no object for the file; UTF-16 begins with a greater byte.
    whole = whole_counter_for(media) if depth == "records" and head < b"\xfe" else None
    try:
        if whole is not None:
            records, unit, note, better = whole(head)
        else:
            counter = _counter(file, path, media, head, depth)
            counter.feed(head)
            records, unit, note, better = counter.finish()
    except Exception as error:  # noqa: BLE001 - a reader's failure must not cost the digest
        records, unit, note, better = uncounted(_failure(error))
    return path, len(head), digest, better or media, records, unit, note


def _large(file: int, path: str, depth: Depth, tick: Callable[[int], None] | None) -> RawRow | None:
    """Read a file in pieces; None when it changed meanwhile."""
    before = os.fstat(file)
    os.lseek(file, 0, os.SEEK_SET)
    hasher = sha256()
    size = ticked = 0
    media = ""
    counter: Counter = Uncounted(None)
    chunk = _read(file, HEAD)
    if depth != "digest":
        media = sniff(path, chunk)
        counter = _counter(file, path, media, chunk, depth)
    while chunk:
        hasher.update(chunk)
        size += len(chunk)
        try:
            counter.feed(chunk)
        except Exception as error:  # noqa: BLE001 - a reader's failure must not cost the digest
            counter = Uncounted(_failure(error))
        if tick is not None and size - ticked >= _TICK:
            tick(size - ticked)
            ticked = size
        chunk = _read(file, _CHUNK)
    after = os.fstat(file)
    if before.st_mtime_ns != after.st_mtime_ns or not before.st_size == size == after.st_size:
        return None
    records, unit, note, better = _finish(counter)
    return path, size, hasher.hexdigest(), better or media, records, unit, note


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


def _counter(file: int, path: str, media: str, head: bytes, depth: Depth) -> Counter:
    """Find a counter; there always is one, if only one that says why it does not count."""
    if is_compressed(media):
        from trainbib.inventory.readers.compressed import CompressedCounter

        return CompressedCounter(media, path, count=depth == "records")
    if depth != "records":
        return Uncounted(None)
    if head[:2] in _UTF16 and (media.startswith("text/") or "json" in media):
        return Uncounted("the text is UTF-16, not UTF-8")
    counter = counter_for(media)
    if counter is not None:
        return counter
    read = file_reader_for(media)
    if read is not None:
        return _IndexedCounter(read, file, media)
    if media != BINARY:
        return Uncounted(f"no reader for {media}")
    return Uncounted("unknown format" if head else "the file is empty")


def _finish(counter: Counter) -> Count:
    try:
        return counter.finish()
    except Exception as error:  # noqa: BLE001 - a reader's failure must not cost the digest
        return uncounted(_failure(error))


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
