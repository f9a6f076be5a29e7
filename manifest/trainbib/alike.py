"""Values that are alike, looked at once.

A hundred thousand sources tell few different things: one of ten licences, of thirty periods. What
is worked out from a field is worked out for each of its different values, and told of every source.
"""

import marshal
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import count, repeat
from operator import is_, itemgetter
from typing import Any, Generic, TypeVar

__all__ = ["Alike", "Fields", "Found"]

V = TypeVar("V")
T = TypeVar("T")

_NO_REFERENCES = 2
"""The version of the serialisation in which equal values have equal bytes, wherever they are."""

_PLAIN = frozenset({str, type(None)})
"""Types whose values are alike where they are equal."""

_SAMPLE, _SHARE = 200, 50
"""So many values, or one of so many, tell whether to look for those that are alike among all."""
_MOST = 0.9
"""Where more than this share of the sample differs, at least a tenth of all values does."""


class Alike(Generic[V]):
    """Many values, each the number of one among those that differ.

    Values are alike where their types, their texts and the order of their members are the same:
    those that are equal and not alike (1 and 1.0) only cost a second look. Where a few of many
    values mostly differ, all are taken to: to find those that do not would cost more than it saves.

    Args:
        values: Plain data, of whatever shape.
        tokens: What tells which are alike, one for each; if left out, the values themselves.

    Attributes:
        codes: For each of all values, the number of the one that it is like.
        firsts: For each of those that differ, its place among all.
        values: Those that differ, in the order in which they come first.
    """

    __slots__ = ("codes", "firsts", "values")

    def __init__(self, values: Sequence[V], tokens: Iterable[Hashable] | None = None) -> None:
        """Look at each value once."""
        self.codes, different = (
            _numbers(values, _tokens) if tokens is None else _numbers(list(tokens), iter)
        )
        if different == len(values):
            self.firsts, self.values = self.codes, list(values)
            return
        self.firsts = list[int]()
        first = 0
        for code in range(different):  # each comes first after the one before it
            first = self.codes.index(code, first)
            self.firsts.append(first)
        self.values = [values[first] for first in self.firsts]

    @property
    def all_differ(self) -> bool:
        """Whether no value is like another, as far as anybody looked."""
        return len(self.values) == len(self.codes)

    def told(self, tell: Callable[[V], T]) -> list[T]:
        """Return what is told of each value, in their order; one that is alike is asked once.

        Args:
            tell: Works it out from the value alone; what it returns is shared.
        """
        answers = list(map(tell, self.values))
        if len(answers) == 1:
            return answers * len(self.codes)
        return list(map(answers.__getitem__, self.codes))

    def where(self, tell: Callable[[V], T]) -> Iterator[tuple[int, T]]:
        """Yield the places of the values of which something is told, in order, and what it is.

        Args:
            tell: Works it out from the value alone; nothing is what is false.
        """
        answers = list(map(tell, self.values))
        if any(answers):
            for place, code in enumerate(self.codes):
                if answers[code]:
                    yield place, answers[code]

    def found(self, find: Callable[[int], Iterable[T]]) -> "Found[T]":
        """Return what is found at each place, in order; where values are alike, all or none has it.

        Args:
            find: Takes the place of a value. What it finds may depend on the place; how many it
                finds, and of what sort, on the value alone.
        """
        return Found(self, find)


class Found(Generic[T]):
    """What is found in many values, in their order: written out, or only counted.

    Args:
        alike: The values.
        find: As for :meth:`Alike.found`.
    """

    __slots__ = ("_alike", "_find", "_firsts")

    def __init__(self, alike: Alike[Any], find: Callable[[int], Iterable[T]]) -> None:
        """Look at nothing yet."""
        self._alike = alike
        self._find = find
        self._firsts: list[tuple[T, ...]] | None = None

    def __iter__(self) -> Iterator[T]:
        if self._alike.all_differ:
            for place in self._alike.codes:
                yield from self._find(place)
            return
        found = self._in_firsts()
        if any(found):
            for place, code in enumerate(self._alike.codes):
                if found[code]:
                    yield from self._find(place)

    def tally(self) -> list[tuple[tuple[T, ...], int]] | None:
        """Return what is found in the first of those alike, and how many they are.

        None if no value is known to be like another, so that only finding all tells how many.
        """
        if self._alike.all_differ:
            return None
        count = Counter(self._alike.codes)
        return [(found, count[code]) for code, found in enumerate(self._in_firsts()) if found]

    def _in_firsts(self) -> list[tuple[T, ...]]:
        if self._firsts is None:
            self._firsts = [tuple(self._find(first)) for first in self._alike.firsts]
        return self._firsts


