"""The keys and scalars of a document, with their paths, for rules about characters and numbers.

Such rules first look at the text as a whole, or at the survey, and come here only if there is
something to find. Paths are made for what is found only.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

Tokens = tuple[str | int, ...]
"""The tokens of a JSON Pointer."""

_Link: TypeAlias = "tuple[_Link, str | int] | None"
Wanted = Callable[[object], object]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A key, or a scalar value.

    Attributes:
        path: Where it stands.
        value: The key, or the value: text, a number, a truth value or None.
        on_key: True for a key.
    """

    path: Tokens
    value: object
    on_key: bool = False

    @property
    def text(self) -> str:
        """Return the value as text."""
        return str(self.value)

    @property
    def field(self) -> str:
        """Return the name of the field that the value belongs to, indices of lists passed over."""
        return next((token for token in reversed(self.path) if isinstance(token, str)), "")


def leaves(
    data: object, wanted: Wanted, *, keys: bool = False, extensions: bool = True
) -> list[Leaf]:
    """Return the scalars of a document that are wanted, in document order.

    Args:
        data: Plain data, nested no deeper than the reader allows.
        wanted: Called with each scalar.
        keys: Whether to look at the keys of mappings too.
        extensions: Whether to go into what stands under keys that begin with ``x-``.
    """
    found: list[Leaf] = []

    def in_mapping(mapping: Mapping[str, object], path: _Link) -> None:
        for name, value in mapping.items():
            if keys and wanted(name):
                found.append(Leaf(_tokens((path, name)), name, on_key=True))
            if extensions or not str(name).startswith("x-"):
                visit(value, path, name)

    def visit(value: object, path: _Link, token: str | int) -> None:
        if isinstance(value, dict):
            in_mapping(value, (path, token))
        elif isinstance(value, list):
            here = (path, token)
            for index, item in enumerate(value):
                visit(item, here, index)
        elif wanted(value):
            found.append(Leaf(_tokens((path, token)), value))

    if isinstance(data, dict):
        in_mapping(data, None)
    elif isinstance(data, list):
        for index, item in enumerate(data):
            visit(item, None, index)
    return found


def _tokens(link: _Link) -> Tokens:
    tokens: list[str | int] = []
    while link is not None:
        link, token = link
        tokens.append(token)
    return tuple(reversed(tokens))
