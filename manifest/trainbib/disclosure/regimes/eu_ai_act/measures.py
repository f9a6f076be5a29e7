"""Sizes of sources by modality, in a unit in which they can be compared."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from trainbib.disclosure.answering.gathering import source_at
from trainbib.disclosure.answering.totals import integers, plain_sizes
from trainbib.disclosure.answers import Gap, Want, gap_of
from trainbib.disclosure.places import EachSource, Member
from trainbib.disclosure.reading import SIZE_OF_MODALITY, Entry, Reading
from trainbib.numerals import grouped
from trainbib.values import MAX_INTEGER, as_list, as_mapping, is_gap, is_mapping, parse_quantity

__all__ = [
    "ANYTHING",
    "NOTHING",
    "Interval",
    "Measure",
    "Number",
    "Sizes",
    "gap_at",
    "measure",
    "place_in_source",
    "shown",
    "sizes_of",
    "unit_words",
    "wanted",
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


@lru_cache(maxsize=1 << 10)
def place_in_source(modality: str, unit: str) -> str:
    """Return where the size of a modality in a unit stands, from the source on."""
    return f"/size/{_name(modality, unit)}"


def _name(modality: str, unit: str) -> str:
    return "bytes" if unit in _BYTES else unit if modality in _UNITS else "other"


def _units(reading: Reading, key: str, modality: str) -> Sequence[str]:
    """Return the units in which a source may tell the size of another modality, each once."""
    named = {
        unit
        for each in as_list(as_mapping(reading.sources[key].get("size")).get("other"))
        if as_mapping(each).get("modality", "other") == modality
        and isinstance(unit := as_mapping(each).get("unit"), str)
    }
    return [*named.difference(_BYTES), *_BYTES]


def _plain(reading: Reading, keys: Sequence[str], modality: str, unit: str) -> dict[str, int]:
    """Return the sizes of those sources that tell them as plain integers, as nearly all do."""
    having = reading.of_modality.get(modality, ())
    if len(having) == len(keys) and unit == SIZE_OF_MODALITY.get(modality):
        all_ = plain_sizes(reading, modality)
        if all_ and min(all_) >= 0:
            return dict(zip(having, all_, strict=True))
    told = reading.column(f"size.{unit}")
    if len(keys) < len(reading.sources):
        told = list(map(reading.by_key(f"size.{unit}").__getitem__, keys))
    else:
        keys = reading.keys
    sizes = integers(told)
    if sizes and min(sizes) >= 0:
        return dict(zip(keys, sizes, strict=True))
    return {
        key: value
        for key, value in zip(keys, told, strict=True)
        if type(value) is int and 0 <= value <= MAX_INTEGER
    }


@dataclass(frozen=True, slots=True)
class Sizes:
    """The sizes of a modality of some sources.

    Attributes:
        unit: In which all of them are compared.
        plain: Those that are whole numbers, as nearly all are, by source.
        others: The others.
        silent: The sources that do not tell it.
    """

    unit: str
    plain: Mapping[str, int]
    others: Mapping[str, Interval]
    silent: frozenset[str] = frozenset()

    @property
    def total(self) -> Interval:
        """Their sum."""
        plain = sum(self.plain.values())
        return sum(self.others.values(), Interval(plain, plain, len(self.silent)))


def sizes_of(
    reading: Reading, keys: Sequence[str], modality: str, *, alone: Sequence[str]
) -> Sizes:
    """Return the sizes of a modality of some sources, in the unit in which most of them tell it.

    A unit in which all of them tell it comes before any other; of equal ones, tokens come before
    words, and words before bytes.

    Args:
        reading: The manifest.
        keys: Sources that have the modality, each once.
        modality: In the words of the schema.
        alone: Those of them that have no other, so that it is all that their bytes hold.
    """
    told = reading.members("size")
    fixed = [unit for unit in _UNITS_OF.get(modality, ()) if _MEMBER.get(unit, unit) in told]
    plain = dict[str, dict[str, int]]()
    # Only these have to be asked one by one: by unit, those that may tell it otherwise.
    telling = {unit: alone if unit in _BYTES else keys for unit in fixed}
    for unit in fixed:
        bare = unit not in _BYTES or (unit == "bytes" and "compressed" not in told)
        plain[unit] = _plain(reading, telling[unit], modality, unit) if bare else {}
        if unit == fixed[0] and len(plain[unit]) == len(keys):
            return Sizes(unit, plain[unit], {})
    if modality in _UNITS:
        unit = _common_unit(reading, telling, modality, plain)
        asked = telling.get(unit, ())
    else:
        unit, asked = _own_unit(reading, keys, modality), keys
    whole, others = plain.get(unit, {}), dict[str, Interval]()
    for key in asked:
        if key in whole:
            continue
        size = _told(reading, key, modality, unit)
        if size is None:
            continue
        if isinstance(size.low, int) and size == Interval(size.low, size.low) and size.low >= 0:
            whole[key] = size.low
        else:
            others[key] = size
    if len(whole) + len(others) == len(keys):
        return Sizes(unit, whole, others)
    return Sizes(unit, whole, others, frozenset(keys).difference(whole, others))


def _common_unit(
    reading: Reading,
    telling: Mapping[str, Sequence[str]],
    modality: str,
    plain: Mapping[str, Mapping[str, int]],
) -> str:
    """Return the unit in which most of some sources tell the size of a modality of the form.

    Args:
        reading: The manifest.
        telling: By unit, the sources that may tell it.
        modality: In the words of the schema.
        plain: By unit, the sizes that are plain numbers.
    """
    counts = {unit: len(sizes) for unit, sizes in plain.items()}
    for unit, keys in telling.items():
        known = plain[unit]
        if len(known) < len(keys):
            others = (key for key in keys if key not in known)
            counts[unit] += sum(_told(reading, key, modality, unit) is not None for key in others)
    return max(_UNITS_OF[modality], key=lambda unit: counts.get(unit, 0))


def _own_unit(reading: Reading, keys: Iterable[str], modality: str) -> str:
    """Return the unit in which most of some sources tell the size of any other modality."""
    counts, every = dict[str, int](), dict[str, None]()
    for key in keys:
        units = _units(reading, key, modality)
        every.update(dict.fromkeys(units))
        for unit in units:
            if _told(reading, key, modality, unit) is not None:
                counts[unit] = counts.get(unit, 0) + 1
    order = sorted(set(every) - set(_BYTES))
    return max([*order, *_BYTES], key=lambda unit: counts.get(unit, 0))


def measure(reading: Reading, key: str, modality: str, unit: str) -> Measure:
    """Return the size of a modality of a source in a unit, or why it is not known."""
    size, place = _told(reading, key, modality, unit), source_at(key)
    if size is not None:
        return Measure(size, (place + place_in_source(modality, unit),))
    source = reading.sources[key]
    gap = gap_at(source, modality, unit)
    if gap is not None:
        return Measure(ANYTHING, gaps=(Gap(place + gap.pointer, gap.state, gap.reason),))
    member = wanted(modality, unit, perhaps=is_gap(source.get("modalities")))
    return Measure(ANYTHING, wants=tuple(EachSource((key,), (member,)).wants()))


def gap_at(source: Entry, modality: str, unit: str) -> Gap | None:
    """Return the gap where a source would tell the size of a modality; it begins in the source."""
    size = source.get("size")
    if not is_mapping(size):
        return None
    return gap_of(size, "/size") or gap_of(
        size.get(_name(modality, unit)), place_in_source(modality, unit)
    )


@lru_cache(maxsize=1 << 10)
def wanted(modality: str, unit: str, *, perhaps: bool) -> Member:
    """Return what is wanted of a source that does not tell the size of a modality.

    Args:
        modality: In the words of the schema.
        unit: In which it is to be told.
        perhaps: Whether the source may have none of it.
    """
    told = f"how many {unit_words(unit)} of {modality} of `"
    there = "` were used, if any" if perhaps else "` were used"
    return Member(place_in_source(modality, unit), (told, there))


def unit_words(unit: str) -> str:
    """Return a unit in words: ``hours``."""
    return _UNIT_WORDS.get(unit, unit)


def shown(number: Number) -> str:
    """Return a number with its thousands apart: ``3 100 000``."""
    if number.denominator == 1:
        return grouped(number.numerator)
    return grouped(float(number), ".6g")