def _tokens(values: Sequence[Any]) -> Iterable[Hashable]:
    kinds = set(map(type, values))
    if kinds <= _PLAIN:
        return values
    if kinds == {list} and set(map(len, values)) == {1}:  # as those that name somebody are
        items = list(map(itemgetter(0), values))
        if {str}.issuperset(map(type, items)):
            return items
    return map(marshal.dumps, values, repeat(_NO_REFERENCES))


def _numbers(
    values: Sequence[Any], tokens: Callable[[Sequence[Any]], Iterable[Hashable]]
) -> tuple[list[int], int]:
    """Return the number of each among those that differ, and how many these are.

    Where most of some differ, all are taken to.
    """
    number = defaultdict[Hashable, int](count().__next__)
    try:
        some = values[:: min(len(values) // _SAMPLE, _SHARE) + 1]
        if len(some) == len(values) or len(set(tokens(some))) <= _MOST * len(some):
            return list(map(number.__getitem__, tokens(values))), len(number)
    except ValueError:  # something that no reader makes, or nested beyond what any reader takes
        pass
    return list(range(len(values))), len(values)


class Fields:
    """The fields of many entries, each looked at when somebody asks.

    Args:
        entries: Such as the sources of a manifest.
    """

    __slots__ = ("_alike", "_columns", "_together", "entries", "names")

    def __init__(self, entries: Iterable[Mapping[str, object]]) -> None:
        """Keep the entries, and the names of the fields that any of them has."""
        self.entries = list(entries)
        self.names = frozenset[str]().union(*self.entries)
        self._alike = dict[str, Alike[object]]()
        self._columns = dict[str, list[Any]]()
        self._together = dict[tuple[str, ...], Alike[Mapping[str, object]]]()

    @classmethod
    def of(cls, entries: Iterable[Mapping[str, object]], known: "Fields | None") -> "Fields":
        """Return the fields of some entries: what is known, if it is of the same.

        Args:
            entries: As for the class.
            known: The fields of entries, perhaps of others.
        """
        listed = list(entries)
        if known is None or len(known.entries) != len(listed):
            return cls(listed)
        return known if all(map(is_, known.entries, listed)) else cls(listed)

    def keep(self, name: str, values: list[Any]) -> None:
        """Keep the values of a field that somebody has looked up, if all entries have it."""
        if len(values) == len(self.entries):
            self._columns[name] = values

    def column(self, name: str) -> Sequence[object]:
        """Return what each entry has in a field, in their order; None for those without it.

        To go through entries is to wait for memory, so each field is gone for once.

        Args:
            name: Of the field: ``size``; or of a member of a field that is a mapping:
                ``size.tokens``.
        """
        found = self._columns.get(name)
        if found is None:
            field, _, member = name.partition(".")
            if field not in self.names:
                found = [None] * len(self.entries)
            elif not member:
                found = [entry.get(name) for entry in self.entries]
            else:
                outer = self.column(field)
                found = [each.get(member) if isinstance(each, dict) else None for each in outer]
            self._columns[name] = found
        return found

    def alike(self, name: str) -> Alike[object]:
        """Return what the entries have in a field, in their order; None for those without it."""
        found = self._alike.get(name)
        if found is None:
            found = self._alike[name] = Alike(self.column(name))
        return found

    def told(self, name: str, tell: Callable[[object], T]) -> list[T]:
        """Return what is told of each entry by a field, as :meth:`Alike.told` does.

        Args:
            name: Of the field.
            tell: Takes what stands there, None where nothing does.
        """
        return self.alike(name).told(tell)

    def together(self, *names: str) -> Alike[Mapping[str, object]]:
        """Return the entries, of which those are alike that have the same in some fields.

        Args:
            names: Of all fields that somebody is going to look at.
        """
        used = tuple(name for name in names if name in self.names)
        found = self._together.get(used)
        if found is None:
            parts = [alike for alike in map(self.alike, used) if len(alike.values) > 1]
            parts = [alike for alike in parts if alike.all_differ][:1] or parts
            tokens: Iterable[Hashable] = repeat(None, len(self.entries))
            if parts:
                codes = [alike.codes for alike in parts]
                tokens = codes[0] if len(codes) == 1 else zip(*codes, strict=True)
            found = self._together[used] = Alike(self.entries, tokens)
        return found

    def once(self, name: str, values: list[Any]) -> list[Any]:
        """Return the values of a field, each of those that are alike once where many seem to be.

        Args:
            name: Of the field.
            values: All that the entries have there of one type.
        """
        alike = self.alike(name)
        if alike.all_differ:
            return values
        kind = type(values[0])
        return [value for value in alike.values if type(value) is kind]
