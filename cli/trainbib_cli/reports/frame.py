"""Frames: source lines with marks under what is meant."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from trainbib.diagnostics import Span
from trainbib.document.model import with_line_feeds
from trainbib_cli.terminal import COMMAND, Style, printable

_TAB = "    "
_CUT = "…"
_MIN_WIDTH = 40
_MIN_GUTTER = 2
# What the readers count as the end of a line: JSON's LF and CR, libyaml all of YAML 1.1.
_YAML_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_YAML_ONLY = "\r\x85\u2028\u2029"
_BLOCK = 1 << 16
_FEW = 8
"""Lines that are found one by one sooner than a block is counted."""


class SourceLines:
    """The lines of a text by number.

    Where only line feeds end them, as nearly everywhere, they are counted up to the line that is
    asked for, and not split: of millions of lines a report shows a few, mostly forwards.
    """

    def __init__(self, text: str, format_: str) -> None:
        self._text = with_line_feeds(text) if format_ == "json" else text
        self._counted = format_ == "json" or not any(sign in text for sign in _YAML_ONLY)
        self._known = 1, 0  # a line, and where it starts
        self._placed = 0, 1  # an offset, and its line: the next one asked for is near
        self._starts: list[int] = []
        self._ends: list[int] = []

    def _split(self) -> None:
        if not self._starts:
            breaks = [match.span() for match in _YAML_BREAK.finditer(self._text)]
            self._starts = [0, *(end for _, end in breaks)]
            self._ends = [*(start for start, _ in breaks), len(self._text)]

    def _start(self, number: int) -> int | None:
        """Return where a line starts; None if there is none."""
        if not self._counted:
            self._split()
            return self._starts[number - 1] if 1 <= number <= len(self._starts) else None
        line, at = self._known if number >= self._known[0] else (1, 0)
        if number < 1:
            return None
        left = number - line
        while left > _FEW and (breaks := self._text.count("\n", at, at + _BLOCK)) < left:
            at += _BLOCK
            left -= breaks
            if at >= len(self._text):
                return None
        for _ in range(left):
            at = self._text.find("\n", at) + 1
            if not at:
                return None
        self._known = number, at
        return at

    def line(self, number: int) -> str | None:
        """Return a line, counted from 1, without its end; None if there is none."""
        start = self._start(number)
        if start is None:
            return None
        if self._counted:
            end = self._text.find("\n", start)
            end = end if end >= 0 else len(self._text)
        else:
            end = self._ends[number - 1]
        return self._text[start:end].removesuffix("\r")

    def offset(self, line: int, column: int) -> int:
        """Return how many characters stand before a place; line and column count from 1."""
        start = self._start(line)
        return len(self._text) if start is None else min(start + column - 1, len(self._text))

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column, from 1, of the character behind so many others."""
        if self._counted:
            at, line = self._placed
            line += self._text.count("\n", at, offset) - self._text.count("\n", offset, at)
            self._placed = offset, line
            return line, offset - self._text.rfind("\n", 0, offset)
        self._split()
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


@dataclass(frozen=True, slots=True)
class Mark:
    """A place to mark: carets for the place of the finding, hyphens for related ones."""

    span: Span
    label: str = ""
    severity: str = ""
    """The severity of the finding; empty for a related place."""


@dataclass(frozen=True, slots=True)
class _Window:
    """The part of a line that is shown: cells for the characters from ``start``."""

    start: int
    cells: list[tuple[str, int]]
    cut_before: bool
    cut_after: bool

    @property
    def text(self) -> str:
        shown = "".join(text for text, _ in self.cells)
        return (_CUT if self.cut_before else "") + shown + (_CUT if self.cut_after else "")

    def holds(self, column: int) -> bool:
        """Tell whether a column, counted from 0, is shown; the end of the line counts."""
        end = self.start + len(self.cells)
        return self.start <= column < end or (column >= end and not self.cut_after)

    def columns(self, start: int, end: int) -> tuple[int, int]:
        """Return where characters stand on the terminal: cells before, and cells of them."""
        first = max(0, start - self.start)
        last = max(first, end - self.start)
        before = int(self.cut_before) + sum(width for _, width in self.cells[:first])
        return before, max(1, sum(width for _, width in self.cells[first:last]))


def frame(lines: SourceLines, marks: Sequence[Mark], *, width: int, style: Style) -> Iterator[str]:
    """Draw the source lines that the marks are on; rows without line feeds.

    Args:
        lines: The text.
        marks: The place of the finding first.
        width: Columns of the terminal; longer lines are cut around the mark.
        style: Colours.
    """
    gutter = gutter_of(marks)
    bar = style.frame(" " * (gutter + 1) + "|")
    shown_line, window = 0, None
    for mark in marks:
        span = mark.span
        line = lines.line(span.line)
        if line is None or (not line and not mark.severity):
            continue
        start = min(span.column - 1, len(line))
        end = span.end_column - 1 if span.end_line == span.line else len(line)
        if window is None or span.line != shown_line or not window.holds(start):
            window = _window(line, start, max(_MIN_WIDTH, width - gutter - 3))
            shown_line = span.line
            yield bar
            number = style.frame(f"{span.line:>{gutter}} |")
            yield f"{number} {window.text}" if window.text else number
        before, length = window.columns(start, end)
        sign = ("^" if mark.severity else "-") * length
        label = f" {printable(mark.label)}" if mark.label else ""
        painted = (
            style.severity(sign + label, mark.severity)
            if mark.severity
            else style.frame(sign + label)
        )
        yield f"{bar} {' ' * before}{painted}"


def gutter_of(marks: Sequence[Mark]) -> int:
    """Return how many columns the line numbers take."""
    return max(_MIN_GUTTER, *(len(str(mark.span.line)) for mark in marks))


def _window(line: str, center: int, width: int) -> _Window:
    """Cut a line around a character so that it fits: a third of the room is for what is before.

    Looks at no more characters than fit, so that one line of many megabytes costs nothing.
    """
    room = width - 2  # for the signs that something is cut off
    left, used = _take_back(line, center, room // 3)
    right, used_right = _take(line, center, room - used)
    if center + len(right) == len(line):
        more, _ = _take_back(line, center - len(left), room - used - used_right)
        left = more + left
    start = center - len(left)
    cells = left + right
    return _Window(start, cells, start > 0, start + len(cells) < len(line))


def _take(line: str, start: int, room: int) -> tuple[list[tuple[str, int]], int]:
    taken: list[tuple[str, int]] = []
    used = 0
    for index in range(start, len(line)):
        cell = _cell(line, index)
        if used + cell[1] > room:
            break
        taken.append(cell)
        used += cell[1]
    return taken, used


def _take_back(line: str, end: int, room: int) -> tuple[list[tuple[str, int]], int]:
    taken: list[tuple[str, int]] = []
    used = 0
    for index in range(end - 1, -1, -1):
        cell = _cell(line, index)
        if used + cell[1] > room:
            break
        taken.append(cell)
        used += cell[1]
    taken.reverse()
    return taken, used


def _cell(line: str, index: int) -> tuple[str, int]:
    """Return how a character of a line is shown and how many columns that takes."""
    character = line[index]
    if character == "#" and COMMAND.match(line, index):
        shown = printable("##[")[1:-1]
        return shown, len(shown)
    if " " <= character <= "~":
        return character, 1
    if character == "\t":
        return _TAB, len(_TAB)
    shown = printable(character)
    if shown != character:
        return shown, len(shown)
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return character, 0
    return character, 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
