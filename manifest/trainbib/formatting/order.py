"""The order of fields: that of the schema, which is the order in which they are explained."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from typing import Any

from trainbib.schemas import load_schema
from trainbib.values import GAP_STATES
from trainbib.writing.layout import Node

Schema = Mapping[str, Any]
ANYTHING: Schema = {}


class FieldOrder:
    """Orders the members of mappings, and knows which schema holds for what is in them.

    Args:
        sort: Whether entries that people have named are put in the order of their names.
        pinned: The identities of the collections whose children stay in their order, because an
            anchor in them has to stand before its aliases.
    """

    def __init__(self, *, sort: bool = False, pinned: AbstractSet[int] = frozenset()) -> None:
        self._sort = sort
        self._pinned = pinned
        self._places: dict[int, dict[str, int]] = {}
        self.root: Schema = load_schema("manifest")

    def chosen(self, node: Node, schema: Schema) -> Schema:
        """Return the alternative of a schema that a collection follows most nearly."""
        kind = "object" if node.kind == "map" else "array"
        fitting = [each for each in _alternatives(_Key(schema)) if each.get("type") == kind]
        if len(fitting) < 2:  # noqa: PLR2004 - nothing to choose from
            return fitting[0] if fitting else ANYTHING
        names = {child.key.text for child in node.children if child.key}
        return max(fitting, key=lambda each: len(names & each.get("properties", {}).keys()))

    def members(self, node: Node, chosen: Schema) -> Sequence[Node]:
        """Return the children of a collection in order.

        Args:
            node: The collection.
            chosen: The schema that it follows.
        """
        entries = self.holds_entries(chosen)
        if node.kind != "map" or (entries and not self._sort) or id(node) in self._pinned:
            return node.children
        places = self._places_of(chosen)

        def place(child: Node) -> tuple[int, str, str]:
            name = child.key.text if child.key else ""
            by_name = (name.casefold(), name) if entries and not name.startswith("x-") else ("", "")
            own = 1 if name.startswith("x-") else 0
            return places.get(name, len(places) + own), by_name[0], by_name[1]

        return sorted(node.children, key=place)

    def _places_of(self, chosen: Schema) -> Mapping[str, int]:
        """Return the place of each field of a schema, which stays loaded."""
        places = self._places.get(id(chosen))
        if places is None:
            names = enumerate(chosen.get("properties", {}))
            places = self._places[id(chosen)] = {name: place for place, name in names}
        return places

    @staticmethod
    def holds_entries(chosen: Schema) -> bool:
        """Tell whether a mapping holds entries under names that people gave them."""
        return isinstance(chosen.get("additionalProperties"), dict)

    @staticmethod
    def below(child: Node, chosen: Schema) -> Schema:
        """Return the schema of a member or an item."""
        if child.key is None:
            found = chosen.get("items")
        else:
            found = chosen.get("properties", {}).get(child.key.text)
            found = chosen.get("additionalProperties") if found is None else found
        return found if isinstance(found, dict) else ANYTHING


def is_gap(node: Node) -> bool:
    """Tell whether a mapping is a gap (SPEC.md, section 4)."""
    names = [child.key.text for child in node.children if child.key]
    return len(names) == 1 and names[0] in GAP_STATES


class _Key:
    """A schema as the key of a cache: the very same object."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema

    def __hash__(self) -> int:
        return id(self.schema)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.schema is self.schema


@cache
def _alternatives(key: _Key) -> list[Schema]:
    """Return the schemas that a value may follow, references and unions opened."""
    schema = key.schema
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return _alternatives(_Key(load_schema("manifest")["$defs"][name]))
    if "anyOf" in schema:
        return [leaf for branch in schema["anyOf"] for leaf in _alternatives(_Key(branch))]
    return [schema]
