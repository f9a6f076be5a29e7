"""The document: its text, its data, what its reader had to say."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

from trainbib.diagnostics import Finding, Span
from trainbib.pointers import pointer as make_pointer
from trainbib.pointers import split

MAX_DEPTH = 64
"""How deep containers may be nested (SPEC.md, section 2.3)."""


@dataclass(frozen=True, slots=True)
class ParseFinding:
    """A finding of the reader, with its code."""

    code: str
    finding: Finding


class Ambiguity(NamedTuple):
    """A plain YAML scalar that other readers take for something else.

    Attributes:
        path: Where it stands: the tokens of a JSON Pointer.
        text: As written.
        why: What others take it for.
    """

    path: tuple[str | int, ...]
    text: str
    why: str

    @property
    def pointer(self) -> str:
        """Where it stands, as a JSON Pointer."""
        return make_pointer(*self.path)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a pointer leads: the key in its mapping, if any, and the value."""

    key: Span | None
    value: Span


Target: TypeAlias = tuple[str, ...]
"""The tokens of a JSON Pointer."""

Locator = Callable[[list[Target]], dict[Target, Place]]


def tree_of(targets: Iterable[Target]) -> dict[str, Any]:
    """Return targets as a tree: token to what follows it."""
    tree: dict[str, Any] = {}
    for target in targets:
        node = tree
        for token in target:
            node = node.setdefault(token, {})
    return tree


_bare_returns = re.compile(r"\r(?!\n)")


def with_line_feeds(text: str) -> str:
    """Return a text as long, with line feeds for carriage returns that end lines by themselves."""
    if "\r" not in text or text.count("\r") == text.count("\r\n"):
        return text
    return _bare_returns.sub("\n", text)


def with_yaml_line_feeds(text: str) -> str:
    """Return YAML as long, with line feeds for all else that ends a line of it.

    libyaml says on which line things are, and takes the line ends of YAML 1.1 (section 4.2 there).
    """
    text = with_line_feeds(text)
    for sign in "\x85\u2028\u2029":
        text = text.replace(sign, "\n")
    return text


@dataclass(slots=True)
class Document:
    """A parsed document.

    Attributes:
        path: The file, as the user named it.
        text: Its text, without a byte order mark.
        format: ``json`` or ``yaml``.
        data: What it holds; None if it could not be parsed.
        parsed: False if there is no data because of a syntax error.
        findings: What the reader reports.
        ambiguities: YAML scalars that other readers take for something else.
    """

    path: str
    text: str
    format: str
    data: object
    parsed: bool
    locator: Locator
    findings: list[ParseFinding] = field(default_factory=list[ParseFinding])
    ambiguities: list[Ambiguity] = field(default_factory=list[Ambiguity])

    def locate(self, pointers: Iterable[str]) -> dict[str, Place]:
        """Find the places of many pointers in one pass over the text.

        A pointer that leads nowhere gets the place of its nearest ancestor. Nothing is computed
        until this is called, so a clean document costs nothing.

        Args:
            pointers: JSON Pointers into the data.

        Returns:
            Pointer to place.
        """
        wanted = {pointer: tuple(split(pointer)) for pointer in pointers}
        if not self.parsed:
            return dict.fromkeys(wanted, Place(None, Span(1, 1, 1, 1)))
        found = self.locator(list(dict.fromkeys(wanted.values())))
        nowhere = [tokens for tokens in wanted.values() if tokens not in found]
        if nowhere:
            above = {tokens[:length] for tokens in nowhere for length in range(len(tokens))}
            found |= self.locator(sorted(above))
        places: dict[str, Place] = {}
        for pointer, tokens in wanted.items():
            ancestor = tokens
            while ancestor not in found and ancestor:
                ancestor = ancestor[:-1]
            places[pointer] = found.get(ancestor, Place(None, Span(1, 1, 1, 1)))
        return places
