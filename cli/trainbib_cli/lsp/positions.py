"""Places: offsets and lines of the library, positions of the protocol (LSP 3.17, "Position")."""

import re
from bisect import bisect_right
from itertools import accumulate

from lsprotocol import types

from trainbib.diagnostics import Span
from trainbib.document import Document
from trainbib_cli.reports.frame import SourceLines

# Only these end a line of the protocol; Python, and YAML 1.1, know others, such as U+2028.
_BREAK = re.compile("\r\n|[\n\r]")
_MARK = "\ufeff"
_SURROGATE = re.compile("[\ud800-\udfff]")
_LOST = 3
"""As how many characters a lone surrogate is read: its bytes, none of which is UTF-8."""
_CONTINUATIONS = bytes(range(0x80, 0xC0))


class Rows:
    """The lines of a text as the protocol counts them.

    Args:
        text: The text as the editor has it.
        encoding: The unit that the editor counts characters in: utf-8, utf-16 or utf-32.
    """

    def __init__(self, text: str, encoding: str | None) -> None:
        self._text = text
        self._encoding = str(encoding or types.PositionEncodingKind.Utf16.value)
        breaks = [match.span() for match in _BREAK.finditer(text)]
        self._starts = [0, *(end for _, end in breaks)]
        self._ends = [*(start for start, _ in breaks), len(text)]

    def position(self, offset: int) -> types.Position:
        """Return the position of an offset; between CR and LF it is the end of the line."""
        line = bisect_right(self._starts, min(offset, len(self._text))) - 1
        return types.Position(
            line, self._units(self._text[self._starts[line] : min(offset, self._ends[line])])
        )

    def offset(self, position: types.Position) -> int:
        """Return the offset of a position; behind the end of a line it is that end."""
        if position.line >= len(self._starts):
            return len(self._text)
        start, end = self._starts[position.line], self._ends[position.line]
        # A character has at least one unit, so no more characters than units need be looked at.
        row = self._text[start : min(end, start + position.character)]
        return start + self._characters(row, position.character)

    def range_between(self, start: int, end: int) -> types.Range:
        """Return the range between two offsets."""
        return types.Range(self.position(start), self.position(end))

    def _units(self, text: str) -> int:
        if text.isascii() or self._encoding == types.PositionEncodingKind.Utf32.value:
            return len(text)
        if self._encoding == types.PositionEncodingKind.Utf8.value:
            return len(text.encode("utf-8", "surrogatepass"))
        return len(text.encode("utf-16-le", "surrogatepass")) // 2

    def _characters(self, text: str, units: int) -> int:
        """Return how many characters so many units are; one that is cut counts whole."""
        if text.isascii() or self._encoding == types.PositionEncodingKind.Utf32.value:
            return min(units, len(text))
        if self._encoding == types.PositionEncodingKind.Utf8.value:
            data = text.encode("utf-8", "surrogatepass")[:units]
            return len(data.translate(None, _CONTINUATIONS))
        data = text.encode("utf-16-le", "surrogatepass")[: 2 * units]
        return len(data.decode("utf-16-le", "surrogatepass"))


class Positions:
    """Translates places of a document that was read from a text.

    Args:
        rows: The lines of the text.
        text: The text as the editor has it.
        document: The same, read: without a byte order mark, and with other signs for what is not
            UTF-8.
    """

    def __init__(self, rows: Rows, text: str, document: Document) -> None:
        self._rows = rows
        self._lines = SourceLines(document.text, document.format)
        self._read: list[int] | None = None  # where each character of the text stands as read
        if text != document.text:
            widths = [_LOST if _SURROGATE.match(character) else 1 for character in text]
            widths[:1] = [0] if text.startswith(_MARK) else widths[:1]
            self._read = list(accumulate(widths, initial=0))

    def offset(self, position: types.Position) -> int:
        """Return the offset in the document of a position."""
        offset = self._rows.offset(position)
        return offset if self._read is None else self._read[offset]

    def range_between(self, start: int, end: int) -> types.Range:
        """Return the range between two offsets in the document."""
        if self._read is None:
            return self._rows.range_between(start, end)
        start, end = (bisect_right(self._read, offset) - 1 for offset in (start, end))
        return self._rows.range_between(start, end)

    def range_of(self, span: Span | None) -> types.Range:
        """Return the range of a span; the first character where there is none."""
        span = span or Span(1, 1, 1, 2)
        return self.range_between(
            self._offset(span.line, span.column), self._offset(span.end_line, span.end_column)
        )

    def line_start(self, line: int) -> int:
        """Return the offset in the document of a line, which is counted from 1 as in spans."""
        return self._lines.offset(line, 1)

    def line(self, line: int) -> str:
        """Return a line, which is counted from 1 as in spans; empty if there is none."""
        return self._lines.line(line) or ""

    def _offset(self, line: int, column: int) -> int:
        return self._lines.offset(line, min(column, len(self.line(line)) + 1))
