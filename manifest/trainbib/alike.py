"""Values that are alike, looked at once.

A hundred thousand sources tell few different things: one of ten licences, of thirty periods. What
is worked out from a field is worked out for each of its different values, and told of every source.
"""

import marshal
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import repeat
from typing import Any, TypeVar

__all__ = ["Alike", "Fields"]

T = TypeVar("T")

_NO_REFERENCES = 2
"""The version of the serialisation in which equal values have equal bytes, wherever they are."""


class Alike:
    """Many values, each the number of one among those that differ.

    Values are alike where their types, their texts and the order of their members are the same:
    those that are equal and not alike (1 and 1.0) only cost a second look.

    Args:
        values: Plain data, of whatever shape.

    Attributes:
        values: Those that differ, in the order in which they come first.
        codes: For each of all values, its place among those.
    """

    __slots__ = ("codes", "values")

    def __init__(self, values: Sequence[object]) -> None:
        """Look at each value once."""
        number = dict[Hashable, int]()
        self.codes = [number.setdefault(token, len(number)) for token in _tokens(values)]
        self.values = list[object](number)
        if len(number) == len(values):
            self.values = list(values)
        else:
            for code, value in zip(reversed(self.codes), reversed(values), strict=True):
                self.values[code] = value

    def told(self, tell: Callable[[object], T]) -> list[T]:
        """Return what is told of each value, in their order; one that is alike is asked once.

        Args:
            tell: Works it out from the value alone; what it returns is shared.
        """
        answers = list(map(tell, self.values))
        return [answers[code] for code in self.codes]


def _tokens(values: Sequence[Any]) -> Iterable[Hashable]:
    try:
        return list(map(marshal.dumps, values, repeat(_NO_REFERENCES)))
    except ValueError:  # something that no reader makes, or nested beyond what any reader takes
        return range(len(values))


class Fields:
    """The fields of many entries, each looked at when somebody asks.

    Args:
        entries: Such as the sources of a manifest.
    """

    __slots__ = ("_alike", "entries")

    def __init__(self, entries: Iterable[Mapping[str, object]]) -> None:
        """Keep the entries."""
        self.entries = list(entries)
        self._alike = dict[str, Alike]()

    def alike(self, name: str) -> Alike:
        """Return what the entries have in a field, in their order; None for those without it."""
        found = self._alike.get(name)
        if found is None:
            found = Alike([entry.get(name) for entry in self.entries])
            self._alike[name] = found
        return found

    def told(self, name: str, tell: Callable[[object], T]) -> list[T]:
        """Return what is told of each entry by a field, as :meth:`Alike.told` does.

        Args:
            name: Of the field.
            tell: Takes what stands there, None where nothing does.
        """
        return self.alike(name).told(tell)
