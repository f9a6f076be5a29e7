"""Plain scalars by the YAML 1.2 core schema, and what other readers make of them."""

import re
from typing import Any

from trainbib.document.model import Ambiguity, ParseFinding
from trainbib.document.numbers import Foreign, integer, no_number, real, settled

_CONSTANTS: dict[str, object] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True,
    "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", re.ASCII)
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", re.ASCII)
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
OLD_WORDS = frozenset(
    word
    for base in ("yes", "no", "on", "off", "y", "n")
    for word in (base, base.capitalize(), base.upper())
)
_SEXAGESIMAL = re.compile(r"[-+]?[1-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?", re.ASCII)
_OLD_INTEGER = re.compile(r"[-+]?(0[0-7_]+|[1-9][0-9]*_[0-9_]*|0b[01_]+)", re.ASCII)
_DATE_LIKE = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ].*)?", re.ASCII)
NUMERIC_START = frozenset("-+.0123456789")
SPECIAL = frozenset(_CONSTANTS) | OLD_WORDS | {"<<"}
SUSPICIOUS = NUMERIC_START | {word[:1] for word in SPECIAL}
"""What a plain scalar begins with that may be other than text; empty text too."""
_MAX_DIGITS = 300
"""Longer integers may be infinite as floats."""
_MAX_TEXTS = 4096
"""How many texts are remembered that begin as numbers do."""


class Scalars:
    """Reads plain scalars while a reader goes through a document.

    Attributes:
        findings: What the reader reports.
        ambiguities: Scalars that other readers take for something else.
        foreign: How many numbers were read that are none of the data model.
        frames: The containers that are open around the innermost, each with the key that it is at.
            The outermost is a list that holds the document.
    """

    def __init__(self) -> None:
        self.findings: list[ParseFinding] = []
        self.ambiguities: list[Ambiguity] = []
        self.foreign = 0
        self.frames: list[tuple[Any, str | int]] = []
        self._dates: set[str] = set()
        """Texts that were found to look like dates: few are, and many times."""
        self._texts: set[str] = set()
        """Texts that were found to be nothing else."""

    def path(self, key: str | int | None, container: object) -> tuple[str | int, ...]:
        """Return the path of the value that is read now: of a key, or the next item."""
        if not self.frames:
            return ()
        last: str | int = len(container) if isinstance(container, list) else key or ""
        return (*[frame[1] for frame in self.frames[1:]], last)

    def plain(self, text: str, container: object, key: str | None) -> object:
        """Read a plain scalar that may be other than text."""
        if text in self._texts:
            return text
        if is_plain_integer(text):
            return int(text)
        if text in self._dates:
            self.ambiguous(text, "a date", container, key)
            return text
        if text in OLD_WORDS:
            self.ambiguous(text, "a truth value", container, key)
            return text
        value = resolve(text)
        if isinstance(value, Foreign):
            self.foreign += 1
        elif isinstance(value, str):
            if _SEXAGESIMAL.fullmatch(text):
                self.ambiguous(text, "a number to base 60", container, key)
            elif _OLD_INTEGER.fullmatch(text):
                self.ambiguous(text, "a number", container, key)
            elif _DATE_LIKE.fullmatch(text):
                self._dates.add(text)
                self.ambiguous(text, "a date", container, key)
            elif len(self._texts) < _MAX_TEXTS:
                self._texts.add(text)
        elif isinstance(value, int) and _OLD_INTEGER.fullmatch(text):
            self.ambiguous(text, "a number to base 8", container, key)
        elif isinstance(value, float):
            digits = re.sub(r"[eE].*", "", text).lstrip("+-0").replace(".", "")
            if (
                digits.endswith("0")
                and digits.strip("0")
                and text not in {repr(value), f"+{value!r}"}
            ):
                self.ambiguous(text, f"the number {value!r}", container, key)
        return value

    def whole(self, data: object) -> object:
        """Return the data when all is read."""
        if self.foreign:
            data, findings = settled(data)
            self.findings += findings
        return data

    def ambiguous(self, text: str, why: str, container: object, key: str | None) -> None:
        """Note a scalar that others take for something else."""
        self.ambiguities.append(Ambiguity(self.path(key, container), text, why))


def is_plain_integer(text: str) -> bool:
    """Tell whether a scalar is an integer for everyone: a few digits, and no zero before them."""
    return text.isdecimal() and text.isascii() and text[0] != "0" and len(text) < _MAX_DIGITS


def resolve(text: str) -> object:
    """Resolve a plain scalar by the YAML 1.2 core schema (YAML 1.2.2, section 10.3.2).

    Returns:
        A value of the data model, or :class:`~trainbib.document.numbers.Foreign`.
    """
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INTEGER.fullmatch(text):
        return integer(text)
    if _FLOAT.fullmatch(text):
        return real(text)
    if _NOT_FINITE.fullmatch(text):
        return no_number(text)
    return text


def type_name(value: object) -> str:
    """Name what a key that is not text reads as."""
    if value is None:
        return "null"
    return "a truth value" if isinstance(value, bool) else "a number"
