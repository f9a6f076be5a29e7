"""Counting the records of one file while it is read, whatever its reader does."""

from collections.abc import Callable
from typing import BinaryIO

from trainbib.inventory.readers import (
    Count,
    Counter,
    FileReader,
    Uncounted,
    counter_for,
    file_reader_for,
    uncounted,
)
from trainbib.inventory.sniff import BINARY, is_compressed

__all__ = ["GuardedCounter", "failed_count", "find_counter", "is_utf16"]

_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def is_utf16(media: str, head: bytes) -> bool:
    """Say whether a text is in UTF-16, which readers do not read.

    Args:
        media: Its media type.
        head: Its first bytes.
    """
    return head[:2] in _UTF16 and (media.startswith("text/") or "json" in media)


def find_counter(
    path: str, media: str, head: bytes, again: Callable[[], BinaryIO], *, counts: bool
) -> Counter:
    """Find a counter; there always is one, if only one that says why it does not count.

    Args:
        path: The file's path, for compressed files.
        media: Its media type.
        head: Its first bytes.
        again: Opens it once more, seekable, for formats that are counted by their index.
        counts: Whether records are wanted, and not only the type within a compressed file.
    """
    if is_compressed(media):
        from trainbib.inventory.readers.compressed import CompressedCounter

        return CompressedCounter(media, path, count=counts)
    if not counts:
        return Uncounted(None)
    if is_utf16(media, head):
        return Uncounted("the text is UTF-16, not UTF-8")
    counter = counter_for(media)
    if counter is not None:
        return counter
    read = file_reader_for(media)
    if read is not None:
        return _IndexedCounter(read, again, media)
    if media != BINARY:
        return Uncounted(f"no reader for {media}")
    return Uncounted("unknown format" if head else "the file is empty")


class _IndexedCounter:
    """Lets the bytes pass, and reads the file by its index at the end."""

    def __init__(self, read: FileReader, again: Callable[[], BinaryIO], media: str) -> None:
        self._read = read
        self._again = again
        self._media = media

    def feed(self, chunk: bytes, /) -> None:
        """Let the next bytes of the file pass."""

    def finish(self) -> Count:
        """Read the index; of a remote file only the ranges that hold it."""
        with self._again() as file:
            return self._read(file, self._media)


class GuardedCounter:
    """Does what a counter does; where that raises an error, the error is the count's note.

    Args:
        counter: The counter.
        mark: Takes the number of the file before the counter works, and -1 after.
        number: That number.
    """

    __slots__ = ("_counter", "_failed", "_mark", "_number")

    def __init__(
        self, counter: Counter, mark: Callable[[int], None] | None = None, number: int = 0
    ) -> None:
        self._counter = counter
        self._mark = mark
        self._number = number
        self._failed: Count | None = None

    def feed(self, chunk: bytes, /) -> None:
        """Give it the next bytes of the file."""
        if self._failed is not None:
            return
        mark = self._mark
        if mark is not None:
            mark(self._number)
        try:
            self._counter.feed(chunk)
        except Exception as error:  # noqa: BLE001 - a reader's failure must not cost the digest
            self._failed = failed_count(error)
        finally:
            if mark is not None:
                mark(-1)

    def finish(self) -> Count:
        """Return the count, or why there is none."""
        if self._failed is not None:
            return self._failed
        mark = self._mark
        if mark is not None:
            mark(self._number)
        try:
            return self._counter.finish()
        except Exception as error:  # noqa: BLE001 - ditto
            return failed_count(error)
        finally:
            if mark is not None:
                mark(-1)


def failed_count(error: Exception) -> Count:
    """Say that a reader failed, in one line."""
    reason = str(error).strip().split("\n", 1)[0] or type(error).__name__
    return uncounted(f"could not count: {reason[:200]}")
