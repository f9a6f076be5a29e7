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
    "Sizes",
    "measure",
    "shown",
    "sizes_of",
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


def _plain(reading: Reading, keys: Sequence[str], unit: str) -> dict[str, int]:
    """Return the sizes of those sources that tell them as plain integers, as nearly all do."""
    sizes = reading.having("size")
    if len(keys) < len(reading.sources):
        sizes = {key: sizes[key] for key in keys if key in sizes}
    return {
        key: value
        for key, size in sizes.items()
        if isinstance(size, dict)
        and type(value := size.get(unit)) is int
        and 0 <= value <= MAX_INTEGER
    }


@dataclass(frozen=True, slots=True)
class Sizes:
    """The sizes of a modality of some sources.

    Attributes:
        unit: In which all of them are compared.
        plain: Those that are whole numbers, as nearly all are, by source.
        others: The others.
    """

    unit: str
    plain: Mapping[str, int]
    others: Mapping[str, Interval]

    @property
    def total(self) -> Interval:
        """Their sum."""
        plain = sum(self.plain.values())
        return sum(self.others.values(), Interval(plain, plain))


def sizes_of(
    reading: Reading, keys: Sequence[str], modality: str, *, alone: Sequence[str]
) -> Sizes:
    """Return the sizes of a modality of some sources, in the unit in which most of them tell it.

    A unit in which all of them tell it comes before any other; of equal ones, tokens come before
    words, and words before bytes.

    Args:
        reading: The manifest.
        keys: Sources that have the modality.
        modality: In the words of the schema.
        alone: Those of them that have no other, so that it is all that their bytes hold.
    """
    told = reading.members("size")
    fixed = [unit for unit in _UNITS_OF.get(modality, ()) if _MEMBER.get(unit, unit) in told]
    plain = dict[str, dict[str, int]]()
    for unit in fixed:
        if unit not in _BYTES:
            plain[unit] = _plain(reading, keys, unit)
        elif unit == "bytes" and "compressed" not in told:
            plain[unit] = _plain(reading, alone, unit)
        else:
            plain[unit] = {}
        if unit == fixed[0] and len(plain[unit]) == len(keys):
            return Sizes(unit, plain[unit], {})
    unit = _common_unit(reading, keys, modality, plain)
    whole, others = plain.get(unit, {}), dict[str, Interval]()
    for key in keys:
        if key in whole:
            continue
        size = _told(reading, key, modality, unit) or ANYTHING
        if isinstance(size.low, int) and size == Interval(size.low, size.low) and size.low >= 0:
            whole[key] = size.low
        else:
            others[key] = size
    return Sizes(unit, whole, others)


def _common_unit(
    reading: Reading, keys: Iterable[str], modality: str, plain: Mapping[str, Mapping[str, int]]
) -> str:
    """Return the unit in which most of some sources tell the size of a modality.

    Args:
        reading: The manifest.
        keys: Sources that have the modality.
        modality: In the words of the schema.
        plain: By unit, the sizes that are plain numbers.
    """
    counts, every = dict[str, int](), dict[str, None]()
    for key in keys:
        units = tuple(plain) if modality in _UNITS else _units(reading, key, modality)
        every.update(dict.fromkeys(units))
        for unit in units:
            if key in plain.get(unit, ()) or _told(reading, key, modality, unit) is not None:
                counts[unit] = counts.get(unit, 0) + 1
    order: Sequence[str] = _UNITS.get(modality) or sorted(set(every) - set(_BYTES))
    best: str = max([*order, *_BYTES], key=lambda unit: counts.get(unit, 0))
    return best


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
