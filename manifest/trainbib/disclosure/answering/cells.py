"""What stands in the cells of a table: words of the manifest, or the state of a gap."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from operator import not_

from trainbib.disclosure.answering.gathering import source_at
from trainbib.disclosure.answers import Answer, Entry, Gap
from trainbib.disclosure.places import Member, Noted
from trainbib.disclosure.reading import Reading
from trainbib.later import Later

__all__ = ["GAP_WORDS", "Cells", "Lines", "Table", "gap_words", "lines_of_sources"]

_WORDS: Mapping[str, str] = {
    "none": "none",
    "not_applicable": "not applicable",
    "unknown": "not known",
    "withheld": "withheld",
    "lost": "lost",
}


GAP_WORDS = frozenset(_WORDS.values())
"""What may stand in a cell whose words the manifest does not have."""


def gap_words(gaps: Sequence[Gap]) -> str:
    """Return the state of the first of some gaps in words, empty where there is none.

    The reason stands below the table, where documents put the gaps of an answer.
    """
    return _WORDS[gaps[0].state] if gaps else ""


class Table:
    """A table that asks for one column, line by line; without any words there it is no answer.

    Args:
        column: The column that is asked for.
    """

    def __init__(self, column: str) -> None:
        """Begin without lines."""
        self._column = column
        self._lines = list[Entry]()
        self._told = False

    def add(
        self, line: Entry, words: str, gaps: Sequence[Gap], more: Mapping[str, str] | None = None
    ) -> None:
        """Add a line.

        Args:
            line: The cells before the column that is asked for.
            words: What is told in that column; empty where nothing is.
            gaps: Of this line; where nothing is told, the state of the first stands in the cell.
            more: The cells after it; those without words are left out.
        """
        self._told = self._told or bool(words)
        cells = {self._column: words or gap_words(gaps), **(more or {})}
        self._lines.append({**line, **{name: text for name, text in cells.items() if text}})

    @property
    def entries(self) -> tuple[Entry, ...] | None:
        """The lines; None where the column is told in none of them."""
        return tuple(self._lines) if self._told else None


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """What stands in the line of a source, behind its title.

    Attributes:
        words: By column.
        members: Those of the source that tell it.
        elsewhere: A place out of the source that tells it; empty where there is none.
    """

    words: Entry
    members: tuple[Member, ...]
    elsewhere: str = ""


class Lines:
    """A table with a line for each data set, those among them of which nothing is told.

    Attributes:
        entries: The lines.
        origins: Where they are from.
        gaps: What the manifest says it cannot tell.
        wants: Where it is silent.
    """

    def __init__(self, entries: Sequence[Entry]) -> None:
        """Take the lines."""
        self.entries = entries
        self.origins = Noted()
        self.gaps = list[Gap]()
        self.wants = Noted()

    @property
    def told(self) -> bool:
        """Whether anything is told in any line."""
        return bool(self.origins.parts)

    def answer(self) -> Answer:
        """Return the answer with the table."""
        return Answer(
            self.entries or None,
            tuple(self.gaps),
            self.wants.wants(),
            self.origins.places(),
        )

    def silence(self) -> Answer:
        """Return the answer without the table."""
        return Answer(gaps=tuple(self.gaps), wants=self.wants.wants())


def lines_of_sources(
    reading: Reading,
    told: Sequence[Cells | Gap | None],
    column: str,
    wanted: tuple[Member, ...],
    keys: frozenset[str] | None = None,
) -> Lines:
    """Return the lines of sources.

    Args:
        reading: The manifest.
        told: Of each source, in their order: a gap whose pointer begins in the source, or None
            where it is silent.
        column: The one in which the state of a gap stands.
        wanted: The members of a source that is silent.
        keys: Of the sources that have a line; None for all.
    """
    listed, titles = list(reading.sources), reading.each_title
    if keys is not None:
        chosen = [key in keys for key in listed]
        listed, titles = (list(compress(each, chosen)) for each in (listed, titles))
        told = list(compress(told, chosen))
    lines = Lines(Later(len(listed), lambda: _written(titles, told, column)))
    origins, wants = lines.origins, lines.wants
    if all(each is None or (isinstance(each, Cells) and not each.elsewhere) for each in set(told)):
        cells = [each for each in told if isinstance(each, Cells)]
        silent = [each is None for each in told]
        known = listed if len(cells) == len(told) else list(compress(listed, map(not_, silent)))
        origins.column(known, [each.members for each in cells])
        wants.all(list(compress(listed, silent)), wanted)
        return lines
    for key, each in zip(listed, told, strict=True):
        if isinstance(each, Cells):
            if each.members:
                origins.each(key, each.members)
            if each.elsewhere:
                origins.one(each.elsewhere)
        elif each is None:
            wants.each(key, wanted)
        else:
            lines.gaps.append(each.within(source_at(key)))
    return lines


def _written(
    titles: Sequence[str], told: Sequence[Cells | Gap | None], column: str
) -> Iterator[Entry]:
    for title, each in zip(titles, told, strict=True):
        if isinstance(each, Cells):
            yield {"dataset": title, **each.words}
        elif each is None:
            yield {"dataset": title}
        else:
            yield {"dataset": title, column: gap_words([each])}
