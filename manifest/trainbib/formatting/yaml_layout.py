"""YAML in the one layout, with every comment beside what it stood with."""

from collections.abc import Iterable

from trainbib.formatting.comments import Comment, Comments, attached
from trainbib.formatting.order import FieldOrder, Schema, is_gap
from trainbib.formatting.yaml_scalars import anchor_of, block_lines, key_text, one_line
from trainbib.writing.layout import Layout, Node

WIDTH = 100
"""How many columns a line with a collection may have; comments at its end do not count."""


def yaml_text(layout: Layout, comments: Comments, order: FieldOrder) -> str:
    """Return a YAML document in the one layout, with line feeds.

    Args:
        layout: The document.
        comments: Its comments, attached.
        order: The order of members.
    """
    return _Writer(layout, comments, order).document()


def value_lines(layout: Layout, order: FieldOrder, schema: Schema, indent: int) -> list[str]:
    """Return the lines of the one member of a document, or of the one item of that member.

    Args:
        layout: A document with one member; a list in block style stands for its one item.
        order: The order of members.
        schema: The schema of the member or the item.
        indent: How far it is indented.
    """
    writer = _Writer(layout, attached(layout), order)
    member = layout.root.children[0]
    if member.kind == "list" and not member.flow:
        return writer.item(member.children[0], indent, schema)
    return writer.member(member, indent, schema)


def flow_text(layout: Layout, order: FieldOrder, schema: Schema) -> str:
    """Return the collection between braces or brackets that is the value of a document's member.

    Args:
        layout: A document with one member.
        order: The order of members.
        schema: The schema of the member.
    """
    node = layout.root.children[0]
    return _Writer(layout, Comments(), order).flow(node, order.chosen(node, schema))


