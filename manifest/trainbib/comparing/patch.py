"""What changed between two manifests as a JSON Patch (RFC 6902)."""

from collections.abc import Iterator

from trainbib.pointers import join
from trainbib.values import is_mapping

__all__ = ["Operation", "json_patch"]

Operation = dict[str, object]
"""An operation: ``op`` (add, remove, replace), ``path`` (RFC 6901), and ``value``."""


def json_patch(old: object, new: object) -> list[Operation]:
    """Return the operations that make one document of another, in an order that works.

    Members of mappings are compared one by one. A list is patched element by element where it kept
    its length or only grew or shrank at its end, and replaced whole where that is shorter.

    Args:
        old: Plain data.
        new: Plain data.
    """
    return list(_operations(old, new, ""))


def _operations(old: object, new: object, place: str) -> Iterator[Operation]:
    if is_mapping(old) and is_mapping(new):
        yield from _of_mappings(old, new, place)
    elif isinstance(old, list) and isinstance(new, list):
        yield from _of_lists(old, new, place)
    elif not _same(old, new):
        yield {"op": "replace", "path": place, "value": new}


def _of_mappings(old: dict[str, object], new: dict[str, object], place: str) -> Iterator[Operation]:
    for key in old:
        if key not in new:
            yield {"op": "remove", "path": join(place, key)}
    for key, value in new.items():
        here = join(place, key)
        if key in old:
            yield from _operations(old[key], value, here)
        else:
            yield {"op": "add", "path": here, "value": value}


def _of_lists(old: list[object], new: list[object], place: str) -> Iterator[Operation]:
    shared = min(len(old), len(new))
    found = [
        operation
        for index in range(shared)
        for operation in _operations(old[index], new[index], join(place, index))
    ]
    gone = range(len(old) - 1, shared - 1, -1)  # from the end, so that no index moves
    removed: list[Operation] = [{"op": "remove", "path": join(place, index)} for index in gone]
    added: list[Operation] = [
        {"op": "add", "path": join(place, "-"), "value": value} for value in new[shared:]
    ]
    found += removed + added
    if len(found) > max(1, len(new) // 2):
        yield {"op": "replace", "path": place, "value": new}
    else:
        yield from found


def _same(old: object, new: object) -> bool:
    """Tell whether two values are the same JSON: true is not 1, and 1 is 1.0."""
    return old == new and isinstance(old, bool) == isinstance(new, bool)
