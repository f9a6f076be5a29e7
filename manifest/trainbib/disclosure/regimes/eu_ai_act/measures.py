"""Sizes of sources by modality, in a unit in which they can be compared."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from trainbib.disclosure.answering.gathering import source_at
from trainbib.disclosure.answers import Gap, Want, gap_of
from trainbib.disclosure.reading import Reading
from trainbib.numerals import grouped
from trainbib.values import MAX_INTEGER, as_list, as_mapping, is_gap, is_mapping, parse_quantity

__all__ = [
    "ANYTHING",
    "NOTHING",
    "Interval",
    "Measure",
    "Number",
    "common_unit",
    "measure",
    "shown",
    "sizes_in",
    "unit_words",
]

_UNITS: Mapping[str, tuple[str, ...]] = {
    "text": ("tokens", "words"),
    "image": ("images",),
    "audio": ("audio_hours",),
    "video": ("video_hours",),
}
Number = int | Fraction
"""An exact number: of integers, which nearly all sizes are, the sums are integers."""

_BYTES = ("bytes", "compressed bytes")
_MEMBER = {"compressed bytes": "compressed"}
"""The member of a size that tells of a unit, where it is not of the unit's name."""
_UNITS_OF = {modality: (*units, *_BYTES) for modality, units in _UNITS.items()}
_UNIT_WORDS = {"audio_hours": "hours", "video_hours": "hours"}


@dataclass(frozen=True, slots=True)
class Interval:
    """What is known of a number, or of a sum of numbers.

    Attributes:
        low: The least that it can be.
        high: The greatest, apart from terms of which nothing is known.
        unknown: How many such terms there are.
    """

    low: Number
    high: Number
    unknown: int = 0

    def __add__(self, other: "Interval") -> "Interval":
        return Interval(self.low + other.low, self.high + other.high, self.unknown + other.unknown)

    def without(self, part: "Interval") -> "Interval":
        """Return what a sum is without one of its terms."""
        return Interval(self.low - part.low, self.high - part.high, self.unknown - part.unknown)


NOTHING = Interval(0, 0)
ANYTHING = Interval(0, 0, unknown=1)


@dataclass(frozen=True, slots=True)
class Measure:
    """The size of one modality of a source.

    Attributes:
        size: The size; anything from nothing where it is not told.
        origins: Where it is told.
        gaps: Why it is not.
        wants: What is missing.
    """

    size: Interval
    origins: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()
    wants: tuple[Want, ...] = ()


def exact(number: float) -> Number:
    """Return a number as it is written in decimals, so that sums do not depend on their order."""
    return number if isinstance(number, int) else Fraction(repr(number))


def _interval(value: object) -> Interval | None:
    if type(value) is int and -MAX_INTEGER <= value <= MAX_INTEGER:  # nearly all sizes
        return Interval(value, value)
    quantity = parse_quantity(value)
    return None if quantity is None else Interval(exact(quantity.low), exact(quantity.high))


def _told(reading: Reading, key: str, modality: str, unit: str) -> Interval | None:
    """Return the size of a modality of a source in a unit."""
    size = reading.sources[key].get("size")
    if not is_mapping(size):
        return None
    if unit in _BYTES:
        # Bytes are those of all that a source holds.
        fits = (size.get("compressed") is True) == (unit != "bytes")
        alone = reading.modalities(key) == (modality,)
        return _interval(size.get("bytes")) if fits and alone else None
    if modality in _UNITS:
        return _interval(size.get(unit))
    total: Interval | None = None
    for each in map(as_mapping, as_list(size.get("other"))):
        if each.get("modality", "other") == modality and each.get("unit") == unit:
            amount = _interval(each.get("amount"))
            if amount is not None:
                total = amount if total is None else total + amount
    return total


def _place(key: str, modality: str, unit: str) -> str:
    """Return where the size of a modality of a source in a unit stands."""
    name = "bytes" if unit in _BYTES else unit if modality in _UNITS else "other"
    return f"{source_at(key)}/size/{name}"


