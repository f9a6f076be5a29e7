"""Plain data as YAML that people like to edit and every YAML reader reads alike."""

import json
import re
from collections.abc import Mapping
from functools import cache

from trainbib.characters import ALWAYS_HIDDEN, JOINERS
from trainbib.pointers import join
from trainbib.values import GAP_STATES

_WIDTH = 96
_LEAST_WIDTH = 24
"""Of lines of text, however far they are indented."""
_LONGEST_KEY = 1000
"""YAML finds the colon of a longer key only if a question mark stands before it."""
_FLOW_WIDTH = 84
_FEW = 4
_PLAIN = re.compile(r"[A-Za-z(/][^\x00-\x1f]*")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_UNSAFE_INSIDE = re.compile(r": |:$| #|\s$|\t")
_SMALL = {*GAP_STATES, "about", "between"}
_FLOW_SIGNS = frozenset(",[]{}?")
_WORDS = frozenset(
    "y n yes no on off true false null ~".split()  # noqa: SIM905 - a list of words
)
_CONTROL = re.compile(r"[\x00-\x1f]")
_FOUR_DIGITS = 0xFFFF


@cache
def _hidden() -> re.Pattern[str]:
    return re.compile(f"[{ALWAYS_HIDDEN}{JOINERS}]")


def _hides(text: str) -> bool:
    """Tell whether text has a character that nobody sees; those of ``_CONTROL`` aside."""
    return "\x7f" in text if text.isascii() else _hidden().search(text) is not None


def scalar(value: object, *, flow: bool = False) -> str:
    """Write a scalar on one line; text in quotes wherever some reader would take it for other.

    Args:
        value: Text, number, truth value or None.
        flow: Whether it stands in a flow collection.
    """
    if not isinstance(value, str):
        return json.dumps(value, allow_nan=False)
    if _is_plain(value) and not (flow and _FLOW_SIGNS & set(value)):
        return value
    return double_quoted(value)


def double_quoted(text: str) -> str:
    """Write text in double quotes, as JSON and YAML both read it; what nobody sees is escaped."""
    return escaped(json.dumps(text, ensure_ascii=False))


def escaped(text: str) -> str:
    """Write what nobody sees as escapes of JSON and YAML, in JSON text."""
    return _hidden().sub(_escape, text) if _hides(text) else text


def _escape(match: re.Match[str]) -> str:
    """Write a character with four digits; what needs more, JSON and YAML escape differently."""
    number = ord(match[0])
    return f"\\u{number:04x}" if number <= _FOUR_DIGITS else match[0]


def is_printable(text: str) -> bool:
    """Tell whether text has no character that has to be escaped; a line feed has to be."""
    return not _hides(text) and _CONTROL.search(text) is None


def _is_plain(text: str) -> bool:
    if text == "." or _DATE.fullmatch(text):
        return True  # text in YAML 1.2; the standard reads YAML so
    return (
        _PLAIN.fullmatch(text) is not None
        and not _hides(text)
        and _UNSAFE_INSIDE.search(text) is None
        and text.casefold() not in _WORDS
    )


def to_yaml(
    value: object,
    *,
    indent: int = 0,
    comments: Mapping[str, str] | None = None,
    pointer: str = "",
) -> str:
    """Write data as block YAML, small leaves as flow.

    Args:
        value: Mappings, lists, text, numbers, truth values.
        indent: How far to indent, in spaces.
        comments: JSON Pointer to a comment that stands above what is there.
        pointer: JSON Pointer of the value itself.

    Returns:
        Lines, each with its line feed.
    """
    lines = _block(value, indent, comments or {}, pointer)
    return "".join(line + "\n" for line in lines)


