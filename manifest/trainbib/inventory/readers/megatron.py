"""Sequences of Megatron's indexed data sets, from the index beside the tokens (``.idx``).

The index says how many sequences and documents there are, then the length and place of each
sequence, then the number of the sequence at which each document begins; multimodal ones have one
more byte for each sequence.

Source: https://github.com/NVIDIA/Megatron-LM, ``megatron/core/datasets/indexed_dataset.py``
"""

import struct

from trainbib.inventory.readers.base import Count, Counter, uncounted

__all__ = ["IndexCounter", "counter"]

_HEAD = struct.Struct("<9sQBQQ")
_VERSION = 1
_PER_SEQUENCE = 12
_PER_DOCUMENT = 8


def counter(media: str) -> Counter:
    """Make a counter for an index.

    Args:
        media: The media type.

    Returns:
        The counter.
    """
    del media
    return IndexCounter()


class IndexCounter:
    """Reads the number of sequences, and whether there is an entry for each."""

    __slots__ = ("_head", "_size")

    def __init__(self) -> None:
        self._head = b""
        self._size = 0

    def feed(self, chunk: bytes, /) -> None:
        """Take the next bytes of the file."""
        if len(self._head) < _HEAD.size:
            self._head += chunk[: _HEAD.size - len(self._head)]
        self._size += len(chunk)

    def finish(self) -> Count:
        """Return the number of sequences."""
        if len(self._head) < _HEAD.size:
            return uncounted("the Megatron index is cut short: its head is not complete")
        _, version, _, sequences, documents = _HEAD.unpack(self._head)
        if version != _VERSION:
            return uncounted(f"the Megatron index has version {version}, which is not known")
        expected = _HEAD.size + _PER_SEQUENCE * sequences + _PER_DOCUMENT * documents
        if self._size < expected:
            return uncounted("the Megatron index is cut short: it lacks entries")
        if self._size not in {expected, expected + sequences}:
            return uncounted("the Megatron index is damaged: it is longer than its entries")
        return Count(sequences, "sequence")
