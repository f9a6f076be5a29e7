"""The names of fields whose values have a certain type in the schema."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from trainbib.schemas import load_schema

_NUMBERS = frozenset({"count", "quantity", "amount", "share"})
Test = Callable[[Mapping[str, Any]], bool]


@cache
def fields_of(*definitions: str) -> frozenset[str]:
    """Return the names of all fields that take one of the definitions, or a list of them.

    Args:
        definitions: Names below ``$defs`` of the manifest schema, such as ``date``.
    """
    return frozenset(_named(load_schema("manifest"), lambda part: _definition(part) in definitions))


@cache
def number_fields() -> frozenset[str]:
    """Return the names of all fields that take a number, or a list of numbers."""

    def takes_number(part: Mapping[str, Any]) -> bool:
        return part.get("type") in {"number", "integer"} or _definition(part) in _NUMBERS

    return frozenset(_named(load_schema("manifest"), takes_number))


def _definition(part: Mapping[str, Any]) -> str:
    reference: str = part.get("$ref", "")
    return reference.rpartition("/")[2]


def _named(part: object, test: Test) -> Iterator[str]:
    """Yield the names of the properties, at any depth, whose schema passes the test."""
    if isinstance(part, list):
        for item in part:
            yield from _named(item, test)
    elif isinstance(part, dict):
        for name, field in part.get("properties", {}).items():
            if _passes(field, test):
                yield name
        for child in part.values():
            yield from _named(child, test)


def _passes(field: Mapping[str, Any], test: Test) -> bool:
    branches = [*field.get("anyOf", ()), field.get("items", {})]
    return test(field) or any(_passes(branch, test) for branch in branches if branch)
