"""Places in YAML whose keys and scalars stand on lines of their own, found by their indents.

That is a hundred times faster than to read an entry again, and counts where a check has something
to say of every entry. Whatever is not plainly there is left to who reads the events.
"""

import re
from collections.abc import Sequence
from typing import Protocol

from trainbib.diagnostics import Span
from trainbib.document.model import Place

_next_line = re.compile(r"(?:\n *(?:#[^\n]*)?)*\n( *)([^ #\n][^\n]*)").match
"""Matches the ends of lines, those without content in between, and the next one with content."""
_key_on_line = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.+/@-]*(?=:(?: |$))").match
_scalar = re.compile(r" +([A-Za-z0-9_(/$][^\n]*|'[^'\n]*'|\"[^\"\\\n]*\")(?=\n)").match

_opens_flow = re.compile(r" +([{\[])").match


class Mark(Protocol):
    """What PyYAML says of a place: all from 0, in characters."""

    @property
    def index(self) -> int: ...  # noqa: D102 - offset
    @property
    def line(self) -> int: ...  # noqa: D102 - line
    @property
    def column(self) -> int: ...  # noqa: D102 - column


def point(mark: Mark) -> Span:
    """Return the span of one character."""
    return Span(mark.line + 1, mark.column + 1, mark.line + 1, mark.column + 2)


def on_lines(text: str, mark: Mark, end: int, path: Sequence[str]) -> Place | None:
    """Return the place of an entry that is a mapping, or of one of its fields.

    Args:
        text: The whole text, in which every key and scalar stands on its line.
        mark: Where the key of the entry begins.
        end: The offset at which the next entry begins.
        path: Of the target within the entry: nothing, or the name of a field.

    Returns:
        None if it is not there, or not plainly.
    """
    stop = text.find("\n", mark.index, end)
    first = _next_line(text, stop, end) if stop > 0 and text[stop - 1] == ":" else None
    if first is None or len(first[1]) <= mark.column or not _key_on_line(first[2]):
        return None
    inner = len(first[1])
    if not path:
        line = mark.line + text.count("\n", stop, first.start(2)) + 1
        key = text[mark.index : stop - 1]
        return Place(
            Span(mark.line + 1, mark.column + 1, mark.line + 1, mark.column + 1 + len(key)),
            Span(line, inner + 1, line, inner + 2),
        )
    if len(path) > 1:
        return None
    field = path[0]
    start = text.find(f"\n{first[1]}{field}:", stop, end) + 1
    if not start or not _key_on_line(field + ":"):
        return None
    line = mark.line + 1 + text.count("\n", mark.index, start)
    after = start + inner + len(field) + 1
    value = _value(text, after, end, inner, line)
    if value is None:
        return None
    return Place(Span(line, inner + 1, line, inner + 1 + len(field)), value)


def _value(text: str, after: int, end: int, inner: int, line: int) -> Span | None:
    """Return where the value of a field begins, and where it ends if it is a scalar.

    Args:
        text: The whole text.
        after: The offset behind the colon of the field.
        end: The offset at which the next entry begins.
        inner: The indent of the field.
        line: The line of the field, from 1.
    """
    if text.startswith("\n", after):  # a collection on the lines below, or nothing
        below = _next_line(text, after, end)
        if below is None or len(below[1]) < inner:
            return None
        is_item = below[2].startswith("- ")
        if not is_item and (len(below[1]) == inner or not _key_on_line(below[2])):
            return None
        line += text.count("\n", after, below.start(2))
        return Span(line, len(below[1]) + 1, line, len(below[1]) + 2)
    value = _scalar(text, after) or _opens_flow(text, after)
    if value is None:
        return None
    column = value.start(1) - text.rfind("\n", 0, after)
    if value[1] in "{[":
        return Span(line, column, line, column + 1)
    if " #" in value[1] or ": " in value[1] or value[1][-1] in " :":
        return None
    return Span(line, column, line, column + len(value[1]))
