"""All that is wrong with a file of a published form, such as a list of withdrawn sets, in words."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from trainbib.conformance.wording import did_you_mean, one_of, shown, subject
from trainbib.diagnostics import Span
from trainbib.pointers import pointer

if TYPE_CHECKING:
    from trainbib.document import Document

_TYPES = {
    "array": "a list",
    "integer": "a whole number",
    "object": "a mapping",
    "string": "text",
}


class FormFault(NamedTuple):
    """Something that is wrong with a file.

    Attributes:
        pointer: Where.
        message: A sentence.
        of_key: Whether it is the key that is wrong, not its value.
    """

    pointer: str
    message: str
    of_key: bool = False


class Told(NamedTuple):
    """A fault as it is told.

    Attributes:
        sentence: It begins with file, line and column.
        span: The place.
    """

    sentence: str
    span: Span | None


def and_more(told: Sequence[str]) -> str:
    """Return the first of some faults, and how many more there are."""
    more = len(told) - 1
    return f"{told[0]} (and {more} more fault{'s' if more > 1 else ''})" if more else told[0]


def in_order(
    path: Path, document: "Document", faults: Sequence[FormFault], *, reading: bool = True
) -> list[Told]:
    """Return faults in the order of the text.

    Args:
        path: The file.
        document: What it holds.
        faults: What is wrong with it.
        reading: Whether what the reader reports, such as a key given twice, counts too.
    """
    found = [(each.finding.span, each.finding.message) for each in document.findings if reading]
    if faults:
        places = document.locate(fault.pointer for fault in faults)
        for fault in faults:
            place = places[fault.pointer]
            found.append(((place.key if fault.of_key else None) or place.value, fault.message))
    found.sort(key=lambda each: (0, 0) if each[0] is None else (each[0].line, each[0].column))
    return [Told(placed(path, span, message), span) for span, message in found]


def placed(path: Path, span: Span | None, message: str) -> str:
    """Return a sentence that begins with its place."""
    return f"{path}:{span.line}:{span.column}: {message}" if span else f"{path}: {message}"


def form_faults(
    data: Any, schema: Mapping[str, Any], what: str, meant: Mapping[str, str]
) -> Iterator[FormFault]:
    """Yield what is wrong with data by a schema; one slip is one fault.

    Args:
        data: Plain data.
        schema: A JSON Schema.
        what: What the whole is called.
        meant: A pattern of the schema to what it takes, in words.
    """
    from jsonschema import Draft202012Validator

    for error in Draft202012Validator(schema).iter_errors(data):
        yield from _of_error(error, what, meant)


def _of_error(error: Any, what: str, meant: Mapping[str, str]) -> Iterator[FormFault]:
    """Say what is wrong, from what the engine says of place and keyword."""
    keyword, place, rule = error.validator, tuple(error.absolute_path), error.validator_value
    value, where, name = error.instance, pointer(*place), subject(place) if place else what
    fields: Mapping[str, Any] = error.schema.get("properties", {})
    if "propertyNames" in error.absolute_schema_path:
        said = _no_key(
            name, value, rule if keyword == "enum" else (), meant.get(_pattern(rule), "")
        )
        yield FormFault(pointer(*place, value), said, of_key=True)
    elif keyword == "additionalProperties":
        for key in value:
            if key not in fields and not key.startswith("x-"):
                said = _no_key(name, key, list(fields))
                yield FormFault(pointer(*place, key), said, of_key=True)
    elif keyword == "required":
        missing = next(key for key in rule if str(error.message).startswith(repr(key)))
        slips = {near for key in value if key not in fields for near in did_you_mean(key, fields)}
        if missing not in slips:
            yield FormFault(where, f"{name} has no {shown(missing)}; add it")
    elif keyword == "enum":
        near = did_you_mean(value, rule) if isinstance(value, str) else []
        hint = f"did you mean {one_of(near)}?" if near else f"write {one_of(rule)}"
        yield FormFault(where, f"{name} is {_said(value)}; {hint}")
    elif keyword == "const":
        told = _said(rule) if isinstance(value, str) else f"the text {shown(rule)}"
        yield FormFault(where, f"{name} is {_said(value)}; this program reads {told}")
    elif keyword == "type":
        yield FormFault(where, f"{name} is {_said(value)}; it takes {_TYPES[rule]}")
    elif keyword == "minimum":
        yield FormFault(where, f"{name} is {shown(value)}; the least is {rule}")
    elif keyword in {"minItems", "minProperties"}:
        yield FormFault(where, f"{name} is empty; leave it out, or say something")
    elif keyword == "uniqueItems":
        yield FormFault(where, f"{name} has something twice; keep one")
    else:
        takes = meant.get(_pattern(rule)) or "something else"
        yield FormFault(where, f"{name} is {_said(value)}; it takes {takes}")


def _pattern(rule: object) -> str:
    """Return a pattern; "" for any other rule."""
    return rule if isinstance(rule, str) else ""


def _no_key(name: str, key: str, known: Sequence[str], takes: str = "") -> str:
    if not known:
        return f"{name} has the key {shown(key)}; it takes {takes or 'other keys'}"
    near = did_you_mean(key, known)
    hint = f"did you mean {one_of(near)}?" if near else f"there are {', '.join(known)}"
    return f"{name} has no {shown(key)}; {hint}"


def _said(value: object) -> str:
    """Return a value with its type, where nobody can tell it from text by the looks of it."""
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if value is None or isinstance(value, bool):
        return f"`{json.dumps(value)}`"
    return f"the number {shown(value)}" if isinstance(value, int | float) else shown(value)