class _Writer:
    def __init__(self, layout: Layout, comments: Comments, order: FieldOrder) -> None:
        self._layout = layout
        self._comments = comments
        self._order = order

    def document(self) -> str:
        root, comments = self._layout.root, self._comments
        lines = comment_lines(comments.before, 0, spaced=False)
        if comments.marker:
            lines.append("---")
        lines += comment_lines(comments.header, 0)
        notes = comments.of(root)
        lines += [*comment_lines(notes.above, 0), *notes.at_key]
        chosen = self._order.chosen(root, self._order.root)
        blocks = [
            self.member(child, 0, self._order.below(child, chosen))
            for child in self._order.members(root, chosen)
        ]
        lines += separated(blocks, always=True)
        lines += notes.beside
        if notes.foot and notes.foot[0].apart:
            lines.append("")
        lines += comment_lines(notes.foot, 0, spaced=False)
        return "\n".join(lines) + "\n"

    def _children(self, node: Node, indent: int, chosen: Schema) -> list[list[str]]:
        """Return the lines of each child of a collection in block style, and of its foot."""
        write = self.member if node.kind == "map" else self.item
        blocks = [
            write(child, indent, self._order.below(child, chosen))
            for child in self._order.members(node, chosen)
        ]
        foot = comment_lines(self._comments.of(node).foot, indent, spaced=False)
        if foot:
            blocks[-1] += foot
        return blocks

    def member(self, child: Node, indent: int, schema: Schema) -> list[str]:
        start = f"{' ' * indent}{key_text(child.key, in_flow=False)}:" if child.key else ""
        return self._value(child, indent, schema, start, self._above(child, indent))

    def _above(self, child: Node, indent: int) -> list[str]:
        return comment_lines(self._comments.of(child).above, indent)

    def _value(
        self, node: Node, indent: int, schema: Schema, start: str, above: list[str]
    ) -> list[str]:
        """Return the lines of a member: comments, key and value."""
        notes = self._comments.of(node)
        margin = " " * indent
        start = self._anchored(start, node)
        chosen = schema if _is_single(node) else self._order.chosen(node, schema)
        text = self._inline(node, chosen, len(start) + 1, top=indent == 0)
        if text is None and not _is_single(node):
            blocks = self._children(node, indent + 2, chosen)
            entries = indent == 0 and self._order.holds_entries(chosen)
            body = separated(blocks) if entries else [line for lines in blocks for line in lines]
            beside = [*notes.at_key, *notes.beside]
            above += [margin + comment for comment in beside[:-1]]
            return [*above, _with_comments(start, beside[-1:]), *body]
        lines, header = ([], []) if text is not None else block_lines(self._layout, node, indent)
        if text is None and not lines:
            text = one_line(self._layout, node, in_flow=False)
        beside = [*notes.beside, *header]
        if notes.foot:  # of a collection that is empty
            above += [margin + comment for comment in notes.at_key]
            above += comment_lines(notes.foot, indent, spaced=False)
        else:
            beside = [*notes.at_key, *beside]
        above += [margin + comment for comment in beside[:-1]]
        first = f"{start} {lines[0] if lines else text}".rstrip(" ")
        return [*above, _with_comments(first, beside[-1:]), *lines[1:]]

    def item(self, child: Node, indent: int, schema: Schema) -> list[str]:
        above = self._above(child, indent)
        start = f"{' ' * indent}-"
        chosen = schema if _is_single(child) else self._order.chosen(child, schema)
        inline = self._inline(child, chosen, len(self._anchored(start, child)) + 1, top=False)
        if _is_single(child) or inline is not None:
            return self._value(child, indent, schema, start, above)
        notes = self._comments.of(child)
        blocks = self._children(child, indent + 2, chosen)
        lines = [line for block in blocks for line in block]
        margin = " " * indent
        above += [margin + comment for comment in (*notes.at_key, *notes.beside)]
        while lines[0].lstrip(" ")[:1] in {"#", ""}:  # a comment after a dash would be the item's
            comment = lines.pop(0).strip(" ")
            above.append(margin + comment if comment else "")
        if child.marked:  # on the line of the first member, it would be that one's anchor
            return [*above, self._anchored(start, child), *lines]
        return [*above, f"{start} {lines[0].lstrip(' ')}", *lines[1:]]

    def _anchored(self, start: str, node: Node) -> str:
        return f"{start} {anchor_of(self._layout, node)}" if node.marked else start

    def _inline(self, node: Node, chosen: Schema, column: int, *, top: bool) -> str | None:
        """Return a collection on one line; None if it belongs on several.

        On one line is what was written between braces or brackets, is short, and has no comment
        inside; a section with entries is not.
        """
        if _is_single(node):
            return None
        if not node.children:
            return "{}" if node.kind == "map" else "[]"
        if not node.flow or self._comments.within(node):
            return None
        if top and self._order.holds_entries(chosen) and not is_gap(node):
            return None
        text = self.flow(node, chosen)
        return text if column + len(text) <= WIDTH else None

    def flow(self, node: Node, chosen: Schema) -> str:
        parts: list[str] = []
        for child in self._order.members(node, chosen):
            name = f"{key_text(child.key, in_flow=True)}: " if child.key else ""
            name += f"{anchor_of(self._layout, child)} " if child.marked else ""
            if _is_single(child):
                parts.append(name + (one_line(self._layout, child, in_flow=True) or "null"))
            else:
                inner = self._order.chosen(child, self._order.below(child, chosen))
                parts.append(name + self.flow(child, inner))
        text = ", ".join(parts)
        return f"{{{text}}}" if node.kind == "map" else f"[{text}]"


def _is_single(node: Node) -> bool:
    """Tell whether a value is no collection; an alias stands for what is written elsewhere."""
    return node.kind in {"scalar", "alias"}


def _with_comments(line: str, comments: Iterable[str]) -> str:
    return " ".join([line, *comments])


def comment_lines(comments: list[Comment], indent: int, *, spaced: bool = True) -> list[str]:
    """Return comments on lines of their own; the blank line after one stays.

    Args:
        comments: The comments.
        indent: How far they are indented.
        spaced: Whether a blank line after the last one stays, too.
    """
    lines: list[str] = []
    for place, comment in enumerate(comments, start=1):
        lines.append(" " * indent + comment.text)
        if comment.spaced and (spaced or place < len(comments)):
            lines.append("")
    return lines


def separated(blocks: list[list[str]], *, always: bool = False) -> list[str]:
    """Return blocks of lines, a blank line between two of which one has several lines."""
    lines: list[str] = []
    for place, block in enumerate(blocks):
        if place and (always or len(block) > 1 or len(blocks[place - 1]) > 1):
            lines.append("")
        lines += block
    return lines