def _units(reading: Reading, key: str, modality: str) -> Sequence[str]:
    """Return the units in which a source may tell the size of a modality, each once."""
    if modality in _UNITS:
        return _UNITS_OF[modality]
    named = {
        unit
        for each in as_list(as_mapping(reading.sources[key].get("size")).get("other"))
        if as_mapping(each).get("modality", "other") == modality
        and isinstance(unit := as_mapping(each).get("unit"), str)
    }
    return [*named.difference(_BYTES), *_BYTES]


def _plain(reading: Reading, keys: Iterable[str], modality: str, unit: str) -> dict[str, int]:
    """Return the sizes of those sources that tell them as plain integers, as nearly all do."""
    if unit in _BYTES:
        if unit != "bytes" or "compressed" in reading.members("size"):
            return {}
        alone = (modality,)
        keys = [key for key in keys if reading.told[key][0] == alone]
    sizes = reading.having("size")
    return {
        key: value
        for key in keys
        if isinstance(size := sizes.get(key), dict)
        and type(value := size.get(unit)) is int
        and 0 <= value <= MAX_INTEGER
    }


def common_unit(reading: Reading, keys: Sequence[str], modality: str) -> str:
    """Return the unit in which most of some sources tell the size of a modality.

    One in which all of them tell it comes before any other; of equal ones, tokens come before
    words, and words before bytes.

    Args:
        reading: The manifest.
        keys: Sources that have the modality.
        modality: In the words of the schema.
    """
    counts, every = dict[str, int](), dict[str, None]()
    told = reading.members("size")
    fixed = [unit for unit in _UNITS_OF.get(modality, ()) if _MEMBER.get(unit, unit) in told]
    plain = {unit: _plain(reading, keys, modality, unit) for unit in fixed}
    if fixed and len(plain[fixed[0]]) == len(keys):
        return fixed[0]
    for key in keys:
        units = fixed if modality in _UNITS else _units(reading, key, modality)
        every.update(dict.fromkeys(units))
        for unit in units:
            if key in plain.get(unit, ()) or _told(reading, key, modality, unit) is not None:
                counts[unit] = counts.get(unit, 0) + 1
    order: Sequence[str] = _UNITS.get(modality) or sorted(set(every) - set(_BYTES))
    best: str = max([*order, *_BYTES], key=lambda unit: counts.get(unit, 0))
    return best


def sizes_in(
    reading: Reading, keys: Sequence[str], modality: str, unit: str
) -> dict[str, int | Interval]:
    """Return the sizes of a modality of some sources in a unit: a number where it is plain."""
    sizes = dict[str, int | Interval]()
    if modality in _UNITS:
        sizes.update(_plain(reading, keys, modality, unit))
    for key in keys if len(sizes) < len(keys) else ():
        if key in sizes:
            continue
        told = _told(reading, key, modality, unit)
        if told is None:
            sizes[key] = ANYTHING
        else:
            whole = isinstance(told.low, int) and told.low == told.high and told.low >= 0
            sizes[key] = int(told.low) if whole else told
    return sizes


def measure(reading: Reading, key: str, modality: str, unit: str) -> Measure:
    """Return the size of a modality of a source in a unit, or why it is not known."""
    size, place = _told(reading, key, modality, unit), _place(key, modality, unit)
    if size is not None:
        return Measure(size, (place,))
    whole = reading.sources[key].get("size")
    gap = gap_of(whole, source_at(key, "size")) or gap_of(reading.at(place), place)
    if gap is not None:
        return Measure(ANYTHING, gaps=(gap,))
    what = f"how many {unit_words(unit)} of {modality} of `{key}` were used"
    if is_gap(reading.sources[key].get("modalities")):
        what += ", if any"
    return Measure(ANYTHING, wants=(Want(place, what),))


def unit_words(unit: str) -> str:
    """Return a unit in words: ``hours``."""
    return _UNIT_WORDS.get(unit, unit)


def shown(number: Number) -> str:
    """Return a number with its thousands apart: ``3 100 000``."""
    if number.denominator == 1:
        return grouped(number.numerator)
    return grouped(float(number), ".6g")
