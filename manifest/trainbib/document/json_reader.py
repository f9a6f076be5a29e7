"""Reading JSON: the C scanner for data; places by a second scan of what is asked for only."""

import json
import json.decoder
import math
import re
from collections.abc import Callable
from functools import partial
from itertools import chain
from typing import Any

from trainbib.collection import collection_paused
from trainbib.diagnostics import Finding, Related, Span
from trainbib.document.model import MAX_DEPTH, Document, ParseFinding, Place
from trainbib.pointers import pointer as make_pointer

_SPACE = re.compile(r"[ \t\n\r]*")
# Both are parts of the standard library's C scanner that its type stubs leave out.
_scan_value: Callable[[str, int], tuple[object, int]] = vars(json.JSONDecoder())["scan_once"]
_scan_string: Callable[[str, int, bool], tuple[str, int]] = vars(json.decoder)["scanstring"]


def read(text: str, path: str) -> Document:
    """Parse JSON text; syntax errors, duplicate keys and foreign numbers become findings."""
    findings: list[ParseFinding] = []
    foreign: list[str] = []
    try:
        with collection_paused():
            data = _parse(text, foreign)
        parsed = True
    except json.JSONDecodeError as error:
        data, parsed = None, False
        findings.append(_syntax_error(error))
    except RecursionError:
        data, parsed = None, False
        findings.append(_too_deep())
    except ValueError as error:  # an integer of more digits than Python converts
        data, parsed = None, False
        message = f"a number is too long: {error}"
        findings.append(ParseFinding("PAR010", Finding("", message, help=_ROUND)))
    document = Document(path, text, "json", data, parsed, partial(_locate, text), findings)
    if not parsed:
        return document
    members, depth = _measure(data)
    if depth > MAX_DEPTH:
        findings.append(_too_deep())
        document.data, document.parsed = None, False
        return document
    findings.extend(
        ParseFinding("PAR010", Finding("", f"`{word}` is not a number of JSON", help=_ROUND))
        for word in foreign
    )
    if text.count('":') != members:  # a key that is given twice, or text that looks like a key
        findings.extend(_repeated_keys(text))
    return document


def _parse(text: str, foreign: list[str]) -> object:
    def number(digits: str) -> float:
        value = float(digits)
        if math.isinf(value):
            foreign.append(digits)
            return 0.0
        return value

    return json.loads(text, parse_constant=foreign.append, parse_float=number)


def _measure(data: object) -> tuple[int, int]:
    """Count the members of all mappings, and how deep containers are nested.

    Level by level, so that it cannot overflow; at most one level more than is allowed.
    """
    level: list[Any] = [data]
    members = depth = 0
    while level and depth <= MAX_DEPTH:
        mappings = [container for container in level if container.__class__ is dict]
        lists = [container for container in level if container.__class__ is list]
        members += sum(map(len, mappings))
        values = chain(chain.from_iterable(map(dict.values, mappings)), chain.from_iterable(lists))
        level = [v for v in values if v.__class__ is dict or v.__class__ is list]
        depth += 1
    return members, depth if isinstance(data, dict | list) else 0


_ROUND = "write a finite number, or a quantity such as {about: 1.2e20}"


def _too_deep() -> ParseFinding:
    return ParseFinding(
        "PAR012",
        Finding("", f"containers are nested more than {MAX_DEPTH} deep", help="flatten the data"),
    )


def _syntax_error(error: json.JSONDecodeError) -> ParseFinding:
    place = Span(error.lineno, error.colno, error.lineno, error.colno + 1)
    if not error.doc.strip():
        message, help_ = "the file is empty", "write a manifest, or make one with `trainbib init`"
    else:
        message = f"not JSON: {error.msg[0].lower()}{error.msg[1:]}"
        help_ = "repair the syntax at this place; nothing after it was read"
    return ParseFinding("PAR001", Finding("", message, help=help_, span=place))


