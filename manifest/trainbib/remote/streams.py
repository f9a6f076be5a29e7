"""Describing a file that comes as a stream: what `inventory.reading` does for descriptors.

The same types, counts and notes come out for the same bytes, whether they lie in a folder or in an
object store: tests hold both ways of reading against each other.
"""

from collections.abc import Callable
from hashlib import sha256
from typing import BinaryIO

from trainbib.inventory.readers import (
    Count,
    Counter,
    Uncounted,
    counter_for,
    file_reader_for,
    uncounted,
)
from trainbib.inventory.reading import HEAD, Depth, RawRow
from trainbib.inventory.sniff import BINARY, is_compressed, sniff

__all__ = ["read_stream"]

_CHUNK = 1 << 20
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def read_stream(
    path: str,
    stream: BinaryIO,
    again: Callable[[], BinaryIO],
    depth: Depth,
    tick: Callable[[int], None],
) -> RawRow:
    """Read a file to its end and describe it.

    Args:
        path: Its path, which helps to tell its type.
        stream: Its bytes.
        again: Opens it once more, seekable, for formats that are counted by their index.
        depth: How much is wanted.
        tick: Called with the bytes read since its last call.

    Returns:
        The values of its row.

    Raises:
        OSError: The stream cannot be read to its end.
    """
    hasher = sha256()
    size = 0
    media = ""
    counter: Counter = Uncounted(None)
    chunk = _filled(stream, HEAD)
    if depth != "digest":
        media = sniff(path, chunk)
        try:
            counter = _counter(path, media, chunk, again, depth)
        except Exception as error:  # noqa: BLE001 - a reader's failure must not cost the digest
            counter = Uncounted(_failure(error))
    while chunk:
        hasher.update(chunk)
        size += len(chunk)
        try:
            counter.feed(chunk)
        except Exception as error:  # noqa: BLE001 - ditto
            counter = Uncounted(_failure(error))
        tick(len(chunk))
        chunk = stream.read(_CHUNK)
    try:
        records, unit, note, better = counter.finish()
    except Exception as error:  # noqa: BLE001 - ditto
        records, unit, note, better = uncounted(_failure(error))
    return path, size, hasher.hexdigest(), better or media, records, unit, note


class _IndexedCounter:
    """Lets the bytes pass, and reads the file by its index at the end."""

    def __init__(
        self, count: Callable[[BinaryIO, str], Count], again: Callable[[], BinaryIO], media: str
    ) -> None:
        self._count = count
        self._again = again
        self._media = media

    def feed(self, chunk: bytes, /) -> None:
        """Let the next bytes of the file pass."""

    def finish(self) -> Count:
        """Read the index; of a remote file only the ranges that hold it."""
        with self._again() as file:
            return self._count(file, self._media)


def _filled(stream: BinaryIO, size: int) -> bytes:
    """Read so many bytes, or all that there are; a stream may give fewer than asked for."""
    data = stream.read(size)
    while len(data) < size:
        more = stream.read(size - len(data))
        if not more:
            break
        data += more
    return data


def _counter(
    path: str, media: str, head: bytes, again: Callable[[], BinaryIO], depth: Depth
) -> Counter:
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
        return _IndexedCounter(read, again, media)
    if media != BINARY:
        return Uncounted(f"no reader for {media}")
    return Uncounted("unknown format" if head else "the file is empty")


def _failure(error: Exception) -> str:
    reason = str(error).strip().split("\n", 1)[0] or type(error).__name__
    return f"could not count: {reason[:200]}"
