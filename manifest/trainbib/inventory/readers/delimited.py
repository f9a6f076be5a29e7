r"""Rows of CSV and TSV files; the first row is the header and does not count.

A field may be quoted, and a quoted field may hold line feeds, so lines are not rows. As in RFC 4180
and in Python's csv module, a quote opens a field only where a field begins; anywhere else it is an
ordinary character (``5" pipe``). Blank lines are no rows.

Cutting the text at its quotes puts what lies outside quoted fields into every other piece. That is
the whole truth as long as every opening quote stands where a field begins and every closing one
where a field ends, which one search over the joined outside pieces can tell. Only where it is not
so is the chunk read again, field by field.

Many programs write TSV without any quoting, quotes and all. So physical lines are counted beside
the rows, and when all of them together have as many tabs as such a table must have, they are the
rows.
"""

import re

from trainbib.inventory.readers.base import Count, Counter, uncounted
from trainbib.inventory.readers.lines import FilledLineCounter

__all__ = ["RowCounter", "counter"]

_DELIMITERS = (b",", b";", b"\t", b"|")
_LONGEST_RUN = 4
_LONGEST_HEADER = 1 << 16
_BOM = b"\xef\xbb\xbf"


def counter(media: str) -> Counter:
    """Make a counter for CSV or TSV.

    Args:
        media: The media type.

    Returns:
        The counter.
    """
    return RowCounter(b"\t" if media == "text/tab-separated-values" else None)


class RowCounter:
    """Counts the rows of a table, less its header."""

    __slots__ = (
        "_before",
        "_delimiter",
        "_field",
        "_header_tabs",
        "_inside",
        "_lines",
        "_macintosh",
        "_misplaced",
        "_quotes",
        "_rows",
        "_start",
        "_tabs",
    )

    def __init__(self, delimiter: bytes | None = None) -> None:
        """Begin a file.

        Args:
            delimiter: What stands between fields; None for what the first line has most of.
        """
        self._delimiter = delimiter
        self._start: bytes | None = b""  # what the first line may still be part of
        self._macintosh = False
        self._inside = False  # whether a quoted field is open
        self._before = b"\n"  # the byte before the next one, while outside
        self._quotes = b""  # quotes at a chunk's end, whose meaning depends on what follows
        # Only line ends make a blank line: a row of empty fields may be nothing but tabs.
        self._rows = FilledLineCounter(b"\r\n", b"\x0e")
        self._lines = FilledLineCounter(b"\r\n", b"\x0e") if delimiter == b"\t" else None
        self._tabs = 0
        self._header_tabs = 0

    def feed(self, chunk: bytes, /) -> None:
        """Take the next bytes of the file."""
        if self._start is not None:
            self._start += chunk
            if b"\n" not in self._start and len(self._start) < _LONGEST_HEADER:
                return
            chunk = self._begin(self._start)
        if chunk:
            self._take(chunk)

    def _take(self, chunk: bytes) -> None:
        """Hand on a chunk, without quotes at its end."""
        if self._macintosh:
            chunk = chunk.replace(b"\r", b"\n")
        if self._lines is not None:
            self._lines.feed(chunk)
            self._tabs += chunk.count(b"\t")
        if chunk[-1:] == b'"':
            bare = chunk.rstrip(b'"')
            # Two quotes more or less, in a run of more than two, make no difference.
            run = len(chunk) - len(bare) + len(b"" if bare else self._quotes)
            held = run if run <= _LONGEST_RUN else _LONGEST_RUN - run % 2
            chunk = self._quotes + bare if bare else b""
            self._quotes = b'"' * held
        else:
            chunk = self._quotes + chunk
            self._quotes = b""
        if chunk:
            self._scan(chunk)

    def _begin(self, chunk: bytes) -> bytes:
        """Look at the first chunk: line ends, delimiter, tabs of the header; return its text."""
        self._start = None
        chunk = chunk.removeprefix(_BOM)
        self._macintosh = b"\n" not in chunk and b"\r" in chunk
        first = re.split(rb"[\r\n]", chunk.lstrip(b"\r\n"), maxsplit=1)[0]
        if self._delimiter is None:
            bare = re.sub(rb'"[^"]*"', b"", first)
            self._delimiter = max(_DELIMITERS, key=bare.count)
        self._header_tabs = first.count(b"\t")
        mark = re.escape(self._delimiter)
        self._misplaced = re.compile(rb"\x00[^%b\r\n\x00]|[^%b\r\n\x00]\x00" % (mark, mark))
        self._field = re.compile(rb'(?<=[%b\r\n])"[^"]*(?:""[^"]*)*(?:"|\Z)' % mark)
        return chunk

    def _scan(self, chunk: bytes) -> None:
        """Give the row counter what is outside quoted fields, a null byte for each of these."""
        if not self._inside and b'"' not in chunk:
            self._rows.feed(chunk)
            self._before = chunk[-1:]
            return
        pieces = chunk.split(b'"')
        inside = self._inside
        after = inside ^ (len(pieces) % 2 == 0)
        outside = b"\0".join(pieces[inside::2])
        outside = b"\0" * inside + outside + b"\0" * after
        if self._misplaced.search((b"" if inside else self._before) + outside):
            outside, after = self._field_by_field(chunk)
        self._inside = after
        self._rows.feed(outside)
        self._before = b"" if after else chunk[-1:]

    def _field_by_field(self, chunk: bytes) -> tuple[bytes, bool]:
        """Do the same exactly; return the outside and whether a quoted field is open at the end."""
        outside: list[bytes] = []
        if self._inside:
            match = re.match(rb'[^"]*(?:""[^"]*)*', chunk)
            end = match.end() if match else 0
            if end == len(chunk):
                return b"\0", True
            text = b"\0" + chunk[end + 1 :]
        else:
            text = self._before + chunk
        at = 1  # the first byte is only context
        inside = False
        for match in self._field.finditer(text):
            outside += (text[at : match.start()], b"\0")
            at = match.end()
            inside = at == len(text) and match[0].count(b'"') % 2 == 1
        outside.append(text[at:])
        return b"".join(outside), inside

    def finish(self) -> Count:
        """Return the number of rows."""
        if self._start:
            chunk = self._begin(self._start)
            if chunk:
                self._take(chunk)
        if self._quotes:
            quotes, self._quotes = self._quotes, b""
            self._scan(quotes)
        if self._lines is not None:
            lines = self._lines.finish().records or 0
            if self._inside or self._tabs == lines * self._header_tabs:
                return Count(max(lines - 1, 0), "row")
        if self._inside:
            return uncounted("a quoted field is never closed, so the rows cannot be told apart")
        rows = self._rows.finish().records or 0
        return Count(max(rows - 1, 0), "row")
