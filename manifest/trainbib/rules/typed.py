"""Values by their type in the schema: dates, URLs, digests and periods, wherever they stand.

The schema says which fields are dates; a list of names in the code would go out of date. One walk
serves all the rules about such values. It keeps only what is worth a look, since most values of a
large manifest are plainly in order.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, TypeAlias

from trainbib.pointers import pointer
from trainbib.schemas import load_schema

Path: TypeAlias = "tuple[Path, str | int] | None"
"""The parent's path and the last token; None for the document itself."""

EARLIEST = "1990"
"""The first year of the web; nothing was crawled before."""

_LEAVES = {"date": "date", "url": "url", "digest": "digest", "sha256": "digest"}
_PLAIN_URL = re.compile(
    r"https?://[a-z0-9][a-z0-9-]*(?:\.[a-z0-9][a-z0-9-]*)+(?:/[A-Za-z0-9._~/%+,=#-]*)?"
).fullmatch


@dataclass(slots=True)
class TypedValues:
    """Values of a manifest that rules should look at, each with the tokens of its pointer.

    Attributes:
        dates: Before 1990, after the day given, or late enough in a month for there to be doubt.
        urls: All but plain ``https://host/path``.
        digests: All but SHA-256.
        periods: Those whose start seems to be after their end.
    """

    dates: list[tuple[Path, str]] = field(default_factory=list["tuple[Path, str]"])
    urls: list[tuple[Path, str]] = field(default_factory=list["tuple[Path, str]"])
    digests: list[tuple[Path, str]] = field(default_factory=list["tuple[Path, str]"])
    periods: list[tuple[Path, Mapping[str, object]]] = field(
        default_factory=list["tuple[Path, Mapping[str, object]]"]
    )


@dataclass(slots=True)
class _Node:
    """What to look for below one place of the schema."""

    kind: str = ""
    fields: dict[str, "_Node"] = field(default_factory=dict[str, "_Node"])
    each: "_Node | None" = None
    items: "_Node | None" = None
    names: frozenset[str] = frozenset()
    """The names of `fields`: a set finds those that a mapping has, without a loop."""

    @property
    def empty(self) -> bool:
        return not (self.kind or self.fields or self.each or self.items)


def typed_values(data: object, latest: date) -> TypedValues:
    """Collect the values of a manifest that are worth a look.

    Args:
        data: The manifest; entries of a wrong shape are passed over.
        latest: The last day that nobody would wonder about.
    """
    found = TypedValues()
    if isinstance(data, dict):
        _walk_mapping(_root(), data, None, found, latest.isoformat())
    # Sets have no order of their own, and findings should not change theirs from run to run.
    for values in (found.dates, found.urls, found.digests, found.periods):
        values.sort(key=_in_order)
    return found


def _in_order(value: tuple[Path, object]) -> str:
    return pointer(*tokens(value[0]))


def tokens(path: Path) -> list[str | int]:
    """Return the tokens of a path, the first one first."""
    listed: list[str | int] = []
    while path is not None:
        path, token = path
        listed.append(token)
    listed.reverse()
    return listed


def _walk_mapping(
    node: _Node, value: dict[str, object], path: Path, found: TypedValues, latest: str
) -> None:
    if node.kind == "period" and _seems_reversed(value):
        found.periods.append((path, value))
    fields = node.fields
    for name in node.names.intersection(value):
        child, item = fields[name], value[name]
        if isinstance(item, str):
            # The tests stand here, and not in functions, for the sake of manifests with many
            # thousand sources. ISO dates sort as text: "2026-11" is not after "2026-11-23".
            kind = child.kind
            if kind == "date":
                if item > latest or item < EARLIEST or item[8:10] > "28":
                    found.dates.append(((path, name), item))
            elif kind == "url":
                if _PLAIN_URL(item) is None:
                    found.urls.append(((path, name), item))
            elif kind == "digest" and not item.startswith("sha256:"):
                found.digests.append(((path, name), item))
        elif isinstance(item, dict):
            if child.names or child.each is not None:
                _walk_mapping(child, item, (path, name), found, latest)
        elif isinstance(item, list) and child.items is not None:
            _walk_list(child.items, item, (path, name), found, latest)
    each = node.each
    if each is not None:
        for name, item in value.items():
            if isinstance(item, dict) and not name.startswith("x-"):
                _walk_mapping(each, item, (path, name), found, latest)


def _walk_list(
    node: _Node, items: list[object], path: Path, found: TypedValues, latest: str
) -> None:
    """Walk over the mappings of a list; no list of the schema holds dates, URLs or digests."""
    for index, item in enumerate(items):
        if isinstance(item, dict):
            _walk_mapping(node, item, (path, index), found, latest)


def _seems_reversed(period: Mapping[str, object]) -> bool:
    start, end = period.get("from"), period.get("to")
    if not isinstance(start, str) or not isinstance(end, str):
        return False
    shared = min(len(start), len(end))
    return start[:shared] > end[:shared]


@cache
def _root() -> _Node:
    schema = load_schema("manifest")
    definitions: Mapping[str, Any] = schema["$defs"]
    made: dict[str, _Node] = {}

    def build(part: object) -> _Node:
        node = _Node()
        if not isinstance(part, dict):
            return node
        reference = part.get("$ref")
        if isinstance(reference, str):
            name = reference.rpartition("/")[2]
            if name in _LEAVES:
                return _Node(_LEAVES[name])
            if name not in made:
                made[name] = _Node()  # a definition that holds itself finds it here
                _merge(made[name], build(definitions[name]))
                if name == "period":
                    made[name].kind = "period"
            return made[name]
        for branch in _branches(part):
            _merge(node, build(branch))
        for name, child in part.get("properties", {}).items():
            if not (built := build(child)).empty:
                node.fields[name] = built
        node.each = node.each or _kept(build(part.get("additionalProperties")))
        node.items = node.items or _kept(build(part.get("items")))
        node.names = frozenset(node.fields)
        return node

    return build(schema)


def _branches(part: Mapping[str, Any]) -> Iterator[object]:
    for word in ("anyOf", "oneOf", "allOf"):
        yield from part.get(word, ())


def _kept(node: _Node) -> _Node | None:
    return None if node.empty else node


def _merge(into: _Node, other: _Node) -> None:
    into.kind = into.kind or other.kind
    into.each = into.each or other.each
    into.items = into.items or other.items
    for name, child in other.fields.items():
        into.fields[name] = into.fields.get(name, child)
    into.names = frozenset(into.fields)
