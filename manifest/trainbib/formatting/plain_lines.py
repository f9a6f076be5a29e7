"""Plain YAML as a tree of its lines: each scalar and each short collection is one line.

Of a document that the reader of plain YAML has read (:mod:`trainbib.document.yaml_plain`), a line
says by itself what it is. So the tree is made of the lines, in the words that the one layout has
for them, and most need no look at their letters: they are like a line before, or stay as they are.
"""

import re
from collections.abc import Iterator
from typing import TypeAlias

from trainbib.collection import collection_paused
from trainbib.document import Document, parse_document
from trainbib.document.yaml_blocks import NotPlainError
from trainbib.document.yaml_places import YamlLocator
from trainbib.document.yaml_plain_lines import (
    APOSTROPHES,
    BLOCK,
    FLOW,
    KEY_ALONE,
    QUOTED,
    SKIP,
    LineReader,
)
from trainbib.formatting.comments import Comment, comment_texts
from trainbib.formatting.yaml_scalars import in_quotes
from trainbib.writing.layout import Layout

_KNOWN = 4096
"""How many lines are remembered."""
_PIECE = 1 << 20
"""About how many characters are taken apart at one go."""
_quoted = re.compile(f"{QUOTED}|{APOSTROPHES}").match

READY, NOTED, SHORT, DEEP, LITERAL, ODD, OWN, BLANK = range(8)
"""Kinds of lines: a scalar in its last words; one with a comment behind it; a collection between
braces or brackets; what begins a collection on lines of its own; the header of a block scalar; what
has to be looked at more closely; a comment on its own line; nothing."""

Line: TypeAlias = tuple[int, int, str | None, int, str, str]
"""Column; width of the dash and of the blanks behind it; key; kind; text: of what is ready and what
is noted with its key, of what is deep a blank and the comment if there is one, of all others what
stands behind the key; comment."""


class NotSimpleError(Exception):
    """The document has something that is formatted in the general way."""


class Lines:
    """A collection on lines of its own.

    Attributes:
        is_map: Whether it is a mapping; else it is a list.
        column: Where its keys, or its dashes, stand.
        lines: The line on which each member or item begins.
        below: Index of a member or an item to the collection that it is, on its own lines.
        above: Index to the comments that stand above.
        blocks: Index to the lines of a block scalar: their indent, then each without it; what is
            empty at their end does not count.
    """

    __slots__ = ("above", "below", "blocks", "column", "is_map", "lines")

    def __init__(self, column: int, *, is_map: bool) -> None:
        self.is_map = is_map
        self.column = column
        self.lines: list[Line] = []
        self.below: dict[int, Lines] = {}
        self.above: dict[int, list[Comment]] = {}
        self.blocks: dict[int, list[str]] = {}


_ITEM: Line = (0, 0, None, DEEP, "", "")


