"""Section 1.3: how much there is of each modality, and in which size class of the form it is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from trainbib.disclosure.answers import Answer, Want
from trainbib.disclosure.places import each_at
from trainbib.disclosure.reading import SIZE_OF_MODALITY, Reading, Total, gap_of
from trainbib.disclosure.regimes.base import AnswerOf
from trainbib.disclosure.wording import amount, and_list, plural
from trainbib.numerals import grouped
from trainbib.pointers import pointer
from trainbib.values import (
    MAX_INTEGER,
    ZERO,
    Quantity,
    as_list,
    as_mapping,
    is_mapping,
    parse_quantity,
)

BUCKETS: Mapping[str, tuple[float, float, tuple[str, str, str]]] = {
    "text": (
        1e9,
        1e13,
        (
            "Less than 1 billion tokens",
            "1 billion to 10 trillion tokens",
            "More than 10 trillion tokens",
        ),
    ),
    "image": (
        1e6,
        1e9,
        (
            "Less than 1 million images",
            "1 million to 1 billion images",
            "More than 1 billion images",
        ),
    ),
    "audio": (
        1e4,
        1e6,
        ("Less than 10 000 hours", "10 000 to 1 million hours", "More than 1 million hours"),
    ),
    "video": (
        1e4,
        1e6,
        ("Less than 10 000 hours", "10 000 to 1 million hours", "More than 1 million hours"),
    ),
}
"""Where the size classes of each modality meet, and their names; a size on a bound is between."""

_UNIT = {"text": "tokens", "image": "images", "audio": "hours", "video": "hours"}


def bucket(modality: str, quantity: Quantity) -> str | None:
    """Return the size class that a quantity is surely in; None if its bounds lie in two."""
    low, high, names = BUCKETS[modality]

    def place(value: float) -> int:
        return 0 if value < low else 2 if value > high else 1

    first, last = place(quantity.low), place(quantity.high)
    return names[first] if first == last else None


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
    steady = [key for key in reading.sources if key not in changing]
    total = reading.total(steady, modality)
    left_out = sum(modality in reading.modalities(key) for key in changing)
    if not total.origins:
        dynamic = plural(left_out, "dynamic source")
        return total, f"{dynamic}, of changing size, left out of the sum" if left_out else ""
    how = f"the sum over {plural(len(total.origins), 'source')}"
    if left_out:
        how += f", without {plural(left_out, 'dynamic source')}"
    return total, how


def size_answer(modality: str) -> AnswerOf:
    """Return what answers with the size class of a modality."""

    def size(reading: Reading) -> Answer:
        total, how = size_of(reading, modality)
        place = pointer("dataset", "size", SIZE_OF_MODALITY[modality])
        if not total.origins:
            gap = gap_of(
                as_mapping(reading.dataset.get("size")).get(SIZE_OF_MODALITY[modality]), place
            )
            gaps = total.gaps if gap is None else (gap, *total.gaps)
            what = f"the size of all {modality} data" + (f" ({how})" if how else "")
            wants = total.wants or (() if gaps else (Want(place, what),))
            return Answer(gaps=gaps, wants=wants, how=how)
        shown = amount(total.quantity, _UNIT[modality])
        answer = Answer(
            bucket(modality, total.quantity),
            total.gaps,
            total.wants,
            total.origins,
            f"{shown}: {how}",
        )
        if answer.value is not None:
            return answer
        low, high, _ = BUCKETS[modality]
        bound = low if total.quantity.low < low else high
        bound_words = grouped(int(bound))
        more = Want(place, f"a size that is surely below or above {bound_words}; it is {shown}")
        return replace(answer, wants=(*answer.wants, more))

    return size


def text_in_other_unit(reading: Reading) -> Answer:
    """Return the size of text in words or bytes, where tokens were not counted."""
    for unit in ("words", "bytes"):
        place = pointer("dataset", "size", unit)
        stated = parse_quantity(as_mapping(reading.dataset.get("size")).get(unit))
        if stated is not None and not reading.partial:
            return Answer(amount(stated, unit), origins=(place,), how="as stated for the whole set")
    texts = [
        key for key in reading.of_modality.get("text", ()) if reading.modalities(key) == ("text",)
    ]
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
    for key in keys:
        told = as_mapping(reading.sources[key].get("size")).get(unit)
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


def tokenizers(reading: Reading) -> Answer:
    """Say with which tokenizers text was counted, and what the data set says of its size."""
    named = dict[str, str]()
    whole = as_mapping(reading.dataset.get("size")).get("tokenizer")
    if isinstance(whole, str):
        named[whole] = "/dataset/size/tokenizer"
    for key, size in reading.having("size").items():
        value = size.get("tokenizer") if is_mapping(size) else None
        if isinstance(value, str) and value not in named:
            named[value] = f"{reading.places[key]}/size/tokenizer"
    if not named:
        return Answer()
    text = f"Tokens were counted with {and_list(list(named))}."
    return Answer(text, origins=tuple(named.values()), how="the tokenizers that sizes name")
