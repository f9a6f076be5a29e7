"""Places: offsets and lines of the library, positions of the protocol (LSP 3.17, "Position")."""

from lsprotocol import types
from pygls.workspace import TextDocument

from trainbib.diagnostics import Span


class Positions:
    """Translates places of one text, whose unit of columns the editor chose.

    Args:
        document: The text as the editor has it.
    """

    def __init__(self, document: TextDocument) -> None:
        self._lines = document.lines
        self._codec = document.position_codec
        self._starts: list[int] = [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line))

    def position(self, line: int, column: int) -> types.Position:
        """Return the position of a line and a column, both from 1 and in characters."""
        line = min(line, len(self._lines) + 1)
        text = self._lines[line - 1] if line <= len(self._lines) else ""
        units = self._codec.client_num_units(text[: column - 1])
        return types.Position(line - 1, units)

    def range_of(self, span: Span | None) -> types.Range:
        """Return the range of a span; the first character where there is none."""
        span = span or Span(1, 1, 1, 2)
        return types.Range(
            self.position(span.line, span.column), self.position(span.end_line, span.end_column)
        )

    def range_between(self, start: int, end: int) -> types.Range:
        """Return the range between two offsets."""
        return types.Range(self._at(start), self._at(end))

    def _at(self, offset: int) -> types.Position:
        low, high = 0, len(self._starts) - 1
        while low < high:
            middle = (low + high + 1) // 2
            if self._starts[middle] <= offset:
                low = middle
            else:
                high = middle - 1
        return self.position(low + 1, offset - self._starts[low] + 1)
