"""What each source tells, asked once for all that tell the same, and the lines made of it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import TypeVar

from trainbib.alike import Alike
from trainbib.disclosure.answering.cells import gap_words
from trainbib.disclosure.answering.gathering import Gathering, source_at, unique
from trainbib.disclosure.answering.sources import title_order
from trainbib.disclosure.answers import Answer, Entry, Gap, Value
from trainbib.disclosure.places import EachSource, Member, Places, Varied, Wants, members
from trainbib.disclosure.reading import Entry as Source
from trainbib.disclosure.reading import Reading
from trainbib.later import Later

__all__ = ["KEY", "EachTold", "Told", "together", "told_by"]

T = TypeVar("T")

KEY = "{key}"
"""What stands for the key of a source where something is wanted of it."""


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """What a source tells; places begin in the source.

    Attributes:
        words: In words; empty where it tells nothing.
        origins: The members that tell it.
        gaps: What it says it cannot tell.
        wants: The members that are missing.
    """

    words: str = ""
    origins: tuple[Member, ...] = ()
    gaps: tuple[Gap, ...] = ()
    wants: tuple[Member, ...] = ()


def told_by(tell: Callable[[Source, Gathering], str]) -> Callable[[Source], Told]:
    """Return what asks a source what it tells.

    Args:
        tell: Takes a source and what gathers, from places that begin in the source; what it wants
            names the source by :data:`KEY`. Returns words.
    """

    def ask(source: Source) -> Told:
        met = Gathering()
        words = tell(source, met)
        return Told(
            words,
            members(*(place[1:] for place in unique(met.origins))),
            tuple(Gap(gap.pointer[1:], gap.state, gap.reason) for gap in unique(met.gaps)),
            members(
                *((want.pointer[1:], tuple(want.what.split(KEY))) for want in unique(met.wants))
            ),
        )

    return ask


def together(tell: Callable[..., T], *columns: Sequence[object]) -> list[T]:
    """Return what is told of each source by what some columns have of it.

    Args:
        tell: Takes an item of each column; it is asked once for all sources that have the very
            same items.
        columns: Items of each source, in the order of the sources.
    """
    several = [map(id, each) for each in columns if len(set(map(id, each))) > 1]
    places = range(len(columns[0]))
    if not several:
        return [tell(*(each[0] for each in columns))] * len(places) if places else []
    tokens = list(zip(*several, strict=True))
    return Alike(places, tokens).told(lambda at: tell(*(each[at] for each in columns)))


class EachTold:
    """What sources tell.

    Args:
        reading: The manifest.
        codes: Of each source, the number of what it tells.
        told: By number.
        among: Whether each is asked, in the order of the sources; None: all are.
        titled: Whether lines and places come in the order of the titles, or of the sources.
    """

    def __init__(
        self,
        reading: Reading,
        codes: Sequence[int],
        told: Sequence[Told],
        among: Sequence[bool] | None = None,
        *,
        titled: bool = True,
    ) -> None:
        """Find out what is told by those that are asked."""
        self._reading = reading
        self._codes = codes
        self._told = told
        self._among = among
        self._titled = titled
        asked = set(codes) if among is None else set(compress(codes, among))
        self._different = [told[code] for code in sorted(asked)]

    @classmethod
    def by(
        cls, reading: Reading, fields: Sequence[str], tell: Callable[[Source, Gathering], str]
    ) -> "EachTold":
        """Return what all sources tell in some fields; it is asked once of those alike in them.

        Args:
            reading: The manifest.
            fields: All that it is told from.
            tell: As for :func:`told_by`.
        """
        alike = reading.source_values.together(*fields)
        return cls(reading, alike.codes, list(map(told_by(tell), alike.values)))

    @classmethod
    def of(
        cls,
        reading: Reading,
        told: Sequence[Told],
        among: Sequence[bool] | None = None,
        *,
        titled: bool = True,
    ) -> "EachTold":
        """Return the same from what each source tells, in their order.

        Args:
            reading: The manifest.
            told: The very same object of those that tell the same.
            among: As for the class.
            titled: Likewise.
        """
        alike = Alike(told, map(id, told))
        return cls(reading, alike.codes, alike.values, among, titled=titled)

    def texts(self, line: Callable[[str, str], str]) -> Sequence[str] | None:
        """Return a line for each source that tells something; None where none does.

        Args:
            line: Writes it, from the key of the source and what it tells.
        """
        speaks = [bool(told.words) for told in self._told]
        count = self._count(speaks)

        def lines() -> Iterator[str]:
            for key, code in self._pairs():
                if speaks[code]:
                    yield line(key, self._told[code].words)

        return Later(count, lines) if count else None

    def table(
        self,
        head: str,
        column: str,
        name: Callable[[str], str],
        words: Callable[[str, str], str] = lambda _, told: told,
    ) -> Sequence[Entry] | None:
        """Return a line of a table for each source; None where none tells anything.

        Where a source tells nothing, the state of its first gap stands in the cell.

        Args:
            head: The column of names.
            column: The column of what is told.
            name: Returns what a source is called, by key.
            words: Returns what stands in the cell, from the key and what the source tells.
        """
        if not any(told.words for told in self._different):
            return None

        def lines() -> Iterator[Entry]:
            for key, code in self._pairs():
                told = self._told[code]
                cell = words(key, told.words) if told.words else gap_words(told.gaps)
                yield {head: name(key), column: cell} if cell else {head: name(key)}

        return Later(self._count([True] * len(self._told)), lines)

    def firsts(self) -> Iterator[str]:
        """Yield the key of the first source of those alike, where it tells something."""
        left = {code for code, told in enumerate(self._told) if told.words}
        for key, code in self._pairs() if left else ():
            if code in left:
                yield key
                left.remove(code)
                if not left:
                    return

    def answer(self, value: Value | None, how: str = "") -> Answer:
        """Return the answer: the value, where it is from, the gaps, and what is wanted."""
        return Answer(value, self.gaps(), self.wants(), self.origins(), how)

    def origins(self) -> Places:
        """Return the places that tell something."""
        return Places(self._members(lambda told: told.origins))

    def wants(self) -> Wants:
        """Return what is missing."""
        return Wants(self._members(lambda told: told.wants))

    def gaps(self) -> tuple[Gap, ...]:
        """Return what the manifest says it cannot tell."""
        if not any(told.gaps for told in self._different):
            return ()
        return tuple(
            gap.within(source_at(key))
            for key, code in self._pairs()
            for gap in self._told[code].gaps
        )

    def _members(self, pick: Callable[[Told], tuple[Member, ...]]) -> Iterator[EachSource | Varied]:
        """Yield members of the sources, written when they are read."""
        different = {id(its): its for told in self._different if (its := pick(told))}.values()
        if not different:
            return
        has = [bool(pick(told)) for told in self._told]
        count = self._count(has)
        keys = Later(count, lambda: (key for key, code in self._pairs() if has[code]))
        if len(different) == 1:
            yield EachSource(keys, next(iter(different)))
        else:
            picked = list(map(pick, self._told))
            codes = (code for _, code in self._pairs())
            yield Varied(keys, Later(count, lambda: (picked[code] for code in codes if has[code])))

    def _count(self, chosen: Sequence[bool]) -> int:
        """Count the sources of which something holds, told by the numbers of those alike."""
        if self._among is None:
            return len(self._codes) if all(chosen) else sum(map(chosen.__getitem__, self._codes))
        return sum(map(chosen.__getitem__, compress(self._codes, self._among)))

    def _pairs(self) -> Iterator[tuple[str, int]]:
        """Yield the key of each source that is asked, and the number of what it tells."""
        keys, codes = self._reading.keys, self._codes
        among = self._among
        for at in title_order(self._reading) if self._titled else range(len(keys)):
            if among is None or among[at]:
                yield keys[at], codes[at]
