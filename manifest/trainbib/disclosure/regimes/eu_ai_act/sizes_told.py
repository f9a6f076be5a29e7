"""Where the sizes of public data sets are told, and what is missing there, source by source."""

from collections.abc import Iterable
from itertools import chain

from trainbib.disclosure.answers import Gap
from trainbib.disclosure.places import EachSource, Member, Noted
from trainbib.disclosure.reading import Reading
from trainbib.disclosure.regimes.eu_ai_act.measures import place_in_source, wanted
from trainbib.disclosure.regimes.eu_ai_act.shares import PublicSets
from trainbib.values import GAP_STATES, is_gap

__all__ = ["SizesTold"]

_Names = tuple[str, ...]
"""Modalities."""


class SizesTold:
    """Tells it of very many data sets, most of them of one source, without describing each.

    Args:
        reading: The manifest.
        sets: Its public data sets.
    """

    def __init__(self, reading: Reading, sets: PublicSets) -> None:
        """Find out which sources tell the sizes of the same modalities."""
        self._sources, self._told, self._sets = reading.sources, reading.told, sets
        self._sizes = sets.compared.sizes
        self._orders = {names: tuple(sorted(set(names))) for names in sets.compared.alike}
        self._alike = dict[_Names, tuple[_Names, _Names]]()
        for names, keys in sets.compared.alike.items():
            order = self._orders[names]
            if all(_all_or_none(keys, self._sizes[name].silent) for name in order):
                self._alike[names] = self._looked_up(keys[0], order)
        self._reading = reading
        self._places = dict[_Names, tuple[Member, ...]]()
        self._wanted = dict[tuple[_Names, bool], tuple[tuple[Member, ...], bool]]()

    def _split(self, keys: tuple[str, ...]) -> tuple[_Names, _Names]:
        """Return in what modalities a data set of one source tells its size, and in what not.

        Those of several sources, and of no known modality, have none of both.
        """
        if len(keys) == 1:
            names = self._told[keys[0]][0]
            return self._alike.get(names) or self._looked_up(keys[0], self._orders[names])
        return (), ()

    def _looked_up(self, key: str, names: _Names) -> tuple[_Names, _Names]:
        silent = tuple([name for name in names if key in self._sizes[name].silent])
        return tuple([name for name in names if name not in silent]), silent

    def note_origins(self, listed: Iterable[tuple[str, ...]], origins: Noted) -> None:
        """Note where the sizes of some data sets are told.

        Args:
            listed: The sources of each.
            origins: Takes the places.
        """
        for keys in listed:
            told, silent = self._split(keys)
            if told:
                origins.each(keys[0], self._places_of(told))
            elif not silent:
                for place in self._sets.described(keys).origins:
                    origins.one(place)

    def _places_of(self, told: _Names) -> tuple[Member, ...]:
        if told not in self._places:
            places = [place_in_source(name, self._sizes[name].unit) for name in told]
            self._places[told] = tuple(map(Member, dict.fromkeys(places)))
        return self._places[told]

    def note_silences(self, gaps: list[Gap], wants: Noted) -> None:
        """Note what of the sizes of all data sets is not told.

        Args:
            gaps: Takes why.
            wants: Takes what is missing.
        """
        unknown, with_gaps = self._sets.compared.unknown, _has_gaps(self._reading)
        for keys in self._sets.large:
            if unknown.isdisjoint(keys):
                continue
            key, (_, silent) = keys[0], self._split(keys)
            if not silent or (with_gaps and _is_gap(self._sources[key].get("size"))):
                public = self._sets.described(keys)
                gaps += public.gaps
                for want in public.wants:
                    wants.one(want)
                continue
            by_itself = self._told[key][1] == "modalities"
            perhaps = not by_itself and is_gap(self._sources[key].get("modalities"))
            members, apart = self._wanted_of(silent, perhaps=perhaps)
            if apart:
                wants.each(key, members)
                continue
            for want in EachSource((key,), members).wants():
                wants.one(want)

    def _wanted_of(self, silent: _Names, *, perhaps: bool) -> tuple[tuple[Member, ...], bool]:
        """Return what is wanted of a source, and whether each at a place of its own."""
        found = self._wanted.get((silent, perhaps))
        if found is None:
            members = tuple(
                wanted(name, self._sizes[name].unit, perhaps=perhaps) for name in silent
            )
            apart = len({member.rest for member in members}) == len(members)
            found = self._wanted[silent, perhaps] = members, apart
        return found


def _all_or_none(keys: Iterable[str], some: frozenset[str]) -> bool:
    return not some or some.issuperset(keys) or some.isdisjoint(keys)


def _has_gaps(reading: Reading) -> bool:
    """Tell whether any size is a gap, or has one."""
    sizes = (size for size in reading.having("size").values() if isinstance(size, dict))
    kinds = set(map(type, chain.from_iterable(map(dict[str, object].values, sizes))))
    return dict in kinds or not reading.members("size").isdisjoint(GAP_STATES)


def _is_gap(size: object) -> bool:
    return isinstance(size, dict) and (is_gap(size) or any(map(is_gap, size.values())))
