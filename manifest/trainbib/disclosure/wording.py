"""Words for numbers and lists in answers."""

import math
from collections.abc import Iterable, Sequence

from trainbib.numerals import grouped
from trainbib.values import Quantity

__all__ = ["amount", "and_list", "modality_words", "percent", "plural", "sentences"]

_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))


def _number(value: float) -> str:
    for scale, name in _SCALES:
        if abs(value) >= scale:
            return f"{value / scale:.4g} {name}"
    if value == math.floor(value):
        return grouped(int(value))
    return f"{value:.4g}"


def amount(quantity: Quantity, unit: str) -> str:
    """Return a quantity with its unit, as exact as it is known: ``about 14.2 billion tokens``."""
    if quantity.exact:
        whole = quantity.value == int(quantity.value) and quantity.value < 10**9
        shown = grouped(int(quantity.value)) if whole else _number(quantity.value)
        return f"{shown} {unit}"
    if quantity.high - quantity.low > 0.2 * max(abs(quantity.value), 1):
        return f"{_number(quantity.low)} to {_number(quantity.high)} {unit}"
    return f"about {_number(quantity.value)} {unit}"


def percent(share: float) -> str:
    """Return a share as percent with two significant digits, and never rounded to none or all."""
    value = share * 100
    if value and (value < 0.01 or 99.99 < value < 100):  # noqa: PLR2004 - per cent
        return "less than 0.01 %" if value < 1 else "more than 99.99 %"
    return f"{value:.2g} %" if value < 99 else f"{value:.4g} %"  # noqa: PLR2004 - per cent


def and_list(words: Sequence[str]) -> str:
    """Join words: ``a, b and c``."""
    if len(words) <= 1:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def plural(count: int, one: str, many: str | None = None) -> str:
    """Return a count with its noun: ``1 source``, ``3 sources``."""
    return f"{grouped(count)} " + (one if count == 1 else many or f"{one}s")


def sentences(parts: Iterable[str]) -> str:
    """Join statements as sentences of one line: ``Content: news. Languages: German (de).``.

    Args:
        parts: The statements; one that ends as a sentence is left as it is.
    """
    return " ".join(_sentence(part.strip()) for part in parts)


def _sentence(words: str) -> str:
    end = "" if words.endswith((".", "!", "?", "…", "。")) else "."
    return words[:1].upper() + words[1:] + end


_MODALITIES = {
    "tabular": "tabular data",
    "time_series": "time series",
    "sensor": "sensor data",
    "three_d": "3D data",
}


def modality_words(modality: str) -> str:
    """Return a modality of the schema in words: ``tabular data``."""
    return _MODALITIES.get(modality, modality)
