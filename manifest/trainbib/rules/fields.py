"""The names of fields whose values have a certain type in the schema."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from trainbib.schemas import load_schema

_Part = Mapping[str, Any]
_NUMBERS = ("count", "quantity", "amount", "share", "number", "integer")


@cache
def fields_of(*types: str) -> frozenset[str]:
    """Return the names of all fields that take one of the types, or a list of them.

    Args:
        types: Names below ``$defs`` of the manifest schema, such as ``date``, or types of JSON
            Schema, such as ``number``.
    """
    return frozenset().union(*(_names_by_type().get(name, ()) for name in types))


def number_fields() -> frozenset[str]:
    """Return the names of all fields that take a number, or a list of numbers."""
    return fields_of(*_NUMBERS)


@cache
def _names_by_type() -> dict[str, set[str]]:
    schema: _Part = load_schema("manifest")
    names: dict[str, set[str]] = {}
    for part in (schema, *schema["$defs"].values()):
        for name, field in _fields(part):
            for type_ in _types(field):
                names.setdefault(type_, set()).add(name)
    return names


def _fields(part: _Part) -> Iterator[tuple[str, _Part]]:
    """Yield the fields that a schema describes, at any depth."""
    for name, field in part.get("properties", {}).items():
        yield name, field
        yield from _fields(field)
    for below in _below(part):
        yield from _fields(below)


def _types(part: _Part) -> Iterator[str]:
    """Yield the types that a field takes, or the items of its list."""
    reference: str = part.get("$ref", "")
    if reference:
        yield reference.rpartition("/")[2]
    if "type" in part:
        yield part["type"]
    for below in (*part.get("anyOf", ()), part.get("items")):
        if below:
            yield from _types(below)


def _below(part: _Part) -> Iterator[_Part]:
    yield from part.get("anyOf", ())
    for word in ("items", "additionalProperties"):
        if isinstance(part.get(word), dict):
            yield part[word]
