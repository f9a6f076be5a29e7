"""Records of TFRecord files: frames of length, check sum, content and another check sum.

Only the twelve bytes in front of each record are looked at; contents are skipped as they go by. The
check sum of a length is a CRC-32C, masked, and so says whether a record really stands there.

Source: https://www.tensorflow.org/tutorials/load_data/tfrecord#tfrecords_format_details
"""

from functools import cache

from trainbib.inventory.readers.base import Count, Counter, uncounted

__all__ = ["FrameCounter", "counter", "is_frame"]

_HEAD = 12
_FOOT = 4
_POLYNOMIAL = 0x82F63B78  # Castagnoli's, reflected
_MASK_DELTA = 0xA282EAD8


def counter(media: str) -> Counter:
    """Make a counter for a TFRecord file.

    Args:
        media: The media type.

    Returns:
        The counter.
    """
    del media
    return FrameCounter()


def is_frame(head: bytes) -> bool:
    """Say whether bytes begin with the head of a record: a length and its check sum.

    Args:
        head: The bytes.

    Returns:
        Whether they do; one in four thousand million of other bytes does by chance.
    """
    if len(head) < _HEAD:
        return False
    table = _table()
    register = 0xFFFFFFFF
    for byte in head[:8]:
        register = table[(register ^ byte) & 0xFF] ^ (register >> 8)
    register ^= 0xFFFFFFFF
    masked = ((register >> 15 | register << 17) + _MASK_DELTA) & 0xFFFFFFFF
    return masked == int.from_bytes(head[8:_HEAD], "little")


@cache
def _table() -> tuple[int, ...]:
    """Return the remainders of all bytes."""
    found: list[int] = []
    for byte in range(256):
        register = byte
        for _ in range(8):
            register = register >> 1 ^ (_POLYNOMIAL if register & 1 else 0)
        found.append(register)
    return tuple(found)


class FrameCounter:
    """Counts records."""

    __slots__ = ("_damaged", "_records", "_rest", "_skip")

    def __init__(self) -> None:
        self._records = 0
        self._skip = 0  # bytes of contents still to pass
        self._rest = b""
        self._damaged = False

    def feed(self, chunk: bytes, /) -> None:
        """Take the next bytes of the file."""
        if self._damaged:
            return
        if self._skip >= len(chunk) and not self._rest:
            self._skip -= len(chunk)
            return
        data = self._rest + chunk[self._skip :]
        self._skip = 0
        at = 0
        while len(data) - at >= _HEAD:
            head = data[at : at + _HEAD]
            if not is_frame(head):
                self._damaged = True
                return
            self._records += 1
            at += _HEAD + int.from_bytes(head[:8], "little") + _FOOT
        self._skip = max(at - len(data), 0)
        self._rest = data[at:]

    def finish(self) -> Count:
        """Return the number of records."""
        if self._damaged:
            return uncounted("the TFRecord file is damaged: a length's check sum does not match")
        if self._skip or self._rest:
            return uncounted("the TFRecord file is cut short: its last record is not complete")
        return Count(self._records, "record")
