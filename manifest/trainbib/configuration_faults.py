"""What is wrong with a configuration: by its schema, then by what its values mean."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from trainbib.conformance.wording import did_you_mean, one_of
from trainbib.diagnostics import Span
from trainbib.key_patterns import key_matcher
from trainbib.profiles import known_profiles
from trainbib.rules import RULES
from trainbib.schemas import load_schema
from trainbib.selection import Selection, code_hint, nearest
from trainbib.suppressions import day_of
from trainbib.toml_places import span_of

_POSITION = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_LONG_NUMBER = re.compile(r"[+-]?[0-9](?:_?[0-9]){639,}")  # the least that Python's limit can be
_WORD = re.compile(r"[A-Za-z][\w.-]*")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is wrong.

    Attributes:
        path: Keys, and numbers of elements from 0, from the top of the configuration.
        message: A sentence that names key and value, and says what to write.
        of_key: Whether it is the key that is wrong, not its value.
    """

    path: tuple[str | int, ...]
    message: str
    of_key: bool = False


def faults_of(values: Mapping[str, Any]) -> list[Fault]:
    """Return all that is wrong with a configuration.

    What the values mean is looked at only if each is of the kind that the schema asks for.

    Args:
        values: Its keys, in JSON's types.
    """
    # One error of the schema may be about several keys, and several errors about the same.
    return list(dict.fromkeys(_by_schema(values))) or list(_by_meaning(values))


def syntax_fault(error: ValueError, text: str) -> tuple[str, Span, str]:
    """Say what makes a text no TOML: a sentence, the place of it, and the text to show it in.

    Args:
        error: What decoding, ``tomllib`` or the conversion of a number said.
        text: What was decoded; empty if that failed.
    """
    if isinstance(error, UnicodeDecodeError):
        line = error.object.count(b"\n", 0, error.start) + 1
        begin = error.object.rfind(b"\n", 0, error.start) + 1
        column = len(error.object[begin : error.start].decode("utf-8", "replace")) + 1
        value = error.object[error.start]
        message = f"this is no TOML that can be read: the byte 0x{value:02x} is no UTF-8"
        shown = error.object.decode("utf-8", "replace")
        return message, Span(line, column, line, column + 1), shown
    number = _unreadable_number(text)
    if number is not None:
        digits = sum(map(str.isdigit, number.group()))
        said = f"the number {number.group()[:20]}… has {digits} digits; write a shorter one"
        message = f"this is no TOML that can be read: {said}"
        return message, span_of(text, *number.span()), text
    said = str(error)
    position = _POSITION.search(said)
    lines = text.split("\n")
    line, column = len(lines), len(lines[-1]) + 1
    if position is not None:
        said = said[: position.start()]
        if position[1] is not None:
            line, column = int(position[1]), int(position[2])
    hint = ""
    word = _WORD.match(lines[line - 1], column - 1)
    if said == "Invalid value" and word is not None:
        hint = f"; write `{word.group()}` in quotation marks"
    length = len(word.group()) if hint and word is not None else 1
    span = Span(line, column, line, column + length)
    return f"this is no TOML that can be read: {said}{hint}", span, text


def _unreadable_number(text: str) -> re.Match[str] | None:
    """Return the number that has too many digits to be converted, if that is what is wrong."""
    import tomllib

    for number in _LONG_NUMBER.finditer(text):
        try:
            tomllib.loads(text[: number.end()])
        except (tomllib.TOMLDecodeError, RecursionError):
            continue  # it stands in a text that is cut off now, or something before it is wrong
        except ValueError:
            return number
    return None


def _by_schema(values: Mapping[str, Any]) -> Iterator[Fault]:
    if not values:
        return
    import jsonschema_rs

    schema = load_schema("config")
    for error in jsonschema_rs.Draft202012Validator(schema).iter_errors(dict(values)):
        yield from _schema_faults(error, schema)