class PlainLines:
    """The lines of a plain document.

    Attributes:
        root: The outermost mapping.
        comments: The text of each comment.

    Args:
        text: The text of a document that the reader of plain YAML has read.

    Raises:
        NotSimpleError: If it has values that are left out, or comments where they are unusual.
    """

    def __init__(self, text: str) -> None:
        self.comments: list[str] = []
        self._above: list[Comment] = []
        self._reader = LineReader()
        self.root = self._read(text)
        if self._above:
            raise NotSimpleError

    def _read(self, text: str) -> Lines:  # noqa: C901 - the hot loop, one piece
        known: dict[str, Line] = {}
        box = root = Lines(-1, is_map=False)
        root.lines.append(_ITEM)
        around: list[Lines] = []
        deep = True  # the value of the last key is on the lines to come
        block: list[str] | None = None
        for line in _lines(text):
            if block is not None:
                if _continues(block, line, box.column):
                    continue
                block = None
            said = known.get(line)
            if said is None:
                if len(known) >= _KNOWN:
                    known.clear()
                said = known[line] = self._line(line)
            column, dash, name, kind, _, comment = said
            if kind >= OWN:
                self._between(said)
                continue
            if deep:
                if column <= box.column and not (dash and box.is_map and column == box.column):
                    raise NotSimpleError  # no value at all
                below = box.below[len(box.lines) - 1] = Lines(column, is_map=not dash)
                around.append(box)
                box = below
            while column < box.column or (column == box.column and not (box.is_map or dash)):
                box = around.pop()
            if column != box.column or (box.is_map and dash):
                raise NotSimpleError
            if self._above:
                self._attach(box, column)
            if dash and name is not None:  # a mapping, which begins on the line of the dash
                below = box.below[len(box.lines)] = Lines(column + dash, is_map=True)
                box.lines.append(_ITEM)
                around.append(box)
                box = below
            box.lines.append(said)
            deep = kind == DEEP
            if kind == LITERAL:
                block = box.blocks[len(box.lines) - 1] = []
            if comment:
                self.comments.append(comment)
        if deep or not root.below[0].is_map:
            raise NotSimpleError
        return root.below[0]

    def _line(self, line: str) -> Line:
        """Tell what a line says, in the words of the one layout.

        Raises:
            NotSimpleError: If it is not plain.
        """
        try:
            column, dash, name, kind, value = self._reader.read(line)
        except NotPlainError as error:
            raise NotSimpleError from error
        if kind == SKIP:
            comment = line.strip()
            return (
                len(line) - len(line.lstrip(" ")),
                0,
                None,
                OWN if comment else BLANK,
                "",
                comment,
            )
        start = f"{name}: " if name is not None else ""
        raw = line[column + dash + max(len(start) - 1, 0) :].strip(" ")
        if kind == KEY_ALONE:
            comment = raw.rstrip()
            return column, dash, name, DEEP, f" {comment}" if comment else "", comment
        if kind == BLOCK:
            comment = raw[len(value) :].strip()
            return column, dash, name, LITERAL, f"{value} {comment}" if comment else value, comment
        if kind == FLOW:
            if " #" not in raw:
                return column, dash, name, SHORT, raw, ""
            return column, dash, name, ODD, raw, _comment_behind(raw)
        comment = ""
        quoted = _quoted(raw) if raw[0] in "\"'" else None
        if quoted is not None:
            comment = raw[quoted.end() :].strip()
            if "\n" in value:
                return column, dash, name, ODD, raw, comment
            raw = in_quotes(value, in_flow=False)
        elif " #" in raw:
            at = raw.index(" #")
            raw, comment = raw[:at].rstrip(" "), raw[at:].strip()
        if comment:
            return column, dash, name, NOTED, f"{start}{raw} {comment}", comment
        return column, dash, name, READY, start + raw, ""

    def _between(self, said: Line) -> None:
        """Note a comment on its own line, or a blank line, which may follow one."""
        column, _, _, kind, _, comment = said
        if kind == OWN:
            self.comments.append(comment)
            self._above.append(Comment(comment, column))
        elif self._above and not self._above[-1].spaced:
            last = self._above[-1]
            self._above[-1] = Comment(last.text, last.column, spaced=True)

    def _attach(self, box: Lines, column: int) -> None:
        """Put comments above the member or item that follows them.

        Raises:
            NotSimpleError: If one is indented deeper: then it may belong to what stands before it.
        """
        if any(comment.column > column for comment in self._above):
            raise NotSimpleError
        box.above[len(box.lines)] = self._above
        self._above = []


def simple_lines(text: str) -> PlainLines | None:
    """Return the lines of a document that the reader of plain YAML has read.

    Returns:
        None if it has to be formatted in the general way.
    """
    try:
        with collection_paused():
            return PlainLines(text)
    except NotSimpleError:
        return None


def is_plain(document: Document) -> bool:
    """Tell whether the reader of plain YAML has read a document."""
    locator = getattr(document.locator, "__self__", None)
    return isinstance(locator, YamlLocator) and locator.entries.line_by_line


def _comment_behind(raw: str) -> str:
    """Return the comment behind a collection between braces or brackets; it may have none."""
    document = parse_document(f"a: {raw}\n".encode(), format_="yaml")
    return next(comment_texts(Layout(document)), "")


def _continues(block: list[str], line: str, column: int) -> bool:
    """Take a line of a block scalar in a collection at a column; False if it is not one.

    Raises:
        NotSimpleError: If the scalar has no lines.
    """
    width = len(line) - len(line.lstrip(" "))
    if not block:
        if width <= column:
            raise NotSimpleError
        block.append(line[:width])
    if line and width < len(block[0]):
        return False
    block.append(line[len(block[0]) :])
    return True


def _lines(text: str) -> Iterator[str]:
    """Yield the lines of a text that ends in a line feed, without theirs; not all at once."""
    start = 0
    while start < len(text):
        end = text.find("\n", start + _PIECE)
        end = end if end >= 0 else len(text) - 1
        yield from text[start:end].split("\n")
        start = end + 1
