"""Decode and parse small metadata files that may be dirty or hostile.

YAML is read with all plain values as text, so that ``no``, ``1.10`` and dates stay what they were;
aliases are refused and nesting is bounded. JSON is read as it is, with the same bound.
"""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, cast

from trainbib.sidecars.claims import ProblemLog

if TYPE_CHECKING:
    from collections.abc import Iterator

    import yaml

Plain: TypeAlias = "dict[str, Plain] | list[Plain] | str | int | float | bool | None"

MAX_DEPTH = 50
MAX_VALUES = 200_000
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


class PlainDataError(ValueError):
    """A metadata file that cannot be parsed; the message says where and why."""


@dataclass(slots=True)
class _Open:
    """A YAML mapping or sequence that is still being read."""

    value: "dict[str, Plain] | list[Plain]"
    key: str | None = None
    has_key: bool = False


def decode(data: bytes, problems: ProblemLog) -> str:
    """Turn bytes into text: UTF-8, else UTF-16 with a mark, else Latin-1, with a problem.

    Args:
        data: The bytes of a metadata file.
        problems: Where a wrong encoding is noted.

    Returns:
        The text without byte order mark, with single line feeds and without NUL.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        problems.add("is UTF-16; save it as UTF-8")
        text = data.decode("utf-16", errors="replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as fault:
            problems.add(f"is not UTF-8 (byte {fault.start}); read as Latin-1, save it as UTF-8")
            text = data.decode("latin-1")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def parse_json(text: str) -> Plain:
    """Parse JSON.

    Args:
        text: The document.

    Returns:
        Mappings, lists, text, numbers, booleans and ``None``.

    Raises:
        PlainDataError: When it is not JSON, or nested too deeply.
    """
    try:
        value = cast("Plain", json.loads(text))
    except json.JSONDecodeError as fault:
        raise PlainDataError(
            f"is not JSON (line {fault.lineno}, column {fault.colno}: {fault.msg})"
        ) from None
    except RecursionError:
        raise PlainDataError("is JSON that is nested too deeply") from None
    except ValueError as fault:  # a number with thousands of digits
        raise PlainDataError(f"is JSON that cannot be read ({fault})") from None
    if _deeper_than(value, MAX_DEPTH):
        raise PlainDataError(f"is JSON that is nested deeper than {MAX_DEPTH} levels")
    return value


def parse_yaml(text: str, problems: ProblemLog, *, first_line: int = 1) -> Plain:
    """Parse one YAML document with every plain value as text (or ``None`` for null).

    Args:
        text: The document.
        problems: Where a repeated key is noted (the last one wins, as in other tools).
        first_line: Number of the line where the document begins in its file.

    Returns:
        Mappings, lists, text and ``None``.

    Raises:
        PlainDataError: When it is not YAML, has aliases, or is nested too deeply.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return _compose(yaml.parse(text, Loader=loader), problems, first_line)
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        place = "" if mark is None else f"line {mark.line + first_line}, column {mark.column + 1}: "
        hint = "; indent with spaces, not tabs" if _tab_indented(text) else ""
        raise PlainDataError(
            f"is not YAML ({place}{fault.problem or fault.context}){hint}"
        ) from None
    except yaml.YAMLError as fault:
        raise PlainDataError(f"is not YAML ({' '.join(str(fault).split())})") from None


def _compose(events: "Iterator[yaml.Event]", problems: ProblemLog, first_line: int) -> Plain:
    import yaml

    root: list[Plain] = []
    stack: list[_Open] = [_Open(root)]
    for number, event in enumerate(events):
        if number > MAX_VALUES:
            raise PlainDataError(f"holds more than {MAX_VALUES} values; it is no description")
        line = first_line + (event.start_mark.line if event.start_mark is not None else 0)
        if isinstance(event, yaml.AliasEvent):
            raise PlainDataError(f"uses a YAML alias (line {line}); write the value out")
        if isinstance(event, yaml.ScalarEvent):
            _put(stack[-1], _scalar(event), problems, line)
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            if len(stack) > MAX_DEPTH:
                raise PlainDataError(f"is nested deeper than {MAX_DEPTH} levels (line {line})")
            opened: dict[str, Plain] | list[Plain] = (
                {} if isinstance(event, yaml.MappingStartEvent) else []
            )
            _put(stack[-1], opened, problems, line)
            stack.append(_Open(opened))
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            stack.pop()
        elif isinstance(event, yaml.DocumentEndEvent):
            break
    return root[0] if root else None


def _scalar(event: "yaml.ScalarEvent") -> str | None:
    plain = event.implicit[0] and event.style in (None, "")
    return None if plain and event.value in _NULLS else event.value


def _put(parent: _Open, value: Plain, problems: ProblemLog, line: int) -> None:
    if isinstance(parent.value, list):
        parent.value.append(value)
    elif not parent.has_key:
        # A mapping or list as a key has no meaning here; it is kept out of the way.
        parent.key = value if isinstance(value, str) else None
        parent.has_key = True
        if value is not None and not isinstance(value, str):
            problems.add(f"has a key that is no text (line {line}); it is left out")
    else:
        if parent.key is not None:
            if parent.key in parent.value:
                problems.add(f'has the key "{parent.key}" twice (line {line}); the last one counts')
            parent.value[parent.key] = value
        parent.has_key = False


def _deeper_than(value: Plain, limit: int) -> bool:
    level = [value]
    for _ in range(limit):
        level = [
            child
            for item in level
            if isinstance(item, (dict, list))
            for child in (item.values() if isinstance(item, dict) else item)
            if isinstance(child, (dict, list))
        ]
        if not level:
            return False
    return True


def _tab_indented(text: str) -> bool:
    return any(line.lstrip(" ").startswith("\t") for line in text.splitlines())
