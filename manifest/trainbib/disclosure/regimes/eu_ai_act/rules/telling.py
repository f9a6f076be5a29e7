"""What the checks of the form read in a filing, whoever filled it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trainbib.disclosure.answers import Entry, Filing, Want

__all__ = [
    "LINE_PARTS",
    "alike",
    "entries",
    "lines_with",
    "not_needed",
    "of_lines",
    "prose",
    "said",
    "texts",
]

LINE_PARTS = ("description", "collected", "from", "to", "selection")
"""Members of a source that a line of the list of large data sets needs, in place of a link too."""

_NOT_NEEDED = r"(?i)\W*(?:n\W?a|none|not applicable|nil|no|not asked)?\W*"
_SIGNS = r"[\W_]+"


def texts(filing: "Filing", name: str) -> tuple[str, ...]:
    """Return what an answer says, text by text, whether or not the field is asked."""
    value = filing.answer(name).shown
    if value is None or isinstance(value, str):
        return () if value is None else (value,)
    return tuple(
        text for each in value for text in ((each,) if isinstance(each, str) else each.values())
    )


def prose(filing: "Filing", name: str) -> str:
    """Return what an answer says as one text, empty where it says nothing."""
    return "\n".join(texts(filing, name))


def said(filing: "Filing", name: str) -> str:
    """Return what an answer says, each of what several of very many lines say once."""
    from trainbib.later import LongText

    value = filing.answer(name).value
    return value.once if isinstance(value, LongText) else prose(filing, name)


def lines_with(filing: "Filing", name: str, stems: Iterable[str]) -> str:
    """Return the lines of an answer that have one of some beginnings of words, anywhere.

    To look for that takes a hundredth of the time of a pattern: descriptions of very many sources
    are long.

    Args:
        filing: The filing.
        name: Of the field.
        stems: In small letters.
    """
    small = said(filing, name).lower()
    found = [stem for stem in stems if stem in small]
    if not found:
        return ""
    lines = prose(filing, name).split("\n")
    return "\n".join(line for line in lines if any(stem in line.lower() for stem in found))


def entries(filing: "Filing", name: str) -> "tuple[Entry, ...]":
    """Return the lines of an answer that is a table, whether or not the field is asked."""
    value = filing.answer(name).shown
    if value is None or isinstance(value, str):
        return ()
    return tuple(each for each in value if not isinstance(each, str))


def of_lines(wants: "Sequence[Want]") -> "Iterator[Want]":
    """Yield what of some wants is a part of the lines of the list of large data sets."""
    from trainbib.disclosure.places import EachSource, Wants

    for part in wants.runs() if isinstance(wants, Wants) else wants:
        if isinstance(part, EachSource):
            members = [each for each in part.members if _is_part(each.rest)]
            yield from EachSource(part.keys, tuple(members)).wants() if members else ()
        elif _is_part(part.pointer):
            yield part


def _is_part(place: str) -> bool:
    return place.rpartition("/")[2] in LINE_PARTS


def not_needed(text: str) -> bool:
    """Tell whether a text says no more than that there is nothing to say: ``N/A``."""
    return re.fullmatch(_NOT_NEEDED, text) is not None


def alike(name: str) -> str:
    """Return a name without case, blanks and signs, to compare it with others."""
    return re.sub(_SIGNS, "", name.casefold())
