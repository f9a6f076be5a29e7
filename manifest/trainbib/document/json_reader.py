"""Reading JSON: the C scanner for data; what it does not say is read off the text's skeleton."""

import json
import math

from trainbib.collection import collection_paused
from trainbib.diagnostics import Finding, Span
from trainbib.document.json_places import JsonLocator, repeated_keys
from trainbib.document.model import MAX_DEPTH, Document, ParseFinding

_ROUND = "write a finite number, or a quantity such as {about: 1.2e20}"


def read(text: str, path: str) -> Document:
    """Parse JSON text; syntax errors, duplicate keys and foreign numbers become findings."""
    findings: list[ParseFinding] = []
    foreign: list[str] = []
    data: object = None
    members = 0
    try:
        with collection_paused():
            data, members = _parse(text, foreign)
        parsed = True
    except json.JSONDecodeError as error:
        parsed = False
        findings.append(_syntax_error(error))
    except RecursionError:
        parsed = False
        findings.append(_too_deep())
    except ValueError as error:  # an integer of more digits than Python converts
        parsed = False
        message = f"a number is too long: {error}"
        findings.append(ParseFinding("PAR010", Finding("", message, help=_ROUND)))
    locate = JsonLocator(text, data).locate
    document = Document(path, text, "json", data, parsed, locate, findings)
    if not parsed:
        return document
    skeleton = _skeleton(text)
    if _is_deep(skeleton):
        findings.append(_too_deep())
        document.data, document.parsed = None, False
        return document
    findings.extend(
        ParseFinding("PAR010", Finding("", f"`{word}` is not a number of JSON", help=_ROUND))
        for word in foreign
    )
    if skeleton.count(b":") != members:  # a key that is given twice
        document.locator = JsonLocator(text, data, repeated=True).locate
        findings.extend(repeated_keys(text))
    return document


def _parse(text: str, foreign: list[str]) -> tuple[object, int]:
    """Return the data, and how many members all its mappings have."""
    mappings: list[dict[str, object]] = []
    remember = mappings.append

    def mapping(made: dict[str, object]) -> dict[str, object]:
        remember(made)
        return made

    def number(digits: str) -> float:
        value = float(digits)
        if math.isinf(value):
            foreign.append(digits)
            return 0.0
        return value

    data: object = json.loads(
        text, object_hook=mapping, parse_constant=foreign.append, parse_float=number
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
    place = Span(error.lineno, error.colno, error.lineno, error.colno + 1)
    if not error.doc.strip():
        message, help_ = "the file is empty", "write a manifest, or make one with `trainbib init`"
    else:
        message = f"not JSON: {error.msg[0].lower()}{error.msg[1:]}"
        help_ = "repair the syntax at this place; nothing after it was read"
    return ParseFinding("PAR001", Finding("", message, help=help_, span=place))
