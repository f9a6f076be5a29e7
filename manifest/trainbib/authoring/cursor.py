"""Where in a manifest a cursor stands, while the text around it does not parse yet.

In block YAML, indentation says it; between braces and in JSON, the brackets that are open do.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_FLOW_LINES = 200
"""How many lines up the brace that is still open is looked for."""
_DASHES = re.compile(r"(?:-[ ]+)*(?:-$)?")
_KEY = re.compile(
    r"""(?P<key>"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#"'{}\[\],&*!|>%@`-][^#]*?):(?=\s|$)"""
)
_QUOTES = "\"'"


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a cursor stands.

    Attributes:
        path: Tokens of the mapping or list that it stands in; items of lists have a number.
        key: The member whose value is being written; None where a key or an item is.
        in_list: Whether an item of a list is being written.
        block: Whether that item may become a mapping by a key that is being written.
        prefix: What has been typed of the word.
        start: Offset of its first character.
        present: Keys that the mapping has already.
    """

    path: tuple[str, ...]
    key: str | None
    in_list: bool
    prefix: str
    start: int
    present: frozenset[str] = frozenset()
    block: bool = False

    @property
    def value_path(self) -> tuple[str, ...]:
        """Tokens of the value that is being written."""
        if self.key is not None:
            return (*self.path, self.key)
        return (*self.path, "0") if self.in_list else self.path


def cursor_at(text: str, offset: int, *, json: bool = False) -> Cursor:
    """Return where a cursor stands.

    Args:
        text: The document, as far as it is written.
        offset: Characters before the cursor.
        json: Whether it is JSON.
    """
    if json:
        return _in_flow(text, 0, offset, ())
    begin = text.rfind("\n", 0, offset) + 1
    opening = _opening_line(text, begin, offset)
    if opening is not None:
        line = _Line.read(text, opening)
        path = _parents(text, line)
        if line.key is not None:
            path = (*path, line.key)
        return _in_flow(text, line.value, offset, path)
    line = _Line.read(text, begin)
    path = _parents(text, line, offset)
    if line.key is not None and offset >= line.value:
        typed = text[line.value : offset]
        word = typed.lstrip()
        return Cursor(path, line.key, in_list=False, prefix=word, start=offset - len(word))
    start = min(line.content, offset)
    present = frozenset(_siblings(text, line))
    item = bool(line.dashes) and line.key is None
    return Cursor(
        path[:-1] if item else path,
        None,
        in_list=item,
        prefix=text[start:offset],
        start=start,
        present=present,
        block=item,
    )


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of block YAML.

    Attributes:
        begin: Offset of its first character.
        dashes: Columns of its dashes.
        content: Offset of what follows them.
        column: Column of that.
        key: The key that it begins with, if any.
        value: Offset after the key and its colon.
        blank: Whether there is nothing but white space or a comment.
    """

    begin: int
    dashes: tuple[int, ...]
    content: int
    column: int
    key: str | None
    value: int
    blank: bool

    @classmethod
    def read(cls, text: str, begin: int) -> "_Line":
        end = text.find("\n", begin)
        line = text[begin : len(text) if end < 0 else end].rstrip("\r")
        indent = len(line) - len(line.lstrip(" "))
        marks = _DASHES.match(line, indent)
        width = len(marks.group()) if marks else 0
        dashes = tuple(
            indent + at for at, sign in enumerate(line[indent : indent + width]) if sign == "-"
        )
        column = indent + width
        rest = line[column:]
        found = _KEY.match(rest)
        key = None if found is None else _plain(found["key"])
        value = begin + column + (found.end() if found else 0)
        blank = not rest.strip() or rest.startswith("#")
        return cls(begin, dashes, begin + column, column, key, value, blank and not dashes)

    def marks(self) -> "Iterator[tuple[int, str | None]]":
        """Yield column and key of what it opens, inmost first; None stands for an item."""
        if self.key is not None:
            yield self.column, self.key
        for dash in reversed(self.dashes):
            yield dash, None


def _plain(key: str) -> str:
    return key[1:-1] if key[:1] in ("'", '"') else key.strip()


def _lines_above(text: str, begin: int) -> Iterator[_Line]:
    while begin > 0:
        begin = text.rfind("\n", 0, begin - 1) + 1
        line = _Line.read(text, begin)
        if not line.blank:
            yield line


