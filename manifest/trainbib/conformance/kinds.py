"""Whether a value is of the kind that a schema describes: its type, its pattern, its fields."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from trainbib.values import GAP_STATES


def is_gap_schema(schema: Mapping[str, Any]) -> bool:
    """Tell whether a schema is that of a gap (SPEC.md, section 4)."""
    return tuple(schema.get("properties", ())) == GAP_STATES


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern of JSON Schema: its ``$`` is the end, not also before a last line feed."""
    return re.compile(re.sub(r"(?<!\\)\$", r"\\Z", pattern))


def matches(pattern: str, text: str) -> bool:
    """Tell whether a pattern of JSON Schema matches somewhere in a text."""
    return _compiled(pattern).search(text) is not None


def has_type(value: object, schema: Mapping[str, Any]) -> bool:
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


def nearest(value: dict[str, object], choices: list[Mapping[str, Any]]) -> Mapping[str, Any]:
    """Choose what a mapping was meant to be: that of which it has most fields."""

    def fields(choice: Mapping[str, Any]) -> int:
        return sum(name in choice.get("properties", {}) for name in value)

    return max(choices, key=fields)
