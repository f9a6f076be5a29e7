"""Where keys and values stand in a TOML text (https://toml.io/en/v1.0.0), for messages about them.

``tomllib`` says what a text means and nothing of where. This reads a text that ``tomllib`` has
read already, so it need not tell right from wrong; it is only called once there is a fault.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from trainbib.diagnostics import Span

TomlPath = tuple[str | int, ...]
"""Keys, and numbers of elements from 0, from the top of the text."""

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}(?!")'
    r"|'''.*?'{3,5}(?!')"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)
_SCALAR = re.compile(r"[^,\]}#\r\n]*[^,\]}#\r\n \t]")


@dataclass(frozen=True, slots=True)
class TomlPlace:
    """Where something stands, as offsets of characters.

    Attributes:
        key: Its key; of an element, the element; of a table, its last key in the header.
        value: Its value; of a table with a header, the header.
    """

    key: tuple[int, int]
    value: tuple[int, int]


def toml_places(text: str) -> Mapping[TomlPath, TomlPlace]:
    """Return where each key and each element stands; empty if the text cannot be followed.

    Args:
        text: TOML that ``tomllib`` reads.
    """
    try:
        return _Reader(text).read()
    except (_LostError, RecursionError):
        return {}


def nearest_place(places: Mapping[TomlPath, TomlPlace], path: TomlPath) -> TomlPlace | None:
    """Return the place of a path, or of the nearest thing that it is in."""
    for length in range(len(path), 0, -1):
        if path[:length] in places:
            return places[path[:length]]
    return None


def span_of(text: str, start: int, end: int) -> Span:
    """Return lines and columns, from 1, of some characters."""

    def place(offset: int) -> tuple[int, int]:
        return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)

    return Span(*place(start), *place(end))


class _LostError(Exception):
    """The text is not as it was expected."""


class _Reader:
    """Goes through a text once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._places: dict[TomlPath, TomlPlace] = {}
        self._elements: dict[TomlPath, int] = {}

    def read(self) -> Mapping[TomlPath, TomlPlace]:
        """Return the places of all keys and elements."""
        table: TomlPath = ()
        self._skip(_BLANK)
        while self._at < len(self._text):
            if self._text[self._at] == "[":
                table = self._header()
            else:
                self._member(table)
            self._skip(_BLANK)
        return self._places

    def _header(self) -> TomlPath:
        start = self._at
        brackets = 2 if self._text.startswith("[[", start) else 1
        self._at += brackets
        path: TomlPath = ()
        key = start, start
        for name, key in self._keys():
            if path in self._elements:  # what follows is in the last of the tables so far
                path = (*path, self._elements[path])
            path = (*path, name)
            self._places.setdefault(path, TomlPlace(key, key))
        self._take("]" * brackets)
        place = TomlPlace(key, (start, self._at))
        if brackets == 1:
            self._places[path] = place
            return path
        number = self._elements[path] = self._elements.get(path, -1) + 1
        self._places[*path, number] = place
        return (*path, number)

    def _member(self, table: TomlPath) -> None:
        """Read a key and its value."""
        path = table
        named: list[tuple[TomlPath, tuple[int, int]]] = []
        for name, key in self._keys():
            path = (*path, name)
            named.append((path, key))
        self._take("=")
        self._skip(_SPACE)
        value = self._value(path)
        for parent, key in named:
            self._places.setdefault(parent, TomlPlace(key, value))

    def _keys(self) -> Iterator[tuple[str, tuple[int, int]]]:
        """Yield the parts of a key with dots, each with where it stands."""
        while True:
            self._skip(_SPACE)
            start = self._at
            bare = _BARE.match(self._text, start)
            if bare is not None:
                self._at = bare.end()
                yield bare.group(), bare.span()
            else:
                self._skip(_STRING)
                yield _plain(self._text[start : self._at]), (start, self._at)
            self._skip(_SPACE)
            if not self._text.startswith(".", self._at):
                return
            self._at += 1

    def _value(self, path: TomlPath) -> tuple[int, int]:
        start = self._at
        match self._text[start : start + 1]:
            case "[":
                self._array(path)
            case "{":
                self._inline_table(path)
            case '"' | "'":
                self._skip(_STRING)
            case _:
                self._skip(_SCALAR)
        if self._at == start:
            raise _LostError
        return start, self._at

    def _array(self, path: TomlPath) -> None:
        self._at += 1
        number = 0
        while not self._ends("]"):
            value = self._value((*path, number))
            self._places[*path, number] = TomlPlace(value, value)
            number += 1

    def _inline_table(self, path: TomlPath) -> None:
        self._at += 1
        while not self._ends("}"):
            self._member(path)

    def _ends(self, bracket: str) -> bool:
        """Pass over blanks and a comma, and then over the bracket if it is there."""
        self._skip(_BLANK)
        if self._text.startswith(",", self._at):
            self._at += 1
            self._skip(_BLANK)
        if self._at >= len(self._text):
            raise _LostError
        ended = self._text.startswith(bracket, self._at)
        self._at += ended
        return ended

    def _take(self, sign: str) -> None:
        if not self._text.startswith(sign, self._at):
            raise _LostError
        self._at += len(sign)

    def _skip(self, pattern: re.Pattern[str]) -> None:
        found = pattern.match(self._text, self._at)
        if found is None:
            raise _LostError
        self._at = found.end()


def _plain(quoted: str) -> str:
    """Return what a key in quotation marks stands for."""
    import tomllib

    try:
        (name,) = tomllib.loads(f"{quoted} = 0")
    except (tomllib.TOMLDecodeError, ValueError) as error:
        raise _LostError from error
    return name
