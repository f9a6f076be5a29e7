"""What the schema says of each place of a manifest, read as far as somebody asks.

The schema knows which fields are dates, and which are maps by key; a list of names in the code
would go out of date.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from trainbib.schemas import load_schema

_Part = Mapping[str, Any]

_KINDS = {"date": "date", "url": "url", "digest": "digest", "sha256": "digest", "period": "period"}


class Shape:
    """One place of the schema, all the alternatives that it allows taken together.

    Attributes:
        kind: ``date``, ``url``, ``digest``, ``period``; empty for any other type.
        properties: The schemas of its fields.
        each: The entries, if it is a map by key.
        items: The items, if it is a list.
    """

    __slots__ = ("_fields", "each", "items", "kind", "properties")

    def __init__(self, part: _Part) -> None:
        self.kind = ""
        self.properties: dict[str, _Part] = {}
        self.each: Shape | None = None
        self.items: Shape | None = None
        self._fields: dict[str, Shape] = {}
        for kind, alternative in _alternatives(part):
            self.kind = self.kind or kind
            for name, schema in alternative.get("properties", {}).items():
                self.properties.setdefault(name, schema)
            entry, item = alternative.get("additionalProperties"), alternative.get("items")
            if isinstance(entry, dict):
                self.each = self.each or Shape(entry)
            if isinstance(item, dict):
                self.items = self.items or Shape(item)

    def field(self, name: str) -> "Shape | None":
        """Return what the schema says of a field; None if it knows of none."""
        found = self._fields.get(name)
        if found is None and name in self.properties:
            found = self._fields[name] = Shape(self.properties[name])
        return found

    def fields(self) -> "dict[str, Shape]":
        """Return all the fields that the schema knows."""
        return {name: Shape(part) for name, part in self.properties.items()}


def _alternatives(part: _Part) -> Iterator[tuple[str, _Part]]:
    """Yield the schemas that a value may follow, references and unions opened, with their kind."""
    reference = part.get("$ref")
    if isinstance(reference, str):
        name = reference.rpartition("/")[2]
        definition: _Part = load_schema("manifest")["$defs"][name]
        for kind, alternative in _alternatives(definition):
            yield _KINDS.get(name, kind), alternative
    elif "anyOf" in part:
        for branch in part["anyOf"]:
            yield from _alternatives(branch)
    else:
        yield "", part


@cache
def shape_of_manifest() -> Shape:
    """Return the shape of a whole manifest."""
    return Shape(load_schema("manifest"))
