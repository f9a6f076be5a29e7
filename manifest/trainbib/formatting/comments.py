"""Comments, and what each of them stands with."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from trainbib.formatting.yaml_scalars import anchor_of
from trainbib.writing.layout import Layout, Node

_MODELINE = re.compile(r"#\s*(?:yaml-language-server:|-\*-|vim?:|!)")
_COMMENT = re.compile(r"(?:^|(?<=\s))#[^\n]*", re.MULTILINE)
_MARKER = re.compile(r"^---(?=\s|$)", re.MULTILINE)
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment.

    Attributes:
        text: With its number sign, without blanks at its end.
        column: Where it begins, from 0.
        spaced: Whether a blank line follows it.
        apart: Whether a blank line stands right above its line.
    """

    text: str
    column: int
    spaced: bool = False
    apart: bool = False


@dataclass(slots=True)
class Notes:
    """The comments that belong to a node.

    Attributes:
        above: On lines of their own before its key, its dash or itself.
        at_key: On the line of its key or its anchor, or of the bracket that opens it.
        beside: On the line on which it ends, if no comment stands in it.
        foot: On lines of their own after its last child; with others in it, that beside its end.
    """

    above: list[Comment] = field(default_factory=list[Comment])
    at_key: list[str] = field(default_factory=list[str])
    beside: list[str] = field(default_factory=list[str])
    foot: list[Comment] = field(default_factory=list[Comment])


_NONE = Notes()


@dataclass(slots=True)
class Comments:
    """All comments of a document.

    Attributes:
        before: Those before the marker ``---``.
        header: Those at the start that speak of the whole file, behind the marker if there is one.
        marker: Whether the marker stands before the data.
        by_node: Those of each node, by its identity.
    """

    before: list[Comment] = field(default_factory=list[Comment])
    header: list[Comment] = field(default_factory=list[Comment])
    marker: bool = False
    by_node: dict[int, Notes] = field(default_factory=dict[int, Notes])

    def of(self, node: Node) -> Notes:
        """Return those of a node."""
        return self.by_node.get(id(node), _NONE)

    def within(self, node: Node) -> bool:
        """Tell whether a comment stands in a collection."""
        waiting = [node] if self.by_node else []
        while waiting:
            each = waiting.pop()
            if self.of(each).foot or (each is not node and id(each) in self.by_node):
                return True
            waiting.extend(each.children)
        return False


@dataclass(frozen=True, slots=True)
class _Token:
    """A stretch of text that is data.

    Attributes:
        kind: ``key``, ``dash``, ``anchor``, ``value``, ``open`` or ``close``.
        start: Offset of its first character.
        end: Offset after its last character.
        node: The node that it belongs to.
        parent: The collection that the node is in.
    """

    kind: str
    start: int
    end: int
    node: Node
    parent: Node | None


def attached(layout: Layout) -> Comments:
    """Return the comments of a YAML document, each with what it stands with.

    A comment after data on its line belongs to that data. One on its own line belongs to what
    follows, unless it is indented deeper than that: then it closes the collection that it is
    indented like.
    """
    if "#" not in layout.text:
        marker = _MARKER.search(layout.text[: layout.root.start])
        return Comments(marker=marker is not None)
    return _Attaching(layout).comments


def comment_texts(layout: Layout) -> Iterator[str]:
    """Yield the text of every comment, in the order of the document."""
    at = 0
    for token in _tokens(layout, layout.root, None):
        for match in _COMMENT.finditer(layout.text, at, token.start):
            yield match.group().rstrip()
        if token.kind == "value" and token.node.style in {"|", ">"}:
            header = layout.text[token.start : token.end].partition("\n")[0]
            if "#" in header:
                yield header[header.index("#") :].rstrip()
        at = token.end
    for match in _COMMENT.finditer(layout.text, at):
        yield match.group().rstrip()


def _tokens(layout: Layout, node: Node, parent: Node | None) -> Iterator[_Token]:
    if node.key is not None:
        yield _Token("key", node.key.start, node.key.end, node, parent)
    begin = layout.content(node)
    if node.marked:
        yield _Token("anchor", node.start, node.start + len(anchor_of(layout, node)), node, parent)
    if node.kind in {"scalar", "alias"}:
        yield _Token("value", begin, node.end, node, parent)
        return
    if node.flow:
        yield _Token("open", begin, begin + 1, node, parent)
    for index, child in enumerate(node.children):
        if node.kind == "list" and not node.flow:
            dash = layout.anchor(node, index)
            yield _Token("dash", dash, dash + 1, child, node)
        yield from _tokens(layout, child, node)
    if node.flow:
        yield _Token("close", node.end - 1, node.end, node, parent)


