"""Sums of quantities, each with the bounds that its writing gives it (SPEC.md, section 5.1)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from trainbib.numerals import grouped
from trainbib.values import gap_state, is_mapping, parse_quantity

UNITS = ("bytes", "files", "records", "tokens", "words", "images", "audio_hours", "video_hours")
"""The units of a size that can be added up."""

_SLACK = 1e-9
"""Relative: what adding many floats may lose."""
_SHARE_PRECISION = 0.0005
"""A share that is no whole number is held to be exact to three decimals: parts are not drawn to
the last token."""
_NUMBERS = (int, float)
_MOST = 1e100
"""More than anything that can be counted; what is larger is left to other rules."""
_MOST_DIGITS = 17
_NOTHING = frozenset({"none", "not_applicable"})


class Bounds(NamedTuple):
    """The least and the most that a number can be."""

    low: float
    high: float

    def times(self, other: "Bounds") -> "Bounds":
        """Multiply numbers that are not negative."""
        return Bounds(self.low * other.low, self.high * other.high)

    def meets(self, other: "Bounds") -> bool:
        """Tell whether one number can be both."""
        if self.low <= other.high and other.low <= self.high:
            return True
        slack = _slack(self, other)
        return self.low <= other.high + slack and other.low <= self.high + slack

    def exceeds(self, other: "Bounds") -> bool:
        """Tell whether even the least of these is more than the other can be."""
        return self.low > other.high + _slack(self, other)

    def __str__(self) -> str:
        low, high = number(self.low), number(self.high)
        return low if low == high else f"{low} to {high}"


NOTHING = Bounds(0, 0)


def _slack(one: Bounds, other: Bounds) -> float:
    """Return what floats may have lost; whole numbers are added without loss."""
    if all(type(bound) is int for bound in (*one, *other)):
        return 0
    return _SLACK * max(abs(one.high), abs(other.high))


def number(value: float) -> str:
    """Write a number for a message: exact ones in full, large floats with an exponent."""
    if isinstance(value, int) or (value.is_integer() and abs(value) < 10**10):
        return grouped(int(value))
    return f"{value:.7g}".replace("e+", "e")


def as_written(value: object) -> str:
    """Write a quantity for a message as its author did."""
    if is_mapping(value):
        about, between = value.get("about"), value.get("between")
        if isinstance(about, int | float):
            return f"about {number(about)}"
        if isinstance(between, list):
            return " to ".join(number(bound) for bound in between)
    return number(value) if isinstance(value, int | float) else str(value)


def bounds(value: object) -> Bounds | None:
    """Read a quantity; None for silence, a gap, and what is none."""
    if type(value) is int and -_MOST <= value <= _MOST:
        return Bounds(value, value)
    if is_mapping(value):
        about, digits = value.get("about"), value.get("digits")
        if _is_number(about):
            stated = type(digits) is int and 0 < digits <= _MOST_DIGITS
            return _about(about, digits if stated else None)
        between = value.get("between")
        if not isinstance(between, list) or not all(_is_number(bound) for bound in between):
            return None
    elif not _is_number(value):
        return None
    quantity = parse_quantity(value)
    return None if quantity is None else Bounds(quantity.low, quantity.high)


def _is_number(value: object) -> bool:
    # Not isinstance: true and false are integers to it. NaN is not within any bounds.
    return type(value) in _NUMBERS and -_MOST <= value <= _MOST  # type: ignore[operator]


@lru_cache(maxsize=16384)
def _about(about: object, digits: object) -> Bounds | None:
    """Read an approximate number; rounded numbers come up again and again."""
    written = {"about": about} if digits is None else {"about": about, "digits": digits}
    quantity = parse_quantity(written)
    return None if quantity is None else Bounds(quantity.low, quantity.high)


def factor(value: object) -> Bounds | None:
    """Read a share or a number of epochs; a fraction is taken to three decimals at least."""
    if type(value) is float and 0 < value < 1:
        return Bounds(max(0, value - _SHARE_PRECISION), value + _SHARE_PRECISION)
    read = bounds(value)
    if type(value) is int or read is None or read.low != read.high or read.low == int(read.low):
        return read
    return Bounds(max(0, read.low - _SHARE_PRECISION), read.high + _SHARE_PRECISION)


def is_nothing(value: object) -> bool:
    """Tell whether a gap says that there is none of it."""
    return gap_state(value) in _NOTHING


@dataclass(slots=True)
class Sum:
    """Parts that were added up.

    Attributes:
        low: The least that they come to.
        high: The most that they come to.
        parts: How many said something.
        complete: Whether all did.
        largest: The least that the largest single part can be.
    """

    low: float = 0
    high: float = 0
    parts: int = 0
    complete: bool = True
    largest: float = 0

    @property
    def bounds(self) -> Bounds:
        """What the parts come to."""
        return Bounds(self.low, self.high)

    def add(self, part: Bounds | None) -> None:
        """Add a part; None is one that says nothing."""
        if part is None:
            self.complete = False
            return
        low, high = part
        self.parts += 1
        self.low += low
        self.high += high
        self.largest = max(self.largest, low)

    def add_amount(self, size: object, unit: str) -> None:
        """Add what a size says in a unit."""
        # The plain case first, for manifests with many thousand sources.
        value = size.get(unit) if is_mapping(size) else None
        if type(value) is int and value <= _MOST:
            self.parts += 1
            self.low += value
            self.high += value
            self.largest = max(self.largest, value)
        else:
            self.add(amount(size, unit))

    def contradicts(self, total: Bounds) -> bool:
        """Tell whether the total cannot be that of the parts."""
        if not self.parts:
            return False
        if self.complete:
            return not self.bounds.meets(total)
        return self.bounds.exceeds(total)

    def words(self) -> str:
        """Say what the parts come to."""
        return str(self.bounds) if self.complete else f"{self.bounds} at least"


def amount(size: object, unit: str) -> Bounds | None:
    """Return what a size says in a unit; zero for a gap that says that there is none."""
    if not is_mapping(size):
        return None
    value = size.get(unit)
    if value is None:
        return NOTHING if is_nothing(size) else None
    return bounds(value) or (NOTHING if is_nothing(value) else None)


def comparable(unit: str, sizes: Iterable[Mapping[str, object]]) -> bool:
    """Tell whether sizes in one unit count the same: by one tokenizer, compressed or not.

    A size that names no tokenizer is taken to be counted by the one that others name.
    """
    if unit == "tokens":
        named: set[str] = set()
        for size in sizes:
            tokenizer = size.get("tokenizer")
            if isinstance(tokenizer, str):
                named.add(tokenizer)
            elif tokenizer is not None:
                return False  # a gap: nobody knows what was counted
        return len(named) <= 1
    if unit == "bytes":
        return len({size.get("compressed") is True for size in sizes if "bytes" in size}) <= 1
    return True
