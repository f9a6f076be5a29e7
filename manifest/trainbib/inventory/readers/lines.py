"""Records of text formats: lines, JSON Lines, CoNLL-U sentences.

A line is ended by a line feed, and the last one also by the end of the file. A text without a
single line feed whose lines end in carriage returns alone (old Macintosh) is read that way.
"""

from collections.abc import Callable
from functools import partial
from io import BytesIO

from trainbib.inventory.readers.base import Count, Counter

__all__ = ["VISIBLE", "FilledLineCounter", "LineCounter", "SentenceCounter", "counter"]
__all__ += ["filled_lines", "whole"]

_BOM = b"\xef\xbb\xbf"
VISIBLE = b"!"
"""All white space comes before this: a line that is not less than it is not blank."""


def counter(media: str) -> Counter:
    """Make a counter for a text format.

    Args:
        media: The media type.

    Returns:
        The counter.
    """
    if media == "application/jsonl":
        return FilledLineCounter()
    if media == "text/x-conllu":
        return SentenceCounter()
    return LineCounter()


def whole(media: str) -> Callable[[bytes], Count]:
    """Make a function that counts a text given in one piece.

    Args:
        media: The media type.

    Returns:
        The function.
    """
    return _filled_lines if media == "application/jsonl" else partial(_feed, media)


def filled_lines(content: bytes) -> int | None:
    """Count the lines of a whole file; None if some may be blank, so that a closer look is needed.

    Args:
        content: The file.
    """
    lines = BytesIO(content).readlines()
    # The usual case: no line begins with white space, so none is blank.
    if lines and min(lines) >= VISIBLE and not content.startswith(_BOM):
        return len(lines)
    return None


def _filled_lines(content: bytes) -> Count:
    records = filled_lines(content)
    return _feed("application/jsonl", content) if records is None else Count(records, "line")


def _feed(media: str, content: bytes) -> Count:
    fed = counter(media)
    fed.feed(content)
    return fed.finish()


class LineCounter:
    """Counts all lines, blank ones too."""

    __slots__ = ("_feeds", "_last", "_returns")

    def __init__(self) -> None:
        self._feeds = 0
        self._returns = 0
        self._last = b"\n"

    def feed(self, chunk: bytes, /) -> None:
        """Take the next bytes of the file."""
        # Removing a byte runs at memory speed; counting it would look at every byte.
        self._feeds += len(chunk) - len(chunk.replace(b"\n", b""))
        if not self._feeds:
            self._returns += chunk.count(b"\r")
        self._last = chunk[-1:] or self._last

    def finish(self) -> Count:
        """Return the number of lines."""
        if self._feeds or not self._returns:
            return Count(self._feeds + (self._last != b"\n"), "line")
        return Count(self._returns + (self._last != b"\r"), "line")


class FilledLineCounter:
    """Counts the lines that hold more than white space, as JSON Lines has its records."""

    __slots__ = ("_counted", "_records", "_start", "_visible", "_white")

    def __init__(self, white: bytes = b" \t\r\n\v\f", visible: bytes = VISIBLE) -> None:
        r"""Begin a file.

        Args:
            white: The bytes of which a blank line may consist, ``\r\n`` among them.
            visible: A byte that none of `white` exceeds or equals. A line that is not less than it
                is surely not blank, and the least line tells that for all of them.
        """
        self._white = white
        self._visible = visible
        self._records = 0
        self._start: bytes | None = b""  # what may yet become a byte order mark
        self._counted = False  # whether the line that is still open has been counted

    def feed(self, chunk: bytes, /) -> None:
        """Take the next bytes of the file."""
        if self._start is not None:
            chunk = self._start + chunk
            if len(chunk) < len(_BOM):
                self._start = chunk
                return
            self._start = None
            chunk = chunk.removeprefix(_BOM)
        self._take(chunk)

    def _take(self, chunk: bytes) -> None:
        lines = BytesIO(chunk).readlines()
        if not lines:
            return
        white = self._white
        if min(lines) >= self._visible:
            full = len(lines)
        else:
            full = sum(1 for line in lines if line.strip(white))
        if self._counted and lines[0].strip(white):
            full -= 1  # the rest of a line that an earlier chunk began
        self._records += full
        last = lines[-1]
        self._counted = not last.endswith(b"\n") and bool(
            last.strip(white) or (len(lines) == 1 and self._counted)
        )

    def finish(self) -> Count:
        """Return the number of lines that hold something."""
        if self._start:
            self._take(self._start)
            self._start = None
        return Count(self._records, "line")


class SentenceCounter:
    """Counts the sentences of CoNLL-U: blocks with a token line, parted by blank lines.

    Source: https://universaldependencies.org/format.html
    """

    __slots__ = ("_inside", "_rest", "_sentences")

    def __init__(self) -> None:
        self._sentences = 0
        self._inside = False  # whether the present block has been counted
        self._rest = b""

    def feed(self, chunk: bytes, /) -> None:
        """Take the next bytes of the file."""
        lines = BytesIO(self._rest + chunk if self._rest else chunk).readlines()
        self._rest = b""
        if lines and not lines[-1].endswith(b"\n"):
            self._rest = lines.pop()
        self._take(lines)

    def _take(self, lines: list[bytes]) -> None:
        inside = self._inside
        found = 0
        for line in lines:
            if not line.strip():
                inside = False
            elif not inside and not line.startswith(b"#"):
                inside = True
                found += 1
        self._inside = inside
        self._sentences += found

    def finish(self) -> Count:
        """Return the number of sentences."""
        if self._rest:
            self._take([self._rest])
        return Count(self._sentences, "sentence")
