"""Where in a manifest a cursor stands, while the text around it does not parse yet.

In block YAML, indentation says it; between braces and in JSON, the brackets that are open do.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from trainbib.authoring.brackets import Opened, behind, opened_at, plain, plain_item

_FLOW_LINES = 200
"""How many lines up the brace that is still open is looked for."""
_DASHES = re.compile(r"(?:-[ ]+)*(?:-$)?")
_KEY = re.compile(
    r"""(?P<key>"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#"'{}\[\],&*!|>%@`-][^#]*?):(?=\s|$)"""
)

_PROPERTIES = re.compile(r"(?:[ \t]+[&!][^\s,\[\]{}]*)*")


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
        present: Keys that the mapping has already, before and behind the cursor.
        items: What else stands in the list, in one word each.
        alone: Whether nothing stands below the key yet, so that its value may be there.
    """

    path: tuple[str, ...]
    key: str | None
    in_list: bool
    prefix: str
    start: int
    present: frozenset[str] = frozenset()
    block: bool = False
    items: frozenset[str] = frozenset()
    alone: bool = False

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
        return _in_flow(text, opened_at(text, 0, offset), (), -1)
    begin = text.rfind("\n", 0, offset) + 1
    opening = _opening_line(text, begin, offset)
    if opening is not None:
        line = _Line.read(text, opening)
        path = _parents(text, line)
        if line.key is not None:
            path = (*path, line.key)
        margin = line.dashes[0] if line.dashes else line.column
        return _in_flow(text, opened_at(text, line.value, offset), path, margin)
    line = _Line.read(text, begin)
    path = _parents(text, line, offset)
    if line.key is not None and offset >= line.value:
        typed = text[line.value : offset]
        word = typed.lstrip()
        return Cursor(path, line.key, in_list=False, prefix=word, start=offset - len(word))
    start = min(line.content, offset)
    present = frozenset(_siblings(text, line, offset))
    item = bool(line.dashes) and line.key is None
    return Cursor(
        path[:-1] if item else path,
        None,
        in_list=item,
        prefix=text[start:offset],
        start=start,
        present=present,
        block=item,
        items=frozenset(_items_beside(text, line)) if item else frozenset(),
        alone=not (item or present or line.dashes) and _is_below_key(text, line, offset),
    )


def _in_flow(text: str, opened: Opened | None, path: tuple[str, ...], margin: int) -> Cursor:
    """Return where a cursor stands in brackets; ``start`` is -1 if none is open there."""
    if opened is None:
        return Cursor(path, None, in_list=False, prefix="", start=-1)
    others = frozenset(opened.before).union(behind(text, opened, margin)) - {""}
    return Cursor(
        (*path, *opened.path),
        opened.key,
        in_list=not opened.is_map,
        prefix=opened.prefix,
        start=opened.start,
        present=others if opened.is_map else frozenset(),
        items=frozenset() if opened.is_map else others,
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
        value: Offset after the key and its colon, and after an anchor or a tag.
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
        key = None if found is None else plain(found["key"])
        marks_end = _PROPERTIES.match(rest, found.end()) if found else None
        value = begin + column + (marks_end.end() if marks_end else 0)
        blank = not rest.strip() or rest.startswith("#")
        return cls(begin, dashes, begin + column, column, key, value, blank and not dashes)

    @property
    def outmost(self) -> int:
        """Column of its first dash, or of what it begins with."""
        return self.dashes[0] if self.dashes else self.column

    def marks(self) -> "Iterator[tuple[int, str | None]]":
        """Yield column and key of what it opens, inmost first; None stands for an item."""
        if self.key is not None:
            yield self.column, self.key
        for dash in reversed(self.dashes):
            yield dash, None


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


def _lines_below(text: str, begin: int) -> Iterator[_Line]:
    while (end := text.find("\n", begin)) >= 0:
        begin = end + 1
        line = _Line.read(text, begin)
        if not line.blank:
            yield line


def _siblings(text: str, line: _Line, offset: int) -> Iterator[str]:
    """Yield the keys that stand in the same mapping, above and below."""
    column = offset - line.begin if line.blank else line.column
    if not line.dashes:
        for above in _lines_above(text, line.begin):
            if above.column < column:
                break
            if above.column == column:
                if above.key is not None:
                    yield above.key
                if above.dashes:
                    break
    for below in _lines_below(text, line.begin):
        if below.outmost < column:
            break
        if below.column == column and below.key is not None:
            yield below.key


def _items_beside(text: str, line: _Line) -> Iterator[str]:
    """Yield the items of one word that stand in the same list, above and below."""
    column = line.dashes[-1]
    around = (_lines_above(text, line.begin), _lines_below(text, line.begin))
    for lines in around if len(line.dashes) == 1 else around[1:]:
        for other in lines:
            if other.outmost < column or (other.outmost == column and not other.dashes):
                break
            if other.dashes == (column,) and other.key is None:
                end = text.find("\n", other.content)
                words = text[other.content : len(text) if end < 0 else end]
                yield plain_item(words)


def _is_below_key(text: str, line: _Line, offset: int) -> bool:
    """Tell whether the line above ends with a key whose value may stand here."""
    column = offset - line.begin if line.blank else line.column
    above = next(_lines_above(text, line.begin), None)
    if above is None or above.key is None or above.column >= column:
        return False
    value = text[above.value : line.begin].partition("\n")[0].strip()
    return not value or value.startswith("#")


def _opening_line(text: str, begin: int, offset: int) -> int | None:
    """Return the line of the outermost brace that is still open at the cursor; None if none is.

    A line that does not begin behind the column of that one ends what is open there.
    """
    found: int | None = None
    least = offset + 1  # column of what stands between, the line of the cursor included
    for _ in range(_FLOW_LINES):
        line = _Line.read(text, begin)
        sign = text[line.value : offset].lstrip()[:1] if line.outmost < least else ""
        if sign in {"{", "["} and opened_at(text, line.value, offset) is not None:
            found = begin
        if not line.blank and text[line.content : line.content + 1] not in {"}", "]"}:
            least = min(least, line.outmost)
        if begin == 0 or least == 0:
            return found
        begin = text.rfind("\n", 0, begin - 1) + 1
    return found
