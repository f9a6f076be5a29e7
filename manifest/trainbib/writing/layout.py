"""The layout of a document: which characters each key and each value stand on.

YAML is read from libyaml's events, JSON from the scanner of the standard library. Only what lies on
the way to the wanted places becomes a node; the rest is passed over.
"""

import json
import json.decoder
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

import yaml

from trainbib.collection import collection_paused
from trainbib.document import Document
from trainbib.document.model import with_line_feeds, with_yaml_line_feeds
from trainbib.pointers import join, split
from trainbib.writing.encoding import is_whole

_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# Both are parts of the standard library's C scanner that its type stubs leave out.
_scan_value: Callable[[str, int], tuple[object, int]] = vars(
    json.JSONDecoder(parse_int=bool)  # Python refuses integers of thousands of digits
)["scan_once"]
_scan_string: Callable[[str, int, bool], tuple[str, int]] = vars(json.decoder)["scanstring"]
_SPACE = re.compile(r"[ \t\r\n]*")
_SPACE_AND_COMMENTS = re.compile(r"(?:[ \t\r\n]+(?:#[^\n]*)?|^#[^\n]*)*", re.MULTILINE)
_PROPERTY = re.compile(r"!<[^>]*>|[&!][^\s,\[\]{}]*")


class EditError(ValueError):
    """The document cannot be edited in place."""


Kind = Literal["map", "list", "scalar", "alias"]


@dataclass(slots=True, eq=False)
class Node:
    """Where a value stands, and its key if it has one.

    Attributes:
        kind: What it is.
        start: Offset of its first character; of an anchor or a tag, if it has one.
        end: Offset after its last character; for a block collection, after its last descendant's.
        column: Column of its first character, from 0; in JSON it does not matter.
        flow: Whether it is a collection between braces or brackets.
        in_flow: Whether it stands in one.
        style: How a scalar is written: ``"``, ``'``, ``|``, ``>``, or nothing for a plain one.
        text: What a scalar says.
        marked: Whether it has an anchor or a tag.
        key: The key, for the member of a mapping.
        children: Members or items, in order, as far as they were wanted.
    """

    kind: Kind
    start: int
    end: int
    column: int
    flow: bool = False
    in_flow: bool = False
    style: str = ""
    text: str = ""
    marked: bool = False
    key: "Node | None" = None
    children: "list[Node]" = field(default_factory=list["Node"])

    @property
    def begin(self) -> int:
        """Offset of the first character of key and value."""
        return self.start if self.key is None else self.key.start


_Tree = dict[str, Any]


