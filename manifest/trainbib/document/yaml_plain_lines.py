"""Lines of the plain part of YAML: what each of them says, wherever it stands."""

import json
import re
import string
from typing import Any, TypeAlias

from trainbib.document.yaml_blocks import BLOCKS, NotPlainError
from trainbib.document.yaml_scalars import (
    NUMERIC_START,
    OLD_WORDS,
    SPECIAL,
    is_plain_integer,
    resolve,
)

START = r"[A-Za-z0-9_(/.+$<=~^;\u00a0-\ud7ff\ue000-\U0010ffff]"
"""What a plain scalar may begin with, wherever it stands."""
# Possessive, since what is kept to go back on is many times the text.
QUOTED = r'"(?:[^"\\]++|\\["\\/nt])*+"'
APOSTROPHES = r"'(?:[^']++|'')*+'"
_parts_of = re.compile(r"( *)(- +)?(?:([A-Za-z0-9_][A-Za-z0-9_.+/@-]*):(?: +|$))?(.*)").fullmatch
_PLAIN_STARTS = frozenset(string.ascii_letters + string.digits + "_(/.+$<=~^;")
_quoted = re.compile(rf"({QUOTED}|{APOSTROPHES})(?: +#.*)?").fullmatch
_starts_plain = re.compile(rf"{START}|-[^ -]").match
_MAX_HEADS = 4096
_MAX_NAMES = 100_000

SURE, DOUBTFUL, KEY_ALONE, FLOW, BLOCK, SKIP = range(6)
"""Kinds of lines: with text, or a plain integer; with a scalar that may be other than text; with a
key whose value follows, if it has one; with a flow collection; with the header of a block scalar;
with nothing."""

Line: TypeAlias = tuple[int, int, str | None, int, Any]
"""What a line says wherever it stands: its indent; how wide the dash of an item and the blanks
after it are, 0 if there is none; its key, if it has one; its kind; what else there is."""


class LineReader:
    """Reads lines one by one; remembers their keys, and what stands before their colons."""

    def __init__(self) -> None:
        self._heads: dict[str, tuple[int, int, str]] = {}
        """Indent, width of the dash, and key of what stands before the colon of a line."""
        self._names: dict[str, str] = {}

    def read(self, line: str) -> Line:
        """Tell what a line says, wherever it stands.

        Raises:
            NotPlainError: If it is not of the plain part.
        """
        head, colon, value = line.partition(": ")
        before = self._heads.get(head)
        if colon and before is not None and value:
            first, last = value[0], value[-1]
            if first in _PLAIN_STARTS:
                if last not in " :" and ": " not in value and " #" not in value:
                    if first in NUMERIC_START:
                        if is_plain_integer(value):
                            return (*before, SURE, int(value))
                        return (*before, DOUBTFUL, value)
                    return (*before, DOUBTFUL if value in SPECIAL else SURE, value)
            elif first == last and _is_simply_quoted(value):
                return (*before, SURE, value[1:-1])
        parts = _parts_of(line)
        if parts is None:
            raise NotPlainError
        indent, dash, key, value = parts.groups()
        value = value.rstrip(" ")
        if key is not None:
            key = self._names.get(key) or self._new_name(key)
            if colon and len(self._heads) < _MAX_HEADS:
                self._heads[head] = len(indent), len(dash or ""), key
        elif dash is None:
            if value[:1] not in {"", "#"}:
                raise NotPlainError
            return 0, 0, None, SKIP, ""
        kind, value = _kind(value)
        if kind == KEY_ALONE and key is None:
            raise NotPlainError
        return len(indent), len(dash or ""), key, kind, value

    def _new_name(self, key: str) -> str:
        """Remember a key: one object for all that are the same."""
        if is_doubtful(key) and (key in OLD_WORDS or not isinstance(resolve(key), str)):
            raise NotPlainError
        if len(self._names) < _MAX_NAMES:
            self._names[key] = key
        return key


def _kind(value: str) -> tuple[int, str]:
    """Tell what stands after the key or dash; text without its quotes."""
    first = value[:1]
    if first in {"", "#"}:
        return KEY_ALONE, ""
    if first in "\"'":
        quoted = _quoted(value)
        if quoted is None:
            raise NotPlainError
        return SURE, scalar_text(quoted[1])
    if first in "[{":
        return FLOW, value
    if " #" in value:
        value = value[: value.index(" #")].rstrip(" ")
    if value in BLOCKS:
        return BLOCK, value
    if not _starts_plain(value) or ": " in value or value[-1] == ":":
        raise NotPlainError
    return (DOUBTFUL if is_doubtful(value) else SURE), value


def _is_simply_quoted(value: str) -> bool:
    """Tell whether a value is quoted, with nothing in it that stands for something else."""
    quote = value[0]
    once = quote in "\"'" and value.count(quote) == 2  # noqa: PLR2004 - one at each end
    return once and (quote == "'" or "\\" not in value)


def is_doubtful(text: str) -> bool:
    """Tell whether a plain scalar may be other than text."""
    return text[:1] in NUMERIC_START or text in SPECIAL


def scalar_text(word: str) -> str:
    """Return the text of a scalar without its quotes.

    Raises:
        NotPlainError: If an escape is not one of JSON.
    """
    if word[:1] == "'":
        return word[1:-1].replace("''", "'")
    if word[:1] != '"':
        return word.rstrip(" ")
    if "\\" not in word:
        return word[1:-1]
    try:
        value: str = json.loads(word)  # the few escapes that are let through mean the same in JSON
    except ValueError as error:
        raise NotPlainError from error
    return value
