"""Records of WARC files (ISO 28500): captured pages.

Counted are the records that carry what was captured: ``response``, ``resource`` and ``conversion``,
which is the text of a WET file. Not counted are ``request``, ``metadata``, ``warcinfo``,
``continuation``, and ``revisit``, which only refers to an earlier capture.

Only headers are read, contents are skipped by the length that the header states, so that compressed
files are counted while they are unpacked for the first and only time.
"""

import re

from trainbib.inventory.readers.base import Count, Counter, uncounted

__all__ = ["CaptureCounter", "counter"]

_HEADER = re.compile(rb"WARC/[^\r\n]*\r?\n(?:[^\r\n]++\r?\n)*\r?\n")
_TYPE = re.compile(rb"\nWARC-Type:[ \t]*([a-z]+)", re.IGNORECASE)
_LENGTH = re.compile(rb"\nContent-Length:[ \t]*([0-9]+)", re.IGNORECASE)
_CAPTURES = frozenset({b"response", b"resource", b"conversion"})
_LONGEST_HEADER = 1 << 20


def counter(media: str) -> Counter:
    """Make a counter for a WARC file.

    Args:
        media: The media type.

    Returns:
        The counter.
    """
    del media
    return CaptureCounter()


class CaptureCounter:
    """Counts captures."""

    __slots__ = ("_captures", "_damaged", "_rest", "_skip")

    def __init__(self) -> None:
        self._captures = 0
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
        while True:
            while data[at : at + 1] in {b"\r", b"\n"}:
                at += 1
            match = _HEADER.match(data, at)
            if match is None:
                break
            header = match[0]
            length = _LENGTH.search(header)
            kind = _TYPE.search(header)
            if length is None or kind is None:
                self._damaged = True
                return
            self._captures += kind[1].lower() in _CAPTURES
            at = match.end() + int(length[1])
            if at > len(data):
                self._skip = at - len(data)
                at = len(data)
                break
        self._rest = data[at:]
        start = self._rest[:5]
        self._damaged = start != b"WARC/"[: len(start)] or len(self._rest) > _LONGEST_HEADER

    def finish(self) -> Count:
        """Return the number of captures."""
        if self._damaged:
            return uncounted("the WARC file is damaged: no record stands where one should begin")
        if self._skip or self._rest:
            return uncounted("the WARC file is cut short: its last record is not complete")
        return Count(self._captures, "page")
