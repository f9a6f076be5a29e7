"""How much there is of each modality, of the whole set or added up over its sources."""

from collections.abc import Iterable, Mapping, Sequence

from trainbib.disclosure.answering.gathering import Gathering
from trainbib.disclosure.answering.totals import Total, total_size
from trainbib.disclosure.answers import Answer
from trainbib.disclosure.places import each_at
from trainbib.disclosure.reading import SIZE_OF_MODALITY, Reading
from trainbib.disclosure.wording import amount, modality_words, plural
from trainbib.pointers import pointer
from trainbib.values import (
    MAX_INTEGER,
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


def text_in_other_unit(reading: Reading) -> Answer:
    """Return the size of text in words or bytes, where tokens were not counted."""
    for unit in ("words", "bytes"):
        place = pointer("dataset", "size", unit)
        stated = parse_quantity(as_mapping(reading.dataset.get("size")).get(unit))
        if stated is not None and not reading.partial:
            return Answer(amount(stated, unit), origins=(place,), how="as stated for the whole set")
    told = zip(reading.sources, reading.each_told, strict=True)
    texts = [key for key, (named, _) in told if named == ("text",)]
    for unit in ("words", "bytes"):
        total = _sum_of_all(reading, texts, unit)
        if total is not None:
            how = f"the sum over {plural(len(texts), 'source')} of text"
            origins = each_at(texts, f"size/{unit}")
            return Answer(amount(total, unit), origins=origins, how=how)
    return Answer()


def _sum_of_all(reading: Reading, keys: Sequence[str], unit: str) -> Quantity | None:
    """Add the sizes of some sources in a unit; None if one of them does not tell it."""
    if not keys or unit not in reading.members("size"):
        return None
    total, whole = ZERO, 0
    sizes = dict(zip(reading.sources, reading.column(f"size.{unit}"), strict=True))
    for told in map(sizes.__getitem__, keys):
        if type(told) is int and -MAX_INTEGER <= told <= MAX_INTEGER:
            whole += told
            continue
        size = parse_quantity(told)
        if size is None:
            return None
        total += size
    return total + Quantity(whole, whole, whole, exact=True)


def other_size(
    reading: Reading, modality: str, keys: Iterable[str]
) -> tuple[Quantity | None, str, list[str]]:
    """Add the sizes of a modality in the first unit that a source gives: its own, or records."""
    unit, total, places = "", None, list[str]()
    for key in keys:
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


def modalities_of(reading: Reading) -> list[str]:
    """Return the modalities of the whole set and of its sources, those with a unit first."""
    whole = () if reading.partial else as_texts(reading.dataset.get("modalities"))
    told = dict.fromkeys(whole)
    for key in sorted(reading.sources):
        told.update(dict.fromkeys(reading.modalities(key)))
    own = [each for each in _TITLES if each in told]
    return [*own, *sorted(set(told) - set(own))]


def size_lines(reading: Reading, met: Gathering) -> list[tuple[str, str, str]]:
    """Return modality, number and unit of what was trained on, a line for each modality."""
    lines = list[tuple[str, str, str]]()
    for modality in modalities_of(reading):
        name = _TITLES.get(modality) or modality_words(modality).capitalize()
        if modality in UNIT_OF_MODALITY:
            total, _ = size_of(reading, modality)
            if total.origins:
                met.origins += total.origins
                met.gaps += total.gaps
                met.wants += total.wants
                number = amount(total.quantity, "").strip()
                lines.append((name, number, UNIT_OF_MODALITY[modality]))
                continue
        else:
            total = None
        found = _in_another_unit(reading, modality, met)
        if found is not None:
            lines.append((name, *found))
        elif total is not None and (total.gaps or total.wants):
            met.gaps += total.gaps
            met.wants += total.wants
        else:
            met.want("/dataset/size", f"how much {modality_words(modality)} there is")
    met.origins.sort()
    met.gaps.sort(key=lambda gap: gap.pointer)
    met.wants.sort(key=lambda want: want.pointer)
    return lines


def _in_another_unit(reading: Reading, modality: str, met: Gathering) -> tuple[str, str] | None:
    if modality == "text":
        told = text_in_other_unit(reading)
        if isinstance(told.value, str):
            met.origins += told.origins
            number, _, unit = told.value.rpartition(" ")
            return number, unit
    keys = [key for key in sorted(reading.sources) if modality in reading.modalities(key)]
    size, unit, places = other_size(reading, modality, keys)
    if size is None or len(places) < len(keys):
        return None
    met.origins += places
    return amount(size, "").strip(), unit
