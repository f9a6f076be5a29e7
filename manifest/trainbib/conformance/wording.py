"""Words for messages: places, values, alternatives."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from trainbib.conformance.edits import edits_from

_SECTIONS = {
    "sources": "source",
    "parties": "party",
    "licenses": "licence",
    "labellers": "labeller",
    "models": "model",
}
MAX_SHOWN = 60
"""How many characters of a value a message shows."""


def shown(value: object) -> str:
    """Return a value as a message shows it: in backticks, on one line, not too long."""
    text = str(value).replace("\n", "\\n")
    return f"`{text[:MAX_SHOWN]}…`" if len(text) > MAX_SHOWN else f"`{text}`"


def subject(path: Sequence[str | int]) -> str:
    """Name a place: ``source `a```, ``rights.holders[0].share of source `a``` and so on."""
    if not path:
        return "the manifest"
    head = str(path[0])
    if head in _SECTIONS and len(path) > 1:
        owner = f"{_SECTIONS[head]} `{path[1]}`"
        rest = path[2:]
    else:
        owner, rest = "", path
    dotted = ""
    for token in rest:
        dotted += f"[{token}]" if isinstance(token, int) else f".{token}" if dotted else str(token)
    if not dotted:
        return owner
    return f"`{dotted}` of {owner}" if owner else f"`{dotted}`"


def one_of(words: Iterable[str], *, quoted: bool = True) -> str:
    """Join alternatives: `a`, `b` or `c`."""
    items = [f"`{word}`" if quoted else word for word in words]
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} or {items[-1]}"


def article(noun: str) -> str:
    """Put the indefinite article before a title and write it small, abbreviations left alone."""
    word = noun if noun[1:2].isupper() else noun[:1].lower() + noun[1:]
    vowel = word[:1] in "aeio" or word.startswith(("SPDX", "ISO"))
    return f"{'an' if vowel else 'a'} {word}"


def type_word(schema: Mapping[str, Any]) -> str:
    """Name the type of a schema in the words of YAML, not of JSON Schema."""
    match schema.get("type"):
        case "object":
            title = schema.get("title")
            return f"a mapping ({title.lower()})" if title else "a mapping"
        case "array":
            return "a list"
        case "string":
            return "text"
        case "boolean":
            return "true or false"
        case "integer":
            return "a whole number"
        case "number":
            return "a number"
        case _:
            return "null"


def value_word(value: object) -> str:
    """Name the type of a value."""
    if isinstance(value, float):
        return "a number with a fraction"
    words = {dict: "a mapping", list: "a list", str: "text", bool: "true or false"}
    return next((word for kind, word in words.items() if isinstance(value, kind)), "a number")


def did_you_mean(word: str, known: Iterable[str], most: int = 3) -> list[str]:
    """Return the nearest known words, the nearest first.

    Near is what a slip of the pen makes of a word (a few letters wrong, missing, too many or
    swapped), and what shares long runs of letters with it.
    """
    return list(_nearest(word, tuple(known), most))


@lru_cache(maxsize=1024)  # who misspells a word does it in a thousand places
def _nearest(word: str, known: tuple[str, ...], most: int) -> tuple[str, ...]:
    import difflib

    candidates = list(dict.fromkeys(known))
    folded = {_folded(name): name for name in reversed(candidates)}
    meant = _folded(word)
    exact = folded.get(meant)
    slips = [(slips_between(meant, name), original) for name, original in folded.items()]
    near = [name for count, name in sorted(slips, key=lambda slip: slip[0] or 0) if count]
    near += difflib.get_close_matches(word, candidates, n=most, cutoff=_ALIKE)
    return tuple(dict.fromkeys([exact, *near] if exact else near))[:most]


def _folded(word: str) -> str:
    return word.casefold().replace("-", "_").replace(" ", "_")


_ALIKE = 0.7
"""From which share of letters in common on, runs of them counted, words are worth a question."""


@lru_cache(maxsize=1024)
def is_slip(word: str, known: str) -> bool:
    """Tell whether a known word was surely meant: the other has it but for a slip of the pen.

    What is merely alike (``homepage``, ``coverage``) may be asked about, and is no repair.
    """
    meant, name = _folded(word), _folded(known)
    return meant == name or slips_between(meant, name) is not None


_FEW = ((3, 0), (6, 1), (10, 2))
"""How many slips are few: in words shorter than so many letters, so many."""
_MOST_SLIPS = 3
_LIMITS = [
    next((few for below, few in _FEW if length < below), _MOST_SLIPS)
    for length in range(_FEW[-1][0])
]


def slips_between(word: str, other: str) -> int | None:
    """Count the letters that are wrong, missing, too many, or swapped with the next one.

    This is the distance of Damerau and Levenshtein in its restricted form.

    Returns:
        The count; None if it is too large for the length of the shorter word, so that the two
        have nothing to do with each other.
    """
    length = min(len(word), len(other))
    limit = _LIMITS[length] if length < len(_LIMITS) else _MOST_SLIPS
    if abs(len(word) - len(other)) > limit:
        return None
    letters, others = set(word), set(other)  # each that only one of them has is a slip
    if len(letters - others) > limit or len(others - letters) > limit:
        return None
    count = edits_from(word)(other)
    return count if count <= limit else None
