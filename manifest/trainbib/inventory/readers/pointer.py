"""Git LFS pointers: small texts that stand where a file was not downloaded.

Source: https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md
"""

import re

from trainbib.inventory.readers.base import Count, Counter, uncounted

__all__ = ["PointerReader", "counter"]

_LONGEST = 1024
_OID = re.compile(rb"^oid ([a-z0-9]+:[0-9a-f]+)$", re.MULTILINE)
_SIZE = re.compile(rb"^size ([0-9]+)$", re.MULTILINE)


def counter(media: str) -> Counter:
    """Make a counter that only says what the pointer points to.

    Args:
        media: The media type.

    Returns:
        The counter.
    """
    del media
    return PointerReader()


class PointerReader:
    """Says which content was not downloaded."""

    __slots__ = ("_text",)

    def __init__(self) -> None:
        self._text = b""

    def feed(self, chunk: bytes, /) -> None:
        """Take the next bytes of the file."""
        self._text += chunk[:_LONGEST]

    def finish(self) -> Count:
        """Return no count, and the content's size and digest."""
        oid = _OID.search(self._text)
        size = _SIZE.search(self._text)
        what = f"{int(size[1])} bytes, {oid[1].decode()}" if oid and size else "an unknown object"
        return uncounted(f"a Git LFS pointer: its content ({what}) was not downloaded")