def header_length(comments: list[Comment]) -> int:
    """Return how many of the comments before the first key speak of the whole file."""
    length = 0
    for place, comment in enumerate(comments):
        modeline = place == length and _MODELINE.match(comment.text)
        if comment.spaced or modeline:
            length = max(length, place + 1)
    return length


class _Attaching:
    """One pass over the tokens of a document."""

    def __init__(self, layout: Layout) -> None:
        self.comments = Comments()
        self._layout = layout
        self._parents: dict[int, Node] = {}
        self._before: _Token | None = None
        self._at = 0
        for token in _tokens(layout, layout.root, None):
            if token.parent is not None:
                self._parents[id(token.node)] = token.parent
            self._gap(token, token.start)
            self._before, self._at = token, token.end
        self._gap(None, len(layout.text))

    def _notes(self, node: Node) -> Notes:
        return self.comments.by_node.setdefault(id(node), Notes())

    def _gap(self, after: _Token | None, end: int) -> None:
        """Attach the comments between two tokens."""
        text, at = self._layout.text, self._at
        if "#" not in text[at:end]:
            if self._before is None:
                self.comments.marker = _MARKER.search(text[:end]) is not None
            return
        own: list[Comment] = []
        matches = list(_COMMENT.finditer(text, at, end))
        for place, match in enumerate(matches):
            following = matches[place + 1].start() if place + 1 < len(matches) else end
            begin = match.start()
            line = self._layout.line_start(begin)
            comment = Comment(
                match.group().rstrip(),
                begin - line,
                spaced=_BLANK_LINE.search(text, match.end(), following) is not None,
                apart=self._follows_blank_line(begin),
            )
            after_all = after is None and line >= at  # behind the marker ``...``
            if self._before is None or own or after_all or self._layout.begins_line(begin):
                own.append(comment)
            else:
                self._beside(self._before, comment)
        if self._before is None:
            own = self._header(own, matches, end)
        if own:
            self._on_own_lines(after, own)

    def _follows_blank_line(self, begin: int) -> bool:
        line = self._layout.line_start(begin)
        above = self._layout.text[self._layout.line_start(line - 1) : line]
        return line > 0 and not above.strip(" \t\r\n")  # other blanks are text

    def _beside(self, token: _Token, comment: Comment) -> None:
        notes = self._notes(token.node)
        if token.kind == "dash":
            notes.above.append(comment)
        elif token.kind in {"key", "anchor", "open"}:
            notes.at_key.append(comment.text)
        elif token.kind == "close" and token.node.children and self.comments.within(token.node):
            notes.foot.append(comment)  # so that it stays behind those
        else:
            notes.beside.append(comment.text)

    def _header(self, own: list[Comment], matches: list[re.Match[str]], end: int) -> list[Comment]:
        """Take the comments of the whole file from those before the first key; return the rest."""
        starts = {match.start() for match in matches}
        found = _MARKER.finditer(self._layout.text, 0, end)
        marker = next((m.start() for m in found if m.start() not in starts), -1)
        self.comments.marker = marker >= 0
        before = sum(match.start() < marker for match in matches)
        self.comments.before, own = own[:before], own[before:]
        length = header_length(own)
        self.comments.header = own[:length]
        return own[length:]

    def _on_own_lines(self, after: _Token | None, own: list[Comment]) -> None:
        if after is None:
            closed, column = self._closed(None), -1
        elif after.kind == "close":
            self._notes(after.node).foot.extend(own)
            return
        elif after.kind in {"key", "dash"}:
            closed, column = self._closed(after.parent), self._column(after.start)
        else:
            closed, column = [], 0
        while own and own[0].column > column:
            closed = [each for each in closed if each[0] <= own[0].column]  # never in again
            if not closed:
                break
            self._notes(closed[0][1]).foot.append(own.pop(0))
        if after is None:
            self._notes(self._layout.root).foot.extend(own)
        elif own:
            notes = self._notes(after.node)
            if after.kind not in {"key", "dash"}:  # those at the key stand before these
                notes.above += [Comment(text, 0) for text in notes.at_key]
                notes.at_key.clear()
            notes.above += own

    def _closed(self, around: Node | None) -> list[tuple[int, Node]]:
        """Return the block collections that end here, the innermost first, with their columns."""
        before = self._before
        if before is None or before.kind in {
            "key",
            "dash",
            "anchor",
            "open",
        }:  # the first child comes
            return []
        closed: list[tuple[int, Node]] = []
        container = before.parent
        while container is not None and container is not around:
            if not container.flow:
                begin = self._layout.anchor(container, 0)
                closed.append((self._column(begin), container))
            container = self._parents.get(id(container))
        return closed

    def _column(self, offset: int) -> int:
        return offset - self._layout.line_start(offset)
