"""Putting a value in a list as it is written: with its comments, its quotes and its lines."""

from collections.abc import Iterator

from trainbib.diagnostics import Edit
from trainbib.writing.layout import EditError, Layout, Node
from trainbib.writing.yaml_text import double_quoted

_DASH = "- "
_INDENT = " " * len(_DASH)
"""How far lines move to the right, so that they stay below what follows the dash."""
_SIGNS = frozenset(",[]{}?")
"""What means something else between brackets, in text without quotes; so does a colon first."""


def wrapping(layout: Layout, node: Node) -> Iterator[Edit]:
    """Yield the edits that make a value the only item of a list.

    What is written in block style becomes an item with a dash; what is not, one in brackets.

    Args:
        layout: The document.
        node: The value.

    Raises:
        EditError: If nothing is written there, or its anchor or tag would be that of the list.
    """
    is_plain = node.kind == "scalar" and not node.style
    if node.start == node.end or (is_plain and not node.text):
        raise EditError("nothing is written there that can be put in a list")
    is_block = node.kind in ("map", "list") and not node.flow
    means_more = node.text.startswith(":") or not _SIGNS.isdisjoint(node.text)
    quoted = is_plain and not node.in_flow and means_more
    if node.marked and (is_block or quoted):
        raise EditError("it has an anchor or a tag; write it alone")
    if is_block:
        yield Edit(node.start, node.start, _DASH)
        yield from _moved(layout, node.start, _end(layout, node))
    elif node.style in {"|", ">"}:
        header = node.start
        if node.key is None or layout.begins_line(header):
            yield Edit(header, header, _DASH)
        else:  # a dash does not stand on the line of a key
            margin = "\n" + " " * node.key.column + _INDENT
            yield Edit(layout.before_blanks(header), header, margin + _DASH)
        yield from _moved(layout, header, node.end)
    elif quoted:
        yield Edit(node.start, node.end, f"[{double_quoted(node.text)}]")
    else:
        yield Edit(node.start, node.start, "[")
        yield Edit(node.end, node.end, "]")


def _moved(layout: Layout, begin: int, end: int) -> Iterator[Edit]:
    """Yield the edits that indent the lines after that of a character, up to another one."""
    line = layout.line_end(begin)
    while line < end:
        following = layout.line_end(line)
        if layout.text[line:following].rstrip("\r\n"):
            yield Edit(line, line, _INDENT)
        line = following


def _end(layout: Layout, node: Node) -> int:
    """Return where a block collection ends, the comments on their own lines that are its last ones.

    These stand in the column of what it holds, or to the right of it.
    """
    text, end = layout.text, node.end
    column = node.column
    if node.key is not None and column <= node.key.column:
        return end  # whether they belong to it or to the next key, nobody can tell
    at = end if text[end - 1] == "\n" else layout.line_end(end)
    while at < len(text):
        following = layout.line_end(at)
        line = text[at:following]
        words = line.lstrip(" ")
        if words.startswith("#") and len(line) - len(words) >= column:
            end = following
        elif words.strip():
            break
        at = following
    return end
