"""Reading JSON: the C scanner for data; what it does not say is read off the text's skeleton."""

import json
from math import isfinite

from trainbib.collection import collection_paused
from trainbib.diagnostics import Finding, Span
from trainbib.document.json_places import JsonLocator, repeated_keys
from trainbib.document.model import MAX_DEPTH, Document, ParseFinding, with_line_feeds
from trainbib.document.numbers import Foreign, integer, may_hold_long_integer, no_number, settled


def read(text: str, path: str) -> Document:
    """Parse JSON text; syntax errors, duplicate keys and foreign numbers become findings."""
    findings: list[ParseFinding] = []
    foreign: list[Foreign] = []
    data: object = None
    members = 0
    try:
        with collection_paused():
            data, members = _parse(text, foreign)
        parsed = True
    except json.JSONDecodeError as error:
        parsed = False
        findings += [*repeated_keys(text[: error.pos]), _syntax_error(error)]
    except RecursionError:
        parsed = False
        findings.append(_too_deep())
    locate = JsonLocator(text, data).locate
    document = Document(path, text, "json", data, parsed, locate, findings)
    if not parsed:
        return document
    skeleton = _skeleton(text)
    if _is_deep(skeleton):
        findings.append(_too_deep())
        document.data, document.parsed = None, False
        return document
    if foreign:
        document.data, found = settled(data)
        findings += found
    if skeleton.count(b":") != members:  # a key that is given twice
        document.locator = JsonLocator(text, document.data, repeated=True).locate
        findings.extend(repeated_keys(text))
    return document


def _parse(text: str, foreign: list[Foreign]) -> tuple[object, int]:
    """Return the data, and how many members all its mappings have."""
    mappings: list[dict[str, object]] = []
    remember = mappings.append

    def mapping(made: dict[str, object]) -> dict[str, object]:
        remember(made)
        return made

    def note(number: Foreign) -> Foreign:
        foreign.append(number)
        return number

    def real(digits: str) -> float | Foreign:  # called very often
        value = float(digits)
        return value if isfinite(value) else note(Foreign(digits, 0.0))

    def whole(digits: str) -> int | Foreign:
        value = integer(digits)
        return note(value) if isinstance(value, Foreign) else value

    data: object = json.loads(
        text,
        object_hook=mapping,
        parse_constant=lambda word: note(no_number(word)),
        parse_float=real,
        parse_int=whole if may_hold_long_integer(text) else None,
    )
    return data, sum(map(len, mappings))


_AS_BRACES = bytes.maketrans(b"[]", b"{}")
_DROPPED = bytes(set(range(256)) - set(b'{}[]:"'))


def _skeleton(text: str) -> bytes:
    """Return the brackets and colons of a valid JSON text that are not within strings.

    All brackets become braces. A few calls in C are several times faster than to walk over the
    data, which is what else could tell depth and members.
    """
    if "\\" in text:  # what remains of other escapes holds no sign that counts
        for escape in ("\\\\", '\\"'):
            text = text.replace(escape, "") if escape in text else text
    signs = text.encode("utf-8", "surrogatepass").translate(_AS_BRACES, _DROPPED)
    # Two quotes side by side can go: what follows is within a string, or not, as before.
    return b"".join(signs.replace(b'""', b"").split(b'"')[::2])


def _is_deep(skeleton: bytes) -> bool:
    """Tell whether containers are nested deeper than is allowed: peel them from the inside."""
    braces = skeleton.replace(b":", b"")
    for _ in range(MAX_DEPTH):
        if not braces:
            return False
        braces = braces.replace(b"{}", b"")
    return bool(braces)


def _too_deep() -> ParseFinding:
    return ParseFinding(
        "PAR012",
        Finding("", f"containers are nested more than {MAX_DEPTH} deep", help="flatten the data"),
    )


def _syntax_error(error: json.JSONDecodeError) -> ParseFinding:
    before = with_line_feeds(error.doc[: error.pos])
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    place = Span(line, column, line, column + 1)
    if not error.doc.strip():
        message, help_ = "the file is empty", "write a manifest, or make one with `trainbib init`"
    else:
        message = f"not JSON: {error.msg[0].lower()}{error.msg[1:]}"
        help_ = "repair the syntax at this place; nothing after it was read"
    return ParseFinding("PAR001", Finding("", message, help=help_, span=place))