def _block(value: object, indent: int, comments: Mapping[str, str], pointer: str) -> list[str]:
    margin = " " * indent
    lines: list[str] = []
    if isinstance(value, dict) and value:
        for key, item in value.items():
            where = join(pointer, key)
            lines.extend(_comment(comments.get(where), margin))
            name = scalar(key)
            if len(name) > _LONGEST_KEY:
                lines.append(f"{margin}? {name}")
                name = ""
            lines.extend(_member(f"{margin}{name}:", item, indent, comments, where))
        return lines
    if isinstance(value, list) and value:
        for index, item in enumerate(value):
            where = join(pointer, index)
            lines.extend(_comment(comments.get(where), margin))
            literal = _literal(item, indent)
            flow = _flow(item)
            if literal is not None:
                lines.extend([f"{margin}- {literal[0]}", *literal[1:]])
            elif flow is not None and len(flow) + indent + 2 <= _WIDTH:
                lines.append(f"{margin}- {flow}")
            elif isinstance(item, dict | list):
                nested = _block(item, indent + 2, comments, where)
                lines.extend([f"{margin}- {nested[0].lstrip()}", *nested[1:]])
            else:
                lines.append(f"{margin}- {scalar(item)}")
        return lines
    flow = _flow(value)
    return [margin + (flow if flow is not None else scalar(value))]


def _member(
    start: str, item: object, indent: int, comments: Mapping[str, str], where: str
) -> list[str]:
    literal = _literal(item, indent)
    if literal is not None:
        return [f"{start} {literal[0]}", *literal[1:]]
    if isinstance(item, str) and len(start) + len(item) + 1 > _WIDTH and folds(item):
        margin = " " * (indent + 2)
        return [f"{start} >-", *(margin + line for line in folded_lines(item, indent + 2))]
    flow = _flow(item)
    commented = any(other.startswith(where + "/") for other in comments)
    if flow is not None and not commented and len(start) + 1 + len(flow) <= _WIDTH:
        return [f"{start} {flow}"]
    if isinstance(item, dict | list) and item:
        return [start, *_block(item, indent + 2, comments, where)]
    return [f"{start} {scalar(item) if flow is None else flow}"]


def _literal(value: object, indent: int) -> list[str] | None:
    """Write text of several lines below a key or a dash; None if it is no such text."""
    if not isinstance(value, str) or "\n" not in value:
        return None
    return literal_lines(value, indent + 2)


def folds(text: str) -> bool:
    """Tell whether folding and unfolding gives the text back."""
    return " " in text and text == " ".join(text.split()) and is_printable(text)


def folded_lines(text: str, indent: int) -> list[str]:
    """Break text that :func:`folds` into the lines of a folded block, without their indent."""
    import textwrap  # few texts are that long

    width = max(_WIDTH - indent, _LEAST_WIDTH)
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)


def literal_lines(text: str, indent: int) -> list[str] | None:
    """Write text of several lines as a literal block; None if a block cannot hold it.

    Returns:
        The header, and the lines with their indent.
    """
    body = text.removesuffix("\n")
    lines = body.split("\n")
    if _hides(text) or lines[0][:1] in {"", " "}:
        return None
    if any(line != line.rstrip() or _CONTROL.search(line) for line in lines):
        return None
    if not lines[-1]:
        return None
    margin = " " * indent
    return [
        "|" if text.endswith("\n") else "|-",
        *(margin + line if line else "" for line in lines),
    ]


def _flow(value: object) -> str | None:
    """Write a small leaf on one line; None if it is not small."""
    if isinstance(value, dict):
        if not value:
            return "{}"
        if len(value) > _FEW or any(isinstance(item, list) for item in value.values()):
            return None
        parts = [_flow_pair(key, item) for key, item in value.items()]
        text = "{" + ", ".join(part for part in parts if part) + "}"
        return text if None not in parts and len(text) <= _FLOW_WIDTH else None
    if isinstance(value, list):
        if any(isinstance(item, dict | list) for item in value):
            return None if value else "[]"
        text = "[" + ", ".join(scalar(item, flow=True) for item in value) + "]"
        return text if len(text) <= _FLOW_WIDTH else None
    return scalar(value)


def _flow_pair(key: str, item: object) -> str | None:
    if isinstance(item, dict):
        inner = _flow(item)
        small = inner is not None and len(item) == 1 and next(iter(item)) in _SMALL
        return f"{scalar(key, flow=True)}: {inner}" if small else None
    return f"{scalar(key, flow=True)}: {scalar(item, flow=True)}"


def _comment(text: str | None, margin: str) -> list[str]:
    if text is None:
        return []
    return [f"{margin}# {line}".rstrip() for line in text.split("\n")]