def _schema_faults(error: Any, schema: Mapping[str, Any]) -> Iterator[Fault]:
    """Say what is wrong, from what the engine says of place and keyword."""
    *parents, keyword = error.schema_path
    part: Any = schema
    for step in parents:
        part = part[step]
    path = tuple(error.instance_path)
    name = ".".join(str(step) for step in path)
    where = f"`{name}`" if name else "the configuration"
    value = error.instance
    if "propertyNames" in parents:
        for key in value:
            if re.search(part["pattern"], key) is None:
                message = f"{where} has the key `{key}`, which is no code; {code_hint(key, RULES)}"
                yield Fault((*path, key), message, of_key=True)
    elif keyword == "additionalProperties":
        known = list(part["properties"])
        for key in value:
            if key not in part["properties"]:
                near = did_you_mean(key, known)
                hint = f"did you mean {one_of(near)}?" if near else f"there are {', '.join(known)}"
                yield Fault((*path, key), f"{where} has no key `{key}`; {hint}", of_key=True)
    elif keyword == "required":
        missing = ", ".join(f"`{key}`" for key in part["required"] if key not in value)
        yield Fault(path, f"{where} has no {missing}; add it")
    elif keyword == "enum":
        near = did_you_mean(value, part["enum"]) if isinstance(value, str) else []
        hint = f"did you mean {one_of(near)}?" if near else f"write {one_of(part['enum'])}"
        yield Fault(path, f"{where} is {value!r}; {hint}")
    elif keyword == "type":
        yield Fault(path, f"{where} is {_said(value)}; it takes {_taken(part['type'])}")
    elif keyword in {"minLength", "minItems"}:
        yield Fault(path, f"{where} is empty; give it a value")
    elif keyword == "minimum":
        yield Fault(path, f"{where} is {value}; the least is {part['minimum']}")
    elif keyword == "pattern":
        if value or "minLength" not in part:
            yield Fault(path, f"{where} is {value!r}; it takes {_PATTERNS[part['pattern']]}")
    else:
        yield Fault(path, f"{where} is {_said(value)}: {error.message}")


def _said(value: object) -> str:
    """Return a value as a message has it: what holds others by its kind only."""
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, bool):
        return str(value).lower()
    return "a list" if isinstance(value, list) else repr(value)


def _taken(types: str | list[str]) -> str:
    """Return the kinds of values that the schema takes, in words."""
    return " or ".join(_TYPES[each] for each in ([types] if isinstance(types, str) else types))


_TYPES = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "object": "a table",
    "string": "text",
}
_PATTERNS = {
    r"^[^\u0000]+$": "the path of a file, which has no null character",
    "^[!-~]+$": "a mail address or a URL: letters, digits and signs of ASCII, and no blank",
    "^(/[^/]*)*$": "a JSON Pointer, such as /sources/NAME; nothing for the whole manifest",
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}$": "a day, such as 2027-03-01",
    "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$": "a date, such as 2026-11 or 2026-11-23",
    r"\S": "text that is not empty",
}
"""The patterns of the schema in words."""


def _by_meaning(values: Mapping[str, Any]) -> Iterator[Fault]:
    for key in ("select", "ignore", "extend-select"):
        for number, word in enumerate(values.get(key, ())):
            if not _is_check(word):
                message = f"`{key}` names `{word}`, which is no check; {_check_hint(word)}"
                yield Fault((key, number), message)
    profiles = known_profiles()
    for number, name in enumerate(values.get("profiles", ())):
        if name not in profiles:
            hint = one_of(did_you_mean(name, profiles) or profiles)
            yield Fault(("profiles", number), f"`profiles` names `{name}`, which is none; {hint}?")
    for code in values.get("severity", {}):
        if not _is_check(code):
            message = f"`severity` names `{code}`, which is no check; {code_hint(code, RULES)}"
            yield Fault(("severity", code), message, of_key=True)
    pattern = values.get("key-pattern")
    if pattern is not None:
        try:
            key_matcher(pattern)
        except ValueError as error:
            yield Fault(("key-pattern",), f"`key-pattern` is {pattern!r}, {error}")
    if values.get("licensing"):
        yield from _of_licensing(values["licensing"])
    for number, entry in enumerate(values.get("suppressions", ())):
        yield from _of_suppression(number, entry)


