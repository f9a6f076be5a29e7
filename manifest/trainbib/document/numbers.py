"""Numbers that no double-precision float holds: zero stands in for them, and a finding says so."""

import math
import re
from dataclasses import dataclass
from typing import Any

from trainbib.diagnostics import Finding
from trainbib.document.model import ParseFinding
from trainbib.pointers import pointer

_HELP = "write a finite number, a quantity such as {about: 1.2e20}, or text in quotes"
_SHOWN = 40
"""How many characters of a number a message shows."""
_MAX_DIGITS = {10: 309, 16: 257, 8: 342}
"""Integers of more digits are infinite as floats."""
_STRIDE = 64
_IN_A_ROW = _MAX_DIGITS[10] // _STRIDE
"""So many of the characters that stand a stride apart are of a longer integer, at least."""
_rows = re.compile(f"[0-9]{{{_IN_A_ROW},}}").finditer


@dataclass(frozen=True, slots=True)
class Foreign:
    """A number that is none of the data model; in data only until that is settled.

    Attributes:
        text: As written.
        stand_in: What takes its place.
        large: Whether it is a number, only too large.
    """

    text: str
    stand_in: float
    large: bool = True

    def finding(self, path: tuple[str | int, ...]) -> ParseFinding:
        """Say that it stands somewhere."""
        shown = self.text if len(self.text) <= _SHOWN else f"{self.text[:_SHOWN]}…"
        what = "is beyond what a double-precision float holds"
        message = f"`{shown}` {what if self.large else 'is not a number of JSON'}"
        return ParseFinding("PAR010", Finding(pointer(*path), message, help=_HELP, value=shown))


def integer(text: str) -> int | Foreign:
    """Read an integer: with a sign and in decimal digits, or with `0x` or `0o` before them."""
    base = {"0x": 16, "0o": 8}.get(text[:2], 10)
    digits = text[2:] if base != 10 else text.lstrip("+-")  # noqa: PLR2004 - ten
    digits = digits.lstrip("0") or "0"
    if len(digits) <= _MAX_DIGITS[base]:  # Python refuses thousands of digits
        value = int(digits, base)
        try:
            float(value)
        except OverflowError:
            return Foreign(text, 0)
        return -value if text[0] == "-" else value
    return Foreign(text, 0)


def real(text: str) -> float | Foreign:
    """Read a number in decimal notation."""
    value = float(text)
    return value if math.isfinite(value) else Foreign(text, 0.0)


def no_number(text: str) -> Foreign:
    """Take what a program wrote for infinity, or for no number."""
    return Foreign(text, 0.0, large=False)


def may_hold_long_integer(text: str) -> bool:
    """Tell whether a text may have an integer that is too large, from few of its characters."""
    for row in _rows(text[::_STRIDE]):
        for start in range(row.start(), row.end() - _IN_A_ROW + 1):
            if text[start * _STRIDE : (start + _IN_A_ROW - 1) * _STRIDE].isdecimal():
                return True
    return False


def settled(data: Any) -> tuple[Any, list[ParseFinding]]:
    """Let zeros stand in for the foreign numbers of some data.

    Args:
        data: It is changed in place. It is no deeper than documents may be.

    Returns:
        The data, and a finding for each foreign number.
    """
    findings: list[ParseFinding] = []
    seen: set[int] = set()  # what aliases repeat stands in one place

    def settle(value: Any, path: tuple[str | int, ...]) -> Any:
        if isinstance(value, Foreign):
            findings.append(value.finding(path))
            return value.stand_in
        if isinstance(value, dict | list) and id(value) not in seen:
            seen.add(id(value))
            for token, item in value.items() if isinstance(value, dict) else enumerate(value):
                if isinstance(item, dict | list | Foreign):
                    value[token] = settle(item, (*path, token))
        return value

    return settle(data, ()), findings
