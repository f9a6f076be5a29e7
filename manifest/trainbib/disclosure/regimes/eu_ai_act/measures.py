"""Sizes of sources by modality, in a unit in which they can be compared."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from trainbib.disclosure.answers import Gap, Want
from trainbib.disclosure.reading import Reading, gap_of
from trainbib.disclosure.regimes.eu_ai_act.gathering import source_at
from trainbib.values import as_list, as_mapping, is_gap, parse_quantity

__all__ = [
    "ANYTHING",
    "NOTHING",
    "Interval",
    "Measure",
    "common_unit",
    "measure",
    "shown",
    "unit_words",
]

_UNITS: Mapping[str, tuple[str, ...]] = {
    "text": ("tokens", "words"),
    "image": ("images",),
    "audio": ("audio_hours",),
    "video": ("video_hours",),
}
_BYTES = ("bytes", "compressed bytes")
_UNIT_WORDS = {"audio_hours": "hours", "video_hours": "hours"}


@dataclass(frozen=True, slots=True)
class Interval:
    """What is known of a number, or of a sum of numbers.

    Attributes:
        low: The least that it can be.
        high: The greatest, apart from terms of which nothing is known.
        unknown: How many such terms there are.
    """

    low: Fraction
    high: Fraction
    unknown: int = 0

    def __add__(self, other: "Interval") -> "Interval":
        return Interval(self.low + other.low, self.high + other.high, self.unknown + other.unknown)

    def without(self, part: "Interval") -> "Interval":
        """Return what a sum is without one of its terms."""
        return Interval(self.low - part.low, self.high - part.high, self.unknown - part.unknown)


NOTHING = Interval(Fraction(0), Fraction(0))
ANYTHING = Interval(Fraction(0), Fraction(0), unknown=1)


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


def exact(number: float) -> Fraction:
    """Return a number as it is written in decimals, so that sums do not depend on their order."""
    return Fraction(number) if isinstance(number, int) else Fraction(repr(number))


def _interval(value: object) -> Interval | None:
    quantity = parse_quantity(value)
    return None if quantity is None else Interval(exact(quantity.low), exact(quantity.high))


def _told(reading: Reading, key: str, modality: str, unit: str) -> tuple[Interval | None, str]:
    """Return the size of a modality of a source in a unit, and where it stands."""
    size = as_mapping(reading.sources[key].get("size"))
    if unit in _BYTES:
        # Bytes are those of all that a source holds.
        fits = (size.get("compressed") is True) == (unit != "bytes")
        alone = reading.modalities(key) == (modality,)
        value = size.get("bytes") if fits and alone else None
        return _interval(value), source_at(key, "size", "bytes")
    if modality in _UNITS:
        return _interval(size.get(unit)), source_at(key, "size", unit)
    total: Interval | None = None
    for each in map(as_mapping, as_list(size.get("other"))):
        if each.get("modality", "other") == modality and each.get("unit") == unit:
            amount = _interval(each.get("amount"))
            if amount is not None:
                total = amount if total is None else total + amount
    return total, source_at(key, "size", "other")


def _units(reading: Reading, key: str, modality: str) -> list[str]:
    """Return the units in which a source may tell the size of a modality, each once."""
    if modality in _UNITS:
        return [*_UNITS[modality], *_BYTES]
    named = {
        unit
        for each in as_list(as_mapping(reading.sources[key].get("size")).get("other"))
        if as_mapping(each).get("modality", "other") == modality
        and isinstance(unit := as_mapping(each).get("unit"), str)
    }
    return [*named.difference(_BYTES), *_BYTES]


def common_unit(reading: Reading, keys: Iterable[str], modality: str) -> str:
    """Return the unit in which most of some sources tell the size of a modality.

    One in which all of them tell it comes before any other; of equal ones, tokens come before
    words, and words before bytes.

    Args:
        reading: The manifest.
        keys: Sources that have the modality.
        modality: In the words of the schema.
    """
    counts, every = Counter[str](), dict[str, None]()
    for key in keys:
        units = _units(reading, key, modality)
        every.update(dict.fromkeys(units))
        counts.update(unit for unit in units if _told(reading, key, modality, unit)[0] is not None)
    order: Sequence[str] = _UNITS.get(modality) or sorted(set(every) - set(_BYTES))
    best: str = max([*order, *_BYTES], key=lambda unit: counts[unit])
    return best


def measure(reading: Reading, key: str, modality: str, unit: str) -> Measure:
    """Return the size of a modality of a source in a unit, or why it is not known."""
    size, place = _told(reading, key, modality, unit)
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


def shown(number: Fraction | int) -> str:
    """Return a number with its thousands apart: ``3 100 000``."""
    if number.denominator == 1:
        return f"{number.numerator:,}".replace(",", " ")
    return f"{float(number):,.6g}".replace(",", " ")