def _is_check(word: str) -> bool:
    try:
        Selection((word,)).validate(RULES)
    except ValueError:
        return False
    return True


def _check_hint(word: str) -> str:
    near = nearest(word, RULES)
    return f"did you mean {one_of(near)}?" if near else "`trainbib rules` lists them"


def _of_suppression(number: int, entry: Mapping[str, Any]) -> Iterator[Fault]:
    where = f"`suppressions`, number {number + 1}"
    try:
        day_of(entry.get("until", "2000-01-01"))
    except ValueError:
        yield Fault(
            ("suppressions", number, "until"),
            f"{where}: {entry['until']} is no day; write one such as 2027-03-01",
        )
    try:
        PurePath("trainbib.yaml").match(entry.get("manifest", "*"))
    except ValueError as error:
        yield Fault(
            ("suppressions", number, "manifest"), f"{where}: `manifest` is no pattern: {error}"
        )


def _of_licensing(values: Mapping[str, Any]) -> Iterator[Fault]:
    """Say what of a policy cannot be read: it would hold for nothing."""
    from trainbib.licensing.overrides import override_faults, override_of
    from trainbib.licensing.verdicts import ATTRIBUTES

    if "outbound" in values:
        yield from _of_expression(("outbound",), values["outbound"])
    for key in ("allow", "deny"):
        for number, text in enumerate(values.get(key, ())):
            yield from _of_expression((key, number), text)
    for license_, stated in values.get("attributes", {}).items():
        if not _is_licence(license_):
            yield _unknown_licence(("licensing", "attributes", license_), license_, of_key=True)
        for attribute, value in stated.items():
            for fault in override_faults({license_: {attribute: override_of(value)}}):
                in_table = isinstance(value, dict) and attribute in ATTRIBUTES
                yield Fault(
                    ("licensing", "attributes", license_, attribute, *["value"] * in_table),
                    f"`licensing.attributes`: {fault}",
                    of_key=attribute not in ATTRIBUTES,
                )


def _of_expression(path: tuple[str | int, ...], text: str) -> Iterator[Fault]:
    from trainbib.licensing.expressions import ExpressionError, parse

    if text in {"NONE", "NOASSERTION"}:
        return
    where = ("licensing", *path)
    key = f"`licensing.{path[0]}`"
    try:
        terms = parse(text).terms
    except ExpressionError as error:
        yield Fault(where, f"{key} names {text!r}, no licence expression: {error}")
        return
    for term in terms:
        if not term.known:
            yield _unknown_licence(where, term.id)
            return


def _is_licence(name: str) -> bool:
    """Tell whether a name is that of one licence, or of what is added to one.

    It is of the list of SPDX, or one's own.
    """
    from trainbib.licensing.expressions import ExpressionError, parse

    for text in (name, f"MIT WITH {name}"):
        try:
            identifiers = list(parse(text).identifiers())
        except ExpressionError:
            continue
        alone = identifiers[-1].id == name and len(identifiers) == len(text.split(" WITH "))
        if alone and identifiers[-1].known:
            return True
    return False


def _unknown_licence(path: tuple[str | int, ...], name: str, *, of_key: bool = False) -> Fault:
    from trainbib.licensing.suggest import suggest_license

    near = suggest_license(name)
    hint = f"did you mean {one_of(near)}?" if near else "see https://spdx.org/licenses/"
    said = f"`{path[0]}.{path[1]}` names `{name}`, which is no SPDX licence identifier; {hint}"
    return Fault(path, said, of_key=of_key)
