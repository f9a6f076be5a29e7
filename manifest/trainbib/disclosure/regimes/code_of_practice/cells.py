"""What stands in a cell of a table where the manifest has a gap."""

from collections.abc import Mapping, Sequence

from trainbib.disclosure.answers import Gap

__all__ = ["gap_words"]

_WORDS: Mapping[str, str] = {
    "none": "none",
    "not_applicable": "not applicable",
    "unknown": "not known",
    "withheld": "withheld",
    "lost": "lost",
}


def gap_words(gaps: Sequence[Gap]) -> str:
    """Return the state of the first of some gaps in words, empty where there is none.

    The reason stands below the table, where documents put the gaps of an answer.
    """
    return _WORDS[gaps[0].state] if gaps else ""
