"""Section 1.3: how much there is of each modality, and in which size class of the form it is."""

from collections.abc import Mapping
from dataclasses import replace

from trainbib.disclosure.answering.sizes import UNIT_OF_MODALITY, size_of
from trainbib.disclosure.answers import Answer, Want, gap_of
from trainbib.disclosure.reading import SIZE_OF_MODALITY, Reading
from trainbib.disclosure.regimes.base import AnswerOf
from trainbib.disclosure.wording import amount, and_list
from trainbib.numerals import grouped
from trainbib.pointers import pointer
from trainbib.values import (
    Quantity,
    as_mapping,
    is_mapping,
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


def bucket(modality: str, quantity: Quantity) -> str | None:
    """Return the size class that a quantity is surely in; None if its bounds lie in two."""
    low, high, names = BUCKETS[modality]

    def place(value: float) -> int:
        return 0 if value < low else 2 if value > high else 1

    first, last = place(quantity.low), place(quantity.high)
    return names[first] if first == last else None


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
        shown = amount(total.quantity, UNIT_OF_MODALITY[modality])
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


def tokenizers(reading: Reading) -> Answer:
    """Say with which tokenizers text was counted, and what the data set says of its size."""
    named = dict[str, str]()
    whole = as_mapping(reading.dataset.get("size")).get("tokenizer")
    if isinstance(whole, str):
        named[whole] = "/dataset/size/tokenizer"
    sizes = reading.having("size") if "tokenizer" in reading.members("size") else {}
    for key, size in sizes.items():
        value = size.get("tokenizer") if is_mapping(size) else None
        if isinstance(value, str) and value not in named:
            named[value] = f"{reading.places[key]}/size/tokenizer"
    if not named:
        return Answer()
    text = f"Tokens were counted with {and_list(list(named))}."
    return Answer(text, origins=tuple(named.values()), how="the tokenizers that sizes name")
