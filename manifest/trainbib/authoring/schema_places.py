"""What the schema says of a place that is given by its tokens."""

from collections.abc import Iterator, Mapping
from typing import Any

from trainbib.schemas import load_schema

_Part = Mapping[str, Any]


def alternatives_at(path: tuple[str, ...]) -> list[_Part]:
    """Return the schemas that a value at a place may follow, references and unions opened."""
    return [part for found in _at(path) for part in _opened(found)]


def named_at(path: tuple[str, ...]) -> set[str]:
    """Return the names of the definitions that a place refers to."""
    return {name for found in _at(path) for name in _names(found)}


def names_licence(path: tuple[str, ...]) -> bool:
    """Tell whether an SPDX expression may stand at a place."""
    return bool(named_at(path) & {"license", "license_expression"}) or path[-1:] == ("expression",)


def words_at(path: tuple[str, ...]) -> list[str]:
    """Return words of an open list that the schema gives for a place, where any text may stand."""
    found: list[str] = []
    for part in _at(path):
        words = [word for word in part.get("examples", ()) if isinstance(word, str)]
        found += words if len(words) > 1 else ()  # one alone is no list
    return found


def described_at(path: tuple[str, ...]) -> tuple[str, str]:
    """Return title and description of a place; empty where the schema knows of none.

    An item of a list, unless it is a mapping or one of a few words, is what the list is of.
    """
    for found in _at(path):
        own = describe(found)
        is_item = path[-1:] and path[-1].isdigit()
        special = any("enum" in each or "properties" in each for each in _opened(found))
        return described_at(path[:-1]) if is_item and not (special and any(own)) else own
    return "", ""


def describe(part: _Part) -> tuple[str, str]:
    """Return title and description of a schema, or of what it refers to."""
    title, description = part.get("title", ""), part.get("description", "")
    if not (title and description) and "$ref" in part:
        referred = describe(_definition(part))
        title, description = title or referred[0], description or referred[1]
    return str(title), str(description)


def _at(path: tuple[str, ...]) -> list[_Part]:
    found: list[_Part] = [load_schema("manifest")]
    for token in path:
        found = [below for part in found for each in _opened(part) for below in _below(each, token)]
    return found


def _below(part: _Part, token: str) -> Iterator[_Part]:
    entry, items = part.get("additionalProperties"), part.get("items")
    if token in part.get("properties", {}):
        yield part["properties"][token]
    elif isinstance(entry, dict) and not token.startswith("x-"):
        yield entry
    elif isinstance(items, dict) and token.isdigit():
        yield items


def _definition(part: _Part) -> _Part:
    definition: _Part = load_schema("manifest")["$defs"][part["$ref"].rpartition("/")[2]]
    return definition


def _opened(part: _Part) -> Iterator[_Part]:
    if "$ref" in part:
        yield from _opened(_definition(part))
    elif "anyOf" in part:
        for branch in part["anyOf"]:
            yield from _opened(branch)
    else:
        yield part


def _names(part: _Part) -> Iterator[str]:
    if "$ref" in part:
        yield part["$ref"].rpartition("/")[2]
        yield from _names(_definition(part))
    for branch in part.get("anyOf", ()):
        yield from _names(branch)
