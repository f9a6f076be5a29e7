"""The verdict: is this data what the schema says, and if not, which entries are at fault."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Protocol, cast

from trainbib.schemas import load_schema
from trainbib.values import is_mapping


class _Error(Protocol):
    @property
    def instance_path(self) -> list[str | int]: ...


class _Engine(Protocol):
    def is_valid(self, instance: object) -> bool: ...
    def iter_errors(self, instance: object) -> Iterator[_Error]: ...


ENTRY_DEPTH = 2
"""Section and key: what is explained at one go."""


SMALL = 500
"""Up to how many values the explainer is done before the engine is ready."""


def is_small(data: object) -> bool:
    """Tell whether a manifest has few values."""
    waiting: list[object] = [data]
    for value in waiting:  # grows while it is read
        if isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
        if len(waiting) > SMALL:
            return False
    return True


@cache
def _fast_engine() -> _Engine | None:
    """Return jsonschema-rs, or None where there is no build of it for this Python."""
    try:
        import jsonschema_rs
    except ImportError:
        return None
    return cast("_Engine", jsonschema_rs.Draft202012Validator(load_schema("manifest")))


def faulty_entries(data: object) -> list[tuple[str, ...]]:
    """Return the paths of the entries that the schema rejects, in document order.

    A path has at most two tokens: section and key; ``()`` is the document itself. An empty list
    is the verdict that the data is valid.
    """
    engine = _fast_engine()
    if engine is None:
        return reference_faults(data)
    try:
        if engine.is_valid(data):
            return []
        found = [error.instance_path for error in engine.iter_errors(data)]
    except (UnicodeError, ValueError):  # text that UTF-8 cannot hold: PAR005 says where
        return reference_faults(data)
    paths = [tuple(str(token) for token in path[:ENTRY_DEPTH]) for path in found]
    return in_document_order(data, paths)


def in_document_order(data: object, paths: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return paths, each once, in document order; the whole document if one leads nowhere.

    Engines have orders of their own, in every run another one. The fast one leaves out keys that
    are empty, and a path may end in a list.
    """
    rejected = set(paths)
    entries = [path for path in _entries(data) if path in rejected]
    return entries if len(entries) == len(rejected) else [()]


def _entries(data: object) -> Iterator[tuple[str, ...]]:
    """Yield the paths of a manifest, down to the entries of sections, in document order."""
    yield ()
    for section, value in data.items() if is_mapping(data) else ():
        yield (section,)
        for key in value if is_mapping(value) else ():
            yield section, key


def reference_faults(data: Any) -> list[tuple[str, ...]]:
    """Do the same with ``jsonschema``, the reference for what the schema says.

    Where that is not there either, as in a browser, nothing is sure of the document: the explainer
    has to read all of it.
    """
    try:
        from jsonschema import Draft202012Validator
    except ImportError:
        return [()]
    validator = Draft202012Validator(load_schema("manifest"))
    paths = (
        tuple(str(token) for token in list(error.absolute_path)[:ENTRY_DEPTH])
        for error in validator.iter_errors(data)
    )
    return in_document_order(data, paths)
