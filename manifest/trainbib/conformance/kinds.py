"""Whether a value is of the kind that a schema describes: its type, its pattern, its fields."""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from trainbib.conformance.choices import Schema
from trainbib.conformance.wording import is_slip
from trainbib.values import GAP_STATES


def is_gap_schema(schema: Schema) -> bool:
    """Tell whether a schema is that of a gap (SPEC.md, section 4)."""
    return tuple(schema.get("properties", ())) == GAP_STATES


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern of JSON Schema: its ``$`` is the end, not also before a last line feed."""
    return re.compile(re.sub(r"(?<!\\)\$", r"\\Z", pattern))


def matches(pattern: str, text: str) -> bool:
    """Tell whether a pattern of JSON Schema matches somewhere in a text."""
    return _compiled(pattern).search(text) is not None


def has_type(value: object, schema: Schema) -> bool:
    """Tell whether a value is of the type that a schema asks for, if it asks for one."""
    match schema.get("type"):
        case "object":
            return isinstance(value, dict)
        case "array":
            return isinstance(value, list)
        case "string":
            return isinstance(value, str)
        case "boolean":
            return isinstance(value, bool)
        case "integer":
            whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
            return whole and not isinstance(value, bool)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case _:
            return True


def says_nothing(value: Mapping[str, object], schema: Schema) -> bool:
    """Tell whether a mapping has keys of its writer's only, where the schema asks for others.

    It does so by ``not: {propertyNames: {pattern: …}}``, the one form of ``not`` that is in use.
    """
    names = schema.get("not", {}).get("propertyNames")
    return names is not None and all(matches(names["pattern"], name) for name in value)


def meant(
    value: Mapping[str, object], choices: Iterable[Schema], items: Iterable[Schema]
) -> list[Schema]:
    """Choose what a mapping was meant to be: that of which it has most fields.

    Args:
        value: The mapping.
        choices: The schemas that the value may follow.
        items: The schemas of the items of a list that may stand there.

    Returns:
        One schema; none if it is no mapping that may stand there. That is so too where only a gap
        may, and it is none: neither has it a state, nor but a misspelt one.
    """
    mappings = [choice for choice in choices if has_type(value, choice)]
    gap = next(filter(is_gap_schema, mappings), None)
    if gap is None or not value or not set(GAP_STATES).isdisjoint(value):
        return _with_most_fields(value, mappings)
    others = [choice for choice in mappings if choice is not gap]
    if _is_misspelt_gap(value, _fields([*others, *items])):
        return [gap]
    return _with_most_fields(value, others)


def _with_most_fields(value: Mapping[str, object], choices: list[Schema]) -> list[Schema]:
    def known(choice: Schema) -> int:
        return sum(name in choice.get("properties", {}) for name in value)

    return [max(choices, key=known)] if choices else []


def _fields(schemas: Iterable[Schema]) -> set[str]:
    return {name for schema in schemas for name in schema.get("properties", ())}


def _is_misspelt_gap(value: Mapping[str, object], fields: set[str]) -> bool:
    """Tell whether a mapping is a state with a slip of the pen, and a reason."""
    if len(value) != 1:
        return False
    ((name, reason),) = value.items()
    if not isinstance(reason, str | None) or any(is_slip(name, field) for field in fields):
        return False
    return any(is_slip(name, state) for state in GAP_STATES)
