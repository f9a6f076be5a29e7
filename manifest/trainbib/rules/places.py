"""Where in a manifest something can stand, as patterns; and what stands there.

A pattern is a path of field names with ``*`` for any key of a section and ``[]`` for the items of a
list: ``sources.*.rights.holders[].party``. Values are collected for all entries at once, field by
field, which is several times faster than going through the entries one by one; paths are made only
for what is to be reported.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from trainbib.rules.leaves import Tokens
from trainbib.schemas import load_schema
from trainbib.values import is_gap

EACH_ENTRY, EACH_ITEM = "*", "[]"
"""Any key of a section; any item of a list."""


@dataclass(slots=True)
class Places:
    """A tree of patterns.

    Attributes:
        label: Of the pattern that ends here; empty if none does.
        below: What follows, by token.
    """

    label: str = ""
    below: dict[str, "Places"] = field(default_factory=dict[str, "Places"])

    @classmethod
    def of(cls, patterns: Mapping[str, Sequence[str]]) -> "Places":
        """Build the tree of some patterns, given by label."""
        root = cls()
        for label, listed in patterns.items():
            for pattern in listed:
                node = root
                for token in pattern.replace("[]", ".[]").split("."):
                    node = node.below.setdefault(token, cls())
                node.label = label
        return root

    def texts(self, data: object) -> dict[str, set[str]]:
        """Collect the text values at these places, by label; labels without any are left out."""
        found: dict[str, set[str]] = {}
        self._collect([data], found)
        return found

    def _collect(self, values: list[object], found: dict[str, set[str]]) -> None:
        if self.label:
            texts = [value for value in values if isinstance(value, str)]
            if texts:
                found.setdefault(self.label, set()).update(texts)
        if not self.below:
            return
        lists_only = self.below.keys() == {EACH_ITEM}
        mappings = [] if lists_only else [value for value in values if isinstance(value, dict)]
        for token, child in self.below.items():
            members: list[object]
            if token == EACH_ITEM:
                members = [item for value in values if isinstance(value, list) for item in value]
            elif token == EACH_ENTRY:
                members = [entry for mapping in mappings for _, entry in _entries(mapping)]
            else:
                members = [mapping[token] for mapping in mappings if token in mapping]
            if members:
                child._collect(members, found)  # noqa: SLF001 - of the same class

    def find(self, data: object, wanted: Callable[[str, str], bool]) -> list[tuple[Tokens, str]]:
        """Return path and value of each text at these places that is wanted, in document order.

        Args:
            data: Plain data.
            wanted: Called with label and value.
        """
        found: list[tuple[Tokens, str]] = []
        self._find(data, (), wanted, found)
        return found

    def _find(
        self,
        value: object,
        path: Tokens,
        wanted: Callable[[str, str], bool],
        found: list[tuple[Tokens, str]],
    ) -> None:
        members: Iterable[tuple[str, object]]
        if isinstance(value, str):
            if self.label and wanted(self.label, value):
                found.append((path, value))
            return
        if isinstance(value, list):
            child = self.below.get(EACH_ITEM)
            if child is not None:
                for index, item in enumerate(value):
                    child._find(item, (*path, index), wanted, found)  # noqa: SLF001 - same class
            return
        if not isinstance(value, dict):
            return
        each = self.below.get(EACH_ENTRY)
        members = _entries(value) if each is not None else value.items()
        for name, item in members:
            child = each or self.below.get(name)
            if child is not None and (child.below or item.__class__ is str):
                child._find(item, (*path, name), wanted, found)  # noqa: SLF001 - same class


def _entries(section: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    if not is_gap(section):
        for key, entry in section.items():
            if not key.startswith("x-"):
                yield key, entry


def places_in_schema(*definitions: str) -> list[str]:
    """Return the patterns of all places that take one of the definitions.

    Args:
        definitions: Names below ``$defs`` of the manifest schema, such as ``path``.
    """
    schema = load_schema("manifest")
    return list(dict.fromkeys(_patterns(schema, "", schema["$defs"], frozenset(definitions))))


def _patterns(
    part: Mapping[str, Any], path: str, known: Mapping[str, Any], wanted: frozenset[str]
) -> Iterator[str]:
    name = part.get("$ref", "").rpartition("/")[2]
    if name in wanted:
        yield path
    elif name:
        yield from _patterns(known[name], path, known, wanted)
    for branch in part.get("anyOf", ()):
        yield from _patterns(branch, path, known, wanted)
    for member, child in part.get("properties", {}).items():
        yield from _patterns(child, f"{path}.{member}" if path else member, known, wanted)
    if "items" in part:
        yield from _patterns(part["items"], path + EACH_ITEM, known, wanted)
    if isinstance(part.get("additionalProperties"), dict):
        yield from _patterns(part["additionalProperties"], f"{path}.{EACH_ENTRY}", known, wanted)