def _parents(text: str, line: _Line, offset: int | None = None) -> tuple[str, ...]:
    """Return the path of the mapping or list that a line stands in."""
    tokens: list[str] = []
    column = line.column
    if line.blank and offset is not None:
        column = offset - line.begin
    below_key = line.key is not None
    for dash in reversed(line.dashes):
        tokens.append("0")
        column, below_key = dash, False
    for above in _lines_above(text, line.begin):
        for at, key in above.marks():
            # A list may stand in the column of the key that it belongs to.
            same = at == column and key is not None and tokens[-1:] == ["0"] and not below_key
            if at < column or same:
                tokens.append("0" if key is None else key)
                column, below_key = at, key is not None
        if column == 0 and below_key:
            break
    return tuple(reversed(tokens))


def _siblings(text: str, line: _Line) -> Iterator[str]:
    """Yield the keys that stand in the same mapping, above and below."""
    column = line.column
    if not line.dashes:
        for above in _lines_above(text, line.begin):
            if above.column < column:
                break
            if above.column == column:
                if above.key is not None:
                    yield above.key
                if above.dashes:
                    break
    begin = line.begin
    while (end := text.find("\n", begin)) >= 0:
        begin = end + 1
        below = _Line.read(text, begin)
        if below.blank:
            continue
        if below.column < column or below.dashes:
            break
        if below.column == column and below.key is not None:
            yield below.key


def _opening_line(text: str, begin: int, offset: int) -> int | None:
    """Return the line of the outermost brace that is still open at the cursor; None if none is."""
    found: int | None = None
    for _ in range(_FLOW_LINES):
        line = _Line.read(text, begin)
        value = text[line.value : offset]
        if value.lstrip()[:1] in ("{", "[") and _in_flow(text, line.value, offset, ()).start >= 0:
            found = begin
        above = line.key is not None and begin != _begin(text, offset)
        if found is not None or begin == 0 or above:
            return found
        begin = text.rfind("\n", 0, begin - 1) + 1
    return found


def _begin(text: str, offset: int) -> int:
    return text.rfind("\n", 0, offset) + 1


@dataclass(slots=True)
class _Frame:
    """A collection that is open."""

    is_map: bool
    key: str | None = None
    index: int = 0
    present: list[str] = field(default_factory=list[str])

    @property
    def token(self) -> str | None:
        return self.key if self.is_map else str(self.index)


def _in_flow(text: str, start: int, offset: int, path: tuple[str, ...]) -> Cursor:
    """Follow the brackets from a place to the cursor; ``start`` is -1 if none is open there."""
    frames: list[_Frame] = []
    word = at = start
    while at < offset:
        sign = text[at]
        if sign in _QUOTES and not text[word:at].strip():
            at = _after_quote(text, at, offset)
            continue
        frame = frames[-1] if frames else None
        if sign in "{[":
            frames.append(_Frame(sign == "{"))
            word = at + 1
        elif sign in "}]" and frame is not None:
            frames.pop()
            word = at + 1
        elif sign == "," and frame is not None:
            frame.key, frame.index, word = None, frame.index + 1, at + 1
        elif sign == ":" and frame is not None and frame.is_map and frame.key is None:
            after = text[at + 1 : at + 2]
            if after in ("", " ", "\t", "\n", "\r") or text[word:at].strip()[-1:] in ("'", '"'):
                frame.key = _plain(text[word:at].strip())
                frame.present.append(frame.key)
                word = at + 1
        elif sign == "#" and text[at - 1 : at] in (" ", "\n", "\t"):
            at = text.find("\n", at)
            if not 0 <= at < offset:
                break
        at += 1
    if not frames:
        return Cursor(path, None, in_list=False, prefix="", start=-1)
    typed = text[word:offset]
    prefix = typed.lstrip()
    tokens = [frame.token for frame in frames[:-1]]
    top = frames[-1]
    return Cursor(
        (*path, *(token for token in tokens if token is not None)),
        top.key,
        in_list=not top.is_map,
        prefix=prefix,
        start=offset - len(prefix),
        present=frozenset(top.present),
    )


def _after_quote(text: str, at: int, offset: int) -> int:
    quote = text[at]
    at += 1
    while at < offset and text[at] != quote:
        at += 2 if text[at] == "\\" and quote == '"' else 1
    return min(at + 1, offset)
