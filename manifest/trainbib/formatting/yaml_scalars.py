"""Scalars in the one layout: quotes where they are needed, blocks as they were."""

import re

from trainbib.writing.layout import Layout, Node
from trainbib.writing.yaml_text import (
    double_quoted,
    folded_lines,
    folds,
    literal_lines,
    scalar,
)

_WIDTH = 96
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_ANCHOR = re.compile(r"&[^\s,\[\]{}]+")
_HEADER = re.compile(r"[|>](?P<chomping>-?)[ \t]*(?P<comment>#.*)?")


def anchor_of(layout: Layout, node: Node) -> str:
    """Return the anchor of a value, with its sign; empty if it has none."""
    match = _ANCHOR.match(layout.text, node.start) if node.marked else None
    return match.group() if match else ""


def _raw(layout: Layout, node: Node) -> str:
    """Return a value as it is written, without its anchor."""
    return layout.text[layout.content(node) : node.end]


def key_text(key: Node, *, in_flow: bool) -> str:
    """Return how to write a key."""
    plain = not key.style and key.text  # an empty one is written behind a question mark alone
    return key.text if plain else scalar(key.text, flow=in_flow)


def one_line(layout: Layout, node: Node, *, in_flow: bool) -> str:
    """Return how to write a scalar on one line.

    What is plain stays as it is, so that numbers keep their digits. What is in quotes keeps them
    between braces and brackets, where a comma or a colon that is added later would cut it, and
    around what looks like a date; elsewhere it keeps them if some reader needs them.
    """
    if node.kind == "alias":
        return layout.text[node.start : node.end]
    if not node.style and "\n" not in node.text:
        raw = _raw(layout, node)
        return node.text if "\n" in raw else raw
    return in_quotes(node.text, in_flow=in_flow) if node.style else scalar(node.text, flow=in_flow)


def in_quotes(text: str, *, in_flow: bool) -> str:
    """Return how to write on one line what was in quotes, or a block."""
    if in_flow or _DATE.fullmatch(text):
        return double_quoted(text)
    return scalar(text)


def block_lines(layout: Layout, node: Node, indent: int) -> tuple[list[str], list[str]]:
    """Return the lines of a scalar on several lines, and the comment behind its header.

    The first line is what stands after the key. Blocks keep their lines; text in quotes, or plain,
    that went over several lines becomes a block if one can hold it.

    Returns:
        No lines if the scalar belongs on one.
    """
    if node.kind == "alias":
        return [], []
    raw = _raw(layout, node).replace("\r\n", "\n")
    header, _, body = raw.partition("\n")
    margin = " " * (indent + 2)
    if node.style in {"|", ">"}:
        match = _HEADER.fullmatch(header.rstrip())
        comment = header[header.index("#") :].rstrip() if "#" in header else ""
        comments = [comment] if comment else []
        kept = _kept(body) if match else None
        if match and kept is not None:
            unended = not node.text.endswith("\n")  # the file ends within its last line
            sign = node.style + ("-" if unended else match["chomping"])
            return [sign, *(margin + line if line else "" for line in kept)], comments
        return (literal_lines(node.text, indent + 2) or []), comments
    if "\n" in node.text:
        return (literal_lines(node.text, indent + 2) or []), []
    if "\n" in raw and folds(node.text) and len(node.text) > _WIDTH - len(margin):
        return [">-", *(margin + line for line in folded_lines(node.text, len(margin)))], []
    return [], []


def _kept(body: str) -> list[str] | None:
    """Return the lines of a block without their indent; None if they cannot just be moved."""
    lines = body.rstrip("\n").split("\n")
    first = lines[0]
    width = len(first) - len(first.lstrip(" "))
    if not width or not first.strip(" ") or first[width] == "\t":
        return None
    while lines[-1] == " " * min(len(lines[-1]), width):  # blanks beyond the indent are text
        lines.pop()
    return [line[width:] for line in lines]
