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

from trainbib.rules.places import EACH_ENTRY, EACH_ITEM, Places
from trainbib.rules.shapes import Shape, shape_of_manifest
from trainbib.rules.survey import survey
from trainbib.rules.typed import any_odd, seems_reversed
from trainbib.values import MAX_INTEGER, is_gap


@dataclass(slots=True)
class Overview:
    """What there is somewhere in a manifest.

    Attributes:
        words: True if a value is one of the words looked for.
        big_integers: True if an integer is beyond 2^53 - 1.
        odd: The names of fields with dates, URLs, digests or periods that are worth a look.
        referred: The keys that something refers to, by section.
        fields: The names of all fields of the schema that something has.
    """

    words: bool = False
    big_integers: bool = False
    odd: set[str] = field(default_factory=set[str])
    referred: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    fields: set[str] = field(default_factory=set[str])


def overview(data: object, words: AbstractSet[str], latest: str, references: Places) -> Overview:
    """Look at every value of a manifest once.

    Args:
        data: Plain data, of whatever shape.
        words: Words to look for among the text values.
        latest: The last day that nobody would wonder about, as ISO 8601.
        references: The places that refer to a section, labelled with its name.
    """
    look = _Look(words, latest)
    look.column([data], shape_of_manifest(), references, "")
    if look.unknown:
        rest = survey(look.unknown, words)
        look.found.words |= rest.words
        look.found.big_integers |= rest.big_integers
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
        self, values: list[Any], shape: Shape | None, places: Places | None, name: str
    ) -> None:
        """Look at the values of one place.

        Args:
            values: At least one.
            shape: What the schema says of the place; None where it says nothing.
            places: The references at the place and below it.
            name: Of the field.
        """
        if shape is None and places is None:
            self.unknown += values
            return
        kinds = set(map(type, values))
        alone = len(kinds) == 1
        for kind in kinds:
            same: list[Any] = values
            if not alone:
                same = [value for value in values if value.__class__ is kind]
            if kind is str:
                self._texts(same, shape, places, name)
            elif kind is dict:
                self._mappings(same, shape, places, name)
            elif kind is list:
                self._lists(same, shape, places, name)
            elif kind is int and (max(same) > MAX_INTEGER or min(same) < -MAX_INTEGER):
                self.found.big_integers = True

    def _texts(
        self, texts: list[str], shape: Shape | None, places: Places | None, name: str
    ) -> None:
        found = self.found
        if not found.words and not self.words.isdisjoint(texts):
            found.words = True
        if places is not None and places.label:
            found.referred.setdefault(places.label, set()).update(texts)
        if shape is not None and shape.kind and any_odd(shape.kind, texts, self.latest):
            found.odd.add(name)

    def _lists(
        self, lists: list[list[Any]], shape: Shape | None, places: Places | None, name: str
    ) -> None:
        items = list(chain.from_iterable(lists))
        if items:
            below = places.below.get(EACH_ITEM) if places is not None else None
            self.column(items, shape.items if shape is not None else None, below, name)

    def _mappings(
        self,
        mappings: list[dict[str, Any]],
        shape: Shape | None,
        places: Places | None,
        name: str,
    ) -> None:
        if shape is not None and shape.each is not None:
            for section in mappings:
                self._section(section, shape.each, places, name)
            return
        if shape is not None and shape.kind == "period" and any(map(seems_reversed, mappings)):
            self.found.odd.add(name)
        below = places.below if places is not None else {}
        unknown: list[str] = []
        for token in set[str]().union(*mappings):
            child = shape.field(token) if shape is not None else None
            place = below.get(token)
            if child is None and place is None:
                unknown.append(token)
                continue
            self.found.fields.add(token)
            self.column(_column(mappings, token), child, place, token)
        if unknown:
            # Entry by entry: mappings of any names may have as many names as values.
            strange = frozenset(unknown)
            self.unknown += [
                value
                for mapping in mappings
                for token, value in mapping.items()
                if token in strange
            ]

    def _section(
        self, section: dict[str, Any], each: Shape, places: Places | None, name: str
    ) -> None:
        """Look at all the entries of a section at once."""
        entries: list[Any] = []
        for key, entry in section.items():
            (self.unknown if key.startswith("x-") else entries).append(entry)
        if not entries:
            return
        # The reason of a gap is no entry, and refers to nothing.
        below = None if places is None or is_gap(section) else places.below.get(EACH_ENTRY)
        self.column(entries, each, below, name)


def _column(mappings: list[dict[str, Any]], name: str) -> list[Any]:
    """Return the values of a field: fast where all have it, as most do of most fields."""
    try:
        return list(map(itemgetter(name), mappings))
    except KeyError:
        return [mapping[name] for mapping in mappings if name in mapping]
