"""Samples of MDS shards, which MosaicML's streaming library reads.

A shard begins with the number of its samples and the offset of each, and one more, where the last
one ends: four bytes each, the lowest first. Nothing else is looked at.

Source: https://docs.mosaicml.com/projects/streaming/, ``streaming/base/format/mds/writer.py``
"""

from trainbib.inventory.readers.base import Count, Counter, uncounted

__all__ = ["ShardCounter", "counter", "is_shard"]

_WORD = 4
_CONFIG = b"{"  # what follows the offsets is JSON


def counter(media: str) -> Counter:
    """Make a counter for a shard.

    Args:
        media: The media type.

    Returns:
        The counter.
    """
    del media
    return ShardCounter()


def is_shard(head: bytes) -> bool:
    """Say whether a file whose name ends in ``.mds`` begins as a shard does.

    Args:
        head: The first bytes of the file.

    Returns:
        Whether they can be those of a shard: the first sample begins behind the offsets, and where
        these end within the bytes, JSON follows them.
    """
    samples = int.from_bytes(head[:_WORD], "little")
    end = _WORD * (samples + 2)
    first = int.from_bytes(head[_WORD : 2 * _WORD], "little")
    return len(head) >= 2 * _WORD and first > end and head[end : end + 1] in {b"", _CONFIG}


class ShardCounter:
    """Reads the number of samples, and where the last one ends."""

    __slots__ = ("_head", "_last", "_size")

    def __init__(self) -> None:
        self._head = b""  # the number of samples
        self._last = b""  # where the last sample ends
        self._size = 0

    def feed(self, chunk: bytes, /) -> None:
        """Take the next bytes of the file."""
        if len(self._head) < _WORD:
            self._head += chunk[: _WORD - len(self._head)]
        if len(self._head) == _WORD and len(self._last) < _WORD:
            wanted = _WORD * (int.from_bytes(self._head, "little") + 1) + len(self._last)
            at = wanted - self._size
            if at < len(chunk):
                self._last += chunk[at : at + _WORD - len(self._last)]
        self._size += len(chunk)

    def finish(self) -> Count:
        """Return the number of samples."""
        end = int.from_bytes(self._last, "little")
        if len(self._last) < _WORD or self._size < end:
            return uncounted("the MDS shard is cut short: its last sample is not complete")
        if self._size != end:
            return uncounted("the MDS shard is damaged: it does not end where its last sample does")
        return Count(int.from_bytes(self._head, "little"), "sample")
