"""The top of a list of domains by size, in every modality to the same depth, in bounded memory.

Each modality has a ranking of its own by bytes. A domain's standing is the least, over modalities,
of the part of the domains with that modality that come before it; the list takes domains by their
standing. With one modality that is the order of bytes; with several, the same part of the domains
of each is listed, rounded up, and the text of a thousand sites does not vanish behind the video of
ten.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from tempfile import mkstemp

from trainbib.domains.runs import HELD, Row, Sums, ranked, summed

__all__ = ["Census", "Ranking", "rank", "taken"]

_SCALE = 1 << 80  # parts of a standing: finer than any two ranks can differ
_MANTISSA = 12

Rows = Callable[[], Iterator[Row]]
"""Yields each domain once, as often as it is called: how many of its rows have no size, and its
bytes in each column."""


@dataclass(slots=True)
class Census:
    """What is counted of all domains in one pass.

    Attributes:
        domains: How many there are.
        unsized: How many of them have a row without a size.
        bytes: All bytes of each column.
    """

    domains: int = 0
    unsized: int = 0
    bytes: list[int] = field(default_factory=list[int])
    _classes: list[Counter[int]] = field(default_factory=list[Counter[int]])

    @classmethod
    def of(cls, rows: Iterable[Row], columns: int) -> "Census":
        """Count the domains."""
        census = cls(0, 0, [0] * columns, [Counter() for _ in range(columns)])
        places = range(columns)
        for _, numbers in rows:
            census.domains += 1
            if numbers[0]:
                census.unsized += 1
            for place in places:
                size = numbers[place + 1]
                if size:
                    census.bytes[place] += size
                    census._classes[place][_class(size)] += 1
        return census

    def having(self, column: int) -> int:
        """Return how many domains have bytes in a column."""
        return self._classes[column].total()

    def cut(self, column: int, count: int) -> int:
        """Return the least class of size that the top of a column reaches into."""
        classes = self._classes[column]
        for each in sorted(classes, reverse=True):
            count -= classes[each]
            if count <= 0:
                return each
        return 0


def _class(size: int) -> int:
    """Return a number that grows with a size, and has few values: about three digits of it."""
    length = size.bit_length()
    return length << _MANTISSA | size >> max(length - _MANTISSA, 0)


@dataclass(frozen=True, slots=True)
class Ranking:
    """The top of a list.

    Attributes:
        listed: How many domains it has.
        domains: Yields them, the best first; those that could not be ranked come last.
    """

    listed: int
    domains: Callable[[], Iterator[str]]


def rank(rows: Rows, census: Census, count: int, folder: Path, *, held: int = HELD) -> Ranking:
    """Take the top of a list, and beside it every domain that has a row without a size.

    Args:
        rows: All domains.
        census: What was counted of them.
        count: How many to take.
        folder: Where runs are put.
        held: How many rows are held in memory.
    """
    columns = [place for place in range(len(census.bytes)) if census.having(place)]
    tops = {
        place: ranked(_candidates(rows, census, place, count), folder, held=held)
        for place in columns
    }
    if len(columns) == 1 and not census.unsized and count <= census.having(columns[0]):
        top = tops[columns[0]]
        return Ranking(count, lambda: (domain for domain, _ in islice(top(), count)))
    sums = Sums(folder, held=held)
    width = len(columns)
    for at, top in enumerate(tops.values()):
        before, after = (0,) * (at + 1), (0,) * (width - at - 1)
        for position, (domain, _) in enumerate(islice(top(), count), start=1):
            sums.add((domain, (*before, position, *after)))
    unranked = count > max(map(census.having, columns), default=0)
    if census.unsized or unranked:
        for domain, numbers in rows():
            if numbers[0] or (unranked and not any(numbers)):
                sums.add((domain, (int(numbers[0] > 0), *((0,) * width))))
    having = [census.having(place) for place in columns]
    standings = ranked(_standings(summed(sums.sources()), having), folder, held=held)

    def domains() -> Iterator[str]:
        for at, (domain, (unsized, _)) in enumerate(standings()):
            if at < count or unsized:
                yield domain

    return Ranking(sum(1 for _ in domains()), domains)


def _candidates(rows: Rows, census: Census, column: int, count: int) -> Iterator[Row]:
    """Yield the domains with their bytes in a column, without those that cannot be in its top."""
    cut = census.cut(column, count)
    for domain, numbers in rows():
        size = numbers[column + 1]
        if size and _class(size) >= cut:
            yield domain, (0, size)


def _standings(rows: Iterable[Row], having: Sequence[int]) -> Iterator[Row]:
    """Turn ranks into standings: the more, the better, as `ranked` wants it."""
    for domain, (unsized, *positions) in rows:
        standing = min(
            (
                (position - 1) * _SCALE // whole
                for position, whole in zip(positions, having, strict=True)
                if position
            ),
            default=_SCALE + 1,
        )
        yield domain, (unsized, _SCALE + 1 - standing)


def taken(rows: Iterable[Row], folder: Path) -> Rows:
    """Keep rows in a file, so that they can be read more than once."""
    handle, path = mkstemp(dir=folder, suffix=".rows")
    with open(handle, "w", encoding="ascii", newline="\n", buffering=1 << 20) as file:  # noqa: PTH123
        file.writelines("\t".join([domain, *map(str, numbers)]) + "\n" for domain, numbers in rows)

    def read() -> Iterator[Row]:
        with Path(path).open(encoding="ascii", newline="\n") as file:
            for line in file:
                domain, *numbers = line.split("\t")
                yield domain, tuple(map(int, numbers))

    return read
