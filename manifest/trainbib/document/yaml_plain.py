"""The plain part of YAML, read line by line: what programs write when they write much of it.

Events cost more than all the rest of reading. In the part that is read here every scalar stands on
its line, or is a block scalar, so that a line says by itself what it is, and most lines are the
same as some line before. Whatever is not surely of that part is left to libyaml, which has the last
word anyway: it parses the text too, without making objects of it, and where it finds an error or
another number of nodes, nothing that was read here counts.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

import yaml

from trainbib.document.model import MAX_DEPTH
from trainbib.document.yaml_blocks import BlockScalar, NotPlainError
from trainbib.document.yaml_places import ENTRY_LEVEL, Entries
from trainbib.document.yaml_plain_lines import (
    APOSTROPHES,
    BLOCK,
    DOUBTFUL,
    FLOW,
    QUOTED,
    SKIP,
    START,
    SURE,
    Line,
    LineReader,
    is_doubtful,
    scalar_text,
)
from trainbib.document.yaml_scalars import Scalars

_FOREIGN = "\t\r\x85\u2028\u2029\ufeff"
"""Blanks and line ends that make YAML a different matter."""
_FLOW_PLAIN = rf"{START}[^,\[\]{{}}:#]*(?::[^ ,\[\]{{}}:#][^,\[\]{{}}:#]*)*"
_comment = re.compile(" +#").match
_flow_token = re.compile(rf" *(?:([\[\]{{}},])|({QUOTED}|{APOSTROPHES}|{_FLOW_PLAIN})(: )?)").match
_PAIR = r"[A-Za-z0-9_]+: [A-Za-z0-9_(/.+](?:[^,\[\]{}:# ]| (?=[^,\[\]{}:# ]))*"
_is_plain_mapping = re.compile(rf"\{{{_PAIR}(?:, {_PAIR})*\}}").fullmatch
_DEEP = MAX_DEPTH // 2
_KNOWN = 4096
"""How many lines, and how many flow collections, are remembered."""
_PIECE = 1 << 20
"""About how many characters are taken apart at one go."""


@dataclass(slots=True)
class _Mark:
    index: int
    line: int
    column: int


class PlainReader(Scalars):
    """Reads a text of the plain part.

    Attributes:
        entries: Where sections and entries begin.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.entries = Entries()
        self.entries.line_by_line = True
        self._text = text
        self._nodes = 0  # keys and scalars count once, collections twice: begin and end
        self._flat: dict[str, tuple[Any, int]] = {}
        """Flow collections of scalars by their text, to be copied, each with its nodes."""

    def read(self) -> object:
        """Return the data.

        Raises:
            NotPlainError: If the text is not of the plain part, or not YAML at all.
        """
        if self._text[-1:] != "\n" or any(sign in self._text for sign in _FOREIGN):
            raise NotPlainError
        data = self._collections()
        loader: Any = yaml.CSafeLoader(self._text)
        try:
            events: int = loader.raw_parse()
        except yaml.YAMLError as error:
            raise NotPlainError from error
        if events != self._nodes + 4:  # begin and end of stream and document
            raise NotPlainError
        return self.whole(data)

    def _collections(self) -> object:  # noqa: C901, PLR0912, PLR0915 - the hot loop, one piece
        read_line = LineReader().read
        known: dict[str, Line] = {}
        frames, flat, marks = self.frames, self._flat, self.entries.marks
        root: list[object] = []
        container: Any = root
        key: Any = 0
        value: Any
        in_map = False
        indent = -1
        indents = [indent]  # of the containers in `frames`
        pending = True  # the value of the key is on the lines to come, if anywhere
        block: BlockScalar | None = None
        number = end = nodes = 0
        for number, line in enumerate(_lines(self._text)):
            start, end = end, end + len(line) + 1
            if block is not None:
                if block.takes(line):
                    continue
                value, block = block.text(), None
                if in_map:
                    container[key] = value
                else:
                    container.append(value)
            said = known.get(line)
            if said is None:
                if len(known) >= _KNOWN:
                    known.clear()
                said = known[line] = read_line(line)
            column, dash, name, kind, written = said
            if kind == SKIP:
                continue
            if pending:
                pending = False
                if column > indent or (dash and in_map and column == indent):
                    if len(frames) > _DEEP:
                        raise NotPlainError
                    value = [] if dash else {}
                    if in_map:
                        container[key] = value
                    else:
                        container.append(value)
                    frames.append((container, key))
                    indents.append(indent)
                    container, in_map, indent = value, not dash, column
                    nodes += 2
                else:  # nothing: null
                    nodes += 1
            if column != indent or not in_map or dash:
                # An item may stand right below the key of its list: a key there ends the list.
                while column < indent or (column == indent and not (in_map or dash)):
                    container, key = frames.pop()
                    indent = indents.pop()
                    in_map = container.__class__ is dict
                if column != indent or (in_map and dash):
                    raise NotPlainError
                if dash:
                    key = len(container)
                    if name is not None:  # the item is a mapping, which begins on the same line
                        value = {}
                        container.append(value)
                        frames.append((container, key))
                        indents.append(indent)
                        container, in_map, indent = value, True, column + dash
                        nodes += 2
            if name is not None:
                key = name
                if key in container:
                    raise NotPlainError
                nodes += 1
                if len(frames) <= ENTRY_LEVEL:
                    section = str(frames[1][1]) if len(frames) > 1 else None
                    marks[section, name] = _Mark(start + indent, number, indent)
            if kind == SURE:
                value = written
                nodes += 1
            elif kind == DOUBTFUL:
                value = self.plain(written, container, key)
                nodes += 1
            elif kind == FLOW:
                if len(frames) == 1:
                    self.entries.in_flow.add(key)
                again = flat.get(written)
                if again is None:
                    value = self._flow(written, container, key)
                else:
                    value = again[0].copy()
                    nodes += again[1]
            else:
                if kind == BLOCK:
                    block = BlockScalar(written, indent)
                    nodes += 1
                else:
                    pending = True
                if in_map:
                    container[key] = None  # its place among the keys
                continue
            if in_map:
                container[key] = value
            else:
                container.append(value)
        if block is not None:
            if in_map:
                container[key] = block.text()
            else:
                container.append(block.text())
        if not root or root[0].__class__ is not dict:
            raise NotPlainError
        self._nodes += nodes + pending
        return root[0]

    def _flow(self, text: str, container: Any, key: Any) -> object:
        """Read a flow collection; if it is flat and beyond doubt, keep a copy for the next one."""
        nodes, doubts = self._nodes, len(self.ambiguities) + self.foreign
        value: Any
        if _is_plain_mapping(text):
            value = self._plain_mapping(text, container, key)
        else:
            value, end = self._flow_collection(text, 0, container, key)
            if end != len(text) and not _comment(text, end):
                raise NotPlainError
        items: Iterable[Any] = value.values() if isinstance(value, dict) else value
        if doubts == len(self.ambiguities) + self.foreign and not any(
            isinstance(item, dict | list) for item in items
        ):
            if len(self._flat) >= _KNOWN:
                self._flat.clear()
            self._flat[text] = value.copy(), self._nodes - nodes
        return value

    def _plain_mapping(self, text: str, container: Any, key: Any) -> dict[str, object]:
        """Read a flow mapping of plain scalars: numbers make many of them unlike all others."""
        value: dict[str, object] = {}
        self.frames.append((container, key))
        for pair in text[1:-1].split(", "):
            name, word = pair.split(": ")
            if name in value or is_doubtful(name):
                raise NotPlainError
            value[name] = self.plain(word, value, name) if is_doubtful(word) else word
        self.frames.pop()
        self._nodes += 2 + 2 * len(value)
        return value

    def _flow_collection(self, text: str, at: int, container: Any, key: Any) -> tuple[Any, int]:
        """Read a flow collection that begins at an offset; return it and where it ends."""
        value: Any
        value, closing = ({}, "}") if text[at] == "{" else ([], "]")
        self.frames.append((container, key))
        self._nodes += 2
        sign, word, colon, at = _token(text, at + 1)
        while sign != closing or value:
            if len(self.frames) > _DEEP:
                raise NotPlainError
            name: Any = len(value)
            if closing == "}":
                name = scalar_text(word)
                if not colon or name in value or is_doubtful(name):
                    raise NotPlainError
                self._nodes += 1
                sign, word, colon, at = _token(text, at)
            if sign in {"[", "{"}:
                item, at = self._flow_collection(text, at - 1, value, name)
            elif word and not colon:
                self._nodes += 1
                item = scalar_text(word)
                if word[0] not in "\"'" and is_doubtful(item):
                    item = self.plain(item, value, name)
            else:
                raise NotPlainError
            if closing == "}":
                value[name] = item
            else:
                value.append(item)
            sign, word, colon, at = _token(text, at)
            if sign == closing:
                break
            if sign != ",":
                raise NotPlainError
            sign, word, colon, at = _token(text, at)
        self.frames.pop()
        return value, at


def _lines(text: str) -> Iterator[str]:
    """Yield the lines of a text that ends in a line feed, without theirs; not all at once."""

    def pieces() -> Iterator[list[str]]:
        start = 0
        while start < len(text):
            end = text.find("\n", start + _PIECE)
            end = end if end >= 0 else len(text) - 1
            yield text[start:end].split("\n")
            start = end + 1

    return chain.from_iterable(pieces())


def _token(text: str, at: int) -> tuple[str, str, str, int]:
    """Return the next sign, or else scalar and colon, of a flow collection, and where it ends."""
    found = _flow_token(text, at)
    if found is None:
        raise NotPlainError
    sign, word, colon = found.groups("")
    return sign, word, colon, found.end()
