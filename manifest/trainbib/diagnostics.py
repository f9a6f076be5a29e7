"""Findings: one type for what the parser, the schema and the rules have to say."""

import enum
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NamedTuple

_NUMBER = re.compile(r"/[0-9]+(?=/|$)")
_ENTRY = re.compile(r"/(?:labellers|licenses|models|parties|sources)/[^/]*")
"""An entry of a section: digits there are a key, and no number of an item."""


class Severity(enum.IntEnum):
    """How grave a finding is; errors are for objective facts (SPEC.md, section 3)."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    def __str__(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a text: lines and columns from 1, columns in characters, end excluded."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the characters from ``start`` up to ``end`` (offsets from 0) by ``text``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Replace:
    """Give the scalar at a JSON Pointer another value; the text it has puts it in quotes."""

    pointer: str
    value: object


@dataclass(frozen=True, slots=True)
class Wrap:
    """Put the value at a JSON Pointer, as it is written, in a list of which it is the only item."""

    pointer: str


@dataclass(frozen=True, slots=True)
class Rename:
    """Give the member at a JSON Pointer another key; the key it has puts it in quotes."""

    pointer: str
    key: str


@dataclass(frozen=True, slots=True)
class Remove:
    """Take out the member or item at a JSON Pointer, which must not be the only one."""

    pointer: str


@dataclass(frozen=True, slots=True)
class Insert:
    """Add a member at the end of the mapping at a JSON Pointer."""

    pointer: str
    key: str
    value: object


@dataclass(frozen=True, slots=True)
class Cut:
    """Take out the characters from ``start`` up to ``end`` (offsets from 0), which are no data."""

    start: int
    end: int


Step = Replace | Wrap | Rename | Remove | Insert | Cut
"""One step of a repair, in terms of the data; ``fixing`` makes text edits of it."""


@dataclass(frozen=True, slots=True)
class Fix:
    """A repair.

    Attributes:
        description: What it does, as an order: "replace with `MIT`".
        safe: Whether it keeps the meaning, so that nobody has to look.
        steps: What is done; all of it, or nothing. Pointers and offsets are those of the document
            before any step. Without steps, what is wrong is not in the text: it is written again
            without its byte order mark.
    """

    description: str
    safe: bool
    steps: tuple[Step, ...]

    @classmethod
    def replace(cls, pointer: str, value: object, *, safe: bool, description: str = "") -> "Fix":
        """Return the repair that gives a scalar another value."""
        description = description or f"replace with `{value}`"
        return cls(description, safe, (Replace(pointer, value),))

    @classmethod
    def wrap(cls, pointer: str, *, safe: bool, description: str) -> "Fix":
        """Return the repair that puts a value in a list."""
        return cls(description, safe, (Wrap(pointer),))

    @classmethod
    def rename(cls, pointer: str, key: str, *, safe: bool, description: str = "") -> "Fix":
        """Return the repair that gives a member another key."""
        description = description or f"rename to `{key}`"
        return cls(description, safe, (Rename(pointer, key),))

    @classmethod
    def remove(cls, pointer: str, *, safe: bool, description: str) -> "Fix":
        """Return the repair that takes out a member or an item."""
        return cls(description, safe, (Remove(pointer),))

    @classmethod
    def cut(cls, start: int, end: int, *, description: str) -> "Fix":
        """Return the safe repair that takes out text which is no data, such as a comment."""
        return cls(description, safe=True, steps=(Cut(start, end),))


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that the finding is about."""

    pointer: str
    label: str
    on_key: bool = True
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding.

    Attributes:
        code: Stable code, such as ``REF001``; never used again for anything else.
        name: Name of the check, such as ``dangling-source``.
        severity: How grave it is.
        message: One sentence: the place, the value, what is wrong.
        pointer: JSON Pointer (RFC 6901) into the manifest; "" is the whole document.
        path: The file, as the user named it.
        span: Where that is in the text, if it was asked for.
        on_key: True if the key at the pointer is meant, not its value.
        label: Short words for the place, shown beside the carets.
        help: What to do.
        notes: Further facts.
        related: Other places.
        fix: A repair.
        count: How many places have the same cause; this is the first of them.
        value: What tells it from other findings of the check in the same place.
        cause: What findings that were grouped have in common.
        subject: What it is about, where that is no place.
        members: The things that it lists, if it is about a few.
    """

    code: str
    name: str
    severity: Severity
    message: str
    pointer: str = ""
    path: str = ""
    span: Span | None = None
    on_key: bool = False
    label: str = ""
    help: str = ""
    notes: tuple[str, ...] = ()
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    count: int = 1
    value: str = field(default="", compare=False)
    cause: str = field(default="", compare=False)
    subject: str = field(default="", compare=False)
    members: tuple[str, ...] = field(default=(), compare=False)

    @property
    def fingerprint(self) -> str:
        """Identity across edits: code, entity and value, never line numbers, counts or prose.

        Where a finding is about no place of its own, its subject is the entity; where findings are
        grouped, the cause is, and no value counts: it would be that of whichever stands first.
        Where a value tells items of a list apart, their numbers do not count, for they shift when
        something is added before them.
        """
        grouped = self.cause and not self.subject
        return _digest(f"{self.code}\n{self._entity}\n{'' if grouped else self.value}")

    @property
    def member_fingerprints(self) -> tuple[str, ...]:
        """Identity of each of the things that it lists; none if it is about one."""
        about = f"{self.code}\n{self._entity}"
        return tuple(_digest(f"{about}\n{each}\nmember") for each in self.members)

    @property
    def _entity(self) -> str:
        if self.value and not self.cause and not self.subject:
            entry = _ENTRY.match(self.pointer)
            kept = entry.group() if entry else ""
            return kept + _NUMBER.sub("/-", self.pointer.removeprefix(kept))
        return self.subject or self.cause or self.pointer


def _digest(identity: str) -> str:
    return sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:16]


FEW = 100
"""How many things a finding on several of them names for baselines; of more, only the number."""


def few(things: Sequence[str], count: int) -> tuple[str, ...]:
    """Return what a finding on several things is about, for baselines, unless it is too much.

    Args:
        things: What was kept of it, ``FEW`` at least if there is more.
        count: How many there are.
    """
    return tuple(things) if count <= FEW else ()


class Finding(NamedTuple):
    """What a rule yields; the engine stamps code, name, severity and place upon it.

    A tuple, since there may be one for every source.
    """

    pointer: str
    message: str
    on_key: bool = False
    label: str = ""
    help: str = ""
    notes: tuple[str, ...] = ()
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    cause: str = ""
    """Findings of one rule with the same cause are grouped into one with a count."""
    value: str = ""
    span: Span | None = None
    """The place, where the parser already knows it."""
    within: tuple[int, int] | None = None
    """The characters of a text that are meant, from 0, the end excluded; None: all of it."""
    subject: str = ""
    """What it is about, where that is no place: the pointer is then only where to begin."""
    places: int = 1
    """How many it is about."""
    members: tuple[str, ...] = ()
    """Which ones, if they are few, where it is about several things, such as files: one that is not
    known makes it new, one that is gone does not."""
