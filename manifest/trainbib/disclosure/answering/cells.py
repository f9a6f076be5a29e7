"""What stands in the cells of a table: words of the manifest, or the state of a gap."""

from collections.abc import Mapping, Sequence

from trainbib.disclosure.answers import Entry, Gap

__all__ = ["GAP_WORDS", "Table", "gap_words"]

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
