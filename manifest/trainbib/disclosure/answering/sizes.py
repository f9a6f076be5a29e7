"""How much there is of each modality, of the whole set or added up over its sources."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress

from trainbib.disclosure.answering.gathering import unique
from trainbib.disclosure.answering.totals import Total, integers, total_size
from trainbib.disclosure.answers import Answer, Gap, Want
from trainbib.disclosure.places import (
    Places,
    Wants,
    chained,
    each_at,
    joined,
    places_in_order,
    wants_in_order,
)
from trainbib.disclosure.reading import SIZE_OF_MODALITY, Reading, once
from trainbib.disclosure.wording import amount, modality_words, plural
from trainbib.pointers import pointer
from trainbib.values import (
    ZERO,
    Quantity,
    as_list,
    as_mapping,
    as_texts,
    is_mapping,
    parse_quantity,
)

__all__ = [
    "UNIT_OF_MODALITY",
    "modalities_of",
    "other_size",
    "size_lines",
    "size_of",
    "text_in_other_unit",
]

UNIT_OF_MODALITY = {"text": "tokens", "image": "images", "audio": "hours", "video": "hours"}
"""The unit in which the size of a modality is told."""

_TITLES: Mapping[str, str] = {
    "text": "Text",
    "image": "Images",
    "audio": "Audio",
    "video": "Video",
}
"""What the modalities are called whose size has a unit of its own."""


def _whole(reading: Reading, modality: str) -> Total | None:
    """Return the size of the whole set as it is stated, where it is and the whole is filed for."""
    if reading.partial:
        return None
    name = SIZE_OF_MODALITY[modality]
    place = pointer("dataset", "size", name)
    quantity = parse_quantity(as_mapping(reading.dataset.get("size")).get(name))
    return None if quantity is None else Total(quantity, (place,), (), ())


@once
def size_of(reading: Reading, modality: str) -> tuple[Total, str]:
    """Return the size of a modality after processing, and how it was come by.

    It is that of the whole set, as stated, since it knows of overlaps; else the sum over the
    sources, without those that are dynamic. What is told is empty where there is nothing to tell.
    """
    stated = _whole(reading, modality)
    if stated is not None:
        return stated, "as stated for the whole set"
    changing = {key for key, value in reading.having("dynamic").items() if value is True}
    steady: Iterable[str] = reading.sources
    if changing:
        steady = [key for key in reading.sources if key not in changing]
    total = total_size(reading, steady, modality)
    left_out = sum(modality in reading.modalities(key) for key in changing)
    if not total.origins:
        dynamic = plural(left_out, "dynamic source")
        return total, f"{dynamic}, of changing size, left out of the sum" if left_out else ""
    how = f"the sum over {plural(len(total.origins), 'source')}"
    if left_out:
        how += f", without {plural(left_out, 'dynamic source')}"
    return total, how


@once
def text_in_other_unit(reading: Reading) -> Answer:
    """Return the size of text in words or bytes, where tokens were not counted."""
    for unit in ("words", "bytes"):
        place = pointer("dataset", "size", unit)
        stated = parse_quantity(as_mapping(reading.dataset.get("size")).get(unit))
        if stated is not None and not reading.partial:
            return Answer(amount(stated, unit), origins=(place,), how="as stated for the whole set")
    texts = _of_text_alone(reading)
    for unit in ("words", "bytes"):
        total = _sum_of_all(reading, texts, unit)
        if total is not None:
            how = f"the sum over {plural(len(texts), 'source')} of text"
            origins = each_at(texts, f"size/{unit}")
            return Answer(amount(total, unit), origins=origins, how=how)
    return Answer()


def _of_text_alone(reading: Reading) -> Sequence[str]:
    """Return the keys of the sources that have text and nothing else, in their order."""
    different = set(reading.each_told)
    alone = {told for told in different if told[0] == ("text",)}
    if alone == different:
        return reading.keys
    return list(compress(reading.sources, map(alone.__contains__, reading.each_told)))


def _sum_of_all(reading: Reading, keys: Sequence[str], unit: str) -> Quantity | None:
    """Add the sizes of some sources in a unit; None if one of them does not tell it."""
    if not keys or unit not in reading.members("size"):
        return None
    told = reading.column(f"size.{unit}")
    if len(keys) < len(told):
        told = list(map(reading.by_key(f"size.{unit}").__getitem__, keys))
    plain = integers(told)
    if plain is not None:
        whole = sum(plain)
        return Quantity(whole, whole, whole, exact=True)
    total = ZERO
    for each in told:
        size = parse_quantity(each)
        if size is None:
            return None
        total += size
    return total


def other_size(
    reading: Reading, modality: str, keys: Iterable[str]
) -> tuple[Quantity | None, str, list[str]]:
    """Add the sizes of a modality in the first unit that a source gives: its own, or records."""
    unit, total, places = "", None, list[str]()
    for key in () if reading.members("size").isdisjoint(("other", "records")) else keys:
        size = as_mapping(reading.sources[key].get("size"))
        named = [
            (
                str(each.get("unit")),
                pointer("sources", key, "size", "other", position),
                each.get("amount"),
            )
            for position, each in enumerate(as_list(size.get("other")))
            if is_mapping(each) and each.get("modality", modality) == modality
        ]
        named.append(("records", pointer("sources", key, "size", "records"), size.get("records")))
        for its_unit, place, value in named:
            quantity = parse_quantity(value)
            if quantity is not None and unit in ("", its_unit):
                unit = its_unit
                total = quantity if total is None else total + quantity
                places.append(place)
                break
    return total, unit, places


@once
def modalities_of(reading: Reading) -> tuple[str, ...]:
    """Return the modalities of the whole set and of its sources, those with a unit first."""
    whole = () if reading.partial else as_texts(reading.dataset.get("modalities"))
    told = {*whole, *(each for named, _ in set(reading.each_told) for each in named)}
    return (*(each for each in _TITLES if each in told), *sorted(told.difference(_TITLES)))


@dataclass(frozen=True, slots=True)
class SizeLines:
    """What was trained on, a line for each modality.

    Attributes:
        lines: Modality, number and unit.
        origins: The places that tell it.
        gaps: What the manifest says it cannot tell.
        wants: What is missing.
    """

    lines: tuple[tuple[str, str, str], ...]
    origins: Places
    gaps: tuple[Gap, ...]
    wants: Wants


@once
def size_lines(reading: Reading) -> SizeLines:
    """Return the sizes of what was trained on."""
    lines = list[tuple[str, str, str]]()
    origins, gaps = list[Sequence[str]](), list[Gap]()
    of_whole, wants = list[Want](), list[Sequence[Want]]()
    for modality in modalities_of(reading):
        name = _TITLES.get(modality) or modality_words(modality).capitalize()
        total = size_of(reading, modality)[0] if modality in UNIT_OF_MODALITY else None
        if total is not None and total.origins:
            number = amount(total.quantity, "").strip()
            lines.append((name, number, UNIT_OF_MODALITY[modality]))
            origins.append(places_in_order(total.origins))
        elif (found := _in_another_unit(reading, modality)) is not None:
            number, unit, places = found
            lines.append((name, number, unit))
            origins.append(places_in_order(places))
            continue
        elif total is None or not (total.gaps or total.wants):
            what = f"how much {modality_words(modality)} there is"
            of_whole.append(Want("/dataset/size", what))
        if total is not None:
            gaps += total.gaps
            wants.append(wants_in_order(total.wants))
    gaps.sort(key=lambda gap: gap.pointer)
    return SizeLines(tuple(lines), chained(origins), unique(gaps), joined((of_whole, *wants)))


def _in_another_unit(reading: Reading, modality: str) -> tuple[str, str, Sequence[str]] | None:
    """Return number, unit and places of the size of a modality that is counted otherwise."""
    if modality == "text":
        told = text_in_other_unit(reading)
        if isinstance(told.value, str):
            number, _, unit = told.value.rpartition(" ")
            return number, unit, told.origins
    keys = sorted(reading.of_modality.get(modality, ()))
    size, unit, places = other_size(reading, modality, keys)
    if size is None or len(places) < len(keys):
        return None
    return amount(size, "").strip(), unit, places
