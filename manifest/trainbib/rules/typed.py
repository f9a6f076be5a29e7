"""Values by their type in the schema: dates, URLs, digests and periods, wherever they stand.

One walk serves all the rules about such values. It keeps only what is worth a look, since most
values of a large manifest are plainly in order.
"""

import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from trainbib.pointers import pointer
from trainbib.rules.shapes import Shape, shape_of_manifest

Path: TypeAlias = "tuple[Path, str | int] | None"
"""The parent's path and the last token; None for the document itself."""

EARLIEST = "1990"
"""The first year of the web; nothing was crawled before."""

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

    def of_kind(self, kind: str) -> list[tuple[Path, str]]:
        """Return the list of the texts of a kind."""
        lists = {"date": self.dates, "url": self.urls, "digest": self.digests}
        return lists[kind]


@dataclass(slots=True)
class _Node:
    """What to look for below one place of the schema."""

    kind: str
    fields: dict[str, "_Node"]
    each: "_Node | None"
    items: "_Node | None"
    names: frozenset[str]
    """The names of `fields`: a set finds those that a mapping has, without a loop."""


def typed_values(data: object, latest: date, fields: AbstractSet[str] | None = None) -> TypedValues:
    """Collect the values of a manifest that are worth a look.

    Args:
        data: The manifest; entries of a wrong shape are passed over.
        latest: The last day that nobody would wonder about.
        fields: The names of the fields to look at; all if left out.
    """
    found = TypedValues()
    root = _node(shape_of_manifest(), fields, "") if fields is None or fields else None
    if root is not None and isinstance(data, dict):
        _walk_mapping(root, data, None, found, latest.isoformat())
    # Sets have no order of their own, and findings should not change theirs from run to run.
    for values in (found.dates, found.urls, found.digests, found.periods):
        values.sort(key=_in_order)
    return found


def is_odd(kind: str, text: str, latest: str) -> bool:
    """Tell whether a date, URL or digest is worth a look.

    Args:
        kind: ``date``, ``url`` or ``digest``; there is nothing odd about other kinds.
        text: The value.
        latest: The last day that nobody would wonder about, as ISO 8601.
    """
    if kind == "date":
        # ISO dates sort as text: "2026-11" is not after "2026-11-23".
        return text > latest or text < EARLIEST or text[8:10] > "28"
    if kind == "url":
        return _PLAIN_URL(text) is None
    return kind == "digest" and not text.startswith("sha256:")


def any_odd(kind: str, texts: Iterable[str], latest: str) -> bool:
    """Tell whether one of many dates, URLs or digests is worth a look."""
    if kind == "url":
        return not all(map(_PLAIN_URL, texts))
    # A day stands in many places.
    return any(is_odd(kind, text, latest) for text in set(texts))


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
    if node.kind == "period" and seems_reversed(value):
        found.periods.append((path, value))
    fields = node.fields
    for name in node.names.intersection(value):
        child, item = fields[name], value[name]
        if isinstance(item, str):
            kind = child.kind
            if kind and is_odd(kind, item, latest):
                found.of_kind(kind).append(((path, name), item))
        elif isinstance(item, dict):
            if child.names or child.each is not None or child.kind == "period":
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


def seems_reversed(period: Mapping[str, object]) -> bool:
    """Tell whether a period may end before it begins."""
    start, end = period.get("from"), period.get("to")
    if not isinstance(start, str) or not isinstance(end, str):
        return False
    shared = min(len(start), len(end))
    return start[:shared] > end[:shared]


def _node(shape: Shape, wanted: AbstractSet[str] | None, name: str) -> _Node | None:
    """Return what to look for in a field; None if that is nothing."""
    kind = shape.kind if wanted is None or name in wanted else ""
    below = {field: _node(child, wanted, field) for field, child in shape.fields().items()}
    fields = {field: node for field, node in below.items() if node is not None}
    each = _node(shape.each, wanted, "") if shape.each is not None else None
    items = _node(shape.items, wanted, "") if shape.items is not None else None
    if not (kind or fields or each or items):
        return None
    return _Node(kind, fields, each, items, frozenset(fields))
