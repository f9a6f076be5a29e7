"""Files that are one record each: an image, a recording, a document."""

from collections.abc import Callable

from trainbib.inventory.readers.base import Count, Counter

__all__ = ["SingleCounter", "counter", "whole"]

_UNITS = {"image": "image", "audio": "recording", "video": "video"}


def counter(media: str) -> Counter:
    """Make a counter for a format of which a file is one record.

    Args:
        media: The media type.

    Returns:
        The counter.
    """
    return SingleCounter(_UNITS.get(media.partition("/")[0], "document"))


def whole(media: str) -> Callable[[bytes], Count]:
    """Make a function that counts a file given in one piece.

    Args:
        media: The media type.

    Returns:
        The function.
    """
    unit = _UNITS.get(media.partition("/")[0], "document")
    one, none = Count(1, unit), Count(0, unit)
    return lambda content: one if content else none


class SingleCounter:
    """Counts one, or nothing when there is no byte."""

    __slots__ = ("_records", "_unit")

    def __init__(self, unit: str) -> None:
        """Begin a file.

        Args:
            unit: What the file is.
        """
        self._unit = unit
        self._records = 0

    def feed(self, chunk: bytes, /) -> None:
        """Take the next bytes of the file."""
        if chunk:
            self._records = 1

    def finish(self) -> Count:
        """Return one, or zero for an empty file."""
        return Count(self._records, self._unit)
