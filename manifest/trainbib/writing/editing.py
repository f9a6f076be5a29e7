"""Edits to a document that leave every other character as it was.

Works on YAML and, JSON being flow YAML, on JSON. What comes out is read again and compared with the
data that was meant; an edit that the layout does not allow is refused, not guessed.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import yaml

from trainbib.document import Document, parse_document
from trainbib.pointers import pointer as make_pointer
from trainbib.pointers import split
from trainbib.writing.yaml_text import scalar, to_yaml

_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


_REFUSED = (
    "its layout cannot be edited in place; write the section `files` in block style, without "
    "anchors, and try again"
)
_PAIR = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")
"""A character that JSON escapes as two, which YAML does not read; as long as what replaces it."""


class EditError(ValueError):
    """The document cannot be edited in place."""


@dataclass(slots=True)
class _Node:
    """Where a node stands.

    Attributes:
        start: Offset of its first character.
        end: Offset after its last character; after its last descendant's for a block collection.
        column: Column of its first character.
        flow: Whether it is a flow collection.
        kind: ``scalar``, ``map`` or ``list``.
        children: How many there are.
        style: The quotes of a scalar.
    """

    start: int
    end: int
    column: int
    line: int
    flow: bool
    kind: str
    children: int = 0
    style: str = ""
    first_child: int = -1


class Editor:
    """Collects edits to one document and applies them at once.

    Args:
        document: A parsed document.

    Raises:
        EditError: If the document has no data.
    """

    def __init__(self, document: Document) -> None:
        if not document.parsed or not isinstance(document.data, dict):
            raise EditError(f"{document.path}: not a manifest that can be edited")
        self._document = document
        self._text = document.text
        if document.format == "yaml" and not self._text.endswith("\n"):
            self._text += "\r\n" if "\r\n" in self._text else "\n"
        self._expected: Any = _unshared(document.data)
        try:
            self._nodes = _nodes(_PAIR.sub("\\\\u0020" * 2, self._text))
        except yaml.YAMLError as error:
            raise EditError(f"{document.path}: {_REFUSED}") from error
        self._edits: list[tuple[int, int, str]] = []
        self._inserted: dict[str, int] = {}

    @property
    def changed(self) -> bool:
        """Whether there is anything to apply."""
        return bool(self._edits)

    def replace(self, pointer: str, value: object) -> None:
        """Replace a scalar.

        Raises:
            EditError: If there is no scalar at the pointer.
        """
        node = self._node(pointer)
        if node.kind != "scalar":
            raise EditError(f"{pointer}: not a single value")
        if self._document.format == "yaml" and self._text[node.start] in "&!*":
            raise EditError(f"{pointer}: has an anchor, an alias or a tag; write the value alone")
        if self._document.format == "json" or node.style == '"':
            text = json.dumps(value, ensure_ascii=False)
        else:
            text = scalar(value, flow=True)
        self._edits.append((node.start, node.end, text))
        *parents, last = split(pointer)
        container = self._value(parents)
        container[int(last) if isinstance(container, list) else last] = value

    def insert(self, pointer: str, key: str, value: object) -> None:
        """Add a member at the end of a mapping.

        Raises:
            EditError: If there is no mapping at the pointer, or it has the key.
        """
        node = self._node(pointer)
        container = self._value(split(pointer))
        if not isinstance(container, dict) or key in container:
            raise EditError(f"{pointer}: cannot take a new member `{key}`")
        if node.flow:
            plain = self._document.format == "yaml"
            name = scalar(key, flow=True) if plain else json.dumps(key, ensure_ascii=False)
            self._insert_flow(node, pointer, f"{name}: ", value)
        else:
            self._insert_block(node, to_yaml({key: value}, indent=node.column))
        container[key] = value

    def append(self, pointer: str, value: object) -> None:
        """Add an item at the end of a list.

        Raises:
            EditError: If there is no list at the pointer.
        """
        node = self._node(pointer)
        container = self._value(split(pointer))
        if not isinstance(container, list):
            raise EditError(f"{pointer}: not a list")
        if node.flow:
            self._insert_flow(node, pointer, "", value)
        else:
            self._insert_block(node, to_yaml([value], indent=node.column))
        container.append(value)

    def result(self) -> str:
        """Return the new text.

        Raises:
            EditError: If the text does not read as the data that was meant.
        """
        if not self._edits:
            return self._document.text
        text = self._text
        windows = "\r\n" in text
        ordered = sorted(enumerate(self._edits), key=lambda e: (e[1][0], e[0]), reverse=True)
        for _, (start, end, replacement) in ordered:
            lines = replacement.replace("\n", "\r\n") if windows else replacement
            text = text[:start] + lines + text[end:]
        again = parse_document(
            text.encode("utf-8", "surrogatepass"),
            path=self._document.path,
            format_=self._document.format,
        )
        if not again.parsed or again.data != self._expected:
            raise EditError(f"{self._document.path}: {_REFUSED}")
        return text

    def _node(self, pointer: str) -> _Node:
        if pointer not in self._nodes:
            raise EditError(f"{pointer}: there is nothing there")
        return self._nodes[pointer]

    def _value(self, tokens: list[str]) -> Any:
        value: Any = self._expected
        for token in tokens:
            value = value[int(token) if isinstance(value, list) else token]
        return value

    def _insert_flow(self, node: _Node, pointer: str, start: str, value: object) -> None:
        text = self._text
        first = node.children == 0 and pointer not in self._inserted
        self._inserted[pointer] = self._inserted.get(pointer, 0) + 1
        before = text.rfind("\n", 0, max(node.first_child, 0))
        if node.first_child > node.start and before > node.start:  # one member a line
            margin = text[before + 1 : node.first_child]
            margin = margin[: len(margin) - len(margin.lstrip())]
            outer = text.rfind("\n", 0, node.start) + 1
            outdent = len(text[outer:]) - len(text[outer:].lstrip(" \t"))
            step = max(len(margin) - outdent, 1)
            body = json.dumps(value, ensure_ascii=False, indent=step)
            separator, body = ",\n" + margin, body.replace("\n", "\n" + margin)
        else:
            body = json.dumps(value, ensure_ascii=False)
            if isinstance(value, str) and self._document.format == "yaml":
                body = scalar(value, flow=True)
            separator = "" if first else ", "
        at = node.end - 1
        while at > node.start + 1 and text[at - 1].isspace():
            at -= 1
        trailing_comma = text[at - 1] == ","
        self._edits.append((at, at, (" " if trailing_comma else separator) + start + body))

    def _insert_block(self, node: _Node, block: str) -> None:
        text = self._text
        at = node.end
        if at == 0 or text[at - 1] != "\n":
            at = text.find("\n", at) + 1
        self._edits.append((at, at, block))


def _unshared(data: object) -> object:
    """Copy data so that nothing stands in two places, as it does behind an alias."""
    if isinstance(data, dict):
        return {key: _unshared(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_unshared(item) for item in data]
    return data


_KINDS = {
    "MappingStartEvent": "map",
    "SequenceStartEvent": "list",
    "ScalarEvent": "scalar",
    "AliasEvent": "scalar",
}


def _nodes(text: str) -> dict[str, _Node]:
    """Find all nodes of a text, by JSON Pointer."""
    found: dict[str, _Node] = {}
    open_: list[tuple[_Node, tuple[str, ...], list[Any]]] = []  # node, path, [pending key]
    get: Callable[[], Any] = _Loader(text).get_event
    while True:
        event = get()
        name = type(event).__name__
        if name == "StreamEndEvent":
            return found
        if name in {"MappingEndEvent", "SequenceEndEvent"}:
            node, _, _ = open_.pop()
            if node.flow:
                node.end = event.end_mark.index
            if open_:
                open_[-1][0].end = max(open_[-1][0].end, node.end)
            continue
        kind = _KINDS.get(name)
        if kind is None:
            continue
        path: tuple[str, ...] = ()
        if open_:
            parent, parent_path, pending = open_[-1]
            if parent.first_child < 0:
                parent.first_child = event.start_mark.index
            if parent.kind == "map" and not pending:
                pending.append(getattr(event, "value", ""))
                parent.end = max(parent.end, event.end_mark.index)
                continue
            token = pending.pop() if parent.kind == "map" else str(parent.children)
            parent.children += 1
            path = (*parent_path, token)
        node = _Node(
            event.start_mark.index,
            event.end_mark.index,
            event.start_mark.column,
            event.start_mark.line,
            flow=bool(getattr(event, "flow_style", False)),
            kind=kind,
            style=getattr(event, "style", None) or "",
        )
        found.setdefault(make_pointer(*path), node)
        if open_ and node.kind == "scalar":
            open_[-1][0].end = max(open_[-1][0].end, node.end)
        if node.kind != "scalar":
            open_.append((node, path, []))