class Layout:
    """The nodes of a document.

    Attributes:
        text: The text of the document, with a line feed for each other sign that ends a line.
        is_json: Whether it is JSON.
        line_ends: What ends the lines of the document.

    Args:
        document: A parsed document.
        wanted: JSON Pointers of the collections and values that will be asked for, with the
            siblings of each; all there are if left out.

    Raises:
        EditError: If the document has no data, or more than its data can be told from its text.
    """

    def __init__(self, document: Document, wanted: Iterable[str] | None = None) -> None:
        if not document.parsed or not isinstance(document.data, dict):
            raise EditError(f"{document.path}: not a manifest that can be edited")
        if not is_whole(document):
            raise EditError(f"{document.path}: not UTF-8, so that writing it would lose bytes")
        self.is_json = document.format == "json"
        written = with_line_feeds if self.is_json else with_yaml_line_feeds
        self.text = written(document.text)
        if "\r" in document.text and "\n" not in document.text:
            self.line_ends = "\r"
        else:
            self.line_ends = "\r\n" if "\r\n" in document.text else "\n"
        tree: _Tree | None = None
        if wanted is not None:
            tree = {}
            for pointer in wanted:
                node = tree
                for token in split(pointer):
                    node = node.setdefault(token, {})
        try:
            with collection_paused():
                make = _json_tree if self.is_json else _yaml_tree
                self.root = make(document.text, tree)
        except yaml.YAMLError as error:
            raise EditError(f"{document.path}: its layout cannot be read again") from error
        self._members: dict[int, dict[str, Node]] = {}
        self._indexes: dict[int, dict[int, int]] = {}

    def node(self, pointer: str) -> Node:
        """Return the node at a JSON Pointer.

        Raises:
            EditError: If there is none in the text, or a key on the way to it stands twice.
        """
        node, where = self.root, ""
        for token in split(pointer):
            where = join(where, token)
            found = self._child(node, token, where)
            if found is None:
                alias = " of its own: it comes by an alias" if node.kind == "alias" else ""
                raise EditError(f"{where}: there is nothing there{alias}")
            node = found
        return node

    def index(self, parent: Node, child: Node) -> int:
        """Return which of the children of a collection one is."""
        indexes = self._indexes.get(id(parent))
        if indexes is None:  # looked up once, as the members are
            indexes = {id(each): index for index, each in enumerate(parent.children)}
            self._indexes[id(parent)] = indexes
        return indexes[id(child)]

    def _child(self, node: Node, token: str, where: str) -> Node | None:
        if node.kind == "list":
            index = int(token) if token.isdecimal() else len(node.children)
            return node.children[index] if index < len(node.children) else None
        members = self._members.get(id(node))
        if members is None:  # looked up once: a section may have very many
            members = {each.key.text: each for each in node.children if each.key}
            self._members[id(node)] = members
        if len(members) < len(node.children):
            raise EditError(f"{where}: a key beside it is given twice; keep one of them first")
        return members.get(token)

    def skip(self, offset: int) -> int:
        """Return the offset of the next character that is neither blank nor comment."""
        match = (_SPACE if self.is_json else _SPACE_AND_COMMENTS).match(self.text, offset)
        return match.end() if match else offset

    def anchor(self, parent: Node, index: int) -> int:
        """Return where a member or an item begins: at its key, at its dash, or at its value.

        A key behind a question mark begins at that, unless a comment stands between them.
        """
        child = parent.children[index]
        if parent.flow:
            return child.begin
        if parent.kind == "map":
            before = self.before_blanks(child.begin) - 1
            return before if before >= 0 and self.text[before] == "?" else child.begin
        if index == 0:
            begin = self.content(parent)
            return begin if self.text[begin] == "-" else self.skip(begin)
        return self.skip(parent.children[index - 1].end)

    def content(self, node: Node) -> int:
        """Return where a value begins, behind its anchor and its tag if it has them."""
        offset = node.start
        while node.marked and (found := _PROPERTY.match(self.text, offset, node.end)):
            offset = min(self.skip(found.end()), node.end)
        return offset

    def line_start(self, offset: int) -> int:
        """Return where the line of a character begins."""
        return self.text.rfind("\n", 0, offset) + 1

    def line_end(self, offset: int) -> int:
        """Return where the line after that of a character begins."""
        found = self.text.find("\n", offset)
        return len(self.text) if found < 0 else found + 1

    def begins_line(self, offset: int) -> bool:
        """Tell whether only blanks stand before a character on its line."""
        before = self.before_blanks(offset)
        return before == 0 or self.text[before - 1] == "\n"

    def before_blanks(self, offset: int) -> int:
        """Return where the blanks right before a character begin."""
        while offset and self.text[offset - 1] in " \t":
            offset -= 1
        return offset

    def ends_line(self, offset: int) -> bool:
        """Tell whether nothing but a comment follows on the line."""
        following = self.text[offset : offset + 1]
        while following and following in " \t":
            offset += 1
            following = self.text[offset : offset + 1]
        return following in {"", "\r", "\n", "#"}


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and all that is in it, in the order of the text."""
    waiting = [node]
    while waiting:
        found = waiting.pop()
        yield found
        waiting.extend(reversed(found.children))


def _skip(text: str, index: int) -> int:
    match = _SPACE.match(text, index)
    return match.end() if match else index


def _json_tree(text: str, tree: _Tree | None) -> Node:
    def string(start: int) -> tuple[Node, int]:
        value, end = _scan_string(text, start + 1, True)  # noqa: FBT003 - the C signature
        return Node("scalar", start, end, 0, style='"', text=value), end

    def value(start: int, tree: _Tree | None) -> Node:
        opening = text[start]
        if opening == '"':
            return string(start)[0]
        if opening not in "{[":
            end = _scan_value(text, start)[1]
            return Node("scalar", start, end, 0, text=text[start:end])
        is_map = opening == "{"
        node = Node("map" if is_map else "list", start, start, 0, flow=True)
        if tree is not None and not tree:  # nothing in it is wanted
            node.end = _scan_value(text, start)[1]
            return node
        index = _skip(text, start + 1)
        while text[index] not in "}]":
            key: Node | None = None
            token = str(len(node.children))
            if is_map:
                key, index = string(index)
                token = key.text
                index = _skip(text, _skip(text, index) + 1)
            child = value(index, None if tree is None else tree.get(token, {}))
            child.key, child.in_flow = key, True
            node.children.append(child)
            index = _skip(text, child.end)
            if text[index] == ",":
                index = _skip(text, index + 1)
        node.end = index + 1
        return node

    return value(_skip(text, 0), tree)


class _Frame:
    """A collection that is open.

    Attributes:
        owner: Its node, or that of the collection around it which has one.
        built: Whether its children become nodes.
        pending: The key that waits for its value; True where it is no node.
    """

    __slots__ = ("built", "flow", "index", "is_map", "owner", "pending", "tree")

    def __init__(
        self, owner: Node, tree: _Tree | None, *, built: bool, is_map: bool, flow: bool
    ) -> None:
        self.owner = owner
        self.tree = tree
        self.built = built
        self.is_map = is_map
        self.flow = flow
        self.pending: Node | bool = False
        self.index = 0


_SCALARS = (yaml.ScalarEvent, yaml.AliasEvent)
_COLLECTIONS: dict[type, Kind] = {yaml.MappingStartEvent: "map", yaml.SequenceStartEvent: "list"}
_STYLES = frozenset({'"', "'", "|", ">"})
_NODES = (*_SCALARS, yaml.MappingStartEvent, yaml.SequenceStartEvent)


def _yaml_tree(text: str, tree: _Tree | None) -> Node:
    get: Callable[[], Any] = _Loader(text).get_event
    root: Node | None = None
    frames: list[_Frame] = []
    while True:
        event = get()
        if isinstance(event, yaml.CollectionEndEvent):
            frame = frames.pop()
            if frame.flow:
                frame.owner.end = max(frame.owner.end, _end(event))
            if frames:
                frames[-1].owner.end = max(frames[-1].owner.end, frame.owner.end)
        elif isinstance(event, _NODES):
            node = _place(event, frames)
            root = root or node
            if not isinstance(event, _SCALARS):
                frames.append(_opened(event, node, frames, tree))
        elif isinstance(event, yaml.StreamEndEvent):
            break
    assert root is not None  # noqa: S101 - a document with data has a node
    return root


def _place(event: Any, frames: list[_Frame]) -> Node | None:
    """Make the node of an event, if it is wanted, and put it where it belongs."""
    frame = frames[-1] if frames else None
    if frame is not None:
        frame.owner.end = max(frame.owner.end, _end(event))
        if not frame.built:
            if frame.is_map:
                frame.pending = not frame.pending
            return None
    node = _node(event, in_flow=bool(frame and frame.flow))
    if frame is None:
        return node
    if frame.is_map and frame.pending is False:
        frame.pending = node
        return None
    if isinstance(frame.pending, Node):
        node.key, frame.pending = frame.pending, False
    frame.owner.children.append(node)
    frame.index += 1
    return node


def _end(event: Any) -> int:
    """Return where an event ends; a collection that begins ends where it began, so far."""
    mark: Any = event.start_mark if type(event) in _COLLECTIONS else event.end_mark
    index: int = mark.index
    return index


def _node(event: Any, *, in_flow: bool) -> Node:
    mark = event.start_mark
    if isinstance(event, yaml.AliasEvent):
        return Node("alias", mark.index, _end(event), mark.column, in_flow=in_flow)
    marked = event.anchor is not None or event.tag is not None
    kind = _COLLECTIONS.get(type(event))
    if kind is not None:
        flow = bool(event.flow_style)
        return Node(kind, mark.index, mark.index, mark.column, flow, in_flow, marked=marked)
    style = event.style if event.style in _STYLES else ""
    start, end = mark.index, _end(event)
    node = Node("scalar", start, end, mark.column, in_flow=in_flow, marked=marked)
    node.style, node.text = style, event.value
    return node


def _opened(event: Any, node: Node | None, frames: list[_Frame], tree: _Tree | None) -> _Frame:
    is_map = isinstance(event, yaml.MappingStartEvent)
    flow = bool(event.flow_style)
    if node is None:  # in a collection of which nothing is wanted
        return _Frame(frames[-1].owner, None, built=False, is_map=is_map, flow=flow)
    below = tree
    if frames and tree is not None:
        around = frames[-1]
        token = node.key.text if node.key else str(around.index - 1)
        below = (around.tree or {}).get(token, {})
    return _Frame(node, below, built=tree is None or bool(below), is_map=is_map, flow=flow)
