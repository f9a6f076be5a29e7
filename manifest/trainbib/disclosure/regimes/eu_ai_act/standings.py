"""What share of all public data a data set is, and how that is told."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from trainbib.disclosure.regimes.eu_ai_act.measures import Interval, Number, shown, unit_words
from trainbib.disclosure.wording import amount, modality_words
from trainbib.values import Quantity

__all__ = ["THRESHOLD", "Standing", "share_told", "standing_of"]

THRESHOLD = Fraction(3, 100)
"""The share of all public data of a modality that a large data set exceeds."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What share of all public data of a modality a data set is.

    Attributes:
        modality: In the words of the schema; empty where none is told of any public data set.
        unit: In which sizes are compared.
        size: Of the data set.
        whole: Of all public data sets.
        low: The least share that it can be.
        high: The greatest.
    """

    modality: str
    unit: str
    size: Interval
    whole: Interval
    low: Fraction
    high: Fraction

    @property
    def verdict(self) -> Literal["large", "small", "open"]:
        """Whether it is more than the threshold; ``open`` where that cannot be told."""
        if self.low > THRESHOLD:
            return "large"
        return "small" if self.high <= THRESHOLD else "open"


def standing_of(modality: str, unit: str, size: Interval, whole: Interval) -> Standing:
    """Tell the least and the greatest share that a part of a whole can be."""
    rest = whole.without(size)
    low = Fraction(0) if rest.unknown else _share(size.low, rest.high)
    high = Fraction(1) if size.unknown else _share(size.high, rest.low)
    return Standing(modality, unit, size, whole, low, high)


def _share(part: Number, rest: Number) -> Fraction:
    if part <= 0:
        return Fraction(0)
    return Fraction(part) / (part + rest) if part + rest > 0 else Fraction(1)


def share_told(name: str, standing: Standing) -> str:
    """Tell the share of a data set with its figures.

    Args:
        name: What the data set is called.
        standing: Its share.

    Returns:
        ```A`: 214 of 3 100 tokens of text, 6.9 %: more than 3 %``.
    """
    if not standing.modality:
        return f"`{name}`: its modalities and sizes are not known, so it is listed"
    words = f"{unit_words(standing.unit)} of {modality_words(standing.modality)}"
    if standing.size.unknown:
        return f"`{name}`: its size in {words} is not known, so it is listed"
    figures = f"`{name}`: {_shown(standing.size)} of "
    if standing.whole.unknown:
        figures += f"{shown(standing.whole.low)} or more {words}"
        if standing.verdict == "open":
            return (
                f"{figures}, at most {_percent(standing.high)}; the sizes of others are not known, "
                "so it is listed"
            )
        return f"{figures}, at most {_percent(standing.high)}: not more than 3 %"
    figures += f"{_shown(standing.whole)} {words}"
    if standing.low == standing.high:
        compared = "more than" if standing.verdict == "large" else "not more than"
        return f"{figures}, {_percent(standing.low)}: {compared} 3 %"
    least, greatest = _percent(standing.low), _percent(standing.high)
    figures += f", {least}" if least == greatest else f", {least} to {greatest}"
    if standing.verdict == "open":
        return f"{figures}, which may be more than 3 %, so it is listed"
    return f"{figures}: {'' if standing.verdict == 'large' else 'not '}more than 3 %"


def _shown(size: Interval) -> str:
    if size.low == size.high:
        return shown(size.low)
    middle = float((size.low + size.high) / 2)
    return amount(Quantity(middle, float(size.low), float(size.high), exact=False), "").strip()


def _percent(share: Fraction) -> str:
    """Return a share in per cent, with as many decimals as tell it from the threshold."""
    for decimals in range(1, 6):
        text = f"{float(share * 100):.{decimals}f}"
        rounded = Fraction(text) / 100
        if (rounded > THRESHOLD) == (share > THRESHOLD) and (rounded > 0 or share == 0):
            return f"{text.removesuffix('.0')} %"
    return f"{float(share * 100):.3g} %"
