"""Removing members and items, with what belongs to them and nothing else."""

from collections.abc import Iterator, Sequence

from trainbib.diagnostics import Edit
from trainbib.writing.layout import EditError, Layout, Node


def removals(layout: Layout, parent: Node, indexes: Sequence[int]) -> Iterator[Edit]:
    """Yield the edits that take children out of a collection.

    With a member or item goes the comment on its own line and, in block style, the comment right
    above it, unless it is the first: that comment may speak of all of them.

    Args:
        layout: The document.
        parent: A collection.
        indexes: Which of its children, in ascending order.

    Raises:
        EditError: If none would be left: an empty collection is no answer.
    """
    if len(indexes) >= len(parent.children):
        what = "mapping" if parent.kind == "map" else "list"
        raise EditError(f"the {what} would be empty; remove it as a whole")
    first = indexes[0]
    for index, following in zip(indexes, [*indexes[1:], -1], strict=True):
        if following == index + 1:
            continue
        yield from (_from_flow if parent.flow else _from_block)(layout, parent, first, index)
        first = following


def _from_block(layout: Layout, parent: Node, first: int, last: int) -> Iterator[Edit]:
    text = layout.text
    begin, end = layout.anchor(parent, first), parent.children[last].end
    if not layout.begins_line(begin):  # the first member after a dash
        following = layout.anchor(parent, last + 1)
        if "#" not in text[end:following]:
            yield Edit(begin, following, "")
            return
        stop = end - 1 if text[end - 1] == "\n" else layout.line_end(end) - 1
        yield Edit(layout.before_blanks(begin), stop, "")
        return
    column = begin - layout.line_start(begin)
    begin = layout.line_start(begin)
    end = end if text[end - 1] == "\n" else layout.line_end(end)
    while begin:
        above = layout.line_start(begin - 1)
        line = text[above:begin]
        own = line.startswith(" " * column + "#")
        if not own or (first == 0 and "trainbib:" not in line):
            break
        begin = above
    if not text[end : layout.line_end(end)].strip():  # leave one gap, not two
        while begin and not text[layout.line_start(begin - 1) : begin].strip():
            begin = layout.line_start(begin - 1)
    yield Edit(begin, end, "")


def _from_flow(layout: Layout, parent: Node, first: int, last: int) -> Iterator[Edit]:
    text = layout.text
    children = parent.children
    begin, end = children[first].begin, children[last].end
    following = layout.skip(end)
    comma = text[following] == ","
    stop = following + 1 if comma else end
    if layout.begins_line(begin) and layout.ends_line(stop):
        yield Edit(layout.line_start(begin), layout.line_end(stop), "")
        if last == len(children) - 1 and not comma and first:
            before = layout.skip(children[first - 1].end)
            yield Edit(before, before + 1, "")
    elif last < len(children) - 1:
        after = children[last + 1].begin
        yield Edit(begin, stop if "#" in text[stop:after] else after, "")
    else:
        before = children[first - 1].end
        yield Edit(begin if "#" in text[before:begin] and not layout.is_json else before, end, "")
