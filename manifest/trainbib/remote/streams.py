"""Describing a file that comes as a stream: what `inventory.reading` does for descriptors.

The same types, counts and notes come out for the same bytes, whether they lie in a folder or in an
object store: tests hold both ways of reading against each other.
"""

from collections.abc import Callable
from hashlib import sha256
from typing import BinaryIO, NamedTuple

from trainbib.inventory.counting import GuardedCounter, find_counter
from trainbib.inventory.readers import Counter, Uncounted
from trainbib.inventory.reading import HEAD, Depth, RawRow
from trainbib.inventory.second_hash import SecondHash
from trainbib.inventory.sniff import sniff

__all__ = ["How", "read_stream"]

_CHUNK = 1 << 20


class How(NamedTuple):
    """What is wanted of files.

    Attributes:
        depth: How much.
        tick: Called with the bytes read since its last call.
        second: Begins the digest that is wanted besides SHA-256, if one is.
    """

    depth: Depth
    tick: Callable[[int], None]
    second: SecondHash | None = None


def read_stream(
    path: str,
    stream: BinaryIO,
    again: Callable[[], BinaryIO],
    how: How,
) -> RawRow:
    """Read a file to its end and describe it.

    Args:
        path: Its path, which helps to tell its type.
        stream: Its bytes.
        again: Opens it once more, seekable, for formats that are counted by their index.
        how: What is wanted.

    Returns:
        The values of its row.

    Raises:
        OSError: The stream cannot be read to its end.
    """
    hasher = sha256()
    second = None if how.second is None else how.second(b"")
    size = 0
    media = ""
    counter: Counter = Uncounted(None)
    counts = how.depth == "records"
    chunk = _filled(stream, HEAD)
    if how.depth != "digest":
        media = sniff(path, chunk)
        counter = GuardedCounter(find_counter(path, media, chunk, again, counts=counts))
    while chunk:
        counter.feed(chunk)
        hasher.update(chunk)
        if second is not None:
            second.update(chunk)
        size += len(chunk)
        how.tick(len(chunk))
        chunk = stream.read(_CHUNK)
    records, unit, note, better = counter.finish()
    other = None if second is None else second.hexdigest()
    return path, size, hasher.hexdigest(), better or media, records, unit, note, other


def _filled(stream: BinaryIO, size: int) -> bytes:
    """Read so many bytes, or all that there are; a stream may give fewer than asked for."""
    data = stream.read(size)
    while len(data) < size:
        more = stream.read(size - len(data))
        if not more:
            break
        data += more
    return data
