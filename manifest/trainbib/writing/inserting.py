"""Adding members and items at the end of a collection, in the layout that it has."""

import json
import re
from collections.abc import Iterator, Sequence

from trainbib.diagnostics import Edit
from trainbib.writing.layout import Layout, Node
from trainbib.writing.scalars import in_one_line
from trainbib.writing.yaml_text import double_quoted, escaped, scalar, to_yaml

Addition = tuple[str | None, object]
"""The key of a new member, or None for an item; and its value."""


def additions(layout: Layout, parent: Node, added: Sequence[Addition]) -> Iterator[Edit]:
    """Yield the edits that add children to a collection.

    Args:
        layout: The document.
        parent: A collection.
        added: What is to be added, in order.
    """
    if parent.flow:
        yield _into_flow(layout, parent, added)
        return
    column = _column(layout, parent)
    lines = "".join(
        to_yaml([value] if key is None else {key: value}, indent=column) for key, value in added
    )
    text, at = layout.text, parent.end
    if text[at - 1] != "\n":
        at = layout.line_end(at)
    yield Edit(at, at, lines)


def _column(layout: Layout, parent: Node) -> int:
    begin = layout.anchor(parent, 0)
    return begin - layout.line_start(begin)


def _into_flow(layout: Layout, parent: Node, added: Sequence[Addition]) -> Edit:
    text = layout.text
    margin, outdent = "", 0
    if parent.children:
        first = parent.children[0].begin
        start = layout.line_start(first)
        if start > parent.start and layout.begins_line(first):  # one member a line
            margin = text[start:first]
            outer = layout.line_start(parent.start)
            outdent = len(text[outer : outer + 200]) - len(text[outer : outer + 200].lstrip(" \t"))
    step = max(len(margin) - outdent, 1) if margin else None
    comma, colon = _signs(layout, parent)
    separator = ",\n" + margin if margin else comma
    parts: list[str] = []
    for key, value in added:
        if not layout.is_json and (step is None or isinstance(value, str)):
            body = in_one_line(value)
        else:
            signs = ("," if margin else comma, colon)
            body = escaped(json.dumps(value, ensure_ascii=False, indent=step, separators=signs))
            body = body.replace("\n", "\n" + margin)
        name = ""
        if key is not None:
            name = (double_quoted(key) if layout.is_json else scalar(key, flow=True)) + colon
        parts.append(name + body)
    at = parent.children[-1].end if parent.children else layout.content(parent) + 1
    following = layout.skip(at)
    if text[following] == ",":  # the last one has a comma already
        at, opening = following + 1, "\n" + margin if margin else comma[1:]
    else:
        opening = separator if parent.children else ""
    return Edit(at, at, opening + separator.join(parts))


def _signs(layout: Layout, parent: Node) -> tuple[str, str]:
    """Return comma and colon, with a blank behind them unless compact JSON has none."""
    if not layout.is_json:
        return ", ", ": "
    blank = next(_blanks_behind(layout, parent), True)
    return (", ", ": ") if blank else (",", ":")


def _blanks_behind(layout: Layout, parent: Node) -> Iterator[bool]:
    """Tell of signs of JSON whether a blank is behind them: first of those of the collection."""
    text = layout.text
    for child in parent.children:
        if child.key is not None:
            yield text[child.start - 1] != ":"
        elif child is not parent.children[0]:
            yield text[child.begin - 1] != ","
    match = re.match(r'\s*\{\s*"(?:[^"\\]|\\.)*"\s*:(\s?)', text)
    if match is not None:
        yield bool(match[1])
