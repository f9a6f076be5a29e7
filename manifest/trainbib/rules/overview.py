"""One look at all values of a manifest, to see which rules have anything to find.

Values are taken column by column: the field ``retrieved`` of all sources is one list, and most
questions about a list are answered by one call of the interpreter's own functions. That is several
times faster than going from entry to entry, and most manifests are done with here: rules go through
the document with its paths only where something was seen.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import chain
from operator import itemgetter
from typing import Any

from trainbib.alike import Fields
from trainbib.rules.places import EACH_ENTRY, EACH_ITEM, Places
from trainbib.rules.shapes import Shape, shape_of_manifest
from trainbib.rules.survey import survey
from trainbib.rules.typed import any_odd, seems_reversed
from trainbib.values import (
    MAX_INTEGER,
    has_extensions,
    is_gap,
)

_SOURCES = f"sources.{EACH_ENTRY}"


class _Chunks:
    """Lists by place, joined where somebody asks for them: most come as one, and are not copied."""

    __slots__ = ("_lists",)

    def __init__(self) -> None:
        self._lists: dict[str, list[list[Any]]] = {}

    def add(self, place: str, values: list[Any]) -> None:
        self._lists.setdefault(place, []).append(values)

    def below(self, place: str) -> frozenset[str]:
        start = f"{place}."
        names = (name.removeprefix(start) for name in self._lists if name.startswith(start))
        return frozenset(name for name in names if "." not in name and not name.endswith("[]"))

    def at(self, place: str) -> list[Any]:
        lists = self._lists.get(place, [])
        if len(lists) > 1:
            lists[:] = [list(chain.from_iterable(lists))]
        return lists[0] if lists else []


@dataclass(slots=True)
class Overview:
    """What there is somewhere in a manifest.

    Attributes:
        words: True if a value is one of the words looked for.
        big_integers: True if an integer is beyond 2^53 - 1.
        odd: The names of fields with dates, URLs, digests or periods that are worth a look.
        referred: The keys that something refers to, by section.
        fields: The names of all fields of the schema that something has.
        ranges: True if something at a place that the schema does not know has the key ``between``.
        sources: What the sources have in each field, those that are alike looked at once.
    """

    words: bool = False
    big_integers: bool = False
    odd: set[str] = field(default_factory=set[str])
    referred: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    fields: set[str] = field(default_factory=set[str])
    ranges: bool = False
    sources: Fields = field(default_factory=lambda: Fields(()), compare=False, repr=False)
    _values: _Chunks = field(default_factory=_Chunks, compare=False, repr=False)
    _texts: _Chunks = field(default_factory=_Chunks, compare=False, repr=False)

    def values(self, place: str) -> list[Any]:
        """Return the values at a place, those of earlier entries first where all are of one type.

        Inside the fields of sources, what stands in several that are alike may be there once.

        Args:
            place: A pattern of :mod:`trainbib.rules.places`, such as ``sources.*.license``.
        """
        return self._values.at(place)

    def texts(self, place: str) -> list[str]:
        """Return those values at a place that are text."""
        return self._texts.at(place)

    def fields_at(self, place: str) -> frozenset[str]:
        """Return the names of the fields of the schema that mappings at a place have."""
        return self._values.below(place)

    def add(self, place: str, values: list[Any]) -> None:
        """Add values at a place."""
        self._values.add(place, values)

    def add_texts(self, place: str, texts: list[str]) -> None:
        """Add those of the values at a place that are text."""
        self._texts.add(place, texts)


def overview(data: object, words: AbstractSet[str], latest: str, references: Places) -> Overview:
    """Look at every value of a manifest once.

    Args:
        data: Plain data, of whatever shape.
        words: Words to look for among the text values.
        latest: The last day that nobody would wonder about, as ISO 8601.
        references: The places that refer to a section, labelled with its name.
    """
    look = _Look(words, latest)
    look.column([data], shape_of_manifest(), references, "", "")
    if look.unknown:
        rest = survey(look.unknown, words)
        look.found.words |= rest.words
        look.found.big_integers |= rest.big_integers
        look.found.ranges |= rest.ranges
    return look.found


class _Look:
    """One pass over the columns."""

    def __init__(self, words: AbstractSet[str], latest: str) -> None:
        self.found = Overview()
        self.words = frozenset(words)
        self.latest = latest
        self.unknown: list[Any] = []
        """Values at places that the schema does not know."""

    def column(
        self,
        values: list[Any],
        shape: Shape | None,
        places: Places | None,
        name: str,
        path: str,
        *,
        fields: Fields | None = None,
    ) -> None:
        """Look at the values of one place.

        Args:
            values: At least one.
            shape: What the schema says of the place; None where it says nothing.
            places: The references at the place and below it.
            name: Of the field.
            path: The pattern of the place.
            fields: Those of the entries that have the values, if many of them may be alike.
        """
        if shape is None and places is None:
            self.unknown += values
            return
        self.found.add(path, values)
        kinds = set(map(type, values))
        alone = len(kinds) == 1
        for kind in kinds:
            same: list[Any] = values
            if not alone:
                same = [value for value in values if value.__class__ is kind]
            if fields is not None and (kind is dict or kind is list):
                same = fields.once(name, same)
            if kind is str:
                self._texts(same, shape, places, name, path)
            elif kind is dict:
                self._mappings(same, shape, places, name, path)
            elif kind is list:
                self._lists(same, shape, places, name, path)
            elif kind is int and (max(same) > MAX_INTEGER or min(same) < -MAX_INTEGER):
                self.found.big_integers = True

    def _texts(
        self,
        texts: list[str],
        shape: Shape | None,
        places: Places | None,
        name: str,
        path: str,
    ) -> None:
        found = self.found
        found.add_texts(path, texts)
        if not found.words and not self.words.isdisjoint(texts):
            found.words = True
        if places is not None and places.label:
            found.referred.setdefault(places.label, set()).update(texts)
        if shape is not None and shape.kind and any_odd(shape.kind, texts, self.latest):
            found.odd.add(name)

    def _lists(
        self,
        lists: list[list[Any]],
        shape: Shape | None,
        places: Places | None,
        name: str,
        path: str,
    ) -> None:
        items = _items(lists)
        if items:
            below = places.below.get(EACH_ITEM) if places is not None else None
            each = shape.items if shape is not None else None
            self.column(items, each, below, name, path + EACH_ITEM)

    def _mappings(
        self,
        mappings: list[dict[str, Any]],
        shape: Shape | None,
        places: Places | None,
        name: str,
        path: str,
    ) -> None:
        if shape is not None and shape.each is not None:
            for section in mappings:
                self._section(section, shape, places, name, path)
            return
        if shape is not None and shape.kind == "period" and any(map(seems_reversed, mappings)):
            self.found.odd.add(name)
        below = places.below if places is not None else {}
        unknown: list[str] = []
        fields = None
        if path == _SOURCES:
            fields = self.found.sources = Fields(mappings)
        for token in set[str]().union(*mappings) if fields is None else fields.names:
            child = shape.field(token) if shape is not None else None
            place = below.get(token)
            if child is None and place is None:
                unknown.append(token)
                continue
            self.found.fields.add(token)
            here = f"{path}.{token}" if path else token
            told = _column(mappings, token)
            if fields is not None:
                fields.keep(token, told)
            self.column(told, child, place, token, here, fields=fields)
        if unknown:
            # Entry by entry: mappings of any names may have as many names as values.
            strange = frozenset(unknown)
            self.found.ranges |= "between" in strange
            self.unknown += [
                value
                for mapping in mappings
                for token, value in mapping.items()
                if token in strange
            ]

    def _section(
        self,
        section: dict[str, Any],
        shape: Shape,
        places: Places | None,
        name: str,
        path: str,
    ) -> None:
        """Look at all the entries of a section at once."""
        entries = list(section.values())
        if has_extensions(section):
            entries = [entry for key, entry in section.items() if not key.startswith("x-")]
            self.unknown += [entry for key, entry in section.items() if key.startswith("x-")]
        if not entries:
            return
        # The reason of a gap is no entry, and refers to nothing.
        gap = is_gap(section)
        if not gap:  # a state among entries is one of them, and a text all the same
            for state in shape.properties.keys() & section.keys():
                if isinstance(section[state], str):
                    self.found.add_texts(f"{path}.{state}", [section[state]])
        below = None if places is None or gap else places.below.get(EACH_ENTRY)
        token = next(iter(section)) if gap else EACH_ENTRY
        self.column(entries, shape.each, below, name, f"{path}.{token}")


def _column(mappings: list[dict[str, Any]], name: str) -> list[Any]:
    """Return the values of a field: fast where all have it, as most do of most fields."""
    try:
        return list(map(itemgetter(name), mappings))
    except KeyError:
        return [mapping[name] for mapping in mappings if name in mapping]


def _items(lists: list[list[Any]]) -> list[Any]:
    """Return the items of all lists; fast where each has one, as those that name somebody do."""
    if {1}.issuperset(map(len, lists)):
        return list(map(itemgetter(0), lists))
    return list(chain.from_iterable(lists))
