"""One fast pass over all values of a manifest, to see whether certain rules have anything to do.

Most manifests have neither placeholders nor huge numbers; the rules about them walk through the
document with its paths only if the survey saw one.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from trainbib.values import MAX_INTEGER


@dataclass(frozen=True, slots=True)
class Survey:
    """What there is somewhere in a manifest.

    Attributes:
        words: True if a value is one of the words looked for.
        big_integers: True if an integer is beyond 2^53 - 1.
        ranges: True if a mapping has the key ``between``.
    """

    words: bool
    big_integers: bool
    ranges: bool


def survey(data: object, words: AbstractSet[str]) -> Survey:
    """Look at every value once.

    Args:
        data: Plain data.
        words: Words to look for among the text values.
    """
    found = big = ranges = False
    waiting: list[Any] = [data] if isinstance(data, dict | list) else []
    push = waiting.append
    for container in waiting:  # grows while it is read
        values = container
        if container.__class__ is dict:
            values = container.values()
            ranges = ranges or "between" in container
        for value in values:
            kind = value.__class__
            if kind is str:
                if value in words:
                    found = True
            elif kind is dict or kind is list:
                push(value)
            elif kind is int and not -MAX_INTEGER <= value <= MAX_INTEGER:
                big = True
    return Survey(found, big, ranges)
