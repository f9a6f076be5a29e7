"""The schemas that a value may follow: references and unions opened."""

from collections.abc import Mapping
from typing import Any

Schema = Mapping[str, Any]


class Choices:
    """Opens the parts of one schema."""

    def __init__(self, schema: Schema) -> None:
        self._defs: Schema = schema["$defs"]

    def of(self, schema: Schema) -> list[Schema]:
        """Return the schemas that a value may follow, none of them a reference or a union."""
        if "$ref" in schema:
            return self.of(self._defs[schema["$ref"].rpartition("/")[2]])
        if "anyOf" in schema:
            return [leaf for branch in schema["anyOf"] for leaf in self.of(branch)]
        return [schema]

    def of_member(self, schema: Schema, token: str) -> Schema:
        """Return the schema of a member of a mapping."""
        for choice in self.of(schema):
            if token in choice.get("properties", {}):
                child: Schema = choice["properties"][token]
                return child
            extra = choice.get("additionalProperties")
            if isinstance(extra, dict):
                return extra
        return {}

    def of_items(self, choices: list[Schema]) -> list[Schema]:
        """Return what the items of a list may be, if a value may be one."""
        lists = [choice for choice in choices if choice.get("type") == "array"]
        return [item for each in lists for item in self.of(each.get("items", {}))]