class _Lines:
    """Offsets to lines and columns, for offsets that go forward through the text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.offset = 0
        self.line = 1
        self.line_start = 0

    def point(self, offset: int) -> tuple[int, int]:
        """Return line and column of an offset that is not before the one asked for last."""
        breaks = self.text.count("\n", self.offset, offset)
        if breaks:
            self.line += breaks
            self.line_start = self.text.rfind("\n", self.offset, offset) + 1
        self.offset = offset
        return self.line, offset - self.line_start + 1

    def span(self, start: int, end: int) -> Span:
        """Return the span of some characters; where they run over lines, of the first."""
        return self.span_from(self.point(start), start, end)

    def span_from(self, point: tuple[int, int], start: int, end: int) -> Span:
        """Do the same where the start has been looked up before what is inside."""
        line, column = point
        width = 1 if self.text.find("\n", start, end) >= 0 else end - start
        return Span(line, column, line, column + width)


def _skip(text: str, index: int) -> int:
    match = _SPACE.match(text, index)
    return match.end() if match else index


def _locate(text: str, targets: list[tuple[str, ...]]) -> dict[tuple[str, ...], Place]:
    """Scan the text for the targets only; everything else is skipped by the C scanner."""
    tree: dict[str, Any] = {}
    for target in targets:
        node = tree
        for token in target:
            node = node.setdefault(token, {})
    lines = _Lines(text)
    places: dict[tuple[str, ...], Place] = {}

    def visit(index: int, node: dict[str, Any], path: tuple[str, ...], key: Span | None) -> int:
        start, point = index, lines.point(index)
        opening = text[index]
        if opening == "{" and node:
            index = members(index, node, path)
        elif opening == "[" and node:
            index = items(index, node, path)
        else:
            index = _scan_value(text, index)[1]
        places[path] = Place(key, lines.span_from(point, start, index))
        return index

    def members(index: int, node: dict[str, Any], path: tuple[str, ...]) -> int:
        index = _skip(text, index + 1)
        while text[index] != "}":
            key, after = _scan_string(text, index + 1, True)  # noqa: FBT003 - the C signature
            value = _skip(text, _skip(text, after) + 1)
            if key in node:
                span = lines.span(index, after)
                end = visit(value, node[key], (*path, key), span)
            else:
                end = _scan_value(text, value)[1]
            index = _skip(text, end)
            if text[index] == ",":
                index = _skip(text, index + 1)
        return index + 1

    def items(index: int, node: dict[str, Any], path: tuple[str, ...]) -> int:
        index = _skip(text, index + 1)
        position = 0
        while text[index] != "]":
            token = str(position)
            if token in node:
                end = visit(index, node[token], (*path, token), None)
            else:
                end = _scan_value(text, index)[1]
            position += 1
            index = _skip(text, end)
            if text[index] == ",":
                index = _skip(text, index + 1)
        return index + 1

    visit(_skip(text, 0), tree, (), None)
    return places


def _repeated_keys(text: str) -> list[ParseFinding]:
    """Walk the text once more to say where a key stands twice."""
    lines = _Lines(text)
    found: list[ParseFinding] = []

    def walk(index: int, path: tuple[str | int, ...]) -> int:
        if text[index] == "{":
            seen: dict[str, Span] = {}
            index = _skip(text, index + 1)
            while text[index] != "}":
                key, after = _scan_string(text, index + 1, True)  # noqa: FBT003 - the C signature
                span = lines.span(index, after)
                if key in seen:
                    found.append(repeated_key((*path, key), span, seen[key]))
                else:
                    seen[key] = span
                value = _skip(text, _skip(text, after) + 1)
                index = _skip(text, walk(value, (*path, key)))
                if text[index] == ",":
                    index = _skip(text, index + 1)
            return index + 1
        if text[index] == "[":
            index = _skip(text, index + 1)
            position = 0
            while text[index] != "]":
                index = _skip(text, walk(index, (*path, position)))
                position += 1
                if text[index] == ",":
                    index = _skip(text, index + 1)
            return index + 1
        return _scan_value(text, index)[1]

    walk(_skip(text, 0), ())
    return found


_MAPS_OF_KEYS = frozenset({"parties", "licenses", "sources", "labellers", "models"})


def repeated_key(path: tuple[str | int, ...], span: Span, first: Span) -> ParseFinding:
    """Make the finding for a key that stands twice in one mapping.

    A citation key given twice is KEY001, any other key PAR003.
    """
    key = str(path[-1])
    where = make_pointer(*path)
    citation = len(path) == 2 and path[0] in _MAPS_OF_KEYS  # noqa: PLR2004 - map and key
    code = "KEY001" if citation else "PAR003"
    what = f"the key `{key}` of `{path[0]}`" if citation else f"the field `{key}`"
    return ParseFinding(
        code,
        Finding(
            where,
            f"{what} is given twice",
            on_key=True,
            label="given again",
            help="keep one of them: readers disagree on which one counts",
            related=(Related(where, "first given here", span=first),),
            span=span,
            value=key,
        ),
    )
