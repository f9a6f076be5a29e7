"""Findings: one type for what the parser, the schema and the rules have to say."""

import enum
from dataclasses import dataclass, field
from hashlib import sha256


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
class Fix:
    """A repair: what it does and whether it keeps the meaning."""

    description: str
    safe: bool
    pointer: str | None = None
    replacement: str | None = None
    """The new value of the scalar (or key) at ``pointer``, where the repair is just that."""


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

    @property
    def fingerprint(self) -> str:
        """Identity across edits: code, pointer and value, never line numbers or prose."""
        identity = f"{self.code}\n{self.pointer}\n{self.value}"
        return sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule yields; the engine stamps code, name, severity and place upon it."""

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
