"""The values of a manifest: gaps, quantities and dates (SPEC.md, sections 4 and 5)."""

import calendar
import math
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypeGuard, cast

GAP_STATES = ("none", "not_applicable", "unknown", "withheld", "lost")
"""The five states of an answer that is not given (SPEC.md, section 4)."""

MAX_INTEGER = 2**53 - 1
"""The largest integer that every JSON reader keeps exactly (RFC 7493, section 2.2)."""


def is_mapping(value: object) -> TypeGuard[dict[str, object]]:
    """Tell whether a value is a mapping."""
    return isinstance(value, dict)


def is_gap(value: object) -> bool:
    """Tell whether a value is a gap: a mapping with exactly one key, a state (section 4)."""
    return isinstance(value, dict) and len(value) == 1 and next(iter(value)) in GAP_STATES


def gap_state(value: object) -> str | None:
    """Return the state of a gap, or None for any other value."""
    return next(iter(value)) if is_mapping(value) and is_gap(value) else None


def has_extensions(section: Iterable[str]) -> bool:
    """Tell whether a section has entries that are no part of the standard; all at once."""
    return "\nx-" in "\n".join(("", *section))


def entries_of(section: object, *, with_gaps: bool = False) -> dict[str, Mapping[str, object]]:
    """Return the entries of a section that are mappings, by key, without extensions.

    Args:
        section: Of a manifest: ``sources``, ``parties``; of whatever shape.
        with_gaps: Whether an entry that is a gap is one of them.
    """
    entries = section if isinstance(section, dict) else {}
    # Types, lengths and keys of many entries are looked at all at once.
    if (
        {dict}.issuperset(map(type, entries.values()))
        and (with_gaps or 1 not in set(map(len, entries.values())))
        and not has_extensions(entries)
    ):
        return cast("dict[str, Mapping[str, object]]", entries)
    return {
        key: entry
        for key, entry in entries.items()
        if isinstance(entry, dict) and (with_gaps or not is_gap(entry)) and not key.startswith("x-")
    }


def given(value: object) -> object | None:
    """Return a value that is an answer; None where there is silence or a gap."""
    return None if value is None or is_gap(value) else value


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its precision: what is known is that it lies from ``low`` to ``high``.

    Attributes:
        value: The number as given; the middle of a range.
        low: Lower bound.
        high: Upper bound.
        exact: True for a plain number.
    """

    value: float
    low: float
    high: float
    exact: bool

    def __add__(self, other: "Quantity") -> "Quantity":
        return Quantity(
            self.value + other.value,
            self.low + other.low,
            self.high + other.high,
            self.exact and other.exact,
        )

    def agrees_with(self, other: "Quantity") -> bool:
        """Tell whether both can be the same number."""
        return self.low <= other.high and other.low <= self.high


ZERO = Quantity(0, 0, 0, exact=True)


def significant_digits(number: float) -> int:
    """Count the significant digits of the shortest form of a number, trailing zeros left out."""
    digits = re.sub(r"[eE].*", "", repr(number)).replace(".", "").strip("0")
    return len(digits.lstrip("0")) or 1


def parse_quantity(value: object) -> Quantity | None:
    """Read a quantity (section 5); None for a gap, for silence and for what is none.

    ``{about: x}`` means x plus or minus half a unit of its last significant digit, where ``digits``
    can say that trailing zeros are significant. A plain number is exact.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return Quantity(value, value, value, exact=True) if _fits(value) else None
    if not is_mapping(value):
        return None
    about = value.get("about")
    if isinstance(about, int | float) and not isinstance(about, bool):
        if not _fits(about):
            return None
        if about == 0 or not math.isfinite(about):
            return Quantity(about, about, about, exact=False)
        stated = value.get("digits")
        digits = stated if isinstance(stated, int) else significant_digits(about)
        exponent = math.floor(math.log10(abs(about))) - max(digits, significant_digits(about)) + 1
        half = 0.5 * 10.0**exponent
        return Quantity(about, about - half, about + half, exact=False)
    between = value.get("between")
    if isinstance(between, list) and len(between) == 2:  # noqa: PLR2004 - a lower and an upper bound
        low, high = between
        if isinstance(low, int | float) and isinstance(high, int | float):
            if not _fits(low) or not _fits(high):
                return None
            return Quantity((low + high) / 2, low, high, exact=False)
    return None


def _fits(number: float) -> bool:
    """Tell whether a number can be calculated with; PAR010 reports integers beyond all sizes."""
    return isinstance(number, float) or abs(number) <= sys.float_info.max / 2


_DATE = re.compile(
    r"(?P<year>\d{4})(-(?P<month>\d\d)(-(?P<day>\d\d)(T\d\d:\d\d:\d\dZ)?)?)?", re.ASCII
)


class DateSpan(NamedTuple):
    """The days that a date of some precision can mean, first and last."""

    first: date
    last: date


def parse_date(value: object) -> DateSpan | None:
    """Read a date (section 5.3); None for anything that is no day of the calendar."""
    if not isinstance(value, str):
        return None
    match = _DATE.fullmatch(value)
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.group("year", "month", "day"))
    try:
        if not year:
            return None
        if month is None:
            return DateSpan(date(year, 1, 1), date(year, 12, 31))
        if day is None:
            last = calendar.monthrange(year, month)[1]
            return DateSpan(date(year, month, 1), date(year, month, last))
        exact = date(year, month, day)
    except (ValueError, calendar.IllegalMonthError):
        return None
    return DateSpan(exact, exact)


def as_mapping(value: object) -> Mapping[str, object]:
    """Return a mapping that holds answers, or an empty one."""
    return value if is_mapping(value) and not is_gap(value) else {}


def as_list(value: object) -> list[object]:
    """Return a list of answers, or an empty one."""
    return value if isinstance(value, list) else []


def as_texts(value: object) -> tuple[str, ...]:
    """Return the texts in a list of answers, none for anything else."""
    return tuple(each for each in as_list(value) if isinstance(each, str))
