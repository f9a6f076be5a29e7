"""Formatting: one layout and one order of fields for all manifests, and not a word less.

The layout: two spaces of indent; sections, and entries of which one has several lines, a blank line
apart; entries and what is long in block style, short collections that were written between braces
or brackets on one line; quotes where some reader would take the text for something else, and where
they stood between braces. Fields stand in the order of the schema, fields of one's own (``x-``)
behind them, entries as written; what holds an anchor keeps its order, so that the anchor stays in
front of its aliases. Comments move with what they stand beside, and are in order otherwise.
"""

import re
from collections import Counter

from trainbib.collection import collection_paused
from trainbib.document import Document, parse_document
from trainbib.formatting.comments import attached, comment_texts
from trainbib.formatting.json_text import json_text
from trainbib.formatting.order import FieldOrder
from trainbib.formatting.plain_layout import plain_text
from trainbib.formatting.plain_lines import is_plain, simple_lines
from trainbib.formatting.yaml_layout import yaml_text
from trainbib.formatting.yaml_scalars import anchor_of
from trainbib.writing.encoding import encoded, is_mark
from trainbib.writing.layout import EditError, Layout, Node, walk

__all__ = ["FormatError", "formatted"]


class FormatError(ValueError):
    """The document cannot be formatted without loss."""


def formatted(document: Document, *, sort: bool = False) -> str:
    """Return the text of a manifest in the one layout; its digest stays the same.

    What comes out is read again: it holds the same data and the same comments, or it is refused.
    Formatting it once more changes nothing.

    Args:
        document: The manifest.
        sort: Whether to put the entries of each section in the order of their keys.

    Returns:
        The text, without a byte order mark; line ends are those that most lines had.

    Raises:
        FormatError: If the document cannot be read whole, has tags or directives, or would lose
            something; says what, in one sentence.
    """
    for parsed in document.findings:
        if parsed.code in _UNREADABLE and not is_mark(parsed):
            at = parsed.finding.span
            place = f":{at.line}:{at.column}" if at else ""
            message = f"{document.path}{place}: {parsed.finding.message} ({parsed.code})"
            raise FormatError(f"{message}; repair that first")
    text = _plain(document, sort=sort)
    return _generally(document, sort=sort) if text is None else text


def _plain(document: Document, *, sort: bool) -> str | None:
    """Format a document line by line; None if it has to be formatted in the general way."""
    if not is_plain(document):
        return None
    lines = simple_lines(document.text)
    text = plain_text(lines, FieldOrder(sort=sort)) if lines else None
    if lines is None or text is None or text == document.text:  # the same text says the same
        return text
    again = parse_document(encoded(text), path=document.path, format_=document.format)
    kept = again.parsed and _same(document.data, again.data)
    return text if kept and Counter(lines.comments) == _comments_of(again) else None


def _comments_of(document: Document) -> Counter[str]:
    """Count the comments of a document."""
    if "#" not in document.text:
        return Counter()
    lines = simple_lines(document.text) if is_plain(document) else None
    return Counter(comment_texts(Layout(document)) if lines is None else lines.comments)


def _generally(document: Document, *, sort: bool) -> str:
    """Format any document that can be formatted.

    Raises:
        FormatError: If it cannot.
    """
    try:
        layout = Layout(document)
    except EditError as error:
        raise FormatError(str(error)) from error
    with collection_paused():
        if layout.is_json:
            text = json_text(layout, FieldOrder(sort=sort))
        else:
            _refuse_what_is_no_data(document, layout)
            order = FieldOrder(sort=sort, pinned=_around_anchors(layout.root))
            text = yaml_text(layout, attached(layout), order)
    if _has_windows_line_ends(document.text):
        text = text.replace("\n", "\r\n")
    if text != document.text:  # the same text says the same
        _prove(document, layout, text)
    return text


_UNREADABLE = frozenset({"PAR001", "PAR002", "PAR003", "PAR009", "PAR010", "PAR012", "KEY001"})


_OTHER_LINE_ENDS = re.compile(r"\r(?!\n)|[\x85\u2028\u2029]")


def _around_anchors(root: Node) -> frozenset[int]:
    """Return the identities of the collections that hold an anchor, however deep."""
    found: set[int] = set()

    def holds(node: Node) -> bool:
        below = [holds(child) for child in node.children]  # all of them, not the first alone
        if any(below):
            found.add(id(node))
        return node.marked or any(below)

    if any(node.marked for node in walk(root)):
        holds(root)
    return frozenset(found)


def _refuse_what_is_no_data(document: Document, layout: Layout) -> None:
    """Refuse what is YAML and no data, and lines that do not end alike for all readers.

    Raises:
        FormatError: If there is any.
    """
    for node in walk(layout.root):
        key = node.key
        named = key is not None and (key.marked or key.kind == "alias")
        if named or (node.marked and (node is layout.root or not _is_anchored(layout, node))):
            at = key.start if named and key is not None else node.start
            line = layout.text.count("\n", 0, at) + 1
            raise FormatError(
                f"{document.path}:{line}: a tag, or an anchor of a key or of all, stands here and "
                "cannot be kept; take it out, or leave the file as it is"
            )
    end = _OTHER_LINE_ENDS.search(document.text)
    if end:
        line = layout.text.count("\n", 0, end.start()) + 1
        raise FormatError(
            f"{document.path}:{line}: U+{ord(end[0]):04X} ends a line for some readers of YAML and "
            "not for others; take it out, or write it as an escape in quotes"
        )
    start = layout.text[: layout.root.start]
    if any(line.startswith("%") for line in start.splitlines()):
        raise FormatError(
            f"{document.path}: begins with a directive of YAML, which cannot be kept; remove it"
        )


def _is_anchored(layout: Layout, node: Node) -> bool:
    """Tell whether what stands before a value is an anchor and no tag."""
    anchor = anchor_of(layout, node)
    return bool(anchor) and not layout.text.startswith("!", layout.skip(node.start + len(anchor)))


def _has_windows_line_ends(text: str) -> bool:
    return text.count("\r\n") * 2 > text.count("\n")


def _prove(document: Document, layout: Layout, text: str) -> None:
    """Hold the new text against the old one: the same data, the same comments.

    Raises:
        FormatError: If something is lost.
    """
    again = parse_document(encoded(text), path=document.path, format_=document.format)
    if not again.parsed or not _same(document.data, again.data):
        raise FormatError(f"{document.path}: its layout cannot be changed without its meaning")
    if layout.is_json or ("#" not in text and "#" not in layout.text):
        return
    if Counter(comment_texts(layout)) != Counter(comment_texts(Layout(again))):
        raise FormatError(f"{document.path}: a comment would be lost; move it to a line of its own")


def _same(one: object, two: object) -> bool:
    """Tell whether data is the same, whatever the order of members."""
    if type(one) is not type(two):
        return False
    if isinstance(one, dict) and isinstance(two, dict):
        return one.keys() == two.keys() and all(_same(one[key], two[key]) for key in one)
    if isinstance(one, list) and isinstance(two, list):
        return len(one) == len(two) and all(map(_same, one, two))
    return one == two
